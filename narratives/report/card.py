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
    link: int
    by: str


@dataclass(frozen=True)
class CriterionRow:
    """One criterion: what each number says, given here or not; a cell an account."""

    criterion: str
    title: str
    given: list[str]
    others: list[str]
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
            cells = []
            for narrative in accounts:
                cell = cells_of[(narrative, criterion)]
                links = link_numbers(str(cell["statement_ids"]), numbers)
                score = None if pd.isna(cell["score"]) else int(cell["score"])
                by = "" if cell["by"] == "draft" else str(cell["by"])
                cells.append(ScoreCell(score, links[0] if links and score is not None else 0, by))
            line = CRITERIA[criterion]
            scores = {cell.score for cell in cells}
            levels = [(n in scores, f"{n} {level}") for n, level in enumerate(line.levels)]
            given = [words for here, words in levels if here]
            given += [f"? {line.asks} is not known."] if None in scores else []
            others = [words for here, words in levels if not here]
            rows.append(CriterionRow(criterion, line.title, given, others, cells))
        found.append(Profile(profile, rows))
    return found
