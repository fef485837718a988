"""Inconsistency as the tool of the Palo Alto Research Center computes it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from narratives.schema import RELEVANCES, SchemaError, require_columns
from narratives.scores.matrix import (
    check_accounts,
    check_matrix,
    check_weights,
    columns_of,
    credibility_of,
)

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
        if not pd.isna(relevance) and relevance not in ("", *RELEVANCES):
            raise SchemaError(
                f'items, "{item}": relevance "{relevance}" is not known. '
                f"Use {', '.join(RELEVANCES)}, or leave it empty."
            )
        level = CREDIBILITY_LEVELS.get(credibility_of(item, grade) or 6, "medium")
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
        If the matrix has no column, a rating is out of range, or a weight is missing or not
        above 0.

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
    check_accounts(matrix)
    check_matrix(matrix)
    weight = check_weights(matrix, weights)
    sums = []
    for ratings in columns_of(matrix):
        terms = (rating * weight[item] for item, rating in ratings.items() if rating < 0)
        sums.append(math.fsum(terms))
    return pd.Series(sums, index=matrix.columns, name="score", dtype=float)
