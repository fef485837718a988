"""Evidence items with their ratings, the scores of the accounts, and what the draft asks."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narratives.report.accounts import AccountKey, Accounts, Numbers, link_numbers, number_items
from narratives.report.decisions import Decision, Reason, reasons_of
from narratives.schema import each
from narratives.telling.words import basis_word, rating_in_words

if TYPE_CHECKING:
    from narratives.comparison import Tables


@dataclass(frozen=True)
class ReportMark:
    """A statement that reports an item: whether it says that it is so, and whether it copies."""

    n: int
    holds: bool
    copied: bool


@dataclass(frozen=True)
class ItemRow:
    """One evidence item on the page.

    Attributes
    ----------
    n : int
    id, label, basis, shown, relevance, rated_by : str
    credibility : float
        NaN where it was not judged.
    ratings : list of str
        One for each account, in the order of the case.
    spread, weight : float
        NaN where it has none.
    reports : list of ReportMark
    drafted : bool
    reasons : list of Reason
    """

    n: int
    id: str
    label: str
    basis: str
    shown: str
    credibility: Any
    relevance: str
    rated_by: str
    ratings: list[str]
    spread: float
    weight: float
    reports: list[ReportMark]
    drafted: bool
    reasons: list[Reason]


@dataclass(frozen=True)
class ItemTable:
    """The items, those that separate the accounts best first, and how many separate them."""

    rows: list[ItemRow]
    apart: int


@dataclass(frozen=True)
class ScoreRow:
    """How one account stands by contradiction.

    Attributes
    ----------
    account : AccountKey
    inconsistency, place : float
        NaN where there is none; ``place`` is NaN for all where there is no order.
    rated : number of items
    origins : list of int
        How many speak for it, and against it.
    against : list of int
        The numbers of the items that contradict it.
    """

    account: AccountKey
    inconsistency: float
    place: float
    rated: Any
    origins: list[int]
    against: list[int]


@dataclass(frozen=True)
class AskedLine:
    """What the draft asks the person, about an item where ``n`` is one."""

    question: str
    n: int | None
    links: list[int]


def list_items(
    comparison: Tables, numbers: Numbers, decisions: Mapping[str, Sequence[Decision]]
) -> ItemTable:
    """Give the evidence matrix with the reasons for its ratings, items that separate best first."""
    order = number_items(comparison)
    reports: dict[str, list[ReportMark]] = defaultdict(list)
    for report in each(comparison.reports):
        if report.statement_id in numbers:
            n = numbers[report.statement_id]
            mark = ReportMark(n, bool(report.holds), bool(report.copied_from))
            reports[report.item_id].append(mark)
    rows = []
    for item in comparison.matrix.index:
        meta = comparison.items.loc[item]
        rows.append(
            ItemRow(
                n=order[str(item)],
                id=str(item),
                label=meta["label"],
                basis=basis_word(str(meta["basis"])),
                shown=meta["shown"],
                credibility=meta["credibility"],
                relevance=meta["relevance"],
                rated_by=meta["rated_by"],
                ratings=[rating_in_words(float(r)) for r in comparison.matrix.loc[item]],
                spread=float(comparison.diagnosticity.get(item, math.nan)),
                weight=float(comparison.weights.get(item, math.nan)),
                reports=reports[str(item)],
                drafted=str(meta["rated_by"]).startswith("draft"),
                reasons=reasons_of(decisions.get(str(item), ())),
            )
        )
    rows.sort(key=lambda row: math.inf if math.isnan(row.spread) else -row.spread)
    return ItemTable(rows, apart=sum(row.spread > 0 for row in rows))


def list_scores(
    comparison: Tables, accounts: Accounts, sides: Mapping[str, Sequence[Sequence[int]]]
) -> list[ScoreRow]:
    """List the accounts as rows, least contradicted first, with the origins on either side.

    ``place`` is missing for all where there is no order: all are contradicted alike, or no
    person has looked at the draft. They stand in the order of the case then.
    """
    ranking: Any = comparison.ranking
    ordered = comparison.reviewed and ranking["rank"].nunique() > 1
    order = number_items(comparison)
    rows = []
    for narrative in ranking.index if ordered else accounts:
        against = str(ranking.at[narrative, "contradicted_by"])
        rows.append(
            ScoreRow(
                account=accounts[str(narrative)],
                inconsistency=float(ranking.at[narrative, "inconsistency"]),
                place=float(ranking.at[narrative, "rank"]) if ordered else math.nan,
                rated=ranking.at[narrative, "rated"],
                origins=[len(side) for side in sides[str(narrative)]],
                against=[order[i] for i in against.split(";") if i in order],
            )
        )
    return rows


def list_questions(comparison: Tables, numbers: Numbers) -> list[AskedLine]:
    """List what the draft asks the person."""
    order = number_items(comparison)
    return [
        AskedLine(
            row.question, order.get(str(row.item_id)), link_numbers(row.statement_ids, numbers)
        )
        for row in each(comparison.questions)
    ]
