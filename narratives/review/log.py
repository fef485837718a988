"""The review log: one JSON line for each decision, appended and never rewritten."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from narratives.documents import read_bytes
from narratives.review.appending import MAX_BYTES, append_lines
from narratives.review.fields import OPTIONAL, TORN, check_entry
from narratives.review.order import dated, replay_order, too_late
from narratives.review.undoing import KEYS, without_undone
from narratives.review.words import join_words
from narratives.schema import CaseError, NarrativesError, typed_table

REVIEW = ("line", *KEYS)
"""Columns of the review as a table."""
LONGEST_NUMBER = 300
"""Digits of a number in a line that is read."""
_MERGE = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
_MERGED = (
    "git has left its marks here where it put two logs together. They are passed over, and every "
    "decision of both logs counts. Take them out. Where .gitattributes has the line "
    '"review.jsonl merge=union", git leaves none.'
)


def load_review(path: str | Path, *, undone: bool = False) -> tuple[pd.DataFrame, list[str]]:
    """Read a review log and check every line.

    Parameters
    ----------
    path : str or Path
        A ``review.jsonl``. A missing file is an empty review.
    undone : bool
        Also return the lines that a later line takes back, and the lines that do so.

    Returns
    -------
    review : DataFrame with columns ``REVIEW`` and ``words``
        ``words`` are those of the text that the line points at, empty in lines without them. A
        line that is said again with its words is one line.
        In the order in which it was decided (:func:`replay_order`), so that a merge of two
        logs is replayed alike whatever the order of its lines; ``line`` counts those of the file
        from 1.
    warnings : list of str
        Each line that is torn or otherwise no JSON. It is skipped and stays in the file. The
        marks that git leaves where it puts two logs together. And
        each that is dated later than now and stands before one that is not.

    Raises
    ------
    CaseError
        All mistakes at once, each with its line and the way out.

    Examples
    --------
    >>> review, warnings = load_review("no-review-yet.jsonl")
    >>> len(review), warnings
    (0, [])
    """
    path = Path(path)
    rows: list[dict[str, Any]] = []
    broken: dict[int, str] = {}
    merged: list[int] = []
    problems: list[str] = []
    lines = _read(path)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if line.startswith(_MERGE):
            merged.append(number)
            continue
        try:
            entry = _parse(line)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            broken[number] = str(error)
            continue
        except ValueError as error:
            problems.append(f"{path}, line {number}: {error}. Mend the line, or take it out.")
            continue
        found = check_entry(entry)
        problems += [f"{path}, line {number}: {problem}" for problem in found]
        if not found:
            rows.append({"line": number, "words": "", **entry})
    known = {row["value"] for row in rows if row["field"] == TORN}
    warnings = [f"{path}, lines {', '.join(map(str, merged))}: {_MERGED}"] if merged else []
    for number, reason in broken.items():
        if number == len(lines) or number in known:
            warnings.append(
                f"{path}, line {number}: the line is torn and was skipped. Decide again what it "
                "was to hold; the lines before it are kept."
            )
        else:
            warnings.append(
                f"{path}, line {number}: this is not a line of JSON ({reason}) and was skipped. "
                "Mend the line, or decide again what it was to hold; every other line is kept."
            )
    if problems:
        raise CaseError(problems)
    rows = [row for row in rows if row["field"] != TORN]
    warnings += [f"{path}, {told}" for told in too_late(rows)]
    rows = replay_order(join_words(rows))
    if not undone:
        # "Ana " and "Ana" are one person; the mark of a line hangs on the name as it stands.
        rows = [{**r, "who": " ".join(r["who"].split())} for r in without_undone(rows)]
    types = {**dict.fromkeys((*REVIEW, "words"), "str"), "line": "int64", "value": "object"}
    return typed_table(rows, types), warnings


def append_review(path: str | Path, entries: Iterable[Mapping[str, Any]]) -> None:
    """Append decisions to a review log.

    The entries are written in one piece and flushed to the disk, under a lock, so
    that two writers at once lose nothing. What stands in the file stays. The new lines
    begin on a line of their own and mark every torn line that is not yet marked as known.

    Parameters
    ----------
    path : str or Path
        A ``review.jsonl``, made if it is missing.
    entries : iterable of mapping
        With the keys who, target, field and value; ``at`` is now and ``why`` empty
        where they are not given. Where a line of the log is dated later than now, by a clock
        that is wrong, ``at`` is the moment behind it, so that the decision counts.

    Raises
    ------
    CaseError
        If an entry is not as it must be. Nothing is written then.
    NarrativesError
        If the file cannot be written, is no plain file, would grow too long, or another
        program holds it for 30 seconds.

    Examples
    --------
    >>> append_review("review.jsonl", [{"who": "ana", "target": "flood:4-9",
    ...                                 "field": "polarity", "value": "no"}])
    Traceback (most recent call last):
    narratives.schema.CaseError: entry 1: value "no" of polarity is not allowed. ...
    """
    path = Path(path)
    given = [dict(entry) for entry in entries]
    filled = dated(given, ())
    problems = [
        f"entry {number}: {problem}"
        for number, entry in enumerate(filled, 1)
        for problem in check_entry(entry)
    ]
    if problems:
        raise CaseError(problems)
    if not filled:
        return

    def lines() -> bytes:
        return b"".join(map(_line, dated(given, _times(path))))

    append_lines(path, lines, "review", _repair)


def _times(path: Path) -> list[str]:
    """Return the times of the lines of a log, of those that can be read."""
    told = (_look_at(line) for line in _read(path))
    return [line.at for line in told if line.at is not None]


def _read(path: Path) -> list[bytes]:
    try:
        raw = read_bytes(path, MAX_BYTES, missing=b"")
    except NarrativesError as error:
        raise CaseError([str(error)]) from error
    # An editor saved it anew: no line of it was torn, and none is to be decided again.
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CaseError([f"{path}, line 1: the file is in UTF-16. Save it as UTF-8."])
    if b"\r" in raw.strip() and b"\n" not in raw:
        raise CaseError([f"{path}, line 1: the lines end in CR alone. Save the file with LF."])
    return _split(raw)


def _split(raw: bytes) -> list[bytes]:
    """Return the lines; an editor may have put a byte order mark before the first."""
    return raw.removeprefix(codecs.BOM_UTF8).split(b"\n")


def _number(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"a number in it has more than {LONGEST_NUMBER} digits")
    return int(digits)


def _parse(line: bytes) -> Any:
    try:
        return json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_int=_number,
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


class _Line(NamedTuple):
    """What is asked of the lines of a log before one is written behind them.

    ``at`` is the time of a line and ``marks`` the number of the torn line that it marks, None
    where it has none.
    """

    at: str | None = None
    marks: int | None = None
    is_broken: bool = False


@lru_cache(maxsize=5_000)
def _look_at(line: bytes) -> _Line:
    """Look at a line; the lines of a log stay, and each is read once, not before each new one."""
    if line.startswith(_MERGE):
        return _Line()
    try:
        entry = _parse(line) if line.strip() else {}
    except (json.JSONDecodeError, UnicodeDecodeError):
        return _Line(is_broken=True)
    except ValueError:
        return _Line()
    if not isinstance(entry, dict):
        return _Line()
    at, number = entry.get("at"), entry.get("value")
    marks = number if entry.get("field") == TORN and isinstance(number, int) else None
    return _Line(at if isinstance(at, str) else None, marks)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not allowed")


def _line(entry: Mapping[str, Any]) -> bytes:
    ordered = {key: entry[key] for key in KEYS}
    ordered |= {key: entry[key] for key in OPTIONAL if entry.get(key)}
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"


def _repair(raw: bytes) -> bytes:
    """Return what must stand between the lines that are there and new ones.

    A mark can be torn itself, so every line that is broken and not marked gets one.
    """
    told = [_look_at(line) for line in _split(raw)]
    broken = [number for number, line in enumerate(told, 1) if line.is_broken]
    marked = {line.marks for line in told}
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    marks = [
        _line(
            {
                "at": now,
                "who": "narratives",
                "target": "review",
                "field": TORN,
                "value": number,
                "why": "The line was torn when it was written.",
            }
        )
        for number in broken
        if number not in marked
    ]
    return (b"" if raw.endswith(b"\n") else b"\n") + b"".join(marks)
