"""Two readers of one case side by side: what each would conclude, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.review.readings import OUTSIDE, is_outside
from narratives.schema import RATING_LETTERS, each
from narratives.telling.ranks import order_in_words
from narratives.telling.relations import MORE_THAN_ONE, caution_of_order
from narratives.telling.support import withheld_reasons
from narratives.telling.words import count_word, join_words, number_of

if TYPE_CHECKING:
    from narratives.comparison import Tables

FIRST = "first"
DIFFERENCES = (
    "reading",
    "target",
    "name",
    "field",
    "narrative_id",
    "first",
    "other",
    "why",
    "outside",
)
"""Columns of :func:`reading_differences`."""
NONE = "none"
"""What is said where a reader gives no grade."""
_OF_ITEMS = ("credibility", "relevance")


@dataclass(frozen=True)
class Difference:
    """Something that another reader judges otherwise, with the reason that this reader gives.

    Attributes
    ----------
    reading, target, name, field : str
    cells : tuple of (str, str, str)
        The narrative, or "" where a grade is meant; what the first has and what the other has.
    why : str
    outside : bool
        Whether the reason rests on knowledge from outside the text.
    """

    reading: str
    target: str
    name: str
    field: str
    cells: tuple[tuple[str, str, str], ...]
    why: str
    outside: bool


def readings_in_words(comparison: Tables) -> list[str]:
    """Say what each reading concludes, by contradiction and by support, and what hangs on it.

    Returns
    -------
    list of str
        Empty where there is one reading; else one paragraph a reading, one more for each that
        takes something from outside the text, without that, and last where they differ.

    Examples
    --------
    >>> import narratives as nv
    >>> told = readings_in_words(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> told[0].split(": what")[0]
    'The first reading: Nothing here is rated as contradicting any account, so there is no order'
    """
    if not comparison.readings:
        return []
    told = [concluded_in_words(FIRST, comparison)]
    for name, reading in comparison.readings.items():
        told.append(concluded_in_words(name, reading))
        if outside := outside_in_words(name, reading):
            told.append(f"{outside} {alone_in_words(name, reading)}")
    return [*told, f"They differ in {_differ(comparison)}"]


def concluded_in_words(name: str, reading: Tables) -> str:
    """Say what one reading concludes, by contradiction and by support."""
    return f"The {name} reading: {_concluded(reading)}"


def alone_in_words(name: str, reading: Tables) -> str:
    """Say what a reading concludes without what it takes from outside the text.

    Returns
    -------
    str
        "" where it takes nothing from there.
    """
    alone = reading.text_alone
    return "" if alone is None else f"The {name} reading by the text alone: {_concluded(alone)}"


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
    if alone is None:
        return ""
    number = int(is_outside(reading.corrections).sum())
    lines = "1 line rests" if number == 1 else f"{number} lines rest"
    changed = [
        kind
        for kind, one, other in zip(
            ("contradiction", "support"), _orders(reading), _orders(alone), strict=True
        )
        if one != other
    ]
    return (
        f"Of the {name} reading, {lines} on knowledge from outside the text; without "
        f"{'it' if number == 1 else 'them'} "
        + (
            f"the order by {join_words(changed)} is another."
            if changed
            else "both orders stay as they are."
        )
    )


def readings_in_short(comparison: Tables) -> str:
    """Say in one sentence that there are several readings and what hangs on them.

    Examples
    --------
    >>> import narratives as nv
    >>> readings_in_short(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    'Two readings differ in 7 ratings and 13 grades; the order hangs on who rated.'
    """
    if not comparison.readings:
        return ""
    return f"{readings_title(comparison)} differ in {_differ(comparison)}"


def readings_title(comparison: Tables) -> str:
    """Count the readings: "Two readings"."""
    return count_word(1 + len(comparison.readings), "reading").capitalize()


def reading_differences(comparison: Tables) -> pd.DataFrame:
    """List what another reader judges otherwise than the first, with the reason given for it.

    Parameters
    ----------
    comparison : Comparison
        Of a case with ``review-NAME.jsonl`` beside ``review.jsonl``.

    Returns
    -------
    DataFrame with columns ``DIFFERENCES``
        One row for each rating (``field`` is "rating" and ``narrative_id`` names the account),
        each grade of an item ("credibility", "relevance") and of a source ("reliability").
        ``target`` and ``name`` say which item or source, ``first`` and ``other`` what each
        reader gives: a rating that is missing is ``NA``, a grade that is missing is empty.
        ``why`` is the other reader's reason; ``outside`` tells whether it rests on knowledge from
        outside the text. Empty where there is one reading.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> table = reading_differences(comparison)
    >>> table.groupby("field", sort=False).size().to_dict()
    {'rating': 7, 'credibility': 2, 'reliability': 11}
    >>> table.loc[table["outside"], ["target", "first", "other"]].values.tolist()
    [['image_match', 'N', 'II'], ['us_intelligence', '', 'B'], ['isis_group', '', 'C']]
    """
    rows = [
        (name, *row)
        for name, other in comparison.readings.items()
        for row in _differing(comparison, other)
    ]
    table = pd.DataFrame(rows, columns=list(DIFFERENCES))
    return table.astype(dict.fromkeys(DIFFERENCES[:-1], "str") | {"outside": "bool"})


def list_differences(comparison: Tables) -> list[Difference]:
    """List what another reader judges otherwise, the ratings of an item with one reason together.

    Examples
    --------
    >>> import narratives as nv
    >>> found = list_differences(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> found[0].name, found[0].cells
    ('ISIS says that it did it', (('ukrainian_trace', 'N', 'I'), ('false_flag', 'N', 'I')))
    """
    found: dict[tuple[str, str, str, str], list[Any]] = {}
    for row in each(reading_differences(comparison)):
        found.setdefault((row.reading, row.target, row.field, row.why), []).append(row)
    return [
        Difference(
            reading,
            target,
            str(rows[0].name),
            field,
            tuple((row.narrative_id, row.first or NONE, row.other or NONE) for row in rows),
            why,
            bool(rows[0].outside),
        )
        for (reading, target, field, why), rows in found.items()
    ]


def _differing(first: Tables, other: Tables) -> Iterator[tuple[Any, ...]]:
    reasons = _reasons(other)

    def told(
        target: object, name: object, field: str, account: str, one: str, two: str
    ) -> tuple[Any, ...]:
        why = reasons.get((str(target), field, account), "")
        return str(target), str(name), field, account, one, two, why, why.startswith(OUTSIDE)

    for item in first.matrix.index:
        label = first.items.at[item, "label"]
        for narrative in map(str, first.matrix.columns):
            one, two = (_letters(float(t.matrix[narrative][item])) for t in (first, other))
            if one != two:
                yield told(item, label, "rating", narrative, one, two)
        for grade in _OF_ITEMS:
            one, two = (_grade(t.items.at[item, grade]) for t in (first, other))
            if one != two:
                yield told(item, label, grade, "", one, two)
    for source in first.sources.index:
        one, two = (_grade(t.sources.at[source, "reliability"]) for t in (first, other))
        if one != two:
            yield told(source, first.sources.at[source, "name"], "reliability", "", one, two)


def _reasons(reading: Tables) -> dict[tuple[str, str, str], str]:
    """Return the reason of the last line on each thing; a rating's on each of its accounts."""
    found = {}
    for line in each(reading.corrections):
        if line.status == "applied":
            parts = json.loads(line.value) if line.field == "rating" else ("",)
            found.update({(str(line.target), line.field, str(part)): line.why for part in parts})
    return found


def _differ(comparison: Tables) -> str:
    fields = reading_differences(comparison)["field"]
    ratings = int((fields == "rating").sum())
    counts = [number_of(ratings, "rating"), number_of(len(fields) - ratings, "grade")]
    orders = {order_in_words(one) for one in (comparison, *comparison.readings.values())}
    hangs = len(orders) > 1
    return f"{' and '.join(counts)}; " + (
        "the order hangs on who rated." if hangs else "the order by contradiction is the same."
    )


def _orders(reading: Tables) -> tuple[Any, ...]:
    """Return both orders of the accounts, to be compared with those of another reading."""
    by_support = reading.support_by_narrative["probability"]
    return (
        reading.ranking["rank"].sort_index().fillna(0).tolist(),
        reading.support.withheld or by_support.rank(ascending=False).fillna(0).tolist(),
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
            f"“{titles[n]}” ({row.words}, {row.low:.0%} to {row.high:.0%})"
            for n, row in zip(named.index, named.itertuples(), strict=True)
        ]
        supported = f"By support, if the assumptions hold: {join_words(accounts)}."
        if caution := caution_of_order(reading):
            supported += f" {MORE_THAN_ONE}"
            supported += "" if caution in order_in_words(reading) else f" {caution}"
    return f"{order_in_words(reading)} {supported}"


def _letters(rating: float) -> str:
    return "NA" if rating != rating else RATING_LETTERS.get(rating, f"{rating:+g}")


def _grade(value: Any) -> str:
    """Write a grade as it is given; one that is missing is empty."""
    return "" if pd.isna(value) else f"{value:g}" if isinstance(value, float) else str(value)
