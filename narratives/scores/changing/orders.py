"""The order of the narratives by a score, and by contradiction again and again."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from narratives.schema import RATING_LETTERS, RATINGS
from narratives.scores.matrix import check_matrix, check_weights
from narratives.scores.worlds import Worlds, read_worlds

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
    worlds : Worlds
        What may be so at once.
    """

    narratives: tuple[str, ...]
    items: tuple[str, ...]
    ratings: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]
    worlds: Worlds

    def scores(
        self,
        without: Collection[str] = (),
        instead: Mapping[str, Sequence[float]] | None = None,
    ) -> list[float]:
        """Sum the contradictions of each narrative; NaN where no item addresses it.

        What contains another is contradicted no more than that: ``Worlds.least``.

        Only what changes is added and taken away. The sums before it are kept exactly, so the
        result is that of a new sum, to the last digit.

        Parameters
        ----------
        without : collection of item ids
        instead : mapping of item id to its ratings in place of the given ones, optional
        """
        changed: dict[str, Sequence[float]] = {**(instead or {}), **dict.fromkeys(without, ())}
        known = [
            (self._place[i], self._fill([row])[0] if row else row)
            for i, row in changed.items()
            if i in self._place
        ]
        found = []
        for n, (parts, number) in enumerate(self._sums):
            terms = list(parts)
            for at, row in known:
                old, weight = self._filled[at][n], self.weights[at]
                new = row[n] if row else math.nan
                number += (new == new) - (old == old)
                if old < 0:
                    terms.append(old * weight)
                if new < 0:
                    terms.append(-new * weight)
            found.append(math.fsum(terms) if number else math.nan)
        return found if self.worlds.plain else [found[n] for n in self.worlds.least(found)]

    def _fill(self, rows: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
        """Let what is not rated have the rating of what contains it."""
        if self.worlds.plain or not rows:
            return rows
        filled: list[list[float]] = self.worlds.fill(np.array(rows, dtype=float)).tolist()
        return filled

    @cached_property
    def _filled(self) -> Sequence[Sequence[float]]:
        return self._fill(self.ratings)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {item: n for n, item in enumerate(self.items)}

    @cached_property
    def _sums(self) -> list[tuple[list[float], int]]:
        """The sum of each narrative, in parts that add up to it exactly, and its ratings."""
        found = []
        for n in range(len(self.narratives)):
            column = [row[n] for row in self._filled]
            terms = [-r * w for r, w in zip(column, self.weights, strict=True) if r < 0]
            found.append((exact_parts(terms), sum(rating == rating for rating in column)))
        return found


def exact_parts(terms: Sequence[float]) -> list[float]:
    """Return a few numbers whose sum is exactly that of many.

    Examples
    --------
    >>> exact_parts([1e16, 1.0, 1.0, 1.0])
    [1.0000000000000004e+16, -1.0]
    """
    parts: list[float] = []
    while rest := math.fsum([*terms, *(-part for part in parts)]):
        parts.append(rest)
    return parts


def check_contradictions(
    matrix: pd.DataFrame,
    weights: pd.Series[float] | None = None,
    relations: pd.DataFrame | Iterable[Sequence[str]] | None = None,
) -> Contradictions:
    """Check matrix, weights and relations once, and keep them as plain numbers.

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
        read_worlds(matrix.columns, relations),
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
    return RATING_LETTERS.get(rating, f"{rating:+g}")
