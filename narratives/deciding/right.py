"""How often the draft was right on what a person checked."""

from __future__ import annotations

from math import isnan, nan, sqrt
from statistics import NormalDist

import pandas as pd

from narratives.comparison import Tables
from narratives.deciding.checked import checked_rows

RIGHT = ("right", "of", "share", "low", "high")
"""Columns of :func:`share_right`, which is indexed by field."""


def share_right(tables: Tables, *, share: float = 0.95) -> pd.DataFrame:
    """Say how often the draft was right on what a person checked, by field.

    Parameters
    ----------
    tables : Tables
        A comparison with its review.
    share : float
        How sure the interval is, between 0 and 1.

    Returns
    -------
    DataFrame indexed by field, columns ``RIGHT``
        ``right`` of ``of`` checked things were right; ``share`` is their quotient, ``low`` and
        ``high`` the ends of its interval (:func:`wilson_interval`). Without a row where nothing
        was checked.

    Notes
    -----
    What a person looks at first is what is least sure. The share of the rest is then rather
    higher than this one. The interval takes what was checked as drawn by chance.

    Examples
    --------
    >>> import narratives as nv
    >>> table = share_right(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> table.loc["content", ["right", "of"]].astype(int).tolist()
    [16, 17]
    """
    checked: dict[str, list[bool]] = {}
    for _, name, _, _, was_right, _ in checked_rows(tables):
        checked.setdefault(name, []).append(was_right)
    rows = {}
    for name, told in checked.items():
        right, of = sum(told), len(told)
        rows[name] = (right, of, right / of, *wilson_interval(right, of, share=share))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(RIGHT))
    return table.astype({"right": "int64", "of": "int64"}).rename_axis("field")


def wilson_interval(right: int, of: int, *, share: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval of a share.

    Parameters
    ----------
    right, of : int
        How many of how many.
    share : float
        How sure the interval is, between 0 and 1.

    Returns
    -------
    low, high : float
        Between 0 and 1; NaN where ``of`` is 0.

    Raises
    ------
    ValueError
        If ``right`` is not between 0 and ``of``, or ``share`` not between 0 and 1.

    Notes
    -----
    It is that of [1]_, without a correction for continuity; [2]_ recommends it for few cases,
    where the one of Clopper and Pearson is wider than it has to be.

    References
    ----------
    .. [1] E. B. Wilson, Probable inference, the law of succession, and statistical inference,
       *Journal of the American Statistical Association* 22, 1927, 209-212.
    .. [2] L. D. Brown, T. T. Cai, A. DasGupta, Interval estimation for a binomial proportion,
       *Statistical Science* 16, 2001, 101-133.

    Examples
    --------
    >>> [round(end, 3) for end in wilson_interval(8, 10)]
    [0.49, 0.943]
    """
    if not 0 <= right <= of:
        raise ValueError(f"right {right} must be between 0 and of, which is {of}.")
    if not 0 < share < 1:
        raise ValueError(f"share {share} must be between 0 and 1.")
    if not of:
        return nan, nan
    z = NormalDist().inv_cdf((1 + share) / 2)
    found = right / of
    middle = (found + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(found * (1 - found) / of + z * z / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def right_in_words(right: int, of: int, low: float, high: float) -> str:
    """Write a share with its interval.

    Examples
    --------
    >>> right_in_words(8, 10, *wilson_interval(8, 10))
    '8 of 10 (49 to 94 in 100)'
    """
    if isnan(low):
        return "nothing checked"
    return f"{right} of {of} ({100 * low:.0f} to {100 * high:.0f} in 100)"
