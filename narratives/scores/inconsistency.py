"""Analysis of Competing Hypotheses: contradiction of narratives, and what separates them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

import pandas as pd
from pandas.api.types import is_numeric_dtype

from narratives.schema import RELEVANCES, SchemaError, require_columns

LEVELS: Mapping[str, float] = {"low": 1 / math.sqrt(2), "medium": 1.0, "high": math.sqrt(2)}
"""PARC's numbers for low, medium and high credibility and relevance."""
CREDIBILITY_LEVELS: Mapping[int, str] = {
    1: "high",
    2: "high",
    3: "medium",
    4: "low",
    5: "low",
}
"""The Admiralty grades of information in PARC's three levels; 6 and none have no level."""
RANKING = ("rank", "inconsistency", "score", "rated", "contradicted_by")


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
        If a rating is not a number from -2 to +2.

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
    _check_matrix(matrix)
    spread = matrix.astype(float).std(axis="columns", ddof=0)
    return spread.where(matrix.count(axis="columns") >= 2).rename("diagnosticity").astype(float)


def weigh_items(items: pd.DataFrame) -> pd.Series[float]:
    """Turn credibility and relevance into one weight for each item, as PARC does.

    Credibility and relevance are each low (1/√2), medium (1) or high (√2); the weight
    is their product, from 1/2 to 2. Credibility 1 and 2 count as high, 3 as medium, 4
    and 5 as low. Where nobody gave a grade, or the grade is 6 ("cannot be judged"),
    the factor is 1: it leaves the rating as it is, and is no opinion of its own.

    Parameters
    ----------
    items : DataFrame indexed by ``item_id``
        ``credibility`` 1-6 or missing; ``relevance`` low, medium, high or empty.

    Returns
    -------
    Series named "weight", indexed like ``items``

    Raises
    ------
    SchemaError
        If a grade is none of these.

    Examples
    --------
    >>> items = pd.DataFrame(
    ...     {"credibility": [1, 6, None], "relevance": ["high", "low", ""]}, index=["a", "b", "c"]
    ... )
    >>> weigh_items(items).round(3).tolist()
    [2.0, 0.707, 1.0]
    """
    require_columns(items, ("credibility", "relevance"), "items")
    weights = []
    for item, grade, relevance in items[["credibility", "relevance"]].itertuples(name=None):
        if not pd.isna(grade) and grade not in (*CREDIBILITY_LEVELS, 6):
            raise SchemaError(
                f'items, "{item}": credibility {grade} is not a grade. Use 1 to 6, or leave it out.'
            )
        if not pd.isna(relevance) and relevance not in ("", *RELEVANCES):
            raise SchemaError(
                f'items, "{item}": relevance "{relevance}" is not known. '
                f"Use {', '.join(RELEVANCES)}, or leave it empty."
            )
        level = "medium" if pd.isna(grade) else CREDIBILITY_LEVELS.get(int(grade), "medium")
        relevant = "medium" if pd.isna(relevance) or not relevance else relevance
        weights.append(LEVELS[level] * LEVELS[relevant])
    return pd.Series(weights, index=items.index, name="weight", dtype=float)


