"""The evidence matrix and the ratings of several persons: forms and checks all scores share."""

from __future__ import annotations

import math
from collections.abc import Hashable

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype

from narratives.schema import CREDIBILITIES, RATING_LETTERS, RATINGS, SchemaError, require_columns

GIVEN = ("item_id", "narrative_id", "who", "rating")
"""Columns of a table of ratings: one row for each item, narrative and person."""
NOT_APPLICABLE = "NA"
LETTERS = (*RATINGS, NOT_APPLICABLE)


def list_ratings(matrix: pd.DataFrame, who: str = "") -> pd.DataFrame:
    """Write a matrix as a table of the ratings of one person, ``NA`` where it is empty.

    Parameters
    ----------
    matrix : DataFrame of shape (n_items, n_narratives)
        The five numbers of ``schema.RATINGS``, NaN for ``NA``.
    who : str
        Whose ratings they are.

    Returns
    -------
    DataFrame with columns ``GIVEN``
        Item by item.

    Raises
    ------
    SchemaError
        If a rating is none of the five numbers.

    Examples
    --------
    >>> matrix = pd.DataFrame({"arson": [-2.0, None]}, index=["rain", "can"])
    >>> list_ratings(matrix, "ana")
      item_id narrative_id  who rating
    0    rain        arson  ana     II
    1     can        arson  ana     NA
    """
    check_matrix(matrix)
    rows = []
    for item, values in zip(matrix.index, matrix.astype(float).to_numpy(), strict=True):
        for narrative, value in zip(matrix.columns, values, strict=True):
            if not (math.isnan(value) or value in RATING_LETTERS):
                raise SchemaError(
                    f'matrix, item "{item}", narrative "{narrative}": {value} is not a letter. '
                    f"Use {', '.join(f'{n:g} ({s})' for s, n in RATINGS.items())}, NaN for NA."
                )
            rows.append((item, narrative, who, RATING_LETTERS.get(float(value), NOT_APPLICABLE)))
    return pd.DataFrame(rows, columns=list(GIVEN))


def matrix_of(ratings: pd.DataFrame, who: str) -> pd.DataFrame:
    """Return the ratings of one person as a matrix: NaN where it is ``NA`` or not rated.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``
    who : str

    Returns
    -------
    DataFrame of shape (n_items, n_narratives)
        All items and narratives of the table, in the order of their first rating.

    Examples
    --------
    >>> matrix = pd.DataFrame({"arson": [-2.0, None]}, index=["rain", "can"])
    >>> matrix_of(list_ratings(matrix, "ana"), "ana")["arson"].tolist()
    [-2.0, nan]
    """
    check_ratings(ratings)
    items = list(dict.fromkeys(ratings["item_id"]))
    narratives = list(dict.fromkeys(ratings["narrative_id"]))
    own = ratings[ratings["who"] == who]
    cells = {
        (item, narrative): RATINGS.get(letters, math.nan)
        for item, narrative, letters in zip(
            own["item_id"], own["narrative_id"], own["rating"], strict=True
        )
    }
    rows = [[cells.get((item, n), math.nan) for n in narratives] for item in items]
    return pd.DataFrame(rows, index=items, columns=narratives, dtype=float)


def check_ratings(ratings: pd.DataFrame) -> None:
    """Refuse ratings that lack columns, are no letters, or stand twice.

    Raises
    ------
    SchemaError
    """
    require_columns(ratings, GIVEN, "ratings")
    for item, narrative, who, letters in ratings[list(GIVEN)].itertuples(index=False, name=None):
        if letters not in LETTERS:
            raise SchemaError(
                f'ratings, item "{item}", narrative "{narrative}", by "{who}": "{letters}" is not '
                f"a rating. Use {', '.join(LETTERS)}."
            )
    twice = ratings[ratings.duplicated(["item_id", "narrative_id", "who"])]
    if len(twice):
        row = twice.iloc[0]
        raise SchemaError(
            f'ratings, item "{row["item_id"]}", narrative "{row["narrative_id"]}": '
            f'"{row["who"]}" rated it twice. Keep the last rating of each person.'
        )


def check_matrix(matrix: pd.DataFrame) -> None:
    """Refuse a matrix with an id twice, or with a rating that is no number from -2 to +2.

    Raises
    ------
    SchemaError
    """
    for axis, labels in (("items", matrix.index), ("narratives", matrix.columns)):
        if not labels.is_unique:
            twice = labels[labels.duplicated()][0]
            raise SchemaError(f'matrix has "{twice}" twice among its {axis}. Each id stands once.')
    if all(is_float_dtype(kind) for kind in matrix.dtypes):
        values = matrix.to_numpy()
        if (np.isnan(values) | (np.abs(values) <= 2)).all():
            return
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


def check_accounts(matrix: pd.DataFrame) -> None:
    """Refuse a matrix without a column: where no account stands, none can lead.

    Raises
    ------
    SchemaError
    """
    if not len(matrix.columns):
        raise SchemaError("matrix has no narrative. Give one column for each account.")


def check_weights(matrix: pd.DataFrame, weights: pd.Series[float] | None) -> dict[Hashable, float]:
    """Return the weight of each item, 1 where no weights are given.

    Raises
    ------
    SchemaError
        If a weight is missing or not above 0.
    """
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


def credibility_of(item: Hashable, grade: object) -> int | None:
    """Return a grade of information as a number from 1 to 6, or None where there is none.

    A table that was read from a file may hold it as text.

    Raises
    ------
    SchemaError

    Examples
    --------
    >>> credibility_of("can", 2.0), credibility_of("can", "6"), credibility_of("can", "")
    (2, 6, None)
    """
    if grade is None or grade is pd.NA or grade != grade or grade == "":
        return None
    text = str(grade).strip().removesuffix(".0")
    if text not in map(str, CREDIBILITIES):
        raise SchemaError(
            f'items, "{item}": credibility {grade!r} is not a grade. Use 1 to 6, or leave it out.'
        )
    return int(text)


def columns_of(matrix: pd.DataFrame) -> list[dict[Hashable, float]]:
    """Return the ratings of each narrative, by item."""
    return [matrix.iloc[:, n].astype(float).to_dict() for n in range(matrix.shape[1])]
