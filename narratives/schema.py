"""Columns and scales of every table, the records, and the checks all modules share.

A table is a pandas DataFrame with the columns named here; a record is a frozen
dataclass for one thing a person handles. Positions in a text are counted in
Unicode code points, end exclusive, and written ``start-end``; several pieces
are joined by ``;``, in the order in which they stand in the text.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Span = tuple[int, int]
"""One piece of a text: start and end in code points, end exclusive."""

# Scales, weakest or worst first where there is an order.
KINDS = ("direct", "indirect", "mixed")
STRENGTHS = ("hint", "possible", "likely", "certain")
POLARITIES = ("asserts", "denies", "doubts")
STANCES = ("supports", "disputes", "neutral")
HOWS = ("stated", "implied")
NO_NARRATIVE = "none"
"""The reserved narrative id of a statement that bears on no narrative."""
RATINGS: Mapping[str, float] = {"II": -2.0, "I": -1.0, "N": 0.0, "C": 1.0, "CC": 2.0}
"""Letters of the evidence matrix and their numbers; ``NA`` is a missing value."""
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
CREDIBILITIES = (1, 2, 3, 4, 5, 6)
RELEVANCES = ("low", "medium", "high")
SHOWN = ("none", "named", "shown")
BASES = (
    "claim_of_responsibility",
    "official_statement",
    "intelligence_assessment",
    "images",
    "conduct",
    "expert_judgement",
    "motive",
    "precedent",
    "bare_assertion",
)
SOURCE_KINDS = (
    "government_party",
    "foreign_government",
    "intelligence_service",
    "think_tank",
    "perpetrator_group",
    "media",
    "person",
    "organisation",
    "narrator",
    "unspecified",
)
FURNITURE = (
    "caption",
    "duplicate",
    "link_header",
    "donation",
    "read_original",
    "byline",
    "advertisement",
)
"""Kinds of segment that are part of the document and never a statement."""
SEGMENT_KINDS = ("headline", "heading", "body", *FURNITURE)
NARRATOR = "narrator"
"""The reserved source id of the document's own voice."""
UNNAMED = "unnamed"
"""The reserved source id of a source that the text implies and does not name."""

# Columns of the tables, in their order.
SEGMENTS = ("document_id", "start", "end", "kind", "analyse", "why")
SENTENCES = ("document_id", "paragraph", "start", "end", "kind")
STATEMENTS = (
    "document_id",
    "source",
    "cue",
    "content",
    "kind",
    "strength",
    "strength_words",
    "polarity",
    "source_name",
    "candidates",
    "resolved_by",
    "link_probability",
    "chain",
    "inferred",
    "method",
    "probability",
    "flags",
    "source_text",
    "cue_text",
    "content_text",
)
"""Columns of the statements table, which is indexed by ``statement_id``.

``source``, ``cue``, ``content``, ``strength_words`` and ``chain`` are spans;
``chain`` holds the intermediaries between source and document, nearest to the
source first. ``source_name`` is the fullest name of the source in the document,
"narrator" for the document's own voice and "unnamed" where the text implies a
source without naming one. ``candidates`` are names joined by ``;``: more than one
where the text leaves open who is meant. ``link_probability`` says how often a link of this
kind is right: from 0 to 1 where a pronoun, an epithet or a carried-over speaker was linked to
a name, missing where the source is itself a name or nothing was linked. It is the share of
right links among those of annotated articles, one added on each side, not a judgement of the
single case (``lexicon/en/links.tsv``). ``method`` says who found the statement, a tagger, a
rule or both, and by which rule; ``probability``, 0 to 1, how often a statement read with this
certainty was marked, with this source, by annotators of US political news
(``tagging/MODEL_CARD.md``). Both are the machine's about its own reading, and missing where a
person decided: ``link_probability`` where the source or its id is given by hand, ``probability``
where source, cue or content are, or the whole statement. ``flags`` are words joined by ``;``.
"""
RESOLVED_SOURCES = ("source_id", "origin_id")
"""Columns that ``resolve_sources`` adds to the statements table."""
BEARINGS = (
    "statement_id",
    "narrative_id",
    "stance",
    "how",
    "probability",
    "why",
    "antecedent",
)
"""Columns of the bearings table: one row for each statement and narrative it bears on.

A statement that bears on no narrative has one row with narrative ``none`` and
stance ``neutral``. ``antecedent`` is the span that a pointing word ("these
allegations") points back to, empty where there is none.
"""
UNSURE = "unsure"
"""How ``why`` begins for a bearing under its threshold."""
NARRATIVES = ("title", "statement", "terms", "examples_for", "examples_against", "colour")
"""Columns of the narratives table, indexed by ``narrative_id``."""
SOURCES = ("name", "aliases", "kind", "origin_id", "reliability", "outside")
"""Columns of the register of sources, indexed by ``source_id``."""
ORIGINS = ("name", "kind")
"""Columns of the table of origins, indexed by ``origin_id``."""
ITEMS = ("label", "basis", "shown", "credibility", "relevance", "rated_by")
"""Columns of the evidence items, indexed by ``item_id``."""
CARD: dict[str, tuple[str, ...]] = {
    "sources": ("named", "origins", "nearness", "stake", "record", "others"),
    "evidence": ("kind", "shown", "checkable", "opposed", "firmness", "separates"),
}
"""The criteria of the score card, by profile (:mod:`narratives.scores.card`)."""
CARD_SCORES = (0, 1, 2, 3)
REPORTS = ("item_id", "statement_id", "source_id", "origin_id", "holds", "copied_from")
CORRECTIONS = (
    "line",
    "at",
    "who",
    "target",
    "field",
    "draft",
    "value",
    "why",
    "status",
    "message",
)
"""Columns of the corrections made by hand; ``status`` is applied, gone or refused.

``message`` says why a correction is gone or refused and what is nearest to it.
"""


