"""The accounts side by side in a short form: one slide of 16 to 9, or one screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.figures.colours import account_colours
from narratives.figures.drawing import (
    EDGE,
    HEADING,
    INK,
    LEADING,
    LINE,
    POINT,
    SOFT,
    TITLE,
    Sheet,
    open_sheet,
    wrap,
)
from narratives.figures.letters import isolate
from narratives.schema import STRENGTHS, each
from narratives.telling import side_by_side_table
from narratives.telling.words import SHOWN_WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDTH, HEIGHT = 40 / 3 - 2 * EDGE, 7.5 - 2 * EDGE
"""Inches inside the edges of a slide of 16 to 9."""
MOST = 4
"""Accounts beside each other."""
MOST_ACCOUNTS = 8
"""Accounts that are drawn; the long form has all."""
LABEL = 1.25
GUTTER = 0.25
_ROWS = (
    ("in its words", "account"),
    ("said by", "voices"),
    ("how firmly", "firmness"),
    ("on what", "basis"),
    ("disputed by", "disputed"),
)
_NOTHING = {"voices": "nobody here", "basis": "no basis given here"}
_STRENGTHS = (*STRENGTHS, "")


def plot_slide(comparison: Tables, title: str, foot: str, ax: Axes | None = None) -> Axes:
    """Draw the short form of the side-by-side figure.

    What does not fit on the slide ends in "…" and is whole in the long form. Voices are named
    in the order of the text, and none is marked as ahead.

    Parameters
    ----------
    comparison : Comparison
    title, foot : str
        What stands above and below.
    ax : Axes, optional
        The layout is scaled to fit.
    """
    table = side_by_side_table(comparison)
    narratives = [str(n) for n in comparison.narratives.index][:MOST_ACCOUNTS]
    colours = account_colours(comparison.narratives)
    number = max(1, math.ceil(len(narratives) / MOST))
    size = max(1, math.ceil(len(narratives) / number))
    column = (WIDTH - LABEL) / size
    sheet = open_sheet(ax, WIDTH, HEIGHT)
    y = sheet.write_lines(0, 0, wrap(title, WIDTH, TITLE, bold=True, most=2), TITLE, bold=True)
    left = len(comparison.narratives) - len(narratives)
    told = wrap(f"{left} more accounts: see the long form. {foot}" if left else foot, WIDTH, most=2)
    bottom = HEIGHT - LINE * len(told) - 0.05
    room = (bottom - y - 0.15) / number
    for band in range(number):
        part = narratives[band * size : (band + 1) * size]
        _draw_band(sheet, table, part, colours, (y + 0.1 + band * room, room - 0.1), column)
    sheet.write_lines(0, bottom, told, colour=SOFT)
    return sheet.ax


def _draw_band(
    sheet: Sheet,
    table: pd.DataFrame,
    narratives: Sequence[str],
    colours: Any,
    place: tuple[float, float],
    column: float,
) -> None:
    """Draw some accounts in a band of a given height: fewer lines where it is low."""
    y, room = place
    width = column - GUTTER
    names = {n: str(_of(table, n, "account")["label"].iloc[0]) for n in narratives}
    heads = {n: wrap(names[n], width, HEADING, bold=True, most=2) for n in narratives}
    above = max(len(lines) for lines in heads.values()) * HEADING * LEADING * POINT + 0.12
    sheet.rule([0, WIDTH], [y, y], INK)
    for n, narrative in enumerate(narratives):
        x = LABEL + column * n
        sheet.rule([x, x + width], [y + 0.02, y + 0.02], colours[narrative], 3.0)
        sheet.write_lines(x, y + 0.06, heads[narrative], HEADING, bold=True)
    fits = int((room - above - 0.08 * len(_ROWS)) / LINE)
    cells = {(n, r): _words(_of(table, n, r), r) for n in narratives for _, r in _ROWS}
    # Each row as many lines as it needs; where they do not fit, the longest rows are cut first.
    whole = max(fits, 1)
    most = [
        max(len(wrap(cells[n, row], width, most=whole)) for n in narratives) for _, row in _ROWS
    ]
    while sum(most) > max(fits, len(most)):
        most[most.index(max(most))] -= 1
    y += above
    for (label, row), lines in zip(_ROWS, most, strict=True):
        sheet.write(0, y, label, colour=SOFT)
        taken = 1
        for n, narrative in enumerate(narratives):
            words = wrap(cells[narrative, row], width, most=lines)
            sheet.write_lines(LABEL + column * n, y, words)
            taken = max(taken, len(words))
        y += LINE * taken + 0.08
        sheet.rule([0, WIDTH], [y - 0.03, y - 0.03])


def _of(table: pd.DataFrame, narrative: str, row: str) -> pd.DataFrame:
    return table[(table["narrative_id"] == narrative) & (table["row"] == row)]


def _words(rows: pd.DataFrame, row: str) -> str:
    """Write what one cell says."""
    if row == "account":
        words = str(rows["words"].iloc[0]) if len(rows) else ""
        return f"“{isolate(words)}”" if words else "no statement puts it in words"
    if rows.empty:
        return _NOTHING.get(row, "–")
    if row in ("voices", "disputed"):
        named = [
            f"{isolate(r.label)} ({r.number:.0f})" if r.number > 1 else isolate(r.label)
            for r in each(rows)
        ]
        return ", ".join(named)
    if row == "firmness":
        counts = rows["strength"].value_counts()
        told = [
            f"{counts[strength]} {strength or 'not judged'}"
            for strength in reversed(_STRENGTHS)
            if strength in counts
        ]
        return ", ".join(told)
    return ", ".join(f"{r.label} ({SHOWN_WORDS.get(r.shown, r.shown)})" for r in each(rows))
