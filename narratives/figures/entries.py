"""One thing in a cell of a figure: words, with a mark before them and strokes behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratives.figures.drawing import (
    INDENT,
    INK,
    LEADING,
    POINT,
    SIZE,
    SLACK,
    STROKE,
    Sheet,
    text_width,
    wrap,
)


@dataclass(frozen=True)
class CellEntry:
    """One thing in a cell: words, with a mark before them or not.

    ``marker`` is a matplotlib marker or "" for none; ``ring`` draws a second outline,
    for a stake; ``strokes`` stand after the words, long ones for true and short for false.
    """

    words: str
    marker: str = ""
    filled: bool = True
    ring: bool = False
    size: float = SIZE
    colour: str = INK
    italic: bool = False
    bold: bool = False
    strokes: tuple[bool, ...] = ()


def indent(entry: CellEntry) -> float:
    """Width in inches that the mark of an entry takes."""
    return INDENT if entry.marker else 0.0


def entry_lines(entry: CellEntry, width: float, most: int) -> list[str]:
    """Return the lines of an entry in a column of ``width`` inches."""
    return wrap(entry.words, width - indent(entry), entry.size, entry.bold, most)


def entry_height(entry: CellEntry, width: float, most: int) -> float:
    """Height in inches of one entry in a column of ``width``."""
    lines = entry_lines(entry, width, most)
    rows = max(1, len(lines)) + (0 if _room_for_strokes(entry, lines, width) else 0.55)
    return rows * entry.size * LEADING * POINT + 0.05


def draw_entry(
    sheet: Sheet, entry: CellEntry, x: float, y: float, width: float, most: int, hue: str
) -> float:
    """Draw one entry with its top left at (x, y), and return the y below it."""
    lines = entry_lines(entry, width, most)
    line = entry.size * LEADING * POINT
    if entry.marker:
        middle = y + line * 0.45
        sheet.mark(x + 0.13, middle, entry.marker, hue=hue, filled=entry.filled, ring=entry.ring)
    left = x + indent(entry)
    sheet.write_lines(
        left, y, lines, entry.size, colour=entry.colour, bold=entry.bold, italic=entry.italic
    )
    if len(entry.strokes) > 1:
        beside = _room_for_strokes(entry, lines, width)
        end = text_width(lines[-1], entry.size, entry.bold) / SLACK
        at = left + (end + 0.1 if beside else 0.02)
        top = y + line * (len(lines) - 1 + (0.12 if beside else 1.0))
        for n, long in enumerate(entry.strokes[: _strokes_shown(entry, width)]):
            x = at + 0.02 + STROKE * n
            sheet.rule([x, x], [top if long else top + 0.1, top + 0.13], hue, 2.6)
    return y + entry_height(entry, width, most)


def _strokes_shown(entry: CellEntry, width: float) -> int:
    return min(len(entry.strokes), int((width - indent(entry)) / STROKE) - 1)


def _room_for_strokes(entry: CellEntry, lines: Sequence[str], width: float) -> bool:
    """Say whether the strokes stand after the last line; true where there are none."""
    if len(entry.strokes) < 2 or not lines:
        return True
    used = indent(entry) + text_width(lines[-1], entry.size, entry.bold) + 0.1
    return used + STROKE * _strokes_shown(entry, width) <= width
