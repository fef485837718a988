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
    TITLE as TITLE_SIZE,
    Sheet,
    draw_title,
    lay_title,
    open_sheet,
    wrap,
)
from narratives.figures.slide import HEIGHT, WIDTH
from narratives.schema import each
from narratives.scores.card import CRITERIA
from narratives.telling.looked import looked_in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

SIDE = 2.8
"""Inches of the criteria beside the rows."""
COLUMN = 3.4
MOST = 6
"""Accounts that are drawn beside each other; the table has all."""
SLIDE_SIDE = 3.85
SLIDE_SIZE = 15.0
"""Points: a fortieth of a slide and a little more, where the picture has a slide of a notebook."""
MOST_ON_A_SLIDE = 4
"""Accounts beside each other on a slide."""
_GAP = 0.12
_NUMBER = 0.34
_NARROW = 0.26
TITLE = "What the text gives, criterion by criterion"
NOTE = (
    "0 to 3, the best of what is said for each account; ? is unknown, and not nothing: nobody says "
    "anything for it, or it is not told. Nothing is added up."
)
SHORT_NOTE = "0 to 3: the best that is said for each. ? is unknown. Nothing is added up."


def plot_score_card(comparison: Tables, ax: Axes | None = None, *, short: bool = False) -> Axes:
    """Draw the score card: two profiles of six criteria, a column for each account.

    The number stands beside its level in words, so that nothing hangs on colour.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.
    short : bool
        Draw the short form, which fits a screen and a slide of 16 to 9: every criterion in one
        line, each level in a word or two, the first four accounts.

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

    >>> slide = nv.plot_score_card(comparison, Figure(figsize=(16, 9)).subplots(), short=True)
    >>> [text.get_text() for text in slide.texts].count("?")
    5
    """
    if short:
        return _plot_slide(comparison, ax)
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


def _plot_slide(comparison: Tables, ax: Axes | None) -> Axes:
    """Draw every criterion in one line; what does not fit ends in "…"."""
    whole = [str(narrative) for narrative in comparison.narratives.index]
    shown = whole[:MOST_ON_A_SLIDE]
    column = (WIDTH - SLIDE_SIDE) / max(len(shown), 1)
    cells = comparison.score_card["score"].to_dict()
    line = SLIDE_SIZE * LEADING * POINT
    sheet = open_sheet(ax, WIDTH, HEIGHT)
    y = sheet.write_lines(0, 0, wrap(TITLE, WIDTH, TITLE_SIZE, bold=True), TITLE_SIZE, bold=True)
    y += 0.06
    titles = [
        wrap(str(row.title), column - 0.2, SLIDE_SIZE, bold=True, most=2)
        for row in each(comparison.narratives.loc[shown])
    ]
    for n, lines in enumerate(titles):
        sheet.write_lines(SLIDE_SIDE + column * n, y, lines, SLIDE_SIZE, bold=True)
    y += line * max(map(len, titles), default=1) + _GAP / 2
    more = [f"The first {len(shown)} of {len(whole)} accounts."] if len(shown) < len(whole) else []
    told = " ".join([SHORT_NOTE, *more, looked_in_words(comparison)])
    foot = wrap(told, WIDTH, SLIDE_SIZE, most=2)
    bottom = HEIGHT - line * len(foot)
    step = (bottom - y) / (sum(map(len, schema.CARD.values())) + len(schema.CARD))
    for profile, criteria in schema.CARD.items():
        sheet.write(0, y, profile.capitalize(), SLIDE_SIZE, bold=True)
        y += step
        for criterion in criteria:
            sheet.rule([0, WIDTH], [y - (step - line) / 2] * 2)
            asked = wrap(CRITERIA[criterion].title, SLIDE_SIDE - 0.03, SLIDE_SIZE, most=1)
            sheet.write_lines(0, y, asked, SLIDE_SIZE)
            for n, narrative in enumerate(shown):
                number, words = _in_short(criterion, cells[(narrative, criterion)])
                left = SLIDE_SIDE + column * n
                sheet.write(left, y, number, SLIDE_SIZE, bold=True)
                lines = wrap(words, column - _NARROW - 0.02, SLIDE_SIZE, most=1)
                sheet.write_lines(left + _NARROW, y, lines, SLIDE_SIZE, colour=SOFT)
            y += step
    sheet.write_lines(0, bottom, foot, SLIDE_SIZE, colour=SOFT)
    return sheet.ax


def _in_short(criterion: str, score: Any) -> tuple[str, str]:
    if pd.isna(score):
        return "?", "unknown"
    return str(score), CRITERIA[criterion].short[int(score)]
