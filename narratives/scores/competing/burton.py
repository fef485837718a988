"""Inconsistency and diagnosticity as Burton's open-source tool computes them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from narratives.schema import SchemaError, require_columns
from narratives.scores.competing.parc import CREDIBILITY_LEVELS
from narratives.scores.matrix import check_ratings, credibility_of

PENALTIES: Mapping[str, float] = {"II": 2.0, "I": 1.0}
"""What a rating adds; neutral, consistent and ``NA`` add nothing."""
CREDIBILITY_WEIGHTS: Mapping[str, float] = {"high": 2.0, "medium": 1.0, "low": 0.5}


def burton_inconsistency(
    ratings: pd.DataFrame, weights: pd.Series[float] | None = None
) -> pd.Series[float]:
    """Sum the penalties of each narrative over all persons and all items.

    Very inconsistent counts 2, inconsistent 1, everything else 0; each is multiplied by
    the credibility of the item: 2, 1 or 0.5. 0 means that nobody rated an item as
    inconsistent with the narrative; the higher, the more it is contradicted.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``
        Letters by item, narrative and person; see
        :func:`~narratives.scores.matrix.list_ratings`.
    weights : Series indexed by item, optional
        As :func:`burton_weights` gives them. Default: 1.

    Returns
    -------
    Series named "burton", indexed by narrative

    Raises
    ------
    SchemaError
        If a rating is no letter or stands twice, or an item has no weight.

    Notes
    -----
    The score leaves out relevance and all support. It is a sum over persons, so that
    five raters give five times the score of one. In the tool each person weighs
    credibility alone; here an item has one credibility for all.

    References
    ----------
    .. [1] M. Burton and J. Knowles, *Open Source ACH*, 2010.

    Examples
    --------
    >>> from narratives.scores.matrix import list_ratings
    >>> matrix = pd.DataFrame({"arson": [1, -1], "accident": [-1, -2]}, index=["ash", "can"])
    >>> burton_inconsistency(list_ratings(matrix), pd.Series({"ash": 0.5, "can": 2.0}))
    arson       2.0
    accident    4.5
    Name: burton, dtype: float64
    """
    check_ratings(ratings)
    known = {} if weights is None else weights.to_dict()
    terms: dict[str, list[float]] = {n: [] for n in dict.fromkeys(ratings["narrative_id"])}
    for item, narrative, letters in zip(
        ratings["item_id"], ratings["narrative_id"], ratings["rating"], strict=True
    ):
        if weights is not None and item not in known:
            raise SchemaError(f'weights lack the item "{item}". Give one for each item rated.')
        terms[narrative].append(PENALTIES.get(letters, 0.0) * float(known.get(item, 1.0)))
    return pd.Series({n: math.fsum(t) for n, t in terms.items()}, name="burton", dtype=float)


def burton_diagnosticity(ratings: pd.DataFrame) -> pd.Series[float]:
    """Sum the penalties of each item over all persons and all narratives.

    The tool sorts its items by this sum, highest first. The sum is no measure of what
    separates narratives: an item that contradicts *every* narrative equally, and so
    tells nothing apart, ranks first. Compare :func:`narratives.diagnosticity`.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``

    Returns
    -------
    Series named "diagnosticity", indexed by item
        0 or more; credibility is left out.

    Examples
    --------
    >>> from narratives.scores.matrix import list_ratings
    >>> matrix = pd.DataFrame({"arson": [-2, 2], "accident": [-2, -2]}, index=["fog", "can"])
    >>> burton_diagnosticity(list_ratings(matrix))
    fog    4.0
    can    2.0
    Name: diagnosticity, dtype: float64
    """
    check_ratings(ratings)
    sums: dict[str, float] = dict.fromkeys(ratings["item_id"], 0.0)
    for item, letters in zip(ratings["item_id"], ratings["rating"], strict=True):
        sums[item] += PENALTIES.get(letters, 0.0)
    return pd.Series(sums, name="diagnosticity", dtype=float)


def burton_weights(items: pd.DataFrame) -> pd.Series[float]:
    """Turn the credibility of each item into the tool's weight: 2, 1 or 0.5.

    Grades 1 and 2 count as high, 3 as medium, 4 and 5 as low. Without a grade, or with
    6 ("cannot be judged"), the weight is 1, which leaves the penalty as it is.

    Parameters
    ----------
    items : DataFrame indexed by ``item_id``, with ``credibility``

    Returns
    -------
    Series named "weight", indexed like ``items``

    Examples
    --------
    >>> burton_weights(pd.DataFrame({"credibility": [1, 5, None]})).tolist()
    [2.0, 0.5, 1.0]
    """
    require_columns(items, ("credibility",), "items")
    weights = []
    for item, grade in items["credibility"].items():
        level = CREDIBILITY_LEVELS.get(credibility_of(item, grade) or 6, "medium")
        weights.append(CREDIBILITY_WEIGHTS[level])
    return pd.Series(weights, index=items.index, name="weight", dtype=float)
