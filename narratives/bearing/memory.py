"""What a document said so far, for pointing words to find."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from narratives.bearing.actors import actors_in
from narratives.bearing.definitions import Definitions, Match
from narratives.bearing.pointing import Pointer
from narratives.bearing.relevance import match_narratives
from narratives.bearing.stance import read_stance
from narratives.bearing.words import words_of

REACH = 1_500
"""Characters that pointing words reach back."""
_RECENT = 60
_NEAREST = 6
_WANTED = {"accusation": "supports", "account": "supports", "denial": "disputes"}


class Sentence(NamedTuple):
    """A sentence of the document: where it stands, and its cleaned text."""

    start: int
    end: int
    text: str


class Mention(NamedTuple):
    """Something said before that pointing words may mean; ``narrative`` is -1 for none."""

    start: int
    end: int
    narrative: int
    stance: str
    how: str
    probability: float
    span: str
    source: str
    pointed: bool = False
    accuses: bool = False


@dataclass
class Memory:
    """Mentions of narratives in one document, and its sentences where they are at hand."""

    definitions: Definitions
    sentences: Sequence[Sentence]
    mentions: list[Mention] = field(default_factory=list)
    matches: dict[int, list[Match]] = field(default_factory=dict)


def find_sentence(memory: Memory, at: int) -> int:
    """Return the number of the sentence that holds a place, -1 where there is none."""
    return bisect_right(memory.sentences, at, key=lambda sentence: sentence.start) - 1


def match_sentence(memory: Memory, number: int) -> list[Match]:
    """Match one sentence with every narrative."""
    if number not in memory.matches:
        text = memory.sentences[number].text
        none = np.zeros(len(memory.definitions.profiles))
        memory.matches[number] = match_narratives(memory.definitions, text, "", none)
    return memory.matches[number]


def find_actor(memory: Memory, at: int, fits: Iterable[int]) -> tuple[int, Mention | None] | None:
    """Find whose actor, of the narratives that fit, was named last before a place."""
    numbers = set(fits)
    if not memory.sentences:
        for mention in sorted(memory.mentions[-_RECENT:], key=lambda m: -m.end):
            if mention.start < at and mention.narrative in numbers:
                return mention.narrative, mention
        return None
    last = find_sentence(memory, at)
    for number in range(last, -1, -1):
        sentence = memory.sentences[number]
        if sentence.end < at - REACH:
            return None
        text = sentence.text[: max(0, at - sentence.start)] if number == last else sentence.text
        named = [n for n in actors_in(memory.definitions, text) if n in numbers]
        if len(named) == 1:
            inside = [
                m
                for m in memory.mentions[-_RECENT:]
                if m.narrative == named[0] and sentence.start <= m.start < sentence.end
            ]
            return named[0], max(inside, key=lambda m: m.end - m.start, default=None)
    return None


def find_meant(
    memory: Memory, pointer: Pointer, at: int, against: bool, speaker: Iterable[int]
) -> Mention | None:
    """Find what pointing words mean: the nearest that fits their kind, else the nearest.

    Parameters
    ----------
    memory : Memory
    pointer : Pointer
    at : int
        Where the statement begins.
    against : bool
        Whether it rejects what the words mean. A source that rejects means what is
        said of itself before what is said of others, and an account before the
        rejection of one.
    speaker : iterable of int
        The narratives whose actor the source is.
    """
    wanted = _WANTED.get(pointer.refers, "")
    owner = pointer.owner.lower()[:5]
    groups = _said_before(memory, at)
    for group in groups if owner else ():
        for mention in group:
            known = mention.narrative >= 0 and wanted in ("", mention.stance)
            if owner in mention.source.lower() and known:
                return mention
    near = [m for group in groups[:_NEAREST] for m in group if m.narrative >= 0]
    own = set(speaker)
    for mention in near if against else ():
        if mention.narrative in own and mention.stance == "supports":
            return mention
    if _is_blocked(memory, groups, at, wanted):
        return None
    for mention in near if wanted else ():
        if mention.stance == wanted and mention.how == "stated":
            return mention
    known_groups = [[m for m in g if m.narrative >= 0] for g in groups[:_NEAREST]]
    known_groups = [group for group in known_groups if group]
    if not known_groups:
        return None
    group = known_groups[0]
    if against:
        said = [m for g in known_groups[:2] for m in g if not m.pointed and m.stance == "supports"]
        if all(m.pointed for m in group) and said:
            return said[0]
        group = [m for m in group if m.stance == "supports"] or group
    stated = [m for m in group if m.how == "stated"] or group
    # Two accounts in one and the same content: the surer one is meant.
    return max((m for m in stated if m.span == stated[0].span), key=lambda m: m.probability)


def find_source(memory: Memory, content: str, at: int) -> Mention | None:
    """Find the last thing said by a source that a short content names ("sided with him")."""
    names = {w.stem for w in words_of(content) if w.raw.lower() not in ("the", "a", "an", "that")}
    any_source = bool(names & {"him", "her", "them"})
    for mention in reversed(memory.mentions[-_RECENT:]):
        if mention.start >= at or mention.end < at - REACH or not mention.source:
            continue
        said = {word.stem for word in words_of(mention.source)}
        if any_source or (names and names <= said):
            return mention if mention.narrative >= 0 else None
    return None


def find_rival(memory: Memory, own: set[int], at: int) -> Mention | None:
    """Find the last mention of a narrative that is none of ``own``."""
    for group in _said_before(memory, at):
        for mention in group:
            if mention.narrative >= 0 and mention.narrative not in own:
                return mention
    return None


def _is_blocked(memory: Memory, groups: list[list[Mention]], at: int, wanted: str) -> bool:
    """Tell whether what was said last, and is most likely meant, bears on no narrative."""
    if not groups or any(mention.narrative >= 0 for mention in groups[0]):
        return False
    if wanted and not any(mention.accuses for mention in groups[0]):
        return False
    if not memory.sentences:
        return True
    return find_sentence(memory, at) - find_sentence(memory, groups[0][0].start) <= 1


def _said_before(memory: Memory, at: int) -> list[list[Mention]]:
    """Return what was said before a place, by sentence, nearest first."""
    recent = [m for m in memory.mentions[-_RECENT:] if m.start < at and m.end >= at - REACH]
    recent.sort(key=lambda m: (m.end, m.start), reverse=True)
    if not memory.sentences:
        return [[mention] for mention in recent]
    groups = []
    last = find_sentence(memory, at)
    for number in range(last, -1, -1):
        sentence = memory.sentences[number]
        if sentence.end < at - REACH:
            break
        found = [m for m in recent if sentence.start <= m.start < sentence.end]
        if number < last and not any(m.narrative >= 0 for m in found):
            found = _told_by_narrator(memory, number) or found
        if found:
            groups.append(found)
    return groups


def _told_by_narrator(memory: Memory, number: int) -> list[Mention]:
    sentence = memory.sentences[number]
    matches = match_sentence(memory, number)
    best = max(range(len(matches)), key=lambda n: matches[n].points, default=-1)
    if best < 0 or matches[best].points < 1.5:
        return []
    omission = memory.definitions.profiles[best].omission
    stance = read_stance(sentence.text, "", "asserts", matches[best].at, omission)
    how = "implied" if matches[best].implied else "stated"
    stands = stance.stance if stance.stance != "neutral" else "supports"
    return [
        Mention(
            sentence.start, sentence.end, best, stands, how,
            0.9 * matches[best].probability, f"{sentence.start}-{sentence.end}", "",
        )
    ]  # fmt: skip
