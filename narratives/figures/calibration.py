"""Whether stated probabilities came true: a reliability diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from narratives.figures.drawing import INK, SOFT
from narratives.schema import require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
STYLES = ("-", ":", "-.", "--")


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
    if ax is None:
        from matplotlib import pyplot as plt

        ax = plt.subplots(figsize=(4.5, 4.5), layout="constrained")[1]
    ax.plot([0, 1], [0, 1], linestyle="--", color=SOFT, linewidth=1)
    for number, (name, rows) in enumerate(table.groupby("of", sort=False)):
        ax.plot(
            rows["stated"],
            rows["came_true"],
            marker=MARKERS[number % len(MARKERS)],
            color=INK,
            linewidth=1,
            linestyle=STYLES[number % len(STYLES)],
            fillstyle="full" if number % 2 == 0 else "none",
            # A point at the very end of the scale is drawn whole.
            clip_on=False,
            label=str(name),
        )
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    ax.set_xlabel("stated probability")
    ax.set_ylabel("share that came true")
    if table["of"].astype(str).str.len().gt(0).any():
        # In the corner that the lines leave free.
        ax.legend(loc="best", frameon=False, fontsize=9)
    return ax
