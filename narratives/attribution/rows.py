"""Rows of the table of statements, from the drafts of a document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from narratives.attribution.draft import Draft
from narratives.attribution.rules.listed import judge_listed
from narratives.attribution.sentences.text import Sentence
from narratives.documents import CleanText, quotation_kind, shadow
from narratives.schema import (
    NARRATOR,
    STATEMENTS,
    UNNAMED,
    Document,
    Span,
    format_spans,
    span_text,
)
from narratives.sources.linking import Unlinked, link_probabilities, link_statements
from narratives.sources.memory import SourceName
from narratives.sources.register import Register
from narratives.strength.judging import Strength, judge_statements

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


class Original(NamedTuple):
    """The untouched text of a document, and the way there from the text that was read."""

    text: str
    clean: CleanText


_NUMBERS = {"inferred": "bool", "link_probability": "float64", "probability": "float64"}


def rows_of(
    document: Document,
    drafts: Sequence[Draft],
    sentences: Sequence[Sentence],
    register: Register | None = None,
    original: Original | None = None,
) -> list[Row]:
    """Turn the drafts of a document into rows.

    Parameters
    ----------
    document : Document
        As it was read, see ``clean_document``.
    drafts : sequence of Draft
        In the order of the text; of those with the same content and cue the first stays.
    sentences : sequence of Sentence
    register : Register, optional
        The case's sources.
    original : Original, optional
        Where the words stand in the untouched text, if that is not the one that was read.

    Returns
    -------
    list of dict
        ``statement_id`` and ``STATEMENTS`` of each, with places in the untouched text.
    """
    text, clean = original or Original(document.text, CleanText(document.text))
    kept: dict[str, Draft] = {}
    for draft in drafts:
        start, end = clean.back((draft.start, draft.end))
        identifier = f"{document.document_id}:{start}-{end}"
        if identifier in kept:
            whole = identifier
            at = min(draft.cue) if draft.cue else (draft.start, draft.end)
            identifier = f"{whole}@{clean.back(at)[0]}"
            if identifier in kept and kept[identifier].content != draft.content:
                # "A, B, C and D accuse each other": B and C have one cue, and D as well.
                identifier = f"{whole}@{clean.back(min(draft.source, default=at))[0]}"
        kept.setdefault(identifier, draft)
    parts = [(sorted(d.source), sorted(d.cue), sorted(d.content)) for d in kept.values()]
    judged = judge_statements(shadow(document.text), parts)
    speakers = [draft.speaker for draft in kept.values()]
    unlinked = [
        Unlinked(*spans, speaker, speaker if speaker in (NARRATOR, UNNAMED) else "")
        for spans, speaker in zip(parts, speakers, strict=True)
    ]
    links = link_statements(document, unlinked, register)
    rows: dict[int, Row] = {}
    for (identifier, draft), strength, link in zip(kept.items(), judged, links, strict=True):
        row: Row = {"statement_id": identifier, "document_id": document.document_id}
        row |= _words(text, draft, clean) | _judgement(draft, strength) | _speaker(link)
        row["strength_words"] = clean.spans_back(strength.words)
        home = sentences[draft.sentence]
        row["kind"] = "indirect" if draft.retold else _kind(home, sorted(draft.content))
        if not home.english:
            row |= _in_another_language(row, home.language)
        rows[id(draft)] = row
    for draft in kept.values():
        voice = rows.get(id(draft.voice))
        if voice is not None:
            rows[id(draft)] |= {name: voice[name] for name in ("source_name", "candidates")}
    return list(rows.values())


def table_of(rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows as the table of statements, indexed by ``statement_id``."""
    import pandas as pd

    names = ["statement_id", *(name for name in STATEMENTS if name not in _NUMBERS)]
    # All words in one array: pandas takes as long for twenty of them as for one column's.
    told = pd.array([row[name] for name in names for row in rows], dtype="str")
    size = len(rows)
    columns: dict[str, Any] = {
        name: told[n * size : (n + 1) * size] for n, name in enumerate(names)
    }
    for name, kind in _NUMBERS.items():
        columns[name] = np.array([row[name] for row in rows], dtype=kind)
    index = pd.Index(columns["statement_id"], name="statement_id")
    return pd.DataFrame({name: columns[name] for name in STATEMENTS}, index=index)


def _words(text: str, draft: Draft, clean: CleanText) -> Row:
    read = {"source": draft.source, "cue": draft.cue, "content": draft.content}
    parts = {name: [clean.back(span) for span in spans] for name, spans in read.items()}
    # The end of a line is read as a colon where the line above says who posts.
    parts["cue"] = [span for span in parts["cue"] if not text[slice(*span)].isspace()]
    return {
        **{name: format_spans(spans) for name, spans in parts.items()},
        **{f"{name}_text": span_text(text, spans) for name, spans in parts.items()},
        "chain": ";".join(f"{a}-{b}" for a, b in map(clean.back, draft.chain)),
    }


def _judgement(draft: Draft, judged: Strength) -> Row:
    flags = [*sorted(draft.flags), *["negated_cue"] * judged.negated]
    return {
        "strength": judged.strength,
        "strength_words": judged.words,
        "polarity": judged.polarity,
        "flags": ";".join(dict.fromkeys(flags)),
        "inferred": draft.speaker == "carried over",
        "method": _method(draft),
        "probability": draft.probability,
    }


def _speaker(link: SourceName) -> Row:
    return {
        "source_name": link.name,
        "candidates": ";".join(link.candidates),
        "resolved_by": link.resolved_by,
        "link_probability": link_probabilities().get(link.kind, nan),
    }


def _in_another_language(row: Row, language: str) -> Row:
    """Return what other rules say: English ones judge no words and cut no names there."""
    strength, polarity = judge_listed(language, str(row["cue_text"]))
    other: Row = {"strength": strength, "strength_words": "", "polarity": polarity}
    other["probability"] = nan
    if row["source"] and row["resolved_by"] != "alias":
        named: Row = {"source_name": row["source_text"], "candidates": "", "resolved_by": "name"}
        other |= named | {"link_probability": nan}
    return other


def _method(draft: Draft) -> str:
    """Tell who found the statement: the tagger, a rule, or both."""
    if not draft.method:
        return "tagger"
    cites = ", citing" if draft.cites else ""
    return f"{'both' if draft.tagged else 'rule'}: {draft.method}{cites}"


def _kind(home: Sentence, content: list[Span]) -> str:
    """Tell whether the words are quoted whole, in part, or not at all."""
    first = bisect_left(home.quotations, content[0][0], key=lambda q: q.end)
    last = bisect_left(home.quotations, content[-1][1], key=lambda q: q.start)
    return quotation_kind(content, home.quotations[first:last])
