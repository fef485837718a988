"""How near texts are to definitions: stems and pieces of words, weighed by the definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags  # type: ignore[import-untyped]

from narratives.bearing.rarity import rarity_of
from narratives.bearing.stems import stem
from narratives.bearing.words import clean, compounds_of, is_plain, words_of

Floats = NDArray[np.float64]
PIECES = (3, 4, 5)
"""Lengths of the pieces of words that are compared, word ends included."""
LENGTH = 0.7
"""Power of a definition's length by which its similarity is divided; 1 is the cosine."""


@dataclass
class Channel:
    """Features of one kind: their numbers, weights and the definitions as rows."""

    vocabulary: dict[str, int]
    weights: Floats
    sharp: Floats
    plain: Any
    telling: Any


@dataclass
class Topics:
    """Definitions made ready for comparison, and what is known of words seen before."""

    stems: Channel
    pieces: Channel
    rare: Floats
    seen: dict[str, tuple[int, tuple[int, ...], int]] = field(default_factory=dict)


class Nearness(NamedTuple):
    """Arrays of shape (n_texts, n_narratives).

    ``telling`` compares by what sets the narratives apart, and is about 0 to 2;
    ``stems`` and ``pieces`` are cosines that a text's other words lower; ``covered``
    is the weighted share of the definition that the text has, ``shared`` the number
    of stems. ``rare`` sums how rare the shared stems are in English. ``length`` has one
    number a text: its words that are no function words.
    """

    telling: Floats
    stems: Floats
    pieces: Floats
    covered: Floats
    shared: Floats
    rare: Floats
    length: Floats


def topic_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without function words; then its compounds.

    Examples
    --------
    >>> topic_words("The dam was blown up.")
    ['dam', 'blown', 'blow up']
    """
    words = words_of(clean(text))
    told = [w.raw.lower() for w in words if not is_plain(w.raw)]
    return told + [pair.stem for pair in compounds_of(words)]


def read_topics(texts: Sequence[str]) -> Topics:
    """Make one text for each narrative ready for comparison.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    Topics
    """
    words = [topic_words(text) for text in texts]
    stems = _channel([[stem(w) for w in each] for each in words])
    pieces = _channel([[p for w in each for p in _pieces(w)] for each in words])
    rare = np.ones(len(stems.vocabulary))
    for each in words:
        for word in each:
            at = stems.vocabulary[stem(word)]
            rare[at] = min(rare[at], rarity_of(word))
    return Topics(stems, pieces, rare)


def compare_topics(topics: Topics, texts: Sequence[str]) -> Nearness:
    """Compare texts with the definitions.

    Parameters
    ----------
    topics : Topics
    texts : sequence of str

    Returns
    -------
    Nearness
    """
    stems: list[Iterable[int]] = []
    pieces: list[Iterable[int]] = []
    unknown = np.zeros((len(texts), 2))
    length = np.zeros(len(texts))
    # What is known of words must not grow with the number of texts.
    if len(topics.seen) > 50_000:
        topics.seen.clear()
    for row, text in enumerate(texts):
        words = topic_words(text)
        known = [topics.seen.get(w) or _look_up(topics, w) for w in words]
        stems.append([one for one, _, _ in known if one >= 0])
        pieces.append([piece for _, some, _ in known for piece in some])
        unknown[row] = sum(one < 0 for one, _, _ in known), sum(n for _, _, n in known)
        length[row] = len(words)
    counts = _matrix(stems, len(topics.stems.vocabulary))
    bits = _matrix(pieces, len(topics.pieces.vocabulary))
    there = counts.copy()
    there.data[:] = 1.0
    own = topics.stems.plain.copy()
    own.data[:] = 1.0
    weights = topics.stems.weights
    whole = np.asarray(own @ weights)
    return Nearness(
        _telling(topics.stems, counts) + _telling(topics.pieces, bits),
        _cosine(topics.stems, counts, unknown[:, 0]),
        _cosine(topics.pieces, bits, unknown[:, 1]),
        (there @ diags(weights) @ own.T).toarray() / np.maximum(whole, 1e-9),
        (there @ own.T).toarray(),
        (there @ diags(topics.rare) @ own.T).toarray(),
        length,
    )


def definition_stems(topics: Topics, number: int) -> frozenset[str]:
    """Return the stems of one definition."""
    row = topics.stems.plain[number].indices
    at = set(row.tolist())
    return frozenset(word for word, n in topics.stems.vocabulary.items() if n in at)


def _channel(rows: Sequence[Sequence[str]]) -> Channel:
    vocabulary = {f: n for n, f in enumerate(sorted({f for row in rows for f in row}))}
    counts = _matrix([[vocabulary[f] for f in row] for row in rows], len(vocabulary))
    number = len(rows)
    held = np.asarray((counts > 0).sum(axis=0), dtype=np.float64).ravel()
    weights = np.log((1 + number) / (1 + held)) + 1.0
    sharp = np.ones(len(vocabulary))
    if number > 1:
        sharp = np.log(number / np.maximum(held, 1.0)) / np.log(number) + 0.1
    plain = counts @ diags(weights)
    telling = counts @ diags(sharp)
    plain = diags(1.0 / np.maximum(_lengths(plain), 1e-9)) @ plain
    telling = diags(1.0 / np.maximum(_lengths(telling), 1e-9) ** LENGTH) @ telling
    return Channel(vocabulary, weights, sharp, csr_matrix(plain), csr_matrix(telling))


def _matrix(rows: Sequence[Iterable[int]], width: int) -> Any:
    """Build the matrix of counts, 1 + log(count)."""
    listed = [list(row) for row in rows]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in listed])]).astype(np.int64)
    flat = np.fromiter((n for row in listed for n in row), dtype=np.int64, count=int(starts[-1]))
    matrix = csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(listed), width))
    matrix.sum_duplicates()
    matrix.data = 1.0 + np.log(matrix.data)
    return matrix


def _lengths(matrix: Any) -> Floats:
    squared = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64)
    return np.asarray(np.sqrt(squared)).ravel()


def _telling(channel: Channel, counts: Any) -> Floats:
    weighed = counts @ diags(channel.sharp)
    found = (weighed @ channel.telling.T).toarray()
    return np.asarray(found / np.maximum(_lengths(weighed), 1e-9)[:, None])


def _cosine(channel: Channel, counts: Any, unknown: Floats) -> Floats:
    weighed = counts @ diags(channel.weights)
    rare = np.max(channel.weights, initial=1.0)
    lengths = np.sqrt(_lengths(weighed) ** 2 + unknown * rare**2)
    return np.asarray((weighed @ channel.plain.T).toarray() / np.maximum(lengths, 1e-9)[:, None])


def _pieces(word: str) -> list[str]:
    if " " in word:  # The pieces of a compound are those of its verb, which stands beside it.
        return []
    padded = f" {word[:30]} "
    return [padded[i : i + size] for size in PIECES for i in range(max(1, len(padded) - size + 1))]


def _look_up(topics: Topics, word: str) -> tuple[int, tuple[int, ...], int]:
    pieces = _pieces(word)
    known = tuple(
        topics.pieces.vocabulary[piece] for piece in pieces if piece in topics.pieces.vocabulary
    )
    one = topics.stems.vocabulary.get(stem(word), -1)
    topics.seen[word] = (one, known, len(pieces) - len(known))
    return topics.seen[word]
