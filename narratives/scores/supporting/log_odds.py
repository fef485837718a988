"""The two steps of the support score: bare maths on arrays, without checks.

All functions broadcast over leading axes, so that thousands of cases, or one case under
many assumptions, are one call. Log-odds and contributions are natural logarithms.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from narratives.schema.arrays import Floats


def report_log_odds(
    accuracy: ArrayLike,
    serves: ArrayLike,
    motive: ArrayLike = 0.7,
    scepticism: ArrayLike = 0.1,
    taken_over: ArrayLike = 0.0,
) -> Floats:
    """Return how far one report speaks for what it says.

    The accuracy is pulled towards .5 by scepticism. A report that serves its source is
    made anyway with the chance ``motive``, one that was taken over from another source is
    made anyway as well, and both tell only for the rest. One that does not serve its
    source, or that goes against its interest, keeps its full weight.

    Parameters
    ----------
    accuracy : array
        Chance that such a source is right, from .5 to below 1.
    serves : array of bool, or of float from 0 to 1
        Whether the report serves a stake of its source, or what share of ``motive`` counts.
    motive, scepticism : float or array
        From 0 to 1.
    taken_over : float or array
        Chance that the report only repeats what another source says.

    Returns
    -------
    array of log-odds
        0, no information, or above.

    Examples
    --------
    An A source: .5 + .9 × .45 = .905, and log(.905 / .095) = 2.254. Where it has a stake,
    log((.7 + .3 × .905) / (.7 + .3 × .095)) = 0.288.

    >>> report_log_odds([0.95, 0.95], [False, True]).round(3).tolist()
    [2.254, 0.288]
    """
    right = 0.5 + (1 - np.asarray(scepticism)) * (np.asarray(accuracy, dtype=float) - 0.5)
    # Made anyway: for the stake, or else because another said so.
    motivated = np.asarray(serves, dtype=float) * motive
    anyway = 1 - (1 - motivated) * (1 - np.asarray(taken_over))
    odds: Floats = np.log(anyway + (1 - anyway) * right) - np.log(
        anyway + (1 - anyway) * (1 - right)
    )
    return odds


def item_log_odds(
    witnesses: ArrayLike, rho: ArrayLike = 0.3, sceptical: ArrayLike | None = None
) -> Floats:
    """Return the log-odds that each item is so: the fact step.

    Witnesses who agree share a discount w = 1 / (1 + (m - 1) rho), where m is their
    number in witnesses as strong as the strongest: the sum of their log-odds over the
    largest. For equal witnesses that is their count; a weak one beside a strong one
    adds little to m, and so can never take away from what the strong one says. Those
    who say that the item is so, and those who say that it is not, are taken apart:
    they do not share an error.

    The discount and scepticism answer one worry, that what is said together is worth
    less than it looks. Taking both would count that worry twice, so those who agree
    count as the smaller of two sums: their log-odds as graded, with the discount, or
    their log-odds under scepticism, without it. A lone witness has no discount, and
    stands under scepticism.

    Parameters
    ----------
    witnesses : array of shape (..., n_items, n_witnesses)
        Log-odds, above 0 for "it is so", below for "it is not", 0 for silence.
    rho : float or array of shape (...)
        What those who agree share, from 0 to 1.
    sceptical : array shaped as ``witnesses``, optional
        The same witnesses under scepticism. Default: only the discount is taken.

    Returns
    -------
    array of shape (..., n_items)

    Examples
    --------
    Two equal witnesses: m = 2, w = 1 / 1.3, and 2 × 1.4 / 1.3 = 2.154. A silent
    third changes nothing.

    >>> item_log_odds([[1.4, 1.4, 0.0], [1.4, 0.0, -1.4]]).round(3).tolist()
    [2.154, 0.0]

    Under scepticism each of two is worth 0.9: together 1.8, less than 2. Of three, the
    discount takes more: 3 × 1.4 / 1.8 = 2.333, and not 2.7.

    >>> item_log_odds([[1.4, 1.4, 0], [1.4, 1.4, 1.4]], 0.4, [[0.9, 0.9, 0], [0.9] * 3]).round(3)
    array([1.8  , 2.333])
    """
    signed = np.asarray(witnesses, dtype=float)
    share = np.asarray(rho)[..., None]
    so, not_so = (_agreed(np.maximum(side, 0), share) for side in (signed, -signed))
    if sceptical is not None:
        pulled = np.asarray(sceptical, dtype=float)
        so = np.minimum(so, np.maximum(pulled, 0).sum(axis=-1))
        not_so = np.minimum(not_so, np.maximum(-pulled, 0).sum(axis=-1))
    return so - not_so


def item_contributions(
    log_odds: ArrayLike, likelihood: ArrayLike, alone: NDArray[np.bool_] | None = None
) -> Floats:
    """Return what each item does to each narrative: the narrative step.

    With p the chance that the item is so and L its likelihood under the narrative, the
    item multiplies the narrative by p L + (1 - p)(1 - L), in logarithms. The mean over
    the narratives that the item is rated for is taken away, so that a narrative that
    it is not rated for stands at 0: it neither gains nor loses.

    Parameters
    ----------
    log_odds : array of shape (..., n_items)
    likelihood : array of shape (..., n_items, n_narratives)
        Above 0 and below 1, NaN where not rated. The narrative "none of these" is a
        column of .5.
    alone : array of bool of shape (n_narratives,), optional
        Where the columns are worlds (:mod:`narratives.scores.worlds`): over which of them the
        mean is taken. Default: all.

    Returns
    -------
    array of shape (..., n_items, n_narratives)
        Each row sums to 0 over ``alone``. Above 0, the item speaks for the narrative.

    Examples
    --------
    An item that is certain, of likelihood .8 and .2: log(.8 / .2) / 2 = 0.693.

    >>> item_contributions([40.0], [[0.8, 0.2, float("nan")]]).round(3).tolist()
    [[0.693, -0.693, 0.0]]
    """
    chance = (1 / (1 + np.exp(-np.asarray(log_odds, dtype=float))))[..., None]
    if_so = np.asarray(likelihood, dtype=float)
    rated = ~np.isnan(if_so)
    fits = np.log(np.where(rated, chance * if_so + (1 - chance) * (1 - if_so), 1.0))
    some, of = (fits, rated) if alone is None else (fits[..., alone], rated[..., alone])
    mean = some.sum(axis=-1, keepdims=True) / np.maximum(of.sum(axis=-1, keepdims=True), 1)
    contributions: Floats = np.where(rated, fits - mean, 0.0)
    return contributions


def narrative_log_probabilities(contributions: ArrayLike, log_prior: ArrayLike) -> Floats:
    """Add the contributions to the prior, and let the probabilities sum to 1.

    Parameters
    ----------
    contributions : array of shape (..., n_items, n_narratives)
    log_prior : array of shape (..., n_narratives)
        Only differences count.

    Returns
    -------
    array of shape (..., n_narratives)
        Logarithms of probabilities.

    Examples
    --------
    >>> np.exp(narrative_log_probabilities([[0.693, -0.693]], [0.0, 0.0])).round(2).tolist()
    [0.8, 0.2]
    """
    total = np.asarray(contributions, dtype=float).sum(axis=-2) + np.asarray(log_prior)
    top = total.max(axis=-1, keepdims=True)
    log_probabilities: Floats = (
        total - top - np.log(np.exp(total - top).sum(axis=-1, keepdims=True))
    )
    return log_probabilities


def _agreed(strengths: Floats, rho: NDArray[np.float64]) -> Floats:
    """Add the log-odds of witnesses who agree; all 0 or above."""
    total: Floats = strengths.sum(axis=-1)
    strongest = strengths.max(axis=-1, initial=0.0)
    number = total / np.where(strongest > 0, strongest, 1.0)
    discounted: Floats = total / (1 + np.maximum(number - 1, 0) * rho)
    return discounted
