"""The numbers and words behind each figure, as tables; no drawing here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from narratives.comparison import Tables

COLOURS = (
    "#2f6690",
    "#b07d1e",
    "#6d4c93",
    "#5b6770",
    "#7f5a3c",
    "#4f8fc4",
    "#a8668f",
    "#1d3557",
    "#8f7a2c",
    "#8a7fb8",
    "#8b7d70",
    "#3c7a89",
)
"""One hue an account: blue, ochre, violet and on; no red beside green."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def account_colours(narratives: pd.DataFrame) -> dict[str, str]:
    """Give each narrative its colour: the one of the case, or one of twelve by turns.

    Parameters
    ----------
    narratives : DataFrame, columns ``schema.NARRATIVES``

    Returns
    -------
    dict of narrative id to "#rrggbb"
    """
    colours = {}
    for n, (narrative, colour) in enumerate(narratives["colour"].items()):
        given = isinstance(colour, str) and _COLOUR.match(colour)
        colours[str(narrative)] = str(colour) if given else COLOURS[n % len(COLOURS)]
    return colours


def voices_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers of :func:`plot_voices`: statements, sources and origins.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame indexed by ``narrative_id`` and ``stance``
        ``statements`` (mentions), ``sources``, ``origins`` and ``origins_with_stake``;
        the article's own voice is no origin and is counted under ``narrator``.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> int(nv.voices_table(comparison).loc[("isis", "supports"), "origins"])
    5
    """
    voices = comparison.voices_by_origin
    rows = []
    for narrative in comparison.narratives.index:
        for stance in ("supports", "disputes"):
            mine = voices[(voices["narrative_id"] == narrative) & (voices["stance"] == stance)]
            others = mine[mine["voice"] != "narrator"]
            origins = mine[mine["voice"] == "origin"]
            rows.append(
                {
                    "narrative_id": narrative,
                    "stance": stance,
                    "statements": int(others["mentions"].sum()),
                    "sources": int(others["sources"].sum()),
                    "origins": len(origins),
                    "origins_with_stake": int(origins["stake"].notna().sum()),
                    "narrator": int(mine["mentions"].sum() - others["mentions"].sum()),
                }
            )
    return pd.DataFrame(rows).set_index(["narrative_id", "stance"])


def firmness_table(comparison: Tables) -> pd.DataFrame:
    """Give the words of :func:`plot_firmness`: one row for each origin and strength.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with the columns of ``Comparison.firmness_by_origin``, supports only

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> nv.firmness_table(comparison).loc[0, "name"]
    'French state'
    """
    table = comparison.firmness_by_origin
    return table[table["stance"] == "supports"].reset_index(drop=True)


def matrix_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers of :func:`plot_matrix`: items that separate best come first.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame indexed by ``item_id``
        ``label``, one column of ratings for each narrative, and ``diagnosticity``.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> len(nv.matrix_table(comparison))
    12
    """
    table = comparison.matrix.copy()
    table.columns = [str(c) for c in table.columns]
    table.insert(0, "label", comparison.items.loc[table.index, "label"])
    table["diagnosticity"] = comparison.diagnosticity
    return table.sort_values("diagnosticity", ascending=False, kind="stable", na_position="last")
