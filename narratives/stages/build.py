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
    share_origins,
)
from narratives.documents import find_segments, notes_on
from narratives.evidence import Evidence, form_items
from narratives.reading import BearingReader, choose_reader, notes_of
from narratives.review import (
    apply_to_bearings,
    apply_to_cards,
    apply_to_sources,
)
from narratives.schema import Case, NarrativesError, failure_in_words
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
from narratives.stages.copied import Copied, copies_in
from narratives.stages.formed import settle_evidence
from narratives.stages.reviewed import reviewed_statements
from narratives.stages.warned import warnings_about
from narratives.strength import find_loaded_words
from narratives.telling import find_tensions
from narratives.telling.tensions import TENSIONS

StageProgress = Callable[[str, int, int], None]
STAGES = (
    "reading the documents",
    "finding statements",
    "rating bearings",
    "forming evidence items",
    "scoring",
)


class Read(NamedTuple):
    """What was read before anything is scored: statements with the review, and drafted bearings.

    ``notes`` say what is odd about the texts; ``found`` are the statements before the review;
    ``corrections`` those of sources, statements and copies.
    """

    segments: pd.DataFrame
    notes: tuple[str, ...]
    sources: pd.DataFrame
    statements: pd.DataFrame
    found: pd.DataFrame
    copied: Copied
    drafted: pd.DataFrame
    corrections: pd.DataFrame


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
    sources, of_sources = apply_to_sources(case.sources, review, case.origins.index)
    statements, of_statements, found = reviewed_statements(case, review, sources)
    copied, of_copies = copies_in(case, review, statements)
    statements = share_origins(statements, copied.folded)
    begin(2)
    narratives = [str(narrative) for narrative in case.narratives.index]
    # What the person set teaches the draft of the other statements, and never its own.
    examples = examples_from_review(review, statements, narratives)
    drafted = rate_bearings(
        statements, case.narratives, case.documents, sources, case.stakes, examples,
        unsure=True, reader=by, progress=None if progress is None else tell_readings(progress),
    )  # fmt: skip
    corrections = pd.concat([of_sources, of_statements, of_copies])
    notes = notes_in(case)
    read = Read(segments, notes, sources, statements, found, copied, drafted, corrections)
    return score(case, review, read, by, draft=draft, begin=begin)


def tell_readings(progress: StageProgress) -> Callable[[int, int], None]:
    """Say how many statements are read so far, within the stage that takes longest."""
    return lambda done, of: progress(f"{STAGES[2]}, {done} of {of} statements", 2, len(STAGES))


def score(
    case: Case,
    review: pd.DataFrame,
    read: Read,
    by: BearingReader,
    *,
    draft: bool = False,
    begin: Callable[[int], None] | None = None,
    bearing: tuple[pd.DataFrame, pd.DataFrame] | None = None,
    formed: Evidence | None = None,
    words: bool = True,
) -> Comparison:
    """Go from what was read to the record: bearings set by hand, items, scores.

    Parameters
    ----------
    case : Case
    review : DataFrame
    read : Read
    by : BearingReader
    draft : bool
    begin : callable, optional
        Called with the number of each stage as it begins.
    bearing : (DataFrame, DataFrame), optional
        What ``apply_to_bearings`` made of the same draft and review.
    formed : Evidence, optional
        What :func:`form` drafted from the same statements and bearings.
    words : bool
        Whether loaded words and tensions are looked for as well; no score and no summary
        hangs on them.

    Returns
    -------
    Comparison
    """
    begin = (lambda _: None) if begin is None else begin
    segments, notes, sources, statements, found, copied, drafted, of_read = read
    narratives = [str(narrative) for narrative in case.narratives.index]
    reviewed, of_bearings = (
        apply_to_bearings(drafted, review, statements, narratives) if bearing is None else bearing
    )
    bearings = sure_bearings(reviewed)
    begin(3)
    formed = form(case, read, bearings) if formed is None else formed
    evidence = settle_evidence(formed, review, statements, copied.folded)
    of_cards = apply_to_cards(review, narratives)
    begin(4)
    place = {line: number for number, line in enumerate(review["line"])}
    corrections = (
        pd.concat([of_read, of_bearings, evidence.corrections, of_cards])
        .sort_values("line", kind="stable", key=lambda lines: lines.map(place))
        .reset_index(drop=True)
    )
    matrix = evidence.matrix.reindex(columns=narratives)
    matrix.columns.name = "narrative_id"
    weights = weigh_items(evidence.items)
    ranking = rank_narratives(matrix, weights, case.relations)
    texts = {document.document_id: document for document in case.documents}
    return Comparison(
        name=case.name,
        question=case.question,
        documents=case.documents,
        narratives=case.narratives,
        sources=sources,
        origins=case.origins,
        stakes=case.stakes,
        relations=case.relations,
        segments=segments,
        statements=statements,
        bearings=bearings,
        unsure=unsure_bearings(reviewed),
        drafted_statements=found,
        drafted_bearings=drafted,
        drafted_evidence=formed,
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
        loaded_words=find_loaded_words(case.documents if words else ()),
        tensions=find_tensions(
            statements,
            bearings,
            evidence.reports,
            evidence.items,
            texts,
            {str(n): str(title) for n, title in case.narratives["title"].items()},
        )
        if words
        else pd.DataFrame(columns=list(TENSIONS)),
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
            *notes,
            *notes_of(by),
            *warnings_about(corrections, statements),
        ),
    )


def notes_in(case: Case) -> tuple[str, ...]:
    """Say what is odd about the texts of a case; no decision changes it."""
    return tuple(note for document in case.documents for note in notes_on(document))


def form(
    case: Case, read: Read, bearings: pd.DataFrame, basis: pd.DataFrame | None = None
) -> Evidence:
    """Draft the items from statements and bearings as the person left them.

    ``basis`` is what :func:`narratives.evidence.judge_basis` made of the same statements, where
    that was done before.
    """
    return form_items(
        read.statements,
        bearings,
        case.documents,
        read.sources,
        stakes=case.stakes,
        narratives=case.narratives,
        basis=basis,
    )
