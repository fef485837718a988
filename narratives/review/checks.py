"""What is wrong with one value of a line of review: a word of a scale, a span, a name, an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from narratives.schema import ID, SchemaError, did_you_mean, parse_spans

STATEMENT_ID = re.compile(r"([A-Za-z0-9_-]+):(\d{1,9})-(\d{1,9})(?:@\d{1,9})?\Z")
"""``document:start-end``, with ``@start`` of the cue where two statements share their content."""
LONGEST_NAME = 200
_HASH = re.compile(r"[0-9a-f]{64}\Z")


def unknown_keys(entry: Mapping[str, Any], known: Collection[str], where: str) -> list[str]:
    """Name the keys that do not belong to a mapping."""
    return [
        f'{where} has the unknown key "{key}". Known: {", ".join(known)}.{did_you_mean(key, known)}'
        for key in entry
        if key not in known
    ]


def say(value: object) -> str:
    """Write a value for a message, in quotation marks and not longer than a line.

    Examples
    --------
    >>> say("x" * 100)
    '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"'
    """
    words = " ".join(str(value).split()) if isinstance(value, str) else repr(value)
    words = words if len(words) <= 60 else words[:60] + "…"
    return f'"{words}"' if isinstance(value, str) else words


def one_of(allowed: Collection[Any]) -> Callable[[Any, str], list[str]]:
    """Return a check that a value is one of the allowed ones."""

    def check(value: Any, name: str) -> list[str]:
        if value in allowed and not isinstance(value, bool):
            return []
        listed = ", ".join(str(word) for word in allowed)
        near = did_you_mean(value, allowed) if isinstance(value, str) else ""
        return [f"value {say(value)} of {name} is not allowed. Allowed: {listed}.{near}"]

    return check


def check_spans(value: Any, name: str, empty: bool = True) -> list[str]:
    """Say what is wrong with spans such as "3-9;12-15"."""
    if not isinstance(value, str) or (not value and not empty):
        return [f'value {say(value)} of {name} is not a span. Write "start-end", as in "3-9".']
    try:
        parse_spans(value)
    except SchemaError as error:
        return [f"value of {name}: {error}"]
    return []


def check_name(value: Any, name: str) -> list[str]:
    """Say what is wrong with a name."""
    if isinstance(value, str) and value.strip() and len(value) <= LONGEST_NAME:
        return []
    return [f"value {say(value)} of {name} is not a name of 1 to {LONGEST_NAME} characters."]


def check_content(value: Any, name: str) -> list[str]:
    """Say what is wrong with the spans of a content, of which there must be one."""
    return check_spans(value, name, empty=False)


def check_id(value: Any, name: str) -> list[str]:
    """Say what is wrong with the id of an account, a source or a document."""
    if isinstance(value, str) and ID.match(value):
        return []
    return [f'value {say(value)} of {name} is not an id. Use letters, digits, "-" and "_".']


def check_statement_id(value: Any, name: str) -> list[str]:
    """Say what is wrong with the id of a statement."""
    if isinstance(value, str) and STATEMENT_ID.match(value):
        return []
    return [f'value {say(value)} of {name} is not a statement. Write "document:start-end".']


def check_sha256(value: Any, name: str) -> list[str]:
    """Say what is wrong with a checksum."""
    if isinstance(value, str) and _HASH.match(value):
        return []
    return [f"value {say(value)} of {name} is not a SHA-256 (64 hexadecimal digits)."]
