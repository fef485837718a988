"""Whether a stated probability comes true as often as it says."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from narratives.schema import SchemaError


def reliability(probability: ArrayLike, outcome: ArrayLike, *, bins: int = 10) -> pd.DataFrame:
    """Set what was stated beside what came true.

    Parameters
    ----------
    probability : array of numbers from 0 to 1
    outcome : array of 0 and 1, of the same length
    bins : int
        Pieces of equal width from 0 to 1; empty ones are left out.

    Returns
    -------
    DataFrame
        One row a piece: ``stated`` (mean probability), ``came_true`` (share) and
        ``cases`` (count).

    Raises
    ------
    SchemaError
        If the lengths differ or a probability is not between 0 and 1.

    Examples
    --------
    >>> reliability([0.9, 0.9, 0.1], [1, 0, 0])["came_true"].tolist()
    [0.0, 0.5]
    """
    stated = np.asarray(probability, dtype=np.float64)
    true = np.asarray(outcome, dtype=np.float64)
    if stated.shape != true.shape or stated.ndim != 1:
        raise SchemaError(
            f"probability and outcome have the shapes {stated.shape} and {true.shape}. "
            "Give one number of each for every case."
        )
    if not np.all((stated >= 0) & (stated <= 1)):
        raise SchemaError("probability holds numbers outside 0 to 1, or missing ones.")
    piece = np.minimum((stated * bins).astype(int), bins - 1)
    table = pd.DataFrame({"piece": piece, "stated": stated, "came_true": true})
    grouped = table.groupby("piece")
    found = grouped[["stated", "came_true"]].mean()
    found["cases"] = grouped.size()
    return found.reset_index(drop=True)


def calibration_error(probability: ArrayLike, outcome: ArrayLike, *, bins: int = 10) -> float:
    """Return the expected calibration error: mean distance of stated from come true.

    Parameters
    ----------
    probability, outcome, bins
        As for ``reliability``.

    Returns
    -------
    float
        From 0 (as stated) to 1; pieces count by their cases. NaN without cases.

    References
    ----------
    .. [1] M. P. Naeini, G. Cooper, M. Hauskrecht, *Obtaining Well Calibrated
       Probabilities Using Bayesian Binning*, AAAI 2015.

    Examples
    --------
    >>> round(calibration_error([0.9, 0.9, 0.1], [1, 0, 0]), 3)
    0.3
    """
    table = reliability(probability, outcome, bins=bins)
    if table.empty:
        return float("nan")
    distance = (table["stated"] - table["came_true"]).abs()
    return float((distance * table["cases"]).sum() / table["cases"].sum())
