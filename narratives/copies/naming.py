"""What the same thing is called by whom: terrorists, gunmen, militants."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from narratives.copies.changes import plural
from narratives.documents import find_quotations, segment_rows, shadow
from narratives.lexicon import load_lexicon
from narratives.schema import Document, Span, overlap, parse_spans, span_size

NAMINGS = ("thing", "word", "document_id", "publisher", "start", "end", "quoted", "statement_id")
"""Columns of the places where a thing is named; ``word`` is the singular of ``lexicon``.

``quoted`` says that it stands in quotation marks, so that it is no word of the publisher's own;
``statement_id`` names the statement in whose content it stands, empty outside of all.
"""


def find_namings(documents: Iterable[Document], statements: pd.DataFrame) -> pd.DataFrame:
    """Find where the texts name the things that rival accounts name differently.

    Parameters
    ----------
    documents : iterable of Document
    statements : DataFrame indexed by ``statement_id``, with ``document_id`` and ``content``

    Returns
    -------
    DataFrame with columns ``NAMINGS``
        In the order of the texts. Furniture is left out.

    Examples
    --------
    >>> texts = [Document("a", "Gunmen took the mill.", publisher="Echo"),
    ...          Document("b", 'The mayor spoke of "terrorists".', publisher="Sol")]
    >>> none = pd.DataFrame({"document_id": [], "content": []})
    >>> find_namings(texts, none)[["word", "publisher", "quoted"]].values.tolist()
    [['gunman', 'Echo', False], ['terrorist', 'Sol', True]]
    """
    told: dict[str, list[tuple[str, list[Span]]]] = {}
    for key, document, content in zip(
        map(str, statements.index), statements["document_id"], statements["content"], strict=True
    ):
        told.setdefault(str(document), []).append((key, parse_spans(str(content))))
    rows = []
    for document in documents:
        text = shadow(document.text)
        for start, end, _, analyse, *_ in segment_rows(document, text):
            if not analyse:
                continue
            marks = [quotation.inner for quotation in find_quotations(text, start, end)]
            for match in _pattern().finditer(text, start, end):
                place = match.span()
                thing, word = _words()[match[0].lower()]
                rows.append(
                    (
                        thing,
                        word,
                        document.document_id,
                        document.publisher or document.document_id,
                        *place,
                        overlap([place], marks) > 0,
                        _statement(told.get(document.document_id, ()), place),
                    )
                )
    return pd.DataFrame(rows, columns=list(NAMINGS))


def count_namings(namings: pd.DataFrame, by: str = "publisher") -> pd.DataFrame:
    """Count what each thing is called, by publisher or by account.

    Parameters
    ----------
    namings : DataFrame, columns ``NAMINGS``
    by : str
        A column: "publisher", or another that was joined, such as "narrative_id".

    Returns
    -------
    DataFrame of shape (n_words, n_of_by), indexed by thing and word
        Only things with two names or more, the commonest word first.

    Examples
    --------
    >>> rows = [("blast", "attack", "Sol"), ("blast", "accident", "Echo"), ("blast", "attack", "B")]
    >>> table = pd.DataFrame(rows, columns=["thing", "word", "publisher"])
    >>> count_namings(table).loc["blast"].sum(axis=1).to_dict()
    {'attack': 2, 'accident': 1}
    """
    table = namings.groupby(["thing", "word", by], sort=False).size().unstack(fill_value=0)
    if table.empty:
        return table
    kept = [thing for thing, rows in table.groupby(level=0) if len(rows) > 1]
    table = table[table.index.get_level_values(0).isin(kept)]
    counts: dict[Any, int] = table.sum(axis=1).to_dict()
    things = table.sum(axis=1).groupby(level=0).sum().to_dict()
    order = sorted(counts, key=lambda key: (-things[key[0]], key[0], -counts[key], key[1]))
    return table.loc[order]


def namings_by_account(namings: pd.DataFrame, bearings: pd.DataFrame) -> pd.DataFrame:
    """Join the names with the accounts that the statements they stand in support.

    Returns
    -------
    DataFrame with columns ``NAMINGS`` and ``narrative_id``
    """
    supports = bearings[bearings["stance"] == "supports"][["statement_id", "narrative_id"]]
    return namings[namings["statement_id"] != ""].merge(supports, on="statement_id")


def _statement(told: Iterable[tuple[str, list[Span]]], place: Span) -> str:
    inside = [(span_size(spans), key) for key, spans in told if overlap(spans, [place])]
    return min(inside)[1] if inside else ""


@cache
def _words() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in load_lexicon("namings"):
        for word in row["words"].split(", "):
            for form in (word, plural(word)):
                found.setdefault(form, (row["thing"], word))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    longest = sorted(_words(), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", re.I)
