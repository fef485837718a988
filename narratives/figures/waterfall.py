"""How the support of one account comes about: the prior, then what each item adds."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from narratives.comparison.gaps import shorten
from narratives.comparison.rows import each
from narratives.comparison.supporting import withheld_reasons
from narratives.figures.drawing import INK, SOFT
from narratives.schema import SchemaError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Comparison

WATERFALL = ("label", "adds", "start", "end")
"""Columns of :func:`waterfall_table`."""
LINE = 46
"""Characters in a line of a label; it has two at most."""
RESULT = "after all items"
"""The last row. An id has no blanks, so no item of a case is called so."""


def waterfall_table(comparison: Comparison, narrative: str) -> pd.DataFrame:
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


def plot_waterfall(comparison: Comparison, narrative: str, ax: Axes | None = None) -> Axes:
    """Draw what each item adds to the support of one narrative, and takes from it.

    To the right of 0 is better supported than the average of the accounts. What takes
    away is hatched. Where the ranking is withheld the figure says why.

    Parameters
    ----------
    comparison : Comparison
    narrative : str
    ax : Axes, optional

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
    >>> ax = nv.plot_waterfall(comparison, "isis", Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['before any item', 'after all items']
    """
    table = waterfall_table(comparison, narrative)
    labels = [fill(shorten(label, 2 * LINE), LINE + 2) for label in table["label"]]
    if ax is None:
        from matplotlib import pyplot as plt

        # A row of two lines is higher, and all rows are alike.
        row = 0.36 if any("\n" in label for label in labels) else 0.3
        _, ax = plt.subplots(figsize=(8.2, 1.5 + row * len(table)), layout="constrained")
    for y, row in enumerate(each(table)):
        whole = y in (0, len(table) - 1)
        ax.barh(
            y,
            row.adds,
            left=row.start,
            height=0.6,
            facecolor=INK if whole else "0.75",
            edgecolor=INK,
            linewidth=0.7,
            hatch="///" if row.adds < 0 and not whole else None,
        )
        if y + 1 < len(table):
            ax.plot([row.end, row.end], [y, y + 1], "-", color=SOFT, lw=0.6)
        ax.annotate(
            f"{row.adds:+.2f}".replace("-", "−"),
            (max(row.start, row.end), y),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=INK,
            bbox={"facecolor": ax.get_facecolor(), "edgecolor": "none", "pad": 0.8},
        )
    ax.axvline(0, color=SOFT, lw=0.8)
    ax.set_yticks(range(len(table)), labels, fontsize=8, parse_math=False)
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.tick_params(length=0)
    ax.use_sticky_edges = False
    ax.margins(x=0.15)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    reasons = " ".join(withheld_reasons(comparison))
    note = f"Ranking withheld. {reasons}" if reasons else "Log-odds, under stated assumptions."
    ax.set_title(
        f"{shorten(titles.get(narrative, narrative), 40)} against the average of the accounts",
        fontsize=10, loc="left", parse_math=False,
    )  # fmt: skip
    ax.set_xlabel(shorten(note, 150), fontsize=8, parse_math=False, wrap=True)
    return ax
