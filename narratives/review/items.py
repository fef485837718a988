"""The replay of a review over evidence items, their reports and the matrix."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narratives.review.checks import STATEMENT_ID
from narratives.review.corrections import DraftRow, correction, corrections_table, dropped, nearest
from narratives.review.fields import ITEM_FIELDS, ITEM_PREFIX
from narratives.schema import (
    ITEMS,
    RATING_LETTERS,
    RATINGS,
    REPORTS,
    did_you_mean,
    records_of,
    require_columns,
    typed_table,
)

PERSON_RATINGS = ("item_id", "narrative_id", "who", "rating", "line")
"""Columns of the ratings given by persons: one row for each item, narrative and rater."""


@dataclass(frozen=True)
class ReviewedItems:
    """Evidence items after the review.

    Parameters
    ----------
    items : DataFrame indexed by ``item_id``, columns ``schema.ITEMS``
    reports : DataFrame, columns ``schema.REPORTS``
    matrix : DataFrame of shape (n_items, n_narratives)
        The last rating of each cell by anyone, else the draft's; NaN is NA.
    ratings : DataFrame, columns ``PERSON_RATINGS``
        The last rating of each cell by each rater, as letters.
    corrections : DataFrame, columns ``schema.CORRECTIONS``
    """

    items: pd.DataFrame
    reports: pd.DataFrame
    matrix: pd.DataFrame
    ratings: pd.DataFrame
    corrections: pd.DataFrame


@dataclass
class _Tables:
    items: dict[str, DraftRow]
    reports: list[DraftRow]
    cells: dict[str, dict[str, float]]
    narratives: list[str]
    by_hand: set[tuple[str, str]]
    ratings: dict[tuple[str, str, str], DraftRow]
    out: set[str]


def apply_to_items(
    items: pd.DataFrame,
    reports: pd.DataFrame,
    matrix: pd.DataFrame,
    review: pd.DataFrame,
    statements: pd.DataFrame | None = None,
) -> ReviewedItems:
    """Replay the review over drafted evidence items.

    The field ``item`` makes or redefines an item and moves the reports of the named
    statements to it. A statement may report several items that a person made; it
    leaves only the drafted ones. A drafted item that loses its last report goes.
    A new item starts with the ratings on which the drafted items it takes over agree.

    Parameters
    ----------
    items : DataFrame indexed by ``item_id``, columns ``schema.ITEMS``
    reports : DataFrame, columns ``schema.REPORTS``
    matrix : DataFrame of shape (n_items, n_narratives), NaN for NA
    review : DataFrame, columns ``REVIEW``
    statements : DataFrame indexed by ``statement_id``, optional
        The statements after review: gives source and origin to statements that the
        draft left out of the items.

    Returns
    -------
    ReviewedItems
    """
    require_columns(items, ITEMS, "items")
    require_columns(reports, REPORTS, "reports")
    tables = _Tables(
        items={str(k): dict(r) for k, r in zip(items.index, records_of(items), strict=True)},
        reports=records_of(reports),
        cells={
            str(k): {str(n): float(v) for n, v in row.items()}
            for k, row in zip(matrix.index, records_of(matrix), strict=True)
        },
        narratives=[str(narrative) for narrative in matrix.columns],
        by_hand=set(),
        ratings={},
        out=set(),
    )
    left_out = dropped(review)
    tables.reports = [row for row in tables.reports if row["statement_id"] not in left_out]
    _drop_empty(tables, before=reports)
    known = _known_statements(tables, statements)
    told = []
    for entry in records_of(review):
        target, name = entry["target"], entry["field"]
        if name in ("basis", "shown") and STATEMENT_ID.match(target):
            told.append(_set_basis(entry, tables, left_out))
        elif name in ITEM_FIELDS and not STATEMENT_ID.match(target):
            change = {"item": _define, "rating": _rate}.get(name, _set)
            told.append(change(entry, tables, known))
    kept = [key for key in tables.items if key not in tables.out]
    return ReviewedItems(
        items=_table([tables.items[k] for k in kept], items, kept),
        reports=_table([r for r in tables.reports if r["item_id"] in set(kept)], reports),
        matrix=_matrix(tables, kept, matrix),
        ratings=_ratings(tables, set(kept)),
        corrections=corrections_table(told),
    )


def _table(
    rows: list[DraftRow], like: pd.DataFrame, index: list[str] | None = None
) -> pd.DataFrame:
    labels = None if index is None else pd.Index(index, dtype="str", name=like.index.name)
    types: dict[str, str] = dict.fromkeys(map(str, like.columns), "str")
    types |= {c: t for c, t in (("credibility", "float64"), ("holds", "bool")) if c in types}
    return typed_table(rows, types, labels)


def _matrix(tables: _Tables, kept: list[str], like: pd.DataFrame) -> pd.DataFrame:
    rows = [[tables.cells[k].get(n, math.nan) for n in tables.narratives] for k in kept]
    labels = pd.Index(kept, dtype="str", name="item_id")
    return pd.DataFrame(rows, index=labels, columns=like.columns, dtype=float)


def _ratings(tables: _Tables, kept: set[str]) -> pd.DataFrame:
    rows = [row for key, row in tables.ratings.items() if key[0] in kept]
    return typed_table(rows, {**dict.fromkeys(PERSON_RATINGS, "str"), "line": "int64"})


def _known_statements(tables: _Tables, statements: pd.DataFrame | None) -> dict[str, DraftRow]:
    known = {row["statement_id"]: row for row in tables.reports}
    if statements is not None:
        rows = zip(statements.index, records_of(statements), strict=True)
        known |= {str(k): {**row, **known.get(str(k), {})} for k, row in rows}
    return known


def _drop_empty(tables: _Tables, before: pd.DataFrame | None = None) -> None:
    """Take out drafted items that no statement upholds any more, with their denials."""
    reported = {
        row["item_id"]
        for row in tables.reports
        if row["holds"] or (row["item_id"], row["statement_id"]) in tables.by_hand
    }
    drafted = set(tables.items) if before is None else set(before["item_id"])
    for key in [k for k in tables.items if k in drafted and k not in reported]:
        del tables.items[key]
        tables.cells.pop(key, None)
    tables.reports = [row for row in tables.reports if row["item_id"] in tables.items]


def _gone(entry: Mapping[Any, Any], tables: _Tables) -> DraftRow:
    target = entry["target"]
    statement = target.removeprefix(ITEM_PREFIX)
    homes = [r["item_id"] for r in tables.reports if r["statement_id"] == statement]
    if homes:
        more = f" Its statement is a report of {homes[0]} now."
    else:
        near = nearest(statement, [key.removeprefix(ITEM_PREFIX) for key in tables.items])
        more = (
            f" The nearest is {ITEM_PREFIX}{near}." if near else did_you_mean(target, tables.items)
        )
    return correction(entry, "", "gone", f"there is no item {target}.{more}")


def _set(entry: Mapping[Any, Any], tables: _Tables, known: Mapping[str, DraftRow]) -> DraftRow:
    del known
    key, name, value = entry["target"], entry["field"], entry["value"]
    if key not in tables.items:
        return _gone(entry, tables)
    item = tables.items[key]
    if name == "status":
        drafted = "reject" if key in tables.out else "drafted"
        (tables.out.add if value == "reject" else tables.out.discard)(key)
        _sign(item, entry["who"])
        return correction(entry, drafted)
    before = item[name]
    item[name] = float(value) if name == "credibility" else value
    open_before = isinstance(before, float) and math.isnan(before)
    return correction(entry, "" if open_before else before)


def _set_basis(entry: Mapping[Any, Any], tables: _Tables, left_out: set[str]) -> DraftRow:
    target, name = entry["target"], entry["field"]
    homes = [r["item_id"] for r in tables.reports if r["statement_id"] == target and r["holds"]]
    if not homes:
        if target in left_out:
            return correction(entry, "")
        near = nearest(target, [row["statement_id"] for row in tables.reports])
        more = f" The nearest is {near}." if near else ""
        return correction(entry, "", "gone", f"no item is reported by {target}.{more}")
    drafted = tables.items[homes[0]][name]
    for key in homes:
        tables.items[key][name] = entry["value"]
    return correction(entry, drafted)


def _rate(entry: Mapping[Any, Any], tables: _Tables, known: Mapping[str, DraftRow]) -> DraftRow:
    del known
    key, given = entry["target"], entry["value"]
    if key not in tables.items:
        return _gone(entry, tables)
    cells = tables.cells.setdefault(key, {})
    drafted = {n: RATING_LETTERS.get(cells.get(n, math.nan), "NA") for n in given}
    for narrative in given:
        if narrative not in tables.narratives:
            near = did_you_mean(narrative, tables.narratives)
            listed = ", ".join(tables.narratives)
            message = f'narrative "{narrative}" is not in the matrix. Known: {listed}.{near}'
            return correction(entry, drafted, "refused", message)
    for narrative, letters in given.items():
        cells[narrative] = RATINGS.get(letters, math.nan)
        place = (key, narrative, entry["who"])
        tables.ratings.pop(place, None)
        given_by = (*place, letters, entry["line"])
        tables.ratings[place] = dict(zip(PERSON_RATINGS, given_by, strict=True))
    _sign(tables.items[key], entry["who"])
    return correction(entry, drafted)


def _sign(item: DraftRow, who: str) -> None:
    names = [name for name in str(item["rated_by"]).split(";") if name not in ("", "draft", who)]
    item["rated_by"] = ";".join([*names, who])


def _define(entry: Mapping[Any, Any], tables: _Tables, known: Mapping[str, DraftRow]) -> DraftRow:
    key, given = entry["target"], entry["value"]
    wanted = [statement for statement in given["statements"] if statement in known]
    missing = [statement for statement in given["statements"] if statement not in known]
    message = ""
    if missing:
        near = nearest(missing[0], known)
        message = f"there is no statement {', '.join(missing)}."
        message += f" The nearest is {near}." if near else ""
    if not wanted:
        return correction(entry, "", "gone", message)
    drafted = tables.items.get(key, {}).get("label", "")
    moved = _move(key, wanted, given.get("holds", {}), tables, known)
    if key not in tables.items:
        tables.items[key] = {"credibility": math.nan, "relevance": "", "rated_by": "draft"}
        tables.cells[key] = _agreed([tables.cells.get(k, {}) for k in moved], tables.narratives)
    tables.items[key] |= {name: given[name] for name in ("label", "basis", "shown")}
    _sign(tables.items[key], entry["who"])
    _drop_empty(tables)
    return correction(entry, drafted, "applied", message)


def _move(
    key: str,
    wanted: list[str],
    holds: Mapping[str, bool],
    tables: _Tables,
    known: Mapping[str, DraftRow],
) -> list[str]:
    """Move reports to an item; return the drafted items that they leave."""
    kept, left = [], []
    for row in tables.reports:
        place = (row["item_id"], row["statement_id"])
        moves = row["statement_id"] in wanted and row["holds"] and place not in tables.by_hand
        if row["item_id"] == key or moves:
            left.append(row["item_id"])
        else:
            kept.append(row)
    for statement in wanted:
        row = known[statement]
        report = {name: row.get(name, "") for name in ("source_id", "origin_id", "copied_from")}
        report |= {"item_id": key, "statement_id": statement, "holds": holds.get(statement, True)}
        kept.append(report)
        tables.by_hand.add((key, statement))
    tables.reports = kept
    return list(dict.fromkeys(left))


def _agreed(cells: list[dict[str, float]], narratives: list[str]) -> dict[str, float]:
    """Keep the ratings on which all items agree that rate a narrative at all."""
    agreed = {}
    for narrative in narratives:
        given = {row[narrative] for row in cells if row.get(narrative) == row.get(narrative, 0.0)}
        given = {value for value in given if value == value}
        agreed[narrative] = given.pop() if len(given) == 1 else math.nan
    return agreed
