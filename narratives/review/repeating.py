"""A decision that its person has taken already, and that still counts: it needs no second line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from narratives.schema import ROLES, SchemaError, format_spans, parse_spans

_SPEAKER = ("source", "source_id", "source_name")
_AS_IT_STANDS = (*ROLES, "source_id", "source_name", "kind", "strength", "polarity")
"""What a person sees who accepts a statement: after it was changed, to accept says more."""
_OF_ITEMS = ("rating", "credibility", "relevance", "basis", "shown")


def parts_of(entry: Mapping[Any, Any]) -> dict[str, str]:
    """Return what a line decides, part by part, each value in the one way of writing it.

    A rating decides for each account by itself, a score card for each criterion. To merge a
    statement is to decide its status. The order of pieces is that of the text, but for those
    through whom a statement came, the nearest of whom stands first.

    Examples
    --------
    >>> parts_of({"field": "rating", "value": {"leak": "C", "bomb": "II"}})
    {'rating leak': '"C"', 'rating bomb': '"II"'}
    >>> parts_of({"field": "merge", "value": "flood:4-9"})
    {'status': '"merged into flood:4-9"'}
    """
    name, value = str(entry["field"]), entry["value"]
    if name in ("rating", "card") and isinstance(value, Mapping):
        return {f"{name} {key}": _written(given) for key, given in value.items()}
    if name == "merge":
        return {"status": _written(f"merged into {value}")}
    if name in ROLES and isinstance(value, str):
        return {name: _written(_ordered(value))}
    return {name: _written(value)}


def said_already(lines: Iterable[Mapping[Any, Any]], entry: Mapping[Any, Any]) -> bool:
    """Tell whether a person has taken a decision already, so that to take it again changes nothing.

    It is so where the last word of this person on each part of it is the same, and nothing
    that was decided since has put something else in its place. A reason that was not given
    before is something new.

    Parameters
    ----------
    lines : iterable of mapping
        The lines that hold, in the order in which they count.
    entry : mapping with the keys who, target, field, value and why

    Examples
    --------
    >>> line = {"who": "ana", "target": "flood:4-9", "field": "strength", "value": "hint",
    ...         "why": ""}
    >>> other = {**line, "who": "ben", "value": "certain"}
    >>> said_already([line], line), said_already([line, other], line)
    (True, False)
    """
    near = [line for line in lines if line["target"] == entry["target"] or line["field"] == "item"]
    wanted = parts_of(entry)
    if entry["field"] == "statement":  # several may be added to one text
        return any(_adds_the_same(line, entry) for line in near)
    return all(_stands(near, entry, part, value) for part, value in wanted.items())


def _stands(
    lines: Iterable[Mapping[Any, Any]], entry: Mapping[Any, Any], part: str, value: str
) -> bool:
    """Tell whether the last word of a person on one part is this value, and counts."""
    stands = False
    for line in lines:
        own = parts_of(line) if line["target"] == entry["target"] else {}
        if part in own and own[part] == value:
            # Who says the same after this person leaves it as it is.
            mine = line["who"] == entry["who"]
            stands = _gives_no_other_reason(line, entry) if mine else stands
        elif part in own or _moves(line, entry):
            stands = False
    return stands


def _moves(line: Mapping[Any, Any], entry: Mapping[Any, Any]) -> bool:
    """Tell whether a line puts something else in the place of what an earlier one decided."""
    name, by = str(entry["field"]), str(line["field"])
    if name in _SPEAKER:
        return by in _SPEAKER and by != name
    if name == "status" and entry["value"] == "accept":
        return by in _AS_IT_STANDS and line["who"] != entry["who"]
    return name in _OF_ITEMS and by == "item"


def _gives_no_other_reason(line: Mapping[Any, Any], entry: Mapping[Any, Any]) -> bool:
    return str(entry.get("why") or "") in ("", str(line.get("why") or ""))


def _adds_the_same(line: Mapping[Any, Any], entry: Mapping[Any, Any]) -> bool:
    same = line["who"] == entry["who"] and parts_of(line) == parts_of(entry)
    return same and _gives_no_other_reason(line, entry)


def _ordered(spans: str) -> str:
    try:
        return format_spans(parse_spans(spans))
    except SchemaError:
        return spans


def _written(value: Any) -> str:
    if isinstance(value, list):
        rows = [{"how": "stated", **one} if isinstance(one, Mapping) else one for one in value]
        value = sorted(rows, key=str)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
