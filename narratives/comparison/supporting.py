"""The support view of a comparison as a table, and the tables that it is counted from."""

from __future__ import annotations

import pandas as pd

from narratives.review.items import PERSON_RATINGS
from narratives.schema import RELIABILITIES
from narratives.scores.supporting.support import Support

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


def support_by_narrative(found: Support) -> pd.DataFrame:
    """Set out the support of each narrative, the last row being "none of these".

    Parameters
    ----------
    found : Support
        As :func:`narratives.support` returns it.

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
    >>> comparison.support_by_narrative["words"].tolist()
    ['withheld', 'withheld', 'withheld', 'withheld']
    """
    columns = (found.probabilities, found.low, found.high, found.words)
    table = pd.DataFrame(dict(zip(SUPPORT[:-1], columns, strict=True)))
    table[SUPPORT[-1]] = pd.Series(" ".join(found.reasons), index=table.index, dtype="str")
    return table.rename_axis(index="narrative_id")
