"""The score card as a figure: criteria in rows, accounts in columns, a number and its words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.figures.drawing import (
    FAINT,
    HEADING,
    LEADING,
    LINE,
    POINT,
    SIZE,
    SOFT,
    Sheet,
    draw_title,
    lay_title,
    open_sheet,
    wrap,
)
from narratives.scores.card import CRITERIA

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

SIDE = 2.8
"""Inches of the criteria beside the rows."""
COLUMN = 3.4
MOST = 6
"""Accounts that are drawn beside each other; the table has all."""
_GAP = 0.12
_NUMBER = 0.34
TITLE = "What the text gives, criterion by criterion"
NOTE = (
    "0 to 3, the best of what is said for each account; ? is unknown, and not nothing: nobody says "
    "anything for it, or it is not told. Nothing is added up."
)


def plot_score_card(comparison: Tables, ax: Axes | None = None) -> Axes:
    """Draw the score card: two profiles of six criteria, a column for each account.

    The number stands beside its level in words, so that nothing hangs on colour.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.

    Returns
    -------
    Axes
        All words, and where they stand in the text, are in ``comparison.score_card``.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_score_card(comparison, Figure(figsize=(14, 12)).subplots())
    >>> [text.get_text() for text in ax.texts].count("?")
    5
    """
    card = comparison.score_card
    whole = [str(narrative) for narrative in comparison.narratives.index]
    shown = whole[:MOST]
    width = SIDE + COLUMN * len(shown)
    lost = "" if len(shown) == len(whole) else f"The first {MOST} of {len(whole)} accounts."
    head = lay_title(TITLE, width, NOTE, *([lost] if lost else []))
    titles = [
        wrap(str(comparison.narratives.at[n, "title"]), COLUMN - 0.2, HEADING, bold=True, most=3)
        for n in shown
    ]
    cells = dict(zip(card.index, card.to_dict("records"), strict=True))
    rows = {
        criterion: [_cell(cells[(narrative, criterion)]) for narrative in shown]
        for some in schema.CARD.values()
        for criterion in some
    }
    top = max(map(len, titles), default=1) * HEADING * LEADING * POINT + _GAP
    heights = {
        criterion: LINE * max(len(_beside(criterion)), *(len(lines) for _, lines in cells), 1)
        + _GAP
        for criterion, cells in rows.items()
    }
    sections = LINE * 1.6 * len(schema.CARD)
    sheet = open_sheet(ax, width, head.height + top + sections + sum(heights.values()))
    y = draw_title(sheet, head)
    for n, lines in enumerate(titles):
        sheet.write_lines(SIDE + COLUMN * n, y, lines, HEADING, bold=True)
    y += top
    for profile, criteria in schema.CARD.items():
        sheet.write(0, y + LINE * 0.3, profile.capitalize(), bold=True)
        y += LINE * 1.6
        for criterion in criteria:
            _draw_row(sheet, criterion, rows[criterion], y, width)
            y += heights[criterion]
    return sheet.ax


def _cell(row: Mapping[Hashable, Any]) -> tuple[str, list[str]]:
    known = not pd.isna(row["score"])
    words = str(row["level"]) if known else "unknown"
    number = str(row["score"]) if known else "?"
    return number, wrap(words, COLUMN - _NUMBER - 0.2, most=4)


def _beside(criterion: str) -> list[str]:
    return wrap(CRITERIA[criterion].title, SIDE - 0.2, most=3)


def _draw_row(
    sheet: Sheet, criterion: str, cells: list[tuple[str, list[str]]], y: float, width: float
) -> None:
    sheet.ax.plot([0, width], [y - _GAP / 2] * 2, color=FAINT, linewidth=0.8 * sheet.scale)
    sheet.write_lines(0, y, _beside(criterion))
    for n, (number, lines) in enumerate(cells):
        left = SIDE + COLUMN * n
        sheet.write(left, y, number, SIZE, bold=True)
        sheet.write_lines(left + _NUMBER, y, lines, colour=SOFT)
