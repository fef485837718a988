"""How the narratives stand: voices, firmness, basis, contradiction, and what would change it."""

from narratives.scores.balance import basis, count_voices, firmness, voices
from narratives.scores.inconsistency import (
    diagnosticity,
    rank_narratives,
    weigh_items,
    weighted_inconsistency,
)
from narratives.scores.sensitivity import drop_one

__all__ = [
    "basis",
    "count_voices",
    "diagnosticity",
    "drop_one",
    "firmness",
    "rank_narratives",
    "voices",
    "weigh_items",
    "weighted_inconsistency",
]
