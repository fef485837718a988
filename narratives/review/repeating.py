"""A decision that its person has taken already, and that still counts: it needs no second line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from narratives.schema import ROLES, SchemaError, format_spans, parse_spans

DECIDED_SO = "decided so already"
"""What is said of a decision that needs no second line, at the terminal and in the editor."""
_SPEAKER = ("source", "source_id", "source_name")
_AS_IT_STANDS = (*ROLES, "source_id", "source_name", "kind", "strength", "polarity")
"""What a person sees who accepts a statement: after it was changed, to accept says more."""
_OF_ITEMS = ("rating", "credibility", "relevance", "basis", "shown")
"""Fields whose decisions are about an item as it was drawn up then."""
_ACCEPT = '"accept"'


class _Word(NamedTuple):
    """The last word of a person on something: ``items`` were drawn up by hand before it."""

    value: str
    why: str
    items: int


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


class SaidSoFar:
    """What each person has decided last, as far as it still counts, line by line.

    A person has taken a decision already where the last word of this person on each part of it
    is the same, and nothing that was decided since has put something else in its place. A reason
    that was not given before is something new.

    Parameters
    ----------
    lines : iterable of mapping
        Lines that hold, in the order in which they count.

    Examples
    --------
    >>> line = {"who": "ana", "target": "flood:4-9", "field": "strength", "value": "hint",
    ...         "why": ""}
    >>> other = {**line, "who": "ben", "value": "certain"}
    >>> SaidSoFar([line]).has(line), SaidSoFar([line, other]).has(line)
    (True, False)
    """

    def __init__(self, lines: Iterable[Mapping[Any, Any]] = ()) -> None:
        self._stands: dict[tuple[str, str], dict[str, _Word]] = {}
        self._added: dict[tuple[str, str, str], list[str]] = {}
        self._items = 0
        for line in lines:
            self.add(line)

    def add(self, line: Mapping[Any, Any]) -> None:
        """Take a line in that counts after all that were taken in before."""
        target, name, who = (str(line[key]) for key in ("target", "field", "who"))
        why = str(line.get("why") or "")
        for part, value in parts_of(line).items():
            if name == "statement":  # several may be added to one text
                self._added.setdefault((target, who, value), []).append(why)
                continue
            said = self._stands.setdefault((target, part), {})
            # Who says the same leaves what another said as it is.
            for other in [one for one, word in said.items() if word.value != value]:
                del said[other]
            said[who] = _Word(value, why, self._items)
        if name in _SPEAKER:
            for part in (one for one in _SPEAKER if one != name):
                self._stands.pop((target, part), None)
        if name in _AS_IT_STANDS:
            said = self._stands.get((target, "status"), {})
            for other in [one for one, word in said.items() if word.value == _ACCEPT]:
                if other != who:
                    del said[other]
        if name == "item":
            self._items += 1

    def has(self, entry: Mapping[Any, Any]) -> bool:
        """Tell whether a person has taken this very decision already."""
        target, name, who = (str(entry[key]) for key in ("target", "field", "who"))
        why = str(entry.get("why") or "")
        for part, value in parts_of(entry).items():
            if name == "statement":
                return any(
                    why in ("", given) for given in self._added.get((target, who, value), ())
                )
            word = self._stands.get((target, part), {}).get(who)
            if word is None or word.value != value or why not in ("", word.why):
                return False
            if name in _OF_ITEMS and word.items != self._items:
                return False
        return True


def said_already(lines: Iterable[Mapping[Any, Any]], entry: Mapping[Any, Any]) -> bool:
    """Tell whether a person has taken a decision already, by the lines that hold, in order."""
    near = (line for line in lines if line["target"] == entry["target"] or line["field"] == "item")
    return SaidSoFar(near).has(entry)


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
