"""A page for a class: mark voice, strength and basis first, then reveal and compare."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from narratives import schema
from narratives.report.content import page_content
from narratives.report.files import write_page
from narratives.report.marked import Label, mark_text
from narratives.report.page import build_page
from narratives.report.statements import StatementRow
from narratives.report.texts import MarkedText

if TYPE_CHECKING:
    from narratives.comparison import Tables


def write_class(comparison: Tables, path: str | Path, date: str | None = None) -> Path:
    """Write the page for a class as one HTML file; it appears whole or not at all.

    Parameters
    ----------
    comparison : Comparison
    path : str or Path
        Missing folders are made.
    date : str, optional
        See :func:`narratives.report.render_report`.

    Returns
    -------
    Path

    Raises
    ------
    NarrativesError
        If the file cannot be written.
    """
    return write_page(render_class(comparison, date), Path(path))


def render_class(comparison: Tables, date: str | None = None) -> str:
    """Build the page for a class: the text, a worksheet, and the answers under a lid.

    The text shows where statements stand and nothing else; who speaks, how firmly, on
    what basis and for which account is hidden in ``details`` until a reader opens them.
    The page has no script at all, and prints as a worksheet without the answers.

    Parameters
    ----------
    comparison : Comparison
    date : str, optional
        See :func:`narratives.report.render_report`.

    Returns
    -------
    str

    Raises
    ------
    NarrativesError
        If ``date`` is not a date.
    """
    content = page_content(comparison)
    rows = [row for row in content.statements if row.bearings] or content.statements
    blind = _blind_texts(comparison, rows, content.texts)
    return build_page("class.html", content, comparison, date, worksheet=rows, blind=blind)


def _blind_texts(
    comparison: Tables, rows: list[StatementRow], texts: list[MarkedText]
) -> list[MarkedText]:
    """Mark where the contents stand, without a word about them."""
    labels = {row.id: Label(row.n, str(row.n), "") for row in rows}
    chosen = comparison.statements.loc[list(labels)]
    chosen = chosen.assign(**dict.fromkeys(("source", "cue", "strength_words"), ""))
    first = 1
    found = []
    for document, text in zip(comparison.documents, texts, strict=True):
        blocks = mark_text(document, comparison.segments, chosen, labels, {}, first)
        first += len(blocks)
        shown = [
            dataclasses.replace(block, html=_without_tips(block.html))
            for block in blocks
            if block.analyse and block.kind not in schema.FURNITURE
        ]
        found.append(dataclasses.replace(text, blocks=shown))
    return found


def _without_tips(html: Markup) -> Markup:
    return Markup(str(html).replace('<span class="tip"> </span>', ""))
