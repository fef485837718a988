"""The support view of the page: ranges or the reason why there are none, and the raters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from narratives import schema
from narratives.schema import each
from narratives.telling.readings import reading_differences
from narratives.telling.support import range_in_words, withheld_reasons

if TYPE_CHECKING:
    from narratives.comparison import Tables

MOST = 8
"""Changes and differences that are written out; the tables hold all of them."""
_DROPS = {"without item": "item", "without origin": "origin", "without report": "report"}


def list_support(comparison: Tables, accounts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Give the ranges of all accounts, or why the ranking is withheld.

    Returns
    -------
    dict
        ``rated`` is False where no person has rated an item; there is nothing else then.
    """
    if comparison.ratings.empty:
        return {"rated": False}
    found = comparison.support
    low, high = found.low.to_dict(), found.high.to_dict()
    rows = [
        {"account": accounts.get(str(n)), "title": str(n), "range": range_in_words(low[n], high[n])}
        for n in low
    ]
    changes = _list_changes(comparison, accounts)
    return {
        "rated": True,
        "withheld": withheld_reasons(comparison),
        "rows": [] if found.withheld else rows,
        "changes": changes[:MOST],
        "more": len(changes[MOST:]),
    }


def list_rereadings(
    comparison: Tables, accounts: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give the items that another reader rates otherwise, with the letters and the reason."""
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in each(reading_differences(comparison)):
        here = rows.setdefault(
            (row.reading, row.item_id), {"n": order[row.item_id], "why": row.why, "cells": []}
        )
        here["cells"].append((accounts[row.narrative_id], row.first, row.other))
    return list(rows.values())


def list_raters(comparison: Tables, accounts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Give the agreement of the persons who rated and where they differ, if there are two."""
    names = list(dict.fromkeys(comparison.ratings["who"]))
    if len(names) < 2:
        return {}
    agreement = comparison.agreement
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    differ = comparison.rater_differences
    return {
        "names": names,
        "measured": None if agreement.reason else agreement,
        "reason": agreement.reason,
        "rows": [
            {
                "item": order.get(str(row.item_id)),
                "account": accounts[str(row.narrative_id)],
                "ratings": row.ratings,
                "opposed": bool(row.opposed),
            }
            for row in each(differ.head(MOST))
            if str(row.narrative_id) in accounts
        ],
        "more": max(0, len(differ) - MOST),
    }


def _list_changes(
    comparison: Tables, accounts: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """List what changes the order by support when it is left out."""
    if comparison.support.withheld:
        return []
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    changes = comparison.what_would_change
    altered = changes["support_order_changes"].fillna(False).astype(bool)
    rows = []
    for row in each(changes[altered & changes["kind"].isin(tuple(_DROPS))]):
        name = "the article itself" if row.changed == schema.NARRATOR else row.changed
        if row.changed in comparison.origins.index:
            name = str(comparison.origins.at[row.changed, "name"])
        if row.kind == "without item":
            name = str(comparison.items.at[row.changed, "label"])
        rows.append(
            {
                "kind": _DROPS[row.kind],
                "name": name,
                "item": order.get(row.changed) if row.kind == "without item" else None,
                "leader_changes": bool(row.support_leader_changes),
                "order": [
                    [accounts[n]["title"] if n in accounts else n for n in tied.split(" = ")]
                    for tied in row.support_order.split(" < ")
                    if tied
                ],
            }
        )
    return rows
