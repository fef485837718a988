"""What a person decided: an append-only log, and its replay over the draft."""

from __future__ import annotations

from narratives.review.appending import append_lines
from narratives.review.bearings import apply_to_bearings, apply_to_cards, apply_to_sources
from narratives.review.calling import make_callable
from narratives.review.copies import FROM_NOBODY, apply_to_copies
from narratives.review.fields import check_entry
from narratives.review.items import PERSON_RATINGS, ReviewedItems, apply_to_items
from narratives.review.log import REVIEW, append_review, load_review
from narratives.review.statements import apply_to_statements
from narratives.review.undoing import UNDO, mark_of, undone, without_undone

__all__ = [
    "FROM_NOBODY",
    "PERSON_RATINGS",
    "REVIEW",
    "UNDO",
    "ReviewedItems",
    "append_lines",
    "append_review",
    "apply_to_bearings",
    "apply_to_cards",
    "apply_to_copies",
    "apply_to_items",
    "apply_to_sources",
    "apply_to_statements",
    "check_entry",
    "load_review",
    "mark_of",
    "undone",
    "without_undone",
]

make_callable(__name__)
