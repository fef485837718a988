"""A page cut into slides that a class can read from the back of the room."""

from __future__ import annotations

import base64
import math
import re
import struct
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup
from markupsafe import Markup

from narratives.export.content import Page, Section
from narratives.export.outputs import Piece
from narratives.export.slide_parts import (
    CHARACTERS,
    LEAST_KEPT,
    LINE_OF_TEXT,
    cut_piece,
    heights_of_rows,
    lines_of_text,
    paragraphs_of,
)

LINES = 14.5
"""Lines of prose that go on a slide of 16 to 9 below its heading."""

BESIDE_A_PICTURE = 2.7
"""Lines of prose that may stand with a picture, which has the slide to itself otherwise."""

WIDE, WIDEST = 1.7, 1.85
"""Width of a picture by its height with which it fills a slide of 16 to 9."""

LOWEST = 600
"""Pixels as drawn of a picture that was drawn for a slide: its letters bear no shrinking."""

HIGHEST = 684
"""Pixels as drawn: what is no higher is seen whole, and its letters are large enough yet."""

HEIGHT_OF_LINE = 40
"""Pixels of a picture, as drawn, that a line of prose beside it takes at most."""

LEFT_OVER = 3.0
"""Lines of prose that are too few for a slide of their own."""

PRINTED = ("text", "lines")
"""Kinds of pieces that are printed letters."""


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
    code : tuple of Piece
        Code that made what the slide shows: folded below it, for who asks.
    words : tuple of Piece
        What a picture shows, in words: folded below it as well.
    """

    html: Markup
    anchor: str
    part: int
    parts: int
    pieces: tuple[Piece, ...]
    code: tuple[Piece, ...] = ()
    words: tuple[Piece, ...] = ()

    @property
    def look(self) -> str:
        """How the slide is laid out: "" for words and tables, or by its picture.

        "fits" where it is seen whole, "tall" where it takes the width and is read on; "fits whole"
        where it was drawn for a slide and leaves room for nothing else.
        """
        sizes = [size_of(piece) for piece in self.pieces if piece.kind == "picture"]
        if not sizes:
            return ""
        if len(sizes) == 1 and _drawn_for_a_slide(*sizes[0]):
            return "fits whole"
        fits = all(width >= WIDE * height or height <= HIGHEST for width, height in sizes)
        return "fits" if fits else "tall"


def _drawn_for_a_slide(width: int, height: int) -> bool:
    return WIDE <= width / max(1, height) <= WIDEST and height > LOWEST


def size_of(piece: Piece) -> tuple[int, int]:
    """Read the width and height of a picture, in pixels as drawn; (1, 1) for all but PNG.

    A picture that is high beside its width would shrink until nobody can read it. Such a one
    takes the width of the slide, and is read on to its end like a page. What is wide, or small as
    it was drawn, is seen whole.

    Examples
    --------
    >>> size_of(Piece("picture", Markup("data:image/svg+xml;base64,PHN2Zz4=")))
    (1, 1)
    """
    kind, _, content = piece.html.partition(",")
    if not kind.startswith("data:image/png"):
        return 1, 1
    try:
        width, height = struct.unpack(">II", base64.b64decode(content[:32])[16:24])
    except (ValueError, struct.error):
        return 1, 1
    return int(width), int(height)


def cut_slides(page: Page, audience: str = "readers") -> list[Slide]:
    """Cut a page at each heading, and where a slide is full.

    A picture fills a slide, with no more than a line or two beside it. Tables and printed lines
    are cut to what can be read from the last row. No slide holds one left-over sentence, and what
    only tells how to work JupyterLab is left out.

    Parameters
    ----------
    page : Page
    audience : {"readers", "class"}
        For readers the code is folded below the slide; for a class it stands open in its place.

    Returns
    -------
    list of Slide
        In the order of the page.

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
    title = 5.0 if section.heading.level == 1 else 0.0
    parts = _pack(_blocks(section), title, audience)
    _join_orphans(parts)
    folded = ("words",) if audience == "class" else ("words", "code")
    slides = [
        Slide(
            section.html,
            "" if number else section.heading.anchor,
            number + 1,
            len(parts),
            tuple(piece for piece in pieces if piece.kind not in folded),
            tuple(piece for piece in pieces if piece.kind == "code" and "code" in folded),
            tuple(piece for piece in pieces if piece.kind == "words"),
        )
        for number, pieces in enumerate(parts)
    ]
    return [_clear(slide) if "whole" in slide.look else slide for slide in slides]


def _clear(slide: Slide) -> Slide:
    """Fold the words beside a picture that was drawn for a slide."""
    beside = tuple(piece for piece in slide.pieces if piece.kind == "prose")
    kept = tuple(piece for piece in slide.pieces if piece.kind != "prose")
    return replace(slide, pieces=kept, words=beside + slide.words)


def _blocks(section: Section) -> list[Piece]:
    blocks = ([*paragraphs_of(p)] if p.kind == "prose" else [p] for p in section.pieces)
    return [block for found in blocks for block in found]


