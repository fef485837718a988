"""When a text, or an entry of a live blog, was published: dates compared as dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from narratives.documents.published import order_of_date, read_published


class Moment(NamedTuple):
    """The first and the last moment that a date can mean, in UTC, and how it was written.

    A day is all its hours; a time without a zone is read as UTC, as everywhere in a case.
    """

    earliest: datetime
    latest: datetime
    written: str

    def certainly_before(self, other: Moment) -> bool:
        """Tell whether this lies before another, whatever hours the two can mean."""
        return self.latest < other.earliest


@lru_cache(maxsize=4096)
def read_moment(published: str) -> Moment | None:
    """Read a date as the time between which a text was published.

    Parameters
    ----------
    published : str
        As :attr:`narratives.Document.published` holds it; its zone is kept in ``written``.

    Returns
    -------
    Moment or None
        None where it is no date, or can be two.

    Examples
    --------
    >>> morning, day = read_moment("2031-05-06T09:00+02:00"), read_moment("2031-05-06")
    >>> morning.earliest.isoformat(), morning.certainly_before(day)
    ('2031-05-06T07:00:00+00:00', False)
    >>> morning.certainly_before(read_moment("2031-05-07"))
    True
    """
    undated, latest, vague = order_of_date(published)
    read = read_published(published)
    if undated or read is None:
        return None
    if not vague:
        return Moment(latest, latest, read.value)
    year, month, day = (int(n) for n in f"{read.value}-0-0".split("-")[:3])
    return Moment(datetime(year, month or 1, day or 1, tzinfo=UTC), latest, read.value)


def sort_key(moment: Moment | None) -> tuple[bool, datetime, timedelta]:
    """Return a key by which moments are put in order; what has no date comes last.

    Of two that can mean the same time the more exact one stands first.
    """
    if moment is None:
        return True, datetime.max.replace(tzinfo=UTC), timedelta(0)
    return False, moment.latest, moment.latest - moment.earliest


def time_between(one: Moment, other: Moment) -> str:
    """Say how much later one text is than another, in words.

    Examples
    --------
    >>> day = read_moment("2031-05-06T09:00Z")
    >>> time_between(day, read_moment("2031-05-06T09:40Z"))
    '40 minutes later'
    >>> time_between(day, read_moment("2031-05-08"))
    'on a later day'
    """
    if one.latest != one.earliest or other.latest != other.earliest:
        return "on a later day" if one.certainly_before(other) else "perhaps at the same time"
    minutes = round((other.earliest - one.earliest).total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'} later"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)} hours later"
    return f"{round(minutes / 1440)} days later"
