"""What the bearings learned from the review, and which to read next, at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.bearing import (
    changed_bearings,
    examples_from_review,
    rate_bearings,
    sure_bearings,
)
from narratives.cli.output import print_paragraph, print_table
from narratives.deciding import list_unchecked

if TYPE_CHECKING:
    import pandas as pd

    from narratives.schema import Case
    from narratives.stages import Comparison

SHOWN = 5
"""Statements that are listed; a person reads a few at a time."""


def print_learning(case: Case, compared: Comparison) -> None:
    """Print how the draft changes with the bearings set by hand, and what is least sure.

    Parameters
    ----------
    case : Case
    compared : Comparison
        Of the case, with its review.
    """
    statements = compared.statements
    examples = examples_from_review(case.review, statements, case.narratives.index)
    given = (statements, case.narratives, case.documents, compared.sources, case.stakes)
    by = compared.reader
    draft = rate_bearings(*given, reader=by)
    rated = rate_bearings(*given, examples=examples, unsure=True, reader=by)
    learned = sure_bearings(rated)
    by_hand = set(compared.bearings["statement_id"][compared.bearings["probability"] == 1])
    changed = changed_bearings(draft, learned)
    seen = int(changed.index.isin(list(by_hand)).sum())
    print_paragraph(
        f"Bearings set by hand: {examples['text'].nunique()}. With them as examples the draft "
        f"changes for {seen} of these statements and {len(changed) - seen} of the "
        f"{len(statements) - len(by_hand)} others."
    )
    _print_changes(changed, statements)
    next_ones = list_unchecked(compared).dropna(subset="doubt").head(SHOWN)
    if next_ones.empty:
        return
    print()
    print_table(
        ["Look at these first", "Words", "Least sure", "Doubt"],
        [
            [
                f"{row['target']} {row['field']}",
                _words(statements, row["target"]),
                row["draft"],
                f"{row['doubt']:.2f}",
            ]
            for row in next_ones.to_dict("records")
        ],
        widths=[4, 6, 4, 2],
        addresses=True,
    )


def _print_changes(changed: pd.DataFrame, statements: pd.DataFrame) -> None:
    if changed.empty:
        return
    print()
    print_table(
        ["Changed by the review", "Before", "After"],
        [
            [_words(statements, str(key)), before, after]
            for key, before, after in zip(
                changed.index[:SHOWN],
                changed["before"][:SHOWN],
                changed["after"][:SHOWN],
                strict=True,
            )
        ],
        widths=[6, 3, 3],
    )


def _words(statements: pd.DataFrame, statement_id: str) -> str:
    row = statements.loc[statement_id]
    words = f"{row['source_text'] or row['source_name']}: {row['content_text']}"
    return words if len(words) <= 90 else f"{words[:89]}…"
