"""The key: what one reading of the case answers to each question about each statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from narratives import schema
from narratives.classroom.offers import Offer
from narratives.report.statements import StatementRow
from narratives.sources.register import fold_name, match_register, read_register

if TYPE_CHECKING:
    from narratives.comparison import Tables
    from narratives.report.content import PageContent

QUESTIONS = ("who", "firmness", "basis", "accounts")
"""What is asked of each statement; "accounts" once for each account."""
FIRMNESS = schema.STRENGTHS
BASIS = {
    "shown": "shown in the text",
    "named": "named, not shown",
    "none": "nothing given",
}
SIDES = ("for", "against", "neither")
NOBODY = "nobody is named"
ANSWERS = ("statement", "question", "letter", "answer")
"""Columns of the key; ``letter`` is that of an account, "" where another question is asked."""


@dataclass(frozen=True)
class KeyRow:
    """One statement with its answers, as teachers read them.

    Attributes
    ----------
    offer : Offer
    rows : tuple of StatementRow
        One for each who is said to have said the words.
    who, firmness, basis : tuple of str
        All that count as right; empty where the reading does not say.
    accounts : tuple of (letter, tuple of sides)
    implied : bool
        Whether it bears on its accounts by implication alone.
    passed_on : tuple of str
        The words for those who passed it on.
    words, cue : str
        On which the strength rests, and which attribute.
    """

    offer: Offer
    rows: tuple[StatementRow, ...]
    who: tuple[str, ...]
    firmness: tuple[str, ...]
    basis: tuple[str, ...]
    accounts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def implied(self) -> bool:
        """Whether it bears on an account by implication alone."""
        return any(row.implied for row in self.rows)

    @property
    def passed_on(self) -> tuple[str, ...]:
        """Words for those who passed it on."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.chain))

    @property
    def words(self) -> str:
        """Words on which it was judged: the cue, and those that make it weaker or firmer."""
        told = [w for row in self.rows for w in (row.cue, row.words) if w]
        return " · ".join(dict.fromkeys(told))

    @property
    def doubtful(self) -> bool:
        """Whether the reading itself is in doubt about it."""
        return any(row.doubts or row.unsure for row in self.rows)

    @property
    def bears(self) -> list[tuple[str, str]]:
        """The accounts that it is for or against, with the side."""
        return [
            (letter, side) for letter, sides in self.accounts for side in sides if side in SIDES[:2]
        ]


def list_key(content: PageContent, offers: Sequence[Offer]) -> list[KeyRow]:
    """Set the answers beside the statements.

    Parameters
    ----------
    content : PageContent
        What the report of the case prints.
    offers : sequence of Offer

    Returns
    -------
    list of KeyRow
        In the order of the offers.
    """
    by_id = {row.id: row for row in content.statements}
    letters = [account.letter for account in content.accounts.values()]
    found = []
    for offer in offers:
        rows = tuple(by_id[statement] for statement in offer.statement_ids)
        shown = [mark.shown for row in rows for mark in row.basis if mark.shown in BASIS]
        found.append(
            KeyRow(
                offer,
                rows,
                tuple(dict.fromkeys(name_voice(row) for row in rows)),
                tuple(dict.fromkeys(row.strength for row in rows if row.strength in FIRMNESS)),
                tuple(dict.fromkeys(shown)),
                tuple((letter, _sides(rows, letter)) for letter in letters),
            )
        )
    return found


def _sides(rows: Sequence[StatementRow], letter: str) -> tuple[str, ...]:
    """Return what counts as right for one account; nothing where the reading is unsure."""
    if any(row.not_read for row in rows):
        return ()
    given = [
        SIDES[0] if mark.stance == schema.STANCES[0] else SIDES[1]
        for row in rows
        for mark in row.bearings
        if mark.account.letter == letter
    ]
    if given:
        return tuple(dict.fromkeys(given))
    unsure = any(mark.account.letter == letter for row in rows for mark in row.unsure)
    return () if unsure else (SIDES[2],)


def name_voice(row: StatementRow) -> str:
    """Name who says a statement, as a pupil would write it."""
    reserved = {schema.NARRATOR: schema.ARTICLE, schema.UNNAMED: NOBODY}
    return reserved.get(row.source_id, row.source_name)


def key_table(key: Sequence[KeyRow], comparison: Tables) -> pd.DataFrame:
    """Give the key as a table: a row for each answer that counts as right.

    Returns
    -------
    DataFrame with columns ``ANSWERS``
        Who speaks is written as :func:`fold_voices` writes it.
    """
    rows: list[tuple[str, str, str, str]] = []
    for one in key:
        statement = one.offer.offer_id
        voices = fold_voices([voice for voice in one.who if voice], comparison)
        rows += [(statement, "who", "", voice) for voice in dict.fromkeys(voices)]
        rows += [(statement, "firmness", "", word) for word in one.firmness]
        rows += [(statement, "basis", "", word) for word in one.basis]
        rows += [
            (statement, "accounts", letter, s) for letter, sides in one.accounts for s in sides
        ]
    return pd.DataFrame(rows, columns=list(ANSWERS), dtype="str")


def fold_voices(names: Sequence[str], comparison: Tables | None) -> list[str]:
    """Write different names of one source alike: its id in the register, or the name folded.

    Parameters
    ----------
    names : sequence of str
        As a pupil writes or selects them.
    comparison : Comparison or None
        Where there is none, names are compared by their letters alone.

    Examples
    --------
    >>> fold_voices(["The Mayor", "the mayor's", "The article itself"], None)
    ['mayor', 'mayor', 'narrator']
    """
    reserved = {fold_name(schema.ARTICLE): schema.NARRATOR, fold_name(NOBODY): schema.UNNAMED}
    register = None if comparison is None else read_register(comparison.sources)
    found = []
    for name in names:
        folded = fold_name(name)
        matched = () if register is None else match_register(register, [name])
        found.append(
            reserved.get(folded) or (matched[0] if len(matched) == 1 else folded) or name.strip()
        )
    return found
