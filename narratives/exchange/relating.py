"""Relations between accounts in files of other tools, as lines for ``case.yaml``."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from narratives.exchange.marks import SAME
from narratives.exchange.proposing import PROPOSED
from narratives.schema import CONTAINS, RELATION_KINDS, RELATIONS, Case, Relation, each
from narratives.schema.checked_relations import find_problems

Told = tuple[str, str, str, str]
"""A place in a file, an account, a relation and an account."""
NO_RELATIONS = "What one account is to another, where the case says so, is not in it."
"""What a format says that cannot carry relations."""
MOST = 200
"""Relations that are read of one file: each is held against all others."""
GONE = "the case has it and the file has not: if it is to go, a person takes it out of case.yaml"


def relation_rows(case: Case) -> list[dict[str, str]]:
    """Return the relations of a case, as files of JSON hold them."""
    keys = ("narrative", "relation", "other")
    rows = case.relations[list(RELATIONS)].itertuples(index=False, name=None)
    return [dict(zip(keys, map(str, row), strict=True)) for row in rows]


def propose_relations(
    case: Case, told: Iterable[Told], *, fresh: Iterable[str] = (), whole: bool = False
) -> tuple[list[tuple[str, str]], list[str]]:
    """Propose relations between accounts that the case does not have.

    Parameters
    ----------
    case : Case
    told : iterable of (place, narrative, relation, narrative)
        What the file says, by the ids of the case.
    fresh : iterable of str
        Ids of narratives that the same file proposes.
    whole : bool
        Whether the file holds all relations, so that one that is missing was taken out.

    Returns
    -------
    left : list of (place, why)
        What became of each, for the report.
    entries : list of str
        Lines of YAML for ``case.yaml``.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> left, entries = propose_relations(case, [("row 1", "isis", "goes_with", "ukrainian_trace")])
    >>> print(entries[0], end="")
    relations:
    - narrative: isis
      goes_with: ukrainian_trace
    """
    names = [*map(str, case.narratives.index), *fresh]
    held = [Relation(str(r.narrative_id), str(r.relation), str(r.other_id))
            for r in each(case.relations)]  # fmt: skip
    known = dict(enumerate(held))
    left: list[tuple[str, str]] = []
    entries: list[str] = []
    seen = set()
    for number, (place, one, kind, other) in enumerate(told, 1):
        if number > MOST:
            left.append((place, f"only {MOST} relations of a file are read"))
            break
        if kind not in RELATION_KINDS:
            allowed = ", ".join(RELATION_KINDS)
            left.append((place, f'"{kind[:40]}" is not a relation. Allowed: {allowed}'))
            continue
        relation = Relation(one, kind, other)
        seen.add(_key(relation))
        if _key(relation) in map(_key, known.values()):
            left.append((place, SAME))
            continue
        at = len(known)
        problems = find_problems({**known, at: relation}, names, lambda n: _where(n, held))
        if problems:
            left += [(place, message) for _, message in problems]
            continue
        known[at] = relation
        left.append((place, PROPOSED))
        entry = {"relations": [{"narrative": one, kind: other}]}
        entries.append(yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=100))
    if whole:
        left += [(f"relation {one}", GONE) for one in held if _key(one) not in seen]
    return left, entries


def _key(relation: Relation) -> tuple[object, ...]:
    """Return what makes two relations the same: only what contains has a direction."""
    if relation.relation == CONTAINS:
        return tuple(relation)
    return relation.relation, relation.pair


def _where(number: int, held: list[Relation]) -> str:
    return "case.yaml" if number < len(held) else "the file"
