"""What would change the order, as a figure: one row a change, one column a view."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.figures.drawing import INK, LINE, SOFT, draw_title, lay_title, open_sheet, wrap
from narratives.figures.letters import isolate, say_missing
from narratives.schema import each, groups
from narratives.scores.changing.changes import VIEWS
from narratives.scores.changing.variations import (
    ANOTHER_GRADE,
    ANOTHER_RATING,
    AS_IT_STANDS,
    KINDS,
)
from narratives.telling.relations import caution_of_order
from narratives.telling.sensitivity import names_of_changes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

NEW = tuple(f"new_by_{view}" for view in VIEWS)
SENSITIVITY = ("kind", "label", "contradiction", "support", "order", *NEW, "number")
"""Columns of :func:`sensitivity_table`."""
LEADER, ORDER, SAME, WITHHELD = "leader changes", "order changes", "no change", "withheld"
MARKS = {
    LEADER: ("D", True, 12.0),
    ORDER: ("D", False, 12.0),
    SAME: ("o", True, 5.0),
    WITHHELD: ("_", True, 12.0),
}
"""The mark of each outcome: marker, whether it is filled, and its size."""
LEADS, TIES = "another account leads", "another account ties for the lead"
IN_WORDS = {
    LEADER: LEADS,
    ORDER: "the order changes behind the leader",
    SAME: "no change",
    WITHHELD: "no order: the ranking is withheld",
}
MOST = 6
"""Changes of one kind that get a row of their own."""
WIDTH = 11.0
LABEL = 4.5
VIEW = 1.5
PLACES = (LABEL + VIEW / 2, LABEL + VIEW * 1.5)
"""Where the marks of the two views stand."""
ORDERED = WIDTH - LABEL - 2 * VIEW - 0.1
MOST_LINES = 3
TITLE = "Which single changes alter the order of the accounts"


def sensitivity_table(comparison: Tables) -> pd.DataFrame:
    """Give the words of :func:`plot_sensitivity`.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with columns ``SENSITIVITY``
        One row for each change that alters an order, at most ``MOST`` of a kind; of
        ratings and grades those that need the fewest steps. Then one row a kind for
        the ``number`` of other changes. ``contradiction`` and ``support`` say "leader
        changes", "order changes", "no change" or "withheld"; ``order`` is what comes of it,
        by titles, for the views that change, and ``new_by_<view>`` the part that is new.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> nv.sensitivity_table(comparison).loc[0, ["label", "contradiction", "support"]].tolist()
    ['12 that change no order', 'no change', 'withheld']
    """
    changes = comparison.what_would_change
    rows: list[dict[str, Any]] = []
    first: Any = next(each(changes))
    titles = _titles(comparison)
    for kind, group in groups(changes[changes["kind"] != AS_IT_STANDS], "kind"):
        names = names_of_changes(comparison, str(kind))
        told = [
            {
                "kind": kind,
                "label": _label(titles, names, row),
                **{view: _outcome(row, view) for view in VIEWS},
                "order": _order(titles, row),
                **{f"new_by_{view}": _new(titles, row, first, view) for view in VIEWS},
                "number": 1,
                "steps": row.steps,
            }
            for row in each(group)
        ]
        altered = [row for row in told if {row[view] for view in VIEWS} & {LEADER, ORDER}]
        if kind in (ANOTHER_RATING, ANOTHER_GRADE):
            altered.sort(key=lambda row: row["steps"])
        altered.sort(key=lambda row: LEADER not in (row[view] for view in VIEWS))
        rows += altered[:MOST]
        for rest, which in (
            (altered[MOST:], "more that {} an order"),
            ([row for row in told if row not in altered], "that {} no order"),
        ):
            if rest:
                # Of outcomes that differ, the strongest.
                outcomes = {v: min((r[v] for r in rest), key=list(MARKS).index) for v in VIEWS}
                which = which.format("changes" if len(rest) == 1 else "change")
                label = f"{len(rest)} {which}"
                words = dict.fromkeys(("order", *NEW), "")
                rows.append(
                    {"kind": kind, "label": label, **outcomes, **words, "number": len(rest)}
                )
    rows.sort(key=lambda row: KINDS.index(row["kind"]))
    return pd.DataFrame(rows, columns=list(SENSITIVITY))


def plot_sensitivity(comparison: Tables, ax: Axes | None = None) -> Axes:
    """Draw which single changes alter the order, by contradiction and by support.

    A filled diamond says that another account leads, alone or with others, a hollow one that
    the order changes behind the leader, a dot that nothing does, a stroke that the ranking is
    withheld.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        The layout is scaled to fit.

    Returns
    -------
    Axes
        The words are in :func:`sensitivity_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_sensitivity(comparison, Figure(figsize=(11, 8)).subplots())
    >>> "Without item" in [text.get_text() for text in ax.texts]
    True
    """
    table = sensitivity_table(comparison)
    words = [
        (
            wrap(row.label, LABEL - 0.3, most=3),
            [line for new in NEW for line in wrap(getattr(row, new), ORDERED, most=MOST_LINES)],
        )
        for row in each(table)
    ]
    heights = [LINE * max(1, *map(len, both)) + 0.12 for both in words]
    kinds = table["kind"].nunique()
    heads = [wrap(f"by {view}", VIEW, most=2) for view in VIEWS]
    above = LINE * max(map(len, heads)) + 0.08
    lost = say_missing([*table["label"], *table["order"]])
    head = lay_title(TITLE, WIDTH, *_as_it_stands(comparison), lost)
    tail = LINE * math.ceil(len(MARKS) / 2) + 0.35
    body = above + sum(heights) + kinds * (LINE + 0.2)
    sheet = open_sheet(ax, WIDTH, head.height + body + tail)
    y = draw_title(sheet, head)
    for place, lines in zip(PLACES, heads, strict=True):
        sheet.write_lines(place, y, lines, colour=SOFT, align="center")
    sheet.write(WIDTH - ORDERED, y, "what comes of it", colour=SOFT)
    y += above
    told = ""
    for row, (label, order), tall in zip(each(table), words, heights, strict=True):
        if row.kind != told:
            sheet.rule([0, WIDTH], [y + 0.03, y + 0.03])
            sheet.write(0, y + 0.1, row.kind[0].upper() + row.kind[1:], bold=True)
            y += LINE + 0.2
            told = row.kind
        single = row.number == 1
        sheet.write_lines(0.15, y, label, colour=INK if single else SOFT)
        for place, view in zip(PLACES, VIEWS, strict=True):
            marker, filled, size = MARKS[getattr(row, view)]
            sheet.mark(place, y + LINE * 0.45, marker, filled=filled, size=size)
        sheet.write_lines(WIDTH - ORDERED, y, order, colour=SOFT)
        y += tall
    sheet.rule([0, WIDTH], [y, y])
    for n, (outcome, (marker, filled, size)) in enumerate(MARKS.items()):
        x, down = WIDTH / 2 * (n % 2), y + 0.15 + LINE * (n // 2)
        sheet.mark(x + 0.12, down + LINE * 0.45, marker, filled=filled, size=size)
        words_of = _leads_in_words(comparison) if outcome == LEADER else IN_WORDS[outcome]
        sheet.write(x + 0.4, down, words_of, colour=SOFT)
    return sheet.ax


def _leads_in_words(comparison: Tables) -> str:
    """Say what a filled diamond stands for in this figure: a lead, a tie for it, or both."""
    firsts = [
        getattr(row, f"{view}_order").split(" < ")[0]
        for row in each(comparison.what_would_change)
        for view in VIEWS
        if _outcome(row, view) == LEADER
    ]
    tied = [" = " in first for first in firsts]
    if not any(tied):
        return LEADS
    return TIES if all(tied) else f"{LEADS}, or ties for the lead"


def _as_it_stands(comparison: Tables) -> list[str]:
    """Say the order that the changes are compared with, by each view."""
    first: Any = next(each(comparison.what_would_change))
    number = len(comparison.what_would_change) - 1
    told = [
        f"{number} changes, one at a time. A row of several shows what the strongest of them does."
    ]
    for view in VIEWS:
        order = getattr(first, f"{view}_order")
        ranks = "all tied" if " = " in order else "nothing is rated"
        if order and (" < " in order or " = " not in order):
            ranks = _in_titles(_titles(comparison), order.split(" < "))
        elif first.support_order_changes is pd.NA and view == VIEWS[1]:
            ranks = "withheld"
        told.append(f"As it stands, by {view}: {ranks}.")
    return [*told, *filter(None, [caution_of_order(comparison)])]


def _outcome(row: Any, view: str) -> str:
    changes: Any = getattr(row, f"{view}_order_changes")
    if changes is pd.NA:
        return WITHHELD
    if not changes:
        return SAME
    if not getattr(row, f"{view}_order"):
        return WITHHELD if view == VIEWS[1] else ORDER
    return LEADER if getattr(row, f"{view}_leader_changes") else ORDER


def _titles(comparison: Tables) -> dict[str, str]:
    return {str(n): str(t) for n, t in comparison.narratives["title"].items()}


def _in_titles(titles: Mapping[str, str], ranks: Sequence[str]) -> str:
    return ", then ".join(
        " = ".join(isolate(titles.get(n, n)) for n in tied.split(" = ")) for tied in ranks
    )


def _order(titles: Mapping[str, str], row: Any) -> str:
    told = []
    for view in VIEWS:
        if _outcome(row, view) in (LEADER, ORDER):
            order = getattr(row, f"{view}_order")
            ranks = _in_titles(titles, order.split(" < ")) if order else "no order"
            told.append(f"by {view}: {ranks}")
    return "; ".join(told)


def _new(titles: Mapping[str, str], row: Any, first: Any, view: str) -> str:
    """Say the ranks in which an order differs from that of the row ``first``."""
    if _outcome(row, view) not in (LEADER, ORDER):
        return ""
    order = getattr(row, f"{view}_order")
    if not order:
        return f"by {view}: no order"
    new = order.split(" < ")
    start, end = _differ(new, getattr(first, f"{view}_order").split(" < "))
    if not 0 < end - start < len(new):
        return f"by {view}: {_in_titles(titles, new)}"
    where = f"rank {end}" if end == start + 1 else f"ranks {start + 1} to {end}"
    return f"by {view}, {where}: {_in_titles(titles, new[start:end])}"


def _differ(new: Sequence[str], old: Sequence[str]) -> tuple[int, int]:
    """Return from where to where an order differs from another.

    Examples
    --------
    >>> _differ("abdce", "abcde")
    (2, 4)
    """
    start = 0
    while start < min(len(new), len(old)) and new[start] == old[start]:
        start += 1
    end = 0
    while end < min(len(new), len(old)) - start and new[-1 - end] == old[-1 - end]:
        end += 1
    return start, len(new) - end


def _label(titles: Mapping[str, str], names: Mapping[str, str], row: Any) -> str:
    name = isolate(names.get(row.changed, row.changed))
    if not row.after:
        return name
    where = f"{name}, for {isolate(titles[row.narrative_id])}" if row.narrative_id else name
    return f"{where}: {row.before} to {row.after}"
