"""Analysis of Competing Hypotheses: contradiction of narratives, and what separates them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from narratives.scores.competing.burton import burton_inconsistency, burton_weights
from narratives.scores.competing.open_synthesis import (
    open_synthesis_consistency,
    open_synthesis_inconsistency,
)
from narratives.scores.competing.parc import weigh_items, weighted_inconsistency
from narratives.scores.matrix import check_accounts, check_matrix, columns_of, list_ratings
from narratives.scores.worlds import Worlds, read_worlds

RANKING = ("rank", "inconsistency", "score", "rated", "contradicted_by")
VARIANTS = ("parc", "burton", "open_synthesis", "open_synthesis_consistency")
"""Columns of :func:`contradiction`."""


def diagnosticity(matrix: pd.DataFrame) -> pd.Series[float]:
    """Measure how well each evidence item separates the narratives.

    An item that fits every narrative equally well tells the reader nothing, however
    true it is. Diagnosticity is the population standard deviation of the item's
    ratings: 0 when all narratives are rated alike, 2 at most, when half are rated
    ``CC`` and half ``II``.

    Parameters
    ----------
    matrix : DataFrame of shape (n_items, n_narratives)
        Ratings from -2 (``II``) to +2 (``CC``). NaN marks an item that does not bear
        on a narrative.

    Returns
    -------
    Series of length n_items, named "diagnosticity"
        In rating points, indexed like ``matrix``. NaN where fewer than two narratives
        are rated.

    Raises
    ------
    SchemaError
        If the matrix has no column, or a rating is not a number from -2 to +2.

    Notes
    -----
    The source's reliability is left out on purpose: a diagnostic item from a poor
    source is a lead, not a proof.

    References
    ----------
    .. [1] R. J. Heuer, *Psychology of Intelligence Analysis*, ch. 8, 1999.

    Examples
    --------
    >>> matrix = pd.DataFrame({"arson": [1, 2], "accident": [1, -2]}, index=["ash", "petrol can"])
    >>> diagnosticity(matrix)
    ash           0.0
    petrol can    2.0
    Name: diagnosticity, dtype: float64
    """
    check_accounts(matrix)
    check_matrix(matrix)
    spread = matrix.astype(float).std(axis="columns", ddof=0)
    return spread.where(matrix.count(axis="columns") >= 2).rename("diagnosticity").astype(float)


def rank_narratives(
    matrix: pd.DataFrame,
    weights: pd.Series[float] | None = None,
    relations: pd.DataFrame | Iterable[Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Put the narratives in order, least contradicted first.

    The order says which narrative the items of this case contradict least, and not
    which one happened.

    Parameters
    ----------
    matrix : DataFrame of shape (n_items, n_narratives)
        Ratings from -2 (``II``) to +2 (``CC``), NaN where an item does not bear.
    weights : Series indexed by item, optional
        As for :func:`weighted_inconsistency`.
    relations : DataFrame with columns ``schema.RELATIONS``, or iterable of triples, optional
        What one narrative is to another. Here only ``contains`` counts: contradiction asks of
        each narrative by itself, and rivals take nothing from it.

    Returns
    -------
    DataFrame with columns ``rank``, ``inconsistency``, ``score``, ``rated``, ``contradicted_by``
        Narratives are rows. ``rank`` starts at 1; ties share the smaller number.
        ``inconsistency`` is the size of PARC's ``score``: 0 or more, lower is better.
        ``rated`` is the number of items rated for the narrative; where it is 0, rank
        and inconsistency are missing and the row stands last, because a narrative that
        no item addresses is not thereby the least contradicted. ``contradicted_by``
        are the items rated below 0, joined by ``;``.

    Raises
    ------
    SchemaError
        As for :func:`weighted_inconsistency`, and if relations do not fit.

    Notes
    -----
    Where one narrative contains another, an item that is not rated for the narrow one counts
    for it as for the narrowest that contains it. The wide one is so wherever the narrow one is,
    so that what speaks against it while the narrow one stands does not speak against it: its
    ``inconsistency`` is the least of its own and of those that it contains, and
    ``contradicted_by`` the items of that one. ``score`` is PARC's, which knows no relations.

    Examples
    --------
    >>> matrix = pd.DataFrame(
    ...     {"accident": [-1, -2], "arson": [1, 2], "storm": [None, None]},
    ...     index=["ash", "petrol can"], dtype=float,
    ... )
    >>> rank_narratives(matrix)[["rank", "inconsistency", "rated"]]
              rank  inconsistency  rated
    arson      1.0            0.0      2
    accident   2.0            3.0      2
    storm      NaN            NaN      0

    An attack may be arson, which both items fit: as that, nothing contradicts it.

    >>> wide = matrix.assign(attack=[1, -1], storm=[None, -1])
    >>> told = rank_narratives(wide, relations=[("attack", "contains", "arson")])
    >>> told["inconsistency"].to_dict()
    {'arson': 0.0, 'attack': 0.0, 'storm': 1.0, 'accident': 3.0}
    """
    score = weighted_inconsistency(matrix, weights)
    worlds = read_worlds(matrix.columns, relations)
    counted = matrix if worlds.plain else _filled(matrix, worlds)
    rated = counted.count()
    # Adding 0 turns a negative zero into zero.
    inconsistency = (-weighted_inconsistency(counted, weights) + 0.0).where(rated > 0)
    against = [
        ";".join(str(item) for item, rating in ratings.items() if rating < 0)
        for ratings in columns_of(counted)
    ]
    if not worlds.plain:
        where = worlds.least(inconsistency.tolist())
        inconsistency = pd.Series(inconsistency.to_numpy()[where], index=inconsistency.index)
        against = [against[n] for n in where]
    table = pd.DataFrame(
        {
            "rank": inconsistency.rank(method="min"),
            "inconsistency": inconsistency,
            "score": score.where(rated > 0),
            "rated": rated.astype(int),
            "contradicted_by": pd.Series(against, index=matrix.columns, dtype="str"),
        },
        index=matrix.columns,
        columns=list(RANKING),
    )
    return table.sort_values("rank", kind="stable", na_position="last")


