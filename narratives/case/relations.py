"""The relations of a case: what one account is to another, as case.yaml writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from narratives.case.nodes import Yaml, read_list, read_mapping, read_text, shorten
from narratives.schema import RELATION_KINDS, Relation, did_you_mean
from narratives.schema.checked_relations import find_problems

RELATION = ("narrative", *RELATION_KINDS)
"""What an entry has: an account, and what it contains, excludes or goes with: an id or a list."""


def read_case_relations(
    file: Yaml, node: yaml.Node | None, narratives: Sequence[str]
) -> list[Relation]:
    """Read ``relations`` of case.yaml; all mistakes are noted in ``file``, each at its line.

    Parameters
    ----------
    file : Yaml
    node : Node or None
    narratives : sequence of str
        The ids of the case.

    Returns
    -------
    list of Relation
        Those without a mistake.
    """
    if node is None:
        return []
    found: dict[int, Relation] = {}
    places: list[tuple[str, yaml.Node]] = []
    for n, entry in enumerate(read_list(file, node, "relations")):
        key = f"relations[{n}]"
        given = read_mapping(file, entry, key, RELATION, RELATION[:1])
        told = [kind for kind in RELATION_KINDS if kind in given]
        if given and not told:
            file.complain(
                entry,
                f"{key} says of no other account what it is to this one. Add one of the keys "
                f"{', '.join(RELATION_KINDS)}.",
            )
        name = _account(file, given.get("narrative"), f"{key}.narrative", narratives)
        for kind in told:
            for where, value in _listed(file, given[kind], f"{key}.{kind}"):
                other = _account(file, value, where, narratives)
                if name and other:
                    found[len(places)] = Relation(name, kind, other)
                places.append((where, value))
    wrong = find_problems(
        found, narratives, lambda place: f"line {places[place][1].start_mark.line + 1}"
    )
    for place, message in wrong:
        where, value = places[place]
        file.complain(value, f"{where}: {message}")
    return list(found.values())


def _listed(file: Yaml, node: yaml.Node, key: str) -> Iterator[tuple[str, yaml.Node]]:
    """Yield the ids that stand under a key, one or a list of them."""
    if not isinstance(node, yaml.SequenceNode):
        yield key, node
        return
    for n, value in enumerate(read_list(file, node, key, empty=False)):
        yield f"{key}[{n}]", value


def _account(file: Yaml, node: yaml.Node | None, key: str, narratives: Sequence[str]) -> str:
    name = read_text(file, node, key, bare=("int",))
    if not name or node is None or name in narratives:
        return name
    file.complain(
        node,
        f'{key} "{shorten(name)}" is not a narrative of this case. '
        f"Known: {', '.join(narratives) or 'none'}.{did_you_mean(name, narratives)}",
    )
    return ""
