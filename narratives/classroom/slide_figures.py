"""The figures of the slides, drawn as large as a slide and legible from the last row."""

from __future__ import annotations

import base64
import dataclasses
import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from narratives.figures import plot_side_by_side, plot_voices, voices_table
from narratives.schema import each_row
from narratives.telling.words import count_word, join_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDE, HIGH, EDGE = 40 / 3, 7.5, 0.2
"""Inches of a slide of 16 to 9, and of the edge around a figure."""
SMALLEST = 0.0259
"""Share of the height of a figure that its smallest letters have at least; 0.965 of it is shown."""
MOST = 4
"""Accounts in a figure."""


def legible_figures(comparison: Tables) -> list[tuple[str, str, str]]:
    """Draw the figures that can be read from the last row; accounts are left out till they can.

    Returns
    -------
    list of (title, picture, alt)
        The picture is a PNG as base64, ``alt`` what it shows.
    """
    number = min(MOST, len(comparison.narratives))
    some = [_pick(comparison, slice(0, n)) for n in range(number, 0, -1)]
    tries = (
        ("The accounts side by side", _plot_short, _tell_accounts),
        ("Ten copies are one witness", plot_voices, _tell_voices),
    )
    found = []
    for title, plot, tell in tries:
        for shown in some:
            picture, share = draw_figure(plot, shown)
            if share >= SMALLEST:
                found.append((title, picture, f"{title}. {tell(shown)}"))
                break
    return found


def _plot_short(comparison: Tables, ax: Axes) -> Axes:
    return plot_side_by_side(comparison, ax, short=True)


def draw_figure(plot: Callable[[Tables, Axes], Axes], comparison: Tables) -> tuple[str, float]:
    """Draw a figure as large as a slide.

    Returns
    -------
    picture : str
        PNG as base64.
    share : float
        The height of its smallest letters as a share of its own.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, HIGH), facecolor="white")
    sides = EDGE / WIDE, EDGE / HIGH
    ax = figure.add_axes((sides[0], sides[1], 1 - 2 * sides[0], 1 - 2 * sides[1]))
    plot(comparison, ax)
    smallest = min((text.get_fontsize() for text in ax.texts), default=0.0)
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=120, metadata={"Software": None})
    return base64.b64encode(data.getvalue()).decode("ascii"), float(smallest) / (HIGH * 72)


def _pick(comparison: Tables, some: slice) -> Tables:
    """Leave out accounts, and what the figures count by account."""
    return dataclasses.replace(comparison, narratives=comparison.narratives.iloc[some])


def _tell_voices(comparison: Tables) -> str:
    titles = comparison.narratives["title"]
    told = [
        f"{titles[narrative]}: {count_word(row['statements'], 'statement')} "
        f"{'for' if stance == 'supports' else 'against'}, of {count_word(row['origins'], 'origin')}"
        for (narrative, stance), row in each_row(voices_table(comparison))
        if row["statements"]
    ]
    return f"{'; '.join(told)}."


def _tell_accounts(comparison: Tables) -> str:
    strengths = comparison.firmness_by_origin
    told = []
    for narrative, title in comparison.narratives["title"].items():
        own = strengths[strengths["narrative_id"] == narrative] if len(strengths) else strengths
        words = [str(word) for word in dict.fromkeys(own["strength"]) if word]
        told.append(f"{title}: put as {join_words(words) or 'nothing here'}")
    return f"{'; '.join(told)}."
