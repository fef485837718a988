"""What words give to look up: a place, a date, a number, a document."""

from __future__ import annotations

import re
from functools import cache

from narratives.lexicon import load_lexicon

LIST = "checkable"
"""The word list; a text in a language without it is not judged."""


def handles(words: str, language: str = "en") -> frozenset[str]:
    """Return what words give to look up: "date", "document", "number", "place".

    Examples
    --------
    >>> sorted(handles("two trucks left the depot at Port Aran on 4 May, a log shows"))
    ['date', 'document', 'number', 'place']
    >>> handles("they were seen, and May I add that nobody knows them")
    frozenset()
    """
    dates, documents, places = _patterns(language)
    # The number of a date is no number of its own.
    rest = dates.sub(" ", words)
    found = {
        "date": rest != words,
        "document": documents.search(words),
        "number": _NUMBERS.search(rest),
        "place": places.search(rest),
    }
    return frozenset(name for name, match in found.items() if match)


_NUMBERS = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?)\b"
)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words: dict[str, list[str]] = {}
    for row in load_lexicon(LIST, language):
        words.setdefault(row["kind"], []).extend(map(re.escape, row["words"].split()))
    month, day, document, place = (
        "|".join(words.get(kind, ())) for kind in ("month", "day", "document", "place")
    )
    # A month stands beside a number: "May I" is no date. A day of the week stands alone.
    date = rf"\b(?:\d{{1,4}}\.? (?:{month})|(?:{month}) \d{{1,4}}|{day})\b"
    return (
        re.compile(date),
        re.compile(rf"\b(?:{document})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{place}) (?:the )?[A-Z]\w+"),
    )
