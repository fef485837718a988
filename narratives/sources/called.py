"""Who in a document can be called so: "the company", "the French minister", "the council"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import zip_longest

from narratives.lexicon import load_classes
from narratives.sources.describing import Entity
from narratives.sources.memory import MEMORY, Memory
from narratives.sources.pronouns import choose
from narratives.sources.subjects import begins
from narratives.sources.words import country_of, find_role, genders, naming, organisations

_BEFORE = 3
"""Sentences before a body that has not acted in which one that has is looked for."""
_STANDING = load_classes()["standing"]
"""Adjectives that may follow their noun: "sources close to the inquiry"."""


def find_called(
    memory: Memory, core: list[str], country: str, place: str, start: int
) -> list[tuple[str, str, Entity | None]]:
    """Return who in the document can be called so: all that fit, the nearest for bodies."""
    plain = " ".join(core)
    role = find_role(core) if core else ""
    if role and not plain.endswith(role):
        role = ""
    noun = core[-1] if core else ""
    if plain.endswith("think tank"):
        noun = "think-tank"
    people: list[Entity] = []
    weak: list[Entity] = []
    called = memory.index.called(role)
    end = bisect_right(called, start, key=lambda entity: entity.first)
    for entity in called[max(0, end - MEMORY) : end]:
        if entity.kind != "person":
            continue
        wanted = genders().get(role, "")
        if wanted and entity.gender not in ("", wanted):
            continue
        wanted_place = country or place
        if wanted_place and wanted_place not in entity.countries:
            if not entity.countries:
                weak.append(entity)
            continue
        people.append(entity)
    if not people and len(weak) == 1:
        people = weak
    if people:
        return [(e.name, "person", e) for e in people]
    nationals = core and country and len(core) == 1
    if nationals and noun.endswith(("man", "woman")):
        fits = [e for e in memory.index.entities if e.kind == "person" and country in e.countries]
        return [(e.name, "person", e) for e in fits if e.first < start]
    if role:
        return []
    bodies = _body(memory, core, noun, country, start)
    return bodies or ([] if country else _open_body(memory, core, noun, start))


def _open_body(
    memory: Memory, core: list[str], noun: str, start: int
) -> list[tuple[str, str, Entity | None]]:
    """Return the body of the same paragraph that "the company", "the ferry operator" can mean."""
    if noun not in naming("open_body") and not noun.endswith("maker"):
        return []
    told = choose(memory, "it", start, ()).told
    if told is None:
        return []
    here, there = memory.sentence(start), memory.sentence(told.start)
    entity = told.entity
    if memory.paragraph(here) != memory.paragraph(there) or (entity and entity.place):
        return []
    if entity is None:
        single = told.kind == "any" and noun != "group"
        return [(told.name, "organisation", None)] if single else []
    if (entity.kinds and noun not in entity.kinds) or (noun == "group" and len(entity.tokens) == 1):
        return []
    entity.kind = "organisation"
    for words in {noun, " ".join(core)}:
        entity.called.add(words)
        memory.index.by_call.setdefault(words, []).append(entity)
    return [(entity.name, "organisation", entity)]


def _body(
    memory: Memory, core: list[str], noun: str, country: str, start: int
) -> list[tuple[str, str, Entity | None]]:
    """Return the nearest organisations that a noun can mean."""
    fits: list[tuple[int, str, str, Entity | None]] = []
    for entity in memory.index.called(noun):
        if entity.kind == "person":
            continue
        if country and entity.countries and country not in entity.countries:
            continue
        tokens = {t.lower() for t in entity.tokens}
        if len(core) > 1 and not all(w in tokens or country_of([w]) for w in core[:-1]):
            described = all(w in naming("generic") for w in core[:-1])
            if not described and " ".join(core) not in entity.called:
                continue
        at = bisect_left(entity.places, start)
        if at:
            fits.append((entity.places[at - 1], entity.name, "organisation", entity))
    for told in memory.told[-MEMORY:]:
        words = [w for w in told.words if w not in load_classes()["determiner"]]
        # "Divers of the coast guard" are not what "the coast guard" means.
        head = core_words(list(told.words))
        ends = words[-len(core) :] == core == head[-len(core) :]
        if told.entity is None and len(words) > len(core) and ends:
            fits.append((told.start, told.name, told.kind, None))
    if not fits:
        return []
    if noun not in organisations() and all(entity for *_, entity in fits):
        return [fit[1:] for fit in fits]  # "The developer": each that the text describes so.
    last = max(f[0] for f in fits)
    if not any(entity is None or acts(memory, entity, start) for *_, entity in fits):
        fits += bodies_since(memory, noun, last, start)
    line = max(memory.index.text.rfind(mark, 0, last) for mark in ("\n", ". "))
    near = {name: (name, kind, entity) for at, name, kind, entity in fits if at > line}
    if not any(entity is None or acts(memory, entity, start) for *_, entity in near.values()):
        # "Lumen Air closed. Its engines came from Roth Ltd. The company said …": who acted.
        since = memory.sentences[max(0, memory.sentence(last) - _BEFORE)] - 1
        acted = [f for f in fits if f[0] > since and f[3] and acts(memory, f[3], start)]
        acted += bodies_since(memory, noun, since, last)
        if acted:
            return [max(acted, key=lambda fit: fit[0])[1:]]
    return list(near.values())


def acts(memory: Memory, entity: Entity, start: int) -> bool:
    """Tell whether a body has spoken, or been the subject of a sentence, before a place."""
    if any(told.entity is entity for told in memory.told):
        return True
    index = memory.index
    for place in entity.places[: bisect_left(entity.places, start)]:
        at = bisect_left(index.starts, place)
        if at < len(index.names) and begins(memory, index.names[at]):
            return True
    return False


def bodies_since(
    memory: Memory, noun: str, since: int, start: int
) -> list[tuple[int, str, str, Entity | None]]:
    """Return what has been the subject of a sentence since, and may be called so as well.

    "Nordkraft runs the dam" after "the Holm Timber Company": either may be the company.
    """
    if noun not in naming("any_body"):
        return []
    index = memory.index
    found: list[tuple[int, str, str, Entity | None]] = []
    first, last = bisect_right(index.starts, since), bisect_left(index.starts, start)
    for name, owners in zip(index.names[first:last], index.owners[first:last], strict=True):
        if len(owners) != 1 or owners[0].place or noun in owners[0].called:
            continue
        unsaid = not owners[0].kinds and "'" not in owners[0].name
        if owners[0].kind in ("unknown", "organisation") and unsaid and begins(memory, name):
            found.append((name.start, owners[0].name, "organisation", owners[0]))
    return found


def core_words(small: list[str]) -> list[str]:
    """Return the words of a description up to its head noun; none of a source without letters."""
    core: list[str] = []
    for word, following in zip_longest(small, small[1:], fillvalue=""):
        if core and word.endswith(("ed", "en")) and following in load_classes()["passive_tail"]:
            break
        if core and word in load_classes()["noun_tail"]:
            break
        if core and word in _STANDING and following in load_classes()["standing_tail"]:
            break
        acts = core and (
            find_role(core[-1:]) or core[-1] in _somebody() or core[-1] in organisations()
        )
        if word.endswith("ing") and acts:
            break
        if word not in load_classes()["determiner"]:
            core.append(word.removesuffix("'s"))
    return core


def _somebody() -> frozenset[str]:
    return naming("somebody") | naming("collective")
