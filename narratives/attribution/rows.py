"""Rows of the table of statements, from the drafts of a document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import nan

from narratives.attribution.draft import Draft
from narratives.attribution.listed import judge_listed
from narratives.attribution.text import Sentence
from narratives.documents import quotation_kind
from narratives.schema import (
    NARRATOR,
    STATEMENTS,
    UNNAMED,
    Document,
    Span,
    format_spans,
    span_text,
)


def rows_of(
    document: Document,
    drafts: Sequence[Draft],
    sentences: Sequence[Sentence],
    voices: dict[str, str],
    judged: dict[str, tuple[str, str]],
) -> list[dict[str, object]]:
    """Turn the drafts of a document into rows.

    Note in ``voices`` whose speaker each carried-over one has, and in ``judged`` strength
    and polarity of what is in another language than English.
    """
    rows: list[dict[str, object]] = []
    ids: dict[int, str] = {}
    carried: list[Draft] = []
    taken: set[str] = set()
    for draft in drafts:
        identifier = f"{document.document_id}:{draft.start}-{draft.end}"
        if identifier in taken:
            identifier += f"@{min(draft.cue)[0] if draft.cue else draft.start}"
        if identifier in taken:
            continue
        taken.add(identifier)
        ids[id(draft)] = identifier
        if draft.voice is not None:
            carried.append(draft)
        row: dict[str, object] = dict.fromkeys(STATEMENTS, "")
        row |= {
            "statement_id": identifier,
            "document_id": document.document_id,
            "source": format_spans(draft.source),
            "cue": format_spans(draft.cue),
            "content": format_spans(draft.content),
            "kind": _kind(sentences[draft.sentence], sorted(draft.content)),
            "chain": ";".join(f"{a}-{b}" for a, b in draft.chain),
            "inferred": draft.speaker == "carried over",
            "resolved_by": draft.speaker,
            "source_name": draft.speaker if draft.speaker in (NARRATOR, UNNAMED) else "",
            "method": _method(draft),
            "probability": round(draft.probability, 3),
            "flags": ";".join(sorted(draft.flags)),
            "source_text": span_text(document.text, draft.source),
            "cue_text": span_text(document.text, draft.cue),
            "content_text": span_text(document.text, draft.content),
        }
        home = sentences[draft.sentence]
        if not home.english:
            judged[identifier] = judge_listed(home.language, str(row["cue_text"]))
            row["probability"] = nan
        rows.append(row)
    for draft in carried:
        voice = draft.voice
        if voice is not None and id(voice) in ids:
            voices[ids[id(draft)]] = ids[id(voice)]
    return rows


def _method(draft: Draft) -> str:
    """Tell who found the statement: the tagger, a rule, or both."""
    if not draft.method:
        return "tagger"
    return f"{'both' if draft.tagged else 'rule'}: {draft.method}"


def _kind(home: Sentence, content: list[Span]) -> str:
    """Tell whether the words are quoted whole, in part, or not at all."""
    first = bisect_left(home.quotations, content[0][0], key=lambda q: q.end)
    last = bisect_left(home.quotations, content[-1][1], key=lambda q: q.start)
    return quotation_kind(content, home.quotations[first:last])
