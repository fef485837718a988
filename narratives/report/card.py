"""The score card, as the page shows it: criteria by accounts, every cell with its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from narratives import schema
from narratives.report.accounts import AccountKey, Accounts, link_numbers
from narratives.scores.card import CRITERIA
from narratives.scores.card.criteria import UNKNOWN
from narratives.telling.card import ToldCell, tell_card
from narratives.telling.words import shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

LONGEST = 50
"""Letters of each of the words that stand beside the statements, which have them whole."""
_QUOTED = re.compile("“(.*?)”(?=; “|$)")


@dataclass(frozen=True)
class ScoreCell:
    """One score of one account: None where unknown, and the place where it is told."""

    score: int | None
    short: str
    by: str
    place: str


@dataclass(frozen=True)
class ScoreGround:
    """What one score rests on, or why it is unknown, of the accounts of which it is said alike."""

    place: str
    accounts: list[AccountKey]
    why: str
    words: list[str]
    links: list[int]
    asked: str
    by: str


@dataclass(frozen=True)
class LevelLine:
    """One level of a criterion, or unknown: who stands there, and whom it would raise."""

    score: int | None
    level: str
    grounds: list[ScoreGround]
    raises: list[str]


@dataclass(frozen=True)
class CriterionRow:
    """One criterion: a cell an account, and its levels with what the cells rest on."""

    criterion: str
    title: str
    cells: list[ScoreCell]
    levels: list[LevelLine]


@dataclass(frozen=True)
class Profile:
    """Sources or evidence, criterion by criterion."""

    profile: str
    rows: list[CriterionRow]


def list_card(comparison: Tables, numbers: Mapping[str, int], accounts: Accounts) -> list[Profile]:
    """Give each profile with its criteria, and for each account the score and what it rests on."""
    told = tell_card(comparison)
    order = list(CRITERIA)
    return [
        Profile(
            profile,
            [
                _row(
                    criterion,
                    f"c{1 + order.index(criterion)}",
                    {narrative: told[narrative, criterion] for narrative in accounts},
                    numbers,
                    accounts,
                )
                for criterion in criteria
            ],
        )
        for profile, criteria in schema.CARD.items()
    ]


def _row(
    criterion: str,
    place: str,
    told: Mapping[str, ToldCell],
    numbers: Mapping[str, int],
    accounts: Accounts,
) -> CriterionRow:
    line = CRITERIA[criterion]
    levels: list[tuple[int | None, str]] = [(n, words) for n, words in enumerate(line.levels)]
    if any(cell.score is None for cell in told.values()):
        levels.append((None, UNKNOWN))
    letters = {narrative: accounts[narrative].letter for narrative in told}
    grounds = {
        narrative: ScoreGround(
            place=f"{place}-{accounts[narrative].n}",
            accounts=[accounts[narrative]],
            why=cell.why,
            words=[shorten(words, LONGEST) for words in _QUOTED.findall(cell.words)],
            links=sorted(link_numbers(cell.statements, numbers)),
            asked=cell.raised_by if cell.score is None else "",
            by=cell.by,
        )
        for narrative, cell in told.items()
    }
    rows = []
    for score, level in levels:
        here = [n for n, cell in told.items() if cell.score == score]
        below = [n for n, cell in told.items() if None not in (score, cell.score)]
        raised = [letters[n] for n in below if told[n].score == (score or 0) - 1]
        rows.append(LevelLine(score, level, _alike([grounds[n] for n in here]), raised))
    places = {a.n: g.place for row in rows for g in row.grounds for a in g.accounts}
    cells = [
        ScoreCell(cell.score, cell.short, cell.by, places[accounts[narrative].n])
        for narrative, cell in told.items()
    ]
    return CriterionRow(criterion, line.title, cells, rows)


def _alike(grounds: list[ScoreGround]) -> list[ScoreGround]:
    """Say once what is said of several accounts in the same words."""
    found: dict[str, ScoreGround] = {}
    for ground in grounds:
        told = repr(replace(ground, place="", accounts=[]))
        if told in found:
            found[told].accounts.extend(ground.accounts)
        else:
            found[told] = ground
    return list(found.values())
