"""Claims through time: who says it first, how firmly, and what became firmer without a basis."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from narratives.copies.live import Clock
from narratives.copies.moments import sort_key
from narratives.schema import (
    NARRATOR,
    NO_NARRATIVE,
    STANCES,
    STRENGTHS,
    UNNAMED,
    Document,
    each,
    parse_spans,
)

CLAIMS = (
    "narrative_id",
    "stance",
    "at",
    "document_id",
    "publisher",
    "entry",
    "voice",
    "name",
    "strength",
    "words",
    "statement_id",
    "first",
    "copy_of",
)
"""Columns of the claims through time, in order.

``at`` is the date as it is written, with its zone; ``entry`` the number of the entry of a live
blog, 0 in other texts; ``voice`` the origin, or the source where none is known; ``first`` is True
where the voice is heard on this side of this account for the first time. A text without a date
is never the first. ``copy_of`` names the statement it was copied from.
"""
RISES = (
    "narrative_id",
    "stance",
    "name",
    "before",
    "before_strength",
    "before_words",
    "after",
    "after_strength",
    "after_words",
    "way",
    "new_basis",
)
"""Columns of what became firmer. ``before`` and ``after`` are statements; ``way`` is "by the same
voice" or "in a copy"; ``new_basis`` names the kinds of basis that are new, empty where none is."""


def claims_through_time(
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    documents: tuple[Document, ...],
    clock: Clock,
    folded: pd.DataFrame,
    names: Mapping[str, str] | None = None,
    narratives: Sequence[str] = (),
) -> pd.DataFrame:
    """Put what is said for and against each account in the order of its dates.

    Parameters
    ----------
    statements : DataFrame, columns ``schema.STATEMENTS`` and ``schema.RESOLVED_SOURCES``
    bearings : DataFrame, columns ``schema.BEARINGS``
    documents : tuple of Document
    clock : Clock
        Of these documents.
    folded : DataFrame, columns ``narratives.copies.folding.FOLDED``
    names : mapping of an origin or a source to its name, optional
    narratives : sequence of str, optional
        The order of the accounts. Default: that of the bearings.

    Returns
    -------
    DataFrame with columns ``CLAIMS``
        Account by account, the earliest first; undated last.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> found = claims_through_time(
    ...     case.statements, case.bearings, case.documents, Clock(case.documents), case.folded)
    >>> found["narrative_id"].iloc[0], found["at"].iloc[0]
    ('isis', '')
    """
    publishers = {d.document_id: d.publisher or d.document_id for d in documents}
    order = {d.document_id: n for n, d in enumerate(documents)}
    told = dict(zip(map(str, statements.index), statements.to_dict("records"), strict=True))
    copies = folded["copy_of"].to_dict() if len(folded) else {}
    rows = []
    for bearing in each(bearings):
        if bearing.narrative_id == NO_NARRATIVE or bearing.stance not in STANCES[:2]:
            continue
        row = told[bearing.statement_id]
        document = str(row["document_id"])
        start = min(parse_spans(row["content"]), default=(0, 0))[0]
        entry = clock.entry(document, start)
        moment = clock.moment(document, start)
        voice = voice_of(row, publishers[document])
        rows.append(
            {
                "narrative_id": bearing.narrative_id,
                "stance": bearing.stance,
                "at": clock.written(document, start),
                "document_id": document,
                "publisher": publishers[document],
                "entry": entry.number if entry else 0,
                "voice": voice,
                "name": _name(row, voice, publishers[document], names or {}),
                "strength": row["strength"],
                "words": row["content_text"],
                "statement_id": bearing.statement_id,
                "copy_of": copies.get(bearing.statement_id, ""),
                "_key": (*sort_key(moment), order[document], start),
                "_dated": moment is not None,
            }
        )
    place = {
        name: n for n, name in enumerate(dict.fromkeys([*narratives, *bearings["narrative_id"]]))
    }
    rows.sort(key=lambda row: (place[row["narrative_id"]], row["_key"]))
    heard: set[tuple[str, str, str]] = set()
    for claim in rows:
        key = (claim["narrative_id"], claim["stance"], claim["voice"])
        claim["first"] = claim["_dated"] and key not in heard
        if claim["_dated"]:
            heard.add(key)
    return pd.DataFrame(rows, columns=list(CLAIMS))


