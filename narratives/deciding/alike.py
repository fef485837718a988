"""How far several people decided one field alike: Krippendorff's alpha, with its interval."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from narratives.schema import (
    CARD_SCORES,
    CREDIBILITIES,
    PLACES,
    RATINGS,
    RELEVANCES,
    RELIABILITIES,
    SHOWN,
    STRENGTHS,
)
from narratives.scores.people.alpha import krippendorff_alpha

_RANKS: Mapping[str, Sequence[str]] = {
    "strength": STRENGTHS,
    "shown": SHOWN,
    "rating": tuple(RATINGS),
    # F, 6, NA and unknown say that nobody can judge: they are no points of a scale.
    "credibility": tuple(str(number) for number in CREDIBILITIES[:-1]),
    "relevance": RELEVANCES,
    "reliability": RELIABILITIES[:-1],
    "card": tuple(str(score) for score in CARD_SCORES),
}
_CELLS = 20_000_000
"""Numbers that a bootstrap may hold; of many different values fewer samples are drawn."""
_ALIKE = "all gave the same value, so that agreement cannot be told from chance."
_OFF = "no two people gave a value on the scale."
_TOO_FEW = "{number} too few for a number."
_FEW = "too little differs for a number: {alike} of 100 samples would have none."
SHARE = 0.95
"""Of the samples that lie within the interval."""
FEWEST = 3
"""Targets; samples drawn anew from two are of three kinds, and bound nothing."""


def alpha_of(
    name: str,
    things: Sequence[pd.DataFrame],
    drafted: Mapping[tuple[str, str], str],
    draws: int,
    seed: int,
) -> tuple[float, float, float, str]:
    """Return Krippendorff's alpha of one field, its interval, and what is to be said of it.

    Parameters
    ----------
    name : str
        The field.
    things : sequence of DataFrame
        Of each thing that several decided, the lines of ``list_given``.
    drafted : mapping
        By target and field, the draft's words.
    draws, seed : int
        Of the bootstrap over targets.

    Returns
    -------
    alpha, low, high : float
        Missing (NaN) where there is no alpha, and where there is no interval: a number of which
        nobody can say how far it would move is none.
    reason : str
        Why they are missing, or empty.
    """
    ranks = _RANKS.get(name)
    names: dict[str, float] = {}
    groups: dict[str, list[list[float]]] = {}
    for some in things:
        target = str(some["target"].iloc[0])
        values = [str(value) for value in some["value"]]
        if ranks is not None:
            unit = [float(ranks.index(value)) for value in values if value in ranks]
        elif name in PLACES:
            # The words of one statement mean nothing beside those of another: kept, or corrected.
            order = list(dict.fromkeys([drafted.get((target, name), ""), *sorted(values)]))
            unit = [float(order.index(value)) for value in values]
        else:
            unit = [names.setdefault(value, float(len(names))) for value in values]
        if len(unit) > 1:
            groups.setdefault(target, []).append(unit)
    if not groups:
        return math.nan, math.nan, math.nan, _OFF
    if len(groups) < FEWEST:
        number = "one target is" if len(groups) == 1 else "two targets are"
        return math.nan, math.nan, math.nan, _TOO_FEW.format(number=number)
    different = len({value for group in groups.values() for unit in group for value in unit})
    level = "nominal" if ranks is None else "ordinal"
    fewer = max(1, min(draws, _CELLS // different**2))
    alpha, low, high = krippendorff_alpha(
        list(groups.values()), level, draws=fewer, share=SHARE, seed=seed
    )
    if math.isnan(alpha):
        return alpha, low, high, _ALIKE
    alike = _share_alike(list(groups.values()))
    if alike > 1 - SHARE:
        return math.nan, math.nan, math.nan, _FEW.format(alike=round(100 * alike))
    return alpha, low, high, ""


def _share_alike(groups: Sequence[Sequence[Sequence[float]]]) -> float:
    """Return which share of the samples drawn anew holds one and the same value alone.

    Such a sample has no alpha.

    Examples
    --------
    >>> _share_alike([[[0, 0]], [[0, 1]]])
    0.25
    """
    held = [{value for unit in group for value in unit} for group in groups]
    alike = Counter(values.pop() for values in held if len(values) == 1)
    return sum((number / len(groups)) ** len(groups) for number in alike.values())
