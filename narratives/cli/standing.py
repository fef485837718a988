"""The comparison at a terminal: how the accounts stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from narratives.cli.output import print_paragraph, print_table
from narratives.cli.supporting import support_cells, support_note
from narratives.schema import CARD, SHOWN, STRENGTHS
from narratives.telling.differing import list_differences
from narratives.telling.looked import looked_in_words, unsure_in_words
from narratives.telling.ranks import order_in_words
from narratives.telling.readings import FIRST, readings_in_words
from narratives.telling.sensitivity import changes_in_words
from narratives.telling.summary import write_summary
from narratives.telling.words import SHOWN_WORDS, basis_word, number_of, shorten

if TYPE_CHECKING:
    from narratives.stages import Comparison

SIDE_BY_SIDE = 3
"""Accounts that fit beside each other in 80 columns."""
LONGEST = 34
"""Letters of the words that a cell of the score card quotes."""
IMPLIED = "implied"
REMARK = "own remark"


def print_comparison(comparison: Comparison) -> None:
    """Print the question, the three sentences and the accounts side by side."""
    print_paragraph(comparison.question, bold=True)
    print_looked(comparison)
    for sentence in write_summary(comparison):
        print()
        print_paragraph("".join(text for text, _ in sentence))
    print()
    narratives = list(comparison.narratives.index)
    for first in range(0, len(narratives), SIDE_BY_SIDE):
        shown = narratives[first : first + SIDE_BY_SIDE]
        print_table(
            ["", *comparison.narratives.loc[shown, "title"]],
            list(side_by_side(comparison, shown)),
            widths=[3, *(4 * SIDE_BY_SIDE // len(shown) for _ in shown)],
        )
    told = [] if comparison.score_card["score"].notna().any() else ["Nothing can be scored."]
    if not told:
        print_card(comparison)
    if comparison.voices_by_origin["stake"].notna().any():
        print_paragraph("* has a stake in what it says")
        print()
    told += [order_in_words(comparison)] if comparison.reviewed else []
    if told:
        print_paragraph(" ".join(told))
        print()
    if note := support_note(comparison):
        print_paragraph(note)
        print()
    print_readings(comparison)
    print_changes(comparison)
    print()
    print_paragraph(
        "This describes what the documents say. It does not decide what happened. "
        "That no one disputes an account is no support for it."
    )


def print_card(comparison: Comparison) -> None:
    """Print the score card: criteria by accounts, each score with the words it rests on."""
    card = comparison.score_card
    narratives = list(comparison.narratives.index)
    for first in range(0, len(narratives), SIDE_BY_SIDE):
        shown = narratives[first : first + SIDE_BY_SIDE]
        for profile, criteria in CARD.items():
            rows = []
            for criterion in criteria:
                cells = [card.loc[(narrative, criterion)] for narrative in shown]
                rows.append([str(cells[0]["title"]), *(_scored(cell) for cell in cells)])
            print_table(
                [profile.capitalize(), *comparison.narratives.loc[shown, "title"]],
                rows,
                widths=[3, *(4 * SIDE_BY_SIDE // len(shown) for _ in shown)],
            )
    print_paragraph(
        "0 to 3, the best of what is said for an account; ? is unknown, and not nothing: nobody "
        "says anything for it, or it is not told. Nothing is added up. narratives card "
        "CASE has all words of each score, their statements, and what would raise it."
    )
    print()


def _scored(cell: pd.Series) -> str:
    score = "?" if pd.isna(cell["score"]) else str(cell["score"])
    return f"{score} {shorten(str(cell['words']), LONGEST)}".strip()


def print_readings(comparison: Comparison) -> None:
    """Print what each reading concludes, and everything on which another differs from the first."""
    for paragraph in readings_in_words(comparison):
        print_paragraph(paragraph)
        print()
    several = len(comparison.readings) > 1
    titles = comparison.narratives["title"]
    told = ""
    differ = list_differences(comparison)
    if differ:
        print_paragraph(f"{FIRST.capitalize()} → other, and the reason of the other", bold=True)
    for one in differ:
        if (head := f"{one.name} ({one.target})") != told:
            print_paragraph(told := head)
        cells = ", ".join(
            f"{titles[narrative] if narrative else one.field}: {before} → {now}"
            for narrative, before, now in one.cells
        )
        by = f" ({one.reading})" if several else ""
        print_paragraph(f"{cells}{by}. {one.why}".rstrip(), indent=4)
    if told:
        print()


def print_looked(comparison: Comparison) -> None:
    """Print at how much of it who has looked, and what is unsure or was not read."""
    print_paragraph(looked_in_words(comparison), bold=not comparison.reviewed)
    if told := unsure_in_words(comparison):
        print_paragraph(told)


def print_changes(comparison: Comparison) -> None:
    """Print what would change the order, or that nothing would, or that there is none."""
    print_paragraph("What would change the order", bold=True)
    for paragraph in changes_in_words(comparison):
        print_paragraph(paragraph)


def side_by_side(comparison: Comparison, narratives: list[str]) -> Iterator[list[str]]:
    """Yield the views, each with one cell a narrative, and an empty row between them.

    Rows that would be empty for every narrative are left out.

    Yields
    ------
    list of str
        The name of the view, then the cell of each narrative.
    """
    for stance, title in (("supports", "For it"), ("disputes", "Against it")):
        yield [title, *(_count(comparison, n, stance) for n in narratives)]
        for level in (*reversed(STRENGTHS), "", IMPLIED, REMARK):
            name = level or "not judged"
            cells = [_voices(comparison, n, stance, level) for n in narratives]
            if any(cells):
                yield [f"  {name}", *cells]
        yield _blank(narratives)
    for shown in reversed(SHOWN):
        title = f"{'Basis' if shown == SHOWN[-1] else ' '} {SHOWN_WORDS[shown]}"
        cells = [_basis(comparison, n, shown) for n in narratives]
        if shown == SHOWN[-1]:
            yield [title, *(cell or "none" for cell in cells)]
        elif any(cells):
            yield [title, *cells]
    yield _blank(narratives)
    yield ["Contradicted", *(_contradiction(comparison, n) for n in narratives)]
    if cells := support_cells(comparison, narratives):
        yield ["Support in this text", *cells]


def _blank(narratives: list[str]) -> list[str]:
    return [""] * (len(narratives) + 1)


def _rows(comparison: Comparison, narrative: str, stance: str) -> pd.DataFrame:
    voices = comparison.voices_by_origin
    return voices[(voices["narrative_id"] == narrative) & (voices["stance"] == stance)]


def _count(comparison: Comparison, narrative: str, stance: str) -> str:
    rows = _rows(comparison, narrative, stance)
    if rows.empty:
        return "no one"
    origins = int((rows["voice"] == "origin").sum())
    counts = [
        number_of(int(rows["mentions"].sum()), "statement"),
        number_of(int(rows["sources"].sum()), "source"),
        number_of(origins, "origin"),
    ]
    return ", ".join(counts)


def _voices(comparison: Comparison, narrative: str, stance: str, level: str) -> str:
    """Name the voices of one strength; what is implied or remarked has a row of its own."""
    rows = _rows(comparison, narrative, stance)
    remarks, implied = rows["voice"] == "narrator", rows["how"] == "implied"
    if level == REMARK:
        rows = rows[remarks]
    elif level == IMPLIED:
        rows = rows[implied & ~remarks]
    else:
        judged = rows["strength"].where(rows["strength"].isin(STRENGTHS), "")
        rows = rows[(judged == level) & ~implied & ~remarks]
    serves = 1 if stance == "supports" else -1
    differ = " (its sources differ in their stake)"
    marks = {serves: "*", -serves: " (against its stake)", 0: differ}
    stakes = rows["stake"].map(marks).fillna("")
    return ", ".join(rows["name"] + stakes)


def _basis(comparison: Comparison, narrative: str, shown: str) -> str:
    basis = comparison.basis_by_narrative
    rows = basis[(basis["narrative_id"] == narrative) & (basis["shown"] == shown)]
    return ", ".join(map(basis_word, rows["basis"]))


def _contradiction(comparison: Comparison, narrative: str) -> str:
    row = comparison.ranking.loc[narrative]
    if pd.isna(row["inconsistency"]):
        return "cannot be judged"
    against = [item for item in str(row["contradicted_by"]).split(";") if item]
    if not against:
        return "by no item"
    return f"{float(row['inconsistency']):.2f}, by {number_of(len(against), 'item')}"
