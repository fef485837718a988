"""What several people decided, on the page: how far they agree, where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from narratives.deciding import agree
from narratives.deciding.people import ALPHA_IN_WORDS
from narratives.telling.differing import list_differences
from narratives.telling.ranks import order_in_words
from narratives.telling.summary import summary_in_words
from narratives.telling.words import account_letter, join_words, shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

MOST = 8
"""Differences that are written out; ``narratives agreement`` lists all."""
LONGEST = 90
READERS = 2
"""Two readings show all that two people gave; of more the others would be missing."""
_TOLD = "rating"
"""Where ratings differ the page says already, and where two readings give other grades."""


@dataclass(frozen=True)
class DifferingThing:
    """Something on which people differ: its address and words, and who decided what."""

    target: str
    words: str
    told: str


@dataclass(frozen=True)
class PeopleView:
    """Who decided, alpha by field, the first few differences, and the summary by each alone.

    Attributes
    ----------
    names : str
    words : str
        What alpha and its interval say.
    fields : list of (name, alpha, interval, differ)
        With why there is no number in place of the interval; ``differ`` of how many things.
    rows : list of DifferingThing
        Without ratings, and ``more`` that are not written out.
    summaries : list of (name, str)
        Empty where the comparison was not made for each person alone.
    """

    names: str
    words: str
    fields: list[tuple[str, str, str, str]]
    rows: list[DifferingThing]
    more: int
    summaries: list[tuple[str, str]]


def list_people(comparison: Tables) -> PeopleView | None:
    """Give what two or more people decided about the same things, or None.

    Examples
    --------
    >>> import narratives as nv
    >>> list_people(nv.compare(nv.load_case("seeds/crocus-city-hall"))).fields[0]
    ('rating', '0.73', '0.57 to 0.85', '7 of 15')
    """
    found = agree(comparison)
    if found.reason:
        return None
    fields = []
    for name, row in zip(found.fields.index, found.fields.to_dict("records"), strict=True):
        alpha = "–" if isnan(row["alpha"]) else f"{row['alpha']:.2f}"
        ends = row["reason"] or f"{row['low']:.2f} to {row['high']:.2f}"
        fields.append((str(name), alpha, ends, f"{row['differ']} of {row['things']}"))
    rows = []
    letters = {str(name): account_letter(n) for n, name in enumerate(comparison.narratives.index)}
    differ = found.differences[found.differences["field"] != _TOLD]
    shown = {(one.target, one.field) for one in list_differences(comparison)}
    for (target, name), thing in differ.groupby(["target", "field"], sort=False):
        if (target, name) in shown and thing["who"].nunique() == READERS:
            continue
        given = [
            f"{who}: "
            + ", ".join(
                f"{_with_letter(p, letters)} {v}".strip()
                for p, v in zip(own["part"], own["value"], strict=True)
            )
            for who, own in thing.groupby("who", sort=False)
        ]
        words = shorten(str(thing["words"].iloc[0]), LONGEST)
        rows.append(DifferingThing(str(target), words, f"{name}: {'; '.join(given)}"))
    everybody = f"{summary_in_words(comparison)} {order_in_words(comparison)}"
    summaries = []
    for who, alone in comparison.by_person.items():
        told = f"{summary_in_words(alone)} {order_in_words(alone)}"
        summaries.append((who, "the same summary and order." if told == everybody else told))
    return PeopleView(
        join_words(list(found.persons)),
        ALPHA_IN_WORDS,
        fields,
        rows[:MOST],
        max(0, len(rows) - MOST),
        summaries,
    )


def _with_letter(part: str, letters: Mapping[str, str]) -> str:
    """Write the letter of the account that a part names, with its stance where one stands there."""
    return " ".join(letters.get(word, word) for word in part.split())
