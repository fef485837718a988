"""The items of a reference and the drafted statements, with what the rules look at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narratives.lexicon.letters import word_pattern
from narratives.schema import (
    NARRATOR,
    UNNAMED,
    CaseError,
    Document,
    Span,
    overlap,
    parse_spans,
    span_text,
)

CONTENT_F1 = 0.7
"""Token F1 from which two contents count as the same."""

_TOKEN = word_pattern("'’", figures=True)
_HEAD_ENDS = re.compile(
    r",|\b(?:of|for|in|at|on|from|with|by|to|including|across|near|who|which|that)\b"
)
_QUESTION = re.compile(r"question in line (\d{1,9})", re.IGNORECASE)
_KIND = re.compile(r"\(([a-z_]+)\)\s*\Z")


@dataclass(frozen=True)
class Entry:
    """One item of the reference or one drafted statement.

    Parameters
    ----------
    entry_id, name, strength : str
        ``name`` is who it is by: "canonical" in the reference, ``source_name`` in the draft.
    source, cue, content : list of (start, end)
    tokens : set of (start, end)
        The tokens of the content.
    covered : set of (start, end)
        The tokens of source, cue and content together.
    words : str
        Source, cue and content, to be read by a person.
    """

    entry_id: str
    name: str
    strength: str
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    tokens: set[Span]
    covered: set[Span]
    words: str


def read_items(reference: Mapping[str, Any], document: Document) -> list[Entry]:
    """Read the items of a reference. ``source`` is narrowed to its head words.

    Its shape is checked before, see :func:`narratives.case.annotation.check_reference`.

    Raises
    ------
    CaseError
        If there is no item. Names every item whose spans are not the words it says.
    """
    items = reference.get("items")
    if not items:
        raise CaseError(['reference.json: "items" is missing or empty. It lists the statements.'])
    problems = []
    for number, item in enumerate(items):
        where = f"reference.json: items[{number}]"
        for piece in (*item["source"].get("spans", ()), *item.get("cue", ()), *item["content"]):
            words = document.text[piece["start"] : piece["end"]]
            said = piece.get("text", words)
            if said.replace("\xa0", " ") != words.replace("\xa0", " "):
                problems.append(
                    f'{where} ("{item["id"]}"): {piece["start"]}-{piece["end"]} is "{words}" '
                    f'in the text, not "{said}".'
                )
    if problems:
        raise CaseError(problems)
    entries = []
    for item in items:
        source = _read_pieces(item["source"].get("spans", ()))
        entries.append(
            _make_entry(
                document.text,
                entry_id=str(item["id"]),
                name=str(item["source"]["canonical"]),
                strength=str(item["hedging"]),
                source=[head_word(document.text, span) for span in source],
                cue=_read_pieces(item.get("cue", ())),
                content=_read_pieces(item["content"]),
            )
        )
    return entries


def read_draft(statements: pd.DataFrame, document: Document) -> list[Entry]:
    """Read the drafted statements of one document."""
    own = statements[statements["document_id"] == document.document_id]
    return [
        _make_entry(
            document.text,
            entry_id=str(statement_id),
            name=row["source_name"],
            strength=row["strength"],
            source=parse_spans(row["source"]),
            cue=parse_spans(row["cue"]),
            content=parse_spans(row["content"]),
        )
        for statement_id, row in zip(own.index, own.to_dict("records"), strict=True)
    ]


def read_never(reference: Mapping[str, Any], document: Document) -> dict[str, set[Span]]:
    """Read the texts that must not come out, each with the tokens it stands on.

    A text is found by its words; "(caption)" at its end means the boilerplate of that
    kind, and "the question in line 11" the words of that line up to its first comma.

    Raises
    ------
    CaseError
        Names every text that is found in none of these ways.
    """
    found, problems = {}, []
    for label in reference.get("scoring", {}).get("never_emit_as_claim", ()):
        spans = [match.span() for match in re.finditer(re.escape(label), document.text)]
        kind, line = _KIND.search(label), _QUESTION.search(label)
        for piece in reference.get("boilerplate", ()):
            if kind and str(piece["kind"]).startswith(kind[1]):
                spans += _read_pieces([piece["span"]])
        for segment in reference.get("segments", ()):
            if line and segment["line"] == int(line[1]):
                start, end = segment["start"], segment["end"]
                comma = document.text.find(",", start, end)
                spans.append((start, comma if comma > start else end))
        if not spans:
            problems.append(
                f'reference.json: scoring.never_emit_as_claim "{label}" is not in the text. '
                'Write words of the text, or end with a kind of boilerplate, "(caption)".'
            )
        found[label] = _tokens(document.text, spans)
    if problems:
        raise CaseError(problems)
    return found


def head_word(text: str, span: Span) -> Span:
    """Find the word that carries a source: the last before a comma or a preposition.

    Examples
    --------
    >>> text = "Port officials, including the harbour master"
    >>> start, end = head_word(text, (0, len(text)))
    >>> text[start:end]
    'officials'
    """
    start, end = span
    ends = (match.start() for match in _HEAD_ENDS.finditer(text, start, end))
    stop = next((position for position in ends if position > start), end)
    words = [match.span() for match in _TOKEN.finditer(text, start, stop)]
    return words[-1] if words else span


def token_f1(a: set[Span], b: set[Span]) -> float:
    """Return the F1 of two sets of tokens: 0 if they share none, 1 if they are the same.

    Examples
    --------
    >>> round(token_f1({(0, 3), (4, 9)}, {(4, 9)}), 3)
    0.667
    """
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def same_cue(item: Entry, drafted: Entry) -> bool:
    """Tell whether the cues share words; an item without a cue asks for none."""
    return not item.cue or overlap(item.cue, drafted.cue) > 0


def same_source(item: Entry, drafted: Entry) -> bool:
    """Tell whether a drafted statement has the source of an item."""
    if item.source:
        return overlap(item.source, drafted.source) > 0
    wanted, name = item.name.casefold(), drafted.name.casefold()
    for reserved in (NARRATOR, UNNAMED):
        if wanted.startswith(reserved) or name == reserved:
            return wanted.startswith(reserved) and name == reserved
    ours, theirs = set(_TOKEN.findall(name)), set(_TOKEN.findall(wanted))
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _make_entry(
    text: str,
    *,
    entry_id: str,
    name: str,
    strength: str,
    source: list[Span],
    cue: list[Span],
    content: list[Span],
) -> Entry:
    cue_words = span_text(text, cue) or "no cue"
    return Entry(
        entry_id=entry_id,
        name=name,
        strength=strength,
        source=source,
        cue=cue,
        content=content,
        tokens=_tokens(text, content),
        covered=_tokens(text, source + cue + content),
        words=f"{name} [{cue_words}] {span_text(text, content)}",
    )


def _read_pieces(pieces: Sequence[Mapping[str, Any]]) -> list[Span]:
    return [(int(piece["start"]), int(piece["end"])) for piece in pieces]


def _tokens(text: str, spans: Sequence[Span]) -> set[Span]:
    return {match.span() for start, end in spans for match in _TOKEN.finditer(text, start, end)}
