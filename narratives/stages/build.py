"""From a case to its comparison: every stage in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from narratives.bearing import (
    examples_from_review,
    rate_bearings,
    sure_bearings,
    unsure_bearings,
)
from narratives.copies import (
    Clock,
    CopyLink,
    TextPair,
    find_copies,
    fold_statements,
    link_texts,
    mark_copies,
    share_origins,
)
from narratives.documents import find_segments, notes_on
from narratives.evidence import form_items
from narratives.reading import BearingReader, choose_reader, notes_of
from narratives.review import (
    apply_to_bearings,
    apply_to_cards,
    apply_to_copies,
    apply_to_items,
    apply_to_sources,
)
from narratives.schema import Case, NarrativesError, each, failure_in_words
from narratives.scores import (
    basis,
    diagnosticity,
    firmness,
    rank_narratives,
    voices,
    weigh_items,
)
from narratives.stages.again import judge_again
from narratives.stages.comparison import Comparison
from narratives.stages.reviewed import reviewed_statements
from narratives.strength import find_loaded_words
from narratives.telling import find_tensions

StageProgress = Callable[[str, int, int], None]
STAGES = (
    "reading the documents",
    "finding statements",
    "rating bearings",
    "forming evidence items",
    "scoring",
)


class _Evidence(NamedTuple):
    items: pd.DataFrame
    reports: pd.DataFrame
    matrix: pd.DataFrame
    questions: pd.DataFrame
    corrections: pd.DataFrame
    ratings: pd.DataFrame


def compare(
    case: Case,
    *,
    draft: bool = False,
    outside: bool = True,
    reader: BearingReader | None = None,
    progress: StageProgress | None = None,
) -> Comparison:
    """Take the whole way: from the documents of a case to its scores.

    The machine drafts each stage, and the person's review is replayed over the draft
    before the next stage begins, so that a corrected statement is rated as corrected.

    Parameters
    ----------
    case : Case
        As :func:`narratives.load_case` returns it.
    draft : bool
        Leave the review out, and show what the machine drafts alone.
    outside : bool
        Whether other readers' grades and ratings count that rest on knowledge from outside
        the text.
    reader : BearingReader, optional
        Who reads the bearings; where it is left out, the one that the settings of the case
        ask for, or the encoder of the package. The settings of the comparison name it.
    progress : callable, optional
        Called with the name of each stage, the number of stages done, and of all.

    Returns
    -------
    Comparison
        The same case and version give the same tables. A document in which the program
        fails is left out and named (``unread``); nothing of the others is lost.

    Raises
    ------
    SchemaError
        If a table of the case lacks columns.
    NarrativesError
        If no document of the case can be read, or the reader that the settings ask for cannot
        be had.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> list(comparison.matrix.columns)
    ['isis', 'ukrainian_trace', 'false_flag']
    """
    by = choose_reader(case.settings, case.folder) if reader is None else reader
    try:
        return _with_readings(case, _compare(case, draft, by, progress), outside)
    except Exception as error:
        failed = failing_documents(case, lambda alone: _compare(alone, draft, by, None))
        if len(failed) in (0, len(case.documents)):
            if isinstance(error, NarrativesError):
                raise
            places = failed or {"the case": error}
            raise NarrativesError(
                "\n".join(f"{name}: {failure_in_words(why)}" for name, why in places.items())
            ) from error
    read = [document for document in case.documents if document.document_id not in failed]
    comparison = _compare(replace(case, documents=tuple(read)), draft, by, progress)
    comparison = _with_readings(case, comparison, outside)
    told = [f"{name} could not be read: {failure_in_words(why)}" for name, why in failed.items()]
    return replace(comparison, unread=tuple(failed), warnings=(*told, *comparison.warnings))


def _with_readings(case: Case, comparison: Comparison, outside: bool) -> Comparison:
    """Add what other readers make of it; a draft leaves every person out."""
    if comparison.draft:
        return comparison
    readings = {
        name: judge_again(comparison, review, outside=outside)
        for name, review in case.readings.items()
    }
    return replace(comparison, readings=readings)


def failing_documents(case: Case, read: Callable[[Case], object]) -> dict[str, Exception]:
    """Find the documents that cannot be read even alone, each with what was raised.

    Parameters
    ----------
    case : Case
    read : callable
        Takes a case of one document.
    """
    failed: dict[str, Exception] = {}
    for document in case.documents:
        try:
            read(replace(case, documents=(document,)))
        except Exception as error:
            failed[document.document_id] = error
    return failed


def _compare(
    case: Case, draft: bool, by: BearingReader, progress: StageProgress | None
) -> Comparison:
    def begin(stage: int) -> None:
        if progress is not None:
            progress(STAGES[stage], stage, len(STAGES))

    begin(0)
    review = case.review.iloc[:0] if draft else case.review
    segments = pd.concat(map(find_segments, case.documents), ignore_index=True)
    begin(1)
    sources, of_sources = apply_to_sources(case.sources, review)
    statements, of_statements = reviewed_statements(case, review, sources)
    copied, of_copies = _copied(case, review, statements)
    statements = share_origins(statements, copied.folded)
    begin(2)
    narratives = [str(narrative) for narrative in case.narratives.index]
    # What the person set teaches the draft of the other statements, and never its own.
    examples = examples_from_review(review, statements, narratives)
    drafted = rate_bearings(
        statements, case.narratives, case.documents, sources, case.stakes, examples,
        unsure=True, reader=by,
    )  # fmt: skip
    reviewed, of_bearings = apply_to_bearings(drafted, review, statements, narratives)
    bearings = sure_bearings(reviewed)
    begin(3)
    evidence = _evidence(case, review, sources, statements, bearings, copied.folded)
    of_cards = apply_to_cards(review, narratives)
    begin(4)
    corrections = (
        pd.concat(
            [of_sources, of_statements, of_copies, of_bearings, evidence.corrections, of_cards]
        )
        .sort_values("line", kind="stable")
        .reset_index(drop=True)
    )
    matrix = evidence.matrix.reindex(columns=narratives)
    matrix.columns.name = "narrative_id"
    weights = weigh_items(evidence.items)
    ranking = rank_narratives(matrix, weights)
    texts = {document.document_id: document for document in case.documents}
    return Comparison(
        name=case.name,
        question=case.question,
        documents=case.documents,
        narratives=case.narratives,
        sources=sources,
        origins=case.origins,
        stakes=case.stakes,
        segments=segments,
        statements=statements,
        bearings=bearings,
        unsure=unsure_bearings(reviewed),
        items=evidence.items,
        reports=evidence.reports,
        matrix=matrix,
        weights=weights,
        voices=voices(statements, bearings, case.stakes),
        firmness=firmness(statements, bearings, {k: d.text for k, d in texts.items()}),
        basis=basis(evidence.items, evidence.reports, bearings, narratives),
        inconsistency=ranking[["inconsistency", "score", "rated"]].reindex(narratives),
        ranking=ranking,
        diagnosticity=diagnosticity(matrix),
        loaded_words=find_loaded_words(case.documents),
        tensions=find_tensions(
            statements,
            bearings,
            evidence.reports,
            evidence.items,
            texts,
            {str(n): str(title) for n, title in case.narratives["title"].items()},
        ),
        corrections=corrections,
        questions=evidence.questions,
        ratings=evidence.ratings,
        settings={**case.settings, "reader": by.name},
        draft=draft,
        reader=by,
        text_pairs=copied.pairs,
        copy_links=copied.links,
        folded=copied.folded,
        warnings=(
            *case.warnings,
            *(note for document in case.documents for note in notes_on(document)),
            *notes_of(by),
            *_warnings(corrections, statements),
        ),
    )


class _Copied(NamedTuple):
    pairs: tuple[TextPair, ...]
    links: tuple[CopyLink, ...]
    folded: pd.DataFrame


def _copied(
    case: Case, review: pd.DataFrame, statements: pd.DataFrame
) -> tuple[_Copied, pd.DataFrame]:
    """Find what the texts have from each other; of one text there is nothing to find."""
    decided, corrections = apply_to_copies(review, [d.document_id for d in case.documents])
    pairs = tuple(find_copies(case.documents)) if len(case.documents) > 1 else ()
    clock = Clock(case.documents)
    links = tuple(link_texts(case.documents, pairs, decided, clock)) if pairs or decided else ()
    folded = fold_statements(statements, pairs, links, clock, decided)
    return _Copied(pairs, links, folded), corrections


def _evidence(
    case: Case,
    review: pd.DataFrame,
    sources: pd.DataFrame,
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    folded: pd.DataFrame,
) -> _Evidence:
    drafted = form_items(
        statements,
        bearings,
        case.documents,
        sources,
        stakes=case.stakes,
        narratives=case.narratives,
    )
    reviewed = apply_to_items(
        drafted.items,
        mark_copies(drafted.reports, statements, folded),
        drafted.matrix,
        review,
        statements,
    )
    asked = drafted.questions
    rated = {(r.item_id, r.narrative_id) for r in each(reviewed.ratings)}
    still = [
        r.item_id in reviewed.items.index and (r.item_id, r.narrative_id) not in rated
        for r in each(asked)
    ]
    return _Evidence(
        reviewed.items,
        reviewed.reports,
        reviewed.matrix,
        asked[pd.Series(still, index=asked.index, dtype=bool)].reset_index(drop=True),
        reviewed.corrections,
        reviewed.ratings,
    )


def _fate(status: str) -> str:
    return "applied in part" if status == "applied" else f"not applied ({status})"


def _warnings(corrections: pd.DataFrame, statements: pd.DataFrame) -> list[str]:
    found = [
        f"Line {row.line} of the review was {_fate(row.status)}: {row.message}"
        for row in each(corrections)
        if row.message or row.status != "applied"
    ]
    unknown = [
        str(name)
        for name, source in zip(statements["source_name"], statements["source_id"], strict=True)
        if not source
    ]
    if unknown:
        names = ", ".join(dict.fromkeys(unknown))
        found.append(f"Sources that the register of the case does not know: {names}.")
    return found
