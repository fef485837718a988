"""Times of the day and dates in a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narratives.copies.amounts import Amount, exact, known, word_at
from narratives.copies.changes import number_words
from narratives.lexicon import load_classes

YEARS = range(1900, 2101)
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\Z")
_CLOCK = re.compile(r"(\d{1,2})([:.])([0-5]\d)\Z")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_MOST_FIGURES = 15


def read_time(tokens: Sequence[str], words: Sequence[str], at: int) -> tuple[list[Amount], int]:
    """Read a time of the day, and where it ends; ``at`` where none stands."""
    kinds = known()
    if words[at] in kinds["time"]:
        return [exact("time", float(kinds["time"][words[at]]))], at + 1
    marked = kinds["half"].get(word_at(words, at + 1))
    clock = _CLOCK.match(tokens[at])
    if clock and (clock[2] == ":" or marked is not None):
        hour, minute = int(clock[1]), int(clock[3])
    elif marked is not None:
        told = plain_value(words[at])
        hour, minute = (-1 if told is None else int(told)), 0
    else:
        return [], at
    if not 0 <= hour < 24:
        return [], at
    if marked:
        return [exact("time", hour % 12 * 60 + minute + int(marked))], at + 2
    loose = 1 <= hour <= 12
    return [exact("time", hour * 60 + minute)._replace(loose=loose)], at + 1 + (marked is not None)


def read_date(tokens: Sequence[str], words: Sequence[str], at: int) -> tuple[list[Amount], int]:
    """Read a day of the week, a date or a part of one, and where it ends."""
    kinds = known()
    if words[at] in kinds["weekday"]:
        return [exact("weekday", float(kinds["weekday"][words[at]]))], at + 1
    if date := _DATE.match(tokens[at]):
        one, other, year = map(int, date.groups())
        if "." in tokens[at]:
            return [
                exact("day", one),
                exact("month", other),
                exact("year", year),
            ], at + 1
        # Day and month stand in either order.
        edges = min(one, other), max(one, other)
        return [Amount("day", *edges), Amount("month", *edges), exact("year", year)], at + 1
    iso = tokens[at : at + 5 : 2]
    if tokens[at + 1 : at + 5 : 2] == ["-", "-"] and [len(t) for t in iso] == [4, 2, 2]:
        if all(t.isdecimal() for t in iso):
            parts = ("year", "month", "day")
            return [exact(k, int(t)) for k, t in zip(parts, iso, strict=True)], at + 5
        return [], at
    end, day = _read_day(words, at)
    place = end + (word_at(words, end) == "of") if day else at
    month = _month(tokens, place, bool(day))
    if not month:
        year_told = words[at].isdecimal() and int(words[at][:5]) in YEARS
        before = words[at - 1] if at else ""
        is_year = year_told and before in load_classes()["preposition"]
        return ([exact("year", int(words[at]))], at + 1) if is_year else ([], at)
    found = [exact("month", month)]
    end = place + 1
    if day:
        found.insert(0, exact("day", day))
    else:
        after, day = _read_day(words, end)
        if day:
            found.insert(0, exact("day", day))
            end = after
    if word_at(words, end).isdecimal() and int(words[end][:5]) in YEARS:
        found.append(exact("year", int(words[end])))
        end += 1
    return found, end


def _read_day(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return where a day of a month ends and which it is, 0 where none stands."""
    word = word_at(words, at)
    ordinal = known()["ordinal"].get(word)
    day = int(ordinal) if ordinal else int(word) if re.fullmatch(r"\d{1,2}", word) else 0
    if not 1 <= day <= 31:
        return at, 0
    return at + 1 + (word_at(words, at + 1) in known()["ending"]), day


def _month(tokens: Sequence[str], at: int, after_day: bool) -> int:
    """Return the number of a month, which is written large; "may" and "march" are words as well."""
    token = word_at(tokens, at)
    number = known()["month"].get(token.lower()) if token[:1].isupper() else None
    if number is None:
        return 0
    before = tokens[at - 1].lower() if at else ""
    beside = after_day or before in load_classes()["preposition"]
    dated = _read_day([t.lower() for t in tokens[at + 1 : at + 3]], 0)[1]
    plain = token.lower() not in ("may", "march", "mar")
    return int(number) if plain or beside or dated else 0


def plain_value(word: str) -> float | None:
    """Return what figures, or one word for a number below a hundred, mean."""
    if word[:1].isdecimal():
        figures = re.sub(r"[ \u00a0\u202f]", "", word)[:_MOST_FIGURES]
        if _GROUPED.match(figures) or re.match(r"\d{1,3}(?:\.\d{3}){2,}\Z", figures):
            figures = figures.replace(",", "") if "," in figures else figures.replace(".", "")
        try:
            return float(figures.replace(",", "."))
        except ValueError:
            return None
    return float(number_words()[word]) if is_small(word) else None


def is_small(word: str) -> bool:
    """Tell whether a word means a number below a hundred."""
    return 0 < number_words().get(word, 0) < 100 and word not in known()["scale"]
