"""What a person does in the editor, as lines of review: checked before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from narratives.comparison import Tables
from narratives.review import check_entry
from narratives.schema import (
    NARRATOR,
    PLACES,
    UNNAMED,
    NarrativesError,
    SchemaError,
    did_you_mean,
    format_spans,
    parse_spans,
)

ReviewLine = dict[str, Any]
OF_STATEMENTS = (
    *PLACES,
    "kind",
    "strength",
    "polarity",
    "source_id",
    "source_name",
    "bearings",
    "basis",
    "shown",
    "merge",
)
OF_ITEMS = ("rating", "credibility", "relevance")
OF_SOURCES = ("reliability", "origin")
LONGEST_WHY = 2_000
"""Characters that a reason may have in the editor."""


class NotKeptError(NarrativesError):
    """A decision that cannot be kept, with the reason and the way out."""


def entries_for(tables: Tables, doing: Mapping[str, Any], who: str) -> list[ReviewLine]:
    """Turn what a person does into lines of review.

    Parameters
    ----------
    tables : Tables
        The case as it stands.
    doing : mapping
        ``do`` is "accept", "reject", "keep" or "add"; ``why`` the reason, "" for none. "accept"
        and "reject" have the ``target``. "keep" has ``changes``: a list of mappings with
        ``target``, ``field`` and ``value``, each of which becomes one line. "add" has the
        ``document`` and the ``value`` of the new statement.
    who : str
        The name of the person.

    Returns
    -------
    list of dict
        With the keys who, target, field, value and why.

    Raises
    ------
    NotKeptError
        If there is no name, nothing to keep, or a value that does not fit the case. All
        reasons at once.

    Examples
    --------
    >>> import narratives as nv
    >>> tables = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> entries_for(tables, {"do": "accept", "target": "crocus:0-48"}, "ana")[0]["field"]
    'status'
    >>> entries_for(tables, {"do": "accept", "target": "crocus:0-48"}, "")
    Traceback (most recent call last):
    narratives.editor.deciding.NotKeptError: Write your name first: each decision is kept with it.
    """
    if not who.strip():
        raise NotKeptError("Write your name first: each decision is kept with it.")
    do, why = str(doing.get("do", "")), str(doing.get("why") or "").strip()
    if len(why) > LONGEST_WHY:
        raise NotKeptError(
            f"The reason has {len(why):,} characters; {LONGEST_WHY:,} are allowed. Shorten it."
        )
    if do in ("accept", "reject"):
        changes = [{"target": doing.get("target"), "field": "status", "value": do}]
    elif do == "add":
        told = doing.get("value")
        if not isinstance(told, Mapping):
            raise NotKeptError("A statement that is added needs the words that are said.")
        value = {key: given for key, given in told.items() if given}
        changes = [{"target": doing.get("document"), "field": "statement", "value": value}]
    elif do == "keep":
        given = doing.get("changes")
        given = given if isinstance(given, list) else []
        changes = [dict(c) for c in given if isinstance(c, Mapping)]
    else:
        raise NotKeptError(f'The editor does not know how to do "{do}". Load the notebook again.')
    if not changes:
        raise NotKeptError("Nothing was changed, so there is nothing to keep.")
    entries = [
        {"who": who.strip(), "why": why, **{k: c.get(k) for k in ("target", "field", "value")}}
        for c in changes
    ]
    problems = [problem for entry in entries for problem in _problems(tables, entry)]
    if problems:
        raise NotKeptError(" ".join(dict.fromkeys(problems)))
    return entries


def _problems(tables: Tables, entry: ReviewLine) -> list[str]:
    found = check_entry({"at": "2031-05-06T10:00:00Z", **entry})
    if found:
        return found
    target, name, value = entry["target"], entry["field"], entry["value"]
    if name == "statement":
        return _problems_of_added(tables, target, value)
    statements = {*map(str, tables.statements.index), *map(str, tables.drafted_statements.index)}
    homes: tuple[tuple[tuple[str, ...], set[str], str], ...] = (
        (OF_ITEMS, {str(i) for i in tables.items.index}, "item"),
        (OF_SOURCES, {str(s) for s in tables.sources.index}, "source of the register"),
        ((*OF_STATEMENTS, "status"), statements, "statement"),
    )
    for fields, known, what in homes:
        if name in fields:
            if target not in known:
                near = did_you_mean(target, known)
                return [f'There is no {what} "{target}" any more.{near} Choose another.']
            check = _CHECKS.get(name)
            return check(tables, target, value) if check else []
    return [f'The editor does not set the field "{name}".']


def _problems_of_added(tables: Tables, document: str, value: Mapping[str, Any]) -> list[str]:
    known = [d.document_id for d in tables.documents]
    if document not in known:
        return [f'There is no text "{document}" in this case.']
    size = len(tables.document(document).text)
    problems = [p for name in PLACES for p in _beyond(name, value.get(name, ""), size)]
    if value.get("source_id"):
        problems += _no_source(tables, document, value["source_id"])
    if value.get("bearings"):
        problems += _no_accounts(tables, document, value["bearings"])
    return problems


def _spans(name: str) -> Callable[[Tables, str, Any], list[str]]:
    def check(tables: Tables, target: str, value: Any) -> list[str]:
        size = len(tables.document(target.partition(":")[0]).text)
        return _beyond(name, value, size)

    return check


def _beyond(name: str, spans: str, size: int) -> list[str]:
    try:
        given = parse_spans(spans)
        # Those through whom a statement came stand nearest to the source first.
        sorts = name != "chain" and format_spans(given) != format_spans(sorted(given))
    except SchemaError as error:
        return [f"{name}: {error}"]
    if given and max(end for _, end in given) > size:
        return [f"{name}: {spans} ends behind the text, which has {size} characters."]
    return [f"{name}: {spans} is not in the order of the text."] if sorts else []


def _no_source(tables: Tables, target: str, value: str) -> list[str]:
    del target
    known = [str(source) for source in tables.sources.index]
    if value in (*known, NARRATOR, UNNAMED):
        return []
    near = did_you_mean(value, known)
    return [f'The register has no source "{value}".{near} Choose one, or give a new name.']


def _no_accounts(tables: Tables, target: str, value: Any) -> list[str]:
    del target
    known = [str(name) for name in tables.narratives.index]
    used = [b["narrative"] for b in value] if isinstance(value, list) else list(value)
    return [f'There is no account "{name}" in this case.' for name in used if name not in known]


def _no_origin(tables: Tables, target: str, value: str) -> list[str]:
    del target
    known = [str(name) for name in tables.origins.index]
    if value in known:
        return []
    return [
        f'The case has no origin "{value}". Known: {", ".join(known) or "none"}. '
        "Write a new one into case.yaml."
    ]


def _no_merge(tables: Tables, target: str, value: str) -> list[str]:
    if value == target:
        return ["A statement cannot be merged into itself. Choose another."]
    if value not in tables.statements.index:
        return [f'There is no statement "{value}" to merge into. Choose one that stays.']
    return []


_CHECKS: dict[str, Callable[[Tables, str, Any], list[str]]] = {
    **{name: _spans(name) for name in PLACES},
    "source_id": _no_source,
    "bearings": _no_accounts,
    "rating": _no_accounts,
    "origin": _no_origin,
    "merge": _no_merge,
}
