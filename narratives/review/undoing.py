"""Decisions taken back: the log keeps every line, and another says which no longer holds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

UNDO = "undo"
"""The field of a line that takes an earlier one back; its value is the mark of that line."""
MARK = re.compile(r"[0-9a-f]{16}\Z")
KEYS = ("at", "who", "target", "field", "value", "why")
"""The keys that every line of review has."""


def mark_of(entry: Mapping[Any, Any]) -> str:
    """Return the mark of a line of review, by which a later line can name it.

    It hangs on the words of the line alone: it stays the same where two people's logs are put
    together and the line gets another number.

    Examples
    --------
    >>> line = {"at": "2031-05-06T10:00:00Z", "who": "ana", "target": "flood:4-9",
    ...         "field": "strength", "value": "hint", "why": ""}
    >>> mark_of(line) == mark_of({"line": 7, **line}), len(mark_of(line))
    (True, 16)
    """
    told = {key: entry[key] for key in KEYS}
    raw = json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:16]


def undone(entries: Iterable[Mapping[Any, Any]]) -> set[str]:
    """Return the marks of the lines that no longer hold, in whatever order the lines stand.

    A line is taken back by a line with the field ``undo`` that itself still holds. To take an
    ``undo`` back is to do again what it took back.

    Examples
    --------
    >>> line = {"at": "2031-05-06T10:00:00Z", "who": "ana", "target": "flood:4-9",
    ...         "field": "strength", "value": "hint", "why": ""}
    >>> back = {**line, "field": "undo", "value": mark_of(line)}
    >>> again = {**line, "field": "undo", "value": mark_of(back)}
    >>> undone([line, back]) == {mark_of(line)}, undone([again, back, line]) == {mark_of(back)}
    (True, True)
    """
    by: dict[str, set[str]] = {}
    for entry in entries:
        if entry["field"] == UNDO:
            by.setdefault(str(entry["value"]), set()).add(mark_of(entry))
    held: dict[str, bool] = {}
    for start in by:
        # A line can only name a line that was there before it, so the way back ends.
        way = [start]
        while way:
            mark = way[-1]
            open_ = [other for other in by.get(mark, ()) if other not in held]
            if open_:
                way += open_
            else:
                held[mark] = not any(held[other] for other in by.get(mark, ()))
                way.pop()
    return {mark for mark, holds in held.items() if not holds}


def without_undone(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the lines that were taken back, and the lines that say so.

    Examples
    --------
    >>> line = {"at": "2031-05-06T10:00:00Z", "who": "ana", "target": "flood:4-9",
    ...         "field": "strength", "value": "hint", "why": ""}
    >>> without_undone([line, {**line, "field": "undo", "value": mark_of(line)}])
    []
    """
    if not any(entry["field"] == UNDO for entry in entries):
        return entries
    gone = undone(entries)
    return [e for e in entries if e["field"] != UNDO and mark_of(e) not in gone]
