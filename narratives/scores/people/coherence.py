"""Probabilities judged by several persons: made coherent, then put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from narratives.schema import SchemaError

SHARPNESS = 5.0
"""How fast the weight of a person falls with incoherence.

A person whose two probabilities sum to 1.2 is .14 away from coherence and keeps about half
the weight of a coherent one. 0 gives the plain mean. No published value fits this task, so
sweep it.
"""


@dataclass(frozen=True)
class Pooled:
    """Judgments of several persons, each one coherent, and their weighted mean.

    Parameters
    ----------
    mean : Series indexed by narrative
        Sums to 1.
    coherent : DataFrame of shape (n_persons, n_narratives)
        The nearest coherent probabilities of each person; rows sum to 1.
    incoherence : Series indexed by person
        How far each person's numbers were from coherence.
    weights : Series indexed by person
        Sum to 1.

    Examples
    --------
    >>> judged = pd.DataFrame({"arson": [0.5, 0.7], "storm": [0.5, 0.5]}, index=["ana", "ben"])
    >>> pooled = pool_judgments(judged)
    >>> pooled.coherent.round(2).to_dict("index")
    {'ana': {'arson': 0.5, 'storm': 0.5}, 'ben': {'arson': 0.6, 'storm': 0.4}}
    >>> pooled.weights.round(2).to_dict()
    {'ana': 0.67, 'ben': 0.33}
    """

    mean: pd.Series[float]
    coherent: pd.DataFrame
    incoherence: pd.Series[float]
    weights: pd.Series[float]


def project_to_simplex(values: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the probabilities nearest to given numbers, by Euclidean distance.

    Every number is moved by the same amount, and those that would fall below 0 are set
    to 0. The amount is found exactly, by sorting.

    Parameters
    ----------
    values : array_like of shape (n,)

    Returns
    -------
    ndarray of shape (n,)
        0 or more; sums to 1.

    Raises
    ------
    SchemaError
        If there are no numbers, or one is missing or not finite.

    References
    ----------
    .. [1] M. Held, P. Wolfe and H. P. Crowder, *Validation of subgradient
       optimization*, Mathematical Programming 6, 1974.

    Examples
    --------
    >>> project_to_simplex([0.75, 0.5]).tolist()
    [0.625, 0.375]
    >>> project_to_simplex([1.25, 0.0]).tolist()
    [1.0, 0.0]
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.ndim != 1 or not numbers.size or not np.isfinite(numbers).all():
        raise SchemaError("values must be one row of finite numbers, one for each narrative.")
    falling = np.sort(numbers)[::-1]
    moves = (np.cumsum(falling) - 1) / np.arange(1, numbers.size + 1)
    kept = int(np.flatnonzero(falling > moves)[-1])
    above: np.ndarray[Any, np.dtype[np.float64]] = np.maximum(numbers - moves[kept], 0.0)
    return above


def make_coherent(judgments: pd.DataFrame) -> pd.DataFrame:
    """Replace the judgments of each person by the nearest probabilities that sum to 1.

    The narratives together have to be exhaustive and exclude each other: add a column
    for "none of these" where they do not exhaust what could be.

    Parameters
    ----------
    judgments : DataFrame of shape (n_persons, n_narratives)
        Probabilities from 0 to 1, judged one by one.

    Returns
    -------
    DataFrame of the same shape

    Raises
    ------
    SchemaError
        If a judgment is missing or not from 0 to 1.

    Examples
    --------
    >>> make_coherent(pd.DataFrame({"arson": [0.75], "storm": [0.5]}, index=["ana"]))
         arson  storm
    ana  0.625  0.375
    """
    _check(judgments)
    rows = [project_to_simplex(row) for row in judgments.to_numpy(dtype=float)]
    return pd.DataFrame(rows, index=judgments.index, columns=judgments.columns, dtype=float)


def incoherence(judgments: pd.DataFrame) -> pd.Series[float]:
    """Measure how far the judgments of each person lie from the nearest coherent ones.

    Parameters
    ----------
    judgments : DataFrame of shape (n_persons, n_narratives)

    Returns
    -------
    Series named "incoherence", indexed by person
        Euclidean distance; 0 where the judgments sum to 1.

    Examples
    --------
    >>> judgments = pd.DataFrame({"arson": [0.6, 0.75], "storm": [0.4, 0.5]}, index=["ana", "ben"])
    >>> incoherence(judgments).round(3).tolist()
    [0.0, 0.177]
    """
    away = judgments.to_numpy(dtype=float) - make_coherent(judgments).to_numpy()
    distance = np.sqrt((away**2).sum(axis=1))
    return pd.Series(distance, index=judgments.index, name="incoherence", dtype=float)


def pool_judgments(judgments: pd.DataFrame, *, sharpness: float = SHARPNESS) -> Pooled:
    """Make judgments coherent, then average them, the more coherent the heavier.

    Parameters
    ----------
    judgments : DataFrame of shape (n_persons, n_narratives)
    sharpness : float
        Weights are proportional to exp(-``sharpness`` × incoherence); see ``SHARPNESS``.

    Returns
    -------
    Pooled
        The judgments of each person stay beside the mean.

    Raises
    ------
    SchemaError
        If there is no person, a judgment is missing or not from 0 to 1, or
        ``sharpness`` is below 0.

    Notes
    -----
    Coherence is no knowledge: a person can be coherent and wrong. In one experiment
    with analysts, making judgments coherent and then averaging cut the mean absolute
    error by 61 % [1]_; that was a task with numbers, and no news article.

    References
    ----------
    .. [1] D. R. Mandel, C. W. Karvetski and M. K. Dhami, *Boosting intelligence
       analysts' judgment accuracy*, Judgment and Decision Making 13(6), 2018.
    .. [2] G. Wang, S. R. Kulkarni, H. V. Poor and D. N. Osherson, *Aggregating large
       sets of probabilistic forecasts by weighted coherent adjustment*, Decision
       Analysis 8(2), 2011.

    Examples
    --------
    >>> judgments = pd.DataFrame({"arson": [0.6, 1.0], "storm": [0.4, 0.8]}, index=["ana", "ben"])
    >>> pooled = pool_judgments(judgments)
    >>> pooled.weights.round(2).to_dict(), pooled.mean.round(2).to_dict()
    ({'ana': 0.94, 'ben': 0.06}, {'arson': 0.6, 'storm': 0.4})
    """
    if judgments.empty:
        raise SchemaError("judgments are empty. Give one row a person, one column a narrative.")
    if not sharpness >= 0:
        raise SchemaError(f"sharpness {sharpness} is below 0. Use 0 for the plain mean, or more.")
    coherent, away = make_coherent(judgments), incoherence(judgments)
    # Taken from the smallest distance, so that no sharpness makes all weights vanish.
    raw = np.exp(-sharpness * (away - away.min()))
    weights = (raw / raw.sum()).rename("weight")
    return Pooled((coherent.mul(weights, axis=0)).sum().rename("mean"), coherent, away, weights)


def _check(judgments: pd.DataFrame) -> None:
    for who, row in zip(judgments.index, judgments.to_numpy(dtype=float), strict=True):
        for narrative, value in zip(judgments.columns, row, strict=True):
            if not 0 <= value <= 1:
                raise SchemaError(
                    f'judgments, "{who}", narrative "{narrative}": {value:g} is not a '
                    "probability. Use a number from 0 to 1 for each."
                )
