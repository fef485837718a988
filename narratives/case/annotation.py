"""reference.json: read with a bound, and held against the shape that measuring needs.

What a reference says of the text is checked where a draft is measured against it
(``narratives.reference``). Here only its shape is: which value stands in which place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from narratives.case.nodes import shorten
from narratives.documents import read_bytes
from narratives.schema import NarrativesError

MAX_REFERENCE = 20_000_000
_Check = Callable[[Any, str], Iterator[str]]


def read_reference(path: Path, problems: list[str]) -> Mapping[str, Any] | None:
    """Read a reference and check its shape; None where there is none or it cannot be used.

    Parameters
    ----------
    path : Path
        A ``reference.json``; it may be missing.
    problems : list of str
        Grows by each mistake, with the place and what must stand there.

    Examples
    --------
    >>> read_reference(Path("no-reference.json"), []) is None
    True
    """
    try:
        raw = read_bytes(path, MAX_REFERENCE, missing=b"")
        if not raw and not path.exists():
            return None
        reference = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_unique)
    except NarrativesError as error:
        problems.append(str(error))
        return None
    except json.JSONDecodeError as error:
        problems.append(f"{path}, line {error.lineno}: this is not JSON: {error.msg}.")
        return None
    except (ValueError, RecursionError) as error:
        problems.append(f"{path}: the reference cannot be read ({error}).")
        return None
    found = check_reference(reference)
    problems += [f"{path}: {problem}" for problem in found]
    return None if found else reference


def check_reference(reference: Any) -> list[str]:
    """Say what is wrong with the shape of a reference.

    Parameters
    ----------
    reference : any
        The content of ``reference.json``.

    Returns
    -------
    list of str
        One message for each mistake, with its place; empty if there is none. Parts that
        may be left out are checked where they are given.

    Examples
    --------
    >>> check_reference({"items": [{"id": "A1", "source": {"canonical": "the mayor"},
    ...                             "content": None, "hedging": "certain"}]})
    ['items[0].content is empty; it must be a list.']
    """
    return list(_REFERENCE(reference, ""))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for n, (key, _) in enumerate(pairs) if key in dict(pairs[:n]))
        raise ValueError(f'the key "{shorten(twice)}" stands twice in one mapping')
    return found


def _is(value: Any) -> str:
    kinds = {dict: "is a mapping", list: "is a list", bool: "is a yes/no value"}
    if value is None:
        return "is empty"
    if isinstance(value, str):
        return f'is the text "{shorten(value)}"'
    return kinds.get(type(value)) or f"is the number {shorten(repr(value))}"


def _text(value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{where} {_is(value)}; it must be a text."


def _name(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, str | int):
        yield f"{where} {_is(value)}; it must be a text."


def _place(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        yield f"{where} {_is(value)}; it must be a whole number from 0."


def _list_of(check: _Check) -> _Check:
    def look(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where} {_is(value)}; it must be a list."
            return
        for number, entry in enumerate(value):
            yield from check(entry, f"{where}[{number}]")

    return look


def _mapping(needed: Mapping[str, _Check], others: Mapping[str, _Check] | None = None) -> _Check:
    """Check a mapping by its keys; keys that nobody measures are left alone."""
    checks = {**needed, **(others or {})}

    def look(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where or 'the reference'} {_is(value)}; it must be a mapping."
            return
        missing = [key for key in needed if key not in value]
        if missing:
            yield f"{where or 'the reference'} lacks {', '.join(missing)}."
        for key, check in checks.items():
            if key in value:
                yield from check(value[key], f"{where}.{key}" if where else key)

    return look


def _span(value: Any, where: str) -> Iterator[str]:
    found = list(_SPAN(value, where))
    yield from found
    if not found and value["end"] < value["start"]:
        yield f"{where} ends ({value['end']}) before it starts ({value['start']})."


def _items(value: Any, where: str) -> Iterator[str]:
    yield from _list_of(_ITEM)(value, where)
    taken: dict[str, int] = {}
    for number, item in enumerate(value if isinstance(value, list) else ()):
        name = str(item.get("id", number)) if isinstance(item, dict) else ""
        if name and taken.setdefault(name, number) != number:
            yield f'{where}[{number}].id "{shorten(name)}" is taken by {where}[{taken[name]}].'


_SPAN = _mapping({"start": _place, "end": _place}, {"text": _text})
_SPANS = _list_of(_span)
_NAMES = _list_of(_name)
_BEARINGS = _list_of(_mapping({"narrative": _text, "stance": _text}, {"how": _text}))
_ITEM = _mapping(
    {
        "id": _name,
        "source": _mapping({"canonical": _text}, {"spans": _SPANS}),
        "content": _SPANS,
        "hedging": _text,
    },
    {"cue": _SPANS, "bearings": _BEARINGS, "contested_bearings": _BEARINGS},
)
_REFERENCE = _mapping(
    {},
    {
        "document": _mapping({}, {"sha256": _text}),
        "items": _items,
        "scoring": _mapping(
            {},
            {
                "required": _NAMES,
                "accept_merges": _list_of(_NAMES),
                "never_emit_as_claim": _list_of(_text),
            },
        ),
        "boilerplate": _list_of(_mapping({"kind": _text, "span": _span})),
        "segments": _list_of(_mapping({"line": _place, "start": _place, "end": _place})),
    },
)
