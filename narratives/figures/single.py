"""Figures of one view each: voices, firmness, the evidence matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives import schema
from narratives.comparison.gaps import shorten
from narratives.comparison.rows import each, each_row
from narratives.figures.drawing import HOLLOW, INK, MARKERS, SOFT
from narratives.figures.tables import (
    account_colours,
    firmness_table,
    matrix_table,
    voices_table,
)
from narratives.schema import SchemaError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Comparison

_COUNTS = {"statements": "|", "sources": "o", "origins": "s"}
_LETTERS = {number: letter for letter, number in schema.RATINGS.items()}


def plot_voices(comparison: Comparison, ax: Axes | None = None) -> Axes:
    """Draw statements, sources and origins of each account: three marks on one line.

    The way from the stroke (statements) to the square (origins) is repetition.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional

    Returns
    -------
    Axes
        The numbers are in :func:`voices_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_voices(comparison, Figure().subplots())
    >>> ax.get_yticklabels()[0].get_text()
    'ISIS did it'
    """
    table = voices_table(comparison)
    ax = _axes(ax, 7.2, 0.9 + 0.42 * len(table))
    colours = account_colours(comparison.narratives)
    names = []
    for y, ((narrative, stance), row) in enumerate(each_row(table)):
        hue = colours[narrative]
        ax.plot([row["origins"], row["statements"]], [y, y], "-", color=hue, lw=1.5, zorder=1)
        for name, marker in _COUNTS.items():
            filled = hue if stance == "supports" else "white"
            ax.plot(row[name], y, marker, ms=11 if marker == "|" else 8, mfc=filled, mec=hue, mew=2)
        told = ", ".join(f"{row[name]} {_one(name, row[name])}" for name in _COUNTS)
        own = f", article’s own voice {row['narrator']}" if row["narrator"] else ""
        ax.annotate(
            told + own,
            (row["statements"], y),
            xytext=(10, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=SOFT,
            parse_math=False,
        )
        title = shorten(str(comparison.narratives.at[narrative, "title"]), 30)
        names.append(title if stance == "supports" else "disputed")
    _rows(ax, names)
    most = int(table["statements"].max()) if len(table) else 1
    ax.set_xlim(-0.3, max(most, 1) * 1.9 + 1.2)
    ax.set_xticks(range(0, most + 1, max(1, most // 8)))
    ax.set_xlabel("square: origins, circle: sources, stroke: statements; ten copies are one origin")
    return ax


def plot_firmness(comparison: Comparison, ax: Axes | None = None) -> Axes:
    """Draw how firmly each origin supports each account, at its own word; no average.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional

    Returns
    -------
    Axes
        The words are in :func:`firmness_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_firmness(comparison, Figure().subplots())
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['hint', 'possible', 'likely', 'certain']
    """
    table = firmness_table(comparison)
    ax = _axes(ax, 8.6, 1.0 + 0.34 * max(1, len(table)))
    colours = account_colours(comparison.narratives)
    names = []
    told = ""
    for y, row in enumerate(each(table)):
        hue = colours[row.narrative_id]
        x = schema.STRENGTHS.index(row.strength) if row.strength in schema.STRENGTHS else -1
        ax.plot(
            x,
            y,
            MARKERS.get(row.kind, "o"),
            ms=9,
            mfc="white" if row.kind in HOLLOW else hue,
            mec=hue,
            mew=1.5,
        )
        ax.annotate(
            shorten(f"“{row.words}”", 44) + (" (implied)" if row.how == "implied" else ""),
            (x, y),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=INK,
            parse_math=False,
        )
        title = shorten(str(comparison.narratives.at[row.narrative_id, "title"]), 30)
        names.append(
            f"{title} · {shorten(row.name, 34)}" if title != told else shorten(row.name, 34)
        )
        told = title
    _rows(ax, names)
    words = list(schema.STRENGTHS)
    unrated = any(s not in schema.STRENGTHS for s in table["strength"])
    ax.set_xticks(range(-1 if unrated else 0, len(words)), ["not judged"] * unrated + words)
    ax.set_xlim(-1.3 if unrated else -0.3, len(words) + 0.7)
    return ax


def plot_matrix(
    comparison: Comparison, ax: Axes | None = None, *, rows: str = "narratives"
) -> Axes:
    """Draw the evidence matrix: items that separate the accounts best come first.

    The letter is the rating; grey deepens with its distance from N, dark for a fit and
    hatched for a contradiction, so that it reads without colour.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
    rows : {"narratives", "items"}
        What stands in the rows. Narratives by default: readers who work along the
        rows then weigh an account as a whole, which reduced bias in one study [1]_.
        For many items, "items" keeps the figure narrow.

    Returns
    -------
    Axes
        The numbers are in :func:`matrix_table`.

    References
    ----------
    .. [1] M. K. Dhami and others, on layouts of the matrix in ACH, 2024.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_matrix(comparison, Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['ISIS did it', 'A Ukrainian trace', 'A Russian false flag', 'separates']
    """
    if rows not in ("narratives", "items"):
        raise SchemaError(f'rows is "{rows}". Use "narratives" or "items".')
    table = matrix_table(comparison)
    narratives = [str(n) for n in comparison.matrix.columns]
    across = rows == "narratives"
    items, accounts = max(1, len(table)), max(1, len(narratives))
    if across:
        ax = _axes(ax, 2.8 + 0.55 * items, 2.9 + 0.4 * accounts)
    else:
        ax = _axes(ax, 4.4 + 1.15 * accounts, 1.1 + 0.34 * items)
    for n, (_, row) in enumerate(each_row(table)):
        for m, narrative in enumerate(narratives):
            _rating(ax, (n, m) if across else (m, n), row[narrative])
        spread = row["diagnosticity"]
        ax.text(
            *((n, accounts) if across else (accounts, n)),
            f"{spread:.2f}" if spread == spread else "–",
            ha="center",
            va="center",
            fontsize=8,
            color=SOFT,
        )
    titles = [str(comparison.narratives.at[n, "title"]) for n in narratives]
    labels = [str(label) for label in table["label"]]
    if across:
        _rows(ax, [*(shorten(title, 40) for title in titles), "separates"])
    else:
        _rows(ax, [shorten(label, 52) for label in labels])
    columns = [shorten(t, 34) for t in labels] if across else [shorten(t, 16) for t in titles]
    ax.set_xticks(
        range(len(columns) + (not across)),
        columns if across else [*columns, "separates"],
        fontsize=8,
        parse_math=False,
        rotation=90 if across else 0,
    )
    ax.xaxis.tick_top()
    ax.set_xlim(-0.5, (items if across else accounts + 1) - 0.5)
    return ax


def _rating(ax: Axes, place: tuple[int, int], value: float) -> None:
    """Draw one cell: letter, shade, and hatching for a contradiction."""
    from matplotlib.patches import Rectangle

    x, y = place
    known = value == value
    ax.add_patch(
        Rectangle(
            (x - 0.5, y - 0.5),
            1,
            1,
            facecolor=str(1 - 0.18 * abs(value)) if known else "white",
            edgecolor="white" if known and value >= 0 else "0.45",
            hatch="///" if known and value < 0 else None,
            linewidth=0.5,
        )
    )
    ax.text(
        x,
        y,
        _LETTERS.get(value, f"{value:+.1f}") if known else "NA",
        ha="center",
        va="center",
        fontsize=9,
        color=INK if known else SOFT,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.85},
    )


def _axes(ax: Axes | None, width: float, height: float) -> Axes:
    if ax is None:
        from matplotlib import pyplot as plt

        _, ax = plt.subplots(figsize=(width, height), layout="constrained")
    return ax


def _rows(ax: Axes, names: list[str]) -> None:
    ax.set_yticks(range(len(names)), names, fontsize=8, parse_math=False)
    ax.set_ylim(max(len(names), 1) - 0.4, -0.6)
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.grid(axis="x", color="0.9", linewidth=0.6)
    ax.set_axisbelow(True)


def _one(name: str, number: int) -> str:
    return name.removesuffix("s") if number == 1 else name
