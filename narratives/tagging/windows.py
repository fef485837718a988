"""Words for the fast tagger: one place a word, with its first pieces beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from narratives.reading.vocabulary import BETWEEN, number_of
from narratives.tagging.pieces import case_of, cut_word
from narratives.tagging.words import Paragraph

PIECES = 4
"""Pieces of a word that are read; 0 stands where there is none."""
LONGEST = 2_000
"""Words at which a paragraph is cut."""


@dataclass(slots=True)
class Window:
    """A run of words that is read at once, between two marks."""

    pieces: NDArray[np.int64]
    """``PIECES`` for each word."""
    cases: NDArray[np.int64]
    quoted: NDArray[np.int64]
    heads: list[tuple[int, int, int]]
    """Place, paragraph and word."""


def pack_windows(paragraphs: Iterable[Paragraph]) -> list[Window]:
    """Put the words of each paragraph between two marks, each paragraph by itself.

    Returns
    -------
    list of Window
        In the order of the text; every word has its head in exactly one.

    Examples
    --------
    >>> from narratives.tagging.words import read_paragraphs
    >>> (window,) = pack_windows(read_paragraphs("No, he said.", [(0, 12)]))
    >>> window.heads[-1], len(window.pieces)
    ((5, 0, 4), 7)
    """
    mark = _row((number_of(BETWEEN),), 0)
    found = []
    for number, paragraph in enumerate(paragraphs):
        for first in range(0, len(paragraph.words), LONGEST):
            part = slice(first, first + LONGEST)
            read = [mark, *map(_read_word, paragraph.words[part]), mark]
            rows = np.frombuffer(b"".join(read), dtype=np.int64).reshape(-1, PIECES + 1)
            quoted = np.zeros(len(rows), dtype=np.int64)
            quoted[1:-1] = paragraph.quoted[part]
            heads = [(n + 1, number, first + n) for n in range(len(rows) - 2)]
            found.append(Window(rows[:, :PIECES], rows[:, PIECES], quoted, heads))
    return found


@lru_cache(maxsize=50_000)
def _read_word(word: str) -> bytes:
    """Return the pieces of a word and how it is written."""
    return _row(cut_word(word)[:PIECES], case_of(word))


def _row(pieces: tuple[int, ...], case: int) -> bytes:
    """Return pieces, filled up to ``PIECES``, and a case as numpy keeps them."""
    filled = (*pieces, *([0] * (PIECES - len(pieces))), case)
    return np.array(filled, dtype=np.int64).tobytes()
