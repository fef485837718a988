"""What is least sure as a sheet to fill in: one row for each decision, and back as lines of review.

The column ``decision`` is empty when the sheet goes out: what nobody filled in is no decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from narratives.comparison import Tables
from narratives.deciding import list_unchecked
from narratives.exchange.cells import DATE, FORMULA, take_off
from narratives.exchange.deciding import ReadFile
from narratives.exchange.marks import AS_EXPORTED
from narratives.review.undoing import without_undone
from narratives.review.values import read_value, write_value_plainly
from narratives.review.words import passage_of
from narratives.schema import Case, SchemaError

HEAD = ("target", "field", "words", "stands now", "doubt", "as it is", "decision", "why", "who")
NEEDED = ("target", "field", "decision")
ABOVE = 10
"""Rows in which the names of the columns are looked for."""
AS_IT_IS = "ok"
"""The decision that takes what stands in the column "as it is"."""
_ODD = {
    FORMULA: "the cell holds a formula, which is not run. Write its value",
    DATE: "the cell holds a date. Give it the format text, and write the value again",
}
NEITHER = "Keep one of the two; neither is taken"
HOW_TO = (
    "Fill in the column decision; a row without one is left as it is.",
    f'"{AS_IT_IS}" takes what stands in the column "as it is". Otherwise write a value of the '
    "field; {lists} has them all.",
    "Rows may be added, for any target and field. Say why, and who you are.",
)
"""How a sheet is filled in; ``lists`` is where the fields are listed."""

_Keyed = dict[tuple[str, str, str, str], tuple[str, Any]]


def decision_rows(tables: Tables, *, decided: bool = False) -> list[list[Any]]:
    """Return the rows of the sheet, least sure first.

    Parameters
    ----------
    tables : Tables
    decided : bool
        What is decided already too.

    Returns
    -------
    list of list
        The first has the names of the columns, ``HEAD``.
    """
    rows: list[list[Any]] = [[*HEAD]]
    for row in list_unchecked(tables, decided=decided).to_dict("records"):
        doubt = None if isnan(row["doubt"]) else round(float(row["doubt"]), 2)
        told = [row["target"], row["field"], row["words"], row["draft"], doubt, row["value"]]
        rows.append([*told, "", "", ""])
    return rows


def is_decision_sheet(head: Sequence[str]) -> bool:
    """Tell a sheet of decisions by its columns."""
    names = {take_off(cell).casefold() for cell in head}
    return "decision" in names or {"target", "field"} <= names


def find_head(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows names the columns of decisions; a title may stand above.

    Examples
    --------
    >>> find_head([["Our sheet"], [], ["target", "field", "decision"]])
    2
    >>> find_head([["evidence_id", "rater"]]) is None
    True
    """
    if rows and is_decision_sheet(rows[0]):
        return 0
    names = ({take_off(cell).casefold() for cell in row} for row in rows[:ABOVE])
    return next((n for n, found in enumerate(names) if {"target", "field"} <= found), None)


def read_decisions(
    rows: Sequence[Sequence[str]],
    case: Case,
    where: str,
    odd: Mapping[tuple[int, int], str] | None = None,
) -> ReadFile:
    """Read decisions from rows of text, each checked by itself.

    Parameters
    ----------
    rows : sequence of rows
        One of the first has the names of the columns, in any order: ``target``, ``field`` and
        ``decision``; ``why``, ``who`` and "as it is" may be left out, others are not looked at.
    case : Case
    where : str
        What the report calls a row, such as "row".
    odd : mapping of (row, column), counted from 0, to its kind, optional
        Cells that hold what is no text, as :class:`narratives.exchange.cells.Cells` has them.

    Returns
    -------
    ReadFile
        A line for each decision; who and when are empty where the sheet does not say.
    """
    first = find_head(rows) or 0
    head = [take_off(cell).casefold() for cell in rows[first]] if rows else []
    at = {name: place for place, name in reversed(list(enumerate(head)))}
    missing = [name for name in NEEDED if name not in at]
    if missing:
        names = (
            f"the column{'s' if len(missing) > 1 else ''} {', '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing. There are: "
            f"{', '.join(name for name in head if name)[:200] or 'none'}"
        )
        return ReadFile(left=((f"{where} {first + 1}", names),))
    left = [
        (f"{where} {first + 1}", f'the column "{name}" stands there twice: the first is read')
        for name in HEAD
        if head.count(name) > 1
    ]
    lines: list[tuple[str, dict[str, Any]]] = []
    known: _Keyed = {}
    for number, row in enumerate(rows[first + 1 :], first + 1):
        place = f"{where} {number + 1}"
        cells = {name: take_off(row[at[name]]) if at[name] < len(row) else "" for name in at}
        told = _odd_cell(number, at, odd or {})
        # The place alone would send the person back to count rows.
        named = (
            f"{cells['target']} {cells['field']}: " if cells["target"] and cells["field"] else ""
        )
        if told:
            left.append((place, f"{named}{told}"))
        elif not cells["decision"]:
            if any(cells.values()):
                left.append((place, _no_decision(cells)))
        else:
            try:
                line = _line(cells, case)
            except SchemaError as error:
                left.append((place, f"{named}{error}"))
            else:
                lines.append((place, line))
    return ReadFile(lines=_told_once(lines, known, left), left=tuple(left))


