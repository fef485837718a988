"""Entries of a live blog: units with a time of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import NamedTuple

from narratives.copies.moments import Moment, read_moment
from narratives.documents import shadow
from narratives.documents.published import read_published
from narratives.lexicon import load_lexicon
from narratives.schema import Document

FEWEST = 3
"""Lines that begin with a time from which a text is a live blog."""
MIDNIGHT = timedelta(hours=6)
"""A step against the order of the entries that is longer than this crosses midnight."""
_ZONE = r"(?P<zone>(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|(?-i:[A-Z]{1,4})(?![^\W\d_]))"
_HEAD = re.compile(
    r"^[ \t]*(?:(?:updated?|posted|published)(?: at)?:? ?)?"
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?: ?(?P<half>[ap])\.?m\.?)?"
    rf"(?: ?\(?{_ZONE}\)?)?[ \t]*(?=$|[-–—|:•]|[^\W\d_]|[\"“])",
    re.I | re.M,
)


class LiveEntry(NamedTuple):
    """One entry of a live blog.

    ``at`` is its time as ISO 8601 with the zone that it gives, or that of the document; empty
    where the day is not known. ``start`` and ``end`` are code points into the text.
    """

    document_id: str
    number: int
    start: int
    end: int
    at: str


def find_entries(document: Document) -> list[LiveEntry]:
    r"""Find the entries of a live blog: lines that begin with a time of the day.

    The day is that of publication, or for a blog that shows the newest first, of the last
    change; where the times run past midnight the day changes.

    Parameters
    ----------
    document : Document

    Returns
    -------
    list of LiveEntry
        In the order of the text; empty for a text that is no live blog.

    Examples
    --------
    >>> text = "Mill fire: live\n\n23:50 CET The roof fell.\n\n0:10 CET Two men are missing.\n\n" \
    ...     "1:05 CET One was found."
    >>> [entry.at for entry in find_entries(Document("a", text, published="2031-05-06"))]
    ['2031-05-06T23:50+01:00', '2031-05-07T00:10+01:00', '2031-05-07T01:05+01:00']
    """
    heads = list(_HEAD.finditer(shadow(document.text)))
    if len(heads) < FEWEST:
        return []
    clock = [_time(head) for head in heads]
    forward = sum(map(_step, clock, clock[1:]), timedelta(0)) >= timedelta(0)
    first = read_published(
        document.published if forward else document.changed or document.published
    )
    day = date.fromisoformat(first.value[:10]) if first and len(first.value) >= 10 else None
    zone = _zone_of(document.published)
    entries = []
    for number, (head, minutes) in enumerate(zip(heads, clock, strict=True)):
        if number and day is not None:
            step = minutes - clock[number - 1]
            if forward and step < -MIDNIGHT:
                day += timedelta(days=1)
            elif not forward and step > MIDNIGHT:
                day -= timedelta(days=1)
        end = heads[number + 1].start() if number + 1 < len(heads) else len(document.text)
        own = _zone(head)
        at = "" if day is None else f"{day}T{_written(minutes)}{zone if own is None else own}"
        entries.append(LiveEntry(document.document_id, number + 1, head.start(), end, at))
    return entries


class Clock:
    """Says when each place of a text was published: its entry's time, or that of the text.

    Parameters
    ----------
    documents : iterable of Document
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        documents = tuple(documents)
        self._published = {d.document_id: d.published for d in documents}
        self.entries: dict[str, Sequence[LiveEntry]] = {
            d.document_id: find_entries(d) for d in documents
        }

    def entry(self, document_id: str, place: int) -> LiveEntry | None:
        """Return the entry in which a place stands, or None."""
        found = (e for e in self.entries[document_id] if e.start <= place < e.end)
        return next(found, None)

    def written(self, document_id: str, place: int = -1) -> str:
        """Return the time as it is written, with its zone; empty where none is known."""
        entry = self.entry(document_id, place) if place >= 0 else None
        return entry.at if entry and entry.at else self._published[document_id]

    def moment(self, document_id: str, place: int = -1) -> Moment | None:
        """Return the time as a moment, or None where none is known."""
        return read_moment(self.written(document_id, place))


def _time(head: re.Match[str]) -> timedelta:
    hour = int(head["hour"])
    if head["half"]:
        hour = hour % 12 + (12 if head["half"].lower() == "p" else 0)
    return timedelta(hours=hour, minutes=int(head["minute"]))


def _written(time: timedelta) -> str:
    return (datetime.min + time).strftime("%H:%M")


def _step(one: timedelta, other: timedelta) -> timedelta:
    """Return how far the clock went, the shorter way round."""
    day, half = timedelta(days=1), timedelta(hours=12)
    return (other - one + half) % day - half


def _zone(head: re.Match[str]) -> str | None:
    """Return the zone of an entry as an offset; empty for one that is not known, None for none."""
    given = (head["zone"] or "").upper()
    if given in _zones():
        return _offset(_zones()[given])
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", given)
    if match is None or int(match[2]) > 14 or int(match[3] or 0) > 59:
        return "" if len(given) > 2 and given.endswith("T") else None
    return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"


def _zone_of(published: str) -> str:
    read = read_published(published)
    match = re.search(r"T\S*?([+-]\d{2}:\d{2}|Z)$", read.value) if read else None
    return "" if match is None else match[1]


def _offset(minutes: int) -> str:
    return datetime(2000, 1, 1, tzinfo=timezone(timedelta(minutes=minutes))).isoformat()[-6:]


@cache
def _zones() -> dict[str, int]:
    return {row["name"]: int(row["minutes"]) for row in load_lexicon("zones")}
