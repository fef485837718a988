"""What the machine had beside what a person decided, one row for each thing that was checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from narratives.bearing.sureness import BY_HAND, sure_bearings
from narratives.comparison import Tables
from narratives.schema import (
    NO_NARRATIVE,
    PLACES,
    ROLES,
    SchemaError,
    format_spans,
    parse_spans,
    records_of,
)

CHECKED = ("target", "field", "draft", "decided", "right", "who")
"""Columns of :func:`checked_fields`."""
STATEMENT = "statement"
"""The field that says whether a drafted statement is one."""
FOUND = "found"
"""The field that says whether the draft had a statement that a person kept or added."""
ACCEPTED = (*ROLES, "kind", "strength", "polarity")
"""What a person confirms with "accept", where no other line says otherwise."""
_DRAFTED = (*ACCEPTED, "source_id", "chain", "basis", "shown")
"""Fields of which the machine drafts a value."""
WHOLE = ("status", "merge", "source", "cue", "content")
"""Fields whose lines decide whether something is a statement, or its words."""


def applied_lines(tables: Tables) -> list[dict[str, Any]]:
    """Return the lines of review that had an effect, in their order."""
    lines = tables.corrections
    kept = lines[(lines["status"] == "applied") & (lines["field"] != "sha256")]
    return records_of(kept)


def whole_statements(lines: list[dict[str, Any]]) -> dict[str, str]:
    """Return who decided of each statement whether it is one, and on its words.

    Examples
    --------
    >>> whole_statements([{"target": "dam:4-9", "field": "status", "value": "accept", "who": "Ana"},
    ...                   {"target": "dam:4-9", "field": "kind", "value": "direct", "who": "Ben"}])
    {'dam:4-9': 'Ana'}
    """
    return {line["target"]: line["who"] for line in lines if line["field"] in WHOLE}


def checked_fields(tables: Tables) -> pd.DataFrame:
    """Set what the machine drafted beside what a person decided.

    A line of review that sets a field checks that field. "accept" checks the statement with its
    source, cue, content, kind, strength and polarity: what no other line corrects was right.
    Where a field was decided several times, the first draft and the last decision stand there.

    Parameters
    ----------
    tables : Tables
        A comparison with its review.

    Returns
    -------
    DataFrame with columns ``CHECKED``
        ``field`` is that of the line, or "statement" (is it one at all?), "found" (had the draft
        what a person kept or added?). ``draft`` and ``decided`` are written as text.
        ``right`` says whether they are the same; of a bearing, whether account and stance are.
        Ratings that the draft left open (NA), grades, credibility and relevance, of which there
        is no draft, are not among them.

    Examples
    --------
    >>> import narratives as nv
    >>> table = checked_fields(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> table[table["field"] == "content"]["right"].value_counts().to_dict()
    {True: 16, False: 1}
    """
    table = pd.DataFrame(checked_rows(tables), columns=list(CHECKED))
    return table.astype({**dict.fromkeys(CHECKED, "str"), "right": "bool"})


CheckedRow = tuple[str, str, str, str, bool, str]


def checked_rows(tables: Tables) -> list[CheckedRow]:
    """Return the rows of :func:`checked_fields`, for what only counts them."""
    lines = applied_lines(tables)
    rows = [*_statements(tables, lines), *_fields(tables, lines), *_bearings(tables, lines)]
    return [*rows, *_ratings(tables, lines)]


def _statements(tables: Tables, lines: list[dict[str, Any]]) -> Iterator[CheckedRow]:
    """Yield whether each statement that was looked at is one, and whether the draft had it."""
    for target, who in whole_statements(lines).items():
        if target not in tables.drafted_statements.index:
            continue
        kept = target in tables.statements.index
        yield target, STATEMENT, "drafted", "kept" if kept else "left out", kept, who
        if kept:
            yield target, FOUND, "drafted", "kept", True, who
    by = {str(line["target"]): line["who"] for line in lines if line["field"] == "statement"}
    for target, document in added_statements(tables).items():
        yield target, FOUND, "", "added", False, by.get(document, "")


def added_statements(tables: Tables) -> dict[str, str]:
    """Return the document of each statement that a person added."""
    table = tables.statements
    if "method" not in table:
        return {}
    cells = zip(table.index, table["method"], table["document_id"], strict=True)
    return {str(name): str(document) for name, method, document in cells if method == "review"}


def _fields(tables: Tables, lines: list[dict[str, Any]]) -> Iterator[CheckedRow]:
    first: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for line in lines:
        key = (line["target"], line["field"])
        if line["field"] in _DRAFTED:
            first.setdefault(key, line["draft"])
            last[key] = (line["value"], line["who"])
    drafted, kept = tables.drafted_statements, set(tables.statements.index)
    for line in lines:
        target = line["target"]
        if (line["field"], line["value"]) != ("status", "accept") or target not in kept:
            continue
        for name in ACCEPTED if target in drafted.index else ():
            if (target, name) not in last:
                value = str(drafted.at[target, name])
                first[target, name], last[target, name] = value, (value, line["who"])
    for (target, name), (decided, who) in last.items():
        draft = first[target, name]
        yield target, name, draft, decided, _same(name, draft, decided), who


def _same(name: str, draft: str, decided: str) -> bool:
    if name not in PLACES:
        return draft == decided
    return ordered_span(draft) == ordered_span(decided)


def ordered_span(span: str) -> str:
    """Write a span in the one way in which equal spans are equal; anything else stays.

    Examples
    --------
    >>> ordered_span("9-12;4-9")
    '4-9;9-12'
    """
    try:
        return format_spans(parse_spans(span))
    except SchemaError:
        return span


def _bearings(tables: Tables, lines: list[dict[str, Any]]) -> Iterator[CheckedRow]:
    by_hand = tables.bearings[tables.bearings["probability"] == BY_HAND]
    drafted = tables.drafted_bearings
    if by_hand.empty or drafted.empty:
        return
    added = added_statements(tables)
    by = {line["target"]: line["who"] for line in lines if line["field"] in ("bearings", STATEMENT)}
    before, after = _stances(sure_bearings(drafted)), _stances(by_hand)
    for target, decided in after.items():
        if target in before:
            who = by.get(target, by.get(added.get(target, ""), ""))
            draft = before[target]
            right = draft == decided
            yield target, "bearings", "; ".join(draft), "; ".join(decided), right, who


def _stances(bearings: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each statement the accounts it bears on, each with its stance."""
    found: dict[str, list[str]] = {}
    for target, narrative, stance in zip(
        bearings["statement_id"], bearings["narrative_id"], bearings["stance"], strict=True
    ):
        some = found.setdefault(str(target), [])
        if narrative != NO_NARRATIVE:
            some.append(f"{narrative} {stance}")
    return {target: sorted(some) for target, some in found.items()}


def _ratings(tables: Tables, lines: list[dict[str, Any]]) -> Iterator[CheckedRow]:
    first: dict[tuple[str, str], str] = {}
    for line in lines:
        if line["field"] == "rating":
            for narrative, letters in json.loads(line["draft"]).items():
                first.setdefault((line["target"], narrative), str(letters))
    last = tables.ratings.drop_duplicates(["item_id", "narrative_id"], keep="last")
    for row in records_of(last):
        item, narrative, letters = row["item_id"], row["narrative_id"], row["rating"]
        draft = first.get((item, narrative), "NA")
        if draft != "NA":
            told = f"{narrative} {draft}", f"{narrative} {letters}"
            yield str(item), "rating", *told, draft == letters, str(row["who"])