def _odd_cell(number: int, at: Mapping[str, int], odd: Mapping[tuple[int, int], str]) -> str:
    for name in (*NEEDED, "why", "who"):
        if name in at and (number, at[name]) in odd:
            return f"{name}: {_ODD[odd[number, at[name]]]}"
    return ""


def _no_decision(cells: Mapping[str, str]) -> str:
    if cells.get("why") or cells.get("who"):
        return "there is a reason or a name, and no decision"
    return AS_EXPORTED


def _line(cells: Mapping[str, str], case: Case) -> dict[str, Any]:
    target, name, decision = cells["target"], cells["field"], cells["decision"]
    if not target or not name:
        raise SchemaError(
            "a decision without a target or a field. Of merged cells, only the first holds them"
        )
    if decision.casefold() == AS_IT_IS:
        decision = cells.get("as it is", "")
        if not decision:
            raise SchemaError(f'there is nothing to say "{AS_IT_IS}" to. Write the value')
    value = read_value(name, decision, target=target, passage=passage_of(target, case.documents))
    if cells["decision"].casefold() == AS_IT_IS:
        _check_still_so(target, name, value, case)
    who, why = cells.get("who", ""), cells.get("why", "")
    return {"at": "", "who": who, "target": target, "field": name, "value": value, "why": why}


def _check_still_so(target: str, name: str, value: Any, case: Case) -> None:
    """Refuse an "ok" to what a person has decided otherwise since: it was never seen.

    Raises
    ------
    SchemaError
        If the last decision in the review says otherwise.
    """
    lines = [
        {str(key): value for key, value in row.items()} for row in case.review.to_dict("records")
    ]
    entries = [
        entry
        for entry in without_undone(lines)
        if (entry["target"], entry["field"]) == (target, name)
    ]
    if not entries:
        return
    last = max(entries, key=lambda entry: str(entry["at"]))
    now = last["value"]
    if isinstance(now, Mapping) and isinstance(value, Mapping):
        same = all(value.get(key, given) == given for key, given in now.items())
    else:
        same = now == value
    if not same:
        raise SchemaError(
            f'{last["who"]} decided otherwise since: "{write_value_plainly(name, now)}". Write the '
            f'value in the place of "{AS_IT_IS}", or export a new sheet'
        )


def _told_once(
    lines: Sequence[tuple[str, dict[str, Any]]], known: _Keyed, left: list[tuple[str, str]]
) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Leave out what the sheet says twice; where it says two things, both."""
    torn: dict[str, str] = {}
    kept: list[tuple[str, dict[str, Any]]] = []
    for place, line in lines:
        parts = _parts(line)
        before = [known[key] for key, _ in parts if key in known]
        other = [known[key][0] for key, value in parts if known.get(key, ("", value))[1] != value]
        named = f"{line['target']} {line['field']}: "
        if other:
            torn |= {place: other[0], **{one: place for one in other if one not in torn}}
            left.append((place, f"{named}{other[0]} says otherwise. {NEITHER}"))
        elif len(before) == len(parts):
            left.append((place, f"{named}{before[0][0]} says the same"))
        else:
            kept.append((place, line))
        for key, value in parts:
            known.setdefault(key, (place, value))
    left += [
        (place, f"{line['target']} {line['field']}: {torn[place]} says otherwise. {NEITHER}")
        for place, line in kept
        if place in torn
    ]
    return tuple((place, line) for place, line in kept if place not in torn)


def _parts(line: Mapping[str, Any]) -> list[tuple[tuple[str, str, str, str], Any]]:
    """Return what a line decides, each with its key; several statements may be added."""
    target, name, who, value = line["target"], line["field"], line["who"], line["value"]
    if isinstance(value, Mapping) and name in ("rating", "card"):
        return [((target, name, who, str(key)), given) for key, given in value.items()]
    # Several statements may be added to one document.
    more = str(value) if name == "statement" else ""
    return [((target, name, who, more), value)]
