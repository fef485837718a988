"""The cue words of the lexicon, by the word that stands in a text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from narratives.lexicon import inflect, load_lexicon


@cache
def verb_forms() -> Mapping[str, tuple[tuple[str, tuple[str, ...], Mapping[str, str]], ...]]:
    """Map the first word of every verb form to (form, further words, row of the lexicon).

    Entries of several words come first, so that the longest one wins.
    """
    table: dict[str, list[tuple[str, tuple[str, ...], Mapping[str, str]]]] = {}
    for row in load_lexicon("cues"):
        if row["pos"] != "verb":
            continue
        for name, form in inflect(row["lemma"]).items():
            word, *rest = form.split()
            table.setdefault(word, []).append((name, tuple(rest), row))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[1]))
    return {word: tuple(entries) for word, entries in table.items()}


class Verb(NamedTuple):
    """A verb that a word begins: its further words, and the forms in which they are its."""

    rest: tuple[str, ...]
    lemma: str
    kind: str
    frames: frozenset[str]
    forms: frozenset[str]


@cache
def verbs_by_word() -> Mapping[str, tuple[Verb, ...]]:
    """Map the first word of every verb form to the verbs that it begins, as ``verb_forms`` does."""
    table: dict[str, tuple[Verb, ...]] = {}
    for word, entries in verb_forms().items():
        found: dict[tuple[tuple[str, ...], int], Verb] = {}
        for _, rest, row in entries:
            lemma = row["lemma"]
            forms = frozenset(n for n, r, w in entries if r == rest and w["lemma"] == lemma)
            verb = Verb(rest, lemma, row["class"], frozenset(row["frames"].split()), forms)
            found.setdefault((rest, id(row)), verb)
        table[word] = tuple(found.values())
    return table


@cache
def rows_by_word(pos: str) -> Mapping[str, Mapping[str, str]]:
    """Map the words of one part of speech to their rows; nouns in singular and plural."""
    table: dict[str, Mapping[str, str]] = {}
    for row in load_lexicon("cues"):
        if row["pos"] == pos:
            table[row["lemma"]] = row
            if pos == "noun":
                table[inflect(row["lemma"])["s"]] = row
    return table


@cache
def phrases(group: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Map the first word of each phrase of a class to all words of those that it begins.

    Examples
    --------
    >>> phrases("mutual")["one"]
    (('one', 'another'),)
    """
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for row in rows_by_word("phrase").values():
        if row["class"] == group:
            words = tuple(row["lemma"].split())
            found[words[0]] = (*found.get(words[0], ()), words)
    return found
