"""The words of each statement and of its sentences, those of other statements cut out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from narratives.documents import sentence_rows, shadow
from narratives.schema import Document, Span, overlap, parse_spans, records_of

_CUT = "\0"
# A sentence of hostile length is judged by its words near the statement only.
_MARGIN = 400
_NEIGHBOURS = 32


@dataclass(frozen=True)
class OwnWords:
    """A statement with its spans and the sentences it stands in, other statements cut out.

    Attributes
    ----------
    parts : mapping
        Of "source", "cue" and "content" to their spans.
    pieces : sequence of (start, text)
        What may be read of the document, and where it begins.
    denies : bool
    kind : str
        That of the source in the register, empty where it is not told.
    """

    parts: Mapping[str, list[Span]]
    pieces: Sequence[tuple[int, str]]
    denies: bool
    kind: str

    def text_of(self, spans: Iterable[Span]) -> str:
        """Return the words at spans, each once."""
        words = [
            text[start - at : end - at]
            for start, end in sorted(spans)
            for at, text in self.pieces
            if at <= start and end <= at + len(text)
        ]
        return " … ".join(dict.fromkeys(words))


def find_own_words(
    document: Document, statements: pd.DataFrame, kinds: Mapping[str, str]
) -> dict[str, OwnWords]:
    """Place each statement in its sentences, and cut out there the words of the others.

    Parameters
    ----------
    document : Document
    statements : DataFrame indexed by ``statement_id``
        Those of the document.
    kinds : mapping of source_id to kind

    Returns
    -------
    dict of statement_id to OwnWords
    """
    sentences = [(start, end) for _, start, end, _ in sentence_rows(document)]
    starts = [start for start, _ in sentences]
    parts: dict[str, dict[str, list[Span]]] = {}
    whole: dict[str, list[Span]] = {}
    homes: dict[str, list[int]] = {}
    crowd: dict[int, list[str]] = {}
    rows = dict(zip(map(str, statements.index), records_of(statements), strict=True))
    for key, row in rows.items():
        parts[key] = {part: parse_spans(row[part]) for part in ("source", "cue", "content")}
        whole[key] = [span for spans in parts[key].values() for span in spans]
        numbers: set[int] = set()
        # The speaker of a continued quotation may be named in somebody else's sentence.
        for start, end in parts[key]["cue"] + parts[key]["content"]:
            first = max(0, bisect_right(starts, start) - 1)
            numbers |= {
                n
                for n in range(first, bisect_right(starts, end - 1))
                if sentences[n][0] < end and start < sentences[n][1]
            }
        homes[key] = sorted(numbers)
        for number in numbers:
            crowd.setdefault(number, []).append(key)
    place_of = {n: {key: at for at, key in enumerate(keys)} for n, keys in crowd.items()}
    text = shadow(document.text)
    found = {}
    for key, row in rows.items():
        own = whole[key]
        pieces = []
        for number in homes[key]:
            start = max(sentences[number][0], min(own)[0] - _MARGIN)
            end = min(sentences[number][1], max(stop for _, stop in own) + _MARGIN)
            place = place_of[number][key]
            others = [
                span
                for other in crowd[number][max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
                if not overlap(own, whole[other])
                for span in whole[other]
            ]
            pieces.append((start, _cut(text[start:end], start, others)))
        pieces += [
            (start, text[start:end])
            for start, end in sorted(own)
            if not any(at <= start and end <= at + len(piece) for at, piece in pieces)
        ]
        kind = kinds.get(row.get("source_id", ""), "")
        found[key] = OwnWords(parts[key], pieces, row["polarity"] == "denies", kind)
    return found


def _cut(text: str, at: int, spans: Iterable[Span]) -> str:
    for start, end in spans:
        low, high = max(0, start - at), min(len(text), end - at)
        if low < high:
            text = text[:low] + _CUT * (high - low) + text[high:]
    return text
