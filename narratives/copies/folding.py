"""Statements that came by copying: they share an origin, and ten copies are one witness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from narratives.copies.claiming import Claims, Wording
from narratives.copies.judging import SharedPassage, TextPair
from narratives.copies.live import Clock
from narratives.copies.moments import sort_key
from narratives.copies.provenance import INDEPENDENT, CopyLink
from narratives.schema import NARRATOR, UNNAMED, Span, overlap, parse_spans, span_size

FOLDED = ("copy_of", "document_id", "original_document_id", "standing")
"""Columns of the statements that came by copying, indexed by ``statement_id``.

``copy_of`` is the statement as it stands in the earliest text that has it; ``standing`` says how
that is known (:data:`narratives.copies.provenance.STANDINGS`).
"""
OVERLAP = 0.5
"""Share of both contents that must stand at the same place of a passage."""
EQUAL = 0.65
"""Share of both contents that must be equal, in a passage of which much was changed."""
FAITHFUL = 0.8
"""Likeness of a passage from which its statements are taken for copies, if their claim is one."""


class _Told(NamedTuple):
    key: str
    document: str
    content: tuple[Span, ...]
    words: str
    polarity: str


SamePlaces = dict[tuple[str, ...], tuple[tuple[tuple[_Told, ...], ...], Sequence[tuple[str, str]]]]
"""Of two texts the contents of their statements, and which of them stand at the same place."""


def fold_statements(
    statements: pd.DataFrame,
    pairs: Sequence[TextPair],
    links: Sequence[CopyLink],
    clock: Clock,
    decided: Mapping[str, str] | None = None,
    *,
    same: SamePlaces | None = None,
    texts: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Find the statements that stand in a passage of an earlier text too.

    Two statements are one that was copied where their contents stand at the same place of a
    passage that both texts have, and make the same claim: a later text that corrects a number,
    denies what the earlier said or names somebody else says something of its own
    (:func:`~narratives.copies.claiming.find_difference`). Who had it first is where the links
    lead; without them the earliest by date, or the first of the case.

    Parameters
    ----------
    statements : DataFrame indexed by ``statement_id``
        With ``document_id`` and ``content``; ``content_text`` and ``polarity``, where they are
        there, tell one claim from another.
    pairs : sequence of TextPair
    links : sequence of CopyLink
    clock : Clock
        Of the same documents.
    decided : mapping of a document to where it has its words from, optional
        A text of which a person said ``INDEPENDENT`` folds with no other.
    same : dict, optional
        Is filled with what was found in each pair of texts. What it holds already is taken where
        the contents of both are as they were; the pairs must be the same.
    texts : mapping of a document to its text, optional
        Tells at the head of a sentence a name from another word.

    Returns
    -------
    DataFrame with columns ``FOLDED``, indexed by ``statement_id``
        One row for each statement that is a copy; the original has none.
    """
    told: dict[str, list[_Told]] = {}
    claims = Claims(texts or {})
    place = _place_of(statements, links, clock)
    for key, document, *said in zip(
        map(str, statements.index),
        statements["document_id"].map(str),
        *(_column(statements, name) for name in ("content", "content_text", "polarity")),
        strict=True,
    ):
        new = _Told(key, document, tuple(parse_spans(said[0])), said[1], said[2])
        told.setdefault(document, []).append(new)
        claims.add(key, Wording(place[key], document, new.words, new.polarity))
    alone = {name for name, source in (decided or {}).items() if source == INDEPENDENT}
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    same = {} if same is None else same
    for pair in pairs:
        if pair.first in alone or pair.second in alone:
            continue
        both = (pair.first, pair.second)
        contents = tuple(tuple(told.get(name, ())) for name in both)
        if both not in same or same[both][0] != contents:
            found = [two for passage in pair.passages for two in _same_place(passage, *contents)]
            same[both] = contents, found
        for one, other in same[both][1]:
            first, last = sorted((find(one), find(other)), key=place.__getitem__)
            # Of "12 died" and "20 died" neither is a copy, though both be shortened to "some died".
            if first != last and claims.join(first, last):
                root[last] = first
    home = {t.key: t.document for some in told.values() for t in some}
    standing = {link.document_id: link.standing for link in links}
    rows = {
        key: (find(key), home[key], home[find(key)], standing.get(home[key], "open"))
        for key in map(str, statements.index)
        if key in root and find(key) != key and home[find(key)] != home[key]
    }
    return pd.DataFrame(
        list(rows.values()),
        columns=list(FOLDED),
        index=pd.Index(list(rows), name="statement_id", dtype="str"),
        dtype="str",
    )


def _column(statements: pd.DataFrame, name: str) -> list[str]:
    if name not in statements:
        return [""] * len(statements)
    return [str(value) for value in statements[name]]