class NarrativesError(ValueError):
    """A mistake that the person who uses the software can mend."""


class SchemaError(NarrativesError):
    """A table or an argument that is not as :mod:`narratives.schema` says."""


class CaseError(NarrativesError):
    r"""Mistakes in a case folder, all of them at once.

    Parameters
    ----------
    problems : iterable of str
        One message for each mistake: file, line, key, value and the way out.

    Examples
    --------
    >>> str(CaseError(["case.yaml, line 3: a", "case.yaml, line 7: b"]))
    'case.yaml, line 3: a\ncase.yaml, line 7: b'
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def failure_in_words(error: BaseException) -> str:
    """Say where the program failed, for the person who can report it.

    Examples
    --------
    >>> failure_in_words(IndexError("out of range"))
    'the program failed here (IndexError: out of range). Please report it with the text.'
    """
    place = ""
    if error.__traceback__ is not None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"; {Path(last.filename).name}, line {last.lineno}"
    told = " ".join(str(error).split())[:200]
    return (
        f"the program failed here ({type(error).__name__}{': ' if told else ''}{told}{place}). "
        "Please report it with the text."
    )


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
        known = ("title", "publisher", "published", "language", "url", "file")
        return {
            **{name: str(getattr(self, name)) for name in known},
            "characters": len(self.text),
            "sha256": self.sha256,
        }


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
    settings : mapping
        The ``settings`` part of ``case.yaml``.
    reference : mapping or None
        The content of ``reference.json`` where there is one.
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

    def document(self, document_id: str) -> Document:
        """Return the document with this id."""
        for document in self.documents:
            if document.document_id == document_id:
                return document
        known = ", ".join(d.document_id for d in self.documents)
        raise SchemaError(f'document_id "{document_id}" is not in the case. Known: {known}.')


ID = re.compile(r"[A-Za-z0-9_-]+\Z")
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})\Z")


def parse_spans(spans: str) -> list[Span]:
    """Read spans written as ``start-end;start-end``.

    Parameters
    ----------
    spans : str
        Empty for no span.

    Returns
    -------
    list of (start, end)

    Raises
    ------
    SchemaError
        If a piece is not two numbers, or is empty, or ends before it starts.

    Examples
    --------
    >>> parse_spans("3-9;12-20")
    [(3, 9), (12, 20)]
    >>> parse_spans("9-3")
    Traceback (most recent call last):
    narratives.schema.SchemaError: span "9-3" ends before it starts. Write "start-end" ...
    """
    found = []
    for piece in spans.split(";") if spans else ():
        match = _SPAN.match(piece)
        if match is None:
            raise SchemaError(
                f'span "{piece}" is not two positions. Write "start-end" in code points, '
                'several joined by ";", for example "3-9;12-20".'
            )
        start, end = int(match[1]), int(match[2])
        if end <= start:
            raise SchemaError(
                f'span "{piece}" ends before it starts. Write "start-end" in code points, '
                "end exclusive and larger than start."
            )
        found.append((start, end))
    return found


def format_spans(spans: Iterable[Span]) -> str:
    """Write spans as ``start-end;start-end``, in the order of the text.

    Examples
    --------
    >>> format_spans([(12, 20), (3, 9)])
    '3-9;12-20'
    """
    return ";".join(f"{start}-{end}" for start, end in sorted(spans))


def span_text(text: str, spans: str | Iterable[Span], joint: str = " … ") -> str:
    """Return the words that the spans cover, several pieces with ``joint`` between them.

    Examples
    --------
    >>> span_text("The river rose, officials said.", "4-9;16-25")
    'river … officials'
    """
    pieces = parse_spans(spans) if isinstance(spans, str) else sorted(spans)
    return joint.join(text[start:end] for start, end in pieces)


def overlap(a: Iterable[Span], b: Iterable[Span]) -> int:
    """Count the code points that two lists of spans share.

    Examples
    --------
    >>> overlap([(0, 5), (8, 10)], [(3, 9)])
    3
    """
    other = list(b)
    shared = 0
    for start, end in a:
        for first, last in other:
            if first < end and start < last:
                shared += max(0, min(end, last) - max(start, first))
    return shared


def require_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Refuse a table that lacks columns.

    Raises
    ------
    SchemaError
        Names the argument and every column that is missing.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise SchemaError(
            f"{name} lacks the columns {', '.join(missing)}. It has: "
            f"{', '.join(map(str, table.columns)) or 'none'}."
        )
