"""Relations between accounts as relationships of STIX."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from narratives.exchange.relating import Told
from narratives.exchange.stix_checks import Stix
from narratives.schema import CONTAINS, RELATION_KINDS, Case, Relation, each

WITHIN = "subnarrative-of"
"""What OpenCTI calls a narrative that another one contains."""
RELATED = "related-to"


def relation_objects(
    case: Case, make: Callable[..., Stix], narratives: Mapping[str, str]
) -> Iterator[Stix]:
    """Yield a relationship for each relation between accounts.

    Parameters
    ----------
    case : Case
    make : callable
        Makes an object from its type, its key and its properties.
    narratives : mapping of the id of an account to that of its object
    """
    for row in each(case.relations):
        told = Relation(row.narrative_id, row.relation, row.other_id)
        one, other = narratives[told.narrative_id], narratives[told.other_id]
        within = told.relation == CONTAINS
        yield make(
            "relationship",
            *told,
            relationship_type=WITHIN if within else RELATED,
            source_ref=other if within else one,
            target_ref=one if within else other,
            description=f"the case has it: {told}",
            labels=[told.relation],
        )


def told_relations(
    objects: Iterable[tuple[str, Stix]], ours: Mapping[str, str], left: list[tuple[str, str]]
) -> Iterator[Told]:
    """Yield the relations between narratives that relationships tell; others go to ``left``.

    Parameters
    ----------
    objects : iterable of (place, relationship)
    ours : mapping of the id of an object to that of its account
    left : list of (place, why)

    Examples
    --------
    >>> one = {"relationship_type": "subnarrative-of", "source_ref": "n--1", "target_ref": "n--2"}
    >>> list(told_relations([("object 1", one)], {"n--1": "arson", "n--2": "attack"}, []))
    [('object 1', 'attack', 'contains', 'arson')]
    """
    for place, one in objects:
        source, target = (ours.get(str(one.get(key)), "") for key in ("source_ref", "target_ref"))
        labels = one.get("labels")
        kinds = [kind for kind in RELATION_KINDS if isinstance(labels, list) and kind in labels]
        if source and target and one.get("relationship_type") == WITHIN:
            yield place, target, CONTAINS, source
        elif source and target and len(kinds) == 1 and kinds[0] != CONTAINS:
            yield place, source, kinds[0], target
        else:
            left.append((place, "it is no relation of two narratives that a case can have"))
