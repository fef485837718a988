"""Invented articles to learn from: how a whole text is written in a sheet, and what is made of it.

A sheet (see ``sheets.py``) may hold an article in the place of single lines ``ST``:

    EVENT q1-1 | broadcaster | Who hit the clinic in Darunak?
    ACC army | Army artillery struck the clinic from the north.
    H A clinic in ruins
    S The clinic is old.
    S <Dr Arveti>, who works there, {said} ["the army's guns did this"]. => army+s
    P
    S <She> {added} that [no rebel had come] and that the wall fell outwards. => army+i @ Dr Arveti
    + <She> {added} that no rebel had come and that [the wall fell outwards]. => - @ Dr Arveti

``H`` is the headline, each ``S`` one sentence, ``P`` begins a paragraph. A sentence with ``=>``
holds a statement; each further statement of the same sentence stands in a line ``+`` that
repeats the sentence with its own marks. Marks do not nest; what stands behind ``@`` is who the
source is, where the sentence has a pronoun or no source.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from narratives.schema import NARRATOR, STATEMENTS, Document, format_spans, span_text

PARTS = {"<": "source", "{": "cue", "[": "content"}
CLOSING = dict(zip(PARTS, ">}]", strict=True))
Spans = list[tuple[int, int]]


def read_marks(line: str) -> tuple[str, dict[str, Spans]]:
    """Take the marks out of a sentence; return it and the places of source, cue and content."""
    text, spans = "", {part: [] for part in PARTS.values()}
    opened, start = "", 0
    for letter in line:
        if letter in PARTS:
            if opened:
                raise ValueError(f'"{letter}" inside "{opened}": marks do not nest')
            opened, start = letter, len(text)
        elif letter in CLOSING.values():
            if not opened or CLOSING[opened] != letter:
                raise ValueError(f'"{letter}" closes nothing')
            spans[PARTS[opened]].append((start, len(text)))
            opened = ""
        else:
            text += letter
    if opened:
        raise ValueError(f'"{opened}" is not closed')
    return text, spans


def add_line(event: dict[str, Any], kind: str, rest: str, bears: dict[str, list[str]]) -> None:
    """Add a line ``H``, ``S``, ``P`` or ``+`` to an article; its statement where it has one."""
    text = event.setdefault("article", "")
    if kind == "P":
        event["article"] = text.rstrip() + "\n\n" if text else ""
        return
    body, arrow, told = rest.rpartition("=>")
    sentence, spans = read_marks(body.strip() if arrow else rest)
    if kind == "+":
        start = event["last"]
        if text[start : start + len(sentence)] != sentence or text[start + len(sentence) :].strip():
            raise ValueError(f'"{sentence[:40]}…" does not repeat the sentence before')
    else:
        start = len(text)
        event["article"] = text + sentence + ("\n\n" if kind == "H" else " ")
        event["last"] = start
    if not arrow:
        if any(spans.values()) and kind == "+":
            raise ValueError("no => with the bearings")
        return
    if not spans["content"]:
        raise ValueError("no [content]")
    who = told.partition("@")[2].strip()
    placed = {part: [(s + start, e + start) for s, e in own] for part, own in spans.items()}
    event["statements"].append({"spans": placed, "who": who, "bears": bears})


def as_table(event: dict[str, Any]) -> tuple[Document, pd.DataFrame]:
    """Return the article as a document, and its statements as a perfect draft would have them."""
    text = re.sub(r"\s+$", "\n", event["article"])
    document = Document(event["event"].replace(" ", "-"), text)
    rows = []
    for statement in event["statements"]:
        row: dict[str, Any] = dict.fromkeys(STATEMENTS, "")
        for part, spans in statement["spans"].items():
            row |= {part: format_spans(spans), f"{part}_text": span_text(text, spans)}
        name = statement["who"] or row["source_text"] or NARRATOR
        rows.append(row | {"document_id": document.document_id, "source_name": name})
    index = pd.Index([f"{event['event']}:{n}" for n in range(len(rows))], name="statement_id")
    return document, pd.DataFrame(rows, index=index)
