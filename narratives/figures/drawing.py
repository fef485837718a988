"""Laying out text and marks in inches: what the side-by-side figure is built of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKERS = {
    "government_party": "o",
    "foreign_government": "D",
    "intelligence_service": "D",
    "think_tank": "s",
    "perpetrator_group": "^",
    "media": "p",
    "person": "v",
    "organisation": "h",
    "narrator": "P",
    "unspecified": "o",
}
"""The shape of each kind of source; an unnamed one is a hollow circle."""
HOLLOW = ("unspecified",)
INK = "#1c1c1c"
SOFT = "#595959"
FAINT = "#c9c9c9"
POINT = 1 / 72
LEADING = 1.32
SLACK = 1.06
"""Hinting makes text on a screen a little wider than its outlines."""


@dataclass(frozen=True)
class Entry:
    """One thing in a cell: words, with a mark before them or not.

    ``marker`` is a matplotlib marker or "" for none; ``ring`` draws a second outline,
    for a stake; ``ticks`` is the number of small strokes beneath the words.
    """

    words: str
    marker: str = ""
    filled: bool = True
    ring: bool = False
    size: float = 8.0
    colour: str = INK
    italic: bool = False
    bold: bool = False
    ticks: int = 0


@lru_cache(maxsize=4096)
def text_width(words: str, size: float, bold: bool = False) -> float:
    """Measure a line of text in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(size=size, weight="bold" if bold else "normal")
    width, _, _ = TextToPath().get_text_width_height_descent(words, font, ismath=False)
    return float(width) * POINT * SLACK


def wrap(words: str, width: float, size: float, bold: bool = False, most: int = 6) -> list[str]:
    """Break words into lines no wider than ``width`` inches, at most ``most`` of them."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        while text_width(word, size, bold) > width and len(word) > 1:
            keep = max(1, int(len(word) * width / text_width(word, size, bold)) - 1)
            if line:
                lines.append(line)
                line = ""
            lines.append(word[:keep])
            word = word[keep:]
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
        if len(lines) > most:
            break
    lines += [line] if line else []
    if len(lines) > most:
        last = lines[most - 1]
        while last and text_width(f"{last}…", size, bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,;:')}…"]
    return lines


def indent(entry: Entry) -> float:
    """Width in inches that the mark of an entry takes."""
    return 0.24 if entry.marker else 0.0


def height(entry: Entry, width: float, most: int) -> float:
    """Height in inches of one entry in a column of ``width``."""
    lines = wrap(entry.words, width - indent(entry), entry.size, entry.bold, most)
    ticks = 0.09 if entry.ticks > 1 else 0.0
    return max(1, len(lines)) * entry.size * LEADING * POINT + ticks + 0.05


def draw(
    ax: Axes, entry: Entry, x: float, y: float, width: float, most: int, scale: float, hue: str
) -> float:
    """Draw one entry with its top left at (x, y), and return the y below it."""
    lines = wrap(entry.words, width - indent(entry), entry.size, entry.bold, most)
    line = entry.size * LEADING * POINT
    if entry.marker:
        middle = y + line / 2
        if entry.ring:
            ax.plot(
                [x + 0.09],
                [middle],
                entry.marker,
                ms=12 * scale,
                mfc="none",
                mec=INK,
                mew=0.9 * scale,
                clip_on=False,
            )
        ax.plot(
            [x + 0.09],
            [middle],
            entry.marker,
            ms=7 * scale,
            mfc=hue if entry.filled else "white",
            mec=hue,
            mew=1.2 * scale,
            clip_on=False,
        )
    left = x + indent(entry)
    for number, words in enumerate(lines):
        ax.text(
            left,
            y + line * number,
            words,
            fontsize=entry.size * scale,
            color=entry.colour,
            style="italic" if entry.italic else "normal",
            weight="bold" if entry.bold else "normal",
            ha="left",
            va="top",
            parse_math=False,
        )
    if entry.ticks > 1:
        top = y + line * len(lines) + 0.015
        room = int((width - indent(entry)) / 0.06)
        for tick in range(min(entry.ticks, room)):
            at = left + 0.02 + 0.06 * tick
            ax.plot([at, at], [top, top + 0.07], color=hue, lw=1.6 * scale, solid_capstyle="butt")
    return y + height(entry, width, most)
