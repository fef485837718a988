"""The score card, as the page shows it: criteria by accounts, every cell with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from narratives import schema
from narratives.report.accounts import Accounts, link_numbers
from narratives.scores.card import CRITERIA

if TYPE_CHECKING:
    from narratives.comparison import Tables


@dataclass(frozen=True)
class ScoreCell:
    """One score of one account: None where unknown; the first statement it rests on, or 0."""

    score: int | None
    short: str
    link: int
    by: str


@dataclass(frozen=True)
class CriterionRow:
    """One criterion: what each number says; a cell an account."""

    criterion: str
    title: str
    levels: tuple[str, ...]
    cells: list[ScoreCell]


@dataclass(frozen=True)
class Profile:
    """Sources or evidence, criterion by criterion."""

    profile: str
    rows: list[CriterionRow]


def list_card(comparison: Tables, numbers: Mapping[str, int], accounts: Accounts) -> list[Profile]:
    """Give each profile with its criteria, and for each account the score and where it stands."""
    card = comparison.score_card
    cells_of = dict(zip(card.index, card.to_dict("records"), strict=True))
    found = []
    for profile, criteria in schema.CARD.items():
        rows = []
        for criterion in criteria:
            line = CRITERIA[criterion]
            cells = []
            for narrative in accounts:
                cell = cells_of[(narrative, criterion)]
                links = link_numbers(str(cell["statement_ids"]), numbers)
                by = "" if cell["by"] == "draft" else str(cell["by"])
                if pd.isna(cell["score"]):
                    cells.append(ScoreCell(None, "unknown", 0, by))
                else:
                    score = int(cell["score"])
                    cells.append(ScoreCell(score, line.short[score], links[0] if links else 0, by))
            rows.append(CriterionRow(criterion, line.title, line.levels, cells))
        found.append(Profile(profile, rows))
    return found
