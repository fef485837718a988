"""In which order decisions count: by their time, whatever the order of the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any


def replay_order(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put lines of review in the order in which they were decided.

    By time first. Of the lines of one moment those of one person stay as they stand, and the
    persons follow each other by name: however a merge interleaves two logs, the order is the
    same. A time without a zone is one of UTC, a day its beginning.

    Examples
    --------
    >>> ana = {"at": "2031-05-06T12:00:00+02:00", "who": "ana"}
    >>> ben = {"at": "2031-05-06T09:00:00Z", "who": "ben"}
    >>> [row["who"] for row in replay_order([ana, ben])]
    ['ben', 'ana']
    """
    return sorted(({**row} for row in rows), key=lambda row: (_moment(row["at"]), row["who"]))


def too_late(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Say which lines a wrong clock dated so late that they count after what was decided later.

    Examples
    --------
    >>> lines = [{"line": 1, "at": "2999-05-06"}, {"line": 2, "at": "2001-05-06"}]
    >>> next(too_late(lines)).split(",")[0]
    'line 1: it is dated 2999-05-06'
    """
    now = datetime.now(UTC)
    last = max((n for n, row in enumerate(rows) if _moment(row["at"]) <= now), default=-1)
    for row in rows[: last + 1]:
        if _moment(row["at"]) > now:
            yield (
                f"line {row['line']}: it is dated {row['at']}, which has not come yet, so it "
                "counts after lines that stand behind it. If the clock was wrong, write the right "
                "time into the line."
            )


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        # A log that is read has no such time; a table made by hand may.
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def moment_behind(times: Iterable[str]) -> str:
    """Return the time now, or the moment behind the latest of some times that has not come yet.

    What is decided last counts. A line that a wrong clock dated into the future would otherwise
    stand before all that is decided until then.

    Examples
    --------
    >>> moment_behind(["2999-05-06T10:00:00Z", "2031-05-06"])
    '2999-05-06T10:00:00.000001Z'
    """
    now = datetime.now(UTC)
    latest = max(map(_moment, times), default=now)
    with suppress(OverflowError):
        now = max(now, latest + timedelta(microseconds=1))
    return now.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def dated(entries: Iterable[Mapping[str, Any]], times: Iterable[str]) -> list[dict[str, Any]]:
    """Give each line without a time one that is later by a millionth of a second.

    So the decisions of one person have an order of their own, wherever their lines stand.

    Examples
    --------
    >>> [line["at"][-8:] for line in dated([{"who": "ana"}] * 2, ["2999-05-06"])]
    ['.000001Z', '.000002Z']
    """
    at = moment_behind(times)
    found = []
    for entry in entries:
        found.append({"at": at, "why": "", **entry})
        at = moment_behind([at])
    return found
