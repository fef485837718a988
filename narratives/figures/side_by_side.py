"""The side-by-side figure: one column an account, the same rows for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from narratives import schema
from narratives.comparison.rows import each, groups
from narratives.comparison.summary import basis_word, count_word
from narratives.figures.cells import MOST_GAPS, Row, layout_rows
from narratives.figures.drawing import (
    FAINT,
    HOLLOW,
    INK,
    LEADING,
    MARKERS,
    POINT,
    SOFT,
    Entry,
    draw,
    height,
    text_width,
    wrap,
)
from narratives.figures.tables import account_colours, side_by_side_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Comparison

LABEL_WIDTH = 1.25
OUTSIDE_WIDTH = 1.7
GUTTER = 0.22
PAD = 0.09
MOST_LINES = 5
CAVEAT = "Describes this text only. Not a finding of what happened."


def plot_side_by_side(comparison: Comparison, ax: Axes | None = None) -> Axes:
    """Draw the accounts side by side: voices, firmness, basis, disputes, gaps.

    Columns are the narratives, in the order of the case, and a thin last one for what
    lies outside them. The rows are the same for all. Nothing is added up, and no
    account is marked as ahead. Shapes and words carry what colour carries.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        Where to draw; the layout is scaled to fit, so give it about the shape that a
        call without ``ax`` makes. Default: a new figure, sized from the data.

    Returns
    -------
    Axes
        ``ax.figure`` is the figure. The numbers are in :func:`side_by_side_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_side_by_side(comparison, Figure(figsize=(12, 9)).subplots())
    >>> any("ISIS did it" in text.get_text() for text in ax.texts)
    True
    """
    table = side_by_side_table(comparison)
    narratives = [str(n) for n in comparison.narratives.index]
    column = 2.6 if len(narratives) <= 4 else 2.2
    outside = bool((table["row"] == "outside").any())
    lefts = {n: LABEL_WIDTH + i * (column + GUTTER) for i, n in enumerate(narratives)}
    edge = LABEL_WIDTH + len(narratives) * (column + GUTTER)
    width = max(edge + (OUTSIDE_WIDTH if outside else 0.0), 6.4)
    rows = layout_rows(table, narratives)
    heights = [_row_height(row, lefts, column) for row in rows]
    title = wrap(_title(comparison), width - 0.1, 13, bold=True, most=3)
    top = len(title) * 13 * LEADING * POINT + 0.45
    legend = _legend_lines(table, width)
    foot = wrap(_foot(comparison, table), width - 0.1, 7.5, most=4)
    total = top + sum(heights) + 0.17 * len(legend) + 0.15 * len(foot) + 0.5
    ax, scale = _axes(ax, width, total)

    for number, words in enumerate(title):
        _write(ax, 0, 13 * LEADING * POINT * number, words, 13 * scale, weight="bold")
    _write(ax, 0, top - 0.36, CAVEAT, 9 * scale, color=SOFT)
    colours = account_colours(comparison.narratives)
    y = top
    for row, tall in zip(rows, heights, strict=True):
        right = width if row.heading or not outside else edge - GUTTER / 2
        ax.plot([0, right], [y, y], color=INK if row.heading else FAINT, lw=0.7 * scale)
        _draw_row(ax, row, y + PAD, lefts, column, scale, colours)
        y += tall
    if outside:
        _draw_outside(ax, table, edge, (top, top + heights[0], y), scale)
    ax.plot([0, width], [y, y], color=INK, lw=0.7 * scale)
    y += 0.1
    for entries in legend:
        x = 0.0
        for entry in entries:
            draw(ax, entry, x, y, 9.0, 1, scale, SOFT)
            x += _legend_width(entry)
        y += 0.17
    for number, words in enumerate(foot):
        _write(ax, 0, y + 0.06 + 0.15 * number, words, 7.5 * scale, color=SOFT)
    return ax


def _axes(ax: Axes | None, width: float, total: float) -> tuple[Axes, float]:
    if ax is None:
        from matplotlib import pyplot as plt

        figure, ax = plt.subplots(figsize=(width + 0.3, total + 0.3))
        ax.set_position(
            (
                0.15 / (width + 0.3),
                0.15 / (total + 0.3),
                width / (width + 0.3),
                total / (total + 0.3),
            )
        )
        scale = 1.0
    else:
        figure = ax.figure  # type: ignore[assignment]
        box = ax.get_position()
        inches = figure.get_size_inches()
        scale = min(box.width * inches[0] / width, box.height * inches[1] / total)
    ax.set_xlim(0, width)
    ax.set_ylim(total, 0)
    ax.set_aspect("equal", adjustable="box", anchor="N")
    ax.axis("off")
    return ax, float(scale)


def _title(comparison: Comparison) -> str:
    accounts = count_word(len(comparison.narratives), "account")
    where = count_word(len(comparison.documents), "text")
    question = comparison.question.strip()
    return (
        f"{accounts[0].upper()}{accounts[1:]} in {where}: who says what, how firmly, "
        f"on what basis. {question}"
    )


def _row_height(row: Row, lefts: dict[str, float], column: float) -> float:
    label = len(wrap(row.label, LABEL_WIDTH - 0.1, 8, bold=True)) * 8 * LEADING * POINT
    if row.shared:
        lines = wrap(row.words, _shared_width(row, lefts, column), 7.5, most=2)
        return max(label, 0.18 + len(lines) * 7.5 * LEADING * POINT) + 2 * PAD
    tall = [sum(height(e, column, MOST_LINES) for e in cell) for cell in row.cells.values()]
    return max([label, 0.13, *tall]) + 2 * PAD


def _shared_width(row: Row, lefts: dict[str, float], column: float) -> float:
    known = [lefts[n] for n in row.shared if n in lefts]
    return max(known) - min(known) + column if known else column


def _draw_row(
    ax: Axes,
    row: Row,
    y: float,
    lefts: dict[str, float],
    column: float,
    scale: float,
    colours: dict[str, str],
) -> None:
    for number, words in enumerate(wrap(row.label, LABEL_WIDTH - 0.1, 8, bold=True)):
        _write(ax, 0, y + 8 * LEADING * POINT * number, words, 8 * scale, weight="bold", color=SOFT)
    if row.shared:
        xs = [lefts[n] + 0.09 for n in row.shared if n in lefts]
        ax.plot(xs, [y + 0.06] * len(xs), "-", color=INK, lw=1.0 * scale)
        for n, x in zip(row.shared, xs, strict=False):
            ax.plot([x], [y + 0.06], "o", ms=5 * scale, color=colours[n], mec=INK)
        lines = wrap(row.words, _shared_width(row, lefts, column), 7.5, most=2)
        for number, words in enumerate(lines):
            at = y + 0.16 + 7.5 * LEADING * POINT * number
            _write(ax, min(xs), at, words, 7.5 * scale)
        return
    for narrative, left in lefts.items():
        at = y
        hue = colours[narrative]
        if row.heading:
            ax.plot([left, left + column], [y - PAD] * 2, color=hue, lw=4 * scale, zorder=3)
        entries = row.cells.get(narrative, [])
        if not entries and row.label:
            _write(ax, left + 0.06, at, "·", 8 * scale, color=FAINT)
        for entry in entries:
            at = draw(ax, entry, left, at, column, MOST_LINES, scale, hue)


def _draw_outside(
    ax: Axes, table: pd.DataFrame, left: float, ys: tuple[float, float, float], scale: float
) -> None:
    width = OUTSIDE_WIDTH - 0.1
    top, start, bottom = ys
    ax.plot([left - GUTTER / 2] * 2, [top, bottom], color=FAINT, lw=0.7 * scale)
    heading = Entry("Outside the accounts", size=9, bold=True)
    draw(ax, heading, left, top + PAD, width, 2, scale, INK)
    y = start + PAD
    rows = table[table["row"] == "outside"]
    for n, row in enumerate(each(rows)):
        times = "" if row.number == 1 else f" ({row.number:.0f} statements)"
        entry = Entry(f"{row.label}{times}: “{row.words}”", size=7, colour=SOFT)
        if y + height(entry, width, 3) > bottom - 0.2:
            draw(ax, Entry(f"and {len(rows) - n} more", size=7), left, y, width, 1, scale, INK)
            break
        y = draw(ax, entry, left, y + 0.03, width, 3, scale, INK)


def _legend_lines(table: pd.DataFrame, width: float) -> list[list[Entry]]:
    kinds = table[table["row"].isin(("voices", "disputed"))]["kind"]
    entries = []
    seen: dict[str, list[str]] = {}
    for kind in dict.fromkeys(k for k in kinds if k):
        hollow = "hollow" if kind in HOLLOW else ""
        seen.setdefault(MARKERS.get(kind, "o") + hollow, []).append(kind)
    for marker, names in seen.items():
        words = " or ".join(
            "the article’s own voice" if n == "narrator" else basis_word(n) for n in names
        )
        entries.append(Entry(words, marker[0], "hollow" not in marker, size=7, colour=SOFT))
    if table["stake"].notna().any():
        entries.append(Entry("outlined: has a stake", "o", ring=True, size=7, colour=SOFT))
    lines: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        if used + _legend_width(entry) > width and lines[-1]:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += _legend_width(entry)
    return lines


def _legend_width(entry: Entry) -> float:
    return text_width(entry.words, entry.size) + 0.42


def _foot(comparison: Comparison, table: pd.DataFrame) -> str:
    furniture = comparison.segments["kind"].isin(schema.FURNITURE).sum()
    loaded = len(comparison.loaded_words)
    by_hand = (comparison.corrections["status"] == "applied").sum()
    hashes = ", ".join(d.sha256[:12] for d in comparison.documents[:3])
    more = f" and {len(comparison.documents) - 3} more" if len(comparison.documents) > 3 else ""
    hidden = sum(
        max(0, len(group) - MOST_GAPS)
        for _, group in groups(table[table["row"] == "gaps"], "narrative_id")
    )
    parts = [
        f"left out as furniture: {furniture}",
        f"loaded words: {loaded}",
        f"corrected by hand: {by_hand}" if not comparison.draft else "draft: no review applied",
        f"more open questions: {hidden}",
        f"SHA-256 of the text: {hashes}…{more}",
    ]
    return " · ".join(parts)


def _write(
    ax: Axes,
    x: float,
    y: float,
    words: str,
    size: float,
    color: str = INK,
    weight: str = "normal",
) -> None:
    ax.text(
        x,
        y,
        words,
        fontsize=size,
        color=color,
        weight=weight,
        ha="left",
        va="top",
        parse_math=False,
    )
