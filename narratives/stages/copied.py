"""What the texts of a case have from each other, as far as the person decided."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from narratives.copies import (
    Clock,
    Compared,
    CopyLink,
    TextPair,
    fold_statements,
    link_texts,
    search_copies,
)
from narratives.copies.folding import SamePlaces
from narratives.review import apply_to_copies
from narratives.schema import Case


class Shared(NamedTuple):
    """The texts of a case that share words, and how many were compared for that."""

    pairs: tuple[TextPair, ...] = ()
    compared: Compared | None = None


class Copied(NamedTuple):
    """What the texts of a case have from each other, and the statements that came by copying."""

    shared: Shared
    links: tuple[CopyLink, ...]
    folded: pd.DataFrame


def copies_in(
    case: Case,
    review: pd.DataFrame,
    statements: pd.DataFrame,
    shared: Shared | None = None,
    same: SamePlaces | None = None,
) -> tuple[Copied, pd.DataFrame]:
    """Find what the texts have from each other; of one text there is nothing to find.

    ``shared`` is what the texts share, where that was found before: no decision changes it.
    ``same`` keeps what was found in each pair for the next decision.
    """
    decided, corrections = apply_to_copies(review, [d.document_id for d in case.documents])
    if shared is None:
        shared = find_shared(case)
    pairs = shared.pairs
    clock = Clock(case.documents)
    links = tuple(link_texts(case.documents, pairs, decided, clock)) if pairs or decided else ()
    texts = {document.document_id: document.text for document in case.documents}
    folded = fold_statements(statements, pairs, links, clock, decided, same=same, texts=texts)
    return Copied(shared, links, folded), corrections


def find_shared(case: Case) -> Shared:
    """Return the texts of a case that share words."""
    if len(case.documents) < 2:
        return Shared()
    pairs, compared = search_copies(case.documents)
    return Shared(tuple(pairs), compared)
