"""How many there are, from some that were looked at: an estimate and an interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from narratives.schema import SchemaError

Z = 1.959963984540054
"""Of a normal quantity 95 % lie within this many standard deviations."""
FEW = {1: 0.05129, 2: 0.35536}
"""The 5 % points of Poisson counts that give at least one and two: half those of chi² with twice
as many degrees of freedom. They bound what was found once or twice among 50."""
MORE = {**FEW, 3: 0.81769}
"""The same among more than 50."""
LEAST = 3
"""How many of each kind are looked at, where there are that many."""


class Stratum(NamedTuple):
    """Things of one kind: how many there are, how many were looked at, how many of those count."""

    size: int
    checked: int
    hits: int


class Total(NamedTuple):
    """How many count: the estimate, and the ends of the interval."""

    number: float
    low: float
    high: float


def wilson(stratum: Stratum) -> tuple[float, float]:
    """Return the ends of Wilson's interval for the share that counts, 95 %.

    Wilson's score interval [1]_ with the variance of a sample without replacement: it
    shrinks by (size - checked) / (size - 1), and is a point where all were looked at. Where one,
    two or three were found, or all but so few, the end on that side is moved outwards as Brown,
    Cai and DasGupta do [2]_, for there Wilson's holds the true share too seldom.

    Parameters
    ----------
    stratum : Stratum
        With at least one that was looked at.

    Returns
    -------
    (float, float)
        From 0 to 1; never below the share that was found, nor above what is left.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical
       inference", Journal of the American Statistical Association 22 (1927), 209-212.
    .. [2] L. D. Brown, T. T. Cai, A. DasGupta, "Interval estimation for a binomial
       proportion", Statistical Science 16 (2001), 101-133, section 4.1.1.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(Stratum(10**9, 10, 0))]
    [0.0, 0.278]
    >>> wilson(Stratum(10, 10, 4))
    (0.4, 0.4)
    """
    size, n, hits = stratum
    share = hits / n
    squared = Z * Z * ((size - n) / (size - 1) if size > 1 else 0.0)
    middle = (share + squared / (2 * n)) / (1 + squared / n)
    half = sqrt(squared) * sqrt(share * (1 - share) / n + squared / (4 * n * n)) / (1 + squared / n)
    low, high = middle - half, middle + half
    few = FEW if n <= 50 else MORE
    if squared:
        low = min(low, few.get(hits, n) / n)
        high = max(high, 1 - few.get(n - hits, n) / n)
    return max(low, hits / size), min(high, (size - n + hits) / size)


def estimate_total(strata: Sequence[Stratum]) -> Total:
    """Estimate how many things of all kinds count, from random ones of each kind.

    The estimate is Horvitz and Thompson's [1]_: each thing that was looked at stands for
    size / checked of its kind. The interval joins Wilson's intervals of the kinds by the method
    of variance estimates recovery, as Zou, Huang and Zhang do for sums of shares [2]_: a kind
    of which none was found to count still widens it upwards.

    Parameters
    ----------
    strata : sequence of Stratum
        Of each kind that is not empty, at least one must have been looked at.

    Returns
    -------
    Total
        ``low`` is at least what was found, ``high`` at most what can be.

    Raises
    ------
    SchemaError
        If of one kind none was looked at, or numbers do not fit.

    References
    ----------
    .. [1] D. G. Horvitz, D. J. Thompson, "A generalization of sampling without replacement
       from a finite universe", Journal of the American Statistical Association 47 (1952).
    .. [2] G. Y. Zou, W. Huang, X. Zhang, "A note on confidence interval estimation for a
       linear function of binomial proportions", Computational Statistics & Data Analysis 53
       (2009), 1080-1085.

    Examples
    --------
    >>> total = estimate_total([Stratum(100, 20, 15), Stratum(1000, 20, 1)])
    >>> [round(number) for number in total]
    [125, 74, 309]
    """
    count = below = above = 0.0
    least = most = 0
    for number, stratum in enumerate(strata):
        size, n, hits = stratum
        if not 0 <= hits <= n <= size:
            raise SchemaError(
                f"strata[{number}] is {tuple(stratum)}. Write size, checked and hits, none greater "
                "than the one before."
            )
        if not size:
            continue
        if not n:
            raise SchemaError(
                f"strata[{number}]: none of {size} was looked at, so nothing is known of them. "
                "Look at some."
            )
        low, high = wilson(stratum)
        here = size * hits / n
        count += here
        below += (here - size * low) ** 2
        above += (size * high - here) ** 2
        least += hits
        most += size - n + hits
    return Total(count, max(count - sqrt(below), least), min(count + sqrt(above), most))


def share_out(sizes: Sequence[int], chances: Sequence[float], number: int) -> list[int]:
    """Say how many things of each kind to look at: more where more is open.

    Neyman's allocation: by size times the standard deviation that is expected.

    Parameters
    ----------
    sizes : sequence of int
    chances : sequence of float
        The share of each kind that is expected to count, 0 to 1.
    number : int
        How many in all; more where the kinds need ``LEAST`` each, as far as there are that many.

    Returns
    -------
    list of int

    References
    ----------
    .. [1] J. Neyman, "On the two different aspects of the representative method", Journal of
       the Royal Statistical Society 97 (1934), 558-625.

    Examples
    --------
    >>> share_out([100, 1000, 2], [0.5, 0.02, 0.5], 40)
    [10, 28, 2]
    """
    taken = [min(size, LEAST) for size in sizes]
    weights = [size * sqrt(max(p * (1 - p), 1e-4)) for size, p in zip(sizes, chances, strict=True)]
    while sum(taken) < number:
        room = [place for place, size in enumerate(sizes) if taken[place] < size]
        if not room:
            break
        neediest = max(room, key=lambda place: weights[place] / (taken[place] + 1))
        taken[neediest] += 1
    return taken
