"""Values of decisions as people write them: in words at a terminal or in a cell, as JSON too."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from narratives.review.checks import STATEMENT_ID, say
from narratives.schema import (
    BASES,
    HOWS,
    KINDS,
    NO_NARRATIVE,
    PLACES,
    POLARITIES,
    RELEVANCES,
    RELIABILITIES,
    SHOWN,
    STANCES,
    STRENGTHS,
    SchemaError,
)

GAP = " … "
"""What stands between the pieces of words that do not stand together."""
_OFFSETS = re.compile(r"\d{1,9}-\d{1,9}(;\d{1,9}-\d{1,9})*\Z")
_SCALES: Mapping[str, tuple[str, ...]] = {
    "status": ("accept", "reject"),
    "kind": KINDS,
    "strength": STRENGTHS,
    "polarity": POLARITIES,
    "basis": BASES,
    "shown": SHOWN,
    "relevance": RELEVANCES,
    "reliability": RELIABILITIES,
}
"""Fields whose value is a word of a scale: a sheet may begin it with a capital letter."""
_LONGEST = 2_000
_SHOWN = 5
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’"}


def read_value(name: str, text: str, *, target: str = "", passage: str | None = None) -> Any:
    """Read the value of a field as a person wrote it.

    Parameters
    ----------
    name : str
        The field.
    text : str
        The value: a word of the scale, in small or capital letters; offsets or the words of the
        text for a span, its pieces joined by " … ", "none" for no words; "leak supports implied;
        storm disputes" for bearings, "none" for no account; "leak CC; storm N" for ratings;
        "nearness 2; record unknown" for the card; JSON for the fields ``statement`` and ``item``,
        and for any other.
    target : str
        What is decided. Words are looked for in the paragraph of a statement before the rest.
    passage : str, optional
        The text of the document; without it spans are offsets.

    Returns
    -------
    object
        As it stands in a line of review; ``check_entry`` says whether it is allowed.

    Raises
    ------
    SchemaError
        If the words are not in the text or stand there several times, or the value cannot be
        read.

    Examples
    --------
    >>> read_value("bearings", "leak supports implied; storm disputes")
    [{'narrative': 'leak', 'stance': 'supports', 'how': 'implied'},
     {'narrative': 'storm', 'stance': 'disputes'}]
    >>> read_value("content", "the river rose", passage="Rain fell and the river rose.")
    '14-28'
    """
    text = text.strip()
    if name in ("statement", "item") or text[:1] in ("{", "["):
        value = _json(name, text)
        return _with_spans(value, passage) if name == "statement" else value
    if name == "bearings":
        return _bearings(text)
    if name in ("rating", "card"):
        return _pairs(name, text)
    if name == "credibility" and text.isascii() and text.isdigit():
        return int(text)
    if name in PLACES:
        return "" if text == NO_NARRATIVE else find_words(text, passage, target=target)
    words = {word.casefold(): word for word in _SCALES.get(name, ())}
    return words.get(text.casefold(), text)


def find_words(words: str, passage: str | None, *, target: str = "") -> str:
    """Return the span of words that a person copied out of a text; offsets stay as they are.

    Raises
    ------
    SchemaError
        If they are not in it, or stand in it several times.
    """
    if not words or _OFFSETS.match(words) or passage is None:
        return words
    pieces = [piece.strip() for piece in words[:_LONGEST].split(GAP.strip()) if piece.strip()]
    spans = [_place(piece, passage, target) for piece in pieces]
    return ";".join(f"{start}-{end}" for start, end in spans)


def write_value_plainly(name: str, value: Any) -> str:
    """Write a value as :func:`read_value` reads it.

    Examples
    --------
    >>> write_value_plainly("rating", {"leak": "CC", "storm": "NA"})
    'leak CC; storm NA'
    >>> write_value_plainly("bearings", [])
    'none'
    """
    if name == "bearings" and isinstance(value, list):
        told = [
            " ".join(str(b[key]) for key in ("narrative", "stance", "how") if key in b)
            for b in value
        ]
        return "; ".join(told) or NO_NARRATIVE
    if name in ("rating", "card") and isinstance(value, Mapping):
        return "; ".join(f"{k} {'unknown' if v is None else v}" for k, v in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchemaError(
            f"value {say(text)} of {name} is no JSON ({error}). Write it as in the example of "
            "`narratives review --help`."
        ) from None


def _with_spans(value: Any, passage: str | None) -> Any:
    """Look up the words of a statement that is added: the content first, the rest near it."""
    if not isinstance(value, dict):
        return value
    found = dict(value)
    near = ""
    for key in ("content", "source", "cue", "chain", "strength_words"):
        given = found.get(key)
        if isinstance(given, str):
            found[key] = find_words(given, passage, target=near)
            if key == "content" and found[key]:
                near = f"x:{found[key].split(';')[0]}"
    return found


def _bearings(text: str) -> list[dict[str, str]]:
    if text.casefold() in ("", NO_NARRATIVE):
        return []
    found = []
    for piece in text.split(";"):
        words = piece.split()
        if len(words) not in (2, 3):
            raise SchemaError(
                f'value {say(text)} of bearings: {say(piece)} is not "ACCOUNT STANCE HOW", as in '
                f'"leak supports {HOWS[0]}". Join several by ";"; write {NO_NARRATIVE} for none.'
            )
        if words[0].lower() in STANCES and words[1].lower() not in STANCES:
            words[:2] = words[1::-1]  # "supports leak", as people say it
        told = (words[0], *map(str.lower, words[1:]))
        found.append(dict(zip(("narrative", "stance", "how"), told, strict=False)))
    return found


def _pairs(name: str, text: str) -> dict[str, Any]:
    example = "leak CC" if name == "rating" else "nearness 2"
    found: dict[str, Any] = {}
    for piece in filter(str.strip, re.split("[;,]", text)):
        words = piece.split()
        if len(words) != 2 or words[0] in found:
            raise SchemaError(
                f'value {say(text)} of {name}: {say(piece)} is not a pair such as "{example}", '
                'each once. Join several by ";".'
            )
        key, given = words
        if name == "rating":
            found[key] = given.upper()
        else:
            score = int(given) if given.isascii() and given.isdigit() else given
            found[key] = None if given == "unknown" else score
    return found


def _place(words: str, passage: str, target: str) -> tuple[int, int]:
    """Find words once: in the paragraph of the target, or else in the whole text."""
    found = _occurrences(words, passage)
    if not found and words[0] in _QUOTES and words[-1] == _QUOTES[words[0]]:
        found = _occurrences(words[1:-1], passage)
    if not found:
        raise SchemaError(
            f"the words {say(words)} are not in the text. Copy them as they stand there, or write "
            'their place as "start-end".'
        )
    match = STATEMENT_ID.match(target)
    if match and len(found) > 1:
        start = passage.rfind("\n", 0, int(match[2])) + 1
        end = passage.find("\n", int(match[3]))
        end = len(passage) if end < 0 else end
        own = [span for span in found if start <= span[0] and span[1] <= end]
        found = own or found
    if len(found) > 1:
        places = ", ".join(f"{start}-{end}" for start, end in found[:_SHOWN])
        more = ", …" if len(found) > _SHOWN else ""
        raise SchemaError(
            f"the words {say(words)} stand in the text {len(found)} times: {places}{more}. Write "
            "the place that is meant, or more of the words around it."
        )
    return found[0]


def _occurrences(words: str, passage: str) -> list[tuple[int, int]]:
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [match.span() for match in re.finditer(pattern, passage)] if pattern else []
