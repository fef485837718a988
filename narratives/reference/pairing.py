"""Which drafted statement is which item of a reference: one to one, merged, or the nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from narratives.reference.entries import CONTENT_F1, Entry, same_cue, same_source, token_f1
from narratives.schema import Span


def pair_entries(items: Sequence[Entry], drafted: Sequence[Entry]) -> dict[str, Entry]:
    """Pair items and statements one to one: those with the right source first, then by F1."""
    candidates = []
    for i, item in enumerate(items):
        for j, entry in enumerate(drafted):
            f1 = token_f1(item.tokens, entry.tokens)
            if f1 >= CONTENT_F1 and same_cue(item, entry):
                candidates.append((not same_source(item, entry), -f1, i, j))
    matched: dict[str, Entry] = {}
    taken = set()
    for _, _, i, j in sorted(candidates):
        if items[i].entry_id not in matched and j not in taken:
            matched[items[i].entry_id] = drafted[j]
            taken.add(j)
    return matched


def merge_entries(
    items: Sequence[Entry],
    drafted: Sequence[Entry],
    matched: Mapping[str, Entry],
    accepted: Sequence[Sequence[str]],
) -> dict[str, Entry]:
    """Return the items that are not found alone, each with the statement it is merged into."""
    by_id = {item.entry_id: item for item in items}
    taken = {entry.entry_id for entry in matched.values()}
    merged: dict[str, Entry] = {}
    for pair in accepted:
        members = [by_id[item_id] for item_id in pair if item_id in by_id]
        together = set[Span]().union(*(item.tokens for item in members))
        whole = [
            entry
            for entry in drafted
            if entry.entry_id not in taken
            and token_f1(together, entry.tokens) >= CONTENT_F1
            and any(same_cue(item, entry) for item in members)
        ]
        partners = [matched[item.entry_id] for item in members if item.entry_id in matched]
        for item in members:
            if item.entry_id in matched:
                continue
            enough = CONTENT_F1 * len(item.tokens)
            covering = [entry for entry in partners if len(item.tokens & entry.covered) >= enough]
            for entry in (covering + whole)[:1]:
                merged[item.entry_id] = entry
    return merged


def nearest_entry(item: Entry, drafted: Sequence[Entry]) -> Entry | None:
    """Return the statement that shares most with an item, None where none shares a word."""
    sharing = [entry for entry in drafted if item.tokens & entry.tokens]
    return max(sharing, key=lambda entry: token_f1(item.tokens, entry.tokens), default=None)
