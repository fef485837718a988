"""Ratings of several persons: how far they agree, where they differ, and what each one finds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narratives.schema import RATINGS, SchemaError
from narratives.scores.competing.inconsistency import rank_narratives
from narratives.scores.matrix import NOT_APPLICABLE, check_ratings, matrix_of
from narratives.scores.people.alpha import LEVELS, krippendorff_alpha

DIFFERENCES = ("item_id", "narrative_id", "ratings", "raters", "apart", "opposed", "not_applicable")
"""Columns of :func:`rater_differences`."""
VIEWS = ("rank", "inconsistency", "rated", "contradicted_by")
"""Columns of :func:`rater_views`, which is indexed by who and narrative."""


@dataclass(frozen=True)
class RaterAgreement:
    """How far several persons give the same ratings.

    Parameters
    ----------
    alpha : float
        Krippendorff's alpha: 1 where all agree, 0 where they agree as often as chance
        would have it, below 0 where they differ more than that. NaN where it cannot be
        computed; ``reason`` says why.
    low, high : float
        Bootstrap interval over the items; NaN where alpha is.
    raters : tuple of str
    items, cells : int
        Items and cells that at least two persons rated.
    level : str
    reason : str

    Examples
    --------
    >>> alone = pd.DataFrame(
    ...     {"item_id": ["can"], "narrative_id": ["arson"], "who": ["ana"], "rating": ["C"]}
    ... )
    >>> rater_agreement(alone).reason
    'no cell is rated by two persons.'
    """

    alpha: float
    low: float
    high: float
    raters: tuple[str, ...]
    items: int
    cells: int
    level: str = "ordinal"
    reason: str = ""


def rater_agreement(
    ratings: pd.DataFrame,
    *,
    level: str = "ordinal",
    draws: int = 1000,
    share: float = 0.95,
    seed: int = 0,
) -> RaterAgreement:
    """Measure agreement by Krippendorff's alpha, with a bootstrap interval.

    Parameters
    ----------
    ratings : DataFrame, columns item_id, narrative_id, who, rating
        Letters. ``NA`` is no point on the scale and counts as not rated; where one
        person rates and another says ``NA`` is shown by :func:`rater_differences`.
    level : str
        "ordinal" takes the letters as ranks, "interval" as numbers with equal steps,
        "nominal" as names.
    draws : int
        Bootstrap samples. Whole items are drawn, with all their cells, because the
        cells of one item are rated together.
    share : float
        Of the samples that lie within the interval.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    RaterAgreement

    Raises
    ------
    SchemaError
        If a rating is no letter or stands twice, or an option is out of range.

    Notes
    -----
    Alpha is that of [1]_. With few items the interval is wide and
    its ends are rough. Samples in which all ratings are alike have no alpha and are left out.
    Agreement is no sign that the raters are right: two persons may share one error.

    References
    ----------
    .. [1] K. Krippendorff, *Content Analysis*, 4th ed., 2018, ch. 12.

    Examples
    --------
    >>> rows = [(item, "arson", who, letters)
    ...         for who, given in {"ana": ("CC", "I", "N"), "ben": ("CC", "II", "N")}.items()
    ...         for item, letters in zip(("can", "rain", "fog"), given)]
    >>> columns = ["item_id", "narrative_id", "who", "rating"]
    >>> agreement = rater_agreement(pd.DataFrame(rows, columns=columns), draws=100)
    >>> round(agreement.alpha, 2), agreement.cells
    (0.95, 3)
    """
    check_ratings(ratings)
    if level not in LEVELS:
        raise SchemaError(f'level "{level}" is not known. Use {", ".join(LEVELS)}.')
    if draws < 1 or not 0 < share < 1:
        raise SchemaError(f"draws {draws} must be at least 1, share {share} between 0 and 1.")
    rated = ratings[ratings["rating"] != NOT_APPLICABLE]
    persons = rated.groupby(["item_id", "narrative_id"], sort=True)["who"].nunique()
    shared = persons.index[persons >= 2]
    items = sorted({item for item, _ in shared})
    who = tuple(sorted(dict.fromkeys(ratings["who"])))
    if not items:
        reason = "no cell is rated by two persons."
        return RaterAgreement(math.nan, math.nan, math.nan, who, 0, 0, level, reason)
    cells = _cells_of(rated, items, shared)
    alpha, low, high = krippendorff_alpha(cells, level, draws=draws, share=share, seed=seed)
    reason = ""
    if math.isnan(alpha):
        reason = "all ratings are alike, so that chance cannot be told from agreement."
    return RaterAgreement(alpha, low, high, who, len(items), len(shared), level, reason)


def rater_differences(ratings: pd.DataFrame) -> pd.DataFrame:
    """List the cells on which persons differ, the widest apart first.

    Parameters
    ----------
    ratings : DataFrame, columns item_id, narrative_id, who, rating

    Returns
    -------
    DataFrame with columns ``DIFFERENCES``
        ``ratings`` names who gave what, such as "ana: C; ben: II"; ``apart`` is the
        distance of the outermost letters in steps, NaN where fewer than two persons
        gave one; ``opposed`` is True where one finds that the item fits and another that
        it does not; ``not_applicable`` counts who chose ``NA``.

    Examples
    --------
    >>> rows = [("can", "arson", "ana", "C"), ("can", "arson", "ben", "II")]
    >>> columns = ["item_id", "narrative_id", "who", "rating"]
    >>> table = rater_differences(pd.DataFrame(rows, columns=columns))
    >>> table[["item_id", "ratings", "apart", "opposed"]]
      item_id          ratings  apart  opposed
    0     can  ana: C; ben: II    3.0     True
    """
    check_ratings(ratings)
    given: dict[tuple[str, str], dict[str, str]] = {}
    for row in ratings.to_dict("records"):
        cell = given.setdefault((row["item_id"], row["narrative_id"]), {})
        cell[row["who"]] = row["rating"]
    rows = []
    for (item, narrative), by in given.items():
        if len(set(by.values())) < 2:
            continue
        numbers = [RATINGS[s] for s in by.values() if s != NOT_APPLICABLE]
        apart = max(numbers) - min(numbers) if len(numbers) > 1 else math.nan
        told = "; ".join(f"{who}: {letters}" for who, letters in sorted(by.items()))
        opposed = min(numbers, default=0) < 0 < max(numbers, default=0)
        rows.append((item, narrative, told, len(by), apart, opposed, len(by) - len(numbers)))
    table = pd.DataFrame(rows, columns=list(DIFFERENCES)).astype({"apart": float, "opposed": bool})
    return table.sort_values(
        "apart", ascending=False, kind="stable", na_position="last"
    ).reset_index(drop=True)


def rater_views(
    ratings: pd.DataFrame,
    weights: pd.Series[float] | None = None,
    relations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rank the narratives by the ratings of each person alone.

    Nothing is averaged: two persons who rate ``CC`` and ``II`` have two views, and not
    one calm one in the middle.

    Parameters
    ----------
    ratings : DataFrame, columns item_id, narrative_id, who, rating
    weights : Series indexed by item, optional
        As for :func:`narratives.rank_narratives`.
    relations : DataFrame with columns ``schema.RELATIONS``, optional
        As for :func:`narratives.rank_narratives`.

    Returns
    -------
    DataFrame with columns ``VIEWS``, indexed by who and narrative
        As :func:`narratives.rank_narratives` gives them, over the cells that the
        person rated; ``rated`` says how many these are.

    Examples
    --------
    >>> rows = [("can", "arson", "ana", "C"), ("can", "storm", "ana", "I"),
    ...         ("can", "arson", "ben", "I"), ("can", "storm", "ben", "C")]
    >>> columns = ["item_id", "narrative_id", "who", "rating"]
    >>> rater_views(pd.DataFrame(rows, columns=columns))["rank"].unstack().loc["ben"].to_dict()
    {'arson': 2.0, 'storm': 1.0}
    """
    check_ratings(ratings)
    tables = {
        who: rank_narratives(_with_related(matrix_of(ratings, who), relations), weights, relations)
        for who in dict.fromkeys(ratings["who"])
    }
    if not tables:
        index = pd.MultiIndex.from_arrays([[], []], names=["who", "narrative_id"])
        return pd.DataFrame(columns=list(VIEWS), index=index)
    together: pd.DataFrame = pd.concat(tables, names=["who", "narrative_id"])
    return together[list(VIEWS)]


def _with_related(matrix: pd.DataFrame, relations: pd.DataFrame | None) -> pd.DataFrame:
    """Add the narratives that relations name and this person rated for nothing."""
    if relations is None or relations.empty:
        return matrix
    named = [*relations["narrative_id"], *relations["other_id"]]
    return matrix.reindex(columns=list(dict.fromkeys([*matrix.columns, *named])))


def _cells_of(
    rated: pd.DataFrame, items: list[str], shared: pd.Index[Any]
) -> list[list[list[float]]]:
    """Collect the numbers of each cell that several persons rated, for each item."""
    cells: dict[str, dict[str, list[float]]] = {item: {} for item in items}
    for item, narrative in shared:
        cells[item][narrative] = []
    for item, narrative, letters in zip(
        rated["item_id"], rated["narrative_id"], rated["rating"], strict=True
    ):
        if narrative in cells.get(item, ()):
            cells[item][narrative].append(RATINGS[letters])
    return [list(by_narrative.values()) for by_narrative in cells.values()]
