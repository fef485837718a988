"""The evidence matrix, in as many panels as its items need."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from narratives.figures.drawing import (
    INK,
    LINE,
    POINT,
    SIZE,
    SOFT,
    Sheet,
    draw_title,
    lay_title,
    open_sheet,
    text_width,
    wrap,
)
from narratives.figures.letters import say_missing
from narratives.schema import SchemaError
from narratives.telling.words import count_word, rating_in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDTH = 10.0
CELLS = (0.62, 0.66, 0.86)
"""Inches across a column, for labels of one, two and three lines beside each other."""
MOST_ACROSS = 12
"""Items up to which they stand across, with their labels on end."""
MOST_NA = 0.5
"""Share of cells without a rating from which the figure says so."""
MOST_ITEMS = 60
"""Items that are drawn; the table has all."""
ROW = 0.42
NARROWEST, WIDEST = 0.95, 1.6
"""Inches across a column whose label is written along the line."""
TALLEST = 3.0
"""Inches of the labels over the columns, at most."""
LABELS = {"narratives": 2.9, "items": 4.4}
"""Inches of the labels beside the rows, for what stands in them."""
SEPARATES = "separates"
TITLE = "How each item of evidence is rated for each account"
KEY = (
    "CC, C: the item fits the account very well, well; N: neither; I, II: it contradicts it, "
    "strongly (hatched); NA: it does not bear on it. “Separates”: how far the item tells the "
    "accounts apart, 0 (not at all) to 2; – where it is rated for fewer than two."
)


@dataclass(frozen=True)
class _Panel:
    """Some columns of the matrix: labels, cells as numbers, and what separates in words."""

    rows: Sequence[Sequence[str]]
    columns: Sequence[Sequence[str]]
    cell: Callable[[int, int], float | str]
    label: float
    cell_width: float
    flat: bool = False
    """Whether the labels over the columns are written along the line."""

    @property
    def heights(self) -> list[float]:
        return [max(ROW, LINE * len(lines) + 0.1) for lines in self.rows]

    @property
    def above(self) -> float:
        if self.flat:
            return LINE * max(map(len, self.columns), default=1) + 0.12
        widths = [text_width(line, SIZE) for lines in self.columns for line in lines]
        return max(widths, default=0.0) + 0.12

    @property
    def height(self) -> float:
        return self.above + sum(self.heights) + 0.3


def matrix_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers of :func:`plot_matrix`: items that separate best come first.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame indexed by ``item_id``
        ``label``, one column of ratings for each narrative, and ``diagnosticity``.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> len(nv.matrix_table(comparison))
    12
    """
    table = comparison.matrix.copy()
    table.columns = [str(c) for c in table.columns]
    table.insert(0, "label", comparison.items.loc[table.index, "label"])
    table["diagnosticity"] = comparison.diagnosticity
    return table.sort_values("diagnosticity", ascending=False, kind="stable", na_position="last")


def plot_matrix(comparison: Tables, ax: Axes | None = None, *, rows: str = "") -> Axes:
    """Draw the evidence matrix: items that separate the accounts best come first.

    The letter is the rating; grey deepens with its distance from N, and a contradiction
    is hatched, so that it reads without colour. More columns than fit go into panels
    below each other.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.
    rows : {"narratives", "items"}, optional
        What stands in the rows. Narratives by default: readers who work along the
        rows then weigh an account as a whole, which reduced bias in one study [1]_.
        Of more than ``MOST_ACROSS`` items, or several texts, the items do: their words
        are then read along the line.

    Returns
    -------
    Axes
        The numbers, and all words whole, are in :func:`matrix_table`.

    Raises
    ------
    SchemaError
        If ``rows`` is neither.

    References
    ----------
    .. [1] M. K. Dhami and others, on layouts of the matrix in ACH, 2024.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_matrix(comparison, Figure(figsize=(10, 10)).subplots())
    >>> [text.get_text() for text in ax.texts].count("CC")
    1
    """
    many = len(comparison.matrix) > MOST_ACROSS or len(comparison.documents) > 1
    rows = rows or ("items" if many else "narratives")
    if rows not in LABELS:
        raise SchemaError(f'rows is "{rows}". Use "narratives" or "items".')
    whole = matrix_table(comparison)
    table = whole.head(MOST_ITEMS)
    narratives = [str(n) for n in comparison.matrix.columns]
    titles = [str(comparison.narratives.at[n, "title"]) for n in narratives]
    panels = _panels(table, narratives, titles, rows)
    lost = [say_missing([*titles, *table["label"]])]
    if any(
        "…" in line for panel in panels for some in (*panel.rows, *panel.columns) for line in some
    ):
        lost.append("Words that end in … are whole in the table.")
    number = len(whole)
    which = "best separating first" if number else "so there is nothing to rate"
    if number > len(table):
        which = f"the {len(table)} that separate best; the table has all"
    note = (
        f"{number} {'item' if number == 1 else 'items'} of evidence from "
        f"{count_word(len(comparison.documents), 'text')}, {which}."
    )
    head = lay_title(TITLE, WIDTH, note, _mostly_missing(whole[narratives]), *lost)
    key = wrap(KEY, WIDTH, most=8)
    height = head.height + sum(panel.height for panel in panels) + LINE * len(key) + 0.1
    sheet = open_sheet(ax, WIDTH, height)
    y = draw_title(sheet, head)
    for panel in panels:
        y = _draw_panel(sheet, panel, y)
    sheet.write_lines(0, y, key, colour=SOFT)
    return sheet.ax


