"""The firmness strip: each origin at its own word, no average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narratives import schema
from narratives.figures.colours import account_colours
from narratives.figures.drawing import (
    LINE,
    SOFT,
    Sheet,
    draw_title,
    lay_title,
    open_sheet,
    wrap,
)
from narratives.figures.kinds import HOLLOW, KEY_LINE, draw_key, lay_key, marker_of
from narratives.figures.letters import isolate, say_missing
from narratives.schema import each
from narratives.telling.words import count_word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDTH = 10.0
NAME = 3.1
STEP = 0.92
"""Inches from one strength to the next."""
MOST_LINES = 4
MOST_ROWS = 40
"""Rows of one account that are drawn; the table has all."""
LONG = 14
"""Rows from which the strengths are named again at every account."""
TITLE = "How firmly each origin puts each account, in its own words"


@dataclass(frozen=True)
class _Line:
    """One origin at one strength, wrapped."""

    at: int
    name: Sequence[str]
    words: Sequence[str]
    marker: str
    filled: bool

    @property
    def height(self) -> float:
        return LINE * max(1, len(self.name), len(self.words)) + 0.1


def firmness_table(comparison: Tables) -> pd.DataFrame:
    """Give the words of :func:`plot_firmness`: one row for each origin and strength.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with the columns of ``Comparison.firmness_by_origin``, supports only

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> nv.firmness_table(comparison).loc[0, "name"]
    'French state'
    """
    table = comparison.firmness_by_origin
    return table[table["stance"] == "supports"].reset_index(drop=True)


def plot_firmness(comparison: Tables, ax: Axes | None = None) -> Axes:
    """Draw how firmly each origin supports each account, at its own word; no average.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.

    Returns
    -------
    Axes
        The words are in :func:`firmness_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_firmness(comparison, Figure(figsize=(10, 8)).subplots())
    >>> drawn = [text.get_text() for text in ax.texts]
    >>> [word for word in drawn if word in ("hint", "possible", "likely", "certain")]
    ['hint', 'possible', 'likely', 'certain']
    """
    table = firmness_table(comparison)
    scale = list(schema.STRENGTHS)
    if not table["strength"].isin(scale).all():
        scale = ["not judged", *scale]
    start = NAME + STEP / 2
    left = NAME + STEP * len(scale) + 0.1
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    headings = {n: wrap(title, WIDTH, bold=True, most=2) for n, title in titles.items()}
    lines = {
        narrative: [
            _lay_line(row, scale, WIDTH - left)
            for row in each(table[table["narrative_id"] == narrative].head(MOST_ROWS))
        ]
        for narrative in titles
    }
    again = len(table) > LONG
    told = [*titles.values(), *table["name"], *table["words"]]
    head = lay_title(TITLE, WIDTH, _note(comparison), say_missing(told))
    above = LINE * max(len(wrap(word, STEP)) for word in scale) + 0.05
    number = table["narrative_id"].value_counts()
    rest = {n: _rest(int(number.get(n, 0))) for n in titles}
    body = sum(
        LINE * (len(headings[n]) + bool(rest[n]))
        + 0.24
        + above * again
        + sum(line.height for line in mine)
        for n, mine in lines.items()
    )
    key = lay_key(table["kind"], WIDTH)
    tail = KEY_LINE * len(key) + 0.12
    sheet = open_sheet(ax, WIDTH, head.height + above * (not again) + body + tail)
    y = draw_title(sheet, head)
    if not again:
        y = _draw_scale(sheet, scale, y, above)
    colours = account_colours(comparison.narratives)
    for narrative, mine in lines.items():
        sheet.rule([0, WIDTH], [y, y])
        y = sheet.write_lines(0, y + 0.06, headings[narrative], bold=True) + 0.04
        if again:
            y = _draw_scale(sheet, scale, y, above)
        for line in mine:
            middle = y + LINE * 0.47
            sheet.write_lines(0.1, y, line.name)
            sheet.rule([start, start + STEP * (len(scale) - 1)], [middle, middle])
            hue = colours[narrative]
            sheet.mark(start + STEP * line.at, middle, line.marker, hue=hue, filled=line.filled)
            sheet.write_lines(left, y, line.words)
            y += line.height
        if rest[narrative]:
            sheet.write(0.1, y, rest[narrative], colour=SOFT)
            y += LINE
        y += 0.14
    sheet.rule([0, WIDTH], [y, y])
    draw_key(sheet, key, y + 0.12, WIDTH)
    return sheet.ax


def _rest(number: int) -> str:
    if not number:
        return "no one here"
    return f"and {number - MOST_ROWS} more" if number > MOST_ROWS else ""


def _lay_line(row: Any, scale: Sequence[str], room: float) -> _Line:
    words = f"“{isolate(row.words)}”" if row.words else ""
    note = f"implied{', ' if words else ''}" if row.how == "implied" else ""
    return _Line(
        scale.index(row.strength) if row.strength in scale else 0,
        wrap(row.name, NAME - 0.25, most=MOST_LINES),
        wrap(f"{note}{words}", room, most=MOST_LINES),
        marker_of(row.kind),
        row.kind not in HOLLOW,
    )


def _draw_scale(sheet: Sheet, scale: Sequence[str], y: float, tall: float) -> float:
    for n, word in enumerate(scale):
        lines = wrap(word, STEP)
        x = NAME + STEP * (n + 0.5)
        down = y + tall - 0.05 - LINE * len(lines)
        sheet.write_lines(x, down, lines, colour=SOFT, align="center")
    return y + tall


def _note(comparison: Tables) -> str:
    return (
        f"In {count_word(len(comparison.documents), 'text')}; those who support it, "
        "one row for each strength. There is no average."
    )
