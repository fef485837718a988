"""The words that a line of review is about, so that it finds its place again in a mended text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from narratives.review.checks import STATEMENT_ID, say
from narratives.review.fields import ITEM_PREFIX, LONGEST_WORDS
from narratives.review.undoing import mark_of
from narratives.schema import (
    PLACES,
    SPANS,
    Document,
    SchemaError,
    did_you_mean,
    parse_spans,
    records_of,
)

if TYPE_CHECKING:
    import pandas as pd


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


def lines_without_words(
    review: pd.DataFrame, corrections: pd.DataFrame, documents: Iterable[Document]
) -> list[dict[str, Any]]:
    """Return the lines that point at a text and carry no words, each with those that stand there.

    Lines of versions before 0.2, and lines written by hand, have none. They hold as long as the
    text stays as it is.

    Parameters
    ----------
    review : DataFrame, columns ``REVIEW`` and ``words``
    corrections : DataFrame, columns ``schema.CORRECTIONS``
        What became of each line: what does not apply points at other words by now, and is left
        out.
    documents : iterable of Document
    """
    applied = set(corrections.loc[corrections["status"] == "applied", "line"])
    bare = [
        {str(key): value for key, value in row.items() if key not in ("line", "words")}
        for row in records_of(review)
        if row["line"] in applied and not row.get("words")
    ]
    return [line for line in with_words(bare, documents) if line.get("words")]


def join_words(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join a line without words with the same line said again with its words.

    They are one decision: it stands where the first of them stood.

    Examples
    --------
    >>> line = {"at": "2031-05-06", "who": "ana", "target": "dam:4-9", "field": "status",
    ...         "value": "accept", "why": ""}
    >>> [row["words"] for row in join_words([{**line, "words": ""}, {**line, "words": "dam b"}])]
    ['dam b']
    """
    rows = list(rows)
    if len({bool(row["words"]) for row in rows}) < 2:
        return rows
    known: dict[str, dict[str, Any]] = {}
    kept = []
    for row in rows:
        first = known.setdefault(mark_of(row), row)
        if first is not row and bool(first["words"]) != bool(row["words"]):
            first["words"] = first["words"] or row["words"]
        else:
            kept.append(row)
    return kept


def passage_of(target: str, documents: Iterable[Document]) -> str | None:
    """Return the text of the document that a target stands in; None if it stands in none.

    Raises
    ------
    SchemaError
        If the target names a document that is not among them.
    """
    name = target.removeprefix(ITEM_PREFIX).split(":")[0]
    texts = {document.document_id: document.text for document in documents}
    if name not in texts and ":" in target:
        raise SchemaError(
            f"the document {say(name)} is not in this case. Known: "
            f"{', '.join(texts)}.{did_you_mean(name, texts)}"
        )
    return texts.get(name)