def _filled(matrix: pd.DataFrame, worlds: Worlds) -> pd.DataFrame:
    """Let what is not rated have the rating of what contains it."""
    numbers = worlds.fill(matrix.to_numpy(dtype=float, na_value=math.nan))
    return pd.DataFrame(numbers, index=matrix.index, columns=matrix.columns)


def contradiction(
    matrix: pd.DataFrame, items: pd.DataFrame, ratings: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Set three published scores of contradiction side by side; narratives are rows.

    The tools differ in what they weigh and in whether two weak contradictions are as
    heavy as one strong one. Where they put the narratives in different orders, the
    order rests on the formula and not on the evidence. They are as published, and know no
    relations between narratives.

    Parameters
    ----------
    matrix : DataFrame of shape (n_items, n_narratives)
    items : DataFrame indexed by ``item_id``, with ``credibility`` and ``relevance``
    ratings : DataFrame, columns ``GIVEN``, optional
        The ratings of several persons, for the two tools made for groups. Default: the
        matrix as the ratings of one person.

    Returns
    -------
    DataFrame with columns ``VARIANTS``, indexed by narrative
        ``parc`` is 0 or less, as published; ``burton`` and ``open_synthesis`` are 0 or
        more. Further from 0 is more contradicted. ``open_synthesis_consistency`` alone
        counts what fits.

    Raises
    ------
    SchemaError
        As for the single scores.

    References
    ----------
    .. [1] M. K. Dhami et al., 2024 (N = 161): hypotheses in rows reduced bias, the
       usual layout did not.

    Examples
    --------
    >>> matrix = pd.DataFrame({"arson": [-1, -1], "accident": [2, -2]}, index=["ash", "can"])
    >>> items = pd.DataFrame({"credibility": [3, 1], "relevance": ""}, index=["ash", "can"])
    >>> contradiction(matrix, items).iloc[:, :3].round(2)
              parc  burton  open_synthesis
    arson    -2.41     3.0             2.0
    accident -2.83     4.0             4.0
    """
    given = list_ratings(matrix) if ratings is None else ratings
    columns = (
        weighted_inconsistency(matrix, weigh_items(items)),
        burton_inconsistency(given, burton_weights(items)),
        open_synthesis_inconsistency(given),
        open_synthesis_consistency(given),
    )
    table = pd.DataFrame(dict(zip(VARIANTS, columns, strict=True)))
    return table.reindex(matrix.columns)
