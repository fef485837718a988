"""A text as a row of words with their places, and the sentences in it."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from narratives.documents import shadow
from narratives.lexicon.letters import word_pattern

SEED = 4
"""Equal words in a row from which a passage is looked for."""
WORD = word_pattern("'.,-", figures=True)
"""A word or a figure, as texts are compared by it."""
_END = re.compile(r"[.!?…][\"”’')\]]*\s+|\n+")
_OPENING, _CLOSING = "“„«", "”»"


@dataclass(frozen=True)
class TextWords:
    """The words of one text, without capitals, and where each stands in it.

    Parameters
    ----------
    text : str
    words : tuple of str
        A number with points or commas is one word ("2,400"), and so is "night-time".
    starts, ends : tuple of int
        Code points into ``text``.

    Examples
    --------
    >>> read_words("Forty-one men, 2,400 tons.").words
    ('forty-one', 'men', '2,400', 'tons')
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def capital(self) -> tuple[bool, ...]:
        """Whether each word begins with a capital letter in the text."""
        return tuple(self.text[start].isupper() for start in self.starts)

    @cached_property
    def quoted(self) -> tuple[bool, ...]:
        """Whether each word stands in double quotation marks, which end with their paragraph."""
        inside, marks = False, iter(_marks(self.text))
        at, mark = next(marks, (len(self.text), ""))
        found = []
        for start in self.starts:
            while at < start:
                inside = {"open": True, "close": False, "line": False}.get(mark, not inside)
                at, mark = next(marks, (len(self.text), ""))
            found.append(inside)
        return tuple(found)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """A number for each row of ``SEED`` words: the same row has the same number."""
        columns = (self.words[n:] for n in range(SEED))
        return tuple(map(hash, zip(*columns, strict=False)))

    @cached_property
    def places(self) -> dict[int, list[int]]:
        """Where each row of ``SEED`` words begins, by its number."""
        found: dict[int, list[int]] = {}
        for place, row in enumerate(self.rows):
            found.setdefault(row, []).append(place)
        return found

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """First word and the word after the last, of each sentence; never across a line."""
        cuts = [bisect_left(self.starts, match.end()) for match in _END.finditer(self.text)]
        edges = sorted({0, len(self), *cuts})
        return tuple(itertools.pairwise(edges))

    @cached_property
    def quotations(self) -> tuple[tuple[int, int], ...]:
        """First word and the word after the last of what is quoted in a part of a sentence."""
        found = []
        for first, last in self.sentences:
            at = first
            while at < last:
                end = at
                while end < last and self.quoted[end]:
                    end += 1
                if at < end and (at, end) != (first, last):
                    found.append((at, end))
                at = max(end, at + 1)
        return tuple(found)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from ``first`` up to, without, ``last`` stand in the text."""
        return self.starts[first], self.ends[last - 1]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the words that begin in a piece of the text: first, and after the last."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def read_words(text: str) -> TextWords:
    """Split a text into words.

    Parameters
    ----------
    text : str

    Returns
    -------
    TextWords
    """
    found = list(WORD.finditer(shadow(text)))
    return TextWords(
        text,
        tuple(match[0].casefold() for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
    )


def _marks(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(f'[{_OPENING}{_CLOSING}"]|\n', text):
        sign = match[0]
        kind = "open" if sign in _OPENING else "close" if sign in _CLOSING else "either"
        yield match.start(), "line" if sign == "\n" else kind
