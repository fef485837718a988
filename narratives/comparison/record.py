"""The tables of one case in one frozen record, and what the scores say of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from narratives.comparison.across import bases_of, changes_table, copies_table, voice_names
from narratives.comparison.given import GivenTables
from narratives.comparison.looked import Looked, is_reviewed, look_through
from narratives.comparison.standing import basis_by_narrative, firmness_by_origin, voices_by_origin
from narratives.comparison.supporting import judged_sources, support_by_narrative
from narratives.copies import (
    Clock,
    changing_numbers,
    claims_through_time,
    find_namings,
    find_rises,
    numbers_through_time,
)

if TYPE_CHECKING:
    from narratives.scores.people.raters import RaterAgreement
    from narratives.scores.supporting.support import Support

TABLES = (
    "narratives",
    "sources",
    "origins",
    "stakes",
    "relations",
    "segments",
    "statements",
    "bearings",
    "unsure",
    "items",
    "reports",
    "ratings",
    "matrix",
    "weights",
    "voices",
    "firmness",
    "basis",
    "inconsistency",
    "ranking",
    "diagnosticity",
    "drop_one",
    "support_by_narrative",
    "what_would_change",
    "rater_differences",
    "score_card",
    "loaded_words",
    "tensions",
    "corrections",
    "questions",
)
"""The tables of a comparison, in the order in which they come about."""
TEXT_TABLES = ("copies", "changes", "folded", "claims", "rises", "numbers", "namings")
"""Those that a comparison of several texts has besides."""


@dataclass(frozen=True)
class Tables(GivenTables):
    """All tables of one case, from its documents to its scores.

    The tables describe what the documents say and how the scores follow from it.
    None of them says what happened. :func:`narratives.compare` makes the record, as a
    :class:`narratives.Comparison`, which adds the words and the page. What it is made from
    are the fields of :class:`~narratives.comparison.given.GivenTables`; what follows from them is
    computed where it is first asked for, and kept.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> len(comparison.statements), len(comparison.items), comparison.matrix.shape
    (23, 12, (12, 3))
    >>> comparison.support.withheld
    True
    """

    @cached_property
    def reviewed(self) -> bool:
        """Whether a person decided anything that is shown; all else is a draft and says so."""
        return is_reviewed(self.corrections, self.draft)

    @cached_property
    def looked(self) -> Looked:
        """How many statements and bearings a person has looked at, and who."""
        return look_through(
            self.statements, self.bearings, self.unsure, self.corrections, self.draft
        )

    @cached_property
    def voices_by_origin(self) -> pd.DataFrame:
        """One row for each narrative, stance and origin."""
        return voices_by_origin(
            self.voices,
            self.firmness,
            self.statements,
            self.sources,
            self.origins,
            self.narratives.index,
        )

    @cached_property
    def firmness_by_origin(self) -> pd.DataFrame:
        """One row for each narrative, stance, origin and strength."""
        return firmness_by_origin(
            self.statements, self.bearings, self.documents, self.voices_by_origin
        )

    @cached_property
    def basis_by_narrative(self) -> pd.DataFrame:
        """One row for each narrative and kind of basis."""
        return basis_by_narrative(self.basis)

    @cached_property
    def drop_one(self) -> pd.DataFrame:
        """What changes if one item or one origin is left out (``narratives.drop_one``)."""
        from narratives.scores.changing.views import drop_one

        return drop_one(self.what_would_change)

    @cached_property
    def support(self) -> Support:
        """Probabilities under stated assumptions, or why there are none (``narratives.support``).

        ``support.withheld`` says whether a ranking may be read from them.
        """
        from narratives.scores.supporting.support import support

        sources = judged_sources(self.sources)
        return support(self.reports, self.matrix, sources, self.stakes, relations=self.relations)

    @cached_property
    def support_by_narrative(self) -> pd.DataFrame:
        """One row for each narrative: its probability and the range over the assumptions."""
        return support_by_narrative(self.support)

    @cached_property
    def what_would_change(self) -> pd.DataFrame:
        """Every single change of item, origin, rating, grade or assumption, in one table."""
        from narratives.scores.changing.changes import what_would_change

        return what_would_change(replace(self, sources=judged_sources(self.sources)))

    @cached_property
    def score_card(self) -> pd.DataFrame:
        """What the text gives for each account, by criteria (``narratives.score_card``)."""
        from narratives.scores.card import score_card

        return score_card(self)

    @cached_property
    def clock(self) -> Clock:
        """When each text, and each entry of a live blog, was published."""
        return Clock(self.documents)

    @cached_property
    def copies(self) -> pd.DataFrame:
        """Which text has its words from which, how that is known, and what they share."""
        return copies_table(self.documents, self.copy_links)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What changed between a text and the one it has its words from, word by word."""
        return changes_table(self.documents, self.text_pairs, self.copy_links)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """What is said for and against each account, in the order of the dates."""
        names = voice_names(self.sources, self.origins)
        return claims_through_time(
            self.statements,
            self.bearings,
            self.documents,
            self.clock,
            self.folded,
            names,
            [str(narrative) for narrative in self.narratives.index],
        )

    @cached_property
    def rises(self) -> pd.DataFrame:
        """What is put more firmly later, and whether with a new basis."""
        return find_rises(self.claims, self.statements, bases_of(self.items, self.reports))

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """Numbers that change from text to text, in the order of the dates."""
        return changing_numbers(numbers_through_time(self.documents, self.clock))

    @cached_property
    def namings(self) -> pd.DataFrame:
        """What the same thing is called, where and by whom."""
        return find_namings(self.documents, self.statements)

    @cached_property
    def agreement(self) -> RaterAgreement:
        """How far the persons who rated agree (``narratives.rater_agreement``)."""
        from narratives.scores.people.raters import rater_agreement

        return rater_agreement(self.ratings)

    @cached_property
    def rater_differences(self) -> pd.DataFrame:
        """The cells on which the persons who rated differ."""
        from narratives.scores.people.raters import rater_differences

        return rater_differences(self.ratings)

    @cached_property
    def rater_views(self) -> pd.DataFrame:
        """The order of the narratives by the ratings of each person alone."""
        from narratives.scores.people.raters import rater_views

        return rater_views(self.ratings, self.weights, self.relations)

    def to_tables(self) -> dict[str, pd.DataFrame]:
        """Return every table as a fresh DataFrame, by name.

        Returns
        -------
        dict of str to DataFrame
            "documents" first, then the names of ``TABLES``, and of several documents those
            of ``TEXT_TABLES``.
        """
        facts = [{"document_id": d.document_id, **d.facts} for d in self.documents]
        columns = None if facts else ["document_id"]
        documents = pd.DataFrame(facts, columns=columns).set_index("document_id")
        tables = {"documents": documents}
        for name in TABLES + (TEXT_TABLES if len(self.documents) > 1 else ()):
            table = getattr(self, name)
            tables[name] = table.to_frame() if isinstance(table, pd.Series) else table.copy()
        return tables
