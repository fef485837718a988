"""Two readers of one case side by side: what each would conclude, and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from narratives.review.readings import is_outside
from narratives.telling.differing import reading_differences
from narratives.telling.ranks import order_in_words
from narratives.telling.relations import MORE_THAN_ONE, caution_of_order
from narratives.telling.support import range_in_words, withheld_reasons
from narratives.telling.words import count_word, join_words, number_of

if TYPE_CHECKING:
    from narratives.comparison import Tables

FIRST = "first"


def readings_in_words(comparison: Tables) -> list[str]:
    """Say what each reading concludes, by contradiction and by support, and what hangs on it.

    Returns
    -------
    list of str
        One paragraph a reading, one more for each that takes something from outside the text,
        without that, and last where they differ. Where there is one reading, only what it takes
        from outside the text.

    Examples
    --------
    >>> import narratives as nv
    >>> told = readings_in_words(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> told[0].split(": what")[0]
    'The first reading: Nothing here is rated as contradicting any account, so there is no order'
    """
    if not comparison.readings:
        return _left_out("", comparison)
    told = []
    for name, reading in ((FIRST, comparison), *comparison.readings.items()):
        told += [concluded_in_words(name, reading), *_left_out(name, reading)]
    return [*told, differ_in_words(comparison)]


def _left_out(name: str, reading: Tables) -> list[str]:
    told = f"{outside_in_words(name, reading)} {alone_in_words(name, reading)}".strip()
    return [told] if told else []


def concluded_in_words(name: str, reading: Tables) -> str:
    """Say what one reading concludes, by contradiction and by support."""
    return f"The {_called(name)}: {_concluded(reading)}"


def _called(name: str) -> str:
    return f"{name} reading".strip()


def alone_in_words(name: str, reading: Tables) -> str:
    """Say what a reading concludes without what it takes from outside the text.

    Returns
    -------
    str
        "" where it takes nothing from there.
    """
    alone = reading.text_alone
    return "" if alone is None else f"The {_called(name)} by the text alone: {_concluded(alone)}"


def outside_in_words(name: str, reading: Tables) -> str:
    """Say how much of a reading rests on knowledge from outside the text, and what hangs on it.

    Returns
    -------
    str
        "" where nothing does.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> outside_in_words("second", comparison.readings["second"])
    'Of the second reading, 3 lines rest on knowledge from outside the text; without them both \
orders stay as they are.'
    """
    alone = reading.text_alone
    counted = is_outside(reading.corrections) & (reading.corrections["status"] == "applied")
    number = int(counted.sum())
    if alone is None or not number:
        return ""
    lines = "1 line rests" if number == 1 else f"{number} lines rest"
    changed = [
        kind
        for kind, one, other in zip(
            ("contradiction", "support"), _orders(reading), _orders(alone), strict=True
        )
        if one != other
    ]
    return (
        f"Of the {_called(name)}, {lines} on knowledge from outside the text; without "
        f"{'it' if number == 1 else 'them'} "
        + (
            f"the order by {join_words(changed)} is another."
            if changed
            else "both orders stay as they are."
        )
    )


def readings_in_short(comparison: Tables) -> str:
    """Say in one sentence that there are several readings and what hangs on them.

    Of one reading alone, how much of it rests on knowledge from outside the text.

    Examples
    --------
    >>> import narratives as nv
    >>> readings_in_short(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    'Two readings: the order hangs on who rated.'
    """
    if comparison.readings:
        return f"{readings_title(comparison)}: {_hangs(comparison)}"
    return outside_in_words("", comparison).partition(";")[0]


def differ_in_words(comparison: Tables) -> str:
    """Say in how much the readings differ, and what hangs on it."""
    fields = reading_differences(comparison)["field"]
    ratings = int((fields == "rating").sum())
    counts = f"{number_of(ratings, 'rating')} and {number_of(len(fields) - ratings, 'grade')}"
    return f"They differ in {counts}; {_hangs(comparison)}"


def readings_title(comparison: Tables) -> str:
    """Count the readings: "Two readings"; of one say why it is told of apart."""
    if not comparison.readings:
        return "Knowledge from outside the text"
    return count_word(1 + len(comparison.readings), "reading").capitalize()


def _hangs(comparison: Tables) -> str:
    orders = {order_in_words(one) for one in (comparison, *comparison.readings.values())}
    if len(orders) > 1:
        return "the order hangs on who rated."
    return "the order by contradiction is the same."


def _orders(reading: Tables) -> tuple[Any, ...]:
    """Return both orders of the accounts, to be compared with those of another reading."""
    by_support = reading.support_by_narrative["probability"]
    return (
        reading.ranking["rank"].sort_index().fillna(0).tolist(),
        # Two orders that are both withheld, for whatever reasons, are none.
        None if reading.support.withheld else by_support.rank(ascending=False).fillna(0).tolist(),
    )


def _concluded(reading: Tables) -> str:
    by_support = reading.support_by_narrative
    if reading.support.withheld:
        supported = f"By support no order: {' '.join(withheld_reasons(reading))}"
    else:
        titles = reading.narratives["title"]
        named = by_support.drop(index=by_support.index[-1]).sort_values(
            "probability", ascending=False, kind="stable"
        )
        accounts = [
            f"“{titles[n]}” ({range_in_words(row.low, row.high)})"
            for n, row in zip(named.index, named.itertuples(), strict=True)
        ]
        supported = f"By support, if the assumptions hold: {join_words(accounts)}."
        if caution := caution_of_order(reading):
            supported += f" {MORE_THAN_ONE}"
            supported += "" if caution in order_in_words(reading) else f" {caution}"
    return f"{order_in_words(reading)} {supported}"
