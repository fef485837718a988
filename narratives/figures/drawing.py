"""Laying out text and marks in inches on one Axes: what most figures are built of.

No text is smaller than ``SIZE``, so that it is 7 points where a figure is shown at half
its width. Words are wrapped; where they are cut, one ellipsis says so and the table of the
figure has them whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from narratives.figures.letters import PLACEHOLDER, drawable, families

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK = "#1c1c1c"
SOFT = "#525252"
FAINT = "#c9c9c9"
POINT = 1 / 72
LEADING = 1.3
SLACK = 1.06
"""Hinting makes text on a screen a little wider than its outlines."""
DOUBT = 0.02
"""A line this near to a width, as a share of it, is measured as a whole."""
SIZE = 14.0
"""Points of the smallest text."""
HEADING = 15.5
TITLE = 19.0
LINE = SIZE * LEADING * POINT
"""Inches from one line of text to the next."""
MARK = 12.0
"""Points across a mark."""
INDENT = 0.36
"""Inches that a mark before words takes."""
STROKE = 0.085
BASELINE = 0.97
EDGE = 0.2


@dataclass(frozen=True)
class Sheet:
    """Axes measured in inches from the top left; ``scale`` is below 1 where they are small."""

    ax: Axes
    scale: float

    def write(
        self,
        x: float,
        y: float,
        words: str,
        size: float = SIZE,
        *,
        colour: str = INK,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
        upward: bool = False,
    ) -> None:
        """Write one line with its top at y; ``upward`` turns it, and y is where it begins."""
        shown, bold, italic, other = drawable(words, bold, italic)
        self.ax.text(
            x,
            # Lines stand on their baselines: letters of some scripts are taller than others.
            y if upward else y + BASELINE * size * POINT,
            shown,
            fontsize=size * self.scale,
            color=colour,
            weight="bold" if bold else "normal",
            style="italic" if italic else "normal",
            family=families() if other else None,
            ha="right" if upward else align,
            va="bottom" if upward else "baseline",
            rotation=90 if upward else 0,
            rotation_mode="default" if upward else None,
            parse_math=False,
        )

    def write_lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float = SIZE,
        *,
        colour: str = INK,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
    ) -> float:
        """Write lines under each other, and return the y below them."""
        for line in lines:
            self.write(x, y, line, size, colour=colour, bold=bold, italic=italic, align=align)
            y += size * LEADING * POINT
        return y

    def mark(
        self,
        x: float,
        y: float,
        marker: str,
        *,
        hue: str = INK,
        filled: bool = True,
        size: float = MARK,
        ring: bool = False,
        width: float = 1.8,
    ) -> None:
        """Draw a mark with its middle at (x, y); ``ring`` draws a second outline."""
        if ring:
            self.ax.plot(
                [x],
                [y],
                marker,
                ms=size * 1.65 * self.scale,
                mfc="none",
                mec=INK,
                mew=1.3 * self.scale,
                clip_on=False,
            )
        self.ax.plot(
            [x],
            [y],
            marker,
            ms=size * self.scale,
            mfc=hue if filled else "white",
            mec=hue,
            mew=width * self.scale,
            clip_on=False,
        )

    def rule(
        self, xs: Sequence[float], ys: Sequence[float], colour: str = FAINT, width: float = 1.0
    ) -> None:
        """Draw a line through points."""
        self.ax.plot(
            xs, ys, "-", color=colour, lw=width * self.scale, solid_capstyle="butt", zorder=1.5
        )


def open_sheet(ax: Axes | None, width: float, height: float) -> Sheet:
    """Make a sheet of so many inches, or fit one into given Axes."""
    if ax is None:
        from matplotlib import pyplot as plt

        whole = width + 2 * EDGE, height + 2 * EDGE
        _, ax = plt.subplots(figsize=whole, facecolor="white")
        ax.set_position((EDGE / whole[0], EDGE / whole[1], width / whole[0], height / whole[1]))
        scale = 1.0
    else:
        box = ax.get_position()
        inches = ax.figure.get_size_inches()  # type: ignore[union-attr]
        scale = float(min(box.width * inches[0] / width, box.height * inches[1] / height))
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_aspect("equal", adjustable="box", anchor="N")
    ax.axis("off")
    return Sheet(ax, scale)


@dataclass(frozen=True)
class TitleBlock:
    """The title of a figure and the lines under it."""

    title: Sequence[str]
    notes: Sequence[str]

    @property
    def height(self) -> float:
        """Inches that they take, with the room below."""
        return len(self.title) * HEADING * LEADING * POINT + LINE * len(self.notes) + 0.25


def lay_title(title: str, width: float, *notes: str) -> TitleBlock:
    """Wrap a title and notes, each from a line of its own, to a width in inches."""
    lines = [line for note in notes for line in wrap(note, width, most=5)]
    return TitleBlock(wrap(title, width, HEADING, bold=True, most=4), lines)


def draw_title(sheet: Sheet, head: TitleBlock) -> float:
    """Draw title and note at the top, and return the y below them."""
    y = sheet.write_lines(0, 0, head.title, HEADING, bold=True)
    sheet.write_lines(0, y + 0.03, head.notes, colour=SOFT)
    return head.height


@lru_cache(maxsize=16384)
def text_width(words: str, size: float, bold: bool = False) -> float:
    """Measure a line of text in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    # A letter of another font is about as wide as it is high.
    shown, bold, _, other = drawable(words, bold)
    if other:
        known = {char for char in shown if drawable(char, bold)[3]}
        shown = "".join("—" if char in known else char for char in shown)
    shown = shown.replace(PLACEHOLDER, "—")
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    width, _, _ = TextToPath().get_text_width_height_descent(shown, font, ismath=False)
    return float(width) * POINT * SLACK


def _fits(words: str, width: float, size: float, bold: bool) -> bool:
    """Say whether a line is no wider than that.

    A line is about as wide as its words and the spaces between them, and most words of a figure
    stand in it more than once; the whole line is measured where that leaves a doubt.
    """
    parts = words.split(" ")
    bold = drawable(words, bold)[1]
    space = text_width("x x", size, bold) - 2 * text_width("x", size, bold)
    about = sum(text_width(part, size, bold) for part in parts) + (len(parts) - 1) * space
    if abs(about - width) > DOUBT * width:
        return about <= width
    return text_width(words, size, bold) <= width


def wrap(
    words: str, width: float, size: float = SIZE, bold: bool = False, most: int = 6
) -> list[str]:
    """Break words into lines no wider than ``width`` inches, at most ``most`` of them.

    Examples
    --------
    >>> wrap("The harbour union said so", 1.5)
    ['The harbour', 'union said so']
    >>> wrap("The harbour union said so …", 1.5, most=1)
    ['The harbour…']
    """
    lines: list[str] = []
    line = ""
    # Letters are wider than a sixth of their height: no more of a word is measured.
    longest = int(6 * width / (size * POINT)) + 2
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if len(word) <= longest and _fits(longer, width, size, bold):
            line = longer
            continue
        if line:
            lines.append(line)
        while len(word) > longest or (len(word) > 1 and text_width(word, size, bold) > width):
            keep = min(len(word) - 1, longest)
            while keep > 1 and text_width(word[:keep], size, bold) > width:
                keep -= max(1, keep // 12)
            lines.append(word[:keep])
            word = word[keep:]
            if len(lines) > most:
                break
        line = word
        if len(lines) > most:
            break
    lines += [line] if line else []
    if len(lines) > most:
        last = lines[most - 1].rstrip(" ,;:…")
        while last and text_width(f"{last}…", size, bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,;:…')}…"]
    return lines
