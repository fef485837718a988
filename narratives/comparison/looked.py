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
    return not draft and bool(_decided(corrections))


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
    lines = _decided(corrections)
    targets = {target for target, _ in lines}
    touched = sum(
        FLAG_BY_HAND in str(flags).split(";") or name in targets
        for name, flags in statements["flags"].items()
    )
    told = zip(bearings["narrative_id"], bearings["probability"], strict=True)
    counted = [chance for narrative, chance in told if narrative != NO_NARRATIVE]
    unread = zip(bearings["statement_id"], is_unread(bearings), strict=True)
    return Looked(
        statements=0 if draft else touched,
        of_statements=len(statements),
        bearings=sum(chance == BY_HAND for chance in counted),
        of_bearings=len(counted),
        unsure=len(unsure),
        not_read=tuple(str(name) for name, is_so in unread if is_so),
        who=tuple(dict.fromkeys(who for _, who in lines)),
    )


def _decided(lines: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the target and the person of each line that decided something."""
    columns = (lines[name] for name in ("status", "field", "target", "who"))
    return [
        (str(target), str(who))
        for status, field, target, who in zip(*columns, strict=True)
        if status == "applied" and field not in _NO_DECISION
    ]
