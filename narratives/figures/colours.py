"""The colour of each account, the same in figures, on the page and in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.schema import COLOUR

if TYPE_CHECKING:
    import pandas as pd

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
        given = isinstance(colour, str) and COLOUR.match(colour)
        colours[str(narrative)] = str(colour) if given else COLOURS[n % len(COLOURS)]
    return colours
