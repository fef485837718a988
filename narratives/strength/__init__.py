"""How firmly the source itself puts it, whether it denies, and the narrator's loaded words."""

from __future__ import annotations

from narratives.strength.judging import Strength, judge_strength, rate_strength
from narratives.strength.loaded import find_loaded_words
from narratives.strength.pointing import points_back

__all__ = ["Strength", "find_loaded_words", "judge_strength", "points_back", "rate_strength"]
