"""A statement as other tools hold it: its spans and labels, without what the machine thinks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from narratives.review.repeating import DECIDED_SO
from narratives.schema import NO_NARRATIVE, each

if TYPE_CHECKING:
    import pandas as pd

    from narratives.comparison import Tables

PARTS = ("content", "source", "cue", "chain", "strength_words")
"""What of a statement stands in the text, each as spans."""
LABELS = ("kind", "strength", "polarity", "source_id", "source_name", "inferred")
"""What is said about a statement, each as one word or name."""
BEARS = "bearings"
"""The field of the bearings: a tuple of (narrative, stance, how), in the order of narratives."""
FIELDS = (*PARTS, *LABELS, BEARS)
AS_EXPORTED = "as it was exported"
IN_REVIEW = "stands in the review already"
SAME = "the case says the same"
HELD_NARRATIVE = "the case has this narrative already"
HELD_SOURCE = "the case has this source already"
UNCHANGED = (AS_EXPORTED, IN_REVIEW, DECIDED_SO, SAME, HELD_NARRATIVE, HELD_SOURCE)
"""Why a thing of a file brings no line, where nothing is lost by it."""


@dataclass(frozen=True)
class Mark:
    """One statement, on its way out or as it was read from a file.

    Parameters
    ----------
    document_id : str
    fields : mapping
        Only what the file says, by the names of ``FIELDS``; a part that is missing here is not
        known, and one that is empty is said to be empty. ``status`` may be there too.
    statement_id : str
        Empty where the file names none.
    exported : str
        The :func:`fingerprint` with which it left; empty in files of others.
    who, at : str
        Who made it and when; empty where the file does not say.
    place : str
        Where in the file it stands, for the report.
    """

    document_id: str
    fields: Mapping[str, Any]
    statement_id: str = ""
    exported: str = ""
    who: str = ""
    at: str = ""
    place: str = ""
    problems: tuple[str, ...] = field(default=())

    @property
    def untouched(self) -> bool:
        """Whether it is what was exported: nobody decided anything about it since."""
        return bool(self.exported) and self.exported == fingerprint(self.fields)


def fingerprint(fields: Mapping[str, Any]) -> str:
    """Return a short hash of the fields of a statement.

    It leaves with a statement and tells on return whether somebody changed it. What the
    machine drafted and nobody touched is then no decision of a person.

    Parameters
    ----------
    fields : mapping
        By the names of ``FIELDS``; one that is missing counts as empty.

    Returns
    -------
    str
        16 hexadecimal digits.

    Examples
    --------
    >>> fingerprint({"content": "4-9"}) == fingerprint({"content": "4-9", "cue": ""})
    True
    >>> fingerprint({"content": "4-9"}) == fingerprint({"content": "4-8"})
    False
    """
    told = [[name, _plain(fields[name])] for name in FIELDS if fields.get(name)]
    if "status" in fields:
        told.append(["status", fields["status"]])
    written = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("ascii")).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return [list(bearing) for bearing in value] if isinstance(value, tuple) else value


def marks_of(comparison: Tables) -> tuple[Mark, ...]:
    """Return the statements of a comparison, each with the fingerprint it leaves with.

    Parameters
    ----------
    comparison : Tables
        With the review applied. Bearings under their threshold are left out: they count nowhere.

    Returns
    -------
    tuple of Mark
    """
    bears = _bearings(comparison.bearings, list(comparison.narratives.index))
    made = []
    for row in each(comparison.statements):
        fields: dict[str, Any] = {name: str(getattr(row, name)) for name in (*PARTS, *LABELS)}
        fields |= {"inferred": bool(row.inferred), BEARS: bears.get(str(row.Index), ())}
        made.append(
            Mark(row.document_id, fields, statement_id=str(row.Index), exported=fingerprint(fields))
        )
    return tuple(made)


def _bearings(
    table: pd.DataFrame, narratives: Sequence[str]
) -> dict[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in each(table):
        if row.narrative_id != NO_NARRATIVE:
            bearing = (str(row.narrative_id), str(row.stance), str(row.how))
            found.setdefault(str(row.statement_id), []).append(bearing)
    return {key: order_bearings(some, narratives) for key, some in found.items()}


def order_bearings(
    bearings: list[tuple[str, str, str]], narratives: Sequence[str]
) -> tuple[tuple[str, str, str], ...]:
    """Put bearings into the order of the narratives, so that two lists can be compared.

    Examples
    --------
    >>> order_bearings([("b", "supports", "stated"), ("a", "disputes", "stated")], ["a", "b"])
    (('a', 'disputes', 'stated'), ('b', 'supports', 'stated'))
    """
    place = {name: number for number, name in enumerate(narratives)}
    return tuple(sorted(bearings, key=lambda b: (place.get(b[0], len(place)), b)))
