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

_KEYS = r"(?:Shift|Ctrl)\s*(?:\+|and)\s*Enter"
_ABOUT_JUPYTER = re.compile(_KEYS)
_BOLD = 1.1
"""Width of a bold letter, in plain ones."""


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
    if piece.kind != "html":
        return piece
    soup = BeautifulSoup(re.sub(rf"\s*\({_KEYS}\)", "", piece.html), "html.parser")
    tables = soup.find_all("table")
    for table in tables:
        _cut_table(soup, table, room, least)
    if not tables:
        _cut_words(soup, room)
    return replace(piece, html=Markup(str(soup)))


def _cut_words(soup: BeautifulSoup, room: float) -> None:
    """Take off the paragraphs of an output for which there is no room, and say so."""
    blocks = soup.find_all(["p", "li", "pre", "blockquote", "h1", "h2", "h3", "h4"])
    heights = [math.ceil(len(block.get_text()) / CHARACTERS) + 0.6 for block in blocks]
    if sum(heights) <= room:
        return
    used, kept = 1.6, 0
    for height in heights:
        used += height
        if kept and used > room:
            break
        kept += 1
    if kept < len(blocks):
        for block in blocks[kept:]:
            block.decompose()
        note = soup.new_tag("p")
        note.string = "… the rest stands in the notebook."
        blocks[kept - 1].insert_after(note)


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
    columns = _cut_columns(table)
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
        _tell(soup, table, columns)
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
    _tell(soup, table, [f"{kept} of {len(body)} rows", *columns])


def _cut_columns(table: Tag) -> list[str]:
    """Take off the last columns of a table that is wider than a slide; return what to say of it."""
    rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    count = max(map(len, rows), default=0)
    if any(
        len(row) != count or any(c.get("colspan") or c.get("rowspan") for c in row) for row in rows
    ):
        return []
    kept = count
    while kept > 2 and sum(_least_widths([row[:kept] for row in rows])) > _room_for(kept):
        kept -= 1
    for row in rows:
        for cell in row[kept:]:
            cell.decompose()
    return [f"{kept} of {count} columns"] if kept < count else []


def _tell(soup: BeautifulSoup, table: Tag, cut: Sequence[str]) -> None:
    """Say at a table what was cut."""
    if not cut:
        return
    told = f"{' and '.join(cut)}; the others stand in the notebook"
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

    A browser gives a column no less than its longest word, and shares out the rest by how much
    more its longest cell would take.

    Examples
    --------
    >>> html = f"<table><tr><td>short</td></tr><tr><td>{'long words ' * 20}</td></tr></table>"
    >>> heights_of_rows(BeautifulSoup(html, "html.parser").table)
    [1.1, 3.5]
    """
    tags = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    cells = [[_width(cell, cell.get_text()) for cell in row] for row in tags]
    count = max(map(len, cells), default=0)
    least = _least_widths(tags)
    most = [
        max(low, min(60, max(row[n] for row in cells if n < len(row))))
        for n, low in enumerate(least)
    ]
    spare = _room_for(count) - sum(least)
    wished = sum(most) - sum(least)
    share = min(1.0, max(0.0, spare) / wished) if wished else 0.0
    widths = [low + share * (high - low) for low, high in zip(least, most, strict=True)]
    heights = []
    for row in cells:
        # Cells of a group stand in the first columns; where they are missing, the rest is last.
        own = widths[len(widths) - len(row) :]
        lines = (math.ceil(max(1, long) / width) for long, width in zip(row, own, strict=True))
        heights.append(0.3 + 0.8 * max(lines, default=1))
    return [round(height, 2) for height in heights]


def _least_widths(rows: Sequence[Sequence[Tag]]) -> list[float]:
    """Return the longest word of each column, in letters; a browser breaks words at a hyphen."""
    count = max(map(len, rows), default=0)
    return [
        max(
            6.0,
            *(
                _width(row[n], word)
                for row in rows
                if n < len(row)
                for word in re.split(r"\s+|(?<=-)", row[n].get_text())
            ),
        )
        for n in range(count)
    ]


def _width(cell: Tag, text: str) -> float:
    return len(text) * (_BOLD if cell.name == "th" else 1.0)


def _room_for(count: int) -> float:
    """Return the letters that a slide has room for in a row of so many cells."""
    return CHARACTERS - 2.5 * count
