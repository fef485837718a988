"""Whether a report serves its source: it fits the account that the source wants believed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from narratives.schema.arrays import Floats

_SAME = 1e-9


def serving(
    ratings: ArrayLike,
    stakes: ArrayLike,
    signs: ArrayLike,
    partly: float = 0.6,
    together: NDArray[np.bool_] | None = None,
) -> Floats:
    """Return how plainly each report serves its source: 1, ``partly`` or 0.

    Two questions are asked of what is reported. Does it fit the account that the source
    wants believed? And does it fit it better than the rivals, which is the mean of those
    that the source does not want? Yes to both is 1. Only better than the rivals, or only
    fitting and no better, is ``partly``. What fits the rivals better is against the
    interest of the source, even where it fits its own account a little: 0.

    Parameters
    ----------
    ratings : array of shape (..., n_narratives)
        Of the reported item, from -2 to 2; NaN where it is not rated.
    stakes : array of shape (..., n_narratives)
        +1 wants the narrative believed, -1 wants it disbelieved, 0 no stake. Where a source
        names only what it wants disbelieved, the others are its own, and the reverse.
    signs : array of shape (...)
        +1 where the source says that the item is so, -1 where it says that it is not.
    partly : float from 0 to 1
    together : array of bool of shape (n_narratives, n_narratives), optional
        Whether two narratives may be so at once. What may be so beside an account that the
        source wants, or does not want, is no rival of it and stands on neither side, unless the
        source has a stake in it itself.

    Returns
    -------
    array of shape (...)
        0 as well where the source has no stake, or nothing is rated. A mean leaves out what
        is not rated; a side of which nothing is rated stands at 0, as ``N`` does.

    Examples
    --------
    Of three accounts the source wants the first. An item rated C, I, I serves it; one rated
    N, II, II does by hurting the rivals; one rated C, CC, CC speaks for the rivals.

    >>> rated = [[1, -1, -1], [0, -2, -2], [1, 2, 2], [1, 1, 1]]
    >>> serving(rated, [[1, 0, 0]] * 4, [1, 1, 1, 1]).tolist()
    [1.0, 0.6, 0.0, 0.6]
    """
    given, stake = np.broadcast_arrays(
        np.asarray(ratings, dtype=float), np.asarray(stakes, dtype=float)
    )
    rated = np.isfinite(given)
    numbers = np.where(rated, given, 0.0)
    wanted, unwanted = stake > 0, stake < 0
    has_wanted = wanted.any(axis=-1, keepdims=True)
    has_unwanted = unwanted.any(axis=-1, keepdims=True)
    own_side = np.where(has_wanted, wanted, ~_beside(unwanted, together))
    other_side = np.where(has_unwanted, unwanted, ~_beside(wanted, together))
    fits = np.asarray(signs) * _mean(stake * numbers, rated & (stake != 0))
    better = np.asarray(signs) * (
        _mean(numbers, rated & own_side) - _mean(numbers, rated & other_side)
    )
    both = (fits > _SAME) & (better > _SAME)
    one = ~both & ((better > _SAME) | ((fits > _SAME) & (better > -_SAME)))
    some = (wanted | unwanted).any(axis=-1)
    share: Floats = np.where(some, both + partly * one, 0.0)
    return share


def _beside(chosen: NDArray[np.bool_], together: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """Add what may be so beside what was chosen."""
    if together is None:
        return chosen
    beside: NDArray[np.bool_] = (chosen.astype(int) @ together.astype(int)) > 0
    return beside


def _mean(numbers: Floats, chosen: np.ndarray) -> Floats:
    count = np.maximum(chosen.sum(axis=-1), 1)
    mean: Floats = np.where(chosen, numbers, 0.0).sum(axis=-1) / count
    return mean
