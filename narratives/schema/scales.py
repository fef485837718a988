"""The scales, and the columns of every table in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping

ID = re.compile(r"[A-Za-z0-9_-]+\Z")
"""What an id may be made of."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
"""How the colour of a narrative is written."""

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
RATING_LETTERS: Mapping[float, str] = {number: letters for letters, number in RATINGS.items()}
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
ARTICLE = "the article itself"
"""How readers are told of ``NARRATOR``."""
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
ROLES = ("source", "cue", "content")
"""The parts of an attribution, each as spans."""
PLACES = (*ROLES, "chain")
"""Fields of a statement whose value is a place in the text, as a person may give it."""
SPANS = (*PLACES, "strength_words")
"""Columns of the statements table that hold spans."""
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