def _pack(blocks: list[Piece], title: float, audience: str) -> list[list[Piece]]:
    """Fill one slide after the other; folded code goes with what comes after it."""
    parts: list[list[Piece]] = [[]]
    waiting: list[Piece] = []
    filled, pictured, beside = title, False, BESIDE_A_PICTURE
    for number, block in enumerate(blocks):
        lines = count_lines(block, audience)
        if not lines:
            waiting.append(block)
            continue
        if pictured and block.kind == "prose" and block.html.striptags().startswith("In words"):
            parts[-1].append(replace(block, kind="words"))
            continue
        picture = block.kind == "picture"
        begun = filled > 0 or pictured
        beside = _lines_beside(block) if picture else beside
        room = (beside if pictured or picture else LINES) - filled
        # A table or a print is cut to the room that is left, where that is enough.
        after = _sentence_after(blocks[number + 1 :])
        cut = block if pictured else cut_piece(block, room - after, LEAST_KEPT if begun else 1)
        lines = 0.0 if picture else count_lines(cut, audience)
        if begun and (lines > room or (pictured and picture) or (picture and room < 0)):
            parts.append([])
            filled, pictured = 0.0, False
            cut = cut_piece(block, LINES - after)
            lines = 0.0 if picture else count_lines(cut, audience)
        parts[-1] += [*waiting, cut]
        waiting = []
        pictured = pictured or picture
        filled += lines
    parts[-1] += waiting
    return parts


def _lines_beside(picture: Piece) -> float:
    """Return how many lines of prose leave a picture so large that its letters can be read."""
    width, height = size_of(picture)
    seen_whole = height <= HIGHEST and not _drawn_for_a_slide(width, height)
    left = (HIGHEST - height) / HEIGHT_OF_LINE if seen_whole else BESIDE_A_PICTURE
    return min(BESIDE_A_PICTURE, left)


def _crowded(pieces: list[Piece]) -> bool:
    """Tell whether words take so much beside a picture that its letters cannot be read."""
    beside = min(_lines_beside(piece) for piece in pieces if piece.kind == "picture")
    return sum(count_lines(p, "readers") for p in pieces if p.kind == "prose") > beside


def _sentence_after(blocks: list[Piece]) -> float:
    """Return how many lines a sentence takes that would be left over behind a table."""
    lines = count_lines(blocks[0], "readers") if blocks and blocks[0].kind == "prose" else 0.0
    goes_on = len(blocks) > 1 and blocks[1].kind == "prose"
    return lines if lines <= LEFT_OVER and not goes_on else 0.0


def _join_orphans(parts: list[list[Piece]]) -> None:
    """Give a left-over sentence the paragraph before it, or put it back there.

    Where a picture leaves no room for it, it is folded there.

    A line or two of print that nothing is said of gets that paragraph too.
    """
    for number in range(len(parts) - 1, 0, -1):
        here, before = parts[number], parts[number - 1]
        if any(piece.kind not in ("prose", "code", "words", *PRINTED) for piece in here):
            continue
        printed = any(piece.kind in PRINTED for piece in here)
        most = LEFT_OVER + 1 if printed else LEFT_OVER
        if sum(count_lines(piece, "readers") for piece in here) > most:
            continue
        pictured = any(piece.kind == "picture" for piece in before)
        shown = [piece for piece in before if piece.kind != "code"]
        if (
            not pictured
            and len(shown) > 1
            and shown[-1].kind == "prose"
            and before[-1] is shown[-1]
        ):
            here.insert(0, before.pop())
        elif not printed:
            crowded = pictured and _crowded([*before, *here])
            before += [replace(p, kind="words") if crowded else p for p in here]
            del parts[number]


def count_lines(piece: Piece, audience: str) -> float:
    """Estimate how many lines of prose are as high as a piece.

    Examples
    --------
    >>> count_lines(Piece("prose", Markup("<p>Two lines, with the gap below.</p>")), "class")
    1.6
    >>> count_lines(Piece("code", Markup("a = 1")), "readers")
    0.0
    """
    if piece.kind == "picture":
        return LINES
    if piece.kind == "words":
        return 0.0
    if piece.kind == "code":
        return 1.5 + 0.85 * (piece.html.count("\n") + 1) if audience == "class" else 0.0
    if piece.kind in ("text", "lines", "error"):
        lines = piece.html.splitlines()
        return 1.0 + LINE_OF_TEXT * sum(map(lines_of_text, lines))
    soup = BeautifulSoup(piece.html, "html.parser")
    total = 0.0
    for table in soup.find_all("table"):
        total += 1.0 + sum(heights_of_rows(table))
        table.decompose()
    for answer in soup.find_all("details"):
        total += 1.5
        answer.decompose()
    blocks = re.split(r"</(?:p|li|pre|blockquote)>", str(soup))
    words = [Markup(block).striptags() for block in blocks]
    return total + sum(math.ceil(len(text) / CHARACTERS) + 0.6 for text in words if text)
