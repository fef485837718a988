"""Relations between accounts: one contains another, excludes it, or goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

RELATIONS = ("narrative_id", "relation", "other_id")
"""Columns of the table of relations."""
CONTAINS, EXCLUDES, GOES_WITH = RELATION_KINDS = ("contains", "excludes", "goes_with")
"""``contains``: wherever the other account is so, this one is. ``excludes``: at most one of the
two is so. ``goes_with``: both may be so, and neither makes the other so."""
MOST_COMBINATIONS = 500
"""Combinations of accounts that go with each other: each is weighed, and they double quickly."""


class Relation(NamedTuple):
    """What one account is to another.

    Parameters
    ----------
    narrative_id : str
    relation : str
        One of ``RELATION_KINDS``.
    other_id : str

    Examples
    --------
    >>> print(Relation("attack", "contains", "arson"))
    "attack" contains "arson"
    """

    narrative_id: str
    relation: str
    other_id: str

    def __str__(self) -> str:
        return f'"{self.narrative_id}" {self.relation.replace("_", " ")} "{self.other_id}"'

    @property
    def pair(self) -> frozenset[str]:
        """The two accounts."""
        return frozenset((self.narrative_id, self.other_id))


def relations_table(relations: Iterable[Relation] = ()) -> pd.DataFrame:
    """Write relations as a table with the columns ``RELATIONS``.

    Examples
    --------
    >>> relations_table([Relation("attack", "contains", "arson")])
      narrative_id  relation other_id
    0       attack  contains    arson
    """
    import pandas as pd

    return pd.DataFrame(list(relations), columns=list(RELATIONS), dtype="str")


def find_containers(relations: Iterable[Relation]) -> dict[str, frozenset[str]]:
    """Name, for each account that others contain, all that do, at any depth.

    Examples
    --------
    >>> told = [Relation("a", "contains", "b"), Relation("b", "contains", "c")]
    >>> {name: sorted(above) for name, above in find_containers(told).items()}
    {'b': ['a'], 'c': ['a', 'b']}
    """
    above: dict[str, set[str]] = {}
    for one in relations:
        if one.relation == CONTAINS:
            above.setdefault(one.other_id, set()).add(one.narrative_id)
    found: dict[str, frozenset[str]] = {}
    for name in above:
        reached: set[str] = set()
        ahead = [name]
        while ahead:
            fresh = above.get(ahead.pop(), set()) - reached
            reached |= fresh
            ahead += fresh
        found[name] = frozenset(reached)
    return found


def find_combinations(
    relations: Iterable[Relation], most: int = MOST_COMBINATIONS
) -> list[tuple[str, ...]]:
    """List the sets of two or more accounts of which each goes with each other.

    Parameters
    ----------
    relations : iterable of Relation
    most : int
        No more than one above this number are listed.

    Returns
    -------
    list of tuple of str
        Pairs first, then three at once and so on.

    Examples
    --------
    >>> find_combinations([Relation("a", "goes_with", "b"), Relation("c", "goes_with", "a")])
    [('a', 'b'), ('a', 'c')]
    """
    pairs = [one for one in relations if one.relation == GOES_WITH]
    names = list(dict.fromkeys(n for one in pairs for n in (one.narrative_id, one.other_id)))
    place = {name: n for n, name in enumerate(names)}
    goes = {one.pair for one in pairs}
    found = [tuple(sorted(pair, key=place.__getitem__)) for pair in dict.fromkeys(goes)]
    found.sort(key=lambda some: [place[name] for name in some])
    for some in found:
        if len(found) > most:
            break
        found += [
            (*some, name)
            for name in names[place[some[-1]] + 1 :]
            if all(frozenset((name, other)) in goes for other in some)
        ]
    return found[: most + 1]
