"""Link pronouns, epithets and relative words to who was named before."""

from __future__ import annotations

import re
from bisect import bisect_left

from narratives.lexicon import endings, load_classes, one_of
from narratives.lexicon.letters import word_of
from narratives.schema import UNNAMED, Span
from narratives.sources.called import core_words
from narratives.sources.describing import Entity
from narratives.sources.heads import Speaker
from narratives.sources.memory import (
    MEMORY,
    WORD,
    EarlierSource,
    Memory,
    SourceName,
    gender_of,
    recall,
)
from narratives.sources.pronouns import Choice, choose
from narratives.sources.words import find_role, naming

_SINGULAR = endings("no_plural")
_OWN = re.compile(rf"\b(?:{one_of('possessive')})\b", re.IGNORECASE)


def link_pronoun(
    memory: Memory, text: str, pronoun: str, start: int, content: list[Span]
) -> tuple[SourceName, EarlierSource | None]:
    """Link a pronoun to whom it means; who else it could be stands among the candidates."""
    if pronoun == "they":
        told, others = last_group(memory)
        if told is None:
            return SourceName(text, (), "unresolved"), None
        again = EarlierSource(told.name, start, told.kind, told.gender, told.entity, told.words)
        again.unnamed = told.unnamed
        if told.unnamed:
            return SourceName(told.name, others, UNNAMED), again
        kind = "pronoun, several" if others else "they"
        return SourceName(told.name, others, "pronoun", kind), again
    choice = choose(memory, pronoun, start, content)
    told = choice.told
    if told is None:
        return SourceName(text, choice.names, "unresolved"), None
    wanted = {"he": "m", "she": "f"}.get(pronoun, "")
    if told.entity is not None and wanted and not choice.names:
        told.entity.gender = told.entity.gender or wanted
        told.entity.kind = "person"
    kind = "person" if wanted else "organisation" if told.kind == "any" else told.kind
    again = EarlierSource(told.name, start, kind, told.gender or wanted, told.entity, told.words)
    again.unnamed = told.unnamed
    way = UNNAMED if told.unnamed else "pronoun"
    kind = "" if told.unnamed else _distance(memory, told.start, start, choice.names)
    return SourceName(told.name, choice.names, way, kind), again


def _distance(memory: Memory, name: int, pronoun: int, others: tuple[str, ...]) -> str:
    """Return the kind of a pronoun's link: by how far back the name stands."""
    if others:
        return "pronoun, several"
    gap = memory.sentence(pronoun) - memory.sentence(name)
    return ("pronoun, same sentence", "pronoun, next sentence")[gap] if gap < 2 else "pronoun, far"


def last_group(memory: Memory) -> tuple[EarlierSource | None, tuple[str, ...]]:
    """Return whom "they" means: the last group that spoke, before it a body.

    A body that has spoken since is named beside the group: "the council" may be "they".
    """
    told = memory.told[-MEMORY:]
    group = next((t for t in reversed(told) if t.kind == "group"), None)
    body = next((t for t in reversed(told) if t.kind == "organisation"), None)
    if group is None or body is None:
        return group or body, ()
    if body.start > group.start and body.words[-1:] and body.words[-1] in naming("collective"):
        return body, (body.name, group.name)  # "Lund Police said no. They said yes."
    return group, (group.name, body.name) if body.start > group.start else ()


def link_relative(memory: Memory, text: str, start: int) -> tuple[SourceName, EarlierSource | None]:
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
            if link.resolved_by == "unresolved":
                return link, told
            return SourceName(link.name, link.candidates, "pronoun", "relative"), told
        break
    before = re.search(f"({word_of()}),? ?$", memory.index.text[max(0, start - 40) : start])
    if before and is_plural(before[1].lower(), [before[1].lower()]):
        told = remember(before[1], start, "group", None, [before[1]])
        return SourceName(before[1], (), "group"), told
    return SourceName(text, (), "unresolved"), None


def link_possessive(
    memory: Memory, text: str, head: str, start: int, words: list[str], content: list[Span]
) -> tuple[SourceName, EarlierSource | None]:
    """Read "its spokesman" as the spokesman of the body that was named last."""
    own = _OWN.search(head)
    first, rest = (own[0], head[own.end() :].strip()) if own else (head, "")
    small = [m[0].lower() for m in WORD.finditer(rest)]
    noun = (core_words(small) or [""])[-1]
    pronoun = {"his": "he", "her": "she", "its": "it"}.get(first.lower(), "they")
    names: tuple[str, ...] = ()
    choice: Choice | None = None
    if pronoun == "they":
        several, names = last_group(memory)
        owner = several.name if several is not None else ""
    else:
        choice = choose(memory, pronoun, start, content)
        owner, names = (choice.told.name if choice.told else ""), choice.names
    if not owner or not noun:
        return SourceName(text, names if noun else (), "unresolved"), None
    before = head[: own.start()] if own else ""
    if before and choice is not None and _has_article(memory, choice.told):
        owner = f"the {owner}"  # "a person briefed on the Navy's inquiry"
    name = before + owner + ("' " if owner.endswith("s") else "'s ") + rest
    if is_plural(noun, [*(m[0].lower() for m in WORD.finditer(before)), *small]):
        return SourceName(name, (), "group"), remember(name, start, "group", None, words)
    kind = "person" if find_role([noun]) else "organisation"
    told = remember(name, start, kind, None, words)
    told.gender = gender_of([noun])
    return SourceName(name, names, "pronoun", "pronoun, several" if names else "possessive"), told


def _has_article(memory: Memory, told: EarlierSource | None) -> bool:
    """Tell whether the text writes "the" before the name of a body."""
    entity = told.entity if told is not None else None
    if entity is None or entity.kind == "person":
        return False
    text = memory.index.text
    return any(text[max(0, at - 4) : at].lower() == "the " for at in entity.places[:MEMORY])


def remember(
    name: str, start: int, kind: str, entity: Entity | None, words: list[str]
) -> EarlierSource:
    """Note who has spoken, so that later words can point back."""
    small = tuple(w.lower() for w in words)
    if entity is None:
        return EarlierSource(name, start, kind, "", None, small)
    told = recall(entity, start)
    return EarlierSource(name, start, told.kind, entity.gender, entity, small)


def link_name(
    memory: Memory, speaker: Speaker, text: str, start: int, words: list[str]
) -> tuple[SourceName, EarlierSource | None]:
    """Link a name to its owner; where several fit, only the usual one is taken."""
    name, owners = speaker
    others: tuple[str, ...] = ()
    if len(owners) > 1:
        others = tuple(e.name for e in owners)
        if name.start not in memory.index.usual:
            return SourceName(text, others, "unresolved"), None
    entity = owners[0]
    full = memory.index.text[name.start : name.end]
    short = full.isupper() and full != entity.name and entity.kind == "organisation"
    return (
        SourceName(entity.name, others, "acronym" if short else "name"),
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
    quantified = load_classes()["quantified"]
    if small and (small[0] in quantified or small[0].isdigit()) and noun.endswith("s"):
        return True
    if noun in naming("singular_s") or noun.endswith(_SINGULAR):
        return noun in ("forces",)
    return noun.endswith("s") or noun in load_classes()["plural_person"]
