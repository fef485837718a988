"""Bands of the side-by-side figure: a few accounts beside each other, row by row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.figures.cells import FigureRow
from narratives.figures.drawing import FAINT, INK, LINE, SOFT, Sheet, wrap
from narratives.figures.entries import draw_entry, entry_height

WIDTH = 13.0
LABEL_WIDTH = 2.6
GUTTER = 0.3
PAD = 0.11
INNER = 0.1
MOST_COLUMNS = 4
"""Accounts beside each other; more of them go into bands below."""
MOST_LINES = 8
MOST_WIDE = 3


@dataclass(frozen=True)
class Band:
    """Some accounts beside each other: where each begins, its rows and their heights."""

    lefts: Mapping[str, float]
    column: float
    rows: Sequence[FigureRow]
    heights: Sequence[float]


def split_bands(narratives: Sequence[str]) -> list[Sequence[str]]:
    """Put accounts into bands of about the same length.

    Examples
    --------
    >>> [len(band) for band in split_bands("abcdefghi")]
    [3, 3, 3]
    """
    number = math.ceil(len(narratives) / MOST_COLUMNS)
    size = math.ceil(len(narratives) / max(number, 1))
    return [narratives[at : at + size] for at in range(0, len(narratives), size)]


def lay_band(narratives: Sequence[str], rows: Sequence[FigureRow], column: float) -> Band:
    """Measure the rows of some accounts in columns of so many inches."""
    lefts = {n: LABEL_WIDTH + i * (column + GUTTER) for i, n in enumerate(narratives)}
    heights = []
    for row in rows:
        tall = [
            sum(entry_height(entry, column, MOST_LINES) for entry in cell)
            for cell in row.cells.values()
        ]
        label = LINE * len(_label(row))
        inner = max([label, LINE + _offset(row), *(_offset(row) + t for t in tall)])
        heights.append(inner + (PAD if row.tight else 2 * PAD) + (0.06 if row.heading else 0.0))
    return Band(lefts, column, rows, heights)


def draw_band(sheet: Sheet, band: Band, y: float, colours: Mapping[str, str]) -> float:
    """Draw the rows from y on, and return the y below them."""
    for row, tall in zip(band.rows, band.heights, strict=True):
        if not row.tight:
            sheet.rule([0, WIDTH], [y, y], INK if row.heading else FAINT)
        top = y + (0.0 if row.tight else PAD) + (0.06 if row.heading else 0.0)
        _draw_label(sheet, row, top)
        for narrative, left in band.lefts.items():
            if row.heading:
                hue = colours[narrative]
                sheet.rule([left, left + band.column], [y + 0.035] * 2, hue, 7)
            at = top + _offset(row)
            for entry in row.cells.get(narrative, []):
                hue = colours[narrative]
                at = draw_entry(sheet, entry, left, at, band.column, MOST_LINES, hue)
            if not row.cells.get(narrative):
                sheet.write(left + 0.08, top + _offset(row), "–", colour=SOFT)
        y += tall
    return y


def wide_height(row: FigureRow, band: Band | None = None) -> float:
    """Inches that a row across the accounts takes."""
    marks = 0.24 if band and row.shared else 0.0
    tall = max(LINE * len(_label(row)), marks + LINE * len(_wide_lines(row, band)))
    return tall + (PAD if row.tight else 2 * PAD)


def draw_wide(
    sheet: Sheet, row: FigureRow, y: float, colours: Mapping[str, str], band: Band | None = None
) -> float:
    """Draw a row across the accounts, and return the y below it.

    Where it is about some accounts of a band, a line joins their columns.
    """
    if not row.tight:
        sheet.rule([0, WIDTH], [y, y])
    top = y + (0.0 if row.tight else PAD)
    _draw_label(sheet, row, top)
    if band and row.shared:
        xs = [band.lefts[n] + 0.1 for n in row.shared if n in band.lefts]
        sheet.rule(xs, [top + 0.12] * len(xs), INK, 1.6)
        for n, x in zip(row.shared, xs, strict=False):
            sheet.mark(x, top + 0.12, "o", hue=colours[n], size=10)
        top += 0.24
    sheet.write_lines(_reach(row, band)[0], top, _wide_lines(row, band))
    return y + wide_height(row, band)


def _reach(row: FigureRow, band: Band | None) -> tuple[float, float]:
    """Return where the words of a wide row begin, and how many inches they have."""
    if band is None:
        return LABEL_WIDTH, WIDTH - LABEL_WIDTH
    xs = [band.lefts[n] for n in row.shared if n in band.lefts] or [LABEL_WIDTH]
    left = min(xs)
    end = max(band.lefts.values()) + band.column
    return left, (max(xs) + band.column if row.shared else end) - left


def _wide_lines(row: FigureRow, band: Band | None) -> list[str]:
    return wrap(row.words, _reach(row, band)[1], most=MOST_WIDE)


def _label(row: FigureRow) -> list[str]:
    room = LABEL_WIDTH - 0.15
    return [*wrap(row.section, room, bold=True), *wrap(row.label, room - INNER)]


def _offset(row: FigureRow) -> float:
    """Inches from the top of a row to its entries, which stand beside its own label."""
    return LINE * len(wrap(row.section, LABEL_WIDTH - 0.15, bold=True)) if row.label else 0.0


def _draw_label(sheet: Sheet, row: FigureRow, y: float) -> None:
    section = wrap(row.section, LABEL_WIDTH - 0.15, bold=True)
    y = sheet.write_lines(0, y, section, bold=True, colour=SOFT)
    sheet.write_lines(INNER, y, wrap(row.label, LABEL_WIDTH - 0.15 - INNER), colour=SOFT)
