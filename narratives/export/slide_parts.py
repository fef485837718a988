"""Pieces made small enough for a slide: prose in paragraphs, tables and printed lines cut short."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from narratives.export.outputs import Piece

CHARACTERS = 88
"""In a line of a slide."""

MOST_ROWS = 8
"""Rows of a table on a slide; the rest stands in the notebook."""

MOST_CELL = 110
"""Characters of a cell on a slide."""

LEAST_KEPT = 4
"""Rows or lines that are worth standing below prose; with less room they begin a slide."""

_ABOUT_JUPYTER = re.compile(r"Shift\s*\+\s*Enter|Ctrl\s*\+\s*Enter")


def paragraphs_of(piece: Piece) -> list[Piece]:
    """Cut prose at its paragraphs, and leave out those that only tell how to work JupyterLab.

    Examples
    --------
    >>> html = Markup("<p>One.</p><p>Press <b>Shift + Enter</b>.</p><ul><li>Two</li></ul>")
    >>> [str(part.html) for part in paragraphs_of(Piece("prose", html))]
    ['<p>One.</p>', '<ul><li>Two</li></ul>']
    """
    soup = BeautifulSoup(piece.html, "html.parser")
    blocks = [node for node in soup.contents if isinstance(node, Tag) or str(node).strip()]
    kept = [node for node in blocks if not _ABOUT_JUPYTER.search(node.get_text(" "))]
    return [replace(piece, html=Markup(str(node))) for node in kept]


def cut_piece(piece: Piece, room: float, least: int = 1) -> Piece:
    r"""Cut an output to what can be read on a slide, and say how much is left out.

    Parameters
    ----------
    piece : Piece
    room : float
        In lines of prose.
    least : int
        Rows or lines that are kept; where there is no room for so many, the piece stays whole.

    Examples
    --------
    >>> letters = Markup("\n".join("abcdefghijklmnop"))
    >>> print(cut_piece(Piece("text", letters), 5).html)
    a
    b
    c
    … and 13 more lines in the notebook
    """
    if piece.kind in ("text", "lines", "error"):
        return _cut_text(piece, room, least)
    if piece.kind != "html" or "<table" not in piece.html:
        return piece
    soup = BeautifulSoup(piece.html, "html.parser")
    for table in soup.find_all("table"):
        _cut_table(soup, table, room, least)
    return replace(piece, html=Markup(str(soup)))


def _cut_text(piece: Piece, room: float, least: int) -> Piece:
    lines = piece.html.splitlines()
    used, kept = 1.0 + LINE_OF_TEXT, 0
    for line in lines:
        used += LINE_OF_TEXT * lines_of_text(line)
        if used > room:
            break
        kept += 1
    # One line more is no more than the line that would tell of it.
    if len(lines) - kept < 2 or kept < least > 1:
        return piece
    kept = max(kept, 1)
    more = Markup("… and {} more lines in the notebook").format(len(lines) - kept)
    return replace(piece, html=Markup("\n").join([*lines[:kept], more]))


def _cut_table(soup: BeautifulSoup, table: Tag, room: float, least: int) -> None:
    for cell in table.find_all(["th", "td"]):
        words = cell.get_text()
        if len(words) > MOST_CELL:
            cut = words[:MOST_CELL].rsplit(" ", 1)[0].rstrip(" ,;:.")
            cell.string = f"{cut} …"
    heights = heights_of_rows(table)
    rows = table.find_all("tr")
    head = sum(1 for row in rows if row.find_parent("thead") is not None)
    used, kept = 1.0 + sum(heights[:head]), 0
    for height in heights[head:]:
        used += height
        if kept and (used > room or kept == MOST_ROWS):
            break
        kept += 1
    body = rows[head:]
    # A cell that spans rows stays with all of them.
    kept = _end_of_group(body, kept)
    # One row more is no more than the line that would tell of it.
    if len(body) - kept < 2 or kept < least:
        return
    for row in body[kept:]:
        row.decompose()
    # With fewer rows the columns have other widths.
    while kept > least and 1.0 + sum(heights_of_rows(table)) > room:
        shorter = _end_of_group(body, kept - 1)
        if shorter >= kept:
            break
        for row in body[shorter:kept]:
            row.decompose()
        kept = shorter
    told = f"{kept} of {len(body)} rows; the others stand in the notebook"
    caption = table.find("caption")
    if caption is not None:
        caption.string = f"{caption.get_text()} ({told})"
    else:
        note = soup.new_tag("p")
        note.string = f"{told}."
        table.insert_after(note)


def _end_of_group(rows: Sequence[Tag], kept: int) -> int:
    """Return where the group ends that the last kept row belongs to."""
    open_to = 0
    for number, row in enumerate(rows):
        if number >= kept and number >= open_to:
            return number
        spans = [_number(cell.get("rowspan")) for cell in row.find_all(["th", "td"])]
        open_to = max(open_to, number + max(spans, default=1))
    return len(rows)


def _number(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isdigit() else 1


LINE_OF_TEXT = 0.85
"""Of printed text, in lines of prose."""


def lines_of_text(line: str) -> int:
    """Count the lines on a slide that a line of printed text takes."""
    return math.ceil(max(1, len(line)) / CHARACTERS)


def heights_of_rows(table: Tag) -> list[float]:
    """Estimate how many lines of prose are as high as each row of a table.

    A browser gives a column room by its longest cell, and no less than its longest word.

    Examples
    --------
    >>> html = f"<table><tr><td>short</td></tr><tr><td>{'long words ' * 20}</td></tr></table>"
    >>> heights_of_rows(BeautifulSoup(html, "html.parser").table)
    [1.1, 3.5]
    """
    cells = [
        [cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")
    ]
    count = max(map(len, cells), default=0)
    columns = [[row[n] for row in cells if n < len(row)] for n in range(count)]
    longest = [min(60, max(map(len, column))) for column in columns]
    words = [
        max(len(word) for text in column for word in text.split() or [""]) for column in columns
    ]
    room = CHARACTERS - 2.5 * count
    total = sum(longest) or 1
    shrink = min(1.0, room / total)
    widths = [max(w, 6, n * shrink) for n, w in zip(longest, words, strict=True)]
    heights = []
    for row in cells:
        # Cells of a group stand in the first columns; where they are missing, the rest is last.
        own = widths[len(widths) - len(row) :]
        lines = (math.ceil(max(1, len(text)) / width) for text, width in zip(row, own, strict=True))
        heights.append(0.3 + 0.8 * max(lines, default=1))
    return [round(height, 2) for height in heights]
