"""Two readings on the page: what each concludes, where they differ, and what is from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from narratives.report.accounts import AccountKey, Accounts, number_items
from narratives.telling.differing import list_differences
from narratives.telling.readings import (
    FIRST,
    alone_in_words,
    concluded_in_words,
    differ_in_words,
    outside_in_words,
    readings_in_short,
    readings_title,
)
from narratives.telling.words import join_words

if TYPE_CHECKING:
    from narratives.comparison import Tables
    from narratives.telling.differing import Difference

WITH, WITHOUT = "known", "alone"
"""What is shown while knowledge from outside the text counts, and while it is left out."""
ELSEWHERE = (
    "Elsewhere on this page what review.jsonl takes from there counts; narratives report "
    "--text-alone leaves it out there too."
)
"""What the box of the page does not reach, where that is something."""


@dataclass(frozen=True)
class DifferenceLine:
    """Something that another reader judges otherwise.

    Attributes
    ----------
    anchor, name : str
        The item or source, and its place on the page.
    field : str
        "" for ratings, else which grade.
    cells : list of (AccountKey or None, str, str)
        What the first has and what the other has, by account where it is a rating.
    why : str
    outside : bool
        Whether that rests on knowledge from outside the text.
    shown : str
        "", ``WITH`` or ``WITHOUT``.
    reading : str
        Whose, where there are several other readings.
    """

    anchor: str
    name: str
    field: str
    cells: list[tuple[AccountKey | None, str, str]]
    why: str
    outside: bool
    shown: str
    reading: str


@dataclass(frozen=True)
class ReadingsView:
    """The readings of one case side by side.

    Attributes
    ----------
    title, short, others : str
        "Two readings", what hangs on them, and the names of the others.
    differ : list of (str, str)
        In how much they differ, and when that is shown: "", ``WITH`` or ``WITHOUT``. Empty where
        there is one.
    told : list of (str, str)
        What each concludes, and when it is shown: "", ``WITH`` or ``WITHOUT``.
    outside : list of str
        What is left out of each, and what changes by it.
    rows : list of DifferenceLine
    """

    title: str
    short: str
    others: str
    differ: list[tuple[str, str]]
    told: list[tuple[str, str]]
    outside: list[str]
    rows: list[DifferenceLine]


def list_readings(
    comparison: Tables, accounts: Accounts, anchors: Mapping[str, str]
) -> ReadingsView | None:
    """Give what each reading concludes and where they differ.

    ``anchors`` are the places of the sources on the page, by their ids. None where there is one
    reading and nothing in it is from outside the text.
    """
    if not comparison.readings and comparison.text_alone is None:
        return None
    all_of_them = {FIRST if comparison.readings else "": comparison, **comparison.readings}
    told = []
    for name, reading in all_of_them.items():
        alone = alone_in_words(name, reading)
        told.append((concluded_in_words(name, reading), WITH if alone else ""))
        told += [(alone, WITHOUT)] if alone else []
    inside = replace(
        comparison.text_alone or comparison,
        readings={n: r.text_alone or r for n, r in comparison.readings.items()},
    )
    counts, fewer = differ_in_words(comparison), differ_in_words(inside)
    counted, left = list_differences(comparison), list_differences(inside)
    rows = [(one, "" if one in left else WITH) for one in counted]
    rows += [(one, WITHOUT) for one in left if one not in counted]
    places = {item: f"e{n}" for item, n in number_items(comparison).items()}
    order = list({(one.target, one.field): None for one in counted})
    rows.sort(key=lambda row: _place(order, row[0]))
    several = len(comparison.readings) > 1
    outside = [words for n, r in all_of_them.items() if (words := outside_in_words(n, r))]
    if comparison.text_alone is not None:
        outside.append(ELSEWHERE)
    return ReadingsView(
        title=readings_title(comparison),
        short=readings_in_short(comparison),
        others=join_words(list(comparison.readings), "or"),
        differ=([(counts, "")] if counts == fewer else [(counts, WITH), (fewer, WITHOUT)])
        if comparison.readings
        else [],
        told=told,
        outside=outside,
        rows=[
            _line(one, shown, accounts, {**anchors, **places}, several=several)
            for one, shown in rows
        ],
    )


def _place(order: list[tuple[str, str]], one: Difference) -> int:
    key = (one.target, one.field)
    return order.index(key) if key in order else len(order)


def _line(
    one: Difference, shown: str, accounts: Accounts, places: Mapping[str, str], *, several: bool
) -> DifferenceLine:
    of_source = one.field == "reliability"
    anchor = places.get(one.target, "sources" if of_source else "items")
    return DifferenceLine(
        anchor=anchor,
        name=one.name if of_source or one.target not in places else anchor.upper(),
        field="" if one.field == "rating" else one.field,
        cells=[(accounts.get(narrative), before, now) for narrative, before, now in one.cells],
        why=one.why,
        outside=one.outside,
        shown=shown,
        reading=one.reading if several else "",
    )
