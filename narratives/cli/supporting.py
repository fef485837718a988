"""The support view at a terminal: a range for each account, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.comparison.summary import join_words
from narratives.comparison.supporting import range_in_words, withheld_reasons

if TYPE_CHECKING:
    from narratives.comparison import Comparison


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
    """Say what the row of support rests on, or why it is withheld; empty without ratings."""
    if comparison.ratings.empty:
        return ""
    if comparison.support.withheld:
        return f"Support in this text is withheld: {' '.join(withheld_reasons(comparison))}"
    changes = comparison.what_would_change
    drops = changes[changes["kind"].isin(("without item", "without origin"))]
    drops = drops[drops["support_order_changes"].fillna(False).astype(bool)]
    names = [_name(comparison, str(changed)) for changed in drops["changed"]]
    told = (
        f"Its order changes without {join_words(names, 'or')}."
        if names
        else "No single item and no single origin changes its order."
    )
    return (
        "Support is a range over stated assumptions, for this text alone, and no finding of "
        f"what happened. {told}"
    )


def _name(comparison: Comparison, changed: str) -> str:
    if changed in comparison.items.index:
        return f"\u201c{comparison.items['label'].to_dict()[changed]}\u201d"
    if changed in comparison.origins.index:
        return str(comparison.origins.at[changed, "name"])
    return "the article itself" if changed == "narrator" else changed
