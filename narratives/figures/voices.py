"""Voices and origins: how many statements, sources and origins an account has for and against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

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
from narratives.figures.letters import say_missing
from narratives.schema import each_row
from narratives.telling.words import count_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDTH = 10.0
LABEL = 0.95
NUMBER = 1.16
"""Inches of a column of numbers."""
ROW = 0.37
COUNTS = {"statements": ("|", 20.0), "sources": ("o", 15.0), "origins": ("s", 8.0)}
"""The mark of each count and its size: where all three are the same, all three are seen."""
STANCES = {"supports": "for", "disputes": "against"}
TITLE = "Voices for and against each account: statements, sources, origins"


def voices_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers of :func:`plot_voices`: statements, sources and origins.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame indexed by ``narrative_id`` and ``stance``
        ``statements`` (mentions), ``sources``, ``origins`` and ``origins_with_stake``;
        the article's own voice is no origin and is counted under ``narrator``.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> int(nv.voices_table(comparison).loc[("isis", "supports"), "origins"])
    5
    """
    voices = comparison.voices_by_origin
    rows = []
    for narrative in comparison.narratives.index:
        for stance in ("supports", "disputes"):
            mine = voices[(voices["narrative_id"] == narrative) & (voices["stance"] == stance)]
            others = mine[mine["voice"] != "narrator"]
            origins = mine[mine["voice"] == "origin"]
            rows.append(
                {
                    "narrative_id": narrative,
                    "stance": stance,
                    "statements": int(others["mentions"].sum()),
                    "sources": int(others["sources"].sum()),
                    "origins": len(origins),
                    "origins_with_stake": int(origins["stake"].notna().sum()),
                    "narrator": int(mine["mentions"].sum() - others["mentions"].sum()),
                }
            )
    return pd.DataFrame(rows).set_index(["narrative_id", "stance"])


def plot_voices(comparison: Tables, ax: Axes | None = None) -> Axes:
    """Draw statements, sources and origins of each account: three marks on one line.

    The way from the square (origins) to the stroke (statements) is repetition. The numbers
    stand beside; the article's own voice is counted apart and is not on the line.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.

    Returns
    -------
    Axes
        The numbers are in :func:`voices_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_voices(comparison, Figure(figsize=(10, 6)).subplots())
    >>> "ISIS did it" in [text.get_text() for text in ax.texts]
    True
    """
    table = voices_table(comparison)
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    headings = {n: wrap(title, WIDTH, bold=True, most=2) for n, title in titles.items()}
    columns = {name: name for name in COUNTS}
    if table["origins_with_stake"].any():
        columns["origins_with_stake"] = "of these with a stake"
    if table["narrator"].any():
        columns["narrator"] = "article’s own voice"
    top = {name: wrap(words, NUMBER + 0.06, most=3) for name, words in columns.items()}
    head = lay_title(TITLE, WIDTH, _note(comparison), say_missing(titles.values()))
    marks = 0.3
    tall = marks + LINE * max(map(len, top.values())) + 0.1
    body = sum(LINE * len(lines) + 2 * ROW + 0.2 for lines in headings.values())
    sheet = open_sheet(ax, WIDTH, head.height + tall + body + 0.42)
    y = draw_title(sheet, head)
    end = WIDTH - NUMBER * len(columns)
    for n, (name, lines) in enumerate(top.items()):
        x = end + NUMBER * (n + 1)
        if name in COUNTS:
            marker, size = COUNTS[name]
            filled = name != "sources"
            sheet.mark(x - 0.14, y + 0.12, marker, filled=filled, size=size, hue=SOFT)
        down = y + marks + LINE * (max(map(len, top.values())) - len(lines))
        sheet.write_lines(x, down, lines, colour=SOFT, align="right")
    y += tall
    colours = account_colours(comparison.narratives)
    most = max(1, *table[list(COUNTS)].max()) if len(table) else 1
    unit = (end - LABEL - 0.3) / most
    floor = y + body
    for tick in _ticks(most):
        sheet.rule([LABEL + unit * tick] * 2, [y, floor])
        sheet.write(LABEL + unit * tick, floor + 0.08, f"{tick}", colour=SOFT, align="center")
    for (narrative, stance), row in each_row(table):
        if stance == "supports":
            sheet.rule([0, WIDTH], [y, y])
            y = sheet.write_lines(0, y + 0.06, headings[narrative], bold=True) + 0.02
        _draw_counts(sheet, row, y + ROW / 2, unit, colours[narrative])
        sheet.write(0.1, y + ROW / 2 - LINE / 2, STANCES[stance], colour=SOFT)
        for n, name in enumerate(columns):
            x = end + NUMBER * (n + 1)
            sheet.write(x, y + ROW / 2 - LINE / 2, f"{row[name]}", align="right")
        y += ROW + (0.12 if stance == "disputes" else 0.0)
    return sheet.ax


def _note(comparison: Tables) -> str:
    bearing = comparison.bearings[comparison.bearings["stance"].isin(STANCES)]["statement_id"]
    return (
        f"In {count_word(len(comparison.documents), 'text')}; {bearing.nunique()} of "
        f"{len(comparison.statements)} statements bear on an account. Ten copies are one origin."
    )


def _draw_counts(sheet: Sheet, row: dict[str, int], y: float, unit: float, hue: str) -> None:
    """Draw the three marks of one row, and the way from origins to statements."""
    if not row["statements"]:
        return
    xs = {name: LABEL + unit * row[name] for name in COUNTS}
    sheet.rule([xs["origins"], xs["statements"]], [y, y], hue, 2.4)
    for name, (marker, size) in COUNTS.items():
        sheet.mark(xs[name], y, marker, hue=hue, filled=name == "origins", size=size)


def _ticks(most: int) -> range:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, most) if most <= 6 * s)
    return range(0, most + 1, step)
