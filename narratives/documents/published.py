"""The date under which a text is filed: read, kept as exactly as it was given, and ordered."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

EARLIEST, LATEST = 1400, 2199
"""Years that a date may have."""
WAYS = '2031-05-06, 2031-05, 2031 or "6 May 2031"'
"""How a date may be written, for messages."""
_MOST = 80
_CODES = {"no": "nb"}
"""Languages that ``dateparser`` knows by another code; it has no "no" for Norwegian."""
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})"
    r"(?:[T ](\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?"
    r" ?(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?)?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


class Published(NamedTuple):
    """A date as a page or a person gave it.

    Parameters
    ----------
    value : str
        In the order of ISO 8601 and no more exact than it was given: a year, a month, a day,
        or a day with its time. Empty where the words are no date, or could be two.
    either : tuple of str
        The two days that it can be where day and month cannot be told apart.
    """

    value: str
    either: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def read_published(words: str, languages: tuple[str, ...] = ("en",)) -> Published | None:
    """Read a date as it is written on pages.

    Parameters
    ----------
    words : str
        The date alone. One inside running text is none.
    languages : tuple of str
        Codes of the languages in which it may be written, read by ``dateparser``.

    Returns
    -------
    Published or None
        None where the words are no date, or its year is not from ``EARLIEST`` to ``LATEST``.

    Examples
    --------
    >>> read_published("2031-05").value, read_published("6. Mai 2031", ("de",)).value
    ('2031-05', '2031-05-06')
    >>> read_published("03/04/2024").either
    ('2024-04-03', '2024-03-04')
    >>> read_published("2024-13-01"), read_published("9999-01-01"), read_published("1331 GMT")
    (None, None, None)
    """
    given = " ".join(words.split())
    if not given or len(given) > _MOST:
        return None
    iso = _ISO.fullmatch(given)
    if iso:
        return _iso(iso)
    ordered = _YEAR_FIRST.fullmatch(given)
    if ordered:
        return _day(ordered[1], ordered[3], ordered[4])
    compact = _COMPACT.fullmatch(given)
    if compact:
        return _day(*compact.groups())
    numbers = _NUMBERS.fullmatch(given)
    if numbers:
        return _numbers(numbers)
    return _by_words(given, languages)


def _day(year: str, month: str, day: str) -> Published | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Published(found.isoformat()) if EARLIEST <= found.year <= LATEST else None


def _iso(match: re.Match[str]) -> Published | None:
    year, month, day, hour, minute, second, zone = match.groups()
    if not EARLIEST <= int(year) <= LATEST:
        return None
    if month is None:
        return Published(year)
    if day is None:
        return Published(f"{year}-{int(month):02}") if 1 <= int(month) <= 12 else None
    whole = _day(year, month, day)
    if whole is None or hour is None:
        return whole
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 60:
        return None
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        if int(digits[:2]) > 15 or int(digits[2:]) > 59:
            return None
        zone = f"{zone[0]}{digits[:2]}:{digits[2:]}"
    time = f"{int(hour):02}:{minute}" + (f":{second}" if second else "")
    return Published(f"{whole.value}T{time}{'Z' if zone in ('UTC', 'GMT') else zone or ''}")


def _numbers(match: re.Match[str]) -> Published | None:
    """Read 23.03.2024; with strokes, both day and month may stand first."""
    first, mark, second, year = match.groups()
    day_first = _day(year, second, first)
    if mark == ".":
        return day_first
    month_first = _day(year, first, second)
    if day_first and month_first and day_first != month_first:
        return Published("", (day_first.value, month_first.value))
    return day_first or month_first


def _by_words(given: str, languages: tuple[str, ...]) -> Published | None:
    year = re.search(r"(?<!\d)\d{4}(?!\d)", given)
    # A time such as "1331 GMT" would be read as a year.
    if year is None or not re.search(r"[^\W\d_]{3}|\d[^\W\d_]", given[: year.start()]):
        return None
    from dateparser.date import DateDataParser

    codes = [code.split("-")[0].lower() for code in languages]
    for code in dict.fromkeys((*codes, "en")):
        try:
            parser = DateDataParser(
                languages=[_CODES.get(code, code)],
                settings={
                    "PARSERS": ["absolute-time"],
                    "REQUIRE_PARTS": ["month", "year"],
                    "PREFER_DAY_OF_MONTH": "first",
                },
            )
            found = parser.get_date_data(given)
        except (ValueError, OverflowError, RecursionError):
            continue  # A language that dateparser does not have.
        day = found.date_obj
        if day is None or str(day.year) != year[0] or not EARLIEST <= day.year <= LATEST:
            continue
        if found.period == "month":
            return Published(f"{day.year}-{day.month:02}")
        return Published(day.date().isoformat())
    return None


def order_of_date(published: str) -> tuple[bool, datetime, int]:
    """Return a key that sorts dates as dates; texts without one come last.

    A month or a year alone sorts behind the days that lie in it, and a day behind its
    hours: what is not known to be earlier is not put first. Times without a zone are UTC.

    Parameters
    ----------
    published : str
        As :attr:`Document.published` holds it.

    Returns
    -------
    tuple
        True for a text without a date, or with one that can be two; then the last moment that
        it can mean, and how vague it is.

    Examples
    --------
    >>> sorted(["", "2031-05", "2031-05-07", "2031-05-06T09:00+02:00"], key=order_of_date)
    ['2031-05-06T09:00+02:00', '2031-05-07', '2031-05', '']
    """
    read = read_published(published)
    if read is None or not read.value:
        return True, datetime.max.replace(tzinfo=UTC), 0
    value = read.value
    if "T" in value:
        stated = datetime.fromisoformat(value.replace(":60", ":59"))
        aware = stated if stated.tzinfo else stated.replace(tzinfo=UTC)
        return False, aware.astimezone(UTC), 0
    year, month, day = (int(n) for n in f"{value}-0-0".split("-")[:3])
    vague = 1 if day else 2 if month else 3
    month = month or 12
    day = day or monthrange(year, month)[1]
    end = datetime(year, month, day, tzinfo=UTC) + timedelta(days=1, microseconds=-1)
    return False, end, vague


def problem_of_date(published: str, languages: Iterable[str] = ()) -> str:
    """Say what is wrong with a date that a person wrote, "" where nothing is.

    Examples
    --------
    >>> problem_of_date("2024-13-01")[:30]
    'is not a date. Write the day a'
    >>> problem_of_date("23.03.2024")
    ''
    """
    if read_published(published, tuple(languages) or ("en",)) is not None:
        return ""
    return (
        "is not a date. Write the day as the page gives it, of a year from "
        f"{EARLIEST} to {LATEST}: {WAYS}. Leave the key out where none is known."
    )
