"""Numbers that change from text to text: 115 dead, then 133, as one changing claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from narratives.copies.changes import number_words
from narratives.copies.live import Clock
from narratives.copies.moments import sort_key
from narratives.documents import shadow
from narratives.lexicon import load_lexicon
from narratives.schema import Document

NUMBERS = ("thing", "number", "bound", "at", "document_id", "publisher", "start", "end", "words")
"""Columns of the numbers through time.

``thing`` is what is counted, as ``lexicon/en/counted.tsv`` names it; ``bound`` the words that
make it a limit ("at least"), empty where there are none; ``start`` and ``end`` are code points.
"""
NEAR = 5
"""Words between a number and the word that says what it counts."""
AROUND = 60
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:[.:/]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*|[.,;:!?%$€£]")
_BOUND = re.compile(
    r"(?:at least|at most|more than|less than|fewer than|over|up to|about|around|some|nearly|"
    r"almost|as many as|approximately|no fewer than)\s+$",
    re.I,
)
_ENDS = frozenset(".,;:!?")
_BOUNDS = frozenset(
    ("at", "least", "most", "more", "less", "fewer", "than", "over", "up", "to", "about", "around")
) | {"some", "nearly", "another"}
_NOT_COUNTED = frozenset(
    [
        "year",
        "years",
        "month",
        "months",
        "week",
        "weeks",
        "day",
        "days",
        "hour",
        "hours",
        "minute",
        "minutes",
        "percent",
        "per",
        "cent",
        "km",
        "kilometres",
        "kilometers",
        "miles",
        "metres",
        "meters",
        "am",
        "pm",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


class _Number(NamedTuple):
    thing: str
    number: int
    bound: str
    start: int
    end: int


def numbers_through_time(documents: Iterable[Document], clock: Clock) -> pd.DataFrame:
    """List the numbers of dead, injured, missing, held and displaced in the order of their dates.

    Parameters
    ----------
    documents : iterable of Document
    clock : Clock
        Of these documents.

    Returns
    -------
    DataFrame with columns ``NUMBERS``
        The same number of the same thing stands once for each text, or entry of a live blog.

    Examples
    --------
    >>> texts = [Document("a", "At least 115 people were killed.", published="2031-05-06"),
    ...          Document("b", "The death toll rose to 133, police said.", published="2031-05-07")]
    >>> found = numbers_through_time(texts, Clock(texts))
    >>> found[["thing", "number", "bound"]].values.tolist()
    [['dead', 115, 'at least'], ['dead', 133, '']]
    """
    rows: list[dict[str, Any]] = []
    for place, document in enumerate(documents):
        seen = set()
        text = shadow(document.text)
        for found in _find(text):
            entry = clock.entry(document.document_id, found.start)
            key = (found.thing, found.number, entry.number if entry else 0)
            if key in seen:
                continue
            seen.add(key)
            first = max(text.rfind("\n", 0, found.start) + 1, found.start - AROUND)
            last = (text + "\n").index("\n", found.end)
            rows.append(
                {
                    **found._asdict(),
                    "document_id": document.document_id,
                    "publisher": document.publisher or document.document_id,
                    "at": clock.written(document.document_id, found.start),
                    "words": " ".join(document.text[first : min(last, found.end + AROUND)].split()),
                    "_key": (
                        *sort_key(clock.moment(document.document_id, found.start)),
                        place,
                        found.start,
                    ),
                }
            )
    things = {thing: n for n, thing in enumerate(dict.fromkeys(t for t, _ in _things()))}
    rows.sort(key=lambda row: (things[row["thing"]], row["_key"]))
    return pd.DataFrame(rows, columns=list(NUMBERS))


def changing_numbers(numbers: pd.DataFrame) -> pd.DataFrame:
    """Keep the things of which several texts give different numbers.

    Parameters
    ----------
    numbers : DataFrame, columns ``NUMBERS``

    Returns
    -------
    DataFrame with columns ``NUMBERS``
    """
    kept = [
        thing
        for thing, rows in numbers.groupby("thing", sort=False)
        if rows["number"].nunique() > 1 and rows["document_id"].nunique() > 1
    ]
    return numbers[numbers["thing"].isin(kept)].reset_index(drop=True)


def _find(text: str) -> Iterator[_Number]:
    tokens = list(_TOKEN.finditer(text))
    words = [token[0].lower() for token in tokens]
    for n, word in enumerate(words):
        number = _value(word)
        if number is None or (n and words[n - 1] in ("$", "€", "£")):
            continue
        after = words[n + 1] if n + 1 < len(words) else ""
        if after in _NOT_COUNTED or after in ("%", "-year-old") or after.startswith("year-old"):
            continue
        if n and words[n - 1] in _NOT_COUNTED:
            continue
        thing = _thing(words, n)
        if thing:
            bound = _BOUND.search(text, max(0, tokens[n].start() - 30), tokens[n].start())
            limit = " ".join(bound[0].lower().split()) if bound else ""
            yield _Number(thing, number, limit, tokens[n].start(), tokens[n].end())


def _thing(words: list[str], n: int) -> str:
    """Return what the number counts.

    That is the word right before it ("killed 115"), else the nearest behind it in the same piece
    of the sentence ("115 people were killed"), else the nearest before it ("a toll of 115").
    """
    before = n - 1
    while before >= 0 and words[before] in _BOUNDS:
        before -= 1
    counted = _counted()
    if before >= 0 and words[before] in counted:
        return counted[words[before]]
    for step in (1, -1):
        for at in range(n + step, n + step * (NEAR + 1), step):
            if not 0 <= at < len(words) or words[at] in _ENDS or _value(words[at]) is not None:
                break
            if words[at] in counted:
                return counted[words[at]]
    return ""


def _value(word: str) -> int | None:
    if word.replace(",", "").isdigit():
        number = int(word.replace(",", "")[:9])
        # A number of four figures without a comma is mostly a year.
        return None if 1900 <= number <= 2100 and "," not in word else number
    return number_words().get(word) if word not in ("one", "hundred", "dozen") else None


@cache
def _things() -> tuple[tuple[str, str], ...]:
    return tuple(
        (row["thing"], word) for row in load_lexicon("counted") for word in row["words"].split(", ")
    )


@cache
def _counted() -> dict[str, str]:
    return {word: thing for thing, word in _things() if " " not in word}
