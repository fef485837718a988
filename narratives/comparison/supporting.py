"""The support view of a comparison, in the words of its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.review.items import PERSON_RATINGS
from narratives.schema import RELIABILITIES, SchemaError
from narratives.scores.support import support
from narratives.scores.withholding import estimative_word

if TYPE_CHECKING:
    from narratives.comparison.record import Comparison

SUPPORT = ("probability", "low", "high", "words", "withheld")
"""Columns of :func:`support_by_narrative`."""


def no_ratings() -> pd.DataFrame:
    """Return a table of ratings by persons without a row."""
    table = pd.DataFrame({name: [] for name in PERSON_RATINGS})
    return table.astype({**dict.fromkeys(PERSON_RATINGS[:-1], "str"), "line": "int64"})


def judged_sources(sources: pd.DataFrame) -> pd.DataFrame:
    """Return the register with every grade that is not on the scale as not judged.

    A case file with such a grade is refused when it is read; a table made by hand is not.
    """
    known = sources["reliability"].isin(RELIABILITIES)
    return sources.assign(reliability=sources["reliability"].where(known, ""))


def support_by_narrative(comparison: Comparison) -> pd.DataFrame:
    """Set out the support of each narrative, the last row being "none of these".

    Returns
    -------
    DataFrame with columns ``SUPPORT``, indexed by ``narrative_id``
        ``low`` and ``high`` are the ends over the assumptions. ``words`` is the term of
        ICD 203. ``withheld`` is the same in all rows: the reasons, empty where the
        ranking is not withheld. Where it is withheld, no order may be read from the
        numbers.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> support_by_narrative(comparison)["words"].tolist()
    ['withheld', 'withheld', 'withheld', 'withheld']
    """
    found = comparison.support
    columns = (found.probabilities, found.low, found.high, found.words)
    table = pd.DataFrame(dict(zip(SUPPORT[:-1], columns, strict=True)))
    table[SUPPORT[-1]] = pd.Series(" ".join(found.reasons), index=table.index, dtype="str")
    return table.rename_axis(index="narrative_id")


def withheld_reasons(comparison: Comparison) -> tuple[str, ...]:
    """Say why the ranking by support is withheld, with narratives called by their titles.

    Returns
    -------
    tuple of str
        Empty where it is not withheld.
    """
    titles = {n: f"\u201c{t}\u201d" for n, t in comparison.narratives["title"].items()}
    if not comparison.support.withheld or len(set(titles.values())) < len(titles):
        return comparison.support.reasons
    tables: list[Any] = [comparison.matrix, comparison.stakes]
    matrix, stakes = (table.rename(columns=titles) for table in tables)
    try:
        sources = judged_sources(comparison.sources)
        return support(comparison.reports, matrix, sources, stakes).reasons
    except SchemaError:
        return comparison.support.reasons


def range_in_words(low: float, high: float) -> str:
    """Write a range of probabilities, with the terms of ICD 203 at its ends.

    Examples
    --------
    >>> range_in_words(0.43, 0.61)
    '43 to 61 %, unlikely to likely'
    >>> range_in_words(0.001, 0.004)
    'below 1 %, almost no chance'
    """
    numbers = dict.fromkeys(map(_percent, (low, high)))
    words = dict.fromkeys(map(estimative_word, (low, high)))
    told = " to ".join(numbers).replace(" % to ", " to ")
    return f"{told}, {' to '.join(words)}"


def _percent(chance: float) -> str:
    if chance < 0.01:
        return "below 1 %"
    return "above 99 %" if chance > 0.99 else f"{100 * chance:.0f} %"
