"""What an analyst wrote about each narrative, made ready for matching."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from narratives.bearing.stems import stem
from narratives.bearing.words import (
    Word,
    clean,
    compounds_of,
    is_plain,
    relation,
    stance_words,
    words_of,
)
from narratives.lexicon import load_lexicon
from narratives.schema import NO_NARRATIVE, SchemaError, require_columns

_FIELDS = ("title", "statement", "terms", "examples_for", "examples_against")
_BY = re.compile(r"\bby\s+(?!\w+ing\b)", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|did|does|do|will|would|could|may|might|must|let|"
    r"made|used|sent|got|gave|took|put|set|brought|killed|[a-z]+(?:ed))\b"
)
_PLACES = frozenset(["in", "on", "against", "near", "at", "over", "across", "inside", "outside"])
_PHRASE_END = re.compile(
    r"[,;:.()]|\b(?:to|in order|because|so|who|which|that|near|for|and then)\b"
)


@dataclass(frozen=True)
class Profile:
    """One narrative: its phrases, the weight of its words, its actor.

    ``phrases`` are claims in themselves ("gas leak"); ``names`` are names of its
    actor, which say nothing without a tie to the event. ``weights`` are between 0
    and 1: 0 for a word that all narratives share. ``roles`` say what the actor is
    ("services") and ``modifiers`` are names that stand before them ("Belgian"), which
    alone do not mean it. ``omission`` is true where it is about what was not done.
    """

    narrative_id: str
    phrases: Mapping[tuple[str, ...], str]
    names: Mapping[tuple[str, ...], str]
    weights: Mapping[str, float]
    actor: frozenset[str]
    named: frozenset[str]
    roles: frozenset[str]
    modifiers: frozenset[str]
    text: str
    omission: bool = False


def build_profiles(narratives: pd.DataFrame) -> tuple[Profile, ...]:
    """Read the narratives table.

    Parameters
    ----------
    narratives : DataFrame indexed by ``narrative_id``
        Columns ``title``, ``statement`` and ``terms``; ``examples_for`` and
        ``examples_against`` where there are any.

    Returns
    -------
    tuple of Profile
        In the order of the table.

    Raises
    ------
    SchemaError
        If columns are missing, an id is taken twice or is the reserved "none".
    """
    require_columns(narratives, _FIELDS[:3], "narratives")
    ids = [str(index) for index in narratives.index]
    for name, count in Counter(ids).items():
        if count > 1 or name == NO_NARRATIVE:
            reason = "occurs twice" if count > 1 else "is the reserved word for no narrative"
            raise SchemaError(
                f'narratives: the id "{name}" {reason}. Give each narrative an id of its own.'
            )
    rows = [{field: _texts(row.get(field)) for field in _FIELDS} for row in _rows(narratives)]
    common, named = _written_forms(rows)
    every = [{w.stem for text in _all(row) for w in _content_words(text)} for row in rows]
    shared = Counter(word for words in every for word in words)
    actors = [_actor(row, shared, len(rows), named) for row in rows]
    return tuple(
        _profile(name, row, actor, actors, shared, common, named)
        for name, row, actor in zip(ids, rows, actors, strict=True)
    )


def _profile(
    name: str,
    row: Mapping[str, list[str]],
    actor: frozenset[str],
    actors: list[frozenset[str]],
    shared: Counter[str],
    common: frozenset[str],
    named: frozenset[str],
) -> Profile:
    number = len(actors)
    phrases: dict[tuple[str, ...], str] = {}
    names: dict[tuple[str, ...], str] = {}
    for term in row["terms"]:
        words = words_of(clean(term))
        key = tuple(word.stem for word in words)
        if not key:
            continue
        (names if _is_name(words, common, named) else phrases)[key] = term
    for key in list(names):
        actor = actor | {word for word in key if word not in _roles()}
    weights: dict[str, float] = {}
    for field, share in (("title", 1.0), ("statement", 0.8), ("examples_for", 0.6)):
        for text in row[field]:
            for word in _content_words(text):
                weight = share * rarity(shared[word.stem], number)
                if relation("act").fullmatch(word.raw) or relation("involve").fullmatch(word.raw):
                    weight *= 0.3
                elif word.stem in _roles():
                    weight *= 0.4
                elif word.stem in named:
                    weight *= 0.5
                weights[word.stem] = max(weight, weights.get(word.stem, 0.0))
    for key in phrases:
        for part in key:
            if not is_plain(part):
                share = 0.3 if part in _roles() else 0.8
                weights[part] = max(weights.get(part, 0.0), share * rarity(shared[part], number))
    for part in actor:
        rivals = sum(part in other for other in actors)
        weights[part] = max(weights.get(part, 0.0), rarity(max(1, rivals), number))
    modifiers, roles = _modified(row["statement"], actor)
    text = " ".join(_all(row))
    omission = stance_words("omission").search(text) is not None
    return Profile(name, phrases, names, weights, actor, named, roles, modifiers, text, omission)


def rarity(count: float, number: int) -> float:
    """Weigh a word by how few of the narratives use it: 1 for one, 0 for all.

    Examples
    --------
    >>> rarity(1, 4), rarity(2, 4), rarity(4, 4), rarity(1, 1)
    (1.0, 0.5, 0.0, 1.0)
    """
    if number < 2 or count <= 1:
        return 1.0
    return math.log(number / count) / math.log(number)


def _actor(
    row: Mapping[str, list[str]], shared: Counter[str], number: int, named: frozenset[str]
) -> frozenset[str]:
    """Take who or what is said to have done it from the one sentence of the narrative."""
    sentence = clean(" ".join(row["statement"]))
    part = sentence
    by = _BY.search(sentence)
    if by and _PASSIVE.search(sentence[: by.start()]):
        part = sentence[by.end() :]
        end = _PHRASE_END.search(part)
        part = part[: end.start()] if end else part
    else:
        verb = _VERB.search(sentence, 1)
        part = sentence[: verb.start()] if verb else ""
    found = {
        w.stem
        for w in _content_words(part)
        if shared[w.stem] < max(2, number) and w.stem not in _roles() and not w.raw.endswith("ing")
    }
    if not found & named:
        beside = {
            w.stem
            for w in _content_words(sentence)
            if w.stem in named and shared[w.stem] < max(2, number) and not _elsewhere(w, sentence)
        }
        found = beside or found
    return frozenset(found)


def _modified(sentences: list[str], actor: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    modifiers: set[str] = set()
    roles: set[str] = set()
    for sentence in sentences:
        words = words_of(clean(sentence))
        for word, *after in zip(words, words[1:], words[2:] + words[-1:], strict=False):
            if word.stem in actor and word.raw[0].isupper() and is_role(after[0]):
                modifiers.add(word.raw.lower())
                roles.update(w.stem for w in after if is_role(w))
    return frozenset(modifiers), frozenset(roles)


def is_role(word: Word) -> bool:
    """Tell whether a word says what an actor is ("services") and not who."""
    return word.stem in _roles() and word.raw[0].islower()


def _elsewhere(word: Word, sentence: str) -> bool:
    """Tell a place or a victim ("in Riverton", "to blame Riverton") from an actor."""
    before = sentence[max(0, word.start - 40) : word.start].lower().split()
    if before and before[-1] in ("the", "a", "an"):
        before.pop()
    last = before[-1] if before else ""
    return last in _PLACES or bool(relation("frame").fullmatch(last)) or last == "blame"


def _is_name(words: Sequence[Word], common: frozenset[str], named: frozenset[str]) -> bool:
    """Tell a bare name of an actor from a phrase that is a claim in itself."""
    names = [w for w in words if not is_plain(w.raw) or w.raw.isupper()]
    if not names:
        return all(w.raw[0].isupper() for w in words)
    # "Hackers" says what was done, "services" does not.
    known = [
        w.stem in named or (w.stem in _roles() and not relation("act").fullmatch(w.raw))
        for w in names
    ]
    lone = len(names) == 1 and names[0].raw[0].isupper() and names[0].stem not in common
    proper = all(w.raw[0].isupper() for w in words) and not any(w.stem in common for w in names)
    return all(known) or lone or proper


def _written_forms(rows: list[dict[str, list[str]]]) -> tuple[frozenset[str], frozenset[str]]:
    """Sort the words of all definitions into common words and names, by their capitals."""
    common: set[str] = set()
    named: set[str] = set()
    for row in rows:
        for field in _FIELDS:
            for text in row[field]:
                for number, word in enumerate(words_of(clean(text))):
                    inside = number and field not in ("title", "terms")
                    lone = field == "terms" and len(words_of(text)) == 1
                    if word.raw[0].islower():
                        common.add(word.stem)
                    elif inside or lone or word.raw.isupper():
                        named.add(word.stem)
    common -= {stem(w) for w in _countries()}
    return frozenset(common), frozenset((named | {stem(w) for w in _countries()}) - common)


@cache
def _countries() -> frozenset[str]:
    rows = load_lexicon("countries")
    names = [row["country"] for row in rows] + [f for r in rows for f in r["forms"].split(";")]
    return frozenset(name for name in names if name.isalpha() and len(name) > 3)


@cache
def _roles() -> frozenset[str]:
    """Stems of nouns for what an actor is: group, services, army."""
    return frozenset(
        stem(row["noun"]) for row in load_lexicon("pointers") if row["refers"] in ("group", "role")
    )


def _content_words(text: str) -> list[Word]:
    words = words_of(clean(text))
    own = [word for word in words if not is_plain(word.raw) or _capitals(word)]
    return own + compounds_of(words)


def _capitals(word: Word) -> bool:
    return word.raw.isupper() and len(word.raw) > 1


def _all(row: Mapping[str, list[str]]) -> list[str]:
    return [text for field in _FIELDS for text in row[field]]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, Iterable):
        return [str(text) for text in value if str(text)]
    return []


def _rows(narratives: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(key): value for key, value in row.items()}
        for row in narratives.to_dict(orient="records")
    ]
