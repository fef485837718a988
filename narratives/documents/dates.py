"""Dates that a text gives, held against the date under which it is filed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from narratives.documents.clean import clean_document
from narratives.documents.segments import segment_rows
from narratives.documents.shadow import shadow
from narratives.schema import Document

FAR = 45
"""Days from which a date in the story does not belong to the day of publication."""
NEAR = 2
"""Days by which the date of a page may differ from the one under which it is filed."""
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:,? ((?:19|20)\d\d)\b(?! ?(?:GMT|UTC)))?"
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)")
_NUMBERS = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)\b")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}{_YEAR}", re.I)
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b(?![.:]\d){_YEAR}", re.I)


class StatedDate(NamedTuple):
    """A date in a text: where it stands, and the days it can mean."""

    start: int
    end: int
    year: bool
    """Whether the text gives the year; otherwise the days are those around the one asked for."""
    days: tuple[date, ...]


def find_dates(text: str, near: date) -> Iterator[StatedDate]:
    """Yield the dates in a text that name a day.

    A time such as "1331 GMT" is no year. A day without a year is taken in the year before,
    of and after ``near``; one in numbers, such as 06/05/2031, in both orders.

    Examples
    --------
    >>> [d.days[0].isoformat() for d in find_dates("1331 GMT, 6 May 2031", date(2031, 5, 7))]
    ['2031-05-06']
    """
    for match in _ISO.finditer(text):
        yield from _stated(match, True, [(match[1], match[2], match[3])])
    for match in _NUMBERS.finditer(text):
        orders = [(match[3], match[2], match[1]), (match[3], match[1], match[2])]
        yield from _stated(match, True, orders)
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for match in pattern.finditer(text):
            number = str(_MONTHS.index(match[month][:3].lower()) + 1)
            years = [match[3]] if match[3] else [str(near.year + n) for n in (-1, 0, 1)]
            yield from _stated(match, bool(match[3]), [(y, number, match[day]) for y in years])


def _stated(
    match: re.Match[str], year: bool, given: list[tuple[str, str, str]]
) -> Iterator[StatedDate]:
    days = []
    for numbers in given:
        try:
            days.append(date(*map(int, numbers)))
        except ValueError:
            continue
    if days:
        yield StatedDate(match.start(), match.end(), year, tuple(days))


def note_on_date(document: Document) -> str:
    r"""Write what a reader must know where a text and its date of publication disagree.

    Two things are told: the page's own line gives another day, or the story names two
    days or more and all are far from the day under which it is filed.

    Returns
    -------
    str
        Empty where nothing disagrees, or ``published`` is not a date.

    Examples
    --------
    >>> text = "Dam holds\n\nBy Lea Brandt, 6 May 2031\n\nThe dam held, she said."
    >>> note_on_date(Document("a", text, published="2031-06-05"))
    'a: published is "2031-06-05", and the page says "6 May 2031". Both are shown as they stand.'
    """
    try:
        published = date.fromisoformat(document.published[:10])
    except ValueError:
        return ""
    document, _ = clean_document(document)
    text = shadow(document.text)
    told: list[StatedDate] = []
    place = document.file or document.document_id
    for start, end, kind, analyse, _ in segment_rows(document, text):
        found = sorted(find_dates(text[start:end], published))
        for stated in found if kind == "byline" else ():
            if stated.year and _away(stated, published) > NEAR:
                words = " ".join(text[start + stated.start : start + stated.end].split())
                return (
                    f'{place}: published is "{document.published}", and the page says "{words}". '
                    "Both are shown as they stand."
                )
        if analyse:
            told += [d._replace(start=d.start + start, end=d.end + start) for d in found]
    days = {stated.days for stated in told if not stated.year}
    if len(days) < 2 or any(_away(stated, published) <= FAR for stated in told):
        return ""
    words = " ".join(text[told[0].start : told[0].end].split())
    return (
        f'{place}: published is "{document.published}", and the days that the text names, such as '
        f'"{words}", are all far from it. Check which is right.'
    )


def _away(stated: StatedDate, published: date) -> int:
    return min(abs((day - published).days) for day in stated.days)
