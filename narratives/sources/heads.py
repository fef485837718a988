"""Find the names that head a source, apart from those that only describe it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from narratives.lexicon import load_classes
from narratives.schema import Span
from narratives.sources.describing import Entity
from narratives.sources.entities import clip_name
from narratives.sources.memory import WORD, Memory
from narratives.sources.names import Name
from narratives.sources.words import find_role, head_role, naming, titles

_GOVERNING = load_classes()["np_preposition"] | load_classes()["governs_name"]


class Speaker(NamedTuple):
    """A name that heads a source, and whom it can mean."""

    name: Name
    owners: tuple[Entity, ...]


def find_speakers(memory: Memory, numbers: list[int], source: list[Span]) -> list[Speaker]:
    """Return the names that head the source, not those that only describe it."""
    text = memory.index.text
    end = source[-1][1]
    found: list[Speaker] = []
    for i in numbers:
        name, owners = clip_name(memory.index, i, end)
        if not owners:
            continue
        person = name.kind == "person" or any(e.kind == "person" for e in owners)
        following = text[name.end : end]
        before = text[source[0][0] : name.before]
        last = (re.findall(r"[\w'&-]+", before.lower())[-1:] or [""])[0]
        if following.startswith("'") and following.strip() not in ("'s", "'"):
            continue
        if found and last not in ("and", "or", "&"):
            earlier = found[-1].name
            gap = text[earlier.end : name.before]
            if gap == ", " and " and " in following:
                found.append(Speaker(name, owners))
                continue
            if earlier.kind == "person" or not person or "," in gap:
                continue
            found = []
        elif _governed(before, person):
            continue
        if not person and _described_after(following):
            continue
        if found and " and " not in text[found[-1].name.end - 1 : name.before]:
            continue
        found.append(Speaker(name, owners))
    return found


def _described_after(following: str) -> bool:
    """Say whether a name only describes what follows: "Acme officials"."""
    if not following.startswith((" ", "-")):
        return False
    words = re.findall(r"[\w'-]+", following)
    if not words or words[0].lower() in load_classes()["after_subject"]:
        return False
    return not all(w.lower() in naming("generic") for w in words[:1] + words[1:2] if w.islower())


def find_apposed(memory: Memory, head: str, end: int) -> Speaker | None:
    """Return the name after a description: "the mayor's aide" before ", Ann Lee,"."""
    text = memory.index.text
    if text[end : end + 2] != ", " or not head_role([m[0].lower() for m in WORD.finditer(head)]):
        return None
    at = bisect_left(memory.index.starts, end + 2)
    if at == len(memory.index.names):
        return None
    name, owners = memory.index.names[at], memory.index.owners[at]
    ends = text[name.end : name.end + 1]
    if name.before != end + 2 or len(owners) != 1 or (ends and ends not in ',.;:\n"”’—)'):
        return None
    owner = owners[0]
    person = owner.kind == "person" or (owner.kind == "unknown" and len(owner.tokens) > 1)
    return Speaker(name, owners) if person else None


def _governed(before: str, person: bool) -> bool:
    """Say whether a name stands inside a description headed by another noun.

    "Teachers at the School", "a poll for the Beacon"; but an "analysis by" somebody
    is theirs, and in "head of the fire service Ann Lee" the name is the head's.
    """
    words = [m[0].lower() for m in WORD.finditer(before.rpartition(",")[2])]
    places = [i for i, w in enumerate(words) if w in _GOVERNING]
    if not places:
        return False
    at = places[-1]
    between = words[at + 1 :]
    if words[at] == "by" and at and words[at - 1] in load_classes()["record_subject"]:
        return False
    described = bool(between) and between[-1] not in load_classes()["determiner"]
    loose = described and not find_role(between[-1:]) and between[-1] not in titles()
    return not (person and loose and head_role(words[: places[0]]))
