"""A statement as it is read here, and one row of the bearings table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from narratives.bearing.stance import Stance


@dataclass(frozen=True)
class Told:
    """One statement as it is read here; texts are cleaned."""

    statement_id: str
    document_id: str
    start: int
    content_start: int
    end: int
    span: str
    content: str
    cue: str
    source: str
    source_id: str
    polarity: str


class Row(NamedTuple):
    """One row of the bearings table; ``narrative`` is a number, -1 for none."""

    narrative: int
    stance: str
    how: str
    probability: float
    why: str
    antecedent: str = ""


def tell_turns(stance: Stance) -> str:
    """Say in words which way a stance goes, and what turned it.

    Examples
    --------
    >>> tell_turns(Stance("disputes", ("denied",), 0.9))
    'turned against it by "denied"'
    """
    if not stance.words:
        return "for it"
    quoted = ", ".join(f'"{word}"' for word in dict.fromkeys(stance.words))
    if stance.stance == "disputes":
        return f"turned against it by {quoted}"
    return f"turned twice, so for it: {quoted}"
