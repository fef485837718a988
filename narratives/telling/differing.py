"""Everything in which another reader of a case differs from the first: ratings and grades."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.review.readings import OUTSIDE
from narratives.schema import RATING_LETTERS, each

if TYPE_CHECKING:
    from narratives.comparison import Tables

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
_IN_PARTS = ("rating", "card")
"""Fields one line of which decides on several accounts or criteria."""


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
        ``why`` is the reason of the other reader's last line on it; ``outside`` tells whether that
        rests on knowledge from outside the text. Empty where there is one reading.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> table = reading_differences(comparison)
    >>> table.groupby("field", sort=False).size().to_dict()
    {'rating': 7, 'credibility': 2, 'reliability': 11}
    >>> grades = table[table["outside"] & (table["field"] == "reliability")]
    >>> grades[["target", "first", "other"]].values.tolist()
    [['isis_group', '', 'C'], ['us_intelligence', '', 'B']]
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
    reasons = last_reasons(other.corrections)

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


def last_reasons(corrections: pd.DataFrame) -> dict[tuple[str, str, str], str]:
    """Return the reason of the last line of the review on each thing.

    Parameters
    ----------
    corrections : DataFrame
        ``comparison.corrections``.

    Returns
    -------
    dict of (target, field, part) to str
        ``part`` is the account of a rating, the criterion of a card, and "" of any other field.
    """
    found = {}
    for line in each(corrections):
        if line.status == "applied":
            parts = json.loads(line.value) if line.field in _IN_PARTS else ("",)
            found.update({(str(line.target), line.field, str(part)): line.why for part in parts})
    return found


def _letters(rating: float) -> str:
    return "NA" if rating != rating else RATING_LETTERS.get(rating, f"{rating:+g}")


def _grade(value: Any) -> str:
    """Write a grade as it is given; one that is missing is empty."""
    return "" if pd.isna(value) else f"{value:g}" if isinstance(value, float) else str(value)
