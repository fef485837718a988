"""What would change the order, as a figure: one row a change, one column a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.comparison.gaps import shorten
from narratives.comparison.rows import each, groups
from narratives.comparison.sensitivity import names_of_changes
from narratives.figures.drawing import INK, SOFT
from narratives.scores.changes import VIEWS
from narratives.scores.variations import (
    ANOTHER_GRADE,
    ANOTHER_RATING,
    AS_IT_STANDS,
    KINDS,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Comparison

SENSITIVITY = ("kind", "label", "contradiction", "support", "order", "number")
"""Columns of :func:`sensitivity_table`."""
LEADER, ORDER, SAME, WITHHELD = "leader changes", "order changes", "no change", "withheld"
MARKS = {LEADER: ("D", True), ORDER: ("D", False), SAME: (".", True), WITHHELD: ("_", True)}
"""The mark of each outcome: marker and whether it is filled."""
MOST = 6
"""Changes of one kind that get a row of their own."""


def sensitivity_table(comparison: Comparison) -> pd.DataFrame:
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
        by titles, for the views that change.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> nv.sensitivity_table(comparison).loc[0, ["label", "contradiction", "support"]].tolist()
    ['12 that change no order', 'no change', 'withheld']
    """
    changes = comparison.what_would_change
    rows: list[dict[str, Any]] = []
    for kind, group in groups(changes[changes["kind"] != AS_IT_STANDS], "kind"):
        told = [
            {
                "kind": kind,
                "label": _label(comparison, row),
                **{view: _outcome(row, view) for view in VIEWS},
                "order": _order(comparison, row),
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
        for rest, words in (
            (altered[MOST:], "more that change an order"),
            ([row for row in told if row not in altered], "that change no order"),
        ):
            if rest:
                outcomes = {view: _common(rest, view) for view in VIEWS}
                label = f"{len(rest)} {words}"
                rows.append(
                    {"kind": kind, "label": label, **outcomes, "order": "", "number": len(rest)}
                )
    rows.sort(key=lambda row: KINDS.index(row["kind"]))
    return pd.DataFrame(rows, columns=list(SENSITIVITY))


def plot_sensitivity(comparison: Comparison, ax: Axes | None = None) -> Axes:
    """Draw which single changes alter the order, by contradiction and by support.

    A filled diamond says that another account leads, alone or with others, a hollow one that
    the order changes behind the leader, a dot that nothing does, a stroke that the ranking is
    withheld.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional

    Returns
    -------
    Axes
        The words are in :func:`sensitivity_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_sensitivity(comparison, Figure().subplots())
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['by contradiction', 'by support']
    """
    table = sensitivity_table(comparison)
    lines = sum(1 for _ in table["kind"].drop_duplicates()) + len(table)
    if ax is None:
        from matplotlib import pyplot as plt

        _, ax = plt.subplots(figsize=(9.2, 1.2 + 0.27 * max(lines, 1)), layout="constrained")
    places: list[float] = []
    names = []
    y = 0
    for kind, group in groups(table, "kind"):
        places.append(y)
        names.append(kind[0].upper() + kind[1:])
        y += 1
        for row in each(group):
            for x, view in enumerate(VIEWS):
                marker, filled = MARKS[getattr(row, view)]
                fill = INK if filled else "white"
                ax.plot(x, y, marker, ms=7, mfc=fill, mec=INK, mew=1.2)
            ax.text(
                1.35, y, shorten(row.order, 90), va="center", fontsize=7.5, color=SOFT,
                parse_math=False,
            )  # fmt: skip
            places.append(y)
            names.append(f"{shorten(row.label, 60)}  ")
            y += 1
    ax.set_yticks(places, names, fontsize=8, parse_math=False)
    headings = set(map(str.lower, table["kind"]))
    for label in ax.get_yticklabels():
        if label.get_text().lower() in headings:
            label.set_fontweight("bold")
    ax.set_xticks(range(len(VIEWS)), [f"by {view}" for view in VIEWS], fontsize=8)
    ax.xaxis.tick_top()
    ax.set_xlim(-0.4, 5.4)
    ax.set_ylim(max(y, 1) - 0.4, -0.6)
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_xlabel(
        f"filled diamond: {LEADER}, hollow: {ORDER}, dot: {SAME}, stroke: {WITHHELD}", fontsize=8
    )
    return ax


def _outcome(row: Any, view: str) -> str:
    changes: Any = getattr(row, f"{view}_order_changes")
    if changes is pd.NA:
        return WITHHELD
    if not changes:
        return SAME
    if not getattr(row, f"{view}_order"):
        return WITHHELD if view == VIEWS[1] else ORDER
    return LEADER if getattr(row, f"{view}_leader_changes") else ORDER


def _common(rows: list[dict[str, Any]], view: str) -> str:
    """Return the outcome of all rows, the strongest where they differ."""
    outcomes: list[str] = [row[view] for row in rows]
    return min(outcomes, key=list(MARKS).index)


def _order(comparison: Comparison, row: Any) -> str:
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    told = []
    for view in VIEWS:
        if _outcome(row, view) in (LEADER, ORDER):
            ranks = [
                " = ".join(titles.get(n, n) for n in tied.split(" = "))
                for tied in getattr(row, f"{view}_order").split(" < ")
            ]
            told.append(f"by {view}: {', then '.join(ranks)}")
    return "; ".join(told)


def _label(comparison: Comparison, row: Any) -> str:
    name = str(names_of_changes(comparison, row.kind).get(row.changed, row.changed))
    if not row.after:
        return name
    title = comparison.narratives["title"].to_dict().get(row.narrative_id, "")
    where = f"{shorten(name, 28)}, {shorten(str(title), 16)}" if title else name
    return f"{where}: {row.before} to {row.after}"
