"""The texts of a case in numbered lines, the same on paper, on the screen and in the key."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from narratives import schema
from narratives.documents import split_sentences
from narratives.figures.drawing import text_width
from narratives.report.marked import list_blocks

if TYPE_CHECKING:
    from narratives.comparison import Tables
    from narratives.schema import Document

WIDTH = 40.0
"""Width of a line in letters' heights, measured in a wide font: other fonts leave room."""
BOLD = 1.13
"""How much wider bold letters are."""
HEADINGS = ("headline", "heading")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class TextLine:
    """One line of a text.

    Attributes
    ----------
    number : int
        From 1, through all texts of the case.
    document_id : str
    start, end : int
        Code points of the document; what lies between two lines is blank.
    kind : str
        "headline", "heading" or "body".
    opens : bool
        Whether a paragraph begins here.
    first : bool
        Whether a document begins here.
    """

    number: int
    document_id: str
    start: int
    end: int
    kind: str
    opens: bool
    first: bool


@dataclass(frozen=True)
class Cut:
    """What of the lines fits on paper.

    Attributes
    ----------
    lines : tuple of TextLine
    left : int
        Lines that did not fit; the last one that did ends with a sentence.
    """

    lines: tuple[TextLine, ...]
    left: int


def number_lines(comparison: Tables) -> list[TextLine]:
    """Break the texts of a case into numbered lines; what is furniture of a page is left out.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    list of TextLine
        In the order of the case. Together they hold every word that is analysed.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> lines = number_lines(comparison)
    >>> comparison.documents[0][lines[2].start : lines[2].end]
    'The ISIS terrorist group, which claimed responsibility for the shooting in the'
    """
    lines: list[TextLine] = []
    for document in comparison.documents:
        first = True
        for start, end, kind, analyse, _ in list_blocks(document, comparison.segments):
            if not analyse or kind in schema.FURNITURE:
                continue
            room = WIDTH / BOLD if kind in HEADINGS else WIDTH
            opens = True
            for begin, stop in _break(document.text, start, end, room):
                number = len(lines) + 1
                lines.append(
                    TextLine(number, document.document_id, begin, stop, kind, opens, first)
                )
                opens = first = False
    return lines


def line_of(lines: Sequence[TextLine], document_id: str, at: int) -> int:
    """Return the number of the line that holds a place, 0 where no line does.

    Examples
    --------
    >>> line_of([TextLine(7, "dam", 10, 20, "body", True, True)], "dam", 12)
    7
    """
    for line in lines:
        if line.document_id == document_id and line.start <= at < line.end:
            return line.number
    return 0


def fit_lines(
    comparison: Tables,
    lines: Sequence[TextLine],
    room: Sequence[float],
    *,
    line: float,
    gap: float,
    head: float,
) -> tuple[list[Cut], bool]:
    """Lay lines out on sheets, and cut what does not fit at the end of a sentence.

    Parameters
    ----------
    comparison : Comparison
    lines : sequence of TextLine
    room : sequence of float
        Millimetres for text on each sheet.
    line, gap, head : float
        Millimetres of a line, of the gap before a paragraph, and before a further text for
        its name.

    Returns
    -------
    list of Cut, one for each sheet
    whole : bool
        Whether the last line that fits ends with a sentence, or nothing was cut.
    """
    sheets: list[list[TextLine]] = [[] for _ in room]
    at, filled = 0, 0.0
    done = 0
    for one in lines:
        taken = line + (gap if one.opens else 0.0) + (head if one.first else 0.0)
        while at < len(room) and filled + taken > room[at]:
            at, filled = at + 1, 0.0
        if at == len(room):
            break
        sheets[at].append(one)
        filled += taken
        done += 1
    left = len(lines) - done
    if left == 0:
        return [Cut(tuple(sheet), 0) for sheet in sheets], True
    kept = [one for sheet in sheets for one in sheet]
    ended = _end_with_sentence(comparison, kept)
    whole = ended is not None
    by_number = {one.number: one for one in (ended if ended is not None else kept)}
    left = len(lines) - len(by_number)
    return [
        Cut(tuple(by_number[one.number] for one in sheet if one.number in by_number), left)
        for sheet in sheets
    ], whole


def _end_with_sentence(comparison: Tables, kept: Sequence[TextLine]) -> list[TextLine] | None:
    """Leave out what follows the last sentence that is whole."""
    while kept:
        last = kept[-1]
        document = comparison.document(last.document_id)
        ends = [end for end in _sentence_ends(comparison, document) if end <= last.end]
        if ends and ends[-1] > last.start:
            return [*kept[:-1], dataclasses.replace(last, end=ends[-1])]
        kept = kept[:-1]
    return None


def _sentence_ends(comparison: Tables, document: Document) -> list[int]:
    own = comparison.segments[comparison.segments["document_id"] == document.document_id]
    sentences = split_sentences(document, own if len(own) else None)
    return sorted(int(end) for end in sentences["end"])


def _break(text: str, start: int, end: int, width: float) -> list[tuple[int, int]]:
    """Break a piece of text into lines; a word wider than a line is broken too."""
    lines: list[tuple[int, int]] = []
    begin = stop = start
    filled = 0.0
    for match in _WORD.finditer(text, start, end):
        at = match.start()
        while at < match.end():
            piece = _fitting(text, at, match.end(), width)
            taken = sum(map(letter_width, text[at:piece]))
            blank = letter_width(" ") if filled else 0.0
            if filled and (filled + blank + taken > width or at > match.start()):
                lines.append((begin, stop))
                filled = blank = 0.0
            if not filled:
                begin = at
            filled += blank + taken
            stop = at = piece
    return [*lines, (begin, stop)] if stop > begin else lines


def _fitting(text: str, start: int, end: int, width: float) -> int:
    """Return the end of what of a word fits on a line of its own; one letter always does."""
    filled = 0.0
    for at in range(start, end):
        filled += letter_width(text[at])
        if filled > width and at > start:
            return at
    return end


@lru_cache(maxsize=8192)
def letter_width(letter: str) -> float:
    """Measure a letter between two others, in heights of its font.

    Examples
    --------
    >>> letter_width("W") > letter_width("i") > 0
    True
    """
    size = 10.0
    inches = text_width(f"x{letter}x", size) - text_width("xx", size)
    return max(inches, 0.0) * 72 / size
