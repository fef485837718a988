"""Lines that were broken to fit a width: which of them go on, and where nobody can say.

A break inside a paragraph shows itself in two ways. The sentence goes on behind it, and
the line was full: the next word would not have fitted. Verse, lists and texts with one
sentence to a line show at most one of the two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from narratives.documents.hyphens import KnownWords, read_break
from narratives.documents.interruptions import find_interruptions, lines_of_subtitles, may_interrupt
from narratives.documents.letters import Edit
from narratives.documents.line_pairs import begins_anew, breaks_word, goes_on, is_full
from narratives.documents.lines import (
    BULLET,
    FEWEST,
    TIME,
    Line,
    common_sign,
    group_lines,
    has_cells,
    read_lines,
)

NARROWEST, WIDEST = 20, 160
"""Columns of the longest line between which a text is thought to be wrapped."""
WIDE = 40
"""Columns from which a few lines with numbers are thought to be broken."""
FULL = 0.9
"""Share of the lines whose sentence goes on that must be full."""
OVERLONG = 0.1
"""Share of the lines that may be longer than the width: addresses, headlines."""
LONG = 0.6
"""Share of the width from which a line that ends with no sentence was hardly one of its own."""
SCATTERED = 20
"""Lines of a word or two from which a text is thought to be broken behind its words."""
_NO_ENDS = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Wrapping:
    """What was found about the lines of a text.

    ``edits`` are the breaks that are read as a space or as nothing. ``columns`` is the
    width of the widest line that was joined. ``open`` is where lines end behind which a
    sentence seems to go on and which were not joined.
    """

    edits: tuple[Edit, ...] = ()
    joined: int = 0
    columns: int = 0
    open: tuple[int, ...] = ()
    replies: int = 0
    sign: bool = False
    """Whether lines begin with another sign than that of a quoted e-mail."""


@lru_cache(maxsize=64)
def find_wrapping(text: str) -> Wrapping:
    r"""Find the line breaks that stand inside paragraphs.

    Parameters
    ----------
    text : str

    Returns
    -------
    Wrapping

    Examples
    --------
    >>> text = "The mayor of the town denied\nthat the dam had been mined."
    >>> find_wrapping(text).edits
    (Edit(start=28, end=29, text=' '),)
    >>> find_wrapping("The mayor spoke.\nThe dam held.").edits
    ()
    """
    lines = read_lines(text)
    if len(lines) < 2:
        return Wrapping()
    sign = common_sign(text)
    if sign is not None:
        found = _find(text, read_lines(text, sign), sign=True, spoken=sign is TIME)
        # "10 people died", "11 were hurt" are entries; lines of a document are wider.
        few = len(lines) < FEWEST and found.columns >= WIDE and found.joined > len(lines) - 3
        if found.joined > 2 or few:
            return found
    return _find(text, lines)


def _find(
    text: str, lines: Sequence[Line], *, sign: bool = False, spoken: bool = False
) -> Wrapping:
    joins: dict[int, bool] = {}
    widths: dict[int, int] = {}
    parted: dict[int, int] = {}
    pages = find_interruptions(lines)
    timed = {line.start for line in lines} if spoken else lines_of_subtitles(lines)
    for group in group_lines([line for line in lines if line.start not in pages]):
        found, columns = _joins(group)
        joins |= found
        widths[group[0][0].reply] = columns
        # Where no empty line parts paragraphs, a headline stands above its text without one.
        if sum(len(block) > 1 for block in group) > 1:
            parted |= {line.start: number for number, block in enumerate(group) for line in block}
    width = max(widths.values(), default=0)
    cut = _is_cut(text, lines, joins)
    edits: list[Edit] = []
    opened = []
    joined = 0
    if lines and lines[0].reply:
        edits.append(Edit(lines[0].left, lines[0].start, ""))
    words = KnownWords(text)
    at = 0
    while at < len(lines) - 1:
        line, then = lines[at], lines[at + 1]
        at += 1
        behind = next((n for n in range(at, len(lines)) if lines[n].start not in pages), at)
        over = False
        if behind > at and line.start not in pages:
            onward = lines[behind]
            over = bool(joins.get(line.start)) or _crosses(line, onward, widths)
            over = over or _runs_on(line, onward, widths)
            over = over or (line.start in timed and goes_on(line, onward))
            if over:
                then, at = onward, behind
            elif _is_open(line, onward, 0):
                opened.append(line.end)
        elif behind + 1 < len(lines) and may_interrupt(line, then, lines[behind + 1]):
            opened.append(line.end)
        on = joins.get(line.start) or (line.start in timed and goes_on(line, then))
        on = on and then.start not in pages
        if over or on or (line.block != then.block and _crosses(line, then, widths)):
            joined += 1
            dropped, between = read_break(words, line.text, then.text)
            if cut or line.text[-1] == "=":
                dropped = int(line.text[-1] == "=")
                between = " " if " " in text[line.end : then.start] else ""
            edits.append(Edit(line.end - dropped, then.start, between))
            continue
        if line.reply or then.reply:
            gap = text[line.end : then.start]
            edits.append(Edit(line.end, then.start, _NO_ENDS.sub("", gap)))
        same = parted.get(line.start, -1) == parted.get(then.start, -2)
        if _is_open(line, then, widths[line.reply] if same else 0):
            opened.append(line.end)
    opened = opened or _scattered(lines)
    return Wrapping(
        tuple(e for e in edits if e.start < e.end),
        joined,
        width,
        tuple(opened),
        sum(line.reply > 0 for line in lines),
        sign,
    )


def _crosses(line: Line, then: Line, widths: dict[int, int]) -> bool:
    """Tell whether a full line goes on behind an empty one, as where a page ends."""
    width = widths[line.reply]
    return (
        0 < width == widths[then.reply]
        and line.reply == then.reply
        and is_full(line, then, width)
        and goes_on(line, then)
    )


def _runs_on(line: Line, then: Line, widths: dict[int, int]) -> bool:
    """Tell whether a paragraph on one line goes on behind the end of a page."""
    return (
        widths[line.reply] == widths[then.reply] == 0
        and line.reply == then.reply
        and min(len(line.text.split()), len(then.text.split())) > 4
        and goes_on(line, then)
    )


def _is_open(line: Line, then: Line, width: int) -> bool:
    """Tell whether a sentence seems to go on behind a line that was not joined."""
    on = goes_on(line, then)
    if not on and not line.columns > LONG * width > 0:
        return False
    fewer, more = sorted((len(line.text.split()), len(then.text.split())))
    if on:
        return more > 2 if line.block == then.block else fewer > 5
    # Between other lines that were joined, a long one whose sentence does not end.
    return (
        more > 5
        and not (line.ended or begins_anew(line, then) or BULLET.match(then.text))
        and not (has_cells(line) or has_cells(then))
    )


def _scattered(lines: Sequence[Line]) -> list[int]:
    """Return the ends of lines of a word or two, where a text has hardly another."""
    if len(lines) <= SCATTERED:
        return []
    short = [line for line in lines if len(line.text.split()) < 3]
    pairs = [line.end for line, then in pairwise(lines) if goes_on(line, then)]
    scattered = len(short) > max(SCATTERED, 0.8 * len(lines)) and len(pairs) > len(lines) / 3
    return pairs if scattered else []


def _is_cut(text: str, lines: Sequence[Line], joins: dict[int, bool]) -> bool:
    """Tell whether lines were cut after so many characters, be it inside a word."""
    pairs = [pair for pair in pairwise(lines) if joins.get(pair[0].start)]
    sizes = [line.length for line, _ in pairs]
    if len(pairs) < 5 or any("  " in line.text or line.text[-1] == "=" for line, _ in pairs[:50]):
        return False
    same = max(map(sizes.count, set(sizes[:50])))
    spaced = sum(" " in text[line.end : then.start] for line, then in pairs)
    return same >= 0.95 * len(sizes) and 0 < spaced < len(pairs)


def _joins(blocks: list[list[Line]]) -> tuple[dict[int, bool], int]:
    """Tell which lines of blocks go on in the next one, by the place where they begin."""
    spread = len(blocks) == 1 and len({line.block for line in blocks[0]}) > 1
    width = _width(blocks, least=3 if spread else 1)
    found: dict[int, bool] = {}
    used = 0
    for block in blocks:
        own = width or (0 if spread else _width([block], least=1, whole=True))
        for line, then in pairwise(block):
            broken = breaks_word(line, then)
            if broken or (own and is_full(line, then, own) and not begins_anew(line, then)):
                found[line.start] = True
                used = max(used, own, line.columns)
    # Where words are broken at the end of lines, other lines of their block go on as well.
    for block in blocks:
        if any(breaks_word(line, then) for line, then in pairwise(block)):
            for line, then in pairwise(block):
                if goes_on(line, then):
                    found[line.start] = True
    return found, used


def _width(blocks: list[list[Line]], *, least: int, whole: bool = False) -> int:
    """Return the columns at which lines were broken, 0 where they were not.

    ``least`` lines must go on in the next one. With ``whole``, every line of the block
    must be full.
    """
    pairs = [pair for block in blocks for pair in pairwise(block)]
    going = [pair for pair in pairs if goes_on(*pair)]
    if len(going) < least or all(len(line.text.split()) < 3 for line, _ in going):
        return 0
    starts = {line.start for line, _ in going}
    open_ = [pair for pair in pairs if not pair[0].ended and not begins_anew(*pair)]
    lengths = sorted({line.columns for line, _ in open_}, reverse=True)
    texts = [line.columns for block in blocks if len(block) > 1 for line in block]
    for width in lengths[:3]:
        longer = sum(length > width for length in texts)
        if not NARROWEST <= width <= WIDEST or longer > OVERLONG * len(texts) + (len(texts) > 3):
            continue
        full = sum(is_full(*pair, width) for pair in going)
        others = [pair for pair in open_ if pair[0].start not in starts]
        loose = sum(not is_full(*pair, width) for pair in others)
        fits = full >= FULL * len(going) and loose <= full
        if fits and (not whole or all(is_full(*pair, width) for pair in pairs)):
            return width
    return 0
