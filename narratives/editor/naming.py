"""What a line of review decides, in words for eyes and ears."""

from __future__ import annotations

from collections.abc import Mapping

from narratives.comparison import Tables
from narratives.editor.deciding import ReviewLine
from narratives.editor.listing import letters_of
from narratives.editor.people import in_words
from narratives.schema import PLACES, span_text


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
        return f"{place}, {name}: {words}"
    words = in_words(name, value, letters_of(tables))
    return f"{place}, {name.replace('_', ' ')}: {words}"


def _words(text: str, spans: str) -> str:
    words = " ".join(span_text(text, spans).split())
    return words if len(words) <= 100 else words[:100] + "…"
