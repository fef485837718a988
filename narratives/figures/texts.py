"""The texts of a case against its accounts: one row a text, in the order of the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from narratives.copies.moments import read_moment, sort_key
from narratives.figures.colours import account_colours
from narratives.figures.drawing import (
    INK,
    LINE,
    SOFT,
    draw_title,
    lay_title,
    open_sheet,
    wrap,
)
from narratives.figures.letters import isolate, say_missing
from narratives.telling.crossing import write_when

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDTH = 12.0
LEFT = 5.8
"""Inches of the dates and the names."""
WHEN = 2.6
ROW = LINE + 0.08
MOST_ROWS = 60
"""Texts that are drawn; the table has all."""
TITLE = "Which text speaks for and against which account"
TEXTS = ("document_id", "publisher", "published", "narrative_id", "supports", "disputes", "copied")


def texts_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers of :func:`plot_texts`.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with columns ``TEXTS``
        One row for each text and account, texts in the order of their dates and those without
        one last: the statements for it, those against it, and how many of them were copied.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> texts_table(comparison)[["narrative_id", "supports", "disputes"]].to_numpy().tolist()
    [['isis', 9, 0], ['ukrainian_trace', 5, 4], ['false_flag', 1, 0]]
    """
    claims = comparison.claims
    order = {d.document_id: n for n, d in enumerate(comparison.documents)}
    documents = sorted(
        comparison.documents,
        key=lambda d: (*sort_key(read_moment(d.published)), order[d.document_id]),
    )
    rows = []
    for document in documents:
        mine = claims[claims["document_id"] == document.document_id]
        for narrative in comparison.narratives.index:
            here = mine[mine["narrative_id"] == narrative]
            stances = here["stance"].value_counts()
            rows.append(
                (
                    document.document_id,
                    document.publisher or document.document_id,
                    document.published,
                    str(narrative),
                    int(stances.get("supports", 0)),
                    int(stances.get("disputes", 0)),
                    int((here["copy_of"] != "").sum()),
                )
            )
    return pd.DataFrame(rows, columns=list(TEXTS))


def plot_texts(comparison: Tables, ax: Axes | None = None) -> Axes:
    """Draw the texts against the accounts: how many statements each has, for and against.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.

    Returns
    -------
    Axes
        A round mark and its number are statements for the account, a hollow square and its
        number those against it. A text of which all came by copying is written lightly. The
        numbers are in :func:`texts_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_texts(comparison, Figure(figsize=(8, 3)).subplots())
    >>> [text.get_text() for text in ax.texts][-3:]
    ['5', '4', '1']
    """
    table = texts_table(comparison)
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    wide = (WIDTH - LEFT) / max(len(titles), 1)
    headings = {
        n: wrap(isolate(title), wide - 0.15, bold=True, most=3) for n, title in titles.items()
    }
    names = list(dict.fromkeys(table["document_id"]))
    note = (
        "Round: statements for the account; hollow square: against it. Light: every statement of "
        "the text stands in another text already."
    )
    head = lay_title(TITLE, WIDTH, note, say_missing([*titles.values(), *table["publisher"]]))
    above = LINE * max(map(len, headings.values()), default=1) + 0.1
    shown = names[:MOST_ROWS]
    height = head.height + above + ROW * (len(shown) + (len(names) > MOST_ROWS)) + 0.1
    sheet = open_sheet(ax, WIDTH, height)
    y = draw_title(sheet, head)
    for n, lines in enumerate(headings.values()):
        sheet.write_lines(LEFT + wide * n, y, lines, bold=True)
    y += above
    colours = account_colours(comparison.narratives)
    groups = dict(tuple(table.groupby("document_id", sort=False)))
    for name in shown:
        rows = groups[name]
        sheet.rule([0, WIDTH], [y, y])
        total = int(rows["supports"].sum() + rows["disputes"].sum())
        light = total > 0 and int(rows["copied"].sum()) == total
        ink = SOFT if light else INK
        when = str(rows["published"].iloc[0])
        sheet.write(0, y + 0.03, write_when(when), colour=SOFT)
        label = wrap(isolate(str(rows["publisher"].iloc[0])), LEFT - WHEN - 0.2, most=1)
        sheet.write_lines(WHEN, y + 0.03, label, colour=ink)
        for n, (narrative, one) in enumerate(zip(titles, rows.to_dict("records"), strict=True)):
            x = LEFT + wide * n + 0.1
            for count, shape, filled in (
                (one["supports"], "o", not light), (one["disputes"], "s", False),
            ):  # fmt: skip
                if count:
                    hue = colours[narrative]
                    sheet.mark(x, y + LINE * 0.58, shape, hue=hue, filled=filled, size=10)
                    sheet.write(x + 0.14, y + 0.03, str(count), colour=ink)
                x += 0.62
        y += ROW
    if len(names) > MOST_ROWS:
        sheet.write(0, y + 0.03, f"and {len(names) - MOST_ROWS} texts more", colour=SOFT)
    return sheet.ax
