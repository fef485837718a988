"""Find whom a pronoun means: who was last the subject of a sentence, or spoke, and fits."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narratives.lexicon import endings, load_classes, one_of
from narratives.schema import Span, merge_spans
from narratives.sources.describing import Entity
from narratives.sources.memory import EarlierSource, Memory, recall
from narratives.sources.subjects import begins, described_subject
from narratives.sources.words import naming, organisations

_SPEAKERS = 25
_NAMES = 40
_WINDOW = 4000
_DESCRIPTIONS = 6
_FAR = 10**12
_NEAR = 3
"""Sentences in which a name may be the body that the last one only describes."""
_SHORT = 400
"""Code points of a sentence that are looked at for a text that it brings in."""
_TEXTS = "|".join(one_of(name) for name in ("texts", "record_subject", "remarks"))
_BROUGHT = re.compile(rf"\b(?:an?|one) (?:[a-z-]{{2,20}} ){{0,2}}(?:{_TEXTS})\b")
"""A text that a sentence brings in: "a memo", "an unsigned note"."""
_LABEL = re.compile(r"[ \t]{0,8}[^\W\d_][\w .’'-]{0,40}(?: \([^()\n]{1,40}\))?: ")
"""The name before a turn of a transcript."""


@dataclass
class Mention:
    """Somebody named before a pronoun.

    ``rank`` is 3 for who spoke, 2 for the subject of a sentence, 1 for what may be a
    subject that can mean, 0 for any other place in a sentence.
    """

    name: str
    start: int
    rank: int
    sentence: int
    told: EarlierSource


@dataclass
class Choice:
    """Whom a pronoun means, None where the text leaves it open, and who else it could be."""

    told: EarlierSource | None
    names: tuple[str, ...] = ()


def choose(memory: Memory, pronoun: str, start: int, content: Sequence[Span]) -> Choice:
    """Choose whom "he", "she" or "it" means.

    The nearest sentence with a subject that fits decides. It does not where it has
    two of them, or beside a subject that has not spoken somebody else who fits.

    Parameters
    ----------
    memory : Memory
    pronoun : str
        "he", "she" or "it".
    start : int
        Where the pronoun stands.
    content : list of spans
        The content of its statement: who is named in it is not meant.
    """
    found = _without_label(memory, list(_mentions(memory, pronoun, start, content)), start)
    usual = [m for m in found if _usual(m, pronoun)] or found
    choice = _nearest(memory, usual, start)
    now = memory.sentence(start)
    if choice.told is not None:
        # Who spoke just before may have a name that mostly goes with the other gender.
        late = [m for m in found if m.rank == 3 and now - m.sentence < 2 and m not in usual]
        odd = [m.name for m in late if m.start > choice.told.start]
        spoke = any(told is choice.told for told in memory.told[-_SPEAKERS:])
        if pronoun == "it" and choice.told.entity is None and not spoke:
            # "Castle Air flies to Oslo. The airline closed. It said …": it may be its name.
            named = [(m.name, m.told.entity) for m in found if now - m.sentence <= _NEAR]
            odd += [name for name, entity in named if entity and not entity.called]
        choice.names = _names([choice.told.name, *choice.names], odd)
    if choice.told is None and not choice.names and content:
        choice = _nearest(memory, list(_mentions(memory, pronoun, start, ())), start)
    told = choice.told
    near = told is not None and memory.sentence(told.start) >= now - 1
    text = None if near or pronoun != "it" else _text_before(memory, now)
    if text is None:
        return choice
    return Choice(text, _names([text.name], [told.name] if told else choice.names))


def _text_before(memory: Memory, now: int) -> EarlierSource | None:
    """Return what the sentence before brings in: "Nurses wrote a memo. It said …"."""
    if not now:
        return None
    first = max(memory.sentences[now - 1], memory.sentences[now] - _SHORT)
    brought = [*_BROUGHT.finditer(memory.index.text, first, memory.sentences[now])]
    if not brought:
        return None
    words, start = brought[-1][0], brought[-1].start()
    return EarlierSource(words, start, "organisation", "", None, tuple(words.lower().split()))


def _without_label(memory: Memory, found: list[Mention], start: int) -> list[Mention]:
    """Leave out who speaks in the line of a pronoun: in "RUIZ: He denied it" Ruiz is not meant."""
    first, last = _label_of(memory, start)
    own = {mention.name for mention in found if first <= mention.start < last}
    return [mention for mention in found if mention.name not in own]


def _label_of(memory: Memory, start: int) -> Span:
    """Find the label of the turn in which a place stands; an empty span where there is none."""
    text = memory.index.text
    line = text.rfind("\n", 0, start) + 1
    label = _LABEL.match(text, line, start)
    if label is None or text.count(f"\n{label[0]}") + text.startswith(label[0]) < 2:
        return line, line
    return line, label.end()


def _usual(mention: Mention, pronoun: str) -> bool:
    wanted = {"he": "m", "she": "f"}.get(pronoun, "")
    entity = mention.told.entity
    usual = "" if mention.told.gender or entity is None else entity.usual_gender
    return not wanted or usual in ("", wanted)


def _names(first: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys([*first, *more]))
    return names if len(names) > 1 else ()


def _nearest(memory: Memory, mentions: list[Mention], start: int) -> Choice:
    """Take the mentions sentence by sentence, the nearest first."""
    here = memory.paragraph(memory.sentence(start))
    later: list[str] = []
    perhaps: Mention | None = None
    at = 0
    while at < len(mentions):
        end = at
        while end < len(mentions) and mentions[end].sentence == mentions[at].sentence:
            end += 1
        group, at = mentions[at:end], end
        paragraph = memory.paragraph(group[0].sentence)
        if perhaps is not None and memory.paragraph(perhaps.sentence) != paragraph:
            break
        subjects = [m for m in group if m.rank > 1]
        if not subjects:
            weak = [m for m in group if m.rank == 1]
            if weak and perhaps is None:
                perhaps = weak[-1]
            elif paragraph == here:
                later += [m.name for m in group]
            continue
        best = max(subjects, key=lambda m: m.rank)
        spoke = best.rank == 3
        rivals = {m.name for m in (subjects if spoke else group) if m.name != best.name}
        spoken = {m.name for m in subjects if m.rank == 3}
        if len(spoken) == 1 and spoke:
            rivals = {m.name for m in subjects if m.name != best.name and m.start > best.start}
        if rivals:
            named = [m.name for m in sorted(group, key=lambda m: m.start) if m.name in rivals]
            return Choice(None, tuple(dict.fromkeys([best.name, *named, *later])))
        earlier = [] if spoke else _speaker_before(memory, mentions[at:], paragraph)
        maybe = [perhaps.name] if perhaps is not None else []
        return Choice(best.told, _names([best.name], [*maybe, *earlier, *later]))
    if perhaps is not None:
        return Choice(perhaps.told, _names([perhaps.name], later))
    near = [m for m in mentions if memory.paragraph(m.sentence) >= here - 1]
    names = tuple(dict.fromkeys(m.name for m in sorted(near, key=lambda m: m.start)))
    if len(names) == 1:
        return Choice(near[0].told)
    return Choice(None, names)


def _speaker_before(memory: Memory, mentions: Sequence[Mention], paragraph: int) -> list[str]:
    for mention in mentions:
        if memory.paragraph(mention.sentence) != paragraph:
            break
        if mention.rank == 3:
            return [mention.name]
    return []


def _mentions(
    memory: Memory, pronoun: str, start: int, content: Sequence[Span]
) -> Iterator[Mention]:
    """Yield those before a pronoun that it fits, the last sentence first."""
    told = [t for t in memory.told[-_SPEAKERS:] if t.start < start]
    now = memory.sentence(start)
    own = sorted(content)
    first, last = _label_of(memory, start)  # Whom a speaker has named in this turn can be meant.
    foreign = (t for t in told if not first <= t.start < last)
    others = merge_spans(s for t in foreign for s in t.spans if not s[0] <= start < s[1])
    index = memory.index
    found = [
        Mention(t.name, t.start, 3, memory.sentence(t.start), t)
        for t in told
        if _fits(t, pronoun) and not _inside(own, t.start) and not _inside(others, t.start)
    ]
    last = bisect_left(index.starts, start)
    for i in range(max(0, last - _NAMES, bisect_left(index.starts, start - _WINDOW)), last):
        name, owners = index.names[i], index.owners[i]
        if len(owners) != 1 or index.text.startswith("'", name.end) or _inside(own, name.start):
            continue
        number = memory.sentence(name.start)
        reported = _inside(others, name.start)
        if reported and number != now:
            continue
        one = recall(owners[0], name.start)
        if not _fits(one, pronoun):
            continue
        sure, leads = _sure(owners[0], pronoun), begins(memory, name)
        if leads or (sure and not reported):
            rank = 0 if not leads else 1 if reported else 1 + sure
            found.append(Mention(one.name, name.start, rank, number, one))
    first = min((m.sentence for m in found), default=now)
    for number in range(max(first, now - _DESCRIPTIONS), now + 1):
        subject = described_subject(memory, number, start)
        if subject is None or not _fits(subject, pronoun) or _inside(own, subject.start):
            continue
        if number == now or not _inside(others, subject.start):
            rank = 2 if number == now or subject.kind == "organisation" else 1
            found.append(Mention(subject.name, subject.start, rank, number, subject))
    best: dict[tuple[int, str], Mention] = {}
    for mention in found:
        key = (mention.sentence, mention.name)
        if key not in best or best[key].rank < mention.rank:
            best[key] = mention
    yield from sorted(best.values(), key=lambda m: (-m.sentence, m.start))


def _inside(spans: Sequence[Span], place: int) -> bool:
    """Tell whether a place stands inside one of some sorted spans."""
    at = bisect_right(spans, (place, _FAR)) - 1
    return at >= 0 and place < spans[at][1]


def _fits(told: EarlierSource, pronoun: str) -> bool:
    last = told.words[-1] if told.words else ""
    if told.kind == "any" and last in naming("place"):
        return False
    if pronoun == "it":
        return told.kind in ("organisation", "any")
    if told.kind not in ("person", "any") or (told.kind == "any" and last in organisations()):
        return False
    if told.kind == "any" and _are_several(told.words):
        return False
    gender = told.gender or (told.entity.gender if told.entity is not None else "")
    return gender in ("", "m" if pronoun == "he" else "f")


def _are_several(words: Sequence[str]) -> bool:
    """Say whether a name is one of people: "residents of Lower Lund"."""
    head = words[0] if words and words[0] not in load_classes()["determiner"] else ""
    placed = len(words) > 2 and words[1] in load_classes()["np_preposition"]
    return placed and head.endswith("s") and not head.endswith(endings("no_plural"))


def _sure(entity: Entity, pronoun: str) -> bool:
    """Say whether a name alone tells that a person, or a body, is meant."""
    if pronoun == "it":
        return entity.kind in ("organisation", "acronym") or "organisation" in entity.called
    return entity.kind == "person"
