"""The score card, as the page shows it: criteria by accounts, every cell with its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.report.statements import link_numbers
from narratives.scores.card import CRITERIA

if TYPE_CHECKING:
    from narratives.comparison import Tables

MOST_LINKS = 2
"""Statements to which one cell leads; the tables have all."""


def list_card(
    comparison: Tables, numbers: Mapping[str, int], accounts: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give each profile with its criteria, and for each account the score and where it stands.

    Returns
    -------
    list of dict
        ``profile`` and ``rows``; a row has its ``title``, its ``levels``, what it ``asks``
        where a score is unknown, and ``cells`` in the order of the accounts: the score or
        None, links to statements, and who gave it where a person did.
    """
    card = comparison.score_card
    found = []
    for profile, criteria in schema.CARD.items():
        rows = []
        for criterion in criteria:
            cells = []
            for narrative in accounts:
                cell = card.loc[(narrative, criterion)]
                links = link_numbers(str(cell["statement_ids"]), numbers)
                cells.append(
                    {
                        "score": None if pd.isna(cell["score"]) else int(cell["score"]),
                        "links": links[:MOST_LINKS],
                        "by": "" if cell["by"] == "draft" else str(cell["by"]),
                    }
                )
            line = CRITERIA[criterion]
            rows.append(
                {"title": line.title, "levels": line.levels, "asks": line.asks, "cells": cells}
            )
        found.append({"profile": profile, "rows": rows})
    return found
