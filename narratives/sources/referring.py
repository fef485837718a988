"""Link pronouns, epithets and relative words to who was named before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from narratives.lexicon import load_classes
from narratives.schema import Span
from narratives.sources.entities import Entity, NameIndex
from narratives.sources.names import Name
from narratives.sources.words import country_of, find_role, genders, naming, roles

WORD = re.compile(r"(?:[A-Z]\.){2,}(?:-[a-z]+)?|[^\W_]+(?:['&-][^\W_]+)*'?")
_MEMORY = 100
_WINDOW = 4000


class Speaker(NamedTuple):
    """A name that heads a source, and whom it can mean."""

    name: Name
    owners: tuple[Entity, ...]


class Link(NamedTuple):
    """What a source is called: its name, other names that fit, how it was found."""

    name: str
    candidates: tuple[str, ...]
    resolved_by: str


@dataclass
class Told:
    """A source met earlier in the document."""

    name: str
    start: int
    kind: str
    gender: str
    entity: Entity | None
    words: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)


@dataclass
class Memory:
    """The names of one document and who has spoken in it so far."""

    index: NameIndex
    told: list[Told] = field(default_factory=list)


def link_pronoun(
    memory: Memory, text: str, pronoun: str, start: int, content: list[Span]
) -> tuple[Link, Told | None]:
    """Link "he" to the last speaker it fits, unless somebody else has come up since."""
    wanted = {"he": "m", "she": "f"}.get(pronoun, "")
    kinds = {
        "he": ("person", "any"),
        "she": ("person", "any"),
        "it": ("organisation", "any"),
        "they": ("group", "organisation"),
    }[pronoun]
    last: Told | None = None
    for told in reversed(memory.told[-_MEMORY:]):
        if told.kind in kinds and (not wanted or told.gender in ("", wanted)):
            last = told
            break
    rivals = _rivals(memory, last, start, content, wanted) if "person" in kinds else []
    if last is not None and not rivals:
        if last.entity is not None and wanted and last.kind in ("person", "any"):
            last.entity.gender = last.entity.gender or wanted
            last.entity.kind = "person" if last.kind == "any" else last.entity.kind
        again = Told(last.name, start, last.kind, last.gender or wanted, last.entity, last.words)
        return Link(last.name, (), "pronoun"), again
    names = tuple(dict.fromkeys([*([last.name] if last else []), *(e.name for e in rivals)]))
    if last is None and len(names) == 1:
        found = remember(names[0], start, "person", rivals[0], list(rivals[0].tokens))
        return Link(names[0], (), "pronoun"), found
    return Link(text, names, "unresolved"), None


def _rivals(
    memory: Memory, last: Told | None, start: int, content: list[Span], wanted: str
) -> list[Entity]:
    """Return persons who begin a later sentence, or stand there where nobody has spoken."""
    text = memory.index.text
    hidden = [*content, *(span for told in memory.told[-_MEMORY:] for span in told.spans)]
    found: list[Entity] = []
    paragraph = text.rfind("\n", 0, start) + 1
    since = last.start if last is not None else max(0, text.rfind("\n", 0, max(0, paragraph - 2)))
    since = max(since, start - _WINDOW)
    first = bisect_right(memory.index.starts, since)
    for i in range(first, bisect_left(memory.index.starts, start)):
        name, owners = memory.index.names[i], memory.index.owners[i]
        if len(owners) != 1:
            continue
        entity = owners[0]
        if entity.kind != "person" or (wanted and entity.gender not in ("", wanted)):
            continue
        if any(s <= name.start < e for s, e in hidden) or text[name.end : name.end + 1] == "'":
            continue
        if last is not None and (entity.name == last.name or not _begins(memory, name)):
            continue
        if entity not in found:
            found.append(entity)
    return found


def _begins(memory: Memory, name: Name) -> bool:
    """Say whether a name is the subject at the beginning of a sentence."""
    before = memory.index.text[max(0, name.before - 60) : name.before]
    piece = re.split(r"[.!?]\s|\n", before)[-1].strip(' "“')
    opener = piece.split(" ")[0].lower() if piece else ""
    described = all(
        w[:1].isupper() or w.lower() in roles() or w.lower() in load_classes()["determiner"]
        for w in piece.rstrip(",").split()
    )
    return described or opener in ("when", "after", "while", "as", "before", "meanwhile")


def link_relative(memory: Memory, text: str, start: int) -> tuple[Link, Told | None]:
    """Link "who" to the name or the group right before it."""
    for i in range(bisect_left(memory.index.starts, start) - 1, -1, -1):
        name = memory.index.names[i]
        if name.end > start:
            continue
        gap = memory.index.text[name.end : start]
        near = len(gap) < 80 and not re.search(r"[.!?\n;]", gap) and memory.index.owners[i]
        if near and (not gap.strip(" ,") or gap.startswith(",")):
            speaker = Speaker(name, memory.index.owners[i])
            link, told = link_name(memory, speaker, text, start, list(name.tokens))
            way = link.resolved_by if link.resolved_by == "unresolved" else "pronoun"
            return Link(link.name, link.candidates, way), told
        break
    before = re.search(r"([^\W\d_]+),? ?$", memory.index.text[max(0, start - 40) : start])
    if before and is_plural(before[1].lower(), [before[1].lower()]):
        told = remember(before[1], start, "group", None, [before[1]])
        return Link(before[1], (), "group"), told
    return Link(text, (), "unresolved"), None


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
    for entity in memory.index.called(role):
        if entity.kind != "person" or entity.first > start:
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
    return _body(memory, core, noun, country, start)


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
            if not described:
                continue
        at = bisect_left(entity.places, start)
        if at:
            fits.append((entity.places[at - 1], entity.name, "organisation", entity))
    for told in memory.told[-_MEMORY:]:
        words = [w for w in told.words if w not in load_classes()["determiner"]]
        if told.entity is None and len(words) > len(core) and words[-len(core) :] == core:
            fits.append((told.start, told.name, told.kind, None))
    if not fits:
        return []
    last = max(f[0] for f in fits)
    line = max(memory.index.text.rfind(mark, 0, last) for mark in ("\n", ". "))
    near = {name: (name, kind, entity) for at, name, kind, entity in fits if at > line}
    return list(near.values())


def link_possessive(
    memory: Memory, text: str, head: str, start: int, words: list[str]
) -> tuple[Link, Told | None]:
    """Read "its spokesman" as the spokesman of the body that was named last."""
    first, _, rest = head.partition(" ")
    small = [m[0].lower() for m in WORD.finditer(rest)]
    noun = (core_words(small) or [""])[-1]
    personal = first.lower() in ("his", "her")
    owner = _owner_before(memory, personal, start)
    if not owner or not noun:
        return Link(text, (), "unresolved"), None
    name = owner + ("' " if owner.endswith("s") else "'s ") + rest
    if is_plural(noun, small):
        return Link(name, (), "group"), remember(name, start, "group", None, words)
    kind = "person" if find_role([noun]) else "organisation"
    return Link(name, (), "pronoun"), remember(name, start, kind, None, words)


def _owner_before(memory: Memory, personal: bool, start: int) -> str:
    """Return the last speaker, or else the last name, that "his" or "its" can mean."""
    kinds = ("person",) if personal else ("organisation", "group")
    for told in reversed(memory.told[-_MEMORY:]):
        if told.kind in kinds:
            return told.name
    place = bisect_left(memory.index.starts, start)
    for i in range(place - 1, max(-1, place - 1 - _MEMORY), -1):
        owners = memory.index.owners[i]
        if len(owners) == 1 and owners[0].kind == kinds[0]:
            return owners[0].name
    return ""


def core_words(small: list[str]) -> list[str]:
    """Return the words of a description up to its head noun."""
    core: list[str] = []
    for word in small:
        if core and word in ("of", "in", "for", "from", "at", "on", "with", "near", "to"):
            break
        if word not in load_classes()["determiner"]:
            core.append(word.removesuffix("'s"))
    return core


def remember(name: str, start: int, kind: str, entity: Entity | None, words: list[str]) -> Told:
    """Note who has spoken, so that later words can point back."""
    if entity is not None:
        kind = "organisation" if entity.kind in ("organisation", "acronym") else "person"
        if entity.kind == "unknown" and len(entity.tokens) == 1:
            kind = "any"
    small = tuple(w.lower() for w in words)
    gender = entity.gender if entity is not None else ""
    return Told(name, start, kind, gender, entity, small)


def link_name(
    memory: Memory, speaker: Speaker, text: str, start: int, words: list[str]
) -> tuple[Link, Told | None]:
    """Link a name to its owner; where several fit, only the usual one is taken."""
    name, owners = speaker
    others: tuple[str, ...] = ()
    if len(owners) > 1:
        others = tuple(e.name for e in owners)
        if name.start not in memory.index.usual:
            return Link(text, others, "unresolved"), None
    entity = owners[0]
    full = memory.index.text[name.start : name.end]
    short = full.isupper() and full != entity.name and entity.kind == "organisation"
    return (
        Link(entity.name, others, "acronym" if short else "name"),
        remember(entity.name, start, "", entity, words),
    )


def is_plural(noun: str, small: list[str]) -> bool:
    """Say whether a description is of several: by its noun or by an amount before it."""
    if noun in naming("collective"):
        return True
    if small and (small[0] in naming("amount") or (small[0].isdigit() and "of" in small)):
        return True
    if any(w in naming("amount") for w in small[:5]) or (small[:1] == ["about"] and "in" in small):
        return True
    quantified = {"most", "all", "several", "many", "both", "some", "few", "two", "three", "four"}
    if small and (small[0] in quantified or small[0].isdigit()) and noun.endswith("s"):
        return True
    if noun in naming("singular_s") or noun.endswith(("ss", "us", "is")):
        return noun in ("forces",)
    return noun.endswith("s") or noun in ("officials", "men", "women", "children")
