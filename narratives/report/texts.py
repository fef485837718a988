"""The texts of the page, with the statements, their words and the loaded words marked in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives import schema
from narratives.report.language import language_tag, written_in
from narratives.report.marked import Block, Label, mark_text
from narratives.report.registers import LoadedRow
from narratives.report.statements import StatementRow

if TYPE_CHECKING:
    from narratives.comparison import Tables


@dataclass(frozen=True)
class MarkedText:
    """One document as the page shows it.

    Attributes
    ----------
    id, title, language : str
    blocks, furniture : list of Block
        All segments, and those that are left out of the analysis.
    """

    id: str
    title: str
    language: str
    blocks: list[Block]
    furniture: list[Block]


def mark_texts(
    comparison: Tables, rows: Sequence[StatementRow], loaded: Sequence[LoadedRow]
) -> list[MarkedText]:
    """Mark the text of every document."""
    labels = {row.id: _label(row) for row in rows}
    texts = []
    first = 1
    for document in comparison.documents:
        words = {w.n: w.spans for w in loaded if w.document == document.document_id}
        blocks = mark_text(
            document, comparison.segments, comparison.statements, labels, words, first
        )
        first += len(blocks)
        texts.append(
            MarkedText(
                id=document.document_id,
                title=_heading(document),
                language=language_tag(written_in(document)),
                blocks=blocks,
                furniture=[b for b in blocks if b.kind in schema.FURNITURE or not b.analyse],
            )
        )
    return texts


def _heading(document: schema.Document) -> str:
    """Choose a heading for a text: its title, unless the text begins with that."""
    title = " ".join(document.title.split())
    if title and " ".join(document.text[: len(title) + 80].split()).startswith(title):
        title = ""
    return title or document.publisher or document.document_id


def _label(row: StatementRow) -> Label:
    marks = [("" if b.stance == "supports" else "≠") + b.account.letter for b in row.bearings]
    told = [f"{b.stance} {b.account.title}" for b in row.bearings]
    note = [row.source_name or "no source", row.strength or "strength not judged", *told]
    return Label(
        row.n,
        " ".join([str(row.n), *marks]),
        ", ".join(note),
        tuple(b.account.n for b in row.bearings),
    )
