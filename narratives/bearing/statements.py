"""The statements of a table as they are read: who says what, and the words around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from narratives.documents import (
    clean_statements,
    find_language,
    language_of,
    shadow,
    split_sentences,
)
from narratives.lexicon import load_classes
from narratives.reading import Passage
from narratives.schema import NARRATOR, UNNAMED, Document, Span, parse_spans, records_of

LONGEST = 2_000
"""Characters that are read of each part of a statement; the rest of a longer one is left out."""
_MAY_MISS = ("source", "cue", "source_text", "cue_text", "source_id", "source_name")
"""Columns in which a missing value says the same as an empty cell: nobody is named."""
READ = ("en",)
"""Languages that the reader has learned."""


@dataclass(frozen=True)
class ReadStatement:
    """One statement as it is read here.

    Attributes
    ----------
    statement_id, document_id, source_id : str
    start, end : int
        First and last place of its words in the document as it is read (see
        ``clean_statements``); those of a source or cue outside its sentences do not count.
    span : str
        Of its content, in the document as it is stored.
    passage : Passage
    language : str
        In which its sentence is written.
    """

    statement_id: str
    document_id: str
    source_id: str
    start: int
    end: int
    span: str
    passage: Passage
    language: str

    @property
    def speaker(self) -> str:
        """Who makes it, as one name for all statements of a document.

        "" for the narrator, and for a pronoun that nobody is known to be meant by: each "he" may
        be another.
        """
        who = self.source_id or self.passage.source.casefold()
        nobody = who == NARRATOR or who in load_classes()["subject_pronoun"]
        return "" if nobody else who

    @property
    def is_read(self) -> bool:
        """Whether the reader knows its language."""
        return self.language in READ


@dataclass(frozen=True)
class _Sentences:
    """The sentences of one document, as far as they can hold a statement."""

    text: str
    language: str
    starts: Sequence[int]
    spans: Sequence[Span]

    def around(self, start: int, end: int) -> tuple[str, str, Span]:
        """Return what stands before the sentences of a span, these sentences and their place."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first, bisect_right(self.starts, max(start, end - 1)) - 1)
        before = _words(self.text[slice(*self.spans[first - 1])]) if first else ""
        place = self.spans[first][0], self.spans[last][1]
        return before, _words(self.text[slice(*place)]), place


def read_statements(
    statements: pd.DataFrame,
    documents: Iterable[Document] | None = None,
    sources: pd.DataFrame | None = None,
) -> list[ReadStatement]:
    """Read the rows of a table of statements.

    Parameters
    ----------
    statements : DataFrame indexed by ``statement_id``
        Columns of ``schema.STATEMENTS``.
    documents : iterable of Document, optional
        Without them a statement is read without the sentences around it.
    sources : DataFrame indexed by ``source_id``, optional
        The register: gives the name of a source whose mention is a pronoun or alias.

    Returns
    -------
    list of ReadStatement
        In the order of the table.

    Examples
    --------
    >>> statements = pd.DataFrame({"document_id": ["a"], "source": ["0-2"], "cue": ["3-7"],
    ...     "content": ["8-14"], "source_text": ["He"], "source_name": ["Jo Lee"],
    ...     "cue_text": ["said"], "content_text": ["it fell"]}, index=["a:8-14"])
    >>> read_statements(statements)[0].passage
    Passage(source='Jo Lee', cue='said', content='it fell', before='', sentence='')
    """
    names = {} if sources is None else {str(k): str(v) for k, v in sources["name"].items()}
    told_by = [name for name in _MAY_MISS if name in statements.columns]
    if statements[told_by].isna().to_numpy().any():
        statements = statements.assign(**statements[told_by].astype(object).fillna(""))
    spans = [str(span) for span in statements["content"]]
    statements, clean, _ = clean_statements(statements, documents or ())
    known = {document.document_id: document for document in clean}
    sentences: dict[str, _Sentences | None] = {}
    told = []
    rows = zip(map(str, statements.index), records_of(statements), spans, strict=True)
    for key, row, span in rows:
        document_id = str(row["document_id"])
        if document_id not in sentences:
            sentences[document_id] = _read_sentences(known.get(document_id))
        values = {str(k): row[k] for k in row} | {"span": span}
        told.append(_read(key, values, sentences[document_id], names))
    return told


def _read(
    statement_id: str,
    row: Mapping[str, object],
    sentences: _Sentences | None,
    names: Mapping[str, str],
) -> ReadStatement:
    content = parse_spans(str(row["content"]))
    places = [*content, *parse_spans(str(row["cue"])), *parse_spans(str(row["source"]))]
    start = min((s for s, _ in places), default=0)
    end = max((e for _, e in places), default=0)
    before, sentence = "", ""
    if sentences is not None and content:
        before, sentence, place = sentences.around(content[0][0], content[-1][1])
        # Who speaks may be named far above, in the label of a long turn, or below a post.
        start = max(start, min(place[0], content[0][0]))
        end = min(end, max(place[1], content[-1][1]))
    source_id = str(row.get("source_id", "") or "")
    passage = Passage(
        _source(row, names.get(source_id, "")),
        _words(str(row["cue_text"])),
        _words(str(row["content_text"])),
        before,
        sentence,
    )
    words = sentence or f"{passage.source} {passage.cue} {passage.content}"
    language = find_language(words, "en" if sentences is None else sentences.language)
    document_id = str(row["document_id"])
    span = str(row["span"])
    return ReadStatement(statement_id, document_id, source_id, start, end, span, passage, language)


def _source(row: Mapping[str, object], registered: str) -> str:
    """Return the name by which a source is read, its own words where it has none."""
    said = str(row["source_text"] or "")
    name = registered or str(row.get("source_name", "") or "")
    if name == UNNAMED or (said and not name):
        return _words(said)
    return NARRATOR if name == NARRATOR else _words(name)


def _read_sentences(document: Document | None) -> _Sentences | None:
    if document is None:
        return None
    table = split_sentences(document)
    spans = sorted(zip(table["start"].astype(int), table["end"].astype(int), strict=True))
    if not spans:
        return None
    return _Sentences(shadow(document.text), language_of(document), [s for s, _ in spans], spans)


def _words(text: str) -> str:
    return " ".join(shadow(text[:LONGEST]).split())
