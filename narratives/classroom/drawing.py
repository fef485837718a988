"""Figures of a class: where it agreed, and where it split; shapes and words, no colour needed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from narratives.classroom.answers import NOBODY, QUESTIONS
from narratives.classroom.record import ClassTables
from narratives.figures.drawing import HEADING, INK, SIZE, SOFT
from narratives.schema import UNNAMED, each
from narratives.telling.words import shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ASKED = dict(
    zip(
        QUESTIONS,
        ("who says it", "how firmly", "on what basis", "for or against"),
        strict=True,
    )
)
"""What the questions are called on the page."""
SHADES = ("#1c1c1c", "#767676", "#b5b5b5", "#e6e6e6")
HATCHES = ("", "//", "", "..")
MOST_SPLITS = 8
MOST_PARTS = 4
"""Answers that are told apart in a bar; the rest are one part."""
_ROOM, _ROOM_NARROW, _LEAST = 62, 36, 5
"""Letters that a whole bar has room for, and the fewest to which an answer is cut."""


def plot_class_agreement(results: ClassTables, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw alpha of each question with its interval.

    Parameters
    ----------
    results : ClassResults
    ax : Axes
    narrow : bool
        For a figure some five inches wide, as a telephone shows it.
    """
    table = results.agreement
    places = list(range(len(table)))[::-1]
    ax.axvline(0, color=SOFT, linestyle=":", linewidth=1.2)
    for place, row in zip(places, each(table), strict=True):
        if math.isnan(row.alpha):
            ax.text(0.02, place, "cannot be told", va="center", fontsize=SIZE, color=SOFT)
            continue
        if not math.isnan(row.low):
            ax.plot([row.low, row.high], [place, place], color=INK, linewidth=2.5)
        ax.plot([row.alpha], [place], "o", color=INK, markersize=10)
        ax.text(row.alpha, place + 0.22, f"{row.alpha:.2f}", ha="center", fontsize=SIZE)
    ax.set_yticks(places, [ASKED[str(q)] for q in table.index], fontsize=SIZE)
    ax.set_ylim(-0.6, len(table) - 0.3)
    lowest = min([-0.1, *(float(v) for v in table["low"].dropna())])
    ax.set_xlim(lowest - 0.05, 1.05)
    ax.tick_params(axis="x", labelsize=SIZE)
    between = "\n" if narrow else " · "
    ax.set_xlabel(f"0: as often alike as by chance{between}1: all alike", fontsize=SIZE)
    if narrow:
        ax.set_xticks([0, 0.5, 1])
    ax.set_title("How far the class agrees", fontsize=HEADING, loc="left", weight="bold")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax


def plot_class_splits(results: ClassTables, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw how the answers were shared out where the class split most.

    A part too short for its answer has the number alone.

    Parameters
    ----------
    results : ClassResults
    ax : Axes
    narrow : bool
        For a figure some five inches wide: what was asked stands above each bar.
    """
    rows = list(each(results.splits.head(MOST_SPLITS)))
    for place, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        left = 0.0
        counts = list(row.counts.items())
        parts = counts[:MOST_PARTS]
        if len(counts) > MOST_PARTS:
            rest = sum(number for _, number in counts[MOST_PARTS - 1 :])
            parts = [*counts[: MOST_PARTS - 1], ("", rest)]
        for n, (answer, number) in enumerate(parts):
            share = number / row.number
            ax.barh(
                place,
                share,
                left=left,
                height=0.5 if narrow else 0.62,
                color=SHADES[n],
                edgecolor=INK,
                hatch=HATCHES[n],
                linewidth=1.0,
            )
            name = name_answer(results, row.question, answer) if answer else "others"
            room = int(share * (_ROOM_NARROW if narrow else _ROOM))
            left_for_name = room - len(f" {number}")
            told = str(number)
            if left_for_name >= min(_LEAST, len(name)):
                told = f"{shorten(name, left_for_name)} {number}"
            ax.text(
                left + share / 2,
                place,
                told,
                ha="center",
                va="center",
                fontsize=SIZE,
                color="white" if n == 0 else INK,
                bbox=None if n == 0 else {"facecolor": "white", "edgecolor": "none", "pad": 1.2},
                parse_math=False,
            )
            left += share
    labels = [_label(row) for row in rows]
    if narrow:
        ax.set_yticks([])
        for place, label in zip(range(len(rows) - 1, -1, -1), labels, strict=True):
            ax.text(0, place + 0.34, label, va="bottom", fontsize=SIZE, parse_math=False)
        ax.set_ylim(-0.4, len(rows) - 0.2)
    else:
        ax.set_yticks(range(len(rows) - 1, -1, -1), labels, fontsize=SIZE, parse_math=False)
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.set_title("Where the class split most", fontsize=HEADING, loc="left", weight="bold")
    for side in ("top", "right", "bottom"):
        ax.spines[side].set_visible(False)
    return ax


def name_answer(results: ClassTables, question: str, answer: str) -> str:
    """Write an answer as it is shown: sources by their names.

    Parameters
    ----------
    results : ClassResults
    question, answer : str
    """
    if question != "who":
        return "nothing given" if (question, answer) == ("basis", "none") else answer
    return NOBODY if answer == UNNAMED else results.names.get(answer, answer)


def _label(row: Any) -> str:
    letter = f" {row.letter}" if row.letter else ""
    return f"{f'No. {row.n}' if row.n else row.statement}: {ASKED[row.question]}{letter}"
