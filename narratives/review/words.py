"""The words that a line of review is about, so that it finds its place again in a mended text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from narratives.review.fields import ITEM_PREFIX, LONGEST_WORDS, STATEMENT_ID
from narratives.schema import PLACES, SPANS, Document, parse_spans


def place_of(entry: Mapping[str, Any]) -> tuple[str, int, int] | None:
    """Return the document, start and end of all that a line points at; None if at no text.

    That is its target and, where the value is a place too, the value.

    Examples
    --------
    >>> place_of({"target": "dam:20-30", "field": "cue", "value": "12-16"})
    ('dam', 12, 30)
    >>> place_of({"target": "ministry", "field": "reliability", "value": "B"}) is None
    True
    """
    target, name, value = str(entry["target"]), entry["field"], entry["value"]
    match = STATEMENT_ID.match(target.removeprefix(ITEM_PREFIX))
    document, spans = "", []
    if match is not None:
        document, spans = match[1], [(int(match[2]), int(match[3]))]
        spans += parse_spans(value) if name in PLACES else []
    elif name == "statement":
        document = target
        for key in SPANS:
            spans += parse_spans(value.get(key) or "")
    if not spans:
        return None
    return document, min(spans)[0], max(end for _, end in spans)


def words_of(entry: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """Return the words of a text that a line points at; empty where there are none, or too many.

    Examples
    --------
    >>> line = {"target": "dam:4-9", "field": "status", "value": "accept"}
    >>> words_of(line, {"dam": "The dam broke."})
    'dam b'
    """
    place = place_of(entry)
    if place is None or place[0] not in texts:
        return ""
    words = texts[place[0]][place[1] : place[2]]
    return words if len(words) == place[2] - place[1] <= LONGEST_WORDS else ""


def with_words(
    entries: Iterable[Mapping[str, Any]], documents: Iterable[Document]
) -> list[dict[str, Any]]:
    """Give each line the words that it points at, where it has none yet."""
    texts = {document.document_id: document.text for document in documents}
    found = []
    for entry in entries:
        words = entry.get("words") or words_of(entry, texts)
        found.append({**entry, "words": words} if words else {**entry})
    return found
