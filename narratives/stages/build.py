"""From a case to its comparison: every stage in order, and what becomes of a text that fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from narratives.bearing import (
    examples_from_review,
    rate_bearings,
)
from narratives.copies import (
    share_origins,
)
from narratives.documents import find_segments, notes_on
from narratives.reading import BearingReader, choose_reader
from narratives.review import (
    apply_to_sources,
)
from narratives.review.readings import is_outside
from narratives.schema import Case, NarrativesError, failure_in_words
from narratives.stages.again import judge_again
from narratives.stages.comparison import Comparison
from narratives.stages.copied import copies_in
from narratives.stages.reviewed import reviewed_statements
from narratives.stages.scoring import Read, score
from narratives.telling.words import number_of

StageProgress = Callable[[str, int, int], None]
STAGES = (
    "reading the documents",
    "finding statements",
    "rating bearings",
    "forming evidence items",
    "scoring",
)


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
        Whether decisions count that rest on knowledge from outside the text. Where some do,
        ``text_alone`` of the comparison, and of each of its ``readings``, has it without them.
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
    left = 0 if outside else int(is_outside(case.review).sum())
    if left:
        case = replace(case, review=case.review[~is_outside(case.review)])
    try:
        compared = _with_readings(case, _compare(case, draft, by, progress), outside, by)
        return compared if draft or not left else _told_of_lines(compared, left)
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
    case = replace(case, documents=tuple(read))
    comparison = _with_readings(case, _compare(case, draft, by, progress), outside, by)
    if left and not draft:
        comparison = _told_of_lines(comparison, left)
    told = [f"{name} could not be read: {failure_in_words(why)}" for name, why in failed.items()]
    return replace(comparison, unread=tuple(failed), warnings=(*told, *comparison.warnings))


def _told_of_lines(comparison: Comparison, left: int) -> Comparison:
    """Say how many lines of the first reading were left out."""
    told = (
        f"Left out of review.jsonl, as was asked: {number_of(left, 'line')} on knowledge from "
        "outside the text."
    )
    return replace(comparison, warnings=(*comparison.warnings, told))


def _with_readings(
    case: Case, comparison: Comparison, outside: bool, by: BearingReader
) -> Comparison:
    """Add what other readers make of it, and all of it by the text alone.

    A draft leaves every person out.
    """
    if comparison.draft:
        return comparison
    from_outside = is_outside(case.review)
    first = None
    if outside and from_outside.any():
        first = _compare(replace(case, review=case.review[~from_outside]), False, by, None)
    readings = {}
    left = []
    for name, review in case.readings.items():
        alone = judge_again(first or comparison, review, outside=False)
        lines = int(is_outside(review).sum())
        if outside and (lines or first):
            readings[name] = replace(judge_again(comparison, review), text_alone=alone)
            continue
        readings[name] = alone
        if lines:
            left.append(
                f"Left out of the {name} reading, as was asked: {number_of(lines, 'line')} on "
                "knowledge from outside the text."
            )
    warnings = (*comparison.warnings, *left)
    return replace(comparison, readings=readings, text_alone=first, warnings=warnings)


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


def notes_in(case: Case) -> tuple[str, ...]:
    """Say what is odd about the texts of a case; no decision changes it."""
    return tuple(note for document in case.documents for note in notes_on(document))