def voice_of(row: Mapping[Hashable, Any], publisher: str) -> str:
    """Return who speaks: the origin, or the source where none is known; an outlet as itself."""
    origin = row.get("origin_id") or ""
    if origin not in ("", UNNAMED, NARRATOR):
        return str(origin)
    source = row.get("source_id") or row["source_name"]
    return f"narrator of {publisher}" if source == NARRATOR else f"source:{source or UNNAMED}"


def _name(row: Mapping[Hashable, Any], voice: str, publisher: str, names: Mapping[str, str]) -> str:
    if voice.startswith("narrator of "):
        return f"{publisher} itself"
    name = str(row["source_name"] or UNNAMED)
    known = names.get(voice) or names.get(str(row.get("source_id") or ""))
    return known or ("an unnamed source" if name == UNNAMED else name)


def find_rises(
    claims: pd.DataFrame, statements: pd.DataFrame, bases: Mapping[str, set[str]]
) -> pd.DataFrame:
    """Name what is put more firmly later, and whether it has a new basis then.

    Compared are the words of one voice on one side of one account, and a copy with its
    original. A basis is new where the later text gives a kind, shown or named, that no
    statement for this side had before.

    Parameters
    ----------
    claims : DataFrame, columns ``CLAIMS``
    statements : DataFrame indexed by ``statement_id``, with ``strength`` and ``content_text``
    bases : mapping of a statement to the kinds of basis that it shows or names

    Returns
    -------
    DataFrame with columns ``RISES``
    """
    rows: list[tuple[Any, ...]] = []
    strengths = statements["strength"].astype(str).to_dict()
    contents = statements["content_text"].astype(str).to_dict()
    last: dict[tuple[str, str, str], Any] = {}
    firmest: dict[tuple[str, str, str, str, int], str] = {}
    for claim in each(claims):
        unit = (
            claim.narrative_id, claim.stance, claim.voice, claim.document_id, claim.entry
        )  # fmt: skip
        if unit not in firmest or _rises(firmest[unit], claim.strength):
            firmest[unit] = claim.strength
    known: dict[tuple[str, str], set[str]] = {}
    for claim in each(claims):
        side = (claim.narrative_id, claim.stance)
        own = bases.get(claim.statement_id, set())
        new = ";".join(sorted(own - known.get(side, set())))
        if claim.copy_of in strengths:
            if _rises(strengths[claim.copy_of], claim.strength):
                rows.append(
                    (*side, claim.name, claim.copy_of, strengths[claim.copy_of],
                     contents[claim.copy_of], claim.statement_id, claim.strength, claim.words,
                     "in a copy", new)
                )  # fmt: skip
        else:
            before = last.get((*side, claim.voice))
            here = firmest[*side, claim.voice, claim.document_id, claim.entry]
            if before is not None and _rises(before.strength, claim.strength):
                rows.append(
                    (*side, claim.name, before.statement_id, before.strength, before.words,
                     claim.statement_id, claim.strength, claim.words, "by the same voice", new)
                )  # fmt: skip
            # What is said more firmly in the same breath is no rise.
            if here == claim.strength and (
                before is None or not _rises(claim.strength, before.strength)
            ):
                last[(*side, claim.voice)] = claim
        known.setdefault(side, set()).update(own)
    return pd.DataFrame(rows, columns=list(RISES))


def _rises(before: str, after: str) -> bool:
    known = before in STRENGTHS and after in STRENGTHS
    return known and STRENGTHS.index(after) > STRENGTHS.index(before)
