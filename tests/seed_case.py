"""The comparison of the seed case and its page, made once for a run: they take seconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from once import compare_once, once

from narratives.case import load_case
from narratives.report import render_report
from narratives.stages import Comparison

SEED = Path(__file__).parents[1] / "seeds" / "crocus-city-hall"


@cache
def seed_comparison() -> Comparison:
    return compare_once(load_case(SEED))


@cache
def seed_page(date: str) -> str:
    return once(f"seed-{date}", lambda _: render_report(seed_comparison(), date))
