"""How the support of one account comes about: the prior, then what each item adds."""

from __future__ import annotations

import math
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
    text_width,
    wrap,
)
from narratives.figures.letters import say_missing
from narratives.schema import SchemaError, each
from narratives.telling.relations import caution_of_order
from narratives.telling.support import withheld_reasons

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WATERFALL = ("label", "adds", "start", "end")
"""Columns of :func:`waterfall_table`."""
WIDTH = 10.0
LABEL = 4.3
BAR = 0.24
MOST = 30
"""Items that get a bar of their own; the others share one."""
MEANING = "Log-odds against the average of the accounts, under stated assumptions."
AT_ONCE = (
    "Accounts may be so at once here, so that what an item adds hangs on those before it in the "
    "matrix."
)
RESULT = "after all items"
"""The last row. An id has no blanks, so no item of a case is called so."""


def waterfall_table(comparison: Tables, narrative: str) -> pd.DataFrame:
    """Give the numbers of :func:`plot_waterfall`.

    Parameters
    ----------
    comparison : Comparison
    narrative : str
        The id of a narrative, or "none of these".

    Returns
    -------
    DataFrame with columns ``WATERFALL``, indexed by item
        First the row "before any item", then the items that add anything, the largest
        first, last the row "after all items". ``adds`` is in log-odds against the average
        of the accounts; each row starts where the last one ends.

    Raises
    ------
    SchemaError
        If there is no such narrative.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> nv.waterfall_table(comparison, "isis").index.tolist()
    ['before any item', 'after all items']
    """
    parts = comparison.support.contributions
    if narrative not in parts.columns:
        known = ", ".join(map(str, parts.columns))
        raise SchemaError(f'narrative "{narrative}" is not in the case. Known: {known}.')
    column = {str(item): float(adds) for item, adds in parts[narrative].items()}
    first = next(iter(column))
    labels = {str(item): str(label) for item, label in comparison.items["label"].items()}
    items = [item for item, adds in column.items() if item != first and abs(adds) > 1e-12]
    items.sort(key=lambda item: -abs(column[item]))
    rows = [(first, column[first], 0.0, column[first])]
    for item in items:
        at = rows[-1][3]
        rows.append((labels.get(item, item), column[item], at, at + column[item]))
    end = rows[-1][3]
    rows.append((RESULT, end, 0.0, end))
    index = pd.Index([first, *items, RESULT], name="item_id")
    return pd.DataFrame(rows, columns=list(WATERFALL), index=index)


def plot_waterfall(comparison: Tables, narrative: str, ax: Axes | None = None) -> Axes:
    """Draw what each item adds to the support of one narrative, and takes from it.

    To the right of 0 is better supported than the average of the accounts. What takes
    away is hatched. Of many items the largest have a bar of their own. Where the ranking
    is withheld the figure says why.

    Parameters
    ----------
    comparison : Comparison
    narrative : str
    ax : Axes, optional
        The layout is scaled to fit.

    Returns
    -------
    Axes
        The numbers are in :func:`waterfall_table`.

    Raises
    ------
    SchemaError
        If there is no such narrative.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_waterfall(comparison, "isis", Figure(figsize=(10, 4)).subplots())
    >>> [text.get_text() for text in ax.texts if text.get_text().endswith("items")]
    ['after all items']
    """
    whole = waterfall_table(comparison, narrative)
    table = _fold(whole)
    labels = [wrap(label, LABEL - 0.2, most=3) for label in table["label"]]
    heights = [LINE * len(lines) + 0.12 for lines in labels]
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    title = titles.get(narrative, narrative)
    reasons = " ".join(withheld_reasons(comparison))
    number = len(whole) - 2
    added = f"{number} {'item adds' if number == 1 else 'items add'} to it or take from it."
    note = f"Ranking withheld. {reasons}" if reasons else f"{added} {MEANING}"
    note += f" {AT_ONCE}" if caution_of_order(comparison) and not reasons else ""
    lost = say_missing([title, *table["label"]])
    head = lay_title(f"{title}: what each item adds", WIDTH, note, lost)
    sheet = open_sheet(ax, WIDTH, head.height + sum(heights) + 2 * LINE + 0.3)
    y = draw_title(sheet, head)
    low = min(0.0, table[["start", "end"]].to_numpy().min())
    high = max(0.0, table[["start", "end"]].to_numpy().max())
    step = _step(high - low)
    ticks = [step * n for n in range(math.floor(low / step), math.ceil(high / step) + 1)]
    # Room for the number beside a bar that ends at the right.
    room = WIDTH - LABEL - 0.35 - text_width("+00.00", 14.0)
    unit = room / (ticks[-1] - ticks[0])

    def place(value: float) -> float:
        return LABEL + 0.3 + unit * (value - ticks[0])

    floor = y + sum(heights)
    for tick in ticks:
        dark = abs(tick) < step / 2
        sheet.rule([place(tick)] * 2, [y, floor], SOFT if dark else "0.88", 1.2 if dark else 1.0)
        sheet.write(place(tick), floor + 0.06, _number(tick, step), colour=SOFT, align="center")
    sheet.write(LABEL + 0.3, floor + 0.08 + LINE, "log-odds", colour=SOFT)
    for n, (row, lines, tall) in enumerate(zip(each(table), labels, heights, strict=True)):
        middle = y + tall / 2
        total = n in (0, len(table) - 1)
        sheet.write_lines(0, middle - LINE * len(lines) / 2, lines)
        _draw_bar(sheet, (place(row.start), place(row.end)), middle, row.adds, total)
        if n + 1 < len(table):
            after = y + tall + heights[n + 1] / 2
            sheet.rule([place(row.end)] * 2, [middle, after], SOFT, 1.0)
        y += tall
    return sheet.ax


def _fold(table: pd.DataFrame) -> pd.DataFrame:
    """Put the smallest of many items into one row."""
    if len(table) <= MOST + 3:
        return table
    kept, rest = table.iloc[: MOST + 1], table.iloc[MOST + 1 : -1]
    largest = rest["adds"].abs().max()
    words = f"{len(rest)} more, none above {largest:.2f}; each is in the table"
    row = (words, rest["adds"].sum(), rest["start"].iloc[0], rest["end"].iloc[-1])
    more = pd.DataFrame([row], columns=list(WATERFALL), index=["more items"])
    return pd.concat([kept, more, table.iloc[-1:]])


def _draw_bar(
    sheet: Sheet, ends: tuple[float, float], middle: float, adds: float, total: bool
) -> None:
    from matplotlib.patches import Rectangle

    left, right = min(ends), max(ends)
    sheet.ax.add_patch(
        Rectangle(
            (left, middle - BAR / 2),
            right - left,
            BAR,
            facecolor=INK if total else "0.78",
            edgecolor=INK,
            linewidth=1.0 * sheet.scale,
            hatch="///" if adds < 0 and not total else None,
            zorder=2,
        )
    )
    words = f"{adds:+.2f}".replace("-", "−")
    wide = text_width(words, 14.0)
    sheet.ax.add_patch(
        Rectangle(
            (right + 0.05, middle - LINE / 2),
            wide,
            LINE,
            facecolor=sheet.ax.get_facecolor() if sheet.ax.axison else "white",
            edgecolor="none",
            zorder=2,
        )
    )
    sheet.write(right + 0.06, middle - LINE / 2, words)


def _step(span: float) -> float:
    """Return a round step of which four to eight fit into a span."""
    if not span > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next(power * size for size in (1, 2, 5, 10) if span / (power * size) <= 6)


def _number(tick: float, step: float) -> str:
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{tick + 0.0:.{digits}f}".replace("-", "−")
