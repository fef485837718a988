"""Words of a paragraph as the taggers see them: plain marks, and what is quoted.

Matching is done on the shadow of a text. Whatever family its quotation marks are of,
a tagger sees one mark for opening and one for closing, so that what was learned on
straight marks holds for guillemets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from narratives.documents import find_quotations
from narratives.schema import Span

WORD = re.compile(r"\w+|''|``|[^\w\s]")
OUTSIDE, INSIDE, OPENING, CLOSING = range(1, 5)
"""States of a word towards quotation marks."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of one paragraph, as lists of one length."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    quoted: list[int]
    """``OUTSIDE``, ``INSIDE``, ``OPENING`` or ``CLOSING`` for each word."""


def read_paragraphs(shadow: str, spans: Iterable[Span]) -> list[Paragraph]:
    """Cut paragraphs into words and marks.

    Parameters
    ----------
    shadow : str
        Shadow copy of the document's text.
    spans : iterable of (start, end)
        The paragraphs.

    Returns
    -------
    list of Paragraph
        Those without a word or mark are left out.

    Examples
    --------
    >>> (paragraph,) = read_paragraphs("«No», he said.", [(0, 14)])
    >>> paragraph.words
    ['“', 'No', '”', ',', 'he', 'said', '.']
    >>> paragraph.quoted
    [3, 2, 4, 1, 1, 1, 1]
    """
    found = []
    for start, end in spans:
        matches = list(WORD.finditer(shadow, start, end))
        words = [match[0] for match in matches]
        starts = [match.start() for match in matches]
        ends = [match.end() for match in matches]
        quoted = [OUTSIDE] * len(words)
        for quotation in find_quotations(shadow, start, end):
            opened, closed = quotation.inner
            first = bisect_left(starts, quotation.start)
            for place in range(first, bisect_left(starts, quotation.end, first)):
                if starts[place] < opened:
                    words[place], quoted[place] = "“", OPENING
                elif starts[place] >= closed:
                    words[place], quoted[place] = "”", CLOSING
                else:
                    quoted[place] = INSIDE
        if words:
            found.append(Paragraph(words, starts, ends, quoted))
    return found
