"""What support is weighed by: ratings, priors, likelihoods, and the corners of the assumptions."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narratives.schema import SchemaError
from narratives.schema.arrays import Floats
from narratives.scores.matrix import check_accounts, check_matrix
from narratives.scores.supporting.assumptions import Assumptions, swept
from narratives.scores.supporting.log_odds import (
    item_contributions,
    item_log_odds,
    narrative_log_probabilities,
)
from narratives.scores.supporting.withholding import NONE_OF_THESE
from narratives.scores.supporting.witnesses import Witnesses
from narratives.scores.worlds import Worlds

PRIOR = "before any item"
"""The first row of the contributions. An id has no blanks, so no item of a case is called so."""
_CELLS = 2_000_000
_SWEPT = ("rho", "motive", "scepticism", "doubt", "none", "together")


def read_ratings(matrix: pd.DataFrame) -> Floats:
    """Check the matrix and return its numbers; NaN where not rated."""
    plain = {dtype.kind for dtype in matrix.dtypes} <= set("if")
    unique = matrix.index.is_unique and matrix.columns.is_unique
    if not (plain and unique and not (np.abs(matrix.to_numpy(dtype=float)) > 2).any()):
        # Column by column, to say what is wrong and where.
        check_matrix(matrix)
    check_accounts(matrix)
    if NONE_OF_THESE in matrix.columns:
        raise SchemaError(
            f'matrix has a narrative "{NONE_OF_THESE}", which the score adds itself. Rename it.'
        )
    if PRIOR in matrix.index:
        raise SchemaError(
            f'matrix has an item "{PRIOR}", the name of the first row of the contributions. '
            "Rename it."
        )
    return matrix.to_numpy(dtype=float, na_value=math.nan)


def corners(settings: Assumptions, joint: bool = False) -> dict[str, Floats]:
    """Return the values of what is swept: those given first, then every corner.

    ``together`` is among them where accounts go with each other (``joint``).
    """
    names = _SWEPT if joint else _SWEPT[:-1]
    given = {name: float(getattr(settings, name)) for name in names}
    ranges = swept(settings, joint)
    ends = [ranges.get(name, (given[name],)) for name in names]
    rows = np.array([list(given.values()), *product(*ends)])
    return {name: rows[:, n] for n, name in enumerate(names)}


def log_priors(settings: Assumptions, narratives: Sequence[Hashable], none: Floats) -> Floats:
    """Return settings by narratives and "none of these", as logarithms.

    Raises
    ------
    SchemaError
        If the prior names other narratives.
    """
    weights: Mapping[Any, float] = settings.prior or {}
    unknown = [name for name in weights if name not in narratives]
    missing = [name for name in narratives if weights and name not in weights]
    if unknown or missing:
        raise SchemaError(
            f"assumptions: prior {'does not name' if missing else 'names'} "
            f'"{(missing or unknown)[0]}". Give a weight for each narrative of the matrix: '
            f"{', '.join(map(str, narratives))}."
        )
    share = np.array([weights.get(name, 1.0) for name in narratives], dtype=float)
    named = share / share.sum() if len(share) else share
    logarithms: Floats = np.log(np.column_stack([(1 - none)[:, None] * named, none]))
    return logarithms


def share_priors(worlds: Worlds, priors: Floats, together: Floats | None) -> Floats:
    """Share the prior of accounts out to worlds.

    The share of an account is that of the world in which it is the narrowest. A world in
    which k go with each other has the mean of their shares, in logarithms, times
    ``together`` to the power of k - 1. Accounts that share worlds keep, together, what they
    had: that two go with each other takes nothing from a third.

    Parameters
    ----------
    worlds : Worlds
    priors : array of shape (n_settings, n_narratives + 1)
        Logarithms, "none of these" last.
    together : array of shape (n_settings,), optional
        As in :class:`narratives.Assumptions`.

    Returns
    -------
    array of shape (n_settings, n_worlds + 1)

    Examples
    --------
    Of .98, a and b have two thirds, now shared out as 2 : 2 : 1; c keeps its third.

    >>> from narratives.scores.worlds import read_worlds
    >>> worlds = read_worlds("abc", [("a", "goes_with", "b")])
    >>> before = np.log([[0.98 / 3, 0.98 / 3, 0.98 / 3, 0.02]])
    >>> np.exp(share_priors(worlds, before, np.array([0.5]))).round(4).tolist()
    [[0.2613, 0.2613, 0.3267, 0.1307, 0.02]]
    """
    if not worlds.joint or together is None:
        return priors
    named = priors[:, :-1]
    shared = [
        named[:, list(some)].mean(axis=1) + (len(some) - 1) * np.log(together)
        for some in worlds.narrowest[worlds.accounts :]
    ]
    found = np.column_stack([named, *shared, priors[:, -1]])
    for accounts, theirs in worlds.groups:
        had = np.logaddexp.reduce(named[:, accounts], axis=1)
        has = np.logaddexp.reduce(found[:, theirs], axis=1)
        found[:, theirs] += (had - has)[:, None]
    return found


def likelihoods(settings: Assumptions, ratings: Floats) -> Floats:
    """Return items by narratives, with a column of .5 for "none of these"."""
    steps = sorted(settings.likelihoods)
    table = np.interp(ratings, steps, [settings.likelihoods[step] for step in steps])
    return np.column_stack([table, np.full(len(ratings), 0.5)])


def weigh(
    witnesses: Witnesses,
    likelihood: Floats,
    log_priors: Floats,
    grid: dict[str, Floats],
    temperature: float,
    alone: NDArray[np.bool_] | None = None,
) -> tuple[Floats, Floats]:
    """Return the contributions under the first setting, and all log-probabilities."""
    per_setting = witnesses.shape[0] * max(witnesses.shape[1], likelihood.shape[1], 1)
    step = max(1, _CELLS // max(per_setting, 1))
    found, first = [], None
    for at in range(0, len(log_priors), step):
        some = {name: values[at : at + step] for name, values in grid.items()}
        graded = witnesses.log_odds(some["motive"], np.zeros_like(some["scepticism"]))
        sceptical = witnesses.log_odds(some["motive"], some["scepticism"])
        odds = item_log_odds(graded, some["rho"], sceptical)
        doubted = 0.5 + (1 - some["doubt"])[:, None, None] * (likelihood - 0.5)
        contributions = item_contributions(odds, doubted, alone) / temperature
        first = contributions[0] if first is None else first
        found.append(narrative_log_probabilities(contributions, log_priors[at : at + step]))
    assert first is not None
    return first, np.vstack(found)
