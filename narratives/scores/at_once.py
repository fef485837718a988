"""What an item says of several accounts at once: the rules by which their ratings speak together.

``narratives.scores.worlds`` says why these rules and no others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from narratives.schema.arrays import Floats


def speak_at_once(columns: Sequence[Floats]) -> Floats:
    """Let several ratings of each item speak at once.

    The highest above 0 and the lowest below 0 add up.

    Parameters
    ----------
    columns : sequence of array of shape (n_items,)
        From -2 to +2; NaN where not rated.

    Returns
    -------
    array of shape (n_items,)
        From -2 to +2; NaN where none is given.

    Examples
    --------
    >>> speak_at_once([np.array([1.0, 2.0, math.nan]), np.array([2.0, -1.0, math.nan])]).tolist()
    [2.0, 1.0, nan]
    """
    table = np.column_stack(columns)
    rated = np.isfinite(table)
    up = np.where(rated, table, 0.0).max(axis=1).clip(min=0.0)
    down = np.where(rated, table, 0.0).min(axis=1).clip(max=0.0)
    together: Floats = np.where(rated.any(axis=1), up + down, math.nan)
    return together


def fill_from_above(ratings: Floats, above: Sequence[Sequence[int]]) -> Floats:
    """Give each account, where it is not rated, the rating of the narrowest that contain it.

    Parameters
    ----------
    ratings : array of shape (n_items, n_narratives)
        NaN where not rated.
    above : sequence of sequence of int
        For each account, those that contain it.

    Returns
    -------
    array of the same shape

    Examples
    --------
    >>> fill_from_above(np.array([[-1, math.nan], [-1, 2]]), [[], [0]]).tolist()
    [[-1.0, -1.0], [-1.0, 2.0]]
    """
    if not any(above):
        return ratings
    rated = np.isfinite(ratings)
    found = ratings.copy()
    for account, over in enumerate(above):
        if not over:
            continue
        speaking = []
        for wide in over:
            nearer = [n for n in over if wide in above[n]]
            speaks = rated[:, wide] & ~rated[:, nearer].any(axis=1)
            speaking.append(np.where(speaks, ratings[:, wide], math.nan))
        given = rated[:, account]
        found[:, account] = np.where(given, ratings[:, account], speak_at_once(speaking))
    return found
