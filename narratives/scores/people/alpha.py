"""Krippendorff's alpha, and how far it moves when units are drawn anew."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LEVELS = ("ordinal", "interval", "nominal")

Unit = Sequence[float]
"""The values that different persons gave one thing, a number each."""


def krippendorff_alpha(
    groups: Sequence[Sequence[Unit]],
    level: str = "nominal",
    *,
    draws: int = 1000,
    share: float = 0.95,
    seed: int = 0,
) -> tuple[float, float, float]:
    """Compute alpha and its bootstrap interval.

    Alpha is 1 less the disagreement that is seen over the one that chance would give: 1
    where all agree, 0 where they agree as often as chance would have it, below 0 where they
    differ more than that.

    Parameters
    ----------
    groups : sequence of sequences of units
        Units that are drawn together, such as the cells of one item. A unit holds the values
        that different persons gave it; with fewer than two it counts nowhere.
    level : {"ordinal", "interval", "nominal"}
        Whether values are ranks, numbers with equal steps, or names.
    draws : int
        Bootstrap samples. Whole groups are drawn.
    share : float
        Of the samples that lie within the interval.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    alpha, low, high : float
        NaN, all three, where fewer than two different values were given.

    Notes
    -----
    Samples in which all values are alike have no alpha and are left out. A thousand samples
    of thirty persons are one product of two matrices; a library that walks through every pair
    takes minutes for them.

    References
    ----------
    .. [1] K. Krippendorff, *Content Analysis*, 4th ed., 2018, ch. 12.

    Examples
    --------
    >>> units = [[1, 1], [2, 2], [1, 2], [2, 2]]
    >>> round(krippendorff_alpha([units], "nominal", draws=10)[0], 3)
    0.533
    """
    values = sorted({value for group in groups for unit in group for value in unit})
    pairs = np.stack([_coincidences(group, values) for group in groups]) if groups else None
    if pairs is None or np.count_nonzero(pairs.sum(axis=(0, 2))) < 2:
        return math.nan, math.nan, math.nan
    scale = np.asarray(values, dtype=float)
    alpha = float(_alphas(pairs.sum(axis=0)[None], scale, level)[0])
    random = np.random.default_rng(seed)
    number = len(groups)
    taken = np.stack(
        [np.bincount(random.integers(number, size=number), minlength=number) for _ in range(draws)]
    )
    drawn = _alphas(np.tensordot(taken.astype(float), pairs, axes=1), scale, level)
    known = drawn[~np.isnan(drawn)]
    low, high = np.quantile(known if known.size else [math.nan], [(1 - share) / 2, (1 + share) / 2])
    return alpha, float(low), float(high)


def _coincidences(units: Sequence[Unit], values: Sequence[float]) -> NDArray[np.float64]:
    """Count how often two persons gave each pair of values, each unit as its persons are many."""
    place = {value: n for n, value in enumerate(values)}
    found = np.zeros((len(values), len(values)))
    for unit in units:
        if len(unit) < 2:
            continue
        counts = np.bincount([place[value] for value in unit], minlength=len(values)).astype(float)
        found += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    return found


def _alphas(
    pairs: NDArray[np.float64], scale: NDArray[np.float64], level: str
) -> NDArray[np.float64]:
    """Return alpha of each of several tables of coincidences; NaN where all values are alike."""
    counts = pairs.sum(axis=2)
    total = counts.sum(axis=1)
    apart = _distances(counts, scale, level)
    seen = (pairs * apart).sum(axis=(1, 2)) * (total - 1)
    chance = (counts[:, :, None] * counts[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(chance > 0, 1 - seen / chance, np.nan)


def _distances(
    counts: NDArray[np.float64], scale: NDArray[np.float64], level: str
) -> NDArray[np.float64]:
    """Return how far each two values are apart, squared as Krippendorff has it.

    Ranks have no distance of their own: two are as far apart as there are values given from
    the one to the other, those at both ends counted half.
    """
    if level == "nominal":
        return np.broadcast_to(1.0 - np.eye(len(scale)), (len(counts), *[len(scale)] * 2))
    if level == "ordinal":
        places = np.cumsum(counts, axis=1) - counts / 2
    else:
        places = np.broadcast_to(scale, counts.shape)
    return (places[:, :, None] - places[:, None, :]) ** 2
