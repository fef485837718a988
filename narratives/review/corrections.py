"""Corrections: the lines of a review, and what became of each in the replay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from narratives.review.checks import STATEMENT_ID
from narratives.schema import CORRECTIONS, parse_spans, records_of, typed_table

DraftRow = dict[str, Any]


def correction(
    entry: Mapping[Any, Any], draft: object, status: str = "applied", why: str = ""
) -> DraftRow:
    """Write one row of the corrections: a line of review and what became of it."""
    told = {key: entry[key] for key in ("line", "at", "who", "target", "field", "why")}
    written = {"draft": write_value(draft), "value": write_value(entry["value"])}
    return {**told, **written, "status": status, "message": why}


def corrections_table(rows: list[DraftRow]) -> pd.DataFrame:
    """Make a table of corrections from its rows."""
    return typed_table(rows, {**dict.fromkeys(CORRECTIONS, "str"), "line": "int64"})


def statement_gone(entry: Mapping[Any, Any], known: Mapping[str, Any]) -> DraftRow:
    """Write the correction of a statement that is no longer in the draft."""
    near = nearest(entry["target"], known)
    message = f"the draft has no statement {entry['target']}."
    message += f" The nearest is {near}." if near else " It has none of this document."
    return correction(entry, "", "gone", message)


def nearest(target: str, known: Iterable[str]) -> str:
    """Return the id of the same document whose content stands nearest to that of a target.

    Examples
    --------
    >>> nearest("flood:10-40", ["flood:12-40", "flood:90-99", "storm:10-40"])
    'flood:12-40'
    """
    wanted = STATEMENT_ID.match(target)
    found: tuple[float, str] | None = None
    for name in known:
        match = STATEMENT_ID.match(name)
        if wanted is None or match is None or match[1] != wanted[1]:
            continue
        away = abs(int(match[2]) - int(wanted[2])) + abs(int(match[3]) - int(wanted[3]))
        if found is None or away < found[0]:
            found = (away, name)
    return "" if found is None else found[1]


def dropped(review: pd.DataFrame) -> set[str]:
    """Return the statements that the review leaves out in the end: rejected or merged."""
    out: set[str] = set()
    for entry in records_of(review):
        if entry["field"] == "merge" or (entry["field"], entry["value"]) == ("status", "reject"):
            out.add(entry["target"])
        elif (entry["field"], entry["value"]) == ("status", "accept"):
            out.discard(entry["target"])
    return out


def added_id(entry: Mapping[Any, Any], known: Iterable[str]) -> str:
    """Return the id that a statement added by hand has, or gets beside the known ones."""
    spans = parse_spans(entry["value"]["content"])
    name = f"{entry['target']}:{min(spans)[0]}-{max(end for _, end in spans)}"
    cue = parse_spans(entry["value"].get("cue", "") or "")
    with_cue = f"{name}@{min(cue)[0]}" if cue else f"{name}@{min(spans)[0]}"
    return with_cue if with_cue in known else name


def write_value(value: object) -> str:
    """Write a drafted or corrected value as text: words as they are, the rest as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
