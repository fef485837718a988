"""Two readers of one case side by side: what each would conclude, and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from narratives.schema import RATING_LETTERS
from narratives.telling.ranks import order_in_words
from narratives.telling.relations import MORE_THAN_ONE, caution_of_order
from narratives.telling.support import withheld_reasons
from narratives.telling.words import join_words

if TYPE_CHECKING:
    from narratives.comparison import Tables

FIRST = "first"
DIFFERENCES = ("reading", "item_id", "narrative_id", "first", "other", "why")


def readings_in_words(comparison: Tables) -> list[str]:
    """Say what each reading concludes, by contradiction and by support.

    Returns
    -------
    list of str
        Empty where there is one reading; else one paragraph a reading, and what hangs on it.

    Examples
    --------
    >>> import narratives as nv
    >>> told = readings_in_words(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> told[0].split(": what")[0]
    'The first reading: Nothing here is rated as contradicting any account, so there is no order'
    """
    if not comparison.readings:
        return []
    readings = {FIRST: comparison, **comparison.readings}
    told = [f"The {name} reading: {_concluded(each)}" for name, each in readings.items()]
    orders = {order_in_words(each) for each in readings.values()}
    number = len(reading_differences(comparison))
    told.append(
        f"They differ in {number} rating{'s' if number != 1 else ''}; "
        + (
            "the order hangs on who rated."
            if len(orders) > 1
            else "the order by contradiction is the same."
        )
    )
    return told


def reading_differences(comparison: Tables) -> pd.DataFrame:
    """List the cells that another reader rates otherwise than the first, with the reason.

    Returns
    -------
    DataFrame with columns ``DIFFERENCES``
        ``first`` and ``other`` are letters, ``NA`` where it is not rated.
    """
    rows = []
    for name, other in comparison.readings.items():
        ratings = other.corrections[other.corrections["field"] == "rating"]
        why = dict(zip(ratings["target"], ratings["why"], strict=True))
        for item in comparison.matrix.index:
            for narrative in comparison.matrix.columns:
                one = _letters(float(comparison.matrix[narrative][item]))
                two = _letters(float(other.matrix[narrative][item]))
                if one != two:
                    rows.append((name, item, narrative, one, two, why.get(str(item), "")))
    return pd.DataFrame(rows, columns=list(DIFFERENCES), dtype="str")


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
