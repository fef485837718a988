"""Where words stand: counted in code points or in UTF-16 units, or found by quotation."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from narratives.schema import Span

_MOST = 10_000
"""How many places of the same words are looked at; a text of one letter has no more meaning."""
_BREAKS = re.compile(r"[\r\n]+")


class Places:
    """Turns positions of a text from code points to UTF-16 units, and back.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> places = Places("a\U0001f30ab")
    >>> places.units(2), places.points(3), places.points(2) is None
    (3, 2, True)
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _beyond(self) -> list[int]:
        """Return where the letters stand that take two units."""
        return [place for place, letter in enumerate(self.text) if ord(letter) > 0xFFFF]

    @cached_property
    def _units_before(self) -> list[int]:
        return [place + number for number, place in enumerate(self._beyond)]

    def units(self, point: int) -> int:
        """Return the position in UTF-16 units of one in code points."""
        return point + bisect_left(self._beyond, point)

    def points(self, unit: int) -> int | None:
        """Return the position in code points of one in UTF-16 units; None inside a letter."""
        before = bisect_left(self._units_before, unit)
        if before and self._units_before[before - 1] == unit - 1:
            return None
        return unit - before


@dataclass(frozen=True)
class QuotedWords:
    """Words that a file quotes from a text, with what stands around them.

    Parameters
    ----------
    exact : str
    start, end : int or None
        A hint where they stand, in the units of the tool.
    prefix, suffix : str
        What stands before and behind them.
    by_points : bool
        Whether the tool counts code points rather than UTF-16 units.
    """

    exact: str
    start: int | None = None
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    by_points: bool = False


def find_quotation(places: Places, quoted: QuotedWords) -> Span | str:
    r"""Find the place of quoted words; positions are a hint and never more.

    Tools count in code points or in UTF-16 units, and some quote words that differ in their
    spaces from those between the positions. So the words decide, then the words around them,
    then the position that is nearest by either count.

    Parameters
    ----------
    places : Places
        Of the text.
    quoted : QuotedWords

    Returns
    -------
    Span or str
        In code points; or, as a sentence, why there is no such place.

    Examples
    --------
    >>> text = "\U0001f30a The river rose. The river fell."
    >>> find_quotation(Places(text), QuotedWords("river", start=23, end=28))
    (22, 27)
    >>> find_quotation(Places(text), QuotedWords("river"))
    'the words "river" stand 2 times in the text, and nothing says which is meant'
    """
    text, exact = places.text, quoted.exact
    if not exact.strip():
        return "no words are quoted"
    found = _everywhere(text, exact) or _with_other_spaces(text, exact)
    if not found:
        return f'the words "{_short(exact)}" do not stand in the text'
    if len(found) == 1:
        return found[0]
    ranked = [(_around(text, span, quoted), span) for span in found]
    most = max(rank for rank, _ in ranked)
    best = [span for rank, span in ranked if rank == most]
    if len(best) == 1:
        return best[0]
    hints = [] if quoted.start is None else [places.points(quoted.start), quoted.start]
    hints = hints[::-1] if quoted.by_points else hints
    for hint in hints:
        exactly = [span for span in best if span[0] == hint]
        if exactly:
            return exactly[0]
    if hints and hints[0] is not None:
        return min(best, key=lambda span: abs(span[0] - (hints[0] or 0)))
    return (
        f'the words "{_short(exact)}" stand {len(best)} times in the text, and nothing says '
        "which is meant"
    )


def _everywhere(text: str, words: str) -> list[Span]:
    found: list[Span] = []
    at = text.find(words)
    while at >= 0 and len(found) < _MOST:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def _with_other_spaces(text: str, words: str) -> list[Span]:
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = []
    for match in pattern.finditer(text):
        found.append(match.span())
        if len(found) == _MOST:
            break
    return found


def _around(text: str, span: Span, quoted: QuotedWords) -> int:
    """Count the letters around a place that are as quoted, spaces taken as alike."""
    before = " ".join(text[max(0, span[0] - 2 * len(quoted.prefix)) : span[0]].split())
    behind = " ".join(text[span[1] : span[1] + 2 * len(quoted.suffix)].split())
    return _alike(before[::-1], " ".join(quoted.prefix.split())[::-1]) + _alike(
        behind, " ".join(quoted.suffix.split())
    )


def _alike(one: str, other: str) -> int:
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else words[:40] + "…"


def split_lines(text: str, span: Span) -> list[Span]:
    r"""Cut a span at the line ends inside it, for formats whose pieces stay in one line.

    Examples
    --------
    >>> split_lines("one\r\ntwo", (0, 8))
    [(0, 3), (5, 8)]
    """
    start, end = span
    pieces = []
    for match in _BREAKS.finditer(text, start, end):
        if start < match.start():
            pieces.append((start, match.start()))
        start = match.end()
    if start < end:
        pieces.append((start, end))
    return pieces


def join_lines(text: str, spans: list[Span]) -> list[Span]:
    r"""Join spans between which nothing but line ends stands: the other way of ``split_lines``.

    Examples
    --------
    >>> join_lines("one\r\ntwo three", [(0, 3), (5, 8), (9, 14)])
    [(0, 8), (9, 14)]
    """
    joined: list[Span] = []
    for start, end in sorted(spans):
        between = text[joined[-1][1] : start] if joined else ""
        if joined and between and _BREAKS.fullmatch(between):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
