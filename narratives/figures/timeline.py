"""Claims through time: for each account a line of first appearances."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from narratives.copies.moments import read_moment
from narratives.figures.colours import account_colours
from narratives.figures.drawing import (
    FAINT,
    INK,
    LINE,
    SOFT,
    Sheet,
    draw_title,
    lay_title,
    open_sheet,
    wrap,
)
from narratives.figures.letters import isolate, say_missing
from narratives.telling.crossing import FirstHeard, list_first_heard, list_numbers, write_when

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDTH = 12.0
NAME = 3.0
LANE = WIDTH - NAME - 1.5
"""Inches of the time itself; what is left is for the strengths."""
ROW = LINE + 0.08
MOST_VOICES = 14
"""Voices of one account that are drawn; the table has all."""
TICKS = 5
TITLE = "Claims through time: where each voice is first heard"
TIMELINE = ("narrative_id", "stance", "name", "at", "publisher", "strength", "again", "copied")


def timeline_table(comparison: Tables) -> pd.DataFrame:
    """Give the rows of :func:`plot_timeline`: the first appearances on each account.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with columns ``TIMELINE``
        ``at`` as the text gives it, with its zone; ``again`` and ``copied`` count the later
        times of a voice's own statements, and of those that came by copying.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> timeline_table(comparison).empty  # its one text has no date
    True
    """
    rows = [
        (
            one.narrative_id, one.stance, one.name, one.at, one.publisher, one.strength,
            len(one.again), len(one.copied),
        )
        for found in list_first_heard(comparison).values()
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(TIMELINE))


def plot_timeline(comparison: Tables, ax: Axes | None = None) -> Axes:
    """Draw for each account where each voice is first heard, and where it is heard again.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.

    Returns
    -------
    Axes
        A filled mark is the first time, a stroke a later one, a hollow mark a copy. Voices that
        dispute the account have a square. The rows are in :func:`timeline_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_timeline(comparison, Figure(figsize=(8, 3)).subplots())
    >>> ax.texts[-1].get_text()
    'No text here has a date.'
    """
    heard = list_first_heard(comparison)
    numbers = list_numbers(comparison)
    dates = _exact_dates(heard)
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    note = (
        "Round: for the account; square: against it. Filled: heard for the first time; a stroke: "
        "again; hollow: in a copy. On the right how firmly it was put first. The scale is in "
        "UTC; the table has the times as the texts give them. A month alone stands at the edge."
    )
    drawn = {n: found[:MOST_VOICES] for n, found in heard.items()}
    told = [*titles.values(), *(one.name for some in drawn.values() for one in some)]
    head = lay_title(TITLE, WIDTH, note if dates else "", say_missing(told))
    rows = sum(len(some) + 1 for some in drawn.values())
    rests = sum(len(found) > MOST_VOICES for found in heard.values())
    tall = head.height + 0.45 + ROW * (rows + rests + len(numbers) * 2 + bool(numbers)) + 0.5
    sheet = open_sheet(ax, WIDTH, tall if dates else head.height + LINE)
    y = draw_title(sheet, head)
    if not dates:
        sheet.write(0, y, "No text here has a date.", colour=SOFT)
        return sheet.ax
    place = _scale(min(dates), max(dates))
    bottom = tall - 0.1
    y = _draw_axis(sheet, min(dates), max(dates), place, y, bottom)
    colours = account_colours(comparison.narratives)
    for narrative, found in drawn.items():
        sheet.rule([0, WIDTH], [y, y])
        sheet.write_lines(0, y + 0.05, wrap(titles[narrative], WIDTH, bold=True, most=1), bold=True)
        y += ROW
        for one in found:
            _draw_voice(sheet, one, y, place, colours[narrative])
            y += ROW
        if len(heard[narrative]) > MOST_VOICES:
            sheet.write(0.1, y, f"and {len(heard[narrative]) - MOST_VOICES} more", colour=SOFT)
            y += ROW
    if numbers:
        sheet.rule([0, WIDTH], [y, y])
        sheet.write(0, y + 0.05, "Numbers that change", bold=True)
        y += ROW
    for thing, steps in numbers.items():
        sheet.write(0.1, y, thing)
        ends = [-1.0, -1.0]
        for step in steps:
            moment = read_moment(step.at)
            if moment is None:
                continue
            x = place(moment.latest)
            line = 0 if x > ends[0] else 1
            if x <= ends[line]:
                continue
            sheet.write(x, y + ROW * line, str(step.number), align="center")
            ends[line] = x + 0.3
        y += 2 * ROW
    return sheet.ax


def _exact_dates(heard: dict[str, list[FirstHeard]]) -> list[datetime]:
    """Return the dates that make the scale: a month or a year alone would stretch it."""
    written = [
        at for found in heard.values() for one in found for at in (one.at, *one.again, *one.copied)
    ]
    moments = [moment for at in written if (moment := read_moment(at))]
    exact = [m.latest for m in moments if m.latest - m.earliest <= timedelta(days=1)]
    return exact or [m.latest for m in moments]


def _scale(first: datetime, last: datetime) -> Callable[[datetime], float]:
    span = max((last - first).total_seconds(), 1.0)
    return lambda when: NAME + LANE * max(0.0, min(1.0, (when - first).total_seconds() / span))


def _draw_axis(
    sheet: Sheet,
    first: datetime,
    last: datetime,
    place: Callable[[datetime], float],
    y: float,
    bottom: float,
) -> float:
    span = last - first
    for n in range(TICKS):
        when = first + span * n / (TICKS - 1)
        exact = span < timedelta(days=TICKS)
        words = write_when(when.strftime("%Y-%m-%dT%H:%M" if exact else "%Y-%m-%d"))
        x = place(when)
        sheet.write(x, y, words, colour=SOFT, align="center")
        sheet.rule([x, x], [y + LINE + 0.02, bottom], FAINT, 0.8)
    return y + LINE + 0.12


def _draw_voice(
    sheet: Sheet, one: FirstHeard, y: float, place: Callable[[datetime], float], hue: str
) -> None:
    middle = y + LINE * 0.5
    sheet.write_lines(0.1, y, wrap(isolate(one.name), NAME - 0.35, most=1))
    shape = "o" if one.stance == "supports" else "s"
    moments: Sequence[tuple[str, str]] = [
        *((at, "again") for at in one.again),
        *((at, "copied") for at in one.copied),
    ]
    first = read_moment(one.at)
    known = [(m.latest, way) for at, way in moments if (m := read_moment(at))]
    if first is None:
        return
    start = place(first.latest)
    if known:
        sheet.rule([start, place(max(when for when, _ in known))], [middle, middle], hue, 1.2)
    for when, way in known:
        x = place(when)
        if way == "again":
            sheet.rule([x, x], [middle - 0.08, middle + 0.08], hue, 2.4)
        else:
            sheet.mark(x, middle, shape, hue=hue, filled=False, size=7, width=1.2)
    sheet.mark(start, middle, shape, hue=hue, filled=not one.copy_of, size=11)
    sheet.write(NAME + LANE + 0.3, y, one.strength or "not judged", colour=INK)
