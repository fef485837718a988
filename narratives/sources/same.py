"""Which names of a document mean the same: shorter ones, longer ones, those in capitals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from narratives.lexicon import one_of
from narratives.sources.describing import Entity, is_camel
from narratives.sources.names import Name
from narratives.sources.words import country_of, head_body, organisations

_PLACED = re.compile(rf"\b(?:{one_of('lies_within')}|of) \Z", re.IGNORECASE)
"""What stands before the name of a place."""


@lru_cache(maxsize=10_000)
def fold_tokens(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name in lower case, without dots and marks around them."""
    return tuple([token.lower().strip(".'") for token in tokens])


def stands_small(known: Entity, name: Name) -> bool:
    """Tell whether a name that stood in capitals so far stands in small letters here."""
    small = all(token[1:].islower() for token in name.tokens)
    return known.name.isupper() and small and len(name.tokens) == len(known.tokens)


def drop_describers(
    entities: dict[tuple[str, ...], Entity], counts: Mapping[tuple[str, ...], int]
) -> None:
    """Drop the longer of two names of persons where it only adds a describing word.

    "Rival Ann Lee" stands beside "Ann Lee": the name in more frequent use stays.
    """
    for key in list(entities):
        entity = entities.get(key)
        if entity is None or len(key) < 3 or entity.kind == "organisation":
            continue
        for size in range(2, len(key)):
            shorter = entities.get(key[-size:])
            if shorter is None or shorter.kind == "organisation":
                continue
            if counts[key[-size:]] >= counts[key]:
                shorter.first = min(shorter.first, entity.first)
                del entities[key]
            else:
                entity.first = min(shorter.first, entity.first)
                del entities[key[-size:]]
            break


def same_name(entity: Entity, name: Name) -> bool:
    """Say whether two long names mean the same: one ends with the other, or a middle name."""
    a = [t.lower().strip(".") for t in entity.tokens]
    b = [t.lower().strip(".") for t in name.tokens]
    if entity.kind == "organisation" or name.kind == "organisation":
        short, long = sorted((a, b), key=len)
        if entity.countries and name.country and name.country not in entity.countries:
            return False
        own = country_of([w.removesuffix("'s") for w in long[: len(long) - len(short)]])
        return long[-len(short) :] == short and (bool(own) or len(long) == len(short))
    return len(a) > 1 and len(b) > 1 and a[0] == b[0] and a[-1] == b[-1]


def add_first_words(text: str, entities: Collection[Entity], shorts: Sequence[Name]) -> None:
    """Have a company be called by the first word of its name, where that is nobody else's.

    "Norvik Oil Company" and "FreshTable Catering" are "Norvik" and "FreshTable"; "Lund Timber
    Company" is not "Lund" in a text that is somewhere in Lund, or that names a Mr Lund.
    """
    counts = Counter(token.lower() for entity in entities for token in entity.tokens)
    others = {
        name.tokens[0].lower()
        for name in shorts
        if name.before < name.start or _PLACED.search(text[max(0, name.start - 12) : name.start])
    }
    for entity in entities:
        first = entity.tokens[0]
        if entity.kind != "organisation" or len(entity.tokens) < 2 or first.lower() in others:
            continue
        body = head_body([token.lower() for token in entity.tokens])
        firm = "company" in organisations().get(body, ()) or is_camel(first)
        if firm and counts[first.lower()] == 1:
            entity.called.add(first.upper())
