"""Probabilities that pupils gave, beside what happened in an event that was made up."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from narratives.bearing import reliability

EVEN = 0.25
"""The score of who says 50 to every account."""


def brier_score(chances: Mapping[str, float], truth: str) -> float:
    """Score the probabilities of one person: the mean squared distance from what happened.

    Parameters
    ----------
    chances : mapping of letter to a number from 0 to 1
    truth : str
        The letter of the account that is what happened.

    Returns
    -------
    float
        0 where all that happened was given 1 and all else 0; 0.25 for 50 to every account; 1
        at most. NaN where no number was given.

    References
    ----------
    .. [1] G. W. Brier, *Verification of Forecasts Expressed in Terms of Probability*, Monthly
       Weather Review 78 (1950).

    Examples
    --------
    >>> brier_score({"A": 0.8, "B": 0.1}, "A")
    0.025
    """
    if not chances:
        return math.nan
    apart = [(chance - (letter == truth)) ** 2 for letter, chance in chances.items()]
    return round(sum(apart) / len(apart), 10)


def class_calibration(chances: pd.DataFrame, truth: str) -> pd.DataFrame:
    """Set what a class stated beside what came true, in five steps.

    Parameters
    ----------
    chances : DataFrame of shape (n_pupils, n_accounts)
        From 0 to 1, NaN where no number was given; columns are letters.
    truth : str

    Returns
    -------
    DataFrame
        As :func:`narratives.reliability` returns it.

    Examples
    --------
    >>> chances = pd.DataFrame({"A": [0.9, 0.7], "B": [0.1, float("nan")]})
    >>> class_calibration(chances, "A")["came_true"].tolist()
    [0.0, 1.0, 1.0]
    """
    given = [
        (chance, float(letter == truth))
        for letter, column in chances.items()
        for chance in column.dropna()
    ]
    stated, true = zip(*given, strict=True) if given else ((), ())
    return reliability(list(stated), list(true), bins=5)


def tell_score(score: float) -> str:
    """Say kindly what a Brier score means for one pupil.

    Examples
    --------
    >>> tell_score(0.02)
    'Sure where the texts were clear. Well read.'
    """
    if math.isnan(score):
        return "No numbers given."
    if score <= 0.05:
        return "Sure where the texts were clear. Well read."
    if score < EVEN:
        return "Closer than saying 50 to each account."
    if score == EVEN:
        return "As close as saying 50 to each account: open to all of them."
    return "Surer than the texts allowed this time. Which word made you sure?"
