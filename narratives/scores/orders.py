"""The order of the narratives by a score, and by contradiction again and again."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from narratives.schema import RATINGS
from narratives.scores.matrix import check_matrix, check_weights

TIE = 1e-9
"""Scores closer than this are the same: sums of √2 differ in their last digits."""

Order = tuple[tuple[str, ...], ...]
"""Ranks from the first; narratives of one rank together, in alphabetical order."""


@dataclass(frozen=True)
class Contradictions:
    """A matrix checked once, ready to be summed again and again.

    Parameters
    ----------
    narratives : tuple of str
    items : tuple of str
    ratings : tuple of tuple of float
        One row for each item; NaN where it does not bear.
    weights : tuple of float
    """

    narratives: tuple[str, ...]
    items: tuple[str, ...]
    ratings: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]

    def scores(
        self,
        without: Collection[str] = (),
        instead: Mapping[str, Sequence[float]] | None = None,
    ) -> list[float]:
        """Sum the contradictions of each narrative; NaN where no item addresses it.

        Parameters
        ----------
        without : collection of item ids
        instead : mapping of item id to its ratings in place of the given ones, optional
        """
        rows = [
            ((instead or {}).get(item, ratings), weight)
            for item, ratings, weight in zip(self.items, self.ratings, self.weights, strict=True)
            if item not in without
        ]
        sums = []
        for n in range(len(self.narratives)):
            terms = [(row[n], weight) for row, weight in rows if row[n] == row[n]]
            total = math.fsum(-rating * weight for rating, weight in terms if rating < 0)
            sums.append(total if terms else math.nan)
        return sums


def check_contradictions(
    matrix: pd.DataFrame, weights: pd.Series[float] | None = None
) -> Contradictions:
    """Check matrix and weights once, and keep them as plain numbers.

    Raises
    ------
    SchemaError
        As for :func:`narratives.rank_narratives`.
    """
    check_matrix(matrix)
    known = check_weights(matrix, weights)
    return Contradictions(
        tuple(map(str, matrix.columns)),
        tuple(map(str, matrix.index)),
        tuple(tuple(map(float, row)) for row in matrix.astype(float).to_numpy()),
        tuple(known[item] for item in matrix.index),
    )


def order_of(narratives: Iterable[str], scores: Iterable[float], tie: float = TIE) -> Order:
    """Put narratives in order, the lowest score first; those without a score are left out.

    Examples
    --------
    >>> order_of(["a", "b", "c", "d"], [2.0, 0.0, 2.0, float("nan")])
    (('b',), ('a', 'c'))
    """
    known = sorted((s, str(n)) for n, s in zip(narratives, scores, strict=True) if s == s)
    groups: list[list[str]] = []
    last = math.nan
    for score, narrative in known:
        if score - last <= tie:
            groups[-1].append(narrative)
        else:
            groups.append([narrative])
            last = score
    return tuple(tuple(sorted(tied)) for tied in groups)


def compare_orders(order: Order, whole: Order) -> tuple[str, str, bool, bool]:
    """Write an order in words, name its leader, and say whether leader and order change.

    Where all are tied there is no order and nobody leads.

    Examples
    --------
    >>> compare_orders((("a", "b"), ("c",)), (("a",), ("b", "c")))
    ('a = b < c', 'a;b', True, True)
    >>> compare_orders((("a", "b"),), (("a", "b"),))
    ('a = b', '', False, False)
    """
    tied = len(order) == 1 and len(order[0]) > 1
    return (
        " < ".join(" = ".join(rank) for rank in order),
        ";".join(order[0]) if order and not tied else "",
        order[:1] != whole[:1],
        order != whole,
    )


def nearest_ratings(rating: float) -> list[tuple[str, float]]:
    """Return the other letters and their numbers, nearest to a rating first.

    Examples
    --------
    >>> [letters for letters, _ in nearest_ratings(-1.0)]
    ['II', 'N', 'C', 'CC']
    """
    others = [(s, number) for s, number in RATINGS.items() if number != rating]
    return sorted(others, key=lambda other: abs(other[1] - rating))


def letter_of(rating: float) -> str:
    """Return the letter of a rating, or its number where it lies between two letters.

    Examples
    --------
    >>> letter_of(-1.0), letter_of(0.5)
    ('I', '+0.5')
    """
    letters = [s for s, number in RATINGS.items() if number == rating]
    return letters[0] if letters else f"{rating:+g}"
