"""The bearings at a terminal and for a program: the sure ones, the unsure, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from narratives.bearing import is_unread
from narratives.cli.output import Format, print_paragraph, print_table
from narratives.cli.standing import print_looked
from narratives.cli.tables import OutputRow, write_rows
from narratives.schema import NO_NARRATIVE
from narratives.telling.deciding import chance_in_words, falls_in_words

if TYPE_CHECKING:
    from narratives.stages import Comparison
    from narratives.telling.deciding import Deciding

COLUMNS = (
    "id",
    "document",
    "source_name",
    "source_id",
    "origin",
    "narrative",
    "stance",
    "how",
    "probability",
    "unsure",
    "why",
    "antecedent",
    "content_text",
)
DECIDED = "decided_by"
"""The column of the words that decided, where they are asked for."""


def write_bearings(
    comparison: Comparison, layout: Format, deciding: Deciding | None = None
) -> None:
    """Write the bearings of a comparison, each with its statement and origin.

    Parameters
    ----------
    comparison : Comparison
    layout : Format
    deciding : Deciding, optional
        The words that decided the drafted bearings; they are written too.
    """
    rows = bearing_rows(comparison, deciding)
    if layout is not Format.table:
        columns = COLUMNS if deciding is None else (*COLUMNS, DECIDED)
        if layout is Format.csv:
            rows = [{**row, "unsure": str(row["unsure"]).lower()} for row in rows]
        write_rows(rows, columns, layout, head=True)
        return
    doubtful = {row["id"] for row in rows if row["unsure"]}
    print_table(
        ["Address", "Source (origin)", "Words", "Bearing", "Why"],
        [
            [
                row["id"],
                f"{row['source_name']} ({row['origin']})" if row["origin"] else row["source_name"],
                row["content_text"],
                _words(row),
                "; ".join([row["why"], *row.get(DECIDED, ())]),
            ]
            for row in rows
            if not _told_as_unsure(row, doubtful)
        ],
        widths=[5, 5, 8, 7, 8],
        spaced=True,
        addresses=True,
    )
    print_looked(comparison)
    if deciding is not None and deciding.left:
        print_paragraph(
            f"The words that decided {deciding.left} more drafted bearings were not looked for: "
            "narratives.explain_bearing finds those of one."
        )


def bearing_rows(comparison: Comparison, deciding: Deciding | None = None) -> list[OutputRow]:
    """Return the bearings as rows for a file, those of a statement together.

    Returns
    -------
    list of dict
        ``probability`` is None where there is none; ``unsure`` tells bearings that count
        nowhere. With ``deciding``, ``decided_by`` lists how the probability falls.
    """
    counted = comparison.bearings
    tables = [counted.assign(unsure=False), comparison.unsure.assign(unsure=True)]
    both = pd.concat([table for table in tables if len(table)] or tables[:1])
    unread = is_unread(both)
    place = {str(name): number for number, name in enumerate(comparison.statements.index)}
    both = both.assign(
        place=both["statement_id"].map(place),
        probability=both["probability"].astype("float64").mask(unread),
    ).sort_values(["place", "unsure"], kind="stable")
    table = both.merge(
        comparison.statements.drop(columns="probability", errors="ignore"),
        left_on="statement_id",
        right_index=True,
        validate="many_to_one",
    )
    found = {} if deciding is None else deciding.found
    rows = []
    for row in table.to_dict("records"):
        written: OutputRow = {
            "id": row["statement_id"],
            "document": row["document_id"],
            "source_name": row["source_name"],
            "source_id": row["source_id"],
            "origin": row["origin_id"],
            "narrative": row["narrative_id"],
            "stance": row["stance"],
            "how": row["how"],
            "probability": None if pd.isna(row["probability"]) else float(row["probability"]),
            "unsure": bool(row["unsure"]),
            "why": row["why"],
            "antecedent": row["antecedent"],
            "content_text": row["content_text"],
        }
        if deciding is not None:
            explained = found.get((str(row["statement_id"]), str(row["narrative_id"])))
            written[DECIDED] = [] if explained is None else falls_in_words(explained)
        rows.append(written)
    return rows


def _told_as_unsure(row: OutputRow, doubtful: set[str]) -> bool:
    """Tell the row of a statement that bears on nothing where its unsure bearings follow."""
    return row["narrative"] == NO_NARRATIVE and row["id"] in doubtful


def _words(row: OutputRow) -> str:
    if row["probability"] is None:
        return "not read"
    if row["narrative"] == NO_NARRATIVE or row["stance"] == "neutral":
        return "neutral"
    told = (
        f"{row['narrative']} {row['stance']}, {row['how']}, {chance_in_words(row['probability'])}"
    )
    return f"? unsure: rather {told}" if row["unsure"] else told
