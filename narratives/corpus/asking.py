"""Which statements of a store are meant: by words, account, publisher, source and time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from narratives.schema import STANCES, SchemaError

PERIODS = {"year": 4, "month": 7, "day": 10}
"""How many characters of a date name the period."""


@dataclass(frozen=True)
class Asked:
    """Conditions on statements; what is empty asks nothing.

    Parameters
    ----------
    about : str or iterable of str
        Words that the content must hold, whole and in any case; of several, one.
    publisher, source : str
        As the tables have them.
    since, until : str
        Dates of publication, as exact as wanted: "2031-05" until the end of May. Documents
        without a date are left out by both.
    """

    about: str | Iterable[str] = ()
    publisher: str = ""
    source: str = ""
    since: str = ""
    until: str = ""

    def sql(self) -> tuple[str, list[Any]]:
        """Return the condition on statements ``s`` and documents ``d``, and its values."""
        told: list[str] = []
        values: list[Any] = []
        words = [self.about] if isinstance(self.about, str) else list(self.about)
        words = [word.strip() for word in words if word.strip()]
        if words:
            either = "|".join(re.escape(word) for word in words)
            told.append("regexp_matches(s.content_text, ?)")
            values.append(f"(?i)(?:^|[^\\pL\\pM\\pN])(?:{either})(?:[^\\pL\\pM\\pN]|$)")
        for column, value in (("d.publisher", self.publisher), ("s.source_name", self.source)):
            if value:
                told.append(f"{column} = ?")
                values.append(value)
        if self.since:
            told.append("d.date <> '' AND d.date >= ?")
            values.append(_date(self.since, "since"))
        if self.until:
            told.append("d.date <> '' AND left(d.date, ?) <= ?")
            until = _date(self.until, "until")
            values += [len(until), until]
        return " AND ".join(told) or "true", values


def _date(value: str, name: str) -> str:
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        return value
    raise SchemaError(f'{name} "{value}" is no date. Write 2031, 2031-05 or 2031-05-06.')


def check_one_of(value: str, known: Collection[str], name: str) -> None:
    """Refuse a value that is none of those known.

    Examples
    --------
    >>> check_one_of("quak", ["quake", "mine"], "narrative")
    Traceback (most recent call last):
    narratives.schema.SchemaError: narrative "quak" is not known. Known: quake, mine.
    """
    if value not in known:
        listed = ", ".join(known) or "none: the store was made without --case"
        raise SchemaError(f'{name} "{value}" is not known. Known: {listed}.')


def check_stance(stance: str) -> None:
    """Refuse what is neither for nor against."""
    check_one_of(stance, STANCES[:2], "stance")
