"""The side-by-side view account by account: one layout for the figure and for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narratives.schema import BASES, NARRATOR, STRENGTHS, each
from narratives.telling.words import basis_word


@dataclass(frozen=True)
class CellVoice:
    """A voice in a cell: who speaks, for or against the account, how firmly.

    Attributes
    ----------
    name, kind, stance, how, strength : str
        As in ``Comparison.voices_by_origin``.
    words : str
        Those that the strength rests on; empty where the cell is not about strength.
    number : int
        How many statements.
    stake : float
        +1 wants the account believed, -1 disbelieved, 0 its sources differ, NaN none is given.
    texts, statement_ids : tuple of str
        In which documents it is heard, and in which statements.
    """

    name: str
    kind: str
    stance: str
    how: str
    strength: str
    words: str
    number: int
    stake: float
    texts: tuple[str, ...]
    statement_ids: tuple[str, ...]

    @property
    def is_narrator(self) -> bool:
        """Whether it is the article's own voice, which is no origin."""
        return self.kind == NARRATOR

    @property
    def has_stake(self) -> bool:
        """Whether a stake is given, for it or against it."""
        return self.stake == self.stake

    @property
    def against_its_stake(self) -> bool:
        """Whether it says what it does not want believed."""
        return self.stake == (-1 if self.stance == "supports" else 1)

    @property
    def stake_word(self) -> str:
        """What is to be said of its stake, empty where none is given."""
        if not self.has_stake:
            return ""
        if self.stake == 0:
            return "its sources differ in their stake"
        if self.against_its_stake:
            return "speaks against its own stake"
        return "has a stake in it" if self.stance == "supports" else "has a stake against it"


@dataclass(frozen=True)
class CellBasis:
    """The best that an account has of one kind of basis: shown, only named, or none."""

    shown: str
    statement_ids: tuple[str, ...]


@dataclass(frozen=True)
class OpenQuestion:
    """A question whose answer would tell the accounts apart."""

    question: str
    statement_ids: tuple[str, ...]


@dataclass(frozen=True)
class AccountColumn:
    """What stands under one account, from its words to its open questions.

    Attributes
    ----------
    narrative_id, title : str
    words : str
        The account in the words of the text; empty where no statement puts it in words.
    words_from : tuple of str
        The statement that they are of.
    voices, disputed : tuple of CellVoice
    firmness : tuple of (strength, voices)
        The firmest first; a last one with the strength "" holds what was not judged, if any.
    basis : tuple of (kind, CellBasis or None)
        The same kinds for all accounts: those that any of them has.
    gaps : tuple of OpenQuestion
    """

    narrative_id: str
    title: str
    words: str
    words_from: tuple[str, ...]
    voices: tuple[CellVoice, ...]
    disputed: tuple[CellVoice, ...]
    firmness: tuple[tuple[str, tuple[CellVoice, ...]], ...]
    basis: tuple[tuple[str, CellBasis | None], ...]
    gaps: tuple[OpenQuestion, ...]


@dataclass(frozen=True)
class SharedThing:
    """Evidence that stands behind several accounts."""

    label: str
    why: str
    narrative_ids: tuple[str, ...]
    statement_ids: tuple[str, ...]


@dataclass(frozen=True)
class OutsideVoice:
    """Who says what outside the accounts; ``words`` are those of the first statement."""

    name: str
    number: int
    words: str
    statement_ids: tuple[str, ...]


@dataclass(frozen=True)
class SideBySide:
    """The accounts beside each other, what they share, and what is outside of them."""

    columns: tuple[AccountColumn, ...]
    shared: tuple[SharedThing, ...]
    outside: tuple[OutsideVoice, ...]


def lay_out(table: pd.DataFrame) -> SideBySide:
    """Lay out the side-by-side table: one column an account, in the order of the table.

    Parameters
    ----------
    table : DataFrame
        As :func:`narratives.side_by_side_table` returns it.

    Returns
    -------
    SideBySide
        Everything of the table; how much of it is drawn is left to figure and page.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> view = lay_out(nv.side_by_side_table(comparison))
    >>> [strength for strength, _ in view.columns[0].firmness]
    ['certain', 'likely', 'possible', 'hint']
    """
    rows: dict[str, list[Any]] = {}
    for row in each(table):
        rows.setdefault(row.row, []).append(row)
    known = {row.label for row in rows.get("basis", ())}
    kinds = [kind for kind in map(basis_word, BASES) if kind in known]
    return SideBySide(
        tuple(_column(row, rows, kinds) for row in rows.get("account", ())),
        tuple(
            SharedThing(row.label, row.words, _ids(row.narrative_id), _ids(row.statement_ids))
            for row in rows.get("shared", ())
        ),
        tuple(
            OutsideVoice(row.label, int(row.number), row.words, _ids(row.statement_ids))
            for row in rows.get("outside", ())
        ),
    )


def _column(account: Any, rows: dict[str, list[Any]], kinds: Sequence[str]) -> AccountColumn:
    own = {
        name: [row for row in of if row.narrative_id == account.narrative_id]
        for name, of in rows.items()
    }
    heard = [_voice(row) for row in own.get("firmness", ())]
    bases = {row.label: row for row in reversed(own.get("basis", ()))}
    unjudged = tuple(voice for voice in heard if voice.strength not in STRENGTHS)
    return AccountColumn(
        narrative_id=account.narrative_id,
        title=account.label,
        words=account.words,
        words_from=_ids(account.statement_ids),
        voices=tuple(map(_voice, own.get("voices", ()))),
        disputed=tuple(_voice(row) for row in own.get("disputed", ()) if row.number),
        firmness=(
            *(
                (strength, tuple(voice for voice in heard if voice.strength == strength))
                for strength in reversed(STRENGTHS)
            ),
            *((("", unjudged),) if unjudged else ()),
        ),
        basis=tuple(
            (kind, CellBasis(bases[kind].shown, _ids(bases[kind].statement_ids)))
            if kind in bases
            else (kind, None)
            for kind in kinds
        ),
        gaps=tuple(OpenQuestion(row.label, _ids(row.statement_ids)) for row in own.get("gaps", ())),
    )


def _voice(row: Any) -> CellVoice:
    return CellVoice(
        name=row.label,
        kind=row.kind,
        stance=row.stance,
        how=row.how,
        strength=row.strength,
        words=row.words,
        number=int(row.number),
        stake=float(row.stake),
        texts=_ids(row.texts),
        statement_ids=_ids(row.statement_ids),
    )


def _ids(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(";")) if joined else ()
