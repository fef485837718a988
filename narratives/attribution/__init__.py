"""Documents to statements: source, cue, content and chain of each attribution.

A trained tagger and rules over a cue lexicon read the same text. Each statement keeps
in ``method`` which of them found it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from narratives.attribution.according import drafts_of_according, drafts_of_quoted_as
from narratives.attribution.asides import Aside, put_back, set_aside, with_marks, without_marks
from narratives.attribution.brackets import cut_out, find_brackets
from narratives.attribution.channels import add_channels, drop_links
from narratives.attribution.clauses import is_question
from narratives.attribution.cues import find_verbs
from narratives.attribution.datelines import add_wires, find_links, find_wires
from narratives.attribution.draft import Draft
from narratives.attribution.joining import join_readings
from narratives.attribution.labels import drafts_of_labels, drafts_of_relations
from narratives.attribution.links import link_drafts
from narratives.attribution.listed import (
    drafts_of_listed_cues,
    drafts_of_plain_labels,
)
from narratives.attribution.nouns import drafts_of_nouns
from narratives.attribution.odds import LEAST, rate_draft
from narratives.attribution.outlets import outlets_named
from narratives.attribution.posts import drafts_of_posts
from narratives.attribution.quoted import drafts_carried_on, drafts_of_quotations
from narratives.attribution.rows import Original, Row, rows_of, table_of
from narratives.attribution.scopes import claims_nothing, drafts_of_details, drafts_of_scopes
from narratives.attribution.text import Sentence, read_sentences
from narratives.attribution.unclosed import free_speakers
from narratives.attribution.verbs import drafts_of_verb
from narratives.documents import clean_document, language_of, sentence_rows, shadow
from narratives.schema import (
    Document,
    SchemaError,
    Span,
    overlap,
    span_text,
)
from narratives.sources.register import read_register
from narratives.tagging import TaggedText, check_model, tag_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["extract_statements", "read_drafts"]


def extract_statements(
    documents: Document | Iterable[Document],
    sources: pd.DataFrame | None = None,
    *,
    model: str = "accurate",
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Find who says what in each document, how firmly, and by which way it came.

    Parameters
    ----------
    documents : Document or iterable of Document
    sources : DataFrame, optional
        The case's register of sources; its names and aliases help to name
        sources. Without it, names come from the document alone.
    model : {"accurate", "fast"}
        The tagger that reads beside the rules: a small encoder, for cases, or a
        network without one, for corpora.
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
        If something in ``documents`` is not a :class:`~narratives.Document`, two
        documents share an id, or there is no such model.

    Notes
    -----
    Word lists and taggers are English. Of a paragraph in another language only
    quotations and labels are found, and flagged.

    Examples
    --------
    >>> import narratives as nv
    >>> note = nv.Document("note", "The dam was blown up, the ministry said on Friday.")
    >>> found = nv.extract_statements([note])
    >>> found[["source_text", "cue_text", "content_text"]].iloc[0].tolist()
    ['the ministry', 'said', 'The dam was blown up']
    """
    return table_of(read_rows(documents, sources, model=model, progress=progress))


def read_rows(
    documents: Document | Iterable[Document],
    sources: pd.DataFrame | None = None,
    *,
    model: str = "accurate",
    progress: Callable[[int, int], None] | None = None,
) -> list[Row]:
    """Return what :func:`extract_statements` finds as plain rows, without pandas."""
    check_model(model)
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
    register = read_register(sources) if sources is not None else None
    rows: list[Row] = []
    for number, document in enumerate(listed, 1):
        read, clean = clean_document(document)
        drafts, _, sentences = read_drafts(read, model)
        rows += rows_of(read, drafts, sentences, register, Original(document.text, clean))
        if progress is not None:
            progress(number, len(listed))
    return rows


def read_drafts(
    document: Document, model: str, least: float = LEAST
) -> tuple[list[Draft], TaggedText, list[Sentence]]:
    """Find the attributions of a document, before they become rows of the table.

    Parameters
    ----------
    document : Document
        One whose text is read as it stands, see ``clean_document``.
    model : {"accurate", "fast"}
    least : float
        Probability from which a draft stays that only the tagger found.

    Returns
    -------
    drafts : list of Draft, in the order of the text
    tagged : TaggedText
        What the tagger read.
    sentences : list of Sentence
    """
    text = shadow(document.text)
    rows = sentence_rows(document, text)
    wires = find_wires(text, rows)
    holes = [*(wire.words for wire in wires), *find_links(text, rows)]
    sentences = read_sentences(text, rows, holes, language_of(document))
    english = {sentence.paragraph for sentence in sentences if sentence.english}
    spans: dict[int, Span] = {}
    for paragraph, start, end, _ in rows:
        if paragraph in english:
            spans[paragraph] = (spans.get(paragraph, (start, end))[0], end)
    tagged = tag_text(text, spans.values(), model)
    plain = [without_marks(sentence) for sentence in sentences]
    sentences = free_speakers([sentence for sentence, _ in plain])
    named = outlets_named(sentences)
    read = [set_aside(sentence, named) for sentence in sentences]
    found = [draft for sentence, asides in read for draft in _of_sentence(sentence, asides)]
    found += drafts_of_scopes(sentences, found)
    found += drafts_of_posts(sentences, found)
    found = drop_links(sentences, join_readings(sentences, found, tagged))
    for draft in found:
        if not draft.method:
            put_back([draft], read[draft.sentence][1])
    found = [
        draft
        for draft in found
        if draft.method
        or not (
            overlap(draft.cue, holes)
            or overlap(draft.cue, [aside.words for aside in read[draft.sentence][1]])
            or claims_nothing(sentences[draft.sentence], draft)
        )
    ]
    found = [draft for draft in found if not is_question(sentences[draft.sentence])]
    found += drafts_of_details(sentences, found)
    for draft in found:
        draft.probability = rate_draft(draft, tagged, model)
    found = [draft for draft in found if draft.method or draft.probability >= least]
    quoted = drafts_of_quotations(sentences, found)
    quoted += drafts_carried_on(sentences, [*found, *quoted], tagged.attributions)
    for draft in quoted:
        draft.probability = rate_draft(draft, tagged, model)
    found += [draft for draft in quoted if draft.method or draft.probability >= least]
    add_channels(sentences, found, named)
    with_marks(found, [name for _, names in plain for name in names])
    add_wires(text, found, wires)
    cut_out(text, found, [*holes, *find_brackets(text, sentences)])
    found = [draft for draft in found if any(map(str.isalnum, span_text(text, draft.content)))]
    for draft in found:
        draft.tidy()
    found.sort(key=lambda d: (d.start, d.end, d.cue[0][0] if d.cue else 0))
    return found, tagged, sentences


def _of_sentence(sentence: Sentence, asides: Sequence[Aside]) -> list[Draft]:
    if not sentence.english:
        return [*drafts_of_listed_cues(sentence), *drafts_of_plain_labels(sentence)]
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
    found = link_drafts(sentence, found)
    put_back(found, asides)
    return found
