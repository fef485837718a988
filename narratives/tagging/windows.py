"""Words for the fast tagger: one place a word, with its first pieces beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from narratives.tagging.pieces import BETWEEN, case_of, cut_word, number_of
from narratives.tagging.words import Paragraph

PIECES = 4
"""Pieces of a word that are read; 0 stands where there is none."""
LONGEST = 2_000
"""Words after which a new run begins; no run has more than twice as many."""


@dataclass(slots=True)
class Window:
    """A run of words that is read at once, with a mark after each paragraph."""

    pieces: list[tuple[int, ...]] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    heads: list[tuple[int, int, int]] = field(default_factory=list)
    """Place, paragraph and word."""


def pack_windows(paragraphs: Iterable[Paragraph]) -> list[Window]:
    """Put the words of paragraphs one after another.

    Returns
    -------
    list of Window
        In the order of the text; every word has its head in exactly one.

    Examples
    --------
    >>> from narratives.tagging.words import read_paragraphs
    >>> (window,) = pack_windows(read_paragraphs("No, he said.", [(0, 12)]))
    >>> window.heads[-1], len(window.pieces)
    ((4, 0, 4), 6)
    """
    between = (number_of(BETWEEN), *([0] * (PIECES - 1)))
    found = [Window()]
    for number, paragraph in enumerate(paragraphs):
        for first in range(0, len(paragraph.words), LONGEST):
            if len(found[-1].pieces) >= LONGEST:
                found.append(Window())
            window, part = found[-1], slice(first, first + LONGEST)
            read = [_read_word(word) for word in paragraph.words[part]]
            places = range(len(window.pieces), len(window.pieces) + len(read))
            window.heads += [(place, number, first + n) for n, place in enumerate(places)]
            window.pieces += [pieces for pieces, _ in read]
            window.cases += [case for _, case in read]
            window.quoted += paragraph.quoted[part]
        found[-1].pieces.append(between)
        found[-1].cases.append(0)
        found[-1].quoted.append(0)
    return [window for window in found if window.heads]


@lru_cache(maxsize=50_000)
def _read_word(word: str) -> tuple[tuple[int, ...], int]:
    """Return the pieces of a word, filled up to ``PIECES``, and how it is written."""
    pieces = cut_word(word)[:PIECES]
    return pieces + (0,) * (PIECES - len(pieces)), case_of(word)
