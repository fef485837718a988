"""What may be so at once: the worlds that the relations between accounts leave open.

Without relations each account has a world of its own, in which it alone is so, and one more is
that of "none of these". A relation opens others: where one account contains another, the world
of the narrow one is a world of the wide one too; where two go with each other, there is a
world in which both are so. Probabilities are given to worlds, and that of an account is the sum
over the worlds in which it is so [1]_. So what contains is never less likely than what it
contains, whatever the ratings say.

What an item says of a world is read off ratings of accounts, in three rules:

- a world is rated as its narrowest accounts are: those in it that contain none other in it;
- an account that an item is not rated for has the rating of the narrowest that contain it;
- where several speak at once, the highest rating above 0 and the lowest below 0 add up. Two that
  fit alike say no more than one, so that nothing is gained by holding two accounts at once that
  say the same; where one fits and the other does not, they hold each other.

The third rule is ours. Two rules of the field would pay for each account that is added: in a
noisy-or [2]_, and where log-odds add without an interaction, two that fit at .8 make .96 and .94.

References
----------
.. [1] N. J. Nilsson, "Probabilistic logic", *Artificial Intelligence* 28, 1986.
.. [2] J. Pearl, *Probabilistic Reasoning in Intelligent Systems*, 1988, ch. 4.3.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narratives.schema import (
    GOES_WITH,
    find_combinations,
    find_containers,
    read_relations,
)
from narratives.schema.arrays import Floats
from narratives.scores.at_once import fill_from_above, speak_at_once


@dataclass(frozen=True)
class Worlds:
    """The worlds of a case; :func:`read_worlds` makes them.

    Parameters
    ----------
    accounts : int
        How many there are.
    narrowest : tuple of tuple of int
        The narrowest accounts of each world: those of each account alone first, in the order of
        the accounts.
    above : tuple of tuple of int
        For each account, those that contain it.
    """

    accounts: int
    narrowest: tuple[tuple[int, ...], ...]
    above: tuple[tuple[int, ...], ...]

    @cached_property
    def plain(self) -> bool:
        """Whether every account has a world of its own, and there is no other."""
        return not self.joint and not any(self.above)

    @property
    def joint(self) -> bool:
        """Whether accounts may be so beside each other of which none contains the other."""
        return len(self.narrowest) > self.accounts

    @cached_property
    def holds(self) -> NDArray[np.bool_]:
        """Whether each account is so in each world: accounts by worlds."""
        found = np.zeros((self.accounts, len(self.narrowest)), dtype=bool)
        for world, narrowest in enumerate(self.narrowest):
            for account in narrowest:
                found[[account, *self.above[account]], world] = True
        return found

    @cached_property
    def together(self) -> NDArray[np.bool_] | None:
        """Whether two accounts may be so at once: accounts by accounts; None where none may."""
        if self.plain:
            return None
        so = self.holds.astype(int)
        both: NDArray[np.bool_] = (so @ so.T) > 0
        return both

    @cached_property
    def alone(self) -> NDArray[np.bool_] | None:
        """Which worlds are those of each account alone, and "none of these"; None where all are.

        An account that an item is not rated for stands where the mean over these does, so that
        it loses nothing where others go with each other.
        """
        if not self.joint:
            return None
        found = np.ones(len(self.narrowest) + 1, dtype=bool)
        found[self.accounts : -1] = False
        return found

    def name(self, narratives: Sequence[str]) -> list[str]:
        """Name each world by what is so in it, joined by ";".

        Examples
        --------
        >>> read_worlds("ab", [("a", "contains", "b")]).name(["attack", "arson"])
        ['attack', 'attack;arson']
        """
        return [
            ";".join(n for n, so in zip(narratives, of, strict=True) if so) for of in self.holds.T
        ]

    @cached_property
    def below(self) -> tuple[tuple[int, ...], ...]:
        """For each account, those that it contains."""
        return tuple(
            tuple(n for n, over in enumerate(self.above) if account in over)
            for account in range(self.accounts)
        )

    @cached_property
    def groups(self) -> list[tuple[list[int], list[int]]]:
        """Accounts that share a world with an account that shares one with ..., and their worlds.

        Only those in which accounts go with each other.
        """
        left = dict.fromkeys(range(self.accounts))
        found = []
        while left:
            some = [next(iter(left))]
            for account in some:
                near = np.flatnonzero(self.holds[:, self.holds[account]].any(axis=1)).tolist()
                some += [n for n in near if n not in some]
            for account in some:
                del left[account]
            worlds = np.flatnonzero(self.holds[some].any(axis=0)).tolist()
            if len(worlds) > len(some):
                found.append((some, worlds))
        return found

    def fill(self, ratings: Floats) -> Floats:
        """Give each account, where it is not rated, the rating of the narrowest that contain it.

        Parameters
        ----------
        ratings : array of shape (n_items, n_narratives)
            NaN where not rated.

        Returns
        -------
        array of the same shape

        Examples
        --------
        >>> worlds = read_worlds("ab", [("a", "contains", "b")])
        >>> worlds.fill(np.array([[-1, np.nan], [-1, 2]])).tolist()
        [[-1.0, -1.0], [-1.0, 2.0]]
        """
        return fill_from_above(ratings, self.above)

    def rate(self, ratings: Floats) -> Floats:
        """Rate items for worlds.

        Parameters
        ----------
        ratings : array of shape (n_items, n_narratives)
            NaN where not rated.

        Returns
        -------
        array of shape (n_items, n_worlds)

        Examples
        --------
        >>> worlds = read_worlds("ab", [("a", "goes_with", "b")])
        >>> worlds.rate(np.array([[1.0, 2.0], [2.0, -1.0], [-2.0, 0.0]])).tolist()
        [[1.0, 2.0, 2.0], [2.0, -1.0, 1.0], [-2.0, 0.0, -2.0]]
        """
        if self.plain:
            return ratings
        filled = self.fill(ratings)
        joint = self.narrowest[self.accounts :]
        columns = [speak_at_once([filled[:, n] for n in narrowest]) for narrowest in joint]
        return np.column_stack([filled, *columns])

    def of_accounts(self, log_probabilities: Floats) -> Floats:
        """Add up, for each account, the worlds in which it is so.

        Parameters
        ----------
        log_probabilities : array of shape (n_settings, n_worlds + 1)

        Returns
        -------
        array of shape (n_settings, n_narratives + 1)
            "None of these" last. What contains is never below what it contains, to the last
            digit.

        Examples
        --------
        >>> worlds = read_worlds("ab", [("a", "contains", "b")])
        >>> np.exp(worlds.of_accounts(np.log([[0.3, 0.5, 0.2]]))).round(4).tolist()
        [[0.8, 0.5, 0.2]]
        """
        if self.plain:
            return log_probabilities
        sums = [np.logaddexp.reduce(log_probabilities[:, :-1][:, so], axis=1) for so in self.holds]
        added = np.minimum(np.column_stack(sums), 0.0)
        found = added.copy()
        for account, narrow in enumerate(self.below):
            found[:, account] = added[:, [account, *narrow]].max(axis=1)
        return np.column_stack([found, log_probabilities[:, -1]])

    def least(self, scores: Sequence[float]) -> list[int]:
        """Name, for each account, where its contradiction is counted.

        In itself, or in the least contradicted of what it contains: what speaks against an account
        while one way of it stands does not speak against it.

        Parameters
        ----------
        scores : sequence of float
            The contradiction of each account by :meth:`fill`; NaN where no item addresses it.

        Returns
        -------
        list of int
            Itself where no item addresses it, and where it is contradicted no more.

        Examples
        --------
        >>> read_worlds("abc", [("a", "contains", "b")]).least([3.0, 1.0, 0.0])
        [1, 1, 2]
        """
        return [
            account
            if scores[account] != scores[account]
            else min(
                (n for n in (account, *narrow) if scores[n] == scores[n]),
                key=lambda n: scores[n],
            )
            for account, narrow in enumerate(self.below)
        ]


def read_worlds(
    narratives: Iterable[Hashable],
    relations: pd.DataFrame | Iterable[Sequence[str]] | None = None,
) -> Worlds:
    """Read relations, and list the worlds that they leave open.

    Parameters
    ----------
    narratives : iterable of str
    relations : DataFrame with columns ``schema.RELATIONS``, or iterable of triples, optional
        Two accounts that it does not name exclude each other.

    Returns
    -------
    Worlds

    Raises
    ------
    SchemaError
        All mistakes in the relations at once.

    Examples
    --------
    >>> read_worlds("abc", [("a", "contains", "b"), ("b", "goes_with", "c")]).narrowest
    ((0,), (1,), (2,), (1, 2))
    """
    names = [str(narrative) for narrative in narratives]
    told = read_relations(relations, names)
    place = {name: n for n, name in enumerate(names)}
    containers = find_containers(told)
    joint = find_combinations(one for one in told if one.relation == GOES_WITH)
    return Worlds(
        len(names),
        (
            *((n,) for n in range(len(names))),
            *(tuple(sorted(place[name] for name in some)) for some in joint),
        ),
        tuple(tuple(sorted(place[n] for n in containers.get(name, ()))) for name in names),
    )
