"""The review log: one JSON line for each decision, appended and never rewritten."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from narratives.review.fields import KEYS, TORN, check_entry
from narratives.schema import CaseError, NarrativesError

REVIEW = ("line", *KEYS)
"""Columns of the review as a table."""
MAX_BYTES = 50_000_000
_WAIT = 30.0


def load_review(path: str | Path) -> tuple[pd.DataFrame, list[str]]:
    """Read a review log and check every line.

    Parameters
    ----------
    path : str or Path
        A ``review.jsonl``. A missing file is an empty review.

    Returns
    -------
    review : DataFrame with columns ``REVIEW``
        In the order of the file; ``line`` counts from 1.
    warnings : list of str
        A torn last line, which is skipped. It stays in the file.

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
    problems: list[str] = []
    raw = _read(path)
    lines = raw.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = _parse(line)
        except ValueError as error:
            broken[number] = str(error)
            continue
        found = check_entry(entry)
        problems += [f"{path}, line {number}: {problem}" for problem in found]
        if not found:
            rows.append({"line": number, **entry})
    known = {row["value"] for row in rows if row["field"] == TORN}
    warnings = []
    for number, reason in broken.items():
        if number == len(lines) or number in known:
            warnings.append(
                f"{path}, line {number}: the line is torn and was skipped. Decide again what it "
                "was to hold; the lines before it are kept."
            )
        else:
            problems.append(
                f"{path}, line {number}: this is not a line of JSON ({reason}). Mend the line or "
                "take it out; every other line is kept."
            )
    if problems:
        raise CaseError(problems)
    rows = [row for row in rows if row["field"] != TORN]
    table = pd.DataFrame(rows, columns=list(REVIEW))
    text = ("at", "who", "target", "field", "why")
    types: dict[str, Any] = {"line": "int64", "value": "object", **dict.fromkeys(text, "str")}
    return table.astype(types), warnings


def append_review(path: str | Path, entries: Iterable[Mapping[str, Any]]) -> None:
    """Append decisions to a review log.

    The entries are written in one piece and flushed to the disk, under a lock, so
    that two writers at once lose nothing. What stands in the file stays. If its
    last line is torn, the new lines begin on a line of their own and mark it as known.

    Parameters
    ----------
    path : str or Path
        A ``review.jsonl``, made if it is missing.
    entries : iterable of mapping
        With the keys who, target, field and value; ``at`` is now and ``why`` empty
        where they are not given.

    Raises
    ------
    CaseError
        If an entry is not as it must be. Nothing is written then.
    NarrativesError
        If the file cannot be written or another program holds it for 30 seconds.

    Examples
    --------
    >>> append_review("review.jsonl", [{"who": "ana", "target": "flood:4-9",
    ...                                 "field": "polarity", "value": "no"}])
    Traceback (most recent call last):
    narratives.schema.CaseError: entry 1: value "no" of polarity is not allowed. ...
    """
    path = Path(path)
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    filled = [{"at": now, "why": "", **entry} for entry in entries]
    problems = [
        f"entry {number}: {problem}"
        for number, entry in enumerate(filled, 1)
        for problem in check_entry(entry)
    ]
    if problems:
        raise CaseError(problems)
    if not filled:
        return
    append_lines(path, lambda: b"".join(map(_line, filled)), "review", _repair)


def append_lines(
    path: Path,
    lines: Callable[[], bytes],
    what: str,
    repair: Callable[[Path, int], bytes] | None = None,
) -> None:
    """Append whole lines to a file, in one piece and under a lock.

    Parameters
    ----------
    path : Path
        Made if it is missing; its folder must be there.
    lines : callable
        Gives the lines, each with its end.
    what : str
        What the file holds, for the message of an error.
    repair : callable, optional
        Given the file and its size, what must stand between a last line without an end and
        the new ones; a line break where it is left out.

    Raises
    ------
    NarrativesError
        If the file cannot be written or another program holds it for 30 seconds. What stands
        in the file stays.
    """
    if not path.parent.is_dir():
        raise NarrativesError(f"{path.parent}: there is no such folder. Make it, or name another.")
    try:
        with FileLock(f"{path}.lock", timeout=_WAIT):
            _write(path, lines(), _line_break if repair is None else repair)
    except Timeout as error:
        raise NarrativesError(
            f"{path}: another program has held the file for {_WAIT:.0f} seconds. Nothing was "
            "written. Close it and try again."
        ) from error
    except (OSError, TypeError, UnicodeError) as error:
        raise NarrativesError(
            f"{path}: the {what} cannot be written ({error}). Nothing was added to it."
        ) from error


def _read(path: Path) -> bytes:
    try:
        if not path.exists():
            return b""
        if path.stat().st_size > MAX_BYTES:
            raise CaseError([f"{path}: the file has more than {MAX_BYTES:,} bytes."])
        return path.read_bytes()
    except OSError as error:
        raise CaseError([f"{path}: the file cannot be read ({error.strerror})."]) from error


def _parse(line: bytes) -> Any:
    try:
        return json.loads(
            line.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not allowed")


def _write(path: Path, lines: bytes, repair: Callable[[Path, int], bytes]) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        size = os.fstat(handle).st_size
        blob = repair(path, size) + lines
        try:
            written = os.write(handle, blob)
            if written < len(blob):
                raise OSError(f"only {written} of {len(blob)} bytes were written")
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def _line(entry: Mapping[str, Any]) -> bytes:
    ordered = {key: entry[key] for key in KEYS}
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"


def _line_break(path: Path, size: int) -> bytes:
    if not size:
        return b""
    with path.open("rb") as file:
        file.seek(size - 1)
        return b"" if file.read(1) == b"\n" else b"\n"


def _repair(path: Path, size: int) -> bytes:
    """Return what must stand between a last line without an end and new lines."""
    if not size:
        return b""
    raw = path.read_bytes()
    if raw.endswith(b"\n"):
        return b""
    number = raw.count(b"\n") + 1
    try:
        _parse(raw.rsplit(b"\n", 1)[-1])
    except ValueError:
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        mark = {
            "at": now,
            "who": "narratives",
            "target": "review",
            "field": TORN,
            "value": number,
            "why": "The line was torn when it was written.",
        }
        return b"\n" + _line(mark)
    return b"\n"
