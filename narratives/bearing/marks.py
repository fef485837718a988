"""Marks of stance in a text: words of the lists, function words, and signs, found in one pass."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # type: ignore[import-untyped]

from narratives.bearing.rarity import rarity_of
from narratives.bearing.stems import stem
from narratives.bearing.words import clean
from narratives.lexicon import load_lexicon

GROUPS = (
    "negator",
    "evaluation",
    "open",
    "question",
    "ignore",
    "contrast",
    "credit",
    "spread",
    "precedent",
    "withheld",
    "away",
    "wish",
    "hedge",
    "denial",
    "loaded",
    "say",
    "harm",
    "good",
)
"""Classes of words whose presence, and nearness to the narrative's words, is counted."""
COMMON = 0.6
"""How rare a word may be to be learned without being listed."""
LONGEST = 2_000
"""Characters of one text in which marks are looked for."""

_TOKEN = re.compile(r"[^\W_]+|[?!\"]")
_NOT = re.compile(r"(?i)n't\b")


class Mark(NamedTuple):
    """Words of one class: the number of their first token, the class, and the words."""

    at: int
    group: str
    words: str


class Marked(NamedTuple):
    """A text in tokens (lower case), with its marks."""

    tokens: tuple[str, ...]
    marks: tuple[Mark, ...]


def find_marks(text: str) -> Marked:
    """Split a text into tokens and find the words of the lists in it.

    Parameters
    ----------
    text : str

    Returns
    -------
    Marked

    Examples
    --------
    >>> [(m.group, m.words) for m in find_marks("Is there no evidence?").marks][:2]
    [('negator', 'no evidence'), ('negator', 'no')]
    """
    plain = _NOT.sub(" not", clean(text)[:LONGEST])
    tokens = tuple(_TOKEN.findall(plain.lower()))
    marks = []
    for at, token in enumerate(tokens):
        for group, rest in _entries(token):
            end = at + 1 + len(rest)
            if not rest:
                marks.append(Mark(at, group, token))
            elif end <= len(tokens) and all(map(_fits, rest, tokens[at + 1 : end])):
                marks.append(Mark(at, group, " ".join(tokens[at:end])))
    return Marked(tokens, tuple(marks))


@lru_cache(maxsize=50_000)
def word_feature(token: str) -> str:
    """Return the name under which a word counts, empty for a word that no list has.

    Words of the word lists, function words and signs begin with "w:", other words that are
    common in English with "c:". What is rarer, such as names, never counts, so that what is
    learned about one event says something about another.

    Examples
    --------
    >>> word_feature("denied"), word_feature("not"), word_feature("bridge"), word_feature("Zorb")
    ('w:den', 'w:not', 'c:bridg', '')
    """
    if token in ENGLISH_STOP_WORDS or token in '?!"':
        return f"w:{token}"
    root = stem(token)
    if root in _listed_stems():
        return f"w:{root}"
    if not token.isalpha() or rarity_of(token) >= COMMON or root in _countries():
        return ""
    return f"c:{root}"


@cache
def _countries() -> frozenset[str]:
    rows = load_lexicon("countries")
    names = [row["country"] for row in rows] + [f for r in rows for f in r["forms"].split(";")]
    return frozenset(stem(part) for name in names for part in name.lower().split())


@cache
def _listed_stems() -> frozenset[str]:
    words: set[str] = set()
    for name, column in (
        ("stances", "words"),
        ("hedges", "words"),
        ("denials", "words"),
        ("cues", "lemma"),
        ("loaded", "words"),
        ("valence", "words"),
    ):
        for row in load_lexicon(name):
            if " " not in row[column]:
                words.add(stem(row[column].strip("*")))
    return frozenset(words)


def _fits(part: str, token: str) -> bool:
    return token.startswith(part[:-1]) if part.endswith("*") else token == part


@lru_cache(maxsize=50_000)
def _entries(token: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the classes and further words of the phrases that begin with a word."""
    found = dict(_exact().get(token, {}))
    for part, group, rest in _open_ended():
        if token.startswith(part):
            found[group, rest] = None
    if stem(token) in _saying():
        found["say", ()] = None
    return tuple(found)


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [
        (row["class"], row["words"])
        for name in ("stances", "valence")
        for row in load_lexicon(name)
    ]
    rows += [("hedge", row["words"]) for row in load_lexicon("hedges")]
    rows += [("denial", row["words"]) for row in load_lexicon("denials")]
    rows += [("loaded", row["words"]) for row in load_lexicon("loaded")]
    return tuple(
        (group, tuple(words.lower().replace("n't", "not").replace("-", " ").split()))
        for group, words in rows
        if group in GROUPS
    )


@cache
def _exact() -> dict[str, dict[tuple[str, tuple[str, ...]], None]]:
    found: dict[str, dict[tuple[str, tuple[str, ...]], None]] = {}
    for group, parts in _phrases():
        if parts and not parts[0].endswith("*"):
            found.setdefault(parts[0], {})[group, parts[1:]] = None
    return found


@cache
def _open_ended() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple(
        (parts[0][:-1], group, parts[1:])
        for group, parts in _phrases()
        if parts and parts[0].endswith("*")
    )


@cache
def _saying() -> frozenset[str]:
    rows = load_lexicon("cues")
    return frozenset(stem(row["lemma"]) for row in rows if row["pos"] == "verb")
