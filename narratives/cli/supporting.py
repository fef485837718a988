"""The support view at a terminal: a range for each account, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.telling.relations import MORE_THAN_ONE, caution_of_order
from narratives.telling.support import oddities_in_words, range_in_words, withheld_reasons

if TYPE_CHECKING:
    from narratives.stages import Comparison


def support_cells(comparison: Comparison, narratives: list[str]) -> list[str]:
    """Write one cell a narrative, or none where no person has rated an item."""
    if comparison.ratings.empty:
        return []
    found = comparison.support
    if found.withheld:
        return ["withheld" for _ in narratives]
    low, high = found.low.to_dict(), found.high.to_dict()
    return [range_in_words(low[n], high[n]) for n in narratives]


def support_note(comparison: Comparison) -> str:
    """Say what the row of support rests on, or why it is withheld; empty without ratings.

    Reports that are not taken as they are marked are named behind it.
    """
    if comparison.ratings.empty:
        return ""
    texts = "this text" if len(comparison.documents) == 1 else "these texts"
    told = (
        f"Support is a range over stated assumptions, for {texts} alone, and no finding of "
        "what happened."
    )
    if comparison.support.withheld:
        told = f"Support in {texts} is withheld: {' '.join(withheld_reasons(comparison))}"
    elif caution := caution_of_order(comparison):
        told += f" {caution} {MORE_THAN_ONE}"
    return " ".join([told, *oddities_in_words(comparison)])
