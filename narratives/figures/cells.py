"""The rows of the side-by-side figure, and what stands in each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from narratives import schema
from narratives.figures.drawing import HEADING, SOFT, CellEntry
from narratives.figures.kinds import HOLLOW, marker_of
from narratives.figures.letters import isolate
from narratives.schema import each, each_row, groups
from narratives.telling.words import basis_word

MOST_GAPS = 2
MOST_SHARED = 4
MOST_STROKES = 12
"""Texts up to which each has its stroke beside a voice; of more, their number is said."""
MOST_VOICES = 16
"""Voices of one cell that are drawn; the table has all."""
SHOWN_MARKS = {"shown": ("s", True), "named": ("s", False), "none": ("_", False)}
SHOWN_WORDS = {"shown": "shown", "named": "named, not shown", "none": "only said"}


@dataclass
class FigureRow:
    """One row of the figure: a section, a label, and the entries of each account.

    ``section`` stands in the first row of a group; ``tight`` rows follow without a line.
    """

    label: str = ""
    section: str = ""
    cells: dict[str, list[CellEntry]] = field(default_factory=dict)
    heading: bool = False
    tight: bool = False
    shared: tuple[str, ...] = ()
    words: str = ""


def layout_rows(
    table: pd.DataFrame, narratives: list[str], documents: Sequence[str] = ()
) -> list[FigureRow]:
    """Turn the side-by-side table into the rows of some of its accounts, in their order.

    Of several documents each voice shows in which of them it is heard.
    """
    mine = table[table["narrative_id"].isin(narratives)]
    heading = FigureRow(heading=True)
    account = FigureRow(section="The account in the text’s words")
    for row in each(mine[mine["row"] == "account"]):
        heading.cells[row.narrative_id] = [CellEntry(row.label, size=HEADING, bold=True)]
        words = f"“{row.words}”" if row.words else "no statement puts it in words"
        account.cells[row.narrative_id] = [
            CellEntry(
                words, italic=bool(row.words), colour=SOFT if not row.words else CellEntry.colour
            )
        ]
    voice = partial(_voice, documents=documents)
    voices = FigureRow(section="Voices: one mark an origin", cells=_cells(mine, "voices", voice))
    disputed = FigureRow(section="Disputed by", cells=_cells(mine, "disputed", voice))
    for narrative in narratives:
        if narrative not in voices.cells:
            voices.cells[narrative] = [CellEntry("no one here", colour=SOFT)]
    several = (table["row"] == "account").sum() > 1
    gaps = FigureRow(section="What would tell them apart" if several else "What is open")
    for narrative, group in groups(mine[mine["row"] == "gaps"], "narrative_id"):
        gaps.cells[narrative] = [CellEntry(question) for question in group["label"].head(MOST_GAPS)]
    strengths = _strengths(mine[mine["row"] == "firmness"])
    kinds = _kinds(mine[mine["row"] == "basis"], table[table["row"] == "basis"], narratives)
    return [heading, account, voices, *strengths, *kinds, disputed, gaps]


def shared_rows(table: pd.DataFrame, titles: Mapping[str, str] | None = None) -> list[FigureRow]:
    """Return the evidence behind several accounts, the first few, and how much more there is.

    With ``titles`` the accounts are named; without, the row joins their columns.
    """
    shared = table[table["row"] == "shared"]
    rows = []
    for row in each(shared.head(MOST_SHARED)):
        accounts = tuple(row.narrative_id.split(";"))
        words = f"{isolate(row.label)}: {row.words}"
        if titles is None:
            rows.append(FigureRow(shared=accounts, words=words))
        else:
            names = "; ".join(isolate(titles[n]) for n in accounts if n in titles)
            rows.append(FigureRow(words=f"{words}, namely {names}"))
    if len(shared) > MOST_SHARED:
        rows.append(FigureRow(words=f"and {len(shared) - MOST_SHARED} more"))
    for n, row in enumerate(rows):
        row.section = "" if n else "Shared evidence"
        row.tight = n > 0
    return rows


def _cells(mine: pd.DataFrame, name: str, entry: Any) -> dict[str, list[CellEntry]]:
    cells = {}
    for narrative, group in groups(mine[mine["row"] == name], "narrative_id"):
        cells[str(narrative)] = [entry(row) for _, row in each_row(group.head(MOST_VOICES))]
        if len(group) > MOST_VOICES:
            more = CellEntry(f"and {len(group) - MOST_VOICES} more", colour=SOFT)
            cells[str(narrative)].append(more)
    return cells


def _strengths(firmness: pd.DataFrame) -> Iterable[FigureRow]:
    """One row a strength, the firmest first; one more where some are not judged."""
    known = list(reversed(schema.STRENGTHS))
    if not firmness["strength"].isin(known).all():
        known.append("")
    for n, strength in enumerate(known):
        chosen = firmness[
            firmness["strength"] == strength
            if strength
            else ~firmness["strength"].isin(schema.STRENGTHS)
        ]
        cells = _cells(chosen, "firmness", _word)
        section = "" if n else "How firmly"
        yield FigureRow(strength or "not judged", section, cells, tight=n > 0)


def _kinds(basis: pd.DataFrame, whole: pd.DataFrame, narratives: list[str]) -> Iterable[FigureRow]:
    """One row for each kind of basis that any account of the figure has."""
    known = [kind for kind in map(basis_word, schema.BASES) if (whole["label"] == kind).any()]
    if not known:
        none = {n: [CellEntry("none given", colour=SOFT)] for n in narratives}
        yield FigureRow(section="Kind of basis", cells=none)
    for n, kind in enumerate(known):
        row = FigureRow(kind, "" if n else "Kind of basis", tight=n > 0)
        for narrative, group in groups(basis[basis["label"] == kind], "narrative_id"):
            shown = group["shown"].iloc[0]
            marker, filled = SHOWN_MARKS[shown]
            row.cells[narrative] = [CellEntry(SHOWN_WORDS[shown], marker, filled, colour=SOFT)]
        yield row


def _voice(row: Any, documents: Sequence[str]) -> CellEntry:
    if not row["number"]:
        return CellEntry("no one here; silence is not support", colour=SOFT)
    notes = ["implied"] if row["how"] == "implied" else []
    against = row["stake"] == (-1 if row["stance"] == "supports" else 1)
    notes += ["against its stake"] if against else []
    notes += ["its sources differ in their stake"] if row["stake"] == 0 else []
    number = f" ×{row['number']:.0f}" if row["number"] > 1 else ""
    heard = row["texts"].split(";")
    strokes = tuple(document in heard for document in documents)
    if len(documents) < 2:
        strokes = (True,) * int(row["number"])
    elif len(documents) > MOST_STROKES:
        strokes = ()
        notes.insert(0, f"in {len(heard)} of {len(documents)} texts")
    words = f"{isolate(row['label'])}{number}" + (f" ({', '.join(notes)})" if notes else "")
    return CellEntry(
        words,
        marker_of(row["kind"]),
        filled=row["kind"] not in HOLLOW,
        ring=bool(row["stake"] == row["stake"]),
        strokes=strokes,
    )


def _word(row: Any) -> CellEntry:
    said = f" “{isolate(row['words'])}”" if row["words"] else ""
    note = " (implied)" if row["how"] == "implied" else ""
    return CellEntry(
        f"{isolate(row['label'])}{said}{note}",
        marker_of(row["kind"]),
        filled=row["kind"] not in HOLLOW,
    )
