"""What a comparison is made from: the documents of a case and the tables as they came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from narratives import schema
from narratives.comparison.supporting import no_ratings
from narratives.copies import FOLDED

if TYPE_CHECKING:
    from narratives.copies import Compared, CopyLink, TextPair
    from narratives.evidence import Evidence
    from narratives.reading import BearingReader
    from narratives.schema import Document


def _no_statements() -> pd.DataFrame:
    columns = [*schema.STATEMENTS, *schema.RESOLVED_SOURCES]
    return pd.DataFrame(columns=columns, index=pd.Index([], name="statement_id", dtype="str"))


@dataclass(frozen=True)
class GivenTables:
    """The tables of one case as the steps from its documents to its scores made them.

    Parameters
    ----------
    name, question : str
        From the case.
    documents : tuple of Document
    narratives, sources, origins, stakes : DataFrame
        The registers of the case, with the reliability grades of the review.
    segments : DataFrame, columns ``schema.SEGMENTS``
    statements : DataFrame, columns ``schema.STATEMENTS`` and ``schema.RESOLVED_SOURCES``
    bearings : DataFrame, columns ``schema.BEARINGS``
        What the scores rest on: drafted bearings from their threshold on, and a person's.
    unsure : DataFrame, columns ``schema.BEARINGS``
        Bearings under the threshold: shown, counted apart, in no score and no sentence.
    items : DataFrame, columns ``schema.ITEMS``
    reports : DataFrame, columns ``schema.REPORTS``
    matrix : DataFrame of shape (n_items, n_narratives)
        Ratings from -2 (``II``) to +2 (``CC``), NaN where an item does not bear.
    weights : Series
        Weight of each item in the scores, indexed like ``matrix``.
    voices, firmness, basis : DataFrame
        The first three views, one per narrative (``scores.balance``).
    inconsistency : DataFrame indexed by ``narrative_id``
        Weighted contradiction; lower is better.
    ranking : DataFrame
        The narratives, least contradicted first.
    diagnosticity : Series indexed like ``matrix``
    loaded_words, tensions, corrections : DataFrame
    questions : DataFrame
        What the draft does not rate by itself and asks the person.
    ratings : DataFrame with columns item_id, narrative_id, who, rating and line
        The last rating of each cell by each person, as letters; the matrix holds the
        last one by anybody.
    settings : mapping
        The settings of the case; ``reader`` names who read the bearings.
    draft : bool
        True where the review of the person was left out.
    reader : BearingReader or None
        Who read the bearings, and explains them; None for the encoder of the package.
    warnings : tuple of str
        What a reader has to know before trusting the tables.
    unread : tuple of str
        The ids of documents of the case that could not be read. They are in no table and
        not among ``documents``; ``warnings`` says why.

    text_pairs : tuple of TextPair
        Texts that share words, as :func:`narratives.find_copies` finds them.
    compared : Compared or None
        How many texts were compared for that, and how they were chosen; None where there is one
        text, or the tables were made by other means.
    copy_links : tuple of CopyLink
        Where each of them has its words from, as far as it is known.
    folded : DataFrame, columns ``narratives.copies.FOLDED``
        The statements that came by copying. They have the origin of their original.
    readings : mapping of a name to Tables
        The same case as other readers grade and rate it; empty where there is one reader.
    text_alone : Tables or None
        The same without the decisions that rest on knowledge from outside the text; of one of
        the ``readings`` without those of ``review.jsonl`` too. None where there are none, or they
        were left out.
    by_person : mapping of a name to Tables
        The same case by the lines of each person alone, where it was asked for
        (``narratives.stages.compare_persons``).
    relations : DataFrame, columns ``schema.RELATIONS``
        What one account is to another, as the case says it.
    drafted_statements, drafted_bearings : DataFrame
        What the machine had before the review, unsure bearings too. The draft of a statement
        whose bearings a person set is not taught by that decision. Empty where the tables were
        made by other means.
    drafted_evidence : Evidence or None
        The items as they were formed from statements and bearings, before any decision about
        them. None where the tables were made by other means.
    """

    name: str
    question: str
    documents: tuple[Document, ...]
    narratives: pd.DataFrame
    sources: pd.DataFrame
    origins: pd.DataFrame
    stakes: pd.DataFrame
    segments: pd.DataFrame
    statements: pd.DataFrame
    bearings: pd.DataFrame
    items: pd.DataFrame
    reports: pd.DataFrame
    matrix: pd.DataFrame
    weights: pd.Series[float]
    voices: pd.DataFrame
    firmness: pd.DataFrame
    basis: pd.DataFrame
    inconsistency: pd.DataFrame
    ranking: pd.DataFrame
    diagnosticity: pd.Series[float]
    loaded_words: pd.DataFrame
    tensions: pd.DataFrame
    corrections: pd.DataFrame
    questions: pd.DataFrame = field(default_factory=pd.DataFrame)
    unsure: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(schema.BEARINGS))
    )
    ratings: pd.DataFrame = field(default_factory=no_ratings)
    settings: Mapping[str, Any] = field(default_factory=dict)
    draft: bool = False
    warnings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    reader: BearingReader | None = field(default=None, repr=False)
    text_pairs: tuple[TextPair, ...] = field(default=(), repr=False)
    compared: Compared | None = field(default=None, repr=False)
    copy_links: tuple[CopyLink, ...] = field(default=(), repr=False)
    folded: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(FOLDED)))
    readings: Mapping[str, Self] = field(default_factory=dict, repr=False)
    text_alone: Self | None = field(default=None, repr=False)
    by_person: Mapping[str, Self] = field(default_factory=dict, repr=False)
    relations: pd.DataFrame = field(default_factory=schema.relations_table)
    drafted_statements: pd.DataFrame = field(default_factory=_no_statements, repr=False)
    drafted_bearings: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(schema.BEARINGS)), repr=False
    )
    drafted_evidence: Evidence | None = field(default=None, repr=False)

    def document(self, document_id: str) -> Document:
        """Return the document with this id.

        Raises
        ------
        SchemaError
            If the comparison has no such document.
        """
        for document in self.documents:
            if document.document_id == document_id:
                return document
        known = ", ".join(d.document_id for d in self.documents)
        raise schema.SchemaError(
            f'document_id "{document_id}" is not in the comparison. Known: {known}.'
        )
