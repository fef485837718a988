"""Who copies whom: each text under the one that it has its words from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from narratives.figures.drawing import (
    INK,
    LINE,
    SOFT,
    Sheet,
    draw_title,
    lay_title,
    open_sheet,
    wrap,
)
from narratives.figures.letters import isolate, say_missing
from narratives.telling.crossing import write_when
from narratives.telling.lineage import (
    RELATIONS,
    STANDINGS,
    LineageRow,
    alone_in_words,
    compared_in_words,
    lay_lineage,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDTH = 11.0
WHEN = 2.4
"""Inches of the dates."""
STEP = 0.42
"""Inches from a text to one that hangs on it."""
DEEPEST = 8
MOST_ROWS = 60
"""Texts that are drawn; the table has all."""
ROW = LINE + 0.06
TITLE = "Who has it from whom"
_LINES = {"person": "-", "credited": "-", "likely": "--", "open": ":"}
LINEAGE = (
    "document_id", "name", "when", "depth", "above", "relation", "standing", "share",
)  # fmt: skip


def lineage_table(comparison: Tables) -> pd.DataFrame:
    """Give the rows of :func:`plot_copies`.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with columns ``LINEAGE``
        ``depth`` is 0 for a text that others have their words from; ``above`` the row that a
        text hangs on, -1 for none; ``share`` from 0 to 1.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> lineage_table(comparison).empty
    True
    """
    rows = [tuple(getattr(row, name) for name in LINEAGE) for row in lay_lineage(comparison)]
    return pd.DataFrame(rows, columns=list(LINEAGE))


def plot_copies(comparison: Tables, ax: Axes | None = None) -> Axes:
    """Draw who has it from whom: a row for each text, under the one it has its words from.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.

    Returns
    -------
    Axes
        A whole line says that the text names its source or a person decided, a dashed one that
        dates and words make it likely, a dotted one that it is open. The numbers are in
        :func:`lineage_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_copies(comparison, Figure(figsize=(8, 2)).subplots())
    >>> ax.texts[-1].get_text()
    'No text here shares a passage with another.'
    """
    rows = lay_lineage(comparison)
    drawn = rows[:MOST_ROWS]
    tail = [alone_in_words(comparison, rows)] if rows else []
    tail += [f"And {len(rows) - MOST_ROWS} texts more."] if len(rows) > MOST_ROWS else []
    tail = tail if rows else ["No text here shares a passage with another."]
    tail += [compared_in_words(comparison.compared)]
    below = [line for words in tail if words for line in wrap(isolate(words), WIDTH, most=3)]
    note = (
        "Whole line: credited, or decided by a person. Dashed: likely by dates and words. Dotted: "
        "open. The percentage is how much of the text stands in the one above it."
    )
    head = lay_title(TITLE, WIDTH, note, say_missing([row.name for row in drawn]))
    trees = sum(row.depth == 0 for row in drawn)
    height = head.height + ROW * len(drawn) + 0.16 * trees + LINE * len(below) + 0.2
    sheet = open_sheet(ax, WIDTH, height)
    y = draw_title(sheet, head)
    middles: list[float] = []
    for row in drawn:
        y += 0.16 if row.depth == 0 else 0.0
        middles.append(y + LINE * 0.47)
        _draw_row(sheet, row, y, middles)
        y += ROW
    sheet.write_lines(0, y + 0.1, below, colour=SOFT)
    return sheet.ax


def _left(depth: int) -> float:
    return WHEN + 0.2 + STEP * min(depth, DEEPEST)


def _draw_row(sheet: Sheet, row: LineageRow, y: float, middles: list[float]) -> None:
    x, middle = _left(row.depth), middles[-1]
    if row.when:
        sheet.write(0, y, write_when(row.when), colour=SOFT)
    if row.above >= 0:
        start = _left(row.depth - 1)
        top = middles[row.above] + 0.09
        style = _LINES[row.standing]
        for xs, ys in (([start, start], [top, middle]), ([start, x - 0.09], [middle, middle])):
            sheet.ax.plot(xs, ys, style, color=SOFT, lw=1.4 * sheet.scale, zorder=1.2)
    sheet.mark(x, middle, "o" if row.document_id else "s", hue=INK, filled=row.depth == 0, size=8)
    words = isolate(row.name)
    if row.standing:
        share = f" {row.share:.0%}" if row.share else ""
        words += f" · {RELATIONS[row.relation]}{share}, {STANDINGS[row.standing]}"
    elif row.title:
        words += f" · {isolate(row.title)}"
    shown = wrap(words, WIDTH - x - 0.2, most=1, bold=row.depth == 0)
    sheet.write_lines(x + 0.16, y, shown, bold=row.depth == 0)
