"""Whether a person has looked at a comparison, at how much of it, and what is unsure or unread."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from narratives.bearing.sureness import BY_HAND, is_unread
from narratives.review.rows import FLAG_BY_HAND
from narratives.schema import NO_NARRATIVE

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


def is_reviewed(corrections: pd.DataFrame, draft: bool) -> bool:
    """Tell whether a person decided anything that the tables show; if not they are a draft."""
    return not draft and bool(_decided(corrections).any())


def look_through(
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    unsure: pd.DataFrame,
    corrections: pd.DataFrame,
    draft: bool,
) -> Looked:
    """Count what a person has looked at, from the review log.

    Examples
    --------
    >>> import narratives as nv
    >>> looked = nv.compare(nv.load_case("seeds/crocus-city-hall")).looked
    >>> looked.who, looked.of_statements
    (('first-reader',), 23)
    """
    lines = corrections[_decided(corrections)]
    flags = statements["flags"].astype(str).str.split(";")
    by_hand = flags.map(lambda some: FLAG_BY_HAND in some)
    touched = by_hand | statements.index.isin(lines["target"].astype(str))
    counted = bearings[bearings["narrative_id"] != NO_NARRATIVE]
    return Looked(
        statements=0 if draft else int(touched.sum()),
        of_statements=len(statements),
        bearings=int((counted["probability"] == BY_HAND).sum()),
        of_bearings=len(counted),
        unsure=len(unsure),
        not_read=tuple(bearings.loc[is_unread(bearings), "statement_id"].astype(str)),
        who=tuple(dict.fromkeys(lines["who"].astype(str))),
    )


def _decided(lines: pd.DataFrame) -> pd.Series:
    found: pd.Series = (lines["status"] == "applied") & ~lines["field"].isin(list(_NO_DECISION))
    return found
