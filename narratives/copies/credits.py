"""Whom a text itself names as the one it has its words from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from narratives.documents import shadow
from narratives.lexicon import load_lexicon
from narratives.lexicon.letters import word_pattern
from narratives.schema import Document

HEAD = 400
"""Code points at the beginning in which a dateline may stand."""
_BRACKETS = r"\(([^()\n]{2,30})\)\s*(?:[-–—]{1,2}|:|$)"
_LINES = (
    r"(?:originally|first)\s+(?:published|appeared)\s+(?:on|in|by|at)\s+(?:the\s+)?{name}",
    r"(?:republished|reprinted)\s+(?:\w+\s+){{0,4}}(?:from|of|by)\s+(?:the\s+)?{name}",
    r"(?:source|via|courtesy of|credit|contributing)\s*:?\s+(?:the\s+)?{name}",
    r"(?:with|additional)\s+(?:inputs?|reporting|material|files|information)\s+(?:from|by)\s+"
    r"(?:the\s+)?{name}",
    r"(?:as|,)\s+(?:first\s+)?(?:reported|published|quoted|cited)\s+by\s+(?:the\s+)?{name}",
    r"(?:according to|citing|quoting|reports?)\s+(?:the\s+)?(?:\w+\s+){{0,3}}{name}",
    r"told\s+(?:the\s+)?{name}",
    r"{name}\s+(?:reported|reports|wrote|writes|has\s+reported|first\s+reported|contributed)",
    r"(?:copyright|\(c\)|©)\s+(?:\d{{4}}\s+)?(?:by\s+)?(?:the\s+)?{name}",
    r"^\W*{name}\W*$",
)
_MOST_NAMES = 400
_CORRECTS = re.compile(
    r"^\W*(?:correction|corrects|clarification|update[ds]?|editor's note)\b"
    r"|an? (?:earlier|previous) version of this (?:story|article|report|text)",
    re.I | re.M,
)


class Credit(NamedTuple):
    """A name that a text gives as its source: as the case or the lexicon writes it, and where."""

    name: str
    start: int
    end: int


def find_credits(document: Document, publishers: Iterable[str] = ()) -> list[Credit]:
    """Find whom a text names as the one it has its words from.

    Read are datelines ("LIMA (Reuters) -"), lines such as "Source: AP", "originally published
    on …", "with inputs from PTI", and clauses such as "the Echo reported" or "she told the Echo".

    Parameters
    ----------
    document : Document
    publishers : iterable of str
        Names of other publishers of the case, which are looked for beside the agencies of the
        lexicon.

    Returns
    -------
    list of Credit
        Each name once, in the order of the text; never the publisher itself.

    Examples
    --------
    >>> note = Document("a", "LIMA (Reuters) - The dam held, the Echo reported.", publisher="Sol")
    >>> [credit.name for credit in find_credits(note, ["Echo", "Sol"])]
    ['Reuters', 'Echo']
    """
    text = shadow(document.text)
    own = _key(document.publisher)
    found: dict[str, Credit] = {}
    for name in sorted({*_agencies(), *list(publishers)[:_MOST_NAMES]}, key=lambda n: (-len(n), n)):
        if len(name) < 2 or _key(name) == own or name.removeprefix("The ") not in text:
            continue
        place = _place(text, name)
        if place is not None and _key(name) not in found:
            found[_key(name)] = Credit(name, *place)
    return sorted(found.values(), key=lambda credit: credit.start)


def corrects(document: Document) -> str:
    """Return the words in which a text says that it corrects or updates an earlier version.

    Examples
    --------
    >>> corrects(Document("a", "Correction: An earlier version gave another number."))
    'Correction'
    """
    match = _CORRECTS.search(shadow(document.text))
    return document.text[slice(*match.span())] if match else ""


def same_publisher(one: str, other: str) -> bool:
    """Tell whether two names are one publisher: alike, or one the initials of the other.

    Examples
    --------
    >>> same_publisher("The Associated Press", "AP"), same_publisher("Echo", "Sol")
    (True, False)
    """
    return bool(one and other) and _key(one) == _key(other)


def _place(text: str, name: str) -> tuple[int, int] | None:
    for match in re.finditer(_BRACKETS, text[:HEAD]):
        if name in re.split(r"[/,;]| and ", match[1]) or name == match[1].strip():
            return match.start(1), match.end(1)
    found = _credit_pattern(name).search(text)
    return None if found is None else found.span()


@cache
def _credit_pattern(name: str) -> re.Pattern[str]:
    # "The Echo" is "the Echo" inside a sentence, and is not the Evening Echo.
    written = re.sub(r"^The(?=\\ )", "[Tt]he", re.escape(name))
    written = rf"(?-i:{written})(?!\w)"
    lines = [line.format(name=rf"(?<!\w){written}") for line in _LINES]
    return re.compile("|".join(f"(?:{line})" for line in lines), re.I | re.M)


@cache
def _agencies() -> Sequence[str]:
    return tuple(row["name"] for row in load_lexicon("outlets") if row["kind"] == "agency")


@cache
def _key(name: str) -> str:
    """Return what two ways to write one publisher have in common."""
    words = word_pattern(figures=True).findall(name)
    words = [
        word for word in words if word.lower() not in ("the", "of", "news", "agency", "online")
    ]
    known = {row["name"] for row in load_lexicon("outlets")}
    initials = "".join(word[0] for word in words).upper()
    if len(words) > 1 and initials in known:
        return initials.lower()
    return " ".join(words).lower()
