"""Which texts may share passages: an index of sentences that is asked and filled in one walk.

Comparing every text with every other costs the square of their number. Here each sentence is
a set of word pairs, sketched by MinHash and kept in buckets (LSH), so that one text costs
about the same among a hundred others as among ten thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

from narratives.copies.words import TextWords

SHINGLE = 2
"""Words in a row that make one element of the set of a sentence."""
LEAST = 6
"""Words of a sentence that is looked up; a shorter one says too little."""
PERMUTATIONS, BANDS, ROWS = 60, 20, 3
"""Two sentences that share half their word pairs meet with a chance of 1 - (1 - .5³)²⁰ = .93."""
SCHEME = "affine32"
"""How ``datasketch`` turns words into a sketch. Before version 2.0 it had another way, and the two
find different pairs in the same texts; it is named, so that a later default changes nothing."""
HOLDERS = 40
"""Texts remembered for one sentence: the first that had it."""
ALIKE = 24
"""Sentences that are remembered as different ways to say one; more are counted with those. A
quotation that travels has many ways, as each text cuts it elsewhere."""


class Candidate(NamedTuple):
    """An earlier text of the walk that may share passages, and in how many sentences."""

    number: int
    sentences: int


class CopyIndex:
    """Sentences of the texts that were walked through, to ask which of them a new text shares.

    Texts go in one by one, and every pair is seen once. What is kept for one sentence is
    bounded, and so is the cost of a text, however many copies came before it: of a sentence
    that stands in a thousand texts the first ``HOLDERS`` are remembered.

    Examples
    --------
    >>> from narratives.copies.words import read_words
    >>> told = "The dam at Orlov broke in the night, and the army said that a quake had done it."
    >>> index = CopyIndex()
    >>> index.meet(read_words(told)), index.meet(read_words("It held all night, said the mayor."))
    ([], [])
    >>> index.meet(read_words(f"Breaking: {told}"))
    [Candidate(number=0, sentences=1)]
    """

    def __init__(self) -> None:
        # It brings half of SciPy, and few cases have so many texts that an index is asked.
        from datasketch import MinHash, MinHashLSH

        self._sketch = MinHash.bulk
        self._lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
        self._known: dict[bytes, tuple[list[int], list[list[int]]]] = {}
        self._holders: list[list[int]] = []
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def meet(self, text: TextWords, most: int | None = None) -> list[Candidate]:
        """Say which texts of the index may share passages with a new one, and add that.

        Its number is the length of the index before: 0 for the first text.

        Parameters
        ----------
        text : TextWords
        most : int, optional
            How many at most: those with most sentences in common. Default: all.

        Returns
        -------
        list of Candidate
            Most sentences first; among equals the earlier text.
        """
        number = self._size
        self._size += 1
        seen: Counter[int] = Counter()
        for own, others in self._ways(text):
            seen.update({holder for way in (own, *others) for holder in way} - {number})
            if len(own) < HOLDERS and (not own or own[-1] != number):
                own.append(number)
        ranked = sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))
        return [Candidate(*pair) for pair in ranked[:most]]

    def _ways(self, text: TextWords) -> list[tuple[list[int], list[list[int]]]]:
        """Return for each sentence and quotation the texts that have it, or one like it."""
        ways = []
        new: dict[bytes, list[bytes]] = {}
        for sentence in (*text.sentences, *text.quotations):
            shingles = _shingles(text.words[slice(*sentence)])
            key = blake2b(b"\n".join(shingles), digest_size=16).digest()
            if key in self._known:
                ways.append(self._known[key])
            elif len(shingles) > LEAST - SHINGLE:
                new[key] = shingles
        sketches = (
            self._sketch(new.values(), num_perm=PERMUTATIONS, hashfunc=crc32, scheme=SCHEME)
            if new
            else ()
        )
        for key, sketch in zip(new, sketches, strict=True):
            alike = [self._holders[n] for n in sorted(self._lsh.query(sketch))]
            own: list[int] = []
            if len(alike) < ALIKE:
                self._lsh.insert(len(self._holders), sketch)
                self._holders.append(own)
            ways.append((own, alike))
            self._known[key] = (own, alike)
        return ways


def _shingles(words: Sequence[str]) -> list[bytes]:
    rows = zip(*(words[n:] for n in range(SHINGLE)), strict=False)
    return [" ".join(row).encode("utf-8", "surrogatepass") for row in rows]
