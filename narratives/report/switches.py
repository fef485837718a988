"""The evidence matrix with accounts as rows, and the numbers its switches need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narratives import schema
from narratives.report.accounts import (
    AccountKey,
    Accounts,
    Numbers,
    number_items,
    origin_name,
)
from narratives.report.evidence import ItemRow
from narratives.schema import each, each_row
from narratives.scores.changing.sensitivity import KINDS, speakers_of, voices_of
from narratives.scores.worlds import read_worlds

if TYPE_CHECKING:
    from narratives.comparison import Tables

VoiceKey = tuple[str, str]
SAME = 5e-3
"""Numbers closer than this look alike on the page."""


@dataclass(frozen=True)
class Switches:
    """What the script of the page computes with when something is turned off.

    Attributes
    ----------
    accounts : list of str
        Titles.
    items : list of (number, weight, ratings, places)
        Ratings are None where an item does not bear; the places, in :func:`list_voices`, are
        of those without whom the item falls away.
    sides : list of (for, against)
        For each account the places of the origins that speak for it and against it.
    below : list of places
        For each account those that it contains. Where there are any, ratings are those that
        count: what is not rated for an account has the rating of what contains it.
    """

    accounts: list[str]
    items: list[list[Any]]
    sides: list[list[list[int]]]
    below: list[list[int]]


@dataclass(frozen=True)
class ItemGroup:
    """Items that the same voices tell, and the name of these."""

    name: str
    rows: list[ItemRow]


@dataclass(frozen=True)
class EffectRow:
    """What leaving out one item or one origin changes.

    Attributes
    ----------
    kind, name : str
    item : int or None
        The number of the item, if it is one.
    cells : list of (account, value, whether it changed)
    order : list of list of str
        The titles in their order then, those tied together.
    order_changes, leader_changes : bool
    """

    kind: str
    name: str
    item: int | None
    cells: list[tuple[AccountKey, float, bool]]
    order: list[list[str]]
    order_changes: bool
    leader_changes: bool


@dataclass(frozen=True)
class Effects:
    """What changes a number or the order when it is left out, and the ``rest`` that does not."""

    rows: list[EffectRow]
    rest: int

    @property
    def changes_order(self) -> bool:
        """Whether any of them changes the order."""
        return any(row.order_changes for row in self.rows)


def list_switches(comparison: Tables, accounts: Accounts) -> Switches:
    """Give what the script of the page computes with when something is turned off."""
    order = number_items(comparison)
    voices = list_voices(comparison)
    place = {voice: n for n, voice in enumerate(voices)}
    speakers = speakers_of(comparison.reports)
    worlds = read_worlds(accounts, comparison.relations)
    rows = worlds.fill(comparison.matrix.to_numpy(dtype=float, na_value=math.nan)).tolist()
    return Switches(
        accounts=[str(account.title) for account in accounts.values()],
        items=[
            [
                order[str(item)],
                float(comparison.weights[item]),
                [None if math.isnan(r) else int(r) if r == int(r) else float(r) for r in row],
                sorted(place[voice] for voice in speakers.get(str(item), ())),
            ]
            for item, row in zip(comparison.matrix.index, rows, strict=True)
        ],
        sides=[
            [
                [place[KINDS[1], row.voice] for row in each(_side(comparison, narrative, stance))]
                for stance in schema.STANCES[:2]
            ]
            for narrative in accounts
        ],
        below=[list(narrow) for narrow in worlds.below],
    )


def list_voices(comparison: Tables) -> list[VoiceKey]:
    """List all who can be left out: origins, those that report an item first; then reports."""
    speaking = [
        (KINDS[1], str(row.voice))
        for row in each(comparison.voices.reset_index())
        if row.kind == KINDS[1]
    ]
    voices = dict.fromkeys([*voices_of(comparison.reports), *speaking])
    return sorted(voices, key=lambda voice: KINDS.index(voice[0]))


def _side(comparison: Tables, narrative: str, stance: str) -> Any:
    table = comparison.voices.reset_index()
    return table[
        (table["narrative_id"] == narrative)
        & (table["stance"] == stance)
        & (table["kind"] == KINDS[1])
    ]


def name_voice(comparison: Tables, voice: VoiceKey, numbers: Numbers) -> str:
    """Name an independent voice for readers."""
    kind, name = voice
    if kind == KINDS[2]:
        return f"statement {numbers[name]}, origin not known" if name in numbers else name
    return schema.ARTICLE if name == schema.NARRATOR else origin_name(comparison, name)


def group_columns(comparison: Tables, rows: Sequence[ItemRow]) -> list[ItemGroup]:
    """Gather the items that the same voices tell; each group stands where its best item would.

    Parameters
    ----------
    comparison : Comparison
    rows : sequence of ItemRow
        The items, those that separate the accounts best first.

    Returns
    -------
    list of ItemGroup
    """
    speakers = speakers_of(comparison.reports)
    groups: dict[tuple[VoiceKey, ...], list[ItemRow]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(speakers.get(row.id, ()))), []).append(row)
    return [
        ItemGroup(
            " and ".join(
                "origin not known" if kind == KINDS[2] else name_voice(comparison, (kind, n), {})
                for kind, n in {(k, "" if k == KINDS[2] else n): 0 for k, n in voices}
            )
            or "no report",
            some,
        )
        for voices, some in groups.items()
    ]


def list_effects(comparison: Tables, numbers: Numbers, accounts: Accounts) -> Effects:
    """Give what leaving out one item or one origin changes, without any script."""
    order = number_items(comparison)
    whole = {str(n): float(v) for n, v in comparison.ranking["inconsistency"].items()}
    rows = []
    rest = 0
    for (kind, dropped), row in each_row(comparison.drop_one):
        values = [float(row[f"inconsistency:{n}"]) for n in accounts]
        changed = [_differ(v, whole[n]) for n, v in zip(accounts, values, strict=True)]
        if not (any(changed) or row["order_changes"]):
            rest += 1
            continue
        item = kind == KINDS[0]
        rows.append(
            EffectRow(
                kind=kind,
                name=str(comparison.items.at[dropped, "label"])
                if item
                else name_voice(comparison, (kind, str(dropped)), numbers),
                item=order[str(dropped)] if item else None,
                cells=list(zip(accounts.values(), values, changed, strict=True)),
                order=[
                    [accounts[n].title for n in tied.split(" = ") if n in accounts]
                    for tied in str(row["order"]).split(" < ")
                    if tied
                ],
                order_changes=bool(row["order_changes"]),
                leader_changes=bool(row["leader_changes"]),
            )
        )
    return Effects(rows, rest)


def _differ(a: float, b: float) -> bool:
    return math.isnan(a) != math.isnan(b) or abs(a - b) >= SAME
