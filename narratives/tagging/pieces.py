"""Words to the pieces of a vocabulary, as the taggers read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from narratives.reading.vocabulary import BETWEEN, UNKNOWN, load_vocabulary, number_of
from narratives.tagging.words import Paragraph

MOST = 480
"""Pieces at which a paragraph is cut; the encoder takes 512, two of them marks."""
PER_WORD = 6
"""Pieces that are read of one word."""
CASES = ("padding", "lower", "capital", "upper", "number", "mixed", "mark")


@dataclass(slots=True)
class Segment:
    """Pieces that are read at once."""

    pieces: list[int] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    heads: list[tuple[int, int, int]] = field(default_factory=list)
    """Piece, paragraph and word for the first piece of each word."""


def case_of(word: str) -> int:
    """Tell how a word is written, as a place in ``CASES``.

    Examples
    --------
    >>> [CASES[case_of(word)] for word in ("dam", "Orlen", "UN", "3rd", "McCay", ",")]
    ['lower', 'capital', 'upper', 'number', 'mixed', 'mark']
    """
    if word[0].isdigit():
        return 4
    if word.islower():
        return 1
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 2
    if word.isupper():
        return 3
    return 5 if word[0].isalpha() else 6


@lru_cache(maxsize=50_000)
def cut_word(word: str) -> tuple[int, ...]:
    """Cut a word into the numbers of its pieces, ``PER_WORD`` at most.

    Examples
    --------
    >>> cut_word("Orlen") == cut_word("orlen"), len(cut_word("a" * 5000))
    (True, 6)
    """
    tokenizer = load_vocabulary()
    found = tokenizer.encode(word[:100], add_special_tokens=False).ids[:PER_WORD]
    return tuple(found) or (number_of(UNKNOWN),)


def pack_segments(paragraphs: Iterable[Paragraph]) -> list[Segment]:
    """Put each paragraph into a segment of its own, between two marks.

    A paragraph is read alone, so that what a word is does not depend on the neighbours
    of its paragraph. One of more than ``MOST`` pieces is cut into several segments.

    Returns
    -------
    list of Segment
        In the order of the text; every word has its head in exactly one.

    Examples
    --------
    >>> from narratives.tagging.words import read_paragraphs
    >>> (segment,) = pack_segments(read_paragraphs("No, he said.", [(0, 12)]))
    >>> segment.heads[0], len(segment.pieces)
    ((1, 0, 0), 7)
    """
    found = []
    for number, paragraph in enumerate(paragraphs):
        segment = _begin()
        for place, word in enumerate(paragraph.words):
            pieces = cut_word(word)
            if len(segment.pieces) + len(pieces) > MOST:
                found.append(_end(segment))
                segment = _begin()
            segment.heads.append((len(segment.pieces), number, place))
            segment.pieces += pieces
            segment.cases += [case_of(word)] * len(pieces)
            segment.quoted += [paragraph.quoted[place]] * len(pieces)
        found.append(_end(segment))
    return found


def _begin() -> Segment:
    return _end(Segment())


def _end(segment: Segment) -> Segment:
    """Add the mark that stands before and after a paragraph."""
    segment.pieces.append(number_of(BETWEEN))
    segment.cases.append(0)
    segment.quoted.append(0)
    return segment
