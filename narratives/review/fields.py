"""Fields and values of a line of review, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from narratives.review.checks import (
    STATEMENT_ID,
    check_content,
    check_id,
    check_name,
    check_sha256,
    check_spans,
    check_statement_id,
    one_of,
    say,
    unknown_keys,
)
from narratives.review.undoing import KEYS, MARK, UNDO
from narratives.schema import (
    BASES,
    CARD,
    CARD_SCORES,
    CREDIBILITIES,
    HOWS,
    ID,
    KINDS,
    NO_NARRATIVE,
    POLARITIES,
    RATINGS,
    RELEVANCES,
    RELIABILITIES,
    SHOWN,
    STANCES,
    STRENGTHS,
    did_you_mean,
)

ITEM_PREFIX = "item:"
OPTIONAL = ("words",)
"""Keys that a line may have: ``words`` are those of the text that it points at."""
LONGEST_WORDS = 2_000
TORN = "torn"
"""The field of a line that marks an earlier, broken line as known."""
_BEARING_KEYS = ("narrative", "stance", "how")
_ITEM_KEYS = ("label", "basis", "shown", "statements", "holds")
_ADDED_KEYS = (
    "source",
    "cue",
    "content",
    "kind",
    "strength",
    "strength_words",
    "polarity",
    "source_id",
    "source_name",
    "chain",
    "inferred",
    "bearings",
)


def check_entry(entry: Any) -> list[str]:
    """Say what is wrong with one line of review.

    Parameters
    ----------
    entry : mapping with the keys at, who, target, field, value, why
        And ``words``, those of the text that it points at, where it has them.

    Returns
    -------
    list of str
        One message for each mistake, with the allowed values; empty if there is none.

    Examples
    --------
    >>> check_entry({"at": "2031-05-06T10:00:00Z", "who": "ana", "target": "flood:4-9",
    ...              "field": "polarity", "value": "denied", "why": ""})
    ['value "denied" of polarity is not allowed. Allowed: asserts, denies, doubts.
     Did you mean "denies"?']
    """
    if not isinstance(entry, Mapping):
        return ['a line must be a mapping such as {"at": ..., "who": ..., "target": ...}.']
    problems = unknown_keys(entry, (*KEYS, *OPTIONAL), "the line")
    problems += [f'the key "{key}" is missing.' for key in KEYS if key not in entry]
    if problems:
        return problems
    at, who, why = entry["at"], entry["who"], entry["why"]
    if not isinstance(at, str) or not _is_time(at):
        problems.append(f'at {say(at)} is not a time. Write it as "2031-05-06T10:00:00Z".')
    if not isinstance(who, str) or not who.strip():
        problems.append(f"who {say(who)} is not a name. Write who decided.")
    if not isinstance(why, str):
        problems.append(f"why {say(why)} is not a text. Write the reason, or an empty text.")
    words = entry.get("words", "")
    if not isinstance(words, str) or len(words) > LONGEST_WORDS:
        problems.append(
            f"words {say(words)} are not a text of at most {LONGEST_WORDS:,} characters. Leave the "
            "key out, or copy the words of the text."
        )
    return problems + _check_target(entry["target"], entry["field"], entry["value"])


def _bearings(value: Any, name: str) -> list[str]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return [
            f"value {say(value)} of {name} is not a list such as "
            '[{"narrative": "accident", "stance": "supports", "how": "stated"}]. Write [] for no '
            "narrative."
        ]
    problems = []
    told: list[str] = []
    for place, bearing in enumerate(value):
        here = f"{name}[{place}]"
        if not isinstance(bearing, Mapping):
            problems.append(f"{here} is not a mapping with the keys {', '.join(_BEARING_KEYS)}.")
            continue
        problems += unknown_keys(bearing, _BEARING_KEYS, here)
        narrative = bearing.get("narrative")
        problems += check_id(narrative, f"{here}.narrative")
        problems += one_of(STANCES)(bearing.get("stance"), f"{here}.stance")
        problems += one_of(HOWS)(bearing.get("how", "stated"), f"{here}.how")
        if narrative in told:
            problems.append(f"{here}.narrative {say(narrative)} stands there twice.")
        if narrative == NO_NARRATIVE:
            problems.append(f"{here}.narrative is {NO_NARRATIVE!r}. Write [] for no narrative.")
        told.append(str(narrative))
    return problems


def _rating(value: Any, name: str) -> list[str]:
    if not isinstance(value, Mapping) or not value:
        return [f'value {say(value)} of {name} is not a mapping such as {{"accident": "C"}}.']
    problems = []
    for narrative, letters in value.items():
        problems += check_id(narrative, f"{name} (a narrative)")
        problems += one_of((*RATINGS, "NA"))(letters, f"{name}.{narrative}")
    return problems


def _item(value: Any, name: str) -> list[str]:
    if not isinstance(value, Mapping):
        return [f"value {say(value)} of {name} is not a mapping with {', '.join(_ITEM_KEYS)}."]
    problems = unknown_keys(value, _ITEM_KEYS, name)
    label, statements = value.get("label"), value.get("statements")
    if not isinstance(label, str) or not label.strip():
        problems.append(f"{name}.label {say(label)} is not a text. Write what could be so.")
    problems += one_of(BASES)(value.get("basis"), f"{name}.basis")
    problems += one_of(SHOWN)(value.get("shown"), f"{name}.shown")
    if not isinstance(statements, list) or not statements:
        problems.append(f"{name}.statements must be a list of at least one statement.")
        statements = []
    for statement in statements:
        problems += check_statement_id(statement, f"{name}.statements")
    holds = value.get("holds", {})
    if not isinstance(holds, Mapping) or not all(isinstance(v, bool) for v in holds.values()):
        problems.append(f"{name}.holds must be a mapping of statement to true or false.")
    else:
        problems += [
            f"{name}.holds names {say(statement)}, which is not among its statements."
            for statement in holds
            if statement not in statements
        ]
    return problems


def _added(value: Any, name: str) -> list[str]:
    if not isinstance(value, Mapping):
        return [f"value {say(value)} of {name} is not a mapping with {', '.join(_ADDED_KEYS)}."]
    problems = unknown_keys(value, _ADDED_KEYS, name)
    # Without a strength the machine reads one off the words, as it does for its own statements.
    problems += [] if value.get("content") else [f'{name} lacks "content".']
    if not value.get("source") and not value.get("source_id") and not value.get("source_name"):
        problems.append(f'{name} lacks a source: write "source" (a span) or "source_id".')
    for key, given in value.items():
        if key in ("source_name",) and not isinstance(given, str):
            problems.append(f"{name}.{key} {say(given)} is not a text.")
        elif key == "inferred" and not isinstance(given, bool):
            problems.append(f"{name}.{key} {say(given)} must be true or false.")
        elif key == "strength_words":
            problems += check_spans(given, f"{name}.{key}")
        elif key in STATEMENT_FIELDS and given:
            problems += STATEMENT_FIELDS[key](given, f"{name}.{key}")
    return problems


def _card(value: Any, name: str) -> list[str]:
    """Check scores of the score card: criterion to 0 to 3, or none where it is unknown."""
    if not isinstance(value, Mapping) or not value:
        return [f'value {say(value)} of {name} is not a mapping such as {{"nearness": 2}}.']
    criteria = [criterion for some in CARD.values() for criterion in some]
    problems = unknown_keys(value, criteria, name)
    for criterion, score in value.items():
        if score is not None:
            problems += one_of(CARD_SCORES)(score, f"{name}.{criterion}")
    return problems


STATEMENT_FIELDS: Mapping[str, Callable[[Any, str], list[str]]] = {
    "status": one_of(("accept", "reject")),
    "source": check_spans,
    "cue": check_spans,
    "content": check_content,
    "kind": one_of(KINDS),
    "strength": one_of(STRENGTHS),
    "polarity": one_of(POLARITIES),
    "source_id": check_id,
    "source_name": check_name,
    "chain": check_spans,
    "merge": check_statement_id,
    "basis": one_of(BASES),
    "shown": one_of(SHOWN),
    "bearings": _bearings,
}
DOCUMENT_FIELDS: Mapping[str, Callable[[Any, str], list[str]]] = {
    "statement": _added,
    "sha256": check_sha256,
    "copied_from": check_id,
}
ITEM_FIELDS: Mapping[str, Callable[[Any, str], list[str]]] = {
    "item": _item,
    "rating": _rating,
    "credibility": one_of(CREDIBILITIES),
    "relevance": one_of(RELEVANCES),
    "status": one_of(("accept", "reject")),
}
SOURCE_FIELDS: Mapping[str, Callable[[Any, str], list[str]]] = {
    "reliability": one_of(RELIABILITIES),
    "origin": check_id,
}
NARRATIVE_FIELDS: Mapping[str, Callable[[Any, str], list[str]]] = {"card": _card}


def _check_target(target: Any, name: Any, value: Any) -> list[str]:
    if name == TORN:
        return [] if isinstance(value, int) else [f"value {say(value)} of torn is not a line."]
    if name == UNDO:
        if isinstance(value, str) and MARK.match(value):
            return []
        return [f"value {say(value)} of undo is not the mark of a line: 16 hexadecimal digits."]
    if not isinstance(target, str):
        return [f"target {say(target)} is not the id of a statement, document, item or source."]
    if STATEMENT_ID.match(target):
        fields, what = STATEMENT_FIELDS, "a statement"
    elif target.startswith(ITEM_PREFIX):
        fields, what = ITEM_FIELDS, "an item"
    elif ID.match(target):
        fields = {**DOCUMENT_FIELDS, **ITEM_FIELDS, **SOURCE_FIELDS, **NARRATIVE_FIELDS}
        what = "a document, an item, a source or an account"
    else:
        return [
            f'target {say(target)} is not an id. A statement is "document:start-end", an item '
            '"item:document:start-end"; other ids have letters, digits, "-" and "_".'
        ]
    if not isinstance(name, str) or name not in fields:
        near = did_you_mean(name, fields)
        return [f"field {say(name)} does not belong to {what}. Known: {', '.join(fields)}.{near}"]
    return fields[name](value, name)


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T" in text or " " in text or len(text) == len("2031-05-06")
