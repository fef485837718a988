"""Evidence items, their ratings, and what would change the order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from narratives.report.statements import link_numbers
from narratives.schema import each
from narratives.telling.words import basis_word, rating_in_words

if TYPE_CHECKING:
    from narratives.comparison import Tables


def list_items(
    comparison: Tables,
    numbers: Mapping[str, int],
    decisions: Mapping[str, Sequence[dict[str, Any]]],
) -> dict[str, Any]:
    """Give the evidence matrix with the reasons for its ratings, items that separate best first."""
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    reports: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for report in each(comparison.reports):
        if report.statement_id in numbers:
            reports[report.item_id].append(
                {
                    "n": numbers[report.statement_id],
                    "holds": bool(report.holds),
                    "copied": bool(report.copied_from),
                }
            )
    rows = []
    for item in comparison.matrix.index:
        spread = float(comparison.diagnosticity.get(item, math.nan))
        meta = comparison.items.loc[item]
        ratings = [float(r) for r in comparison.matrix.loc[item]]
        rows.append(
            {
                "n": order[str(item)],
                "id": item,
                "label": meta["label"],
                "basis": basis_word(str(meta["basis"])),
                "shown": meta["shown"],
                "credibility": meta["credibility"],
                "relevance": meta["relevance"],
                "rated_by": meta["rated_by"],
                "ratings": [rating_in_words(r) for r in ratings],
                "spread": spread,
                "weight": float(comparison.weights.get(item, math.nan)),
                "reports": reports[str(item)],
                "drafted": str(meta["rated_by"]).startswith("draft"),
                "reasons": decisions.get(str(item), ()),
            }
        )
    rows.sort(key=lambda row: math.inf if math.isnan(row["spread"]) else -row["spread"])
    apart = sum(row["spread"] > 0 for row in rows)
    return {"rows": rows, "apart": apart}


def list_scores(
    comparison: Tables,
    accounts: Mapping[str, dict[str, Any]],
    sides: Mapping[str, Sequence[Sequence[int]]],
) -> list[dict[str, Any]]:
    """List the accounts as rows, least contradicted first, with the origins on either side.

    ``place`` is missing for all where there is no order: all are contradicted alike, or no
    person has looked at the draft. They stand in the order of the case then.
    """
    ranking: Any = comparison.ranking
    ordered = comparison.reviewed and ranking["rank"].nunique() > 1
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    rows = []
    for narrative in ranking.index if ordered else accounts:
        against = str(ranking.at[narrative, "contradicted_by"])
        rows.append(
            {
                "account": accounts[str(narrative)],
                "inconsistency": float(ranking.at[narrative, "inconsistency"]),
                "place": float(ranking.at[narrative, "rank"]) if ordered else math.nan,
                "rated": ranking.at[narrative, "rated"],
                "origins": [len(side) for side in sides[str(narrative)]],
                "against": [order[i] for i in against.split(";") if i in order],
            }
        )
    return rows


def list_questions(comparison: Tables, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """List what the draft asks the person."""
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    return [
        {
            "question": row.question,
            "n": order.get(str(row.item_id)),
            "links": link_numbers(row.statement_ids, numbers),
        }
        for row in each(comparison.questions)
    ]
