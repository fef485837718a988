"""Documents to statements: source, cue, content and chain of each attribution.

A trained tagger and rules over a cue lexicon read the same text. Each statement keeps
in ``method`` which of them found it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from narratives.attribution.broken import flag_broken_off
from narratives.attribution.draft import Draft
from narratives.attribution.odds import LEAST
from narratives.attribution.passes import run_passes
from narratives.attribution.rows import Original, Row, rows_of, table_of
from narratives.attribution.sentences.text import Sentence
from narratives.documents import clean_document, open_breaks
from narratives.schema import Document, SchemaError
from narratives.sources.register import read_register
from narratives.tagging import TaggedText, check_model

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
        opened = [clean.forth((at - 1, at))[1] for at in open_breaks(document.text)]
        flag_broken_off(drafts, sentences, opened)
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
    work = run_passes(document, model, least)
    return work.found, work.reading(), work.sentences
