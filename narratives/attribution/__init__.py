"""Documents to statements: source, cue, content and chain of each attribution.

Rules over a cue lexicon. Each statement keeps the name of the rule that found it
in ``method``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

import pandas as pd

from narratives.attribution.according import drafts_of_according, drafts_of_quoted_as
from narratives.attribution.cues import find_verbs
from narratives.attribution.draft import Draft
from narratives.attribution.labels import drafts_of_labels, drafts_of_relations
from narratives.attribution.links import link_drafts
from narratives.attribution.nouns import drafts_of_nouns
from narratives.attribution.quoted import drafts_of_quotations
from narratives.attribution.text import Sentence, read_sentences
from narratives.attribution.verbs import drafts_of_verb
from narratives.documents import sentence_rows, shadow
from narratives.schema import (
    NARRATOR,
    STATEMENTS,
    UNNAMED,
    Document,
    SchemaError,
    Span,
    format_spans,
    overlap,
    span_text,
)
from narratives.sources import name_sources
from narratives.strength import rate_strength

__all__ = ["extract_statements"]


def extract_statements(
    documents: Document | Iterable[Document],
    sources: pd.DataFrame | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Find who says what in each document, how firmly, and by which way it came.

    Parameters
    ----------
    documents : Document or iterable of Document
    sources : DataFrame, optional
        The case's register of sources; its names and aliases help to name
        sources. Without it, names come from the document alone.
    progress : callable, optional
        Called with the number of documents done and their total.

    Returns
    -------
    DataFrame with columns ``STATEMENTS``, indexed by ``statement_id``
        One row for each statement, in the order of the text. The id is
        ``document:start-end`` of the content; where two statements share a
        content, the later ones add ``@`` and the place of their cue.

    Raises
    ------
    SchemaError
        If something in ``documents`` is not a :class:`~narratives.Document`, or
        two documents share an id.

    Notes
    -----
    The word lists are English. Of a text in another language only quotations
    beside a name can be found.

    Examples
    --------
    >>> import narratives as nv
    >>> note = nv.Document("note", "The dam was blown up, the ministry said on Friday.")
    >>> found = nv.extract_statements([note])
    >>> found[["source_text", "cue_text", "content_text"]].iloc[0].tolist()
    ['the ministry', 'said', 'The dam was blown up']
    """
    listed = [documents] if isinstance(documents, Document) else list(documents)
    seen: set[str] = set()
    for document in listed:
        if not isinstance(document, Document):
            raise SchemaError(
                f"documents holds {type(document).__name__}, expected Document. "
                "Use read_document(path) or Document(document_id, text)."
            )
        if document.document_id in seen:
            raise SchemaError(
                f'documents holds the id "{document.document_id}" twice. Give each its own.'
            )
        seen.add(document.document_id)
    rows: list[dict[str, object]] = []
    voices: dict[str, str] = {}
    for number, document in enumerate(listed, 1):
        rows += _rows(document, voices)
        if progress is not None:
            progress(number, len(listed))
    table = pd.DataFrame(rows, columns=["statement_id", *STATEMENTS]).set_index("statement_id")

    named = name_sources(rate_strength(table, listed), listed, sources)
    for column in ("source_name", "candidates"):
        values = dict(zip(named.index, named[column], strict=True))
        for statement, voice in voices.items():
            values[statement] = values[voice]
        named[column] = pd.Series(values, index=named.index, dtype="str")
    return named


def _sentences(document: Document) -> list[Sentence]:
    text = shadow(document.text)
    return read_sentences(text, sentence_rows(document, text))


def _drafts(sentences: list[Sentence]) -> list[Draft]:
    found: list[Draft] = []
    for sentence in sentences:
        found += _of_sentence(sentence)
    found += drafts_of_quotations(sentences, found)
    return sorted(found, key=lambda d: (d.start, d.end, d.cue[0][0] if d.cue else 0))


def _of_sentence(sentence: Sentence) -> list[Draft]:
    cues = list(find_verbs(sentence))
    found = [*drafts_of_relations(sentence), *drafts_of_quoted_as(sentence, cues)]
    used = [span for draft in found for span in draft.cue]
    for cue in cues:
        place = sentence.span(cue.first, cue.last)
        if overlap([place], used):
            continue
        drafts = drafts_of_verb(sentence, cue, cues, found)
        for draft in drafts:
            used += draft.cue
        found += drafts
    found += drafts_of_according(sentence, cues)
    found += drafts_of_nouns(sentence, cues)
    found += drafts_of_labels(sentence)
    return link_drafts(sentence, found)


def _rows(document: Document, voices: dict[str, str]) -> list[dict[str, object]]:
    """Turn drafts into rows; note in ``voices`` whose speaker each carried-over one has."""
    sentences = _sentences(document)
    rows: list[dict[str, object]] = []
    ids: dict[int, str] = {}
    carried: list[Draft] = []
    taken: set[str] = set()
    for draft in _drafts(sentences):
        identifier = f"{document.document_id}:{draft.start}-{draft.end}"
        if identifier in taken:
            identifier += f"@{min(draft.cue)[0] if draft.cue else draft.start}"
        if identifier in taken:
            continue
        taken.add(identifier)
        ids[id(draft)] = identifier
        if draft.voice is not None:
            carried.append(draft)
        row: dict[str, object] = dict.fromkeys(STATEMENTS, "")
        row |= {
            "statement_id": identifier,
            "document_id": document.document_id,
            "source": format_spans(draft.source),
            "cue": format_spans(draft.cue),
            "content": format_spans(draft.content),
            "kind": _kind(sentences[draft.sentence], sorted(draft.content)),
            "chain": ";".join(f"{a}-{b}" for a, b in draft.chain),
            "inferred": draft.speaker == "carried over",
            "resolved_by": draft.speaker,
            "source_name": draft.speaker if draft.speaker in (NARRATOR, UNNAMED) else "",
            "method": draft.method,
            "flags": ";".join(sorted(draft.flags)),
            "source_text": span_text(document.text, draft.source),
            "cue_text": span_text(document.text, draft.cue),
            "content_text": span_text(document.text, draft.content),
        }
        rows.append(row)
    for draft in carried:
        voice = draft.voice
        if voice is not None and id(voice) in ids:
            voices[ids[id(draft)]] = ids[id(voice)]
    return rows


def _kind(home: Sentence, content: list[Span]) -> str:
    """Tell whether the words are quoted whole, in part, or not at all."""
    first = bisect_left(home.quotations, content[0][0], key=lambda q: q.end)
    last = bisect_left(home.quotations, content[-1][1], key=lambda q: q.start)
    near = home.quotations[first:last]
    quoted = overlap(content, [quotation.inner for quotation in near])
    if not quoted:
        return "indirect"
    marks = overlap(content, [(q.start, q.end) for q in near]) - quoted
    size = sum(end - start for start, end in content) - marks
    return "direct" if quoted >= 0.95 * size else "mixed"
