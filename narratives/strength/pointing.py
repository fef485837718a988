"""Tell a content that only points at what was said elsewhere: "these claims", "this"."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.documents import clean_document, shadow
from narratives.lexicon import load_classes
from narratives.schema import Document, Span, parse_spans, span_size
from narratives.strength.words import find_keys, words_of


def points_back(document: Document, content: str) -> bool:
    """Say whether a content only points at something said elsewhere.

    Examples
    --------
    >>> note = Document("note", "The mayor repeated these allegations.")
    >>> points_back(note, "19-36")
    True
    >>> points_back(note, "0-9")
    False
    """
    read, clean = clean_document(document)
    return content_points_back(shadow(read.text), parse_spans(clean.spans_forth(content)))


def content_points_back(text: str, pieces: Sequence[Span]) -> bool:
    """Say the same of the pieces of a content in the shadow of a text."""
    if not pieces or span_size(pieces) > 80:
        return False
    keys = find_keys(text, pieces)
    if not keys:
        return False
    if len(keys) == 1 and keys[0] in words_of("pointer"):
        return True
    labels = load_classes()["reduced"]
    determiners = load_classes()["determiner"]
    at = 1 if keys[0] in determiners or keys[0].endswith(("'s", "s'")) else 0
    while at < len(keys) - 1 and (
        keys[at] in words_of("label_modifier") or keys[at] in determiners
    ):
        at += 1
    if at == len(keys) - 2 and keys[0] in determiners:
        at += 1
    return at == len(keys) - 1 and keys[at] in labels
