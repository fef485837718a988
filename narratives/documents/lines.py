"""Lines as they stand in a file: without the signs before them, and how far they are set in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from narratives.documents.shadow import BLANK_LINE, LINE

_REPLY = re.compile(r"[ \t]{0,8}(?:>[ \t]?){1,20}")
_SIGN = re.compile(r"[ \t]{0,8}(?:[|:;#%*+•-]|//|[A-Z][A-Za-z]{0,3}>)(?=[ \t]|$)[ \t]?")
_NUMBER = re.compile(r"[ \t]{0,8}\(?(\d{1,4})[.:)]?(?=[ \t]|$)[ \t]?")
_BARE_NUMBER = re.compile(r"[ \t]{0,8}(\d{1,4})[ \t]+")
_CLOCK = r"(?:\d{1,2}:){1,2}\d{2}(?:[.,]\d{1,3})?"
TIME = re.compile(
    rf"[ \t]{{0,8}}(?:\[{_CLOCK}(?: --> {_CLOCK})?\]|"
    r"\((?:\d{1,2}:){1,2}\d{2}\)|"
    r"(?:\d{1,2}:){1,2}\d{2}(?:[.,]\d{1,3})?(?=[ \t]|$))[ \t]?"
)
"""When words were said, as before the lines of a transcript."""
_LISTS = "*+•-"
ALL_BUT = 0.1
"""Share of the lines that may lack a sign which the others have."""
FEWEST = 5
"""Lines that must begin with a sign other than that of a quoted e-mail."""
FEWEST_BARE = 3
"""Lines that must do so with a number alone, where there are no others."""
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
BULLET = re.compile(r"(?:[-–—•*·▪►+]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s|\|")
_CELLS = re.compile(r"\S(?:\t| {3,})\S|\|")
_GAPS = re.compile(r"[ \t]+")


@dataclass(frozen=True)
class Line:
    """A line without the signs and the spaces around it."""

    start: int
    end: int
    text: str
    indent: int
    columns: int
    """Columns up to its last character, without the signs."""
    reply: int
    """How many times it was quoted in an e-mail, or 1 where it has another sign."""
    block: int
    left: int
    """Where its signs begin."""
    length: int
    """Characters with the spaces around it, without the signs."""

    @cached_property
    def ended(self) -> bool:
        """Whether a sentence may end with the line, as one does that stands in brackets whole."""
        return bool(_ENDS.search(self.text)) or (self.text[0] == "(" and self.text[-1] == ")")


def read_lines(text: str, sign: re.Pattern[str] | None = None) -> list[Line]:
    r"""Cut a text into its lines that have words.

    Parameters
    ----------
    text : str
    sign : Pattern, optional
        What stands before the lines, as ``common_sign`` finds it; the sign of a quoted
        e-mail if it is not given.

    Returns
    -------
    list of Line

    Examples
    --------
    >>> [(line.text, line.reply) for line in read_lines("> He left.\n>> She stayed.")]
    [('He left.', 1), ('She stayed.', 2)]
    """
    raw = [(m.start(), m.end(), (sign or _REPLY).match(m[0])) for m in LINE.finditer(text)]
    # One line alone that begins with ">" is a link of a page.
    signed = [
        mark is not None
        and (
            sign is not None
            or (n > 0 and raw[n - 1][2] is not None)
            or (n + 1 < len(raw) and raw[n + 1][2] is not None)
        )
        for n, (_, _, mark) in enumerate(raw)
    ]
    found: list[Line] = []
    block = 0
    last = 0
    empty = False
    for (start, end, mark), has_sign in zip(raw, signed, strict=True):
        at = start + len(mark[0]) if mark is not None and has_sign else start
        words = text[at:end]
        bare = words.strip()
        if not bare:
            empty = True
            continue
        depth = 0
        if mark is not None and has_sign:
            depth = mark[0].count(">") if sign is None else 1
        apart = empty or BLANK_LINE.search(text, last, start) or "\u2029" in text[last:start]
        if found and (apart or depth != found[-1].reply):
            block += 1
        indent = len(words.expandtabs(4)) - len(words.expandtabs(4).lstrip())
        first = at + len(words) - len(words.lstrip())
        columns = indent + len(bare)
        sizes = (indent, columns, depth, block, start, len(words))
        found.append(Line(first, first + len(bare), bare, *sizes))
        last, empty = end, False
    return found


def line_number(text: str, at: int) -> int:
    r"""Return in which line of a text a place stands, from 1.

    Examples
    --------
    >>> line_number("one\r\ntwo\nthree", 9)
    3
    """
    return 1 + len(re.findall(r"\r\n|[\r\n]", text[:at]))


def common_sign(text: str) -> re.Pattern[str] | None:
    r"""Find what nearly all lines begin with other than ``>``: ``|``, ``#``, a number, a time.

    Items of a list begin with a sign, too; whether the lines behind it were broken at a width
    decides what it is.

    Examples
    --------
    >>> lines = "\n".join(f"{n}: the dam" for n in range(1, 7))
    >>> common_sign(lines).match("7: broke")[0]
    '7: '
    >>> common_sign("The dam\nbroke.") is None
    True
    """
    lines = [match[0] for match in LINE.finditer(text) if match[0].strip()]
    if len(lines) < FEWEST:
        bare = [match for match in map(_BARE_NUMBER.match, lines) if match]
        counting = all(int(b[1]) == int(a[1]) + 1 for a, b in pairwise(bare))
        return _BARE_NUMBER if len(bare) == len(lines) >= FEWEST_BARE and counting else None
    enough = (1 - ALL_BUT) * len(lines)
    numbers = [int(match[1]) for match in map(_NUMBER.match, lines) if match]
    if len(numbers) >= enough:
        following = sum(second == first + 1 for first, second in pairwise(numbers))
        return _NUMBER if following >= (1 - ALL_BUT) * (len(numbers) - 1) else None
    if sum(TIME.match(line) is not None for line in lines) >= enough:
        return TIME
    signs = [match[0].strip() for match in map(_SIGN.match, lines) if match]
    if len(signs) < enough:
        return None
    common = max(set(signs), key=signs.count)
    short = common in _LISTS and sum(len(line.split()) for line in lines) < 6 * len(lines)
    if signs.count(common) < enough or short:
        return None
    return re.compile(rf"[ \t]{{0,8}}{re.escape(common)}(?=[ \t]|$)[ \t]?")


def group_lines(lines: Sequence[Line]) -> Iterable[list[list[Line]]]:
    """Put together the blocks that were wrapped at one width: those quoted equally often."""
    levels: dict[int, list[list[Line]]] = {}
    for line, before in zip(lines, [None, *lines], strict=False):
        blocks = levels.setdefault(line.reply, [])
        if before is None or before.block != line.block or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    for blocks in levels.values():
        several = any(len(block) > 1 for block in blocks)
        # With an empty line behind every line, the empty ones say nothing.
        yield _set_in(blocks) if several else [[line for block in blocks for line in block]]


def _set_in(blocks: list[list[Line]]) -> list[list[Line]]:
    """Take the indents away that do not say where a paragraph begins.

    Lines in the middle or at the right are set in each by its own. Where the second lines of
    paragraphs are, a paragraph begins with the line that is not.
    """
    pairs = [pair for block in blocks for pair in pairwise(block)]
    steps = [then.indent - line.indent for line, then in pairs]
    own = {line.indent for block in blocks for line in block}
    if len(own) > 3 and sum(abs(step) > 0 for step in steps) > 0.6 * len(steps):
        return [
            [replace(line, indent=0, columns=len(line.text)) for line in block] for block in blocks
        ]
    up = [pair for pair, step in zip(pairs, steps, strict=True) if step > 1]
    going = [pair for pair in up if not pair[0].ended and starts_small(pair[1])]
    if len(going) < 2 or len(going) < 0.4 * len(up):
        return blocks
    found: list[list[Line]] = []
    for block in blocks:
        first = min(line.indent for line in block)
        for line in block:
            if line is block[0] or line.indent == first:
                found.append([])
            found[-1].append(replace(line, indent=0))
    return found


def starts_small(line: Line) -> bool:
    """Tell a line that begins with a small letter, so that a sentence seems to go on in it."""
    return line.text.lstrip("\"'“„«‘(")[:1].islower() and not BULLET.match(line.text)


def has_cells(line: Line) -> bool:
    """Tell a row of a table; words that are spread alike to fill a line are none."""
    if not _CELLS.search(line.text):
        return False
    gaps = [len(gap) for gap in _GAPS.findall(line.text)]
    spread = len(gaps) > 2 and max(gaps) - min(gaps) < 2
    return not spread or "\t" in line.text or "|" in line.text
