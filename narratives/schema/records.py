"""The records: a document as published, and a case as it was read from its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.schema.errors import SchemaError
from narratives.schema.relations import relations_table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Document:
    """A text as published. It is never changed; all offsets are code points into it.

    Parameters
    ----------
    document_id : str
        Letters, digits, ``-`` and ``_``.
    text : str
        The text as it stands in the file.
    title, publisher, published, language, url, file : str
        What is known about it; empty where unknown. ``language`` is a code such as "en".
    outside : tuple of str
        Facts about the document that its text does not give, one sentence each.
    author, changed : str
        Who wrote it, and when it was last changed; never the date of publication.
    read_from : tuple of (str, str)
        Which of these the page states itself, and where in it that was read.
    furniture : tuple of (start, end, kind, why)
        Paragraphs that the page itself marks as furniture, by kinds of ``FURNITURE``.
    original, original_sha256 : str
        Name and SHA-256 of the file from which the text was taken, where it was no plain text.

    Examples
    --------
    >>> document = Document("note", "The river rose, officials said.")
    >>> document[0:9]
    'The river'
    """

    document_id: str
    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = "en"
    url: str = ""
    file: str = ""
    outside: tuple[str, ...] = ()
    author: str = ""
    changed: str = ""
    read_from: tuple[tuple[str, str], ...] = ()
    furniture: tuple[tuple[int, int, str, str], ...] = ()
    original: str = ""
    original_sha256: str = ""

    def __getitem__(self, piece: slice) -> str:
        return self.text[piece]

    def find(self, words: str, after: int = 0) -> str:
        """Return the span of words that a person read in the text, written ``start-end``.

        Parameters
        ----------
        words : str
            As they stand in the text.
        after : int
            Where to begin to look, for words that stand there more than once.

        Returns
        -------
        str
            The first place at or after ``after``.

        Raises
        ------
        SchemaError
            If the words do not stand there.

        Examples
        --------
        >>> Document("note", "The river rose, officials said.").find("officials")
        '16-25'
        """
        start = self.text.find(words, after) if words else -1
        if start < 0:
            raise SchemaError(
                f'words "{words[:60]}" do not stand in document "{self.document_id}" at or after '
                f"{after}. Copy them from the text: a no-break space is not a space, and curly "
                "quotation marks are not straight ones."
            )
        return f"{start}-{start + len(words)}"

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def facts(self) -> dict[str, str | int]:
        """What is known about the document, its length in code points and its hash."""
        known = ("title", "publisher", "author", "published", "changed", "language", "url", "file")
        return {
            **{name: str(getattr(self, name)) for name in known},
            "characters": len(self.text),
            "sha256": self.sha256,
        }


@dataclass(frozen=True)
class Truth:
    """What happened, in a case whose event was made up.

    It is for the end of a lesson. No score reads it, and no report shows it.

    Parameters
    ----------
    narrative_id : str
        The account that is what happened.
    story : str
        What happened, in a few plain sentences; empty where not told.

    Examples
    --------
    >>> Truth("worn_cable", "The cable had rusted through.").narrative_id
    'worn_cable'
    """

    narrative_id: str
    story: str = ""


@dataclass(frozen=True)
class Case:
    """A question, its narratives, its sources and its documents, as read from a folder.

    Parameters
    ----------
    name : str
        The name of the folder.
    question : str
    documents : tuple of Document
    narratives : DataFrame indexed by ``narrative_id``, columns ``NARRATIVES``
    sources : DataFrame indexed by ``source_id``, columns ``SOURCES``
    origins : DataFrame indexed by ``origin_id``, columns ``ORIGINS``
    stakes : DataFrame of shape (n_sources, n_narratives)
        +1 wants the narrative believed, -1 wants it disbelieved, NaN no stake given.
    review : DataFrame
        The lines of ``review.jsonl`` with columns line, at, who, target, field, value, why.
    readings : mapping of a name to a DataFrame as ``review``
        What other readers grade and rate anew, from ``review-<name>.jsonl``.
    settings : mapping
        The ``settings`` part of ``case.yaml``.
    reference : mapping or None
        The content of ``reference.json`` where there is one.
    references : mapping of a name to a mapping as ``reference``
        Those of other documents, from ``reference-<name>.json``.
    truth : Truth or None
        What happened, where the event was made up; no score reads it.
    relations : DataFrame, columns ``RELATIONS``
        What one account is to another; two that it does not name count as excluding each other.
    folder : Path or None
    warnings : tuple of str
        What was odd without being wrong, such as a torn last line of the review.
    """

    name: str
    question: str
    documents: tuple[Document, ...]
    narratives: pd.DataFrame
    sources: pd.DataFrame
    origins: pd.DataFrame
    stakes: pd.DataFrame
    review: pd.DataFrame
    settings: Mapping[str, Any] = field(default_factory=dict)
    reference: Mapping[str, Any] | None = None
    folder: Path | None = None
    warnings: tuple[str, ...] = ()
    readings: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    references: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    truth: Truth | None = None
    relations: pd.DataFrame = field(default_factory=relations_table)

    def document(self, document_id: str) -> Document:
        """Return the document with this id."""
        for document in self.documents:
            if document.document_id == document_id:
                return document
        known = ", ".join(d.document_id for d in self.documents)
        raise SchemaError(f'document_id "{document_id}" is not in the case. Known: {known}.')
