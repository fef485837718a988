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

MOST_LINKS = 4
"""Statements to which one cell leads; the tables have all."""


def list_card(
    comparison: Tables, numbers: Mapping[str, int], accounts: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give each profile with its criteria, and for each account the score and where it stands.

    Returns
    -------
    list of dict
        ``profile`` and ``rows``; a row has its ``title`` and ``cells`` in the order of the
        accounts: the score or None, the level in words, links to statements, what would
        raise it, and who gave it where a person did.
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
                        "account": accounts[narrative],
                        "score": None if pd.isna(cell["score"]) else int(cell["score"]),
                        "level": str(cell["level"]),
                        "links": links[:MOST_LINKS],
                        "raised_by": str(cell["raised_by"]),
                        "by": "" if cell["by"] == "draft" else str(cell["by"]),
                    }
                )
            rows.append({"title": CRITERIA[criterion].title, "cells": cells})
        found.append({"profile": profile, "rows": rows})
    return found
