"""Tell whether a name or a description is the subject of its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice, takewhile

from narratives.lexicon import endings, load_classes, one_of
from narratives.sources.memory import WORD, EarlierSource, Memory, gender_of, recall
from narratives.sources.names import Name
from narratives.sources.words import (
    head_role,
    is_role,
    naming,
    organisations,
    saying_verbs,
    titles,
)

_OPENERS = load_classes()["sentence_opener"]
_NAMED = re.compile(
    rf"(?:\bname (?:is|was)|\b(?:{one_of('names_it')}|known as|calling (?:{one_of('himself')})))$"
)
_DESCRIBED = re.compile(
    r"(The|A|An|My|Our|His|Her|Its|Their|One)((?: [a-z][\w'-]*){1,6})(?=([ ,.;:]?))"
)
_WHOSE = re.compile(r" (?:for|of) (?:the )?([\w'-]+)")


def begins(memory: Memory, name: Name) -> bool:
    """Say whether a name is the subject of a sentence, or of what somebody says."""
    if name.start not in memory.subjects:
        memory.subjects[name.start] = _begins(memory, name)
    return memory.subjects[name.start]


def _begins(memory: Memory, name: Name) -> bool:
    text = memory.index.text
    sentence = memory.sentences[memory.sentence(name.before)]
    begin = max(sentence, name.before - 160)
    piece = text[begin : name.before].strip(' "“‘').rsplit("; ")[-1]
    if not piece:
        return True
    if _NAMED.search(piece.rstrip()):
        return True
    words = WORD.findall(piece)
    if not words:
        return True
    apposed = piece.rstrip().endswith(",")
    if begin == sentence or piece.count(",") > 1:
        if apposed and _describes(piece.rstrip(" ,").rsplit(", ")[-1]):
            return True
        front, _, tail = piece.rpartition(", ") if not apposed else (piece, "", "")
        if _plain_front(tail if front and tail else piece):
            return not front or not tail or _opens(front)
        if apposed:
            return _opens(piece)
    before = (w for w in reversed(words) if not _describing(w.lower()))
    said = next(before, "").lower()
    return said in saying_verbs() and "," not in piece[piece.lower().rfind(said) :]


def _determiners() -> frozenset[str]:
    return load_classes()["determiner"]


@lru_cache(maxsize=10_000)
def _describing(word: str) -> bool:
    """Say whether a lower-case word only leads to a name: a determiner, a role or a title."""
    return word in _determiners() or is_role(word) or word in titles()


def _plain_front(piece: str) -> bool:
    """Say whether only a description stands before a name: "The former mayor"."""
    words = WORD.findall(piece)
    return all(
        w[:1].isupper() or _describing(w.lower()) or w.lower() in _OPENERS or w.endswith("'s")
        for w in words
    ) or (len(words) < 6 and _describes(piece))


def _describes(piece: str) -> bool:
    """Say whether a piece is a description headed by a role: "The head of its agency"."""
    words = [w.lower() for w in WORD.findall(piece)]
    opens = bool(words) and (
        words[0] in _determiners() or words[0].endswith("'s") or is_role(words[0])
    )
    return len(words) < 14 and (opens or piece[:1].isupper()) and bool(head_role(words))


def _opens(front: str) -> bool:
    """Say whether a piece before a comma only leads to the subject: "In a letter"."""
    first = (WORD.findall(front) or [""])[0].lower()
    return first in _leading() or first.endswith(endings("openers"))


@cache
def _leading() -> frozenset[str]:
    classes = load_classes()
    return classes["preposition"] | classes["subordinator"] | classes["time"] | _OPENERS


def described_subject(memory: Memory, number: int, start: int) -> EarlierSource | None:
    """Read the description that begins a sentence: "The driver shook his head", "The union met"."""
    if number >= len(memory.sentences):
        return None
    text = memory.index.text
    begin = memory.sentences[number]
    begin += len(text[begin : begin + 3]) - len(text[begin : begin + 3].lstrip(' "“‘'))
    match = _DESCRIBED.match(text, begin, begin + 120)
    if match is None or match.end() >= start:
        return None
    words = [match[1].lower(), *match[2].lower().split()]
    for size in range(2, len(words) + 1):
        noun = words[size - 1]
        following = words[size] if size < len(words) else ""
        if noun in organisations() and match[1] == "The" and _acts(following):
            end = begin + len(" ".join(words[:size]))
            return _described_body(memory, text[begin:end], noun, begin)
        if not (is_role(noun) or noun in naming("somebody")):
            continue
        if following in ("for", "of") and is_role(noun):
            return _of_body(memory, begin, begin + len(" ".join(words[:size])), words[:size])
        if (
            is_role(following)
            or following in naming("somebody")
            or following in load_classes()["after_noun"]
        ):
            return None
        if load_classes()["auxiliary"].union(load_classes()["past"]).intersection(words[1:size]):
            return None  # "The module had local officials": a clause, not a description.
        end = begin + len(" ".join(words[:size]))
        if re.match(r",? [A-Z]", text[end : end + 4]):
            return None
        gender = gender_of(words[:size])
        return EarlierSource(text[begin:end], begin, "person", gender, None, tuple(words[:size]))
    return None


def _of_body(memory: Memory, start: int, end: int, words: Sequence[str]) -> EarlierSource | None:
    """Read on in "A spokesman for Lund Harbour declined", "The head of the bank left"."""
    index = memory.index
    whose = _WHOSE.match(index.text, end)
    if whose is None:
        return None
    at = bisect_left(index.starts, whose.start(1))
    named = at < len(index.names) and index.names[at].start == whose.start(1)
    if not named and whose[1] not in organisations():
        return None
    name = index.text[start : index.names[at].end if named else whose.end()]
    unnamed = words[0] in load_classes()["indefinite"] and not named
    short = name if unnamed else name[len(words[0]) + 1 :]
    told = EarlierSource(short, start, "person", gender_of(words), None, tuple(words))
    told.unnamed = unnamed
    return told


def _acts(word: str) -> bool:
    """Tell a verb after a noun: "The union met", and not "The union house"."""
    classes = load_classes()
    verb = word in classes["past"] or word in classes["auxiliary"] or word in saying_verbs()
    return verb or word.endswith("ed")


def _described_body(memory: Memory, words: str, noun: str, start: int) -> EarlierSource | None:
    """Note a body by what it is called; nobody where any body may be called so."""
    before = takewhile(lambda entity: entity.first < start, memory.index.called(noun))
    called = [*islice((entity for entity in before if entity.kind != "person"), 2)]
    if len(called) == 1:
        return recall(called[0], start)
    if called or noun in naming("any_body"):
        return None
    return EarlierSource(words, start, "organisation", "", None, tuple(words.lower().split()))
