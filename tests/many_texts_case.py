"""The comparison of thirty invented texts, made once for a run: it takes seconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from once import compare_once

from narratives.case import load_case
from narratives.stages import Comparison

FOLDER = Path(__file__).parents[1] / "notebooks" / "many_texts"


@cache
def many_comparison() -> Comparison:
    return compare_once(load_case(FOLDER))
