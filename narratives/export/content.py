"""From a notebook to the pieces of a page: headings, prose, code and what the code showed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bs4 import Tag
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from narratives.export.outputs import Piece, show_outputs
from narratives.export.prose import (
    HEADINGS,
    Prose,
    headings_of,
    read_markdown,
    settle,
    split_at_headings,
    text_of,
    write_out,
)
from narratives.lexicon.letters import word_pattern

_LONGEST_CODE = 200_000


@dataclass(frozen=True)
class Heading:
    """A heading in its place in the outline.

    Parameters
    ----------
    level : int
        1 for the title, which comes once; no level is skipped.
    anchor : str
        Its id in the page, unique there.
    text : str
    """

    level: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, up to the next one."""

    heading: Heading
    html: Markup
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Page:
    """A notebook, ready to be laid out as a page or as slides.

    Parameters
    ----------
    name : str
        Of the notebook, without its ending.
    sections : tuple of Section
        The first one is headed by the title.
    notes : tuple of str
        What was left out or is missing, in words.
    """

    name: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The words of the first heading."""
        return self.sections[0].heading.text

    @property
    def lead(self) -> str:
        """The first words below the title, or nothing."""
        prose = [piece for piece in self.sections[0].pieces if piece.kind == "prose"]
        first = re.match(r"<p>.*?</p>", prose[0].html, re.S) if prose else None
        return text_of(Markup(first[0])) if first else ""


@dataclass(frozen=True)
class Outline:
    """A notebook that has been read, before its links are settled.

    Parameters
    ----------
    name : str
    cells : tuple
        A :class:`narratives.export.prose.Prose` for markdown, the cell itself for code.
    headings : tuple of Heading
        In order; the first one is the title.
    titled : bool
        Whether the title stands in the notebook; otherwise it is the name of the file.
    language : str
        Of the code, for its colours.
    """

    name: str
    cells: tuple[Prose | Mapping[str, Any], ...]
    headings: tuple[Heading, ...]
    titled: bool
    language: str

    def anchor(self, fragment: str) -> str | None:
        """Find the id of a heading from the fragment that JupyterLab gives it."""
        wanted = make_anchor(fragment)
        found = (heading.anchor for heading in self.headings)
        return next((anchor for anchor in found if anchor == wanted), None)


def read_outline(notebook: Mapping[str, Any], name: str, folder: Path | None = None) -> Outline:
    r"""Read the cells of a notebook and find its headings.

    Parameters
    ----------
    notebook : mapping
        In the fourth format of notebooks, as nbformat reads it.
    name : str
        Of its file, without the ending.
    folder : Path, optional
        Where it lies; pictures beside it go into the page.

    Returns
    -------
    Outline

    Examples
    --------
    >>> cells = [{"cell_type": "markdown", "source": "# Who says it?\n\n### Whose words"}]
    >>> [(h.level, h.anchor) for h in read_outline({"cells": cells}, "dam").headings]
    [(1, 'who-says-it'), (2, 'whose-words')]
    """
    cells: list[Prose | Mapping[str, Any]] = []
    found: list[tuple[int, str]] = []
    titled = False
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cells.append(cell)
        elif cell["cell_type"] == "markdown":
            prose = read_markdown(
                str(cell["source"]), folder=folder, attachments=cell.get("attachments")
            )
            heads = headings_of(prose)
            # The first heading is the title only where nothing stands above it.
            if heads and not cells:
                above = [e for e in heads[0].previous_siblings if str(e).strip()]
                titled = not above
            found += [(int(head.name[1]), " ".join(head.get_text().split())) for head in heads]
            cells.append(prose)
    if not titled:
        found.insert(0, (1, name.replace("_", " ")))
    metadata = notebook.get("metadata", {}).get("language_info", {})
    language = str(metadata.get("pygments_lexer") or metadata.get("name") or "python")
    return Outline(name, tuple(cells), _place(found), titled, language)


def _place(found: list[tuple[int, str]]) -> tuple[Heading, ...]:
    """Give each heading its level and its anchor."""
    placed: list[Heading] = []
    taken: set[str] = set()
    for number, (level, text) in enumerate(found):
        anchor = first = make_anchor(text)
        count = 1
        while anchor in taken:
            count += 1
            anchor = f"{first}-{count}"
        taken.add(anchor)
        kept = 1 if number == 0 else max(2, min(level, placed[-1].level + 1))
        placed.append(Heading(kept, anchor, text))
    return tuple(placed)


def make_anchor(text: str) -> str:
    """Make an id of the words of a heading, without the underscore that the page's own have.

    Examples
    --------
    >>> make_anchor("What's *stated*, what's implied?")
    'what-s-stated-what-s-implied'
    >>> make_anchor("?")
    'part'
    """
    words = word_pattern(figures=True).findall(text.lower())
    return "-".join(words)[:80].strip("-") or "part"


def build_page(outline: Outline, resolve: Callable[[str], str | None] | None = None) -> Page:
    """Turn a notebook into the pieces of a page.

    Parameters
    ----------
    outline : Outline
    resolve : callable, optional
        Gives the address in the page of what a link leads to, or None. Default: links to
        headings of the same notebook and to the web.

    Returns
    -------
    Page
    """
    headings = iter(outline.headings)
    heading = next(headings)
    sections: list[tuple[Heading, Markup, list[Piece]]] = []
    if not outline.titled:
        sections.append((heading, Markup.escape(heading.text), []))
        heading = next(headings, heading)
    notes: list[str] = []
    tables = 0
    number = 0

    def caption(table: Tag) -> tuple[str, str]:
        nonlocal tables
        tables += 1
        above = table.find_previous(HEADINGS)
        words = " ".join(above.get_text().split()) if above else sections[-1][0].text
        return f"Table {tables}", f"Table {tables}, in: {words}"

    for cell in outline.cells:
        if isinstance(cell, Prose):
            cell = replace(cell, soup=copy(cell.soup))
            notes += settle(cell, resolve or (lambda a: resolve_alone(a, outline)), caption)
            for head, rest in split_at_headings(cell):
                if head is not None:
                    sections.append((heading, write_out(head.contents, cell.formulas), []))
                    heading = next(headings, heading)
                html = write_out(rest, cell.formulas)
                if html:
                    sections[-1][2].append(Piece("prose", html))
            continue
        source = str(cell["source"]).rstrip()
        if not source and not cell.get("outputs"):
            continue
        number += 1
        here = sections[-1][2]
        if source:
            here.append(Piece("code", colour_code(source, outline.language), cell=number))
        shown, missing = show_outputs(cell, caption)
        here += [replace(part, cell=number) for part in shown]
        notes += [f"code cell {number}: {words}" for words in missing]
    made = tuple(Section(head, html, tuple(pieces)) for head, html, pieces in sections)
    return Page(outline.name, made, tuple(notes))


def resolve_alone(address: str, outline: Outline) -> str | None:
    """Settle a link of a notebook that no other notebook is exported with.

    Examples
    --------
    >>> outline = read_outline({"cells": []}, "dam")
    >>> resolve_alone("https://example.org", outline), resolve_alone("other.ipynb", outline)
    ('https://example.org', None)
    """
    if address.startswith("#"):
        anchor = outline.anchor(address[1:])
        return f"#{anchor}" if anchor else None
    return address if re.match(r"(?:https?|mailto):", address, re.I) else None


def colour_code(source: str, language: str) -> Markup:
    """Mark the words of a program for their colours.

    Examples
    --------
    >>> colour_code("1 < x", "python")
    Markup('<span class="mi">1</span> <span class="o">&lt;</span> <span class="n">x</span>')
    """
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        lexer = TextLexer()
    if len(source) > _LONGEST_CODE:
        lexer = TextLexer()
    return Markup(highlight(source, lexer, HtmlFormatter(nowrap=True)).rstrip("\n"))