def weighted_inconsistency(
    matrix: pd.DataFrame, weights: pd.Series[float] | None = None
) -> pd.Series[float]:
    """Sum the contradictions of each narrative, weighted: PARC's inconsistency score.

    An item that is very inconsistent with a narrative counts -2, an inconsistent one
    -1, and neutral, consistent and very consistent ones 0; each is multiplied by the
    credibility and the relevance of the item, and the products are summed. 0 means
    that no item contradicts the narrative; the further below 0, the more it is
    contradicted.

    Parameters
    ----------
    matrix : DataFrame of shape (n_items, n_narratives)
        Ratings from -2 (``II``) to +2 (``CC``); a missing rating contributes nothing.
    weights : Series indexed by item, optional
        Credibility times relevance, as :func:`weigh_items` gives them. Default: 1.

    Returns
    -------
    Series named "score", indexed by narrative
        0 or less. 0 as well where no item is rated: see ``rated`` in
        :func:`rank_narratives`.

    Raises
    ------
    SchemaError
        If a rating is out of range, or a weight is missing or not above 0.

    Notes
    -----
    The score leaves out all support: a narrative that fits everything and one that
    nobody addressed both have 0. It grows with the number of items, takes them as
    independent of each other, and does not ask who reports them.

    References
    ----------
    .. [1] Palo Alto Research Center, *ACH: technical description*, version 1.1.

    Examples
    --------
    >>> matrix = pd.DataFrame({"arson": [1, 2], "accident": [-1, -2]}, index=["ash", "petrol can"])
    >>> weighted_inconsistency(matrix)
    arson       0.0
    accident   -3.0
    Name: score, dtype: float64
    """
    _check_matrix(matrix)
    weight = _check_weights(matrix, weights)
    sums = []
    for ratings in _columns(matrix):
        terms = (rating * weight[item] for item, rating in ratings.items() if rating < 0)
        sums.append(math.fsum(terms))
    return pd.Series(sums, index=matrix.columns, name="score", dtype=float)


def rank_narratives(matrix: pd.DataFrame, weights: pd.Series[float] | None = None) -> pd.DataFrame:
    """Put the narratives in order, least contradicted first.

    The order says which narrative the items of this case contradict least, and not
    which one happened.

    Parameters
    ----------
    matrix : DataFrame of shape (n_items, n_narratives)
        Ratings from -2 (``II``) to +2 (``CC``), NaN where an item does not bear.
    weights : Series indexed by item, optional
        As for :func:`weighted_inconsistency`.

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
        As for :func:`weighted_inconsistency`.

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
    """
    score = weighted_inconsistency(matrix, weights)
    rated = matrix.count()
    # Adding 0 turns a negative zero into zero.
    inconsistency = (-score + 0.0).where(rated > 0)
    against = [
        ";".join(str(item) for item, rating in ratings.items() if rating < 0)
        for ratings in _columns(matrix)
    ]
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


def _columns(matrix: pd.DataFrame) -> list[dict[Hashable, float]]:
    return [matrix.iloc[:, n].astype(float).to_dict() for n in range(matrix.shape[1])]


def _check_matrix(matrix: pd.DataFrame) -> None:
    for axis, labels in (("items", matrix.index), ("narratives", matrix.columns)):
        if not labels.is_unique:
            twice = labels[labels.duplicated()][0]
            raise SchemaError(f'matrix has "{twice}" twice among its {axis}. Each id stands once.')
    for at, narrative in enumerate(matrix.columns):
        column = matrix.iloc[:, at]
        if not is_numeric_dtype(column) and column.notna().any():
            raise SchemaError(
                f'matrix, narrative "{narrative}": ratings are not numbers. '
                "Use -2 (II), -1 (I), 0 (N), 1 (C), 2 (CC), and NaN for NA."
            )
        outside = column[column.notna() & ~column.between(-2, 2)]
        if len(outside):
            raise SchemaError(
                f'matrix, item "{outside.index[0]}", narrative "{narrative}": rating '
                f"{outside.iloc[0]} is out of range. Use -2 (II) to 2 (CC), and NaN for NA."
            )


def _check_weights(matrix: pd.DataFrame, weights: pd.Series[float] | None) -> dict[Hashable, float]:
    if weights is None:
        return dict.fromkeys(matrix.index, 1.0)
    known = weights.to_dict()
    missing = [item for item in matrix.index if item not in known]
    if missing:
        raise SchemaError(f'weights lack the item "{missing[0]}". Give one for each row of matrix.')
    for item in matrix.index:
        if not (known[item] > 0 and math.isfinite(known[item])):
            raise SchemaError(
                f'weights, item "{item}": {known[item]} is not a weight. Use a number above 0.'
            )
    return {item: float(known[item]) for item in matrix.index}
