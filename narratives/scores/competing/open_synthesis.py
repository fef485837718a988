"""The metrics of Open Synthesis, which lets many persons rate one board together."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping

import pandas as pd

from narratives.scores.matrix import NOT_APPLICABLE, check_ratings

VALUES: Mapping[str, int] = {"II": 1, "I": 2, "N": 3, "C": 4, "CC": 5}
NEUTRAL = 3
_LETTERS = {value: letters for letters, value in VALUES.items()}


def mean_ratings(ratings: pd.DataFrame) -> pd.DataFrame:
    """Average the ratings of all persons on a scale from 1 (``II``) to 5 (``CC``).

    ``NA`` is taken as neutral, 3.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``
        Letters by item, narrative and person.

    Returns
    -------
    DataFrame of shape (n_items, n_narratives)
        NaN where nobody rated.

    Notes
    -----
    A mean hides disagreement: one ``CC`` and one ``II`` give a calm 3. Read it beside
    :func:`disagreement`.

    References
    ----------
    .. [1] T. Schiller, *Open Synthesis*, ``openach/metrics.py``.

    Examples
    --------
    >>> from narratives.scores.matrix import list_ratings
    >>> matrix = pd.DataFrame({"arson": [-2.0, None]}, index=["rain", "can"])
    >>> mean_ratings(list_ratings(matrix))["arson"].tolist()
    [1.0, 3.0]
    """
    return _table(
        {
            cell: float(statistics.mean(VALUES.get(letters, NEUTRAL) for letters in given))
            for cell, given in _cells(ratings).items()
        },
        ratings,
    ).astype(float)


def open_synthesis_inconsistency(ratings: pd.DataFrame) -> pd.Series[float]:
    """Sum, for each narrative, the squares of how far its means lie below neutral.

    Σ (3 - mean)² over the items whose mean is below 3. 0 means that the persons
    together find no item inconsistent; each item adds 4 at most.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``

    Returns
    -------
    Series named "open_synthesis", indexed by narrative

    Notes
    -----
    The sum does not account for the reliability of the evidence, for example under
    deception, nor for credibility or relevance. It can only grow with further items.
    The square makes one ``II`` as heavy as four ``I``.

    Examples
    --------
    >>> from narratives.scores.matrix import list_ratings
    >>> matrix = pd.DataFrame({"arson": [1, -1], "accident": [-1, -2]}, index=["ash", "can"])
    >>> open_synthesis_inconsistency(list_ratings(matrix))
    arson       1.0
    accident    5.0
    Name: open_synthesis, dtype: float64
    """
    return _squares(mean_ratings(ratings), -1).rename("open_synthesis")


def open_synthesis_consistency(ratings: pd.DataFrame) -> pd.Series[float]:
    """Sum, for each narrative, the squares of how far its means lie above neutral.

    As :func:`open_synthesis_inconsistency`, on the other side. It counts support, which
    ACH leaves out on purpose: much evidence is consistent with many narratives.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``

    Returns
    -------
    Series named "open_synthesis_consistency", indexed by narrative

    Examples
    --------
    >>> from narratives.scores.matrix import list_ratings
    >>> matrix = pd.DataFrame({"arson": [1, 2], "accident": [1, -2]}, index=["ash", "can"])
    >>> open_synthesis_consistency(list_ratings(matrix)).tolist()
    [5.0, 1.0]
    """
    return _squares(mean_ratings(ratings), 1).rename("open_synthesis_consistency")


def open_synthesis_diagnosticity(ratings: pd.DataFrame) -> pd.Series[float]:
    """Return the population standard deviation of the means of each item.

    0 when all narratives have the same mean, 2 at most. Narratives that nobody rated
    are left out; ``NA`` counts as neutral, so that it can make an item diagnostic,
    which is where this differs from :func:`narratives.diagnosticity`.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``

    Returns
    -------
    Series named "diagnosticity", indexed by item
        0 where nobody rated.

    Examples
    --------
    >>> from narratives.scores.matrix import list_ratings
    >>> matrix = pd.DataFrame({"arson": [2.0, -2.0], "accident": [-2.0, None]}, index=["can", "x"])
    >>> open_synthesis_diagnosticity(list_ratings(matrix)).tolist()
    [2.0, 1.0]
    """
    spread = mean_ratings(ratings).std(axis="columns", ddof=0)
    return spread.fillna(0.0).astype(float).rename("diagnosticity")


def disagreement(ratings: pd.DataFrame) -> pd.DataFrame:
    """Measure how far persons differ on each cell, as Open Synthesis does.

    The larger of two sample standard deviations: that of having rated (1) or chosen
    ``NA`` (0), and that of the ratings on the scale from 1 to 5. 0 where one person
    rated alone or all agree.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``

    Returns
    -------
    DataFrame of shape (n_items, n_narratives)
        NaN where nobody rated.

    Notes
    -----
    The two deviations are on different scales: whether an item applies at all can
    count 0.71 at most, ``CC`` against ``II`` 2.83.

    Examples
    --------
    >>> columns = ["item_id", "narrative_id", "who", "rating"]
    >>> rows = [("can", "arson", "ana", "CC"), ("can", "arson", "ben", "N")]
    >>> round(disagreement(pd.DataFrame(rows, columns=columns)).at["can", "arson"], 3)
    np.float64(1.414)
    """
    cells = {}
    for cell, given in _cells(ratings).items():
        rated = [VALUES[letters] for letters in given if letters != NOT_APPLICABLE]
        applies = [float(letters != NOT_APPLICABLE) for letters in given]
        cells[cell] = max(_deviation(applies), _deviation(rated))
    return _table(cells, ratings).astype(float)


def consensus(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the rounded mean of each cell as a letter, ``NA`` where most chose ``NA``.

    A mean half-way between two letters goes to the even number, as Python rounds:
    1.5 and 2.5 to ``I``, 3.5 and 4.5 to ``C``. The comment in the published code speaks
    of rounding towards neutral, which its formula does only for some means.

    Parameters
    ----------
    ratings : DataFrame, columns ``GIVEN``

    Returns
    -------
    DataFrame of shape (n_items, n_narratives)
        Letters; empty where nobody rated.

    Examples
    --------
    >>> columns = ["item_id", "narrative_id", "who", "rating"]
    >>> rows = [("can", "arson", "ana", "CC"), ("can", "arson", "ben", "N")]
    >>> consensus(pd.DataFrame(rows, columns=columns)).at["can", "arson"]
    'C'
    """
    cells = {}
    for cell, given in _cells(ratings).items():
        rated = [VALUES[letters] for letters in given if letters != NOT_APPLICABLE]
        if len(given) - len(rated) > len(rated):
            cells[cell] = NOT_APPLICABLE
        else:
            cells[cell] = _LETTERS[round(statistics.mean(rated))]
    return _table(cells, ratings).fillna("").astype("str")


def _squares(means: pd.DataFrame, sign: int) -> pd.Series[float]:
    sums = {
        narrative: math.fsum((m - NEUTRAL) ** 2 for m in column if sign * (m - NEUTRAL) > 0)
        for narrative, column in means.items()
    }
    return pd.Series(sums, index=means.columns, dtype=float)


def _deviation(values: list[float] | list[int]) -> float:
    return float(statistics.stdev(values)) if len(values) > 1 else 0.0


def _cells(ratings: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    check_ratings(ratings)
    cells: dict[tuple[str, str], list[str]] = {}
    for item, narrative, letters in zip(
        ratings["item_id"], ratings["narrative_id"], ratings["rating"], strict=True
    ):
        cells.setdefault((item, narrative), []).append(letters)
    return cells


def _table(cells: Mapping[tuple[str, str], object], ratings: pd.DataFrame) -> pd.DataFrame:
    items = list(dict.fromkeys(ratings["item_id"]))
    narratives = list(dict.fromkeys(ratings["narrative_id"]))
    rows = [[cells.get((item, n)) for n in narratives] for item in items]
    return pd.DataFrame(rows, index=items, columns=narratives)
