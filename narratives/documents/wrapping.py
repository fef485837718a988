"""Lines that were broken to fit a width: which of them go on, and where nobody can say.

A break inside a paragraph shows itself in two ways. The sentence goes on behind it, and
the line was full: the next word would not have fitted. Verse, lists and texts with one
sentence to a line show at most one of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from narratives.documents.hyphens import KnownWords, ends_broken, read_break
from narratives.documents.letters import Edit
from narratives.documents.shadow import BLANK_LINE, LINE

NARROWEST, WIDEST = 20, 160
"""Columns of the longest line between which a text is thought to be wrapped."""
FULL = 0.9
"""Share of the lines whose sentence goes on that must be full."""
OVERLONG = 0.1
"""Share of the lines that may be longer than the width: addresses, headlines."""
_REPLY = re.compile(r"[ \t]{0,8}(?:>[ \t]?){1,20}")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[-–—•*·▪►+]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s|\|")
_CELLS = re.compile(r"\S(?:\t| {3,})\S|\|")
_SIGNS = str.maketrans("", "", "> \t")


@dataclass(frozen=True)
class Line:
    """A line without the signs of an e-mail and the spaces around it."""

    start: int
    end: int
    text: str
    indent: int
    reply: int
    """How many times it was quoted in an e-mail."""
    block: int

    @property
    def columns(self) -> int:
        """Columns up to its last character, without the signs of an e-mail."""
        return self.indent + len(self.text)

    @property
    def ended(self) -> bool:
        """Whether a sentence may end with the line."""
        return bool(_ENDS.search(self.text))


@dataclass(frozen=True)
class Wrapping:
    """What was found about the lines of a text.

    ``edits`` are the breaks that are read as a space or as nothing. ``columns`` is the
    width of the widest line that was joined. ``open`` are the lines, counted from 1, behind
    which a sentence seems to go on and which were not joined.
    """

    edits: tuple[Edit, ...] = ()
    joined: int = 0
    columns: int = 0
    open: tuple[int, ...] = ()
    replies: int = 0


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
    lines = _lines(text)
    if len(lines) < 2:
        return Wrapping()
    joins: dict[int, bool] = {}
    width = 0
    for group in _groups(lines):
        found, columns = _joins(group)
        joins |= found
        width = max(width, columns)
    edits: list[Edit] = []
    numbers = []
    joined = 0
    if lines[0].reply:
        edits.append(Edit(_begin(text, lines[0]), lines[0].start, ""))
    words = KnownWords(text)
    for line, then in pairwise(lines):
        if joins.get(line.start):
            joined += 1
            dropped, between = read_break(words, line.text, then.text)
            edits.append(Edit(line.end - dropped, then.start, between))
            continue
        if line.reply or then.reply:
            gap = text[line.end : then.start]
            edits.append(Edit(line.end, then.start, gap.translate(_SIGNS)))
        words_of_both = max(len(line.text.split()), len(then.text.split()))
        if _goes_on(line, then) and line.block == then.block and words_of_both > 2:
            numbers.append(line.start)
    opened = tuple(1 + len(re.findall(r"\r\n|[\r\n]", text[:at])) for at in numbers)
    return Wrapping(
        tuple(e for e in edits if e.start < e.end),
        joined,
        width,
        opened,
        sum(line.reply > 0 for line in lines),
    )


def _lines(text: str) -> list[Line]:
    """Cut a text into its lines that have words."""
    raw = [(m.start(), m.end(), _REPLY.match(m[0])) for m in LINE.finditer(text)]
    # One line alone that begins with ">" is a link of a page.
    reply = [
        mark is not None
        and (
            (n > 0 and raw[n - 1][2] is not None)
            or (n + 1 < len(raw) and raw[n + 1][2] is not None)
        )
        for n, (_, _, mark) in enumerate(raw)
    ]
    found: list[Line] = []
    block = 0
    last = 0
    empty = False
    for (start, end, mark), quoted in zip(raw, reply, strict=True):
        at = start + len(mark[0]) if mark is not None and quoted else start
        words = text[at:end]
        bare = words.strip()
        if not bare:
            empty = True
            continue
        depth = mark[0].count(">") if mark is not None and quoted else 0
        apart = empty or BLANK_LINE.search(text, last, start) is not None
        if found and (apart or depth != found[-1].reply):
            block += 1
        indent = len(words.expandtabs(4)) - len(words.expandtabs(4).lstrip())
        first = at + len(words) - len(words.lstrip())
        found.append(Line(first, first + len(bare), bare, indent, depth, block))
        last, empty = end, False
    return found


def _begin(text: str, line: Line) -> int:
    """Return where the sign of an e-mail before a line begins."""
    at = line.start
    while at and text[at - 1] in "> \t":
        at -= 1
    return at


def _groups(lines: Sequence[Line]) -> Iterable[list[list[Line]]]:
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
        yield blocks if several else [[line for block in blocks for line in block]]


def _joins(blocks: list[list[Line]]) -> tuple[dict[int, bool], int]:
    """Tell which lines of blocks go on in the next one, by the place where they begin."""
    spread = len(blocks) == 1 and len({line.block for line in blocks[0]}) > 1
    width = _width(blocks, least=3 if spread else 1)
    found: dict[int, bool] = {}
    used = 0
    for block in blocks:
        own = width or (0 if spread else _width([block], least=1, whole=True))
        for line, then in pairwise(block):
            broken = _breaks_word(line, then)
            if broken or (own and _is_full(line, then, own) and not _begins(line, then)):
                found[line.start] = True
                used = max(used, own, line.columns)
    # Where words are broken at the end of lines, other lines of their block go on as well.
    for block in blocks:
        if any(_breaks_word(line, then) for line, then in pairwise(block)):
            for line, then in pairwise(block):
                if _goes_on(line, then):
                    found[line.start] = True
    return found, used


def _width(blocks: list[list[Line]], *, least: int, whole: bool = False) -> int:
    """Return the columns at which lines were broken, 0 where they were not.

    ``least`` lines must go on in the next one. With ``whole``, every line of the block
    must be full.
    """
    pairs = [pair for block in blocks for pair in pairwise(block)]
    going = [pair for pair in pairs if _goes_on(*pair)]
    if len(going) < least or all(len(line.text.split()) < 3 for line, _ in going):
        return 0
    open_ = [pair for pair in pairs if not pair[0].ended and not _begins(*pair)]
    lengths = sorted({line.columns for line, _ in open_}, reverse=True)
    texts = [line.columns for block in blocks if len(block) > 1 for line in block]
    for width in lengths[:3]:
        longer = sum(length > width for length in texts)
        if not NARROWEST <= width <= WIDEST or longer > OVERLONG * len(texts) + (len(texts) > 3):
            continue
        full = sum(_is_full(*pair, width) for pair in going)
        others = [pair for pair in open_ if pair not in going]
        loose = sum(not _is_full(*pair, width) for pair in others)
        if full < FULL * len(going) or loose > full:
            continue
        if whole and not all(_is_full(*pair, width) for pair in pairs):
            continue
        return width
    return 0


def _goes_on(line: Line, then: Line) -> bool:
    """Tell whether a sentence goes on in the next line, by its form alone."""
    return (
        not line.ended
        and then.text.lstrip("\"'“„«‘(")[:1].islower()
        and not _BULLET.match(then.text)
        and not _begins(line, then)
        and not _CELLS.search(line.text)
        and not _CELLS.search(then.text)
    )


def _begins(line: Line, then: Line) -> bool:
    """Tell whether a line is the first of a paragraph or of an entry, by its form."""
    bullet = _BULLET.match(then.text)
    if bullet:
        # "on March / 14. Wreckage" and "the dam / — once new — held" are no entries of a list.
        rest = then.text[bullet.end() :]
        entry = (
            line.ended or _BULLET.match(line.text) or not (rest[:1].islower() or _is_number(bullet))
        )
        return bool(entry)
    if _CELLS.search(then.text) and _CELLS.search(line.text):
        return True
    indented = then.indent > line.indent + 1 and not _BULLET.match(line.text)
    return indented and (line.ended or not then.text[0].islower())


def _is_number(bullet: re.Match[str]) -> bool:
    return bullet[0].strip("(). ").isdigit()


def _is_full(line: Line, then: Line, width: int) -> bool:
    """Tell whether the next word would not have fitted into a line."""
    return line.columns + 1 + len(then.text.split(maxsplit=1)[0]) > width


def _breaks_word(line: Line, then: Line) -> bool:
    """Tell a word that was broken where its line ends."""
    if not ends_broken(line.text) or _BULLET.match(then.text):
        return False
    return then.text[:1].islower()
