"""The comparison at a terminal: how the accounts stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from narratives.cli.output import print_paragraph, print_table
from narratives.schema import SHOWN, STRENGTHS

if TYPE_CHECKING:
    from narratives.comparison import Comparison

SIDE_BY_SIDE = 3
"""Accounts that fit beside each other in 80 columns."""


def print_comparison(comparison: Comparison) -> None:
    """Print the question, the three sentences and the accounts side by side."""
    print_paragraph(comparison.question, bold=True)
    print()
    print_paragraph(comparison.summary())
    print()
    narratives = list(comparison.narratives.index)
    for first in range(0, len(narratives), SIDE_BY_SIDE):
        shown = narratives[first : first + SIDE_BY_SIDE]
        print_table(
            ["", *comparison.narratives.loc[shown, "title"]],
            [[view, *cells] for view, *cells in side_by_side(comparison, shown)],
            widths=[3, *(4 for _ in shown)],
            spaced=True,
        )
    print_paragraph(
        "This describes what the documents say. It does not decide what happened. "
        "That no one disputes an account is no support for it."
    )


def side_by_side(comparison: Comparison, narratives: list[str]) -> Iterator[list[str]]:
    """Yield the views, each with one cell a narrative.

    Yields
    ------
    list of str
        The name of the view, then the cell of each narrative. "none" where the text
        gives nothing, "cannot be judged" where a score is missing.
    """
    yield ["Speak for it", *(_count(comparison, n, "supports") for n in narratives)]
    yield ["- how firmly", *(_firmness(comparison, n, "supports") for n in narratives)]
    yield ["Speak against it", *(_count(comparison, n, "disputes") for n in narratives)]
    yield ["- how firmly", *(_firmness(comparison, n, "disputes") for n in narratives)]
    yield ["With a stake", *(_stakes(comparison, n) for n in narratives)]
    for shown, title in zip(
        reversed(SHOWN), ("Basis shown", "Only named", "No basis"), strict=True
    ):
        yield [title, *(_basis(comparison, n, shown) for n in narratives)]
    yield ["Contradiction (0: none)", *(_contradiction(comparison, n) for n in narratives)]


def _rows(comparison: Comparison, narrative: str, stance: str) -> pd.DataFrame:
    voices = comparison.voices_by_origin
    return voices[(voices["narrative_id"] == narrative) & (voices["stance"] == stance)]


def _count(comparison: Comparison, narrative: str, stance: str) -> str:
    rows = _rows(comparison, narrative, stance)
    if rows.empty:
        return "no one in this text"
    origins = int((rows["voice"] == "origin").sum())
    counts = [
        _number(int(rows["mentions"].sum()), "statement"),
        _number(int(rows["sources"].sum()), "source"),
        _number(origins, "origin"),
    ]
    return ", ".join(counts)


def _firmness(comparison: Comparison, narrative: str, stance: str) -> str:
    rows = _rows(comparison, narrative, stance)
    # What is only implied must not read as if it had been said of this account.
    said = rows["name"].where(rows["how"] != "implied", rows["name"] + " (implied)")
    found = []
    for strength in reversed(STRENGTHS):
        names = list(said[rows["strength"] == strength])
        if names:
            found.append(f"{strength}: {', '.join(names)}")
    unjudged = list(said[~rows["strength"].isin(STRENGTHS)])
    if unjudged:
        found.append(f"cannot be judged: {', '.join(unjudged)}")
    return "; ".join(found)


def _stakes(comparison: Comparison, narrative: str) -> str:
    found = []
    for stance, word in (("supports", "for"), ("disputes", "against")):
        rows = _rows(comparison, narrative, stance)
        names = list(rows[rows["stake"].notna() & (rows["stake"] != 0)]["name"])
        found += [f"{word}: {', '.join(names)}"] if names else []
    return "; ".join(found) or "none given"


def _basis(comparison: Comparison, narrative: str, shown: str) -> str:
    basis = comparison.basis_by_narrative
    rows = basis[(basis["narrative_id"] == narrative) & (basis["shown"] == shown)]
    return ", ".join(kind.replace("_", " ") for kind in rows["basis"])


def _contradiction(comparison: Comparison, narrative: str) -> str:
    scores = comparison.inconsistency.iloc[:, 0].astype(float)
    value = float(scores.get(narrative, float("nan")))
    return "cannot be judged" if pd.isna(value) else f"{value:.2f}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
