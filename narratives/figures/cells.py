"""The rows of the side-by-side figure, and what stands in each cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from narratives import schema
from narratives.comparison.rows import each, each_row, groups
from narratives.comparison.summary import basis_word
from narratives.figures.drawing import HOLLOW, INK, MARKERS, SOFT, Entry

MOST_GAPS = 2
SHOWN_MARKS = {"shown": ("s", True), "named": ("s", False), "none": ("_", False)}
SHOWN_WORDS = {"shown": "shown", "named": "named, not shown", "none": "said, nothing given"}


@dataclass
class Row:
    """One row of the figure: a label, and the entries of each account."""

    label: str
    cells: dict[str, list[Entry]] = field(default_factory=dict)
    heading: bool = False
    shared: tuple[str, ...] = ()
    words: str = ""


def layout_rows(table: pd.DataFrame, narratives: list[str]) -> list[Row]:
    """Turn the side-by-side table into the rows of the figure, in their order."""
    rows = [Row("", heading=True), Row("The account in the text’s words")]
    for narrative in narratives:
        account = table[(table["row"] == "account") & (table["narrative_id"] == narrative)].iloc[0]
        rows[0].cells[narrative] = [Entry(account["label"], size=11, bold=True)]
        words = f"“{account['words']}”" if account["words"] else "no statement puts it in words"
        rows[1].cells[narrative] = [Entry(words, italic=bool(account["words"]))]
    voices = Row("Voices, one mark an origin")
    for narrative, group in groups(table[table["row"] == "voices"], "narrative_id"):
        voices.cells[narrative] = [_voice(row) for _, row in each_row(group)]
    rows.append(voices)
    first = True
    for strength in reversed(schema.STRENGTHS):
        row = Row(f"How firmly: {strength}" if first else strength)
        first = False
        chosen = table[(table["row"] == "firmness") & (table["strength"] == strength)]
        for narrative, group in groups(chosen, "narrative_id"):
            row.cells[narrative] = [_word(voice) for _, voice in each_row(group)]
        rows.append(row)
    first = True
    basis = table[table["row"] == "basis"]
    for kind in map(basis_word, schema.BASES):
        chosen = basis[basis["label"] == kind]
        if chosen.empty:
            continue
        row = Row(f"Kind of basis: {kind}" if first else kind)
        first = False
        for narrative, group in groups(chosen, "narrative_id"):
            shown = group["shown"].iloc[0]
            marker, filled = SHOWN_MARKS[shown]
            row.cells[narrative] = [
                Entry(SHOWN_WORDS[shown], marker, filled, colour=SOFT, size=7.5)
            ]
        rows.append(row)
    if basis.empty:
        rows.append(
            Row("Kind of basis", {n: [Entry("none given", colour=SOFT)] for n in narratives})
        )
    disputed = Row("Disputed by")
    for narrative, group in groups(table[table["row"] == "disputed"], "narrative_id"):
        disputed.cells[narrative] = [
            _voice(row)
            if row["number"]
            else Entry("no one in this text; silence is not support", colour=SOFT)
            for _, row in each_row(group)
        ]
    rows.append(disputed)
    for n, row in enumerate(each(table[table["row"] == "shared"].head(4))):
        rows.append(
            Row(
                "" if n else "Shared evidence",
                shared=tuple(row.narrative_id.split(";")),
                words=f"{row.label}: {row.words}",
            )
        )
    gaps = Row("What would tell them apart")
    for narrative, group in groups(table[table["row"] == "gaps"], "narrative_id"):
        gaps.cells[narrative] = [
            Entry(question, colour=INK, size=7.5) for question in group["label"].head(MOST_GAPS)
        ]
    rows.append(gaps)
    return rows


def _voice(row: Any) -> Entry:
    notes = [] if row["number"] == 1 else [f"{row['number']:.0f} statements"]
    notes += ["by implication"] if row["how"] == "implied" else []
    against = row["stake"] == (-1 if row["stance"] == "supports" else 1)
    staked = row["stake"] == row["stake"]
    word = "its sources differ in their stake" if row["stake"] == 0 else "has a stake"
    notes += ["speaks against its stake" if against else word] if staked else []
    words = row["label"] + (f" ({', '.join(notes)})" if notes else "")
    return Entry(
        words,
        MARKERS.get(row["kind"], "o"),
        filled=row["kind"] not in HOLLOW,
        ring=bool(staked),
        ticks=int(row["number"]),
    )


def _word(row: Any) -> Entry:
    said = f" “{row['words']}”" if row["words"] else ""
    note = " (by implication)" if row["how"] == "implied" else ""
    return Entry(
        f"{row['label']}{said}{note}",
        MARKERS.get(row["kind"], "o"),
        filled=row["kind"] not in HOLLOW,
        size=7.5,
    )
