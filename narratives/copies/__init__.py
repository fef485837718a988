"""Texts that share words: what was copied, from whom, what changed, and claims through time."""

from narratives.copies.changes import Change, find_changes
from narratives.copies.claims import claims_through_time, find_rises
from narratives.copies.finding import (
    Compared,
    compare_texts,
    find_copies,
    groups_of,
    search_copies,
    walk_copies,
)
from narratives.copies.folding import FOLDED, fold_statements, mark_copies, share_origins
from narratives.copies.index import CopyIndex
from narratives.copies.judging import RELATIONS, SharedPassage, TextPair
from narratives.copies.live import Clock, LiveEntry, find_entries
from narratives.copies.naming import count_namings, find_namings, namings_by_account
from narratives.copies.numbers import changing_numbers, numbers_through_time
from narratives.copies.provenance import INDEPENDENT, CopyLink, link_texts

__all__ = [
    "FOLDED",
    "INDEPENDENT",
    "RELATIONS",
    "Change",
    "Clock",
    "Compared",
    "CopyIndex",
    "CopyLink",
    "LiveEntry",
    "SharedPassage",
    "TextPair",
    "changing_numbers",
    "claims_through_time",
    "compare_texts",
    "count_namings",
    "find_changes",
    "find_copies",
    "find_entries",
    "find_namings",
    "find_rises",
    "fold_statements",
    "groups_of",
    "link_texts",
    "mark_copies",
    "namings_by_account",
    "numbers_through_time",
    "search_copies",
    "share_origins",
    "walk_copies",
]
