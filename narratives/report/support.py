"""The support view of the page: ranges or the reason why there are none, and the raters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives import schema
from narratives.report.accounts import AccountKey, Accounts, number_items
from narratives.schema import each
from narratives.scores.changing.variations import WITHOUT_DOCUMENT
from narratives.telling.relations import MORE_THAN_ONE, caution_of_order
from narratives.telling.sensitivity import names_of_changes
from narratives.telling.support import oddities_in_words, range_in_words, withheld_reasons

if TYPE_CHECKING:
    from narratives.comparison import Tables
    from narratives.scores import RaterAgreement

MOST = 8
"""Changes and differences that are written out; the tables hold all of them."""
_DROPS = {
    "without item": "item",
    "without origin": "origin",
    "without report": "report",
    WITHOUT_DOCUMENT: "text",
}


@dataclass(frozen=True)
class SupportRange:
    """The range of one account, or of "none of these", which has no ``account``."""

    account: AccountKey | None
    title: str
    range: str


@dataclass(frozen=True)
class SupportChange:
    """What changes the order by support when it is left out.

    Attributes
    ----------
    kind : {"item", "origin", "report", "text"}
    name : str
    item : int or None
        The number of the item, if it is one.
    leader_changes : bool
    order : list of list of str
        The titles in their order then, those tied together; empty where there is none.
    """

    kind: str
    name: str
    item: int | None
    leader_changes: bool
    order: list[list[str]]


@dataclass(frozen=True)
class SupportView:
    """The ranges of all accounts, or why the ranking is withheld.

    Attributes
    ----------
    rated : bool
        False where no person has rated an item; there is nothing else then.
    withheld : tuple of str
        The reasons; empty where it is not withheld.
    rows : list of SupportRange
    changes : list of SupportChange
        The first few, and ``more`` that are not written out.
    odd : tuple of str
        Reports that are not taken as they are marked.
    caution : str
        How the ranges are to be read where accounts may be so at once, else empty.
    """

    rated: bool
    withheld: tuple[str, ...] = ()
    rows: tuple[SupportRange, ...] = ()
    changes: tuple[SupportChange, ...] = ()
    more: int = 0
    odd: tuple[str, ...] = ()
    caution: str = ""


@dataclass(frozen=True)
class RaterDifference:
    """A cell on which persons differ; ``item`` is its number, if the page shows the item."""

    item: int | None
    account: AccountKey
    ratings: str
    opposed: bool


@dataclass(frozen=True)
class RatersView:
    """Who rated, how far they agree, and the first few cells on which they differ."""

    names: list[str]
    measured: RaterAgreement | None
    reason: str
    rows: list[RaterDifference]
    more: int


def list_support(comparison: Tables, accounts: Accounts) -> SupportView:
    """Give the ranges of all accounts, or why the ranking is withheld."""
    if comparison.ratings.empty:
        return SupportView(rated=False)
    found = comparison.support
    low, high = found.low.to_dict(), found.high.to_dict()
    rows = [
        SupportRange(accounts.get(str(n)), str(n), range_in_words(low[n], high[n])) for n in low
    ]
    changes = _list_changes(comparison, accounts)
    caution = caution_of_order(comparison)
    return SupportView(
        rated=True,
        withheld=withheld_reasons(comparison),
        rows=() if found.withheld else tuple(rows),
        changes=tuple(changes[:MOST]),
        more=len(changes[MOST:]),
        odd=oddities_in_words(comparison),
        caution=f"{caution} {MORE_THAN_ONE}" if caution and not found.withheld else "",
    )


def list_raters(comparison: Tables, accounts: Accounts) -> RatersView | None:
    """Give the agreement of the persons who rated and where they differ, if there are two."""
    names = list(dict.fromkeys(comparison.ratings["who"]))
    if len(names) < 2:
        return None
    agreement = comparison.agreement
    order = number_items(comparison)
    differ = comparison.rater_differences
    return RatersView(
        names=names,
        measured=None if agreement.reason else agreement,
        reason=agreement.reason,
        rows=[
            RaterDifference(
                order.get(str(row.item_id)),
                accounts[str(row.narrative_id)],
                row.ratings,
                bool(row.opposed),
            )
            for row in each(differ.head(MOST))
            if str(row.narrative_id) in accounts
        ],
        more=max(0, len(differ) - MOST),
    )


def _list_changes(comparison: Tables, accounts: Accounts) -> list[SupportChange]:
    """List what changes the order by support when it is left out."""
    if comparison.support.withheld:
        return []
    order = number_items(comparison)
    changes = comparison.what_would_change
    altered = changes["support_order_changes"].fillna(False).astype(bool)
    rows = []
    for row in each(changes[altered & changes["kind"].isin(tuple(_DROPS))]):
        name = schema.ARTICLE if row.changed == schema.NARRATOR else row.changed
        if row.changed in comparison.origins.index:
            name = str(comparison.origins.at[row.changed, "name"])
        if row.kind == WITHOUT_DOCUMENT:
            name = names_of_changes(comparison, row.kind).get(row.changed, row.changed)
        if row.kind == "without item":
            name = str(comparison.items.at[row.changed, "label"])
        rows.append(
            SupportChange(
                kind=_DROPS[row.kind],
                name=name,
                item=order.get(row.changed) if row.kind == "without item" else None,
                leader_changes=bool(row.support_leader_changes),
                order=[
                    [accounts[n].title if n in accounts else n for n in tied.split(" = ")]
                    for tied in row.support_order.split(" < ")
                    if tied
                ],
            )
        )
    return rows
