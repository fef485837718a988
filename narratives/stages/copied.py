"""What the texts of a case have from each other, as far as the person decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from narratives.copies import (
    Clock,
    CopyLink,
    TextPair,
    find_copies,
    fold_statements,
    link_texts,
)
from narratives.copies.folding import SamePlaces
from narratives.review import apply_to_copies
from narratives.schema import Case


class Copied(NamedTuple):
    """What the texts of a case have from each other, and the statements that came by copying."""

    pairs: tuple[TextPair, ...]
    links: tuple[CopyLink, ...]
    folded: pd.DataFrame


def copies_in(
    case: Case,
    review: pd.DataFrame,
    statements: pd.DataFrame,
    pairs: Sequence[TextPair] | None = None,
    same: SamePlaces | None = None,
) -> tuple[Copied, pd.DataFrame]:
    """Find what the texts have from each other; of one text there is nothing to find.

    ``pairs`` are those of the texts, where they were found before: no decision changes them.
    ``same`` keeps what was found in each pair for the next decision.
    """
    decided, corrections = apply_to_copies(review, [d.document_id for d in case.documents])
    if pairs is None:
        pairs = find_pairs(case)
    clock = Clock(case.documents)
    links = tuple(link_texts(case.documents, pairs, decided, clock)) if pairs or decided else ()
    folded = fold_statements(statements, pairs, links, clock, decided, same=same)
    return Copied(tuple(pairs), links, folded), corrections


def find_pairs(case: Case) -> tuple[TextPair, ...]:
    """Return the texts of a case that share words."""
    return tuple(find_copies(case.documents)) if len(case.documents) > 1 else ()
