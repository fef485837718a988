"""Numbers of a claim: what they are, and whether a later text can have them from an earlier one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from narratives.lexicon import load_lexicon

DAY, HALF_DAY = 1_440, 720
"""Minutes."""
ROUNDED = 0.1
"""Share of a number by which "nearly", "some" or "more than" may change it in a copy."""


class Amount(NamedTuple):
    """A number of a claim.

    ``kind`` is "count", "percent", "money", "ordinal", "year", "month", "day", "weekday" or
    "time", which is in minutes of the day. ``least`` and ``most`` are the same but for vague
    words ("dozens"). ``side`` is "above" or "below" where the words bound it; ``loose`` says that
    a count was rounded, or that a time may be before noon or after.
    """

    kind: str
    least: float
    most: float
    side: str = ""
    loose: bool = False


def are_other_numbers(before: Sequence[Amount], after: Sequence[Amount]) -> bool:
    """Tell whether two claims have another number for the same: each has one that the other lacks.

    A number that was left out, or added, is no other number.

    Examples
    --------
    >>> from narratives.copies.counted import read_amounts
    >>> told = [read_amounts(text) for text in ("12 men", "twelve men on 3 May", "13 men")]
    >>> are_other_numbers(told[0], told[1]), are_other_numbers(told[0], told[2])
    (False, True)
    """
    kinds: dict[str, tuple[list[Amount], list[Amount]]] = defaultdict(lambda: ([], []))
    for place, amounts in enumerate((before, after)):
        for amount in amounts:
            kinds[amount.kind][place].append(amount)
    return any(_differ(*both) for both in kinds.values())


def _differ(before: list[Amount], after: list[Amount]) -> bool:
    common = Counter(before) & Counter(after)
    left = list((Counter(before) - common).elements())
    missed = False
    rest = list((Counter(after) - common).elements())
    for amount in left:
        alike = next((other for other in rest if are_alike(amount, other)), None)
        if alike is None:
            missed = True
        else:
            rest.remove(alike)
    return missed and bool(rest)


def are_alike(before: Amount, after: Amount) -> bool:
    """Tell whether a later text can have a number from an earlier one, perhaps rounded.

    Examples
    --------
    >>> from narratives.copies.counted import read_amounts
    >>> told = [read_amounts(text)[0] for text in ("133", "more than 130", "at least 115")]
    >>> are_alike(told[0], told[1]), are_alike(told[1], told[0]), are_alike(told[2], told[0])
    (True, False, False)
    """
    if before.kind != after.kind or {before.side, after.side} == {"above", "below"}:
        return False
    if before.kind == "time":
        circle = HALF_DAY if before.loose or after.loose else DAY
        return before.least % circle == after.least % circle
    if before.least <= after.most and after.least <= before.most:
        return True
    is_round = after.loose and after.least == after.most and after.least % 10 == 0
    return is_round and abs(after.least - before.least) <= ROUNDED * before.least


def exact(kind: str, value: float) -> Amount:
    """Return an amount that is one number."""
    return Amount(kind, value, value)


def word_at(words: Sequence[str], at: int) -> str:
    """Return a word of a row, empty beyond its ends."""
    return words[at] if 0 <= at < len(words) else ""


@cache
def known() -> dict[str, dict[str, str]]:
    """Return the words around numbers by their kind, each with its value."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in load_lexicon("amounts"):
        found[row["kind"]][row["word"]] = row["value"]
    return found
