"""The narratives of one table, ready to be matched with texts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from narratives.bearing.profiles import Profile, build_profiles, rarity
from narratives.bearing.words import Word, clean, is_plain, words_of

THRESHOLD = 1.0
"""Points from which on a text is taken to be about a narrative: even odds."""
STEEPNESS = 2.0


@dataclass(frozen=True)
class Match:
    """What ties one text to one narrative, in points, and the words that do."""

    points: float = 0.0
    implied: bool = False
    words: tuple[str, ...] = ()
    reason: str = ""
    at: tuple[int, ...] = field(default=())

    @property
    def probability(self) -> float:
        """A rough number from 0 to 1, rising with the points; .5 at the threshold."""
        return 1.0 / (1.0 + math.exp(-STEEPNESS * (self.points - THRESHOLD)))


class Hit(NamedTuple):
    """One term found in a text: its narrative, and its first and last word; -1 in the cue."""

    narrative: int
    key: tuple[str, ...]
    named: bool
    start: int
    end: int


@dataclass(frozen=True)
class Definitions:
    """Profiles of the narratives, the words of the event, and the index of the terms.

    ``owners`` says how many narratives a term belongs to: a narrative that has it
    among its own terms counts one, another that has its words a half.
    """

    profiles: tuple[Profile, ...]
    event: frozenset[str]
    terms: Mapping[str, list[tuple[int, tuple[str, ...], bool]]]
    owners: Mapping[tuple[str, ...], float]
    vectors: TfidfVectorizer | None
    matrix: Any


def read_definitions(narratives: pd.DataFrame) -> Definitions:
    """Make the narratives table ready; see ``build_profiles`` for its errors."""
    profiles = build_profiles(narratives)
    terms: dict[str, list[tuple[int, tuple[str, ...], bool]]] = {}
    for number, profile in enumerate(profiles):
        for keys, named in ((profile.phrases, False), (profile.names, True)):
            for key in keys:
                terms.setdefault(key[0], []).append((number, key, named))
    vectors, matrix = _fit(profiles)
    return Definitions(profiles, _event_words(profiles), terms, _owners(profiles), vectors, matrix)


def compare_texts(definitions: Definitions, texts: Sequence[str]) -> NDArray[np.float64]:
    """Compare texts with the definitions by TF-IDF, idf over the narratives.

    Words that no definition has make a text longer and so less similar.
    """
    vectors = definitions.vectors
    if vectors is None or not len(texts):
        return np.zeros((len(texts), len(definitions.profiles)))
    found = vectors.transform(texts)
    unknown = [sum(w not in vectors.vocabulary_ for w in set(_stems(text))) for text in texts]
    lengths = np.sqrt(found.multiply(found).sum(axis=1).A1 + 0.5 * np.array(unknown))
    similar = (found @ definitions.matrix.T).toarray()
    return np.asarray(similar / np.maximum(lengths, 1e-9)[:, None], dtype=np.float64)


def find_terms(definitions: Definitions, words: Sequence[Word]) -> Iterator[Hit]:
    """Find the terms of the narratives; an abbreviation like "IS" needs its capitals."""
    stems = [word.stem for word in words]
    for i, start in enumerate(stems):
        for number, key, named in definitions.terms.get(start, ()):
            if tuple(stems[i : i + len(key)]) != key:
                continue
            lone = len(key) == 1 and is_plain(words[i].raw)
            profile = definitions.profiles[number]
            term = (profile.names if named else profile.phrases)[key]
            if lone and not term.islower() and not words[i].raw.isupper():
                continue
            yield Hit(number, key, named, i, i + len(key))


def _owners(profiles: Sequence[Profile]) -> dict[tuple[str, ...], float]:
    texts = [set(_stems(profile.text)) for profile in profiles]
    owners: dict[tuple[str, ...], float] = {}
    for profile in profiles:
        for key in profile.phrases:
            owners[key] = sum(
                1.0 if key in other.phrases else 0.5 * (set(key) <= text)
                for other, text in zip(profiles, texts, strict=True)
            )
    return owners


def _event_words(profiles: Sequence[Profile]) -> frozenset[str]:
    """Return the words that at least half of the narratives share: the event itself."""
    each = [{w for w in _stems(profile.text) if not is_plain(w)} for profile in profiles]
    words = set().union(*each) if each else set()
    for profile in profiles:
        words -= profile.actor
    least = max(2, math.ceil(len(each) / 2))
    return frozenset(w for w in words if sum(w in some for some in each) >= least)


def _stems(text: str) -> list[str]:
    return [w.stem for w in words_of(clean(text)) if not is_plain(w.raw) or w.raw.isupper()]


def _fit(profiles: Sequence[Profile]) -> tuple[TfidfVectorizer | None, Any]:
    texts = [profile.text for profile in profiles]
    if not any(_stems(text) for text in texts):
        return None, np.zeros((len(texts), 0))
    vectors = TfidfVectorizer(analyzer=_stems, norm=None, sublinear_tf=True).fit(texts)
    counts = np.bincount(
        [vectors.vocabulary_[w] for text in texts for w in set(_stems(text))],
        minlength=len(vectors.vocabulary_),
    )
    vectors.idf_ = np.array([rarity(int(count), len(texts)) for count in counts])
    matrix = vectors.transform(texts)
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1).A1)
    return vectors, matrix.multiply(1.0 / np.maximum(lengths, 1e-9)[:, None]).tocsr()