def share_origins(statements: pd.DataFrame, folded: pd.DataFrame) -> pd.DataFrame:
    """Give each statement that came by copying the origin of the one it was copied from.

    Parameters
    ----------
    statements : DataFrame indexed by ``statement_id``, with ``source_id`` and ``origin_id``
    folded : DataFrame, columns ``FOLDED``

    Returns
    -------
    DataFrame
        The source stays as the text has it. Where the original's origin is not known, or its
        source has no name, the copy keeps its own: who names somebody says more.

    Examples
    --------
    >>> told = pd.DataFrame({"source_id": ["berg", "narrator"], "origin_id": ["city", "narrator"]},
    ...                     index=["a:1-9", "b:1-9"])
    >>> folded = pd.DataFrame({"copy_of": ["a:1-9"]}, index=["b:1-9"])
    >>> share_origins(told, folded)["origin_id"].tolist()
    ['city', 'city']
    """
    if folded.empty:
        return statements
    origins = statements["origin_id"].astype(str).to_dict()
    shared = {
        key: origins[original]
        for key, original in folded["copy_of"].items()
        if origins.get(original) not in ("", UNNAMED, NARRATOR, None)
    }
    again = statements.copy()
    again["origin_id"] = pd.Series(
        [shared.get(key, origin) for key, origin in origins.items()],
        index=statements.index,
        dtype="str",
    )
    return again


def mark_copies(
    reports: pd.DataFrame, statements: pd.DataFrame, folded: pd.DataFrame
) -> pd.DataFrame:
    """Write into the reports which of them repeat the report of another source.

    Parameters
    ----------
    reports : DataFrame, columns ``schema.REPORTS``
    statements : DataFrame indexed by ``statement_id``, with ``source_id``
    folded : DataFrame, columns ``FOLDED``

    Returns
    -------
    DataFrame
        ``copied_from`` names the source of the original where that has a name and is another
        one. What a person wrote there stays.
    """
    if folded.empty or reports.empty:
        return reports
    sources = statements["source_id"].astype(str).to_dict()
    originals = folded["copy_of"].to_dict()
    marks = []
    for key, source, given in zip(
        reports["statement_id"], reports["source_id"], reports["copied_from"], strict=True
    ):
        original = sources.get(originals.get(key, ""), "")
        named = original not in ("", UNNAMED, source)
        marks.append(given or (original if named else ""))
    return reports.assign(copied_from=pd.Series(marks, index=reports.index, dtype="str"))


def _place_of(
    statements: pd.DataFrame, links: Sequence[CopyLink], clock: Clock
) -> dict[str, tuple[object, ...]]:
    """Return where a statement stands among those that say the same: originals first."""
    parent = {link.document_id: link.source_id for link in links if link.standing != "open"}
    order = {name: n for n, name in enumerate(clock.entries)}

    def depth(name: str) -> int:
        steps = 0
        while parent.get(name) and steps <= len(order):
            name, steps = parent[name], steps + 1
        return steps

    depths = {name: depth(name) for name in order}
    found: dict[str, tuple[object, ...]] = {}
    for key, document, content in zip(
        map(str, statements.index), statements["document_id"], statements["content"], strict=True
    ):
        start = min(parse_spans(str(content)), default=(0, 0))[0]
        when = sort_key(clock.moment(str(document), start))
        found[key] = (depths[str(document)], *when, order[str(document)], start)
    return found


def _same_place(
    passage: SharedPassage, one: Sequence[_Told], other: Sequence[_Told]
) -> list[tuple[str, str]]:
    found = []
    later = [t for t in other if overlap(list(t.content), [passage.second])]
    for told in one:
        if not overlap(list(told.content), [passage.first]):
            continue
        image = [place for span in told.content for place in passage.second_of(span)]
        best = max(later, key=lambda t: overlap(image, list(t.content)), default=None)
        if best is None:
            continue
        both = list(best.content)
        longer = max(span_size(image), span_size(both))
        same = [p for span in told.content for p in passage.second_of(span, equal=True)]
        if (
            longer
            and overlap(image, both) >= OVERLAP * longer
            and (
                (passage.likeness >= FAITHFUL and _share_an_end(same, both))
                or overlap(same, both) >= EQUAL * max(span_size(told.content), span_size(both))
            )
        ):
            found.append((told.key, best.key))
    return found


def _share_an_end(same: Sequence[Span], other: Sequence[Span]) -> bool:
    """Tell whether two contents begin or end with equal words: the frame alone is no claim."""
    starts, ends = {start for start, _ in same}, {end for _, end in same}
    return min(other)[0] in starts or max(end for _, end in other) in ends