def _mostly_missing(ratings: pd.DataFrame) -> str:
    """Say that most cells are NA, where they are: little was rated, and little can follow."""
    number = int(ratings.size)
    missing = int(ratings.isna().to_numpy().sum())
    if not number or missing <= MOST_NA * number:
        return ""
    return f"Mostly NA: {missing} of {number} cells have no rating, so little can follow from it."


def _panels(
    table: pd.DataFrame, narratives: list[str], titles: list[str], rows: str
) -> list[_Panel]:
    ratings = table[narratives].to_numpy(dtype=float, na_value=math.nan)
    spread = [f"{d:.2f}" if d == d else "–" for d in table["diagnosticity"]]
    labels = [str(label) for label in table["label"]]
    across = rows == "narratives"
    left = LABELS[rows]
    beside = [*titles, SEPARATES] if across else labels
    over = labels if across else [*titles, SEPARATES]
    sides = [wrap(words, left - 0.2, most=4) for words in beside]
    heads = [wrap(words, TALLEST, most=3 if across else 2) for words in over]
    cell = CELLS[max(map(len, heads), default=1) - 1]
    wide = min((WIDTH - left) / max(len(over), 1), WIDEST)
    flat = not across and wide >= NARROWEST
    if flat:
        heads = [wrap(words, wide - 0.1, most=4) for words in over]
        cell = wide
    size = int((WIDTH - left) / cell)
    number = max(1, math.ceil(len(heads) / size))
    size = max(1, math.ceil(len(heads) / number))

    def value(row: int, column: int) -> float | str:
        item, account = (column, row) if across else (row, column)
        return spread[item] if account == len(narratives) else float(ratings[item, account])

    return [
        _Panel(
            sides,
            heads[at : at + size],
            lambda row, column, at=at: value(row, at + column),  # type: ignore[misc]
            left,
            cell,
            flat,
        )
        for at in range(0, max(len(heads), 1), size)
    ]


def _draw_panel(sheet: Sheet, panel: _Panel, y: float) -> float:
    """Draw one panel, and return the y below it."""
    foot = y + panel.above - 0.08
    for column, lines in enumerate(panel.columns):
        middle = panel.label + panel.cell_width * (column + 0.5)
        if panel.flat:
            start = foot - LINE * len(lines)
            sheet.write_lines(middle, start, lines, align="center")
            continue
        for n, line in enumerate(lines):
            right = middle + LINE * (n + 1 - len(lines) / 2) - (LINE - SIZE * POINT) / 2
            sheet.write(right, foot, line, upward=True)
    y += panel.above
    for row, (lines, tall) in enumerate(zip(panel.rows, panel.heights, strict=True)):
        top = y + (tall - LINE * len(lines)) / 2
        sheet.write_lines(0, top, lines)
        for column in range(len(panel.columns)):
            left = panel.label + panel.cell_width * column
            _draw_cell(sheet, panel.cell(row, column), (left, y), (panel.cell_width, tall))
        y += tall
    return y + 0.3


def _draw_cell(
    sheet: Sheet, value: float | str, at: tuple[float, float], size: tuple[float, float]
) -> None:
    """Draw one cell: letter, shade, and hatching for a contradiction."""
    from matplotlib.patches import Rectangle

    middle, line = at[0] + size[0] / 2, at[1] + size[1] / 2 - LINE / 2
    if isinstance(value, str):
        sheet.write(middle, line, value, colour=SOFT, align="center")
        return
    known = value == value
    # Not add_patch: it asks what limits would hold a patch, and those of a sheet are set.
    sheet.ax.add_artist(
        Rectangle(
            at,
            *size,
            facecolor=str(1 - 0.18 * abs(value)) if known else "white",
            edgecolor="0.45",
            hatch="///" if known and value < 0 else None,
            linewidth=0.6 * sheet.scale,
        )
    )
    words = rating_in_words(value)
    wide = text_width(words, SIZE) + 0.1
    sheet.ax.add_artist(
        Rectangle(
            (middle - wide / 2, line + 0.01),
            wide,
            LINE - 0.02,
            facecolor="white",
            edgecolor="none",
            alpha=0.88 if known and value else 0.0,
        )
    )
    sheet.write(middle, line, words, align="center", colour=INK if known else SOFT)
