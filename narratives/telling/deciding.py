"""The words that decided the drafted bearings of a comparison, found by leaving words out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from narratives.bearing import Explanation, explain_bearings, is_drafted
from narratives.bearing.statements import read_statements
from narratives.bearing.sureness import BY_HAND

if TYPE_CHECKING:
    from narratives.comparison import Tables

MOST = 60
"""Bearings that are explained at once; of others the words are found when somebody asks."""
SHOWN = 5
"""Words of each that are shown."""


@dataclass(frozen=True)
class Deciding:
    """The words that decided.

    Attributes
    ----------
    found : dict of (statement id, narrative id) to Explanation
    left : int
        Drafted bearings whose words were not looked for.
    """

    found: dict[tuple[str, str], Explanation]
    left: int


def explain_drafted(
    comparison: Tables, most: int = MOST, without: Collection[str] = ()
) -> Deciding:
    """Explain the bearings that the machine drafted and that count, in their order.

    A bearing that a person set has the person's reason, and is left alone. A reader that says
    of itself that it is ``costly`` is not asked again for the sake of a page.

    Parameters
    ----------
    comparison : Comparison
    most : int
    without : collection of str
        Statements of which nothing is asked, for nothing would be shown.

    Returns
    -------
    Deciding

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> explain_drafted(comparison, 0).found
    {}
    """
    bearings = comparison.bearings
    drafted = bearings[is_drafted(bearings)]
    known = drafted["narrative_id"].isin(comparison.narratives.index)
    everything = list(
        zip(
            drafted["statement_id"][known].astype(str),
            drafted["narrative_id"][known].astype(str),
            strict=True,
        )
    )
    told = read_statements(comparison.statements, comparison.documents, comparison.sources)
    read = {each.statement_id for each in told if each.is_read}.difference(without)
    pairs = [pair for pair in everything if pair[0] in read]
    wanted = [] if getattr(comparison.reader, "costly", False) else pairs[:most]
    found = explain_bearings(
        comparison.statements,
        comparison.narratives,
        wanted,
        comparison.documents,
        comparison.sources,
        comparison.stakes,
        _by_hand(bearings),
        reader=comparison.reader,
    )
    # Where a table was made by other means, what the reader says now does not explain it.
    stances = dict(zip(everything, drafted["stance"][known].astype(str), strict=True))
    kept = {p: why for p, why in zip(wanted, found, strict=True) if why.stance == stances[p]}
    return Deciding(kept, len(pairs) - len(wanted))


def _by_hand(bearings: pd.DataFrame) -> pd.DataFrame:
    """Return what the person set, which taught the draft of the other statements."""
    return bearings[bearings["probability"] == BY_HAND]


def chance_in_words(probability: float) -> str:
    """Write a drafted probability as readers know it; what was not read has none.

    Examples
    --------
    >>> chance_in_words(0.9), chance_in_words(1.0), chance_in_words(float("nan"))
    ('.90', '1', 'not read')
    """
    if probability != probability:
        return "not read"
    return "1" if probability >= BY_HAND else f"{probability:.2f}".removeprefix("0")


def falls_in_words(found: Explanation, most: int = SHOWN) -> list[str]:
    """Write how the probability falls when one word is switched off, most first.

    Returns
    -------
    list of str
        As ``without “denied”: .91 → .20``; empty where no single word lowers it.
    """
    table = found.deciding(most)
    told = []
    for word, where, without in zip(table.index, table["where"], table["without"], strict=True):
        of = {"account": " (of the account)", "example": " (an example)"}.get(str(where), "")
        start, end = chance_in_words(found.probability), chance_in_words(float(without))
        told.append(f"without “{word}”{of}: {start} → {end}")
    return told
