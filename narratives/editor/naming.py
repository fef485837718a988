"""What a line of review decides, in words for eyes and ears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from narratives.comparison import Tables
from narratives.editor.deciding import ReviewLine
from narratives.editor.listing import letters_of
from narratives.editor.people import in_words
from narratives.schema import PLACES, span_text

_CALLED = {"source_id": "speaker", "source_name": "speaker", "chain": "through whom it came"}
"""Fields whose names say little to whoever never saw a line of review."""


def name_decision(entry: ReviewLine, tables: Tables, numbers: Mapping[str, int]) -> str:
    """Say in words what a line decides.

    Parameters
    ----------
    entry : ReviewLine
    tables : Comparison
    numbers : mapping of a statement id to the number that the editor shows
    """
    items = {str(item): n for n, item in enumerate(tables.items.index, 1)}
    target, name, value = entry["target"], entry["field"], entry["value"]
    place = f"statement {numbers[target]}" if target in numbers else target
    place = f"item {items[target]}" if target in items else place
    if target in tables.sources.index:
        place = str(tables.sources.at[target, "name"])
    if name == "status":
        again = target in numbers and target not in tables.statements.index
        accepted = "taken in again" if again else "accepted"
        return f"{place} {accepted if value == 'accept' else 'left out'}"
    if name == "statement":
        return "a statement added"
    if name == "merge":
        return f"{place} merged into statement {numbers.get(value, value)}"
    if name in PLACES:
        text = tables.document(target.partition(":")[0]).text
        words = f"“{_words(text, value)}”" if value else "no words"
        return f"{place}, {_CALLED.get(name, name)}: {words}"
    words = in_words(name, _named(name, value, tables), letters_of(tables))
    return f"{place}, {_CALLED.get(name, name)}: {words}"


def _named(name: str, value: Any, tables: Tables) -> Any:
    """Return the name that stands in the menus in place of the id of a source or an origin."""
    table = {"source_id": tables.sources, "origin": tables.origins}.get(name)
    return value if table is None or value not in table.index else str(table.at[value, "name"])


def _words(text: str, spans: str) -> str:
    words = " ".join(span_text(text, spans).split())
    return words if len(words) <= 100 else words[:100] + "…"
