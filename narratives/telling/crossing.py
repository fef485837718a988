"""Claims through time as rows for a reader: first heard, firmer, changing numbers, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives.copies import count_namings, namings_by_account
from narratives.copies.moments import read_moment, sort_key
from narratives.schema import each
from narratives.schema.spans import unquoted

if TYPE_CHECKING:
    import pandas as pd

    from narratives.comparison import Tables


@dataclass(frozen=True)
class FirstHeard:
    """Where a voice is first heard on one side of an account, and where it is heard again.

    ``again`` are dates of later statements of its own, ``copied`` of those that came by copying.
    """

    narrative_id: str
    stance: str
    name: str
    at: str
    publisher: str
    document_id: str
    strength: str
    words: str
    statement_id: str
    copy_of: str
    again: tuple[str, ...]
    copied: tuple[str, ...]


def list_first_heard(comparison: Tables) -> dict[str, list[FirstHeard]]:
    """List the first appearances on each account, the earliest first.

    Returns
    -------
    dict of narrative id to list of FirstHeard
        In the order of the case. Voices heard in texts without a date alone are left out.
    """
    claims = comparison.claims
    later: dict[tuple[str, str, str], list[tuple[str, bool]]] = {}
    for claim in each(claims):
        if not claim.first and claim.at:
            key = (claim.narrative_id, claim.stance, claim.voice)
            later.setdefault(key, []).append((claim.at, claim.copy_of != ""))
    found: dict[str, list[FirstHeard]] = {str(n): [] for n in comparison.narratives.index}
    for claim in each(claims[claims["first"].astype(bool)]):
        again = later.get((claim.narrative_id, claim.stance, claim.voice), [])
        found.setdefault(claim.narrative_id, []).append(
            FirstHeard(
                claim.narrative_id,
                claim.stance,
                claim.name,
                claim.at,
                claim.publisher,
                claim.document_id,
                claim.strength,
                unquoted(claim.words),
                claim.statement_id,
                claim.copy_of,
                tuple(dict.fromkeys(at for at, copied in again if not copied)),
                tuple(dict.fromkeys(at for at, copied in again if copied)),
            )
        )
    return found


@dataclass(frozen=True)
class NumberStep:
    """One number of a thing that changes, and who gives it, in the order of the dates."""

    thing: str
    number: int
    bound: str
    at: str
    publishers: tuple[str, ...]
    document_id: str
    words: str


def list_numbers(comparison: Tables) -> dict[str, list[NumberStep]]:
    """List how each number that changes went from text to text.

    Returns
    -------
    dict of the thing to list of NumberStep
        One step where a number that was not the last one is given; who repeats it stands with it.
    """
    found: dict[str, list[NumberStep]] = {}
    for row in each(comparison.numbers):
        steps = found.setdefault(row.thing, [])
        same = next((n for n, s in enumerate(steps) if s.number == row.number), None)
        if same is None:
            steps.append(
                NumberStep(
                    row.thing, int(row.number), row.bound, row.at, (row.publisher,),
                    row.document_id, row.words,
                )
            )  # fmt: skip
        elif row.publisher not in steps[same].publishers:
            old = steps[same]
            steps[same] = NumberStep(
                old.thing, old.number, old.bound, old.at, (*old.publishers, row.publisher),
                old.document_id, old.words,
            )  # fmt: skip
    return found


def name_tables(comparison: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count what each thing is called: by publisher, and by the account that is supported.

    Returns
    -------
    by_publisher, by_account : DataFrame indexed by thing and word
    """
    titles: Mapping[str, str] = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    joined = namings_by_account(comparison.namings, comparison.bearings)
    by_account = count_namings(joined, "narrative_id").rename(columns=titles)
    known = [title for title in titles.values() if title in by_account.columns]
    return count_namings(comparison.namings), by_account.reindex(columns=known)


def order_of(at: str) -> tuple[object, ...]:
    """Return a key that sorts written dates as dates."""
    return sort_key(read_moment(at))


def write_when(at: str) -> str:
    """Write a date for a reader: the day, the hour and the zone as it was given.

    Examples
    --------
    >>> write_when("2031-03-04T09:15+01:00"), write_when("2031-03-04"), write_when("")
    ('4 Mar 09:15 (+01:00)', '4 Mar', 'no date')
    """
    moment = read_moment(at)
    if moment is None:
        return "no date"
    day, _, time = moment.written.partition("T")
    parts = day.split("-")
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    if len(parts) < 3:
        return f"{months[int(parts[1]) - 1]} {parts[0]}" if len(parts) == 2 else day
    shown = f"{int(parts[2])} {months[int(parts[1]) - 1]}"
    if not time:
        return shown
    zone = time[5:].removeprefix(":00") if not time[5:].startswith(":") else time[8:]
    return f"{shown} {time[:5]}" + (f" ({zone})" if zone else "")
