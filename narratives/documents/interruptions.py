"""Lines that stand inside a sentence and are none of its words: where a page ends, a time is told.

A number of a page, a running head with its number or date, the number and the times of a
subtitle, an advertisement or a teaser. A head shows itself by standing in the text more than
once, an advertisement by its words ("Read also: …").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from narratives.documents.furniture import name_furniture
from narratives.documents.lines import BULLET, Line, starts_small

MOST = 4
"""Lines that one interruption has at most: a footer, a number, a head, a date."""
HEAD = 12
"""Words that a running head has at most."""
_PAGE = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.I)
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMES = re.compile(rf"{_CLOCK} ?--> ?{_CLOCK}(?:\s.*)?")
_JUMP = re.compile(
    r"(?:[^\W\d_]\S* ){0,4}(?:see|turn to|from|on|continue[sd]|cont(?:inued|[’']?d)?\.?)\b.{0,30}"
    r"\b(?:page|p\.) ?[A-Z]?\d{1,3}[.)]?",
    re.I,
)
"""Where a story goes on: "See SLUICE, page 5", "SLUICE from page 1"."""
_DIGITS = re.compile(r"\d+")
LONGEST_AD = 200
"""Characters that the line of an advertisement has at most."""
_ADS = ("advertisement", "link_header", "donation")
"""Kinds of furniture that pages put between two halves of a sentence."""


def find_interruptions(lines: Sequence[Line]) -> set[int]:
    r"""Find the lines that interrupt a sentence, by where they begin.

    Parameters
    ----------
    lines : sequence of Line

    Returns
    -------
    set of int

    Examples
    --------
    >>> from narratives.documents.lines import read_lines
    >>> find_interruptions(read_lines("The dam\n\n- 3 -\n\nheld, they said."))
    {9}
    >>> find_interruptions(read_lines("The dam held.\n\n1984\n\nIt held again."))
    set()
    >>> find_interruptions(read_lines("The dam\n\nRead also: Ten dams\n\nheld, they said."))
    {9}
    """
    times = [n for n, line in enumerate(lines) if _TIMES.fullmatch(line.text)]
    found = {lines[n].start for n in times}
    # The number of a subtitle stands above its times.
    found |= {lines[n - 1].start for n in times if n and lines[n - 1].text.isdigit()}
    heads = Counter(_head(line) for line in lines)
    at = 1
    while at < len(lines) - 1:
        end = at
        while end < len(lines) - 1 and end - at < MOST:
            apart = _is_apart(lines[end], heads, found)
            if not apart and not _is_ad(lines[end - 1], lines[end], lines[end + 1]):
                break
            end += 1
        if end > at and not lines[at - 1].ended and starts_small(lines[end]):
            found |= {line.start for line in lines[at:end]}
        at = max(end, at + 1)
    return found


def lines_of_subtitles(lines: Sequence[Line]) -> set[int]:
    r"""Return where the lines begin that stand under the times of a subtitle.

    Their sentences go on from one to the next, however short they are.

    Examples
    --------
    >>> from narratives.documents.lines import read_lines
    >>> text = "1\n00:01,000 --> 00:02,000\nThe dam\n\n2\n00:02,000 --> 00:03,000\nheld."
    >>> sorted(lines_of_subtitles(read_lines(text)))
    [26, 61]
    """
    found: set[int] = set()
    block = -1
    for line in lines:
        if _TIMES.fullmatch(line.text):
            block = line.block
        elif line.block == block:
            found.add(line.start)
    return found


def may_interrupt(line: Line, middle: Line, then: Line) -> bool:
    """Tell whether a line that stands there once seems to part a sentence.

    Nobody can say whether it is a head of a page or a heading; so the person is told.
    """
    return (
        len({line.block, middle.block, then.block}) == 3
        and not (line.ended or starts_small(middle))
        and starts_small(then)
        and len(middle.text.split()) <= HEAD
        and min(len(line.text.split()), len(then.text.split())) > 5
        and not any(BULLET.match(one.text) for one in (line, middle, then))
    )


def _is_apart(line: Line, heads: Counter[str], found: set[int]) -> bool:
    page = _PAGE.fullmatch(line.text) or _JUMP.fullmatch(line.text)
    return line.start in found or bool(page) or heads[_head(line)] > 1


def _is_ad(before: Line, line: Line, then: Line) -> bool:
    """Tell an advertisement or a teaser by its words.

    Between empty lines any of them counts; in a paragraph "Home" and "Listen" may be words of a
    line that was broken.
    """
    if len(line.text) > LONGEST_AD or starts_small(line):
        return False
    named = name_furniture(line.text)
    if named is None or named[0] not in _ADS:
        return False
    alone = before.block != line.block and line.block != then.block
    return alone or named[0] == "advertisement" or ":" in line.text


def _head(line: Line) -> str:
    """Return what two running heads have in common; for other lines, where they stand."""
    if len(line.text.split()) > HEAD or line.ended or starts_small(line):
        return f"\n{line.start}"
    return " ".join(_DIGITS.sub("0", line.text).split())
