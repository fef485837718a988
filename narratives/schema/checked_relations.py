"""Relations between accounts, read from a table or from triples and checked whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from narratives.schema.errors import SchemaError, did_you_mean
from narratives.schema.relations import (
    CONTAINS,
    EXCLUDES,
    GOES_WITH,
    MOST_COMBINATIONS,
    RELATION_KINDS,
    RELATIONS,
    Relation,
    find_combinations,
    find_containers,
)
from narratives.schema.tables import require_columns

if TYPE_CHECKING:
    import pandas as pd


def read_relations(
    relations: pd.DataFrame | Iterable[Sequence[str]] | None, narratives: Iterable[object]
) -> tuple[Relation, ...]:
    """Read relations from a table or from triples, and check them whole.

    Parameters
    ----------
    relations : DataFrame with columns ``RELATIONS``, or iterable of triples, or None
        Such as ``[("attack", "contains", "arson")]``.
    narratives : iterable of str
        The accounts that there are.

    Returns
    -------
    tuple of Relation

    Raises
    ------
    SchemaError
        All mistakes at once, each with its place.

    Examples
    --------
    >>> read_relations([("attack", "holds", "arson")], ["attack", "arson"])
    Traceback (most recent call last):
    narratives.schema.errors.SchemaError: relations[0]: "holds" is not a relation. Allowed: ...
    """
    if relations is None:
        return ()
    rows: Iterable[Any] = relations
    if hasattr(relations, "itertuples"):
        table: Any = relations
        require_columns(table, RELATIONS, "relations")
        rows = table[list(RELATIONS)].itertuples(index=False, name=None)
    found: list[Relation] = []
    problems = []
    for place, row in enumerate(rows):
        parts = [row] if isinstance(row, str) else list(row)
        if len(parts) != len(RELATIONS):
            problems.append(
                f"relations[{place}] is {row!r}. Give an account, a relation and an account, as in "
                '("attack", "contains", "arson").'
            )
            parts = ["", "", ""]
        elif parts[1] not in RELATION_KINDS:
            problems.append(
                f'relations[{place}]: "{parts[1]}" is not a relation. '
                f"Allowed: {', '.join(RELATION_KINDS)}."
            )
            parts = ["", "", ""]
        found.append(Relation(*map(str, parts)))
    told = dict(enumerate(found))
    told = {place: relation for place, relation in told.items() if relation.relation}
    wrong = find_problems(told, [str(n) for n in narratives], "relations[{}]".format)
    problems += [f"relations[{place}]: {message}" for place, message in wrong]
    if problems:
        raise SchemaError("\n".join(problems))
    return tuple(found)


def find_problems(
    relations: Mapping[int, Relation], narratives: Sequence[str], where: Callable[[int], str]
) -> list[tuple[int, str]]:
    """Say what is wrong with relations: unknown, doubled, in a circle, against each other.

    Parameters
    ----------
    relations : mapping of a place to a Relation
    narratives : sequence of str
    where : callable
        Names a place in a message, such as "line 12".

    Returns
    -------
    list of (place, message)
        In the order of the places.

    Examples
    --------
    >>> told = {3: Relation("a", "contains", "b"), 4: Relation("b", "excludes", "a")}
    >>> find_problems(told, ["a", "b"], "line {}".format)[0][1]
    '"b" excludes "a", but in line 3 "a" contains "b". Keep one of the two.'
    """
    problems: list[tuple[int, str]] = []
    first: dict[frozenset[str], int] = {}
    sound: dict[int, Relation] = {}
    for place, one in relations.items():
        unknown = [n for n in (one.narrative_id, one.other_id) if n not in narratives]
        if unknown:
            problems += [(place, _unknown(name, narratives)) for name in dict.fromkeys(unknown)]
        elif one.narrative_id == one.other_id:
            problems.append((place, f"{one}, which is itself. Name two accounts."))
        elif (known := first.setdefault(one.pair, place)) == place or _circle_of_two(
            one, relations[known]
        ):
            sound[place] = one
        elif relations[known].relation == one.relation:
            problems.append(
                (place, f"{one} stands there already, in {where(known)}. Keep one of the two.")
            )
        else:
            other = relations[known]
            problems.append((place, f"{one}, but in {where(known)} {other}. Keep one of the two."))
    circles = list(_circles(sound))
    problems += circles or _against_each_other(sound, where)
    return sorted(problems, key=lambda problem: problem[0])


def _unknown(name: str, narratives: Sequence[str]) -> str:
    shown = " ".join(name.split())
    shown = shown if len(shown) <= 60 else shown[:60] + "…"
    return (
        f'"{shown}" is not a narrative of this case. Known: {", ".join(narratives)}.'
        f"{did_you_mean(name, narratives)}"
    )


def _circle_of_two(one: Relation, other: Relation) -> bool:
    """Tell whether two accounts contain each other, which is told as a circle."""
    return (
        one.relation == other.relation == CONTAINS
        and one.narrative_id == other.other_id
        and one.other_id == other.narrative_id
    )


def _circles(relations: Mapping[int, Relation]) -> Iterator[tuple[int, str]]:
    """Find what contains itself by way of others; each circle is told where it is closed."""
    kept: list[Relation] = []
    for place, one in relations.items():
        if one.relation != CONTAINS:
            continue
        if way := _way(kept, one.other_id, one.narrative_id):
            chain = " contains ".join(f'"{name}"' for name in way)
            yield (
                place,
                f"{one}, which closes a circle: {chain}. Accounts that contain each other are one: "
                "take a relation out, or make them one account.",
            )
        else:
            kept.append(one)


def _way(relations: Sequence[Relation], start: str, end: str) -> list[str]:
    """Return the accounts on the shortest way from what contains to what it contains."""
    ways = {start: [start]}
    ahead = [start]
    for name in ahead:
        for one in relations:
            if one.narrative_id == name and one.other_id not in ways:
                ways[one.other_id] = [*ways[name], one.other_id]
                ahead.append(one.other_id)
    return ways.get(end, [])


def _against_each_other(
    relations: Mapping[int, Relation], where: Callable[[int], str]
) -> Iterator[tuple[int, str]]:
    """Find what follows from several relations and speaks against another one."""
    above = find_containers(relations.values())
    nothing: frozenset[str] = frozenset()
    for place, one in relations.items():
        if one.relation == CONTAINS:
            continue
        a, b = one.narrative_id, one.other_id
        if b in above.get(a, nothing) or a in above.get(b, nothing):
            wide, narrow = (b, a) if b in above.get(a, nothing) else (a, b)
            yield (
                place,
                f'{one}, but "{wide}" contains "{narrow}" by way of others. Take one of them out.',
            )
        elif one.relation == EXCLUDES:
            yield from _both_so(place, one, relations, above, where)
    if len(find_combinations(relations.values())) > MOST_COMBINATIONS:
        last = max(place for place, one in relations.items() if one.relation == GOES_WITH)
        yield (
            last,
            f"the accounts that go with each other may be so in more than {MOST_COMBINATIONS} "
            "combinations. Name fewer pairs.",
        )


def _both_so(
    place: int,
    one: Relation,
    relations: Mapping[int, Relation],
    above: Mapping[str, frozenset[str]],
    where: Callable[[int], str],
) -> Iterator[tuple[int, str]]:
    """Find an account, or two that go with each other, in which both of a pair are so."""
    for name, wider in above.items():
        if one.pair <= wider:
            yield (
                place,
                f'{one}, but both contain "{name}", which could never be so then. '
                "Take one of the three out.",
            )
            return
    for at, other in relations.items():
        if other.relation != GOES_WITH:
            continue
        so = set(other.pair).union(*(above.get(name, ()) for name in other.pair))
        if one.pair <= so:
            yield (
                place,
                f'{one}, but in {where(at)} {other}, and where these are so, "{one.narrative_id}" '
                f'and "{one.other_id}" are so as well. Take one of them out.',
            )
            return
