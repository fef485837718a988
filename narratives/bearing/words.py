"""Words of a text for comparison: plain forms, stems, and phrases of the word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # type: ignore[import-untyped]

from narratives.bearing.stems import stem
from narratives.documents import clean_words, shadow
from narratives.lexicon import load_lexicon

LONGEST = 20_000
"""Characters of one statement that are read; the rest of a longer one is left out."""

_PREFIXES = "co re e pre de un mis over under inter counter cyber"
_WORD = re.compile(
    rf"(?:\b(?:{_PREFIXES.replace(' ', '|')})-(?=[^\W_]{{3}}))?[^\W_]+", re.IGNORECASE
)
_PARTICLES = frozenset(
    form for part in ("up", "out", "off", "down") for form in (part, f"{part}s", part.title())
)
_OBJECTS = frozenset(
    ["it", "them", "this", "that", "him", "her", "everything", "anything", "something", "all"]
)
_ARTICLES = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those"]
)
_SOLID = re.compile(r"([^\W\d_]{4,20})(up|out|off|down)s?", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s)")


class Word(NamedTuple):
    """One word of a text: where it stands, as written, and its stem."""

    start: int
    end: int
    raw: str
    stem: str


def clean(text: str) -> str:
    """Return a copy for matching: letters whole, odd characters plain, possessives blanked.

    Examples
    --------
    >>> clean("Ukraine’s role")
    'Ukraine   role'
    """
    return _POSSESSIVE.sub(lambda match: " " * len(match[0]), shadow(clean_words(text[:LONGEST])))


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[Word, ...]:
    """Split a cleaned text into words.

    Examples
    --------
    A prefix belongs to its word with and without a hyphen. A verb and its particle are
    two words, however they are written.

    >>> [word.stem for word in words_of("a gas-main leak")]
    ['a', 'gas', 'main', 'leak']
    >>> [word.stem for word in words_of("coverup, cover-up, covered up")]
    ['cover', 'up', 'cover', 'up', 'cover', 'up']
    >>> words_of("a re-election")[1].stem == words_of("the reelections")[1].stem
    True
    """
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        raw = match[0]
        cut = _cut_solid(raw)
        if cut:
            found.append(Word(start, start + cut, raw[:cut], stem(raw[:cut])))
            start, raw = start + cut, raw[cut:]
        found.append(Word(start, end, raw, stem(raw)))
    return tuple(found)


@lru_cache(maxsize=50_000)
def _cut_solid(raw: str) -> int:
    """Return where a word of a verb and a particle parts ("coverup"), 0 where it is none."""
    solid = _SOLID.fullmatch(raw)
    return len(solid[1]) if solid and not is_plain(raw) else 0


def compounds_of(words: Sequence[Word]) -> list[Word]:
    """Return verbs with their particle as words of their own.

    A pair says more than the verb alone: to cover up is not to cover.

    Examples
    --------
    >>> [word.stem for word in compounds_of(words_of("They covered it up in a cover-up."))]
    ['cover up', 'cover up']
    """
    found = []
    for there, other in enumerate(words):
        if other.raw not in _PARTICLES:
            continue
        for step in (1, 2, 3):
            if there < step:
                break
            word = words[there - step]
            # "Covered it up", "shut the plant down": an object may stand between.
            after = words[there - step + 1].raw.lower()
            fits = step == 1 or after in (_OBJECTS if step == 2 else _ARTICLES)
            if fits and len(word.stem) > 2 and not is_plain(word.raw):
                particle = other.raw.lower().removesuffix("s")
                found.append(Word(word.start, other.end, word.raw, f"{word.stem} {particle}"))
    return found


_CONTENT = frozenset(
    (
        "bill",
        "bottom",
        "computer",
        "cry",
        "empty",
        "fill",
        "fire",
        "interest",
        "mill",
        "mine",
        "system",
    )
)
"""Words that the list of common words has, and that may well say what a text is about."""


def is_plain(word: str) -> bool:
    """Tell whether a word is too common to say what a text is about."""
    small = word.lower()
    return len(word) < 2 or (small in ENGLISH_STOP_WORDS and small not in _CONTENT)


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Build one search pattern for phrases of a word list; ``*`` stands for any ending.

    Examples
    --------
    >>> pattern(["rule* out"]).search("It was Ruled  out.")[0]
    'Ruled  out'
    """
    parts = []
    for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)):
        body = r"[\s-]{1,3}".join(re.escape(w).replace(r"\*", r"\w*") for w in phrase.split())
        parts.append(body if phrase.startswith("n'") else r"\b" + body)
    return re.compile(rf"(?:{'|'.join(parts)})\b", re.IGNORECASE)


@cache
def listed(name: str, column: str, group: str) -> re.Pattern[str]:
    """Build the search pattern of one class of a word list."""
    phrase = {"relations": "word", "stances": "words", "pointers": "noun"}[name]
    return pattern(row[phrase] for row in load_lexicon(name) if row[column] == group)


def relation(group: str) -> re.Pattern[str]:
    """Return the pattern of a class of ``relations.tsv``."""
    return listed("relations", "class", group)


def stance_words(group: str) -> re.Pattern[str]:
    """Return the pattern of a class of ``stances.tsv``."""
    return listed("stances", "class", group)


@lru_cache(maxsize=64)
def first(name: str, group: str, text: str) -> str:
    """Return the first words of a class of ``relations`` or ``stances``, empty where none.

    Examples
    --------
    >>> first("relations", "involve", "who was behind it")
    'behind'
    """
    found = relation(group) if name == "relations" else stance_words(group)
    match = found.search(text)
    return match[0] if match else ""
