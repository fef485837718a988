"""The accounts side by side as cards, what they share, and what is outside of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from narratives.report.accounts import AccountKey, Accounts, Numbers, link_numbers
from narratives.schema import each
from narratives.telling.layout import AccountColumn, CellBasis, CellVoice, SideBySide

FIRST_GAPS = 3
"""Open questions that stand on the card of an account; the others follow below the evidence."""
SHAPES = {
    "government_party": "circle",
    "foreign_government": "diamond",
    "intelligence_service": "diamond",
    "think_tank": "square",
    "perpetrator_group": "triangle",
    "media": "pentagon",
    "person": "down",
    "organisation": "hexagon",
    "narrator": "plus",
    "unspecified": "hollow",
}


MARKS = {
    "circle": "M10 4a6 6 0 1 0 .01 0z",
    "hollow": "M10 4.5a5.5 5.5 0 1 0 .01 0z",
    "diamond": "M10 3l7 7-7 7-7-7z",
    "square": "M4.5 4.5h11v11h-11z",
    "triangle": "M10 3.5l7 12.5H3z",
    "down": "M10 16.5L3 4h14z",
    "pentagon": "M10 3l7 5.2-2.7 8.3H5.7L3 8.2z",
    "hexagon": "M10 3l6 3.5v7L10 17l-6-3.5v-7z",
    "plus": "M7.5 3h5v4.5H17v5h-4.5V17h-5v-4.5H3v-5h4.5z",
    "shown": "M4 4h12v12H4z",
    "named": "M4.5 4.5h11v11h-11z",
    "none": "M4 9h12v2.5H4z",
}
"""The outline of each mark, in a square of 20 by 20."""


@dataclass(frozen=True)
class VoiceLine:
    """A voice on a card, with the statements it leads to.

    Attributes
    ----------
    label, kind, how, words, stake_word : str
    shape : str
        One of ``MARKS``.
    links, stated, implied : list of int
        All its statements, those in so many words, and those by implication.
    texts : list of int
        The places in the case of the texts in which it is heard.
    """

    label: str
    kind: str
    how: str
    words: str
    stake_word: str
    shape: str
    links: list[int]
    stated: list[int]
    implied: list[int]
    texts: list[int]


@dataclass(frozen=True)
class BasisLine:
    """The best of one kind of basis on a card."""

    shown: str
    links: list[int]


@dataclass(frozen=True)
class GapLine:
    """An open question, of one account."""

    account: AccountKey
    question: str
    links: list[int]


@dataclass(frozen=True)
class Card:
    """What the page shows of one account, side by side with the others.

    Attributes
    ----------
    account : AccountKey
    words : str
        The account in the words of the text, and ``words_link`` the statement they are of.
    voices, disputed : list of VoiceLine
    strip : list of (strength, voices)
        The firmest first; a remark of the article itself is none of them and stands last.
    basis : list of (kind, BasisLine or None)
    gaps : list of GapLine
    """

    account: AccountKey
    words: str
    words_link: list[int]
    voices: list[VoiceLine]
    disputed: list[VoiceLine]
    strip: list[tuple[str, list[VoiceLine]]]
    basis: list[tuple[str, BasisLine | None]]
    gaps: list[GapLine]


@dataclass(frozen=True)
class SharedLine:
    """Evidence that stands behind several accounts."""

    label: str
    why: str
    accounts: list[AccountKey]
    links: list[int]


@dataclass(frozen=True)
class OutsideLine:
    """Who says what outside the accounts."""

    label: str
    words: str
    links: list[int]


def list_cards(
    view: SideBySide,
    bearings: pd.DataFrame,
    numbers: Numbers,
    accounts: Accounts,
    homes: Mapping[int, int],
) -> list[Card]:
    """Give what each account shows side by side.

    ``homes`` tells the place of its text in the case for the number of a statement; each
    voice says in which ``texts`` it is heard.
    """
    implied = {
        (row.statement_id, row.narrative_id) for row in each(bearings) if row.how == "implied"
    }
    cards = []
    for column in view.columns:

        def line(voice: CellVoice, narrative: str = column.narrative_id) -> VoiceLine:
            links = link_numbers(voice.statement_ids, numbers)
            hinted = [i for i in voice.statement_ids if (i, narrative) in implied]
            stated = [i for i in voice.statement_ids if i not in hinted]
            return VoiceLine(
                label=voice.name,
                kind=voice.kind,
                how=voice.how,
                words=voice.words,
                stake_word=voice.stake_word,
                shape=SHAPES.get(voice.kind, "circle"),
                links=links,
                stated=link_numbers(stated, numbers),
                implied=link_numbers(hinted, numbers),
                texts=sorted({homes[n] for n in links}),
            )

        cards.append(
            Card(
                account=accounts[column.narrative_id],
                words=column.words,
                words_link=link_numbers(column.words_from, numbers),
                voices=list(map(line, column.voices)),
                disputed=list(map(line, column.disputed)),
                strip=[(s, list(map(line, voices))) for s, voices in _strip(column)],
                basis=[(kind, _basis(basis, numbers)) for kind, basis in column.basis],
                gaps=_gaps(column, numbers, accounts),
            )
        )
    return cards


def list_marks(cards: Sequence[Card]) -> list[tuple[str, str]]:
    """List the marks that the cards show, with their outlines."""
    voices = [voice for card in cards for voice in (*card.voices, *card.disputed)]
    voices += [voice for card in cards for _, strip in card.strip for voice in strip]
    shown = {basis.shown for card in cards for _, basis in card.basis if basis is not None}
    shown |= {voice.shape for voice in voices}
    return [(name, outline) for name, outline in MARKS.items() if name in shown]


def list_shared(view: SideBySide, numbers: Numbers, accounts: Accounts) -> list[SharedLine]:
    """List evidence that stands behind several accounts."""
    return [
        SharedLine(
            label=thing.label,
            why=thing.why,
            accounts=[accounts[n] for n in thing.narrative_ids if n in accounts],
            links=link_numbers(thing.statement_ids, numbers),
        )
        for thing in view.shared
    ]


def list_outside(view: SideBySide, numbers: Numbers) -> list[OutsideLine]:
    """List who says what outside the accounts."""
    return [
        OutsideLine(voice.name, voice.words, link_numbers(voice.statement_ids, numbers))
        for voice in view.outside
    ]


def _strip(column: AccountColumn) -> Iterator[tuple[str, list[CellVoice]]]:
    """Place the voices at their strength; a remark of the article itself is none of them."""
    for strength, voices in column.firmness:
        told = [voice for voice in voices if not voice.is_narrator]
        if strength or told:
            yield strength or "not judged", told
    remarks = [v for _, voices in column.firmness for v in voices if v.is_narrator]
    if remarks:
        yield "own remark", remarks


def _basis(basis: CellBasis | None, numbers: Numbers) -> BasisLine | None:
    if basis is None:
        return None
    return BasisLine(basis.shown, link_numbers(basis.statement_ids, numbers))


def _gaps(column: AccountColumn, numbers: Numbers, accounts: Accounts) -> list[GapLine]:
    account = accounts[column.narrative_id]
    return [
        GapLine(account, gap.question, link_numbers(gap.statement_ids, numbers))
        for gap in column.gaps
    ]
