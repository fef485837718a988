"""A page cut into slides that a class can read from the back of the room."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from markupsafe import Markup

from narratives.export.content import Page, Section
from narratives.export.outputs import Piece

LINES = 17
"""Lines of prose that go on a slide of 16 to 9 below its heading."""

_CHARACTERS = 84
"""In a line of a slide."""


@dataclass(frozen=True)
class Slide:
    """One slide.

    Parameters
    ----------
    html : Markup
        The words of the heading.
    anchor : str
        The id of the heading, "" where the slide goes on with the one before.
    part, parts : int
        Which of the slides of its section this is, and how many there are.
    pieces : tuple of Piece
    """

    html: Markup
    anchor: str
    part: int
    parts: int
    pieces: tuple[Piece, ...]


def cut_slides(page: Page, audience: str = "readers") -> list[Slide]:
    """Cut a page at each heading, and where a slide is full.

    Parameters
    ----------
    page : Page
    audience : {"readers", "class"}
        Folded code takes a line; for a class it is open.

    Returns
    -------
    list of Slide
        All pieces of the page in their order. A piece that is longer than a slide stays whole.

    Examples
    --------
    >>> from narratives.export.content import build_page, read_outline
    >>> cells = [{"cell_type": "markdown", "source": text} for text in ("# One", "## Two")]
    >>> page = build_page(read_outline({"cells": cells}, "dam"))
    >>> [(slide.anchor, slide.part, slide.parts) for slide in cut_slides(page)]
    [('one', 1, 1), ('two', 1, 1)]
    """
    return [slide for section in page.sections for slide in _cut_section(section, audience)]


def _cut_section(section: Section, audience: str) -> list[Slide]:
    # The title takes as much room as five lines.
    filled = 5.0 if section.heading.level == 1 else 0.0
    parts: list[list[Piece]] = [[]]
    for piece in section.pieces:
        lines = count_lines(piece, audience)
        # Prose begins a thought: it would rather stand at the top of the next slide.
        room = LINES * 0.7 if piece.kind == "prose" else LINES
        if parts[-1] and filled + lines > room:
            parts.append([])
            filled = 0.0
        parts[-1].append(piece)
        filled += lines
    return [
        Slide(
            section.html,
            "" if number else section.heading.anchor,
            number + 1,
            len(parts),
            tuple(pieces),
        )
        for number, pieces in enumerate(parts)
    ]


def count_lines(piece: Piece, audience: str) -> float:
    """Estimate how many lines of prose are as high as a piece.

    Examples
    --------
    >>> count_lines(Piece("prose", Markup("<p>Two lines, with the gap below.</p>")), "class")
    2.0
    >>> count_lines(Piece("code", Markup("a = 1")), "readers")
    1.5
    """
    if piece.kind == "picture":
        return 15.0
    if piece.kind == "code":
        return 1.5 + (0.85 * (piece.html.count("\n") + 1) + 0.5 if audience == "class" else 0.0)
    if piece.kind in ("text", "lines", "error"):
        lines = piece.html.splitlines()
        return 1.0 + 0.85 * sum(math.ceil(max(1, len(line)) / _CHARACTERS) for line in lines)
    # A row of a table is a line and its padding, as high as its fullest cell.
    total = 0.0
    rows = re.split(r"</tr>", piece.html)
    for row in rows[:-1]:
        cells = (Markup(cell).striptags() for cell in re.split(r"<t[dh]\b", row)[1:])
        total += 0.4 + max((math.ceil(max(1, len(cell)) / 48) for cell in cells), default=1)
    closed = re.sub(r"(?s)(</summary>).*?(?=</details>)", r"\1", rows[-1])
    blocks = re.split(r"</(?:p|li|summary|pre|blockquote)>", closed)
    words = [Markup(block).striptags() for block in blocks]
    return total + sum(math.ceil(len(text) / _CHARACTERS) + 0.6 for text in words if text) + 0.4
