"""A text as the editor draws it: paragraphs, cut wherever a span begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from narratives.report.escape import hidden_characters
from narratives.report.language import language_tag, written_in
from narratives.report.marked import list_blocks
from narratives.schema import ROLES, Document, Span, parse_spans


def paragraphs_of(
    document: Document,
    segments: pd.DataFrame,
    statements: Iterable[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Cut a text into paragraphs, and these into pieces that have the same marks.

    Parameters
    ----------
    document : Document
    segments : DataFrame, columns ``schema.SEGMENTS``
    statements : iterable of mapping
        Each with ``n``, its number, with ``source``, ``cue`` and ``content`` as spans, and with
        ``accounts``, the numbers of the accounts that it bears on.

    Returns
    -------
    list of dict
        Of each paragraph its ``kind``, whether it is left ``out`` of the analysis, and its
        ``pieces``: the place ``b`` where a piece begins, in code points, their number ``n``, the
        text ``t``, the roles ``r`` of its words, the numbers ``s`` of the statements they belong
        to, those whose content begins here (``h``), and the accounts ``a`` of its content. A
        character that nobody can see stands alone, written out, and has ``c``.

    Examples
    --------
    >>> note = Document("note", "Rain. Berg said it fell.")
    >>> segments = pd.DataFrame([("note", 0, 24, "body", True, "")],
    ...     columns=["document_id", "start", "end", "kind", "analyse", "why"])
    >>> said = {"n": 1, "source": "6-10", "cue": "11-15", "content": "16-23", "accounts": [2]}
    >>> [(p["t"], p["r"]) for p in paragraphs_of(note, segments, [said])[0]["pieces"] if p["r"]]
    [('Berg', ['source']), ('said', ['cue']), ('it fell', ['content'])]
    """
    marks: list[tuple[Span, str, int, list[int]]] = []
    heads: dict[int, list[int]] = {}
    for told in statements:
        for role in ROLES:
            for span in parse_spans(str(told[role])):
                accounts = list(told["accounts"]) if role == "content" else []
                marks.append((span, role, int(told["n"]), accounts))
        first = parse_spans(str(told["content"])) or parse_spans(str(told["cue"]))
        if first:
            heads.setdefault(min(first)[0], []).append(int(told["n"]))
    hidden = {
        place: name.split(" ")[0]
        for name, places in hidden_characters(document.text).items()
        for place in places
    }
    edges = {edge for span, *_ in marks for edge in span} | set(hidden)
    edges |= {place + 1 for place in hidden} | set(heads)
    found = []
    for start, end, kind, analyse, why in list_blocks(document, segments):
        cuts = sorted({start, end, *(edge for edge in edges if start < edge < end)})
        inside = [mark for mark in marks if mark[0][0] < end and start < mark[0][1]]
        pieces = []
        for begin, stop in pairwise(cuts):
            covering = [m for m in inside if m[0][0] < stop and begin < m[0][1]]
            piece: dict[str, Any] = {
                "b": begin,
                "n": stop - begin,
                "t": hidden.get(begin, document.text[begin:stop]),
                "r": [role for role in ROLES if any(m[1] == role for m in covering)],
                "s": sorted({m[2] for m in covering}),
                "h": heads.get(begin, []),
                "a": sorted({account for m in covering for account in m[3]}),
            }
            if begin in hidden:
                piece["c"] = True
            pieces.append(piece)
        found.append({"kind": kind, "out": not analyse, "why": why, "pieces": pieces})
    return found


def language_of_text(document: Document) -> str:
    """Return the language of a text, fit for an attribute."""
    return language_tag(written_in(document))
