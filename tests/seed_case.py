"""The comparison of the seed case, made once for a worker: it takes seconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from narratives.case import load_case
from narratives.stages import Comparison, compare

SEED = Path(__file__).parents[1] / "seeds" / "crocus-city-hall"


@cache
def seed_comparison() -> Comparison:
    return compare(load_case(SEED))
