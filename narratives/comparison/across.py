"""What several texts of a case have in common: the tables of copies and of their changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from narratives.copies import CopyLink, TextPair, find_changes
from narratives.schema import Document, each

COPIES = (
    "document_id",
    "publisher",
    "source_id",
    "source_name",
    "relation",
    "standing",
    "share",
    "why",
    "published",
)
"""Columns of the copies: one row for each text that has its words from elsewhere, or may have."""
CHANGES = ("first", "second", "kind", "before", "after", "first_place", "second_place")
"""Columns of the changes; the places are spans into the earlier text and the later."""


def copies_table(documents: Sequence[Document], links: Iterable[CopyLink]) -> pd.DataFrame:
    """List where each text has its words from.

    Returns
    -------
    DataFrame with columns ``COPIES``
        ``standing`` is "person", "credited", "likely" or "open"; ``share`` the share of the
        text's words that stand in the other, 0 to 1.
    """
    known = {document.document_id: document for document in documents}
    rows = [
        (
            link.document_id,
            known[link.document_id].publisher,
            link.source_id,
            link.source_name,
            link.relation,
            link.standing,
            link.share,
            link.why,
            known[link.document_id].published,
        )
        for link in links
    ]
    return pd.DataFrame(rows, columns=list(COPIES))


def linked_pairs(pairs: Sequence[TextPair], links: Iterable[CopyLink]) -> list[TextPair]:
    """Return for each link the pair of texts that it rests on, where both are texts of the case."""
    by_texts = {frozenset((pair.first, pair.second)): pair for pair in pairs}
    found = (by_texts.get(frozenset((link.document_id, link.source_id))) for link in links)
    return [pair for pair in found if pair is not None]


def changes_table(
    documents: Sequence[Document], pairs: Sequence[TextPair], links: Iterable[CopyLink]
) -> pd.DataFrame:
    """List what changed between each text and the one it has its words from.

    Returns
    -------
    DataFrame with columns ``CHANGES``
        Text by text, in the order of the later one.
    """
    texts = {document.document_id: document.text for document in documents}
    rows = [
        (
            pair.first,
            pair.second,
            change.kind,
            change.before,
            change.after,
            "{}-{}".format(*change.first),
            "{}-{}".format(*change.second),
        )
        for pair in linked_pairs(pairs, links)
        for change in find_changes(pair, texts[pair.first], texts[pair.second])
    ]
    return pd.DataFrame(rows, columns=list(CHANGES))


def bases_of(items: pd.DataFrame, reports: pd.DataFrame) -> dict[str, set[str]]:
    """Return the kinds of basis that each statement shows or names, by way of its items."""
    shown = items[items["shown"] != "none"]["basis"].to_dict()
    found: dict[str, set[str]] = {}
    for report in each(reports):
        if report.holds and report.item_id in shown:
            found.setdefault(report.statement_id, set()).add(str(shown[report.item_id]))
    return found


def voice_names(sources: pd.DataFrame, origins: pd.DataFrame) -> dict[str, str]:
    """Return the names of sources and origins, by their ids."""
    named = {str(k): str(v) for k, v in sources["name"].items()}
    return named | {str(k): str(v) for k, v in origins["name"].items()}
