"""The words of a piece of text, where they stand, the word classes, and the first sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from narratives.lexicon import load_lexicon
from narratives.lexicon.letters import word_pattern
from narratives.schema import Span

QUOTES = '"“”„«»‹›'
_WORD = word_pattern("'-")
_SENTENCE_END = re.compile(r"[.!?…][\"“”»’')\]]*\s")


@cache
def words_of(group: str) -> frozenset[str]:
    """Return one word class of scope.tsv."""
    return {row["class"]: frozenset(row["words"].split()) for row in load_lexicon("scope")}[group]


class Word(NamedTuple):
    """One word of a text: its lower-case form and where it stands."""

    key: str
    start: int
    end: int


def find_words(text: str, pieces: Iterable[Span]) -> list[Word]:
    """Return the words of the pieces; ``text`` is the shadow of a document."""
    return [
        Word(_key(match[0]), match.start(), match.end())
        for start, end in pieces
        for match in _WORD.finditer(text, start, end)
    ]


def find_keys(text: str, pieces: Iterable[Span]) -> list[str]:
    """Return the words of the pieces in lower case, where their places do not matter."""
    return [_key(word) for start, end in pieces for word in _WORD.findall(text, start, end)]


def _key(word: str) -> str:
    return word.lower().removesuffix("'ve")


def first_sentence(text: str, pieces: Sequence[Span]) -> tuple[list[Word], bool]:
    """Return the words of the first sentence that is no question; else of the first, and True."""
    sentences: list[list[Word]] = [[]]
    questions = [False]
    for piece in pieces:
        last: Word | None = None
        for word in find_words(text, [piece]):
            gap = text[last.end : word.start] if last else ""
            if (
                last
                and len(gap) > 1
                and _SENTENCE_END.match(gap.lstrip(QUOTES + "'’)] "))
                and text[word.start].isupper()
                and ("?" in gap or "!" in gap or not _abbreviated(last.key))
            ):
                questions[-1] = "?" in gap
                sentences.append([])
                questions.append(False)
            sentences[-1].append(word)
            last = word
        if last is None:
            continue
        tail = text[last.end : piece[1] + 2].split("\n")[0]
        if any(mark in tail for mark in ".?!"):
            questions[-1] = "?" in tail
            sentences.append([])
            questions.append(False)
    told = [(s, q) for s, q in zip(sentences, questions, strict=True) if s]
    for sentence, question in told:
        if not question:
            return sentence, False
    return (told[0][0], True) if told else ([], False)


def _abbreviated(key: str) -> bool:
    return len(key) == 1 or key in words_of("abbreviation")
