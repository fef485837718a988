"""The accounts side by side, and what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.report.statements import link_numbers
from narratives.schema import each
from narratives.telling import find_gaps, find_shared_evidence
from narratives.telling.words import basis_word

if TYPE_CHECKING:
    from narratives.comparison import Tables

SHAPES = {
    "government_party": "circle",
    "foreign_government": "diamond",
    "intelligence_service": "diamond",
    "think_tank": "square",
    "perpetrator_group": "triangle",
    "media": "pentagon",
    "person": "down",
    "organisation": "hexagon",
    "narrator": "plus",
    "unspecified": "hollow",
}


MARKS = {
    "circle": "M10 4a6 6 0 1 0 .01 0z",
    "hollow": "M10 4.5a5.5 5.5 0 1 0 .01 0z",
    "diamond": "M10 3l7 7-7 7-7-7z",
    "square": "M4.5 4.5h11v11h-11z",
    "triangle": "M10 3.5l7 12.5H3z",
    "down": "M10 16.5L3 4h14z",
    "pentagon": "M10 3l7 5.2-2.7 8.3H5.7L3 8.2z",
    "hexagon": "M10 3l6 3.5v7L10 17l-6-3.5v-7z",
    "plus": "M7.5 3h5v4.5H17v5h-4.5V17h-5v-4.5H3v-5h4.5z",
    "shown": "M4 4h12v12H4z",
    "named": "M4.5 4.5h11v11h-11z",
    "none": "M4 9h12v2.5H4z",
}
"""The outline of each mark, in a square of 20 by 20."""


def list_marks(cards: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """List the marks that the cards show, with their outlines."""
    voices = [row for card in cards for row in (*card["voices"], *card["disputed"])]
    strips = [row for card in cards for _, rows in card["strip"] for row in rows]
    shown = {row["shown"] for card in cards for _, row in card["basis"] if row}
    shown |= {row["shape"] for row in [*voices, *strips]}
    return [(name, outline) for name, outline in MARKS.items() if name in shown]


def list_cards(
    table: pd.DataFrame,
    bearings: pd.DataFrame,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
    homes: Mapping[int, int],
) -> list[dict[str, Any]]:
    """Give what each account shows side by side.

    ``homes`` tells the place of its text in the case for the number of a statement; each
    row says in which ``texts`` it is heard.
    """
    kinds = [b for b in map(basis_word, schema.BASES) if b in set(table["label"])]
    implied = {
        (row.statement_id, row.narrative_id) for row in each(bearings) if row.how == "implied"
    }
    cards = []
    for narrative, account in accounts.items():
        mine = table[table["narrative_id"] == narrative]
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in mine.to_dict("records"):
            ids = str(row["statement_ids"]).split(";")
            links = link_numbers(str(row["statement_ids"]), numbers)
            hinted = [i for i in ids if (i, narrative) in implied]
            found[str(row["row"])].append(
                {
                    **{str(k): v for k, v in row.items()},
                    "links": links,
                    "texts": sorted({homes[n] for n in links}),
                    "stated": [numbers[i] for i in ids if i in numbers and i not in hinted],
                    "implied": [numbers[i] for i in hinted if i in numbers],
                    "shape": SHAPES.get(str(row["kind"]), "circle"),
                    "stake_word": _stake_word(row),
                }
            )
        words = found["account"][0]
        cards.append(
            {
                **account,
                "words": words["words"],
                "words_link": words["links"],
                "voices": found["voices"],
                "strip": _strip(found["firmness"]),
                "basis": [
                    (kind, next((r for r in found["basis"] if r["label"] == kind), None))
                    for kind in kinds
                ],
                "disputed": [row for row in found["disputed"] if row["number"]],
                "gaps": found["gaps"],
            }
        )
    return cards


def _strip(voices: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Place the voices at their strength; a remark of the article itself is none of them."""
    told = [row for row in voices if row["kind"] != schema.NARRATOR]
    remarks = [row for row in voices if row["kind"] == schema.NARRATOR]
    unjudged = [row for row in told if row["strength"] == ""]
    return [
        *((s, [r for r in told if r["strength"] == s]) for s in reversed(schema.STRENGTHS)),
        *([("not judged", unjudged)] if unjudged else []),
        *([("own remark", remarks)] if remarks else []),
    ]


def _stake_word(row: Mapping[Any, Any]) -> str:
    stake = row["stake"]
    if stake != stake:
        return ""
    if stake == 0:
        return "its sources differ in their stake"
    serves = stake == (1 if row["stance"] == "supports" else -1)
    if not serves:
        return "speaks against its own stake"
    return "has a stake in it" if row["stance"] == "supports" else "has a stake against it"


def list_shared(
    comparison: Tables,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    """List evidence that stands behind several accounts."""
    return [
        {
            "label": row.label,
            "why": row.why,
            "accounts": [accounts[n] for n in row.narrative_ids.split(";") if n in accounts],
            "links": link_numbers(row.statement_ids, numbers),
        }
        for row in each(find_shared_evidence(comparison))
    ]


def list_outside(table: pd.DataFrame, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """List who says what outside the accounts."""
    return [
        {"label": row.label, "words": row.words, "links": link_numbers(row.statement_ids, numbers)}
        for row in each(table[table["row"] == "outside"])
    ]


def list_gaps(
    comparison: Tables,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    """List the questions that the text leaves open."""
    return [
        {
            "account": accounts[row.narrative_id],
            "question": row.question,
            "links": link_numbers(row.statement_ids, numbers),
        }
        for row in each(find_gaps(comparison))
    ]
