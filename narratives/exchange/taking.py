"""What comes back from another tool: lines of review, and a report of what was not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.exchange.addresses import judge_lines, keep_addresses, load_addresses
from narratives.exchange.deciding import Decided, ReadFile, decide
from narratives.exchange.marks import UNCHANGED
from narratives.exchange.signing import nobody_signs, places_without_a_name, sign_lines
from narratives.review import UNDO, append_review, load_review, mark_of
from narratives.review.order import moment_behind
from narratives.review.words import with_words
from narratives.schema import Case, NarrativesError, records_of
from narratives.telling.words import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from narratives.comparison import Tables
    from narratives.reading import BearingReader

NOBODY_YET = "nobody yet"


@dataclass(frozen=True)
class Imported:
    """What an import took, and what not.

    Attributes
    ----------
    format : str
    entries : tuple of mapping
        The lines that were added to the review.
    report : DataFrame, columns place, target, field, taken, why
        One row for each thing that the file says.
    proposed : tuple of str
        Narratives and sources of the file, as lines for ``case.yaml``. A person puts them there.
    without_reason : int
        How many of the entries are decisions for which the file gives no reason.
    """

    format: str
    entries: tuple[dict[str, Any], ...]
    report: pd.DataFrame = field(repr=False)
    proposed: tuple[str, ...] = ()
    without_reason: int = 0

    def summary(self) -> str:
        """Say in one sentence how much was taken.

        Examples
        --------
        >>> told = pd.DataFrame({"taken": [False, False], "why": ["as it was exported", "odd"]})
        >>> Imported("brat", (), told).summary()
        'brat: 0 lines of review taken, 1 thing unchanged, 1 thing not taken.'
        """
        taken, left = len(self.entries), ~self.report["taken"].astype(bool)
        same = left & self.report["why"].isin(UNCHANGED)
        return (
            f"{self.format}: {number_of(taken, 'line')} of review taken, "
            f"{number_of(int(same.sum()), 'thing')} unchanged, "
            f"{number_of(int((left & ~same).sum()), 'thing')} not taken."
        )


def import_annotations(
    case: Case,
    path: str | Path,
    *,
    format: str | None = None,
    who: str = "",
    at: str = "",
    reader: BearingReader | None = None,
    write: bool = True,
) -> Imported:
    """Take back what people decided in another tool.

    Each thing that the file says otherwise than the case becomes a line of ``review.jsonl``,
    with who decided and when. What was exported and nobody touched is no decision and is left
    out; so is what the case says already. Documents and ``case.yaml`` are never changed.

    Parameters
    ----------
    case : Case
        From :func:`narratives.load_case`.
    path : str or Path
        A file, or a folder for formats of several files.
    format : str, optional
        The name of the format; where it is left out, it is read off the file.
    who : str
        Who decided, where the file does not say. Default: the reviewer of the case's settings.
    at : str
        When, where the file does not say. Default: now.
    reader : BearingReader, optional
        Who reads the bearings, as in :func:`narratives.compare`.
    write : bool
        Append the lines to the ``review.jsonl`` of the case; otherwise they are only returned.

    Returns
    -------
    Imported

    Raises
    ------
    NarrativesError
        If the file cannot be read, or nobody says who decided.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> nv.import_annotations(case, "nowhere.json", who="Ana")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere.json: there is no such file. ...
    """
    from narratives.exchange.known import format_named, format_of

    path = Path(path)
    form = format_of(path) if format is None else format_named(format)
    if form.read is None:
        raise NarrativesError(f"{form.name} is written and not read back.")
    try:
        read = form.read(path, case)
    except ModuleNotFoundError as error:
        raise NarrativesError(
            f"{form.name} needs the library {error.name}. Install it: "
            f"python -m pip install 'narratives[{form.extra}]'."
        ) from error
    why = f"imported from {path.name} ({form.name})"
    decided = take(case, read, path, who=who, at=at, why=why, reader=reader, write=write)
    bare = {(line.get("target"), line.get("field")) for _, line in read.lines if _is_bare(line)}
    number = sum((entry["target"], entry["field"]) in bare for entry in decided.entries)
    return Imported(form.name, decided.entries, decided.report, read.proposed, number)


def _marks(case: Case) -> set[str]:
    """Return the marks of all lines of the log of a case, those that were taken back too."""
    lines = case.review
    if case.folder is not None:
        lines, _ = load_review(Path(case.folder) / "review.jsonl", undone=True)
    return {mark_of(row) for row in records_of(lines)}


def _is_bare(line: Mapping[str, Any]) -> bool:
    return not line.get("why") and line.get("field") not in (UNDO, "sha256")


def take(
    case: Case,
    read: ReadFile,
    path: Path,
    *,
    who: str = "",
    at: str = "",
    why: str = "",
    reader: BearingReader | None = None,
    write: bool = True,
    now: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Decided:
    """Turn what was read into lines of review, and append them.

    Lines of review whose addresses are known from a draft that was kept beside the case are
    judged by that (:mod:`narratives.exchange.addresses`).

    Parameters
    ----------
    case : Case
    read : ReadFile
    path : Path
        Where it comes from, for errors.
    who, at, why : str
        Who decided, when and why, where the file does not say. Default: the reviewer of the
        case's settings, now, and no reason.
    reader : BearingReader, optional
    write : bool
    now : bool
        Whether a decision without a time is taken now, and not in a file at some time before:
        :func:`narratives.exchange.signing.sign_lines`.
    progress : callable, optional
        As for :func:`narratives.compare`, where the case has to be compared.

    Returns
    -------
    Decided

    Raises
    ------
    NarrativesError
        If nobody says who decided, with all else that is wrong with the file, or if the review
        cannot be written.
    """
    if write and case.folder is None:
        raise NarrativesError("the case has no folder to write to. Pass write=False.")
    known_by = who or str(case.settings.get("reviewer", ""))
    unsigned = [] if known_by else places_without_a_name(read)
    # Without a name nothing is written, but all that is wrong with the file is found.
    signer = NOBODY_YET if unsigned else known_by
    moment = at or moment_behind(case.review["at"])

    def compared(changed: Case) -> Tables:
        from narratives.stages import compare

        found = compare(changed, reader=reader, progress=progress)
        if write and reader is None:
            keep_addresses(changed, found)
        return found

    def judge(changed: Case, lines: Collection[int]) -> pd.DataFrame | None:
        known = None if reader is not None else load_addresses(changed)
        return None if known is None else judge_lines(changed, lines, known)

    decided = decide(
        case,
        sign_lines(read, case, who=signer, at=moment, why=why, known=_marks(case), now=now),
        compared,
        who=signer,
        at=moment,
        why=why,
        judge=judge,
    )
    if unsigned:
        raise nobody_signs(path, unsigned, decided.report)
    if write and case.folder is not None and decided.entries:
        told = with_words(decided.entries, case.documents)
        append_review(case.folder / "review.jsonl", told)
    return decided
