"""The statements that pupils are offered: where their words stand, and not a word about them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives import schema
from narratives.classroom.lines import TextLine, line_of
from narratives.documents import split_sentences

if TYPE_CHECKING:
    from narratives.comparison import Tables


@dataclass(frozen=True)
class Offer:
    """Words of a text that somebody is said to have said.

    Where two are said to have said the same words, it is one offer.

    Attributes
    ----------
    n : int
        From 1, in the order of the text.
    offer_id : str
        The document and the spans of the words: ``crocus:0-48``.
    document_id : str
    spans : tuple of (start, end)
    around : tuple of (start, end)
        The sentence or sentences in which they stand.
    line : int
        The number of the line on which they begin.
    statement_ids : tuple of str
        For the key alone: what is shown to pupils is made without them.
    """

    n: int
    offer_id: str
    document_id: str
    spans: tuple[schema.Span, ...]
    around: schema.Span
    line: int
    statement_ids: tuple[str, ...]


def list_offers(comparison: Tables, lines: Sequence[TextLine]) -> list[Offer]:
    """List the statements of a case as pupils are offered them.

    All are offered that stand in lines, whether they bear on an account or not: which ones
    bear is an answer.

    Parameters
    ----------
    comparison : Comparison
    lines : sequence of TextLine
        As :func:`narratives.classroom.lines.number_lines` returns it.

    Returns
    -------
    list of Offer

    Examples
    --------
    >>> import narratives as nv
    >>> from narratives.classroom.lines import number_lines
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> offers = list_offers(comparison, number_lines(comparison))
    >>> len(comparison.statements), len(offers), offers[0].offer_id
    (23, 22, 'crocus:0-48')
    """
    places = {document.document_id: n for n, document in enumerate(comparison.documents)}
    found: dict[tuple[str, tuple[schema.Span, ...]], list[str]] = {}
    for statement, document_id, content in zip(
        comparison.statements.index,
        comparison.statements["document_id"],
        comparison.statements["content"],
        strict=True,
    ):
        spans = tuple(schema.parse_spans(content))
        if spans and line_of(lines, document_id, spans[0][0]):
            found.setdefault((document_id, spans), []).append(str(statement))
    sentences = {
        document.document_id: split_sentences(
            document,
            comparison.segments[comparison.segments["document_id"] == document.document_id],
        )[["start", "end"]]
        .to_numpy()
        .tolist()
        for document in comparison.documents
    }
    ordered = sorted(found.items(), key=lambda pair: (places[pair[0][0]], pair[0][1]))
    return [
        Offer(
            n,
            offer_id_of(document_id, spans),
            document_id,
            spans,
            _around(sentences[document_id], spans),
            line_of(lines, document_id, spans[0][0]),
            tuple(statements),
        )
        for n, ((document_id, spans), statements) in enumerate(ordered, start=1)
    ]


def offer_id_of(document_id: str, spans: Sequence[schema.Span]) -> str:
    """Write the id of words in a text.

    Examples
    --------
    >>> offer_id_of("dam", [(4, 9), (12, 20)])
    'dam:4-9;12-20'
    """
    return f"{document_id}:{schema.format_spans(spans)}"


def task_of(comparison: Tables) -> str:
    """Name what is marked: the texts, letter for letter.

    It is in every file of a pupil, so that files of another text are told from those of this
    one. It says nothing about an answer, and stays the same where a person goes over the case
    after the class has marked it.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    parts = [document.sha256 for document in comparison.documents]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _around(sentences: Sequence[Sequence[int]], spans: Sequence[schema.Span]) -> schema.Span:
    start, end = spans[0][0], spans[-1][1]
    touched = [(int(s), int(e)) for s, e in sentences if s < end and e > start]
    if not touched:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])
