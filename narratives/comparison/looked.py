"""Whether a person has looked at a comparison, at how much of it, and what is unsure or unread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from narratives.bearing.sureness import BY_HAND, is_unread
from narratives.schema import NO_NARRATIVE

if TYPE_CHECKING:
    from narratives.comparison.record import Comparison

_NO_DECISION = frozenset(("sha256",))
"""Fields of the review that say which text was read, and decide nothing about it."""


@dataclass(frozen=True)
class Looked:
    """How much of a comparison a person has looked at.

    Attributes
    ----------
    statements, of_statements : int
        Statements on which a line of the review was applied, and all.
    bearings, of_bearings : int
        Bearings for or against an account that a person set, and all that count.
    unsure : int
        Bearings under the threshold, which count nowhere.
    not_read : tuple of str
        Statements that were not read, because of their language.
    who : tuple of str
        Who decided, in the order of the review.
    """

    statements: int
    of_statements: int
    bearings: int
    of_bearings: int
    unsure: int
    not_read: tuple[str, ...]
    who: tuple[str, ...]


def is_reviewed(comparison: Comparison) -> bool:
    """Tell whether a person decided anything that the tables show; if not they are a draft."""
    return not comparison.draft and bool(_decided(comparison).any())


def look_through(comparison: Comparison) -> Looked:
    """Count what a person has looked at, from the review log.

    Examples
    --------
    >>> import narratives as nv
    >>> looked = look_through(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> looked.who, looked.of_statements
    (('first-reader',), 23)
    """
    lines = comparison.corrections[_decided(comparison)]
    statements, bearings = comparison.statements, comparison.bearings
    by_hand = statements["flags"].astype(str).str.split(";").map(lambda flags: "by hand" in flags)
    touched = by_hand | statements.index.isin(lines["target"].astype(str))
    counted = bearings[bearings["narrative_id"] != NO_NARRATIVE]
    return Looked(
        statements=0 if comparison.draft else int(touched.sum()),
        of_statements=len(statements),
        bearings=int((counted["probability"] == BY_HAND).sum()),
        of_bearings=len(counted),
        unsure=len(comparison.unsure),
        not_read=tuple(bearings.loc[is_unread(bearings), "statement_id"].astype(str)),
        who=tuple(dict.fromkeys(lines["who"].astype(str))),
    )


def looked_in_words(comparison: Comparison) -> str:
    """Say at how many statements and bearings who has looked; of a draft that it is one.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> looked_in_words(nv.compare(case, draft=True)).split(" at ")[0]
    'DRAFT: what a person decided is left out. No person has looked'
    """
    looked = look_through(comparison)
    statements = _number(looked.of_statements, "statement")
    bearings = _number(looked.of_bearings, "bearing")
    if is_reviewed(comparison):
        return (
            f"Looked at by a person: {looked.statements} of {statements} and {looked.bearings} of "
            f"{bearings} (by {', '.join(looked.who)})."
        )
    left_out = "what a person decided is left out. No" if comparison.draft else "no"
    return f"DRAFT: {left_out} person has looked at its {statements} and {bearings}."


def unsure_in_words(comparison: Comparison) -> str:
    """Say how many bearings are unsure and how many statements were not read, if any.

    Returns
    -------
    str
        Up to two sentences; empty where all was read and nothing is unsure.
    """
    looked = look_through(comparison)
    told = []
    if looked.unsure:
        verbs = "is unsure and counts" if looked.unsure == 1 else "are unsure and count"
        told.append(f"{_number(looked.unsure, 'bearing')} {verbs} nowhere.")
    if looked.not_read:
        was = "was" if len(looked.not_read) == 1 else "were"
        told.append(
            f"{_number(len(looked.not_read), 'statement')} {was} not read for or against an "
            "account: the reader does not know the language."
        )
    return " ".join(told)


def _decided(comparison: Comparison) -> pd.Series:
    lines = comparison.corrections
    found: pd.Series = (lines["status"] == "applied") & ~lines["field"].isin(list(_NO_DECISION))
    return found


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
