"""Spans: pieces of a text, counted in Unicode code points, end exclusive.

They are written ``start-end``; several pieces are joined by ``;``, in the order in which they
stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from narratives.schema.errors import SchemaError

Span = tuple[int, int]
"""One piece of a text: start and end in code points, end exclusive."""

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})\Z")
_QUOTES = '"“”„«»'


def parse_spans(spans: str) -> list[Span]:
    """Read spans written as ``start-end;start-end``.

    Parameters
    ----------
    spans : str
        Empty for no span.

    Returns
    -------
    list of (start, end)

    Raises
    ------
    SchemaError
        If a piece is not two numbers, or is empty, or ends before it starts.

    Examples
    --------
    >>> parse_spans("3-9;12-20")
    [(3, 9), (12, 20)]
    >>> parse_spans("9-3")
    Traceback (most recent call last):
    narratives.schema.SchemaError: span "9-3" ends before it starts. Write "start-end" ...
    """
    found = []
    for piece in spans.split(";") if spans else ():
        match = _SPAN.match(piece)
        if match is None:
            raise SchemaError(
                f'span "{piece}" is not two positions. Write "start-end" in code points, '
                'several joined by ";", for example "3-9;12-20".'
            )
        start, end = int(match[1]), int(match[2])
        if end <= start:
            raise SchemaError(
                f'span "{piece}" ends before it starts. Write "start-end" in code points, '
                "end exclusive and larger than start."
            )
        found.append((start, end))
    return found


def format_spans(spans: Iterable[Span]) -> str:
    """Write spans as ``start-end;start-end``, in the order of the text.

    Examples
    --------
    >>> format_spans([(12, 20), (3, 9)])
    '3-9;12-20'
    """
    return ";".join(f"{start}-{end}" for start, end in sorted(spans))


def span_text(text: str, spans: str | Iterable[Span], joint: str = " … ") -> str:
    """Return the words that the spans cover, several pieces with ``joint`` between them.

    Examples
    --------
    >>> span_text("The river rose, officials said.", "4-9;16-25")
    'river … officials'
    """
    pieces = parse_spans(spans) if isinstance(spans, str) else sorted(spans)
    return joint.join(text[start:end] for start, end in pieces)


def overlap(a: Iterable[Span], b: Iterable[Span]) -> int:
    """Count the code points that two lists of spans share.

    Examples
    --------
    >>> overlap([(0, 5), (8, 10)], [(3, 9)])
    3
    """
    other = list(b)
    shared = 0
    for start, end in a:
        for first, last in other:
            if first < end and start < last:
                shared += max(0, min(end, last) - max(start, first))
    return shared


def span_size(spans: Iterable[Span]) -> int:
    """Count the code points of spans that do not overlap.

    Examples
    --------
    >>> span_size([(0, 5), (8, 10)])
    7
    """
    return sum(end - start for start, end in spans)


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or touch, in the order of the text.

    Examples
    --------
    >>> merge_spans([(5, 8), (0, 3), (3, 6), (20, 24)])
    [(0, 8), (20, 24)]
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def unquoted(words: str) -> str:
    """Take off the quotation marks around words that are quoted as a whole.

    Examples
    --------
    >>> unquoted('"We were warned,"'), unquoted('a "warning" of "war"')
    ('We were warned,', 'a "warning" of "war"')
    """
    inner = words.strip()
    ends = len(inner) > 2 and inner[0] in _QUOTES and inner[-1] in _QUOTES
    if ends and not any(mark in inner[1:-1] for mark in _QUOTES):
        return inner[1:-1].strip()
    return inner
