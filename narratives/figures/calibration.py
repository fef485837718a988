"""Whether stated probabilities came true: a reliability diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from narratives.figures.drawing import HEADING, INK, SIZE, SOFT, text_width
from narratives.figures.letters import drawable, families
from narratives.schema import require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
STYLES = ("-", ":", "-.", (0, (6, 1, 1, 1, 1, 1)))
TITLE = "What was stated, and what came true"
SMALLEST, LARGEST = 6.0, 13.0
"""Points across a mark, for the fewest and the most cases."""


def calibration_table(reliability: pd.DataFrame) -> pd.DataFrame:
    """Give the numbers of :func:`plot_calibration`.

    Parameters
    ----------
    reliability : DataFrame with ``stated``, ``came_true`` and ``cases``
        As :func:`narratives.bearing.reliability` returns it; a column ``of`` tells
        several sets apart.

    Returns
    -------
    DataFrame
        The same rows with ``of`` and ``apart``, how far both lie apart.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"stated": [0.9], "came_true": [0.75], "cases": [8]})
    >>> calibration_table(table)["apart"].round(2).tolist()
    [-0.15]
    """
    require_columns(reliability, ("stated", "came_true", "cases"), "reliability")
    named = reliability["of"] if "of" in reliability.columns else ""
    apart = reliability["came_true"] - reliability["stated"]
    table = reliability[["stated", "came_true", "cases"]].assign(of=named, apart=apart)
    return table.reset_index(drop=True)


def plot_calibration(reliability: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw what was stated against what came true; the dashed line is as stated.

    Parameters
    ----------
    reliability : DataFrame
        See :func:`calibration_table`, which gives the numbers.
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"stated": [0.3, 0.9], "came_true": [0.25, 0.75], "cases": [9, 8]})
    >>> plot_calibration(table, Figure().subplots()).get_xlabel()
    'stated probability'
    """
    table = calibration_table(reliability)
    names = [str(name) for name in table["of"].drop_duplicates()]
    named = [name for name in names if name]
    if ax is None:
        from matplotlib import pyplot as plt

        beside = max((text_width(name, SIZE) for name in named), default=0.0)
        ax = plt.subplots(figsize=(6.9 + beside, 6.7), layout="constrained")[1]
    ax.plot([0, 1], [0, 1], linestyle="--", color=SOFT, linewidth=1.2)
    most = max(table["cases"].max(), 1) if len(table) else 1
    ends = []
    for number, (name, rows) in enumerate(table.groupby("of", sort=False)):
        ax.plot(
            rows["stated"],
            rows["came_true"],
            color=INK,
            linewidth=1.4,
            linestyle=STYLES[number % len(STYLES)],
        )
        ax.scatter(
            rows["stated"],
            rows["came_true"],
            s=(SMALLEST + (LARGEST - SMALLEST) * (rows["cases"] / most) ** 0.5) ** 2,
            marker=MARKERS[number % len(MARKERS)],
            facecolor=INK if number % 2 == 0 else "white",
            edgecolor=INK,
            linewidth=1.2,
            zorder=3,
            # A point at the very end of the scale is drawn whole.
            clip_on=False,
        )
        if str(name):
            ends.append(
                (float(rows["came_true"].iloc[-1]), float(rows["stated"].iloc[-1]), str(name))
            )
    _name_lines(ax, ends)
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    ax.set_xlabel("stated probability", fontsize=SIZE)
    ax.set_ylabel("share that came true", fontsize=SIZE)
    ax.tick_params(labelsize=SIZE)
    ax.set_title(TITLE, fontsize=HEADING, loc="left", weight="bold", color=INK, pad=30)
    ax.annotate(
        _counted(table), (0, 1), xytext=(0, 9), xycoords="axes fraction",
        textcoords="offset points", fontsize=SIZE, color=SOFT,
    )  # fmt: skip
    return ax


def _name_lines(ax: Axes, ends: list[tuple[float, float, str]]) -> None:
    """Write the name of each line beside the end of it, one below the other."""
    step = 0.062
    height = 1.0
    places: list[float] = []
    for share, _, _ in sorted(ends, reverse=True):
        height = min(height - step if places else height, share)
        places.append(height)
    # What would fall below the scale is pushed up again.
    floor = 0.0
    for n in range(len(places) - 1, -1, -1):
        places[n] = max(places[n], floor)
        floor = places[n] + step
    for (share, stated, name), at in zip(sorted(ends, reverse=True), places, strict=True):
        shown, _, _, other = drawable(name)
        ax.annotate(
            shown,
            (stated, share),
            xytext=(1.05, at),
            xycoords="data",
            textcoords="data",
            va="center",
            fontsize=SIZE,
            family=families() if other else None,
            parse_math=False,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": SOFT, "linewidth": 0.8, "shrinkB": 7},
        )


def _counted(table: pd.DataFrame) -> str:
    if table.empty:
        return "no cases"
    few, most, number = (table["cases"].min(), table["cases"].max(), table["cases"].sum())
    points = f"a point is {few:,} cases" if few == most else f"points of {few:,} to {most:,} cases"
    return f"n = {number:,}; {points}; dashed: as stated"
