"""Words for the fast tagger: one place a word, with its first pieces beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

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

    pieces: list[tuple[int, ...]] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    heads: list[tuple[int, int, int]] = field(default_factory=list)
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
    between = (number_of(BETWEEN), *([0] * (PIECES - 1)))
    found = []
    for number, paragraph in enumerate(paragraphs):
        for first in range(0, len(paragraph.words), LONGEST):
            part = slice(first, first + LONGEST)
            read = [_read_word(word) for word in paragraph.words[part]]
            found.append(
                Window(
                    [between, *(pieces for pieces, _ in read), between],
                    [0, *(case for _, case in read), 0],
                    [0, *paragraph.quoted[part], 0],
                    [(n + 1, number, first + n) for n in range(len(read))],
                )
            )
    return found


@lru_cache(maxsize=50_000)
def _read_word(word: str) -> tuple[tuple[int, ...], int]:
    """Return the pieces of a word, filled up to ``PIECES``, and how it is written."""
    pieces = cut_word(word)[:PIECES]
    return pieces + (0,) * (PIECES - len(pieces)), case_of(word)
