"""Evidence items as they are drafted, and as the person left them."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from narratives.copies import mark_copies
from narratives.evidence import Evidence
from narratives.review import apply_to_items
from narratives.schema import each


class SettledEvidence(NamedTuple):
    """The items with the review, their questions that are open, and what the review changed."""

    items: pd.DataFrame
    reports: pd.DataFrame
    matrix: pd.DataFrame
    questions: pd.DataFrame
    corrections: pd.DataFrame
    ratings: pd.DataFrame


def settle_evidence(
    drafted: Evidence, review: pd.DataFrame, statements: pd.DataFrame, folded: pd.DataFrame
) -> SettledEvidence:
    """Replay the review over drafted items; a copy is no report of its own."""
    reviewed = apply_to_items(
        drafted.items,
        mark_copies(drafted.reports, statements, folded),
        drafted.matrix,
        review,
        statements,
    )
    asked = drafted.questions
    rated = {(r.item_id, r.narrative_id) for r in each(reviewed.ratings)}
    still = [
        r.item_id in reviewed.items.index and (r.item_id, r.narrative_id) not in rated
        for r in each(asked)
    ]
    return SettledEvidence(
        reviewed.items,
        reviewed.reports,
        reviewed.matrix,
        asked[pd.Series(still, index=asked.index, dtype=bool)].reset_index(drop=True),
        reviewed.corrections,
        reviewed.ratings,
    )
