"""Settings that were tried for the goals that are short, and those that were compared before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from scoring_measures import brier, calibration_error, fit_temperature, log_score
from scoring_methods import (
    BEFORE,
    DEFAULT,
    ach_with_provenance,
    both_cautions,
    by_heads,
    chances_of,
    ours,
)
from worlds import WORLDS, draw_cases, tuning_cases

FIT_SEED = 30_000


def tune(seed: int) -> pd.DataFrame:
    """Compare settings on draws of mixed worlds; nothing of them enters the figures."""
    drawn = tuning_cases(seed)
    settings: dict[str, tuple[dict, dict]] = {
        "as it is": ({}, {}),
        "both cautions": ({}, {"combine": both_cautions}),
        "both, and m counts heads": ({}, {"combine": by_heads}),
        "unknown origins each a witness": ({}, {"pool": "none"}),
        "the rule before rivals and copies": (
            {name: getattr(BEFORE, name) for name in ("motive", "doubt", "scepticism", "rho")},
            {"new": False},
        ),
        "all three, and no abstention": ({"traced": 0}, {"combine": by_heads, "pool": "none"}),
    }
    for name, values in {
        "rho": (0, 0.15, 0.5),
        "motive": (0.5, 0.9),
        "scepticism": (0, 0.2),
        "doubt": (0, 0.1, 0.15),
        "traced": (0, 0.5),
        "temperature": (0.75, 0.85, 1.2),
    }.items():
        settings |= {f"{name} {value:g}": ({name: value}, {}) for value in values}
    rows = []
    for name, (changed, how) in settings.items():
        found = [(chances_of(c, replace(DEFAULT, **changed), **how)[0], c.truth) for c in drawn]
        rows.append(
            {
                "setting": name,
                "brier": np.mean([brier(*pair).mean() for pair in found]),
                "log": np.mean([log_score(*pair).mean() for pair in found]),
                "calibration": np.mean([calibration_error(*pair) for pair in found]),
            }
        )
    return pd.DataFrame(rows).set_index("setting").round(4)


TRIES: dict[str, dict[str, float]] = {
    "as it is": {},
    "1. less caution: scepticism .05, rho .2": {"scepticism": 0.05, "rho": 0.2},
    "2. temperature .9": {"temperature": 0.9},
    "3. no scepticism, rho .15, doubt .1": {"scepticism": 0, "rho": 0.15, "doubt": 0.1},
    "4. no caution: scepticism 0, rho 0": {"scepticism": 0, "rho": 0},
}
"""Tries to reach the goals that are short; a rule that keeps its form and changes its numbers."""
TRIED = ("friendly", "honest", "five", "mingled rough", "campaign", "staged", "half hidden")


def tries(count: int, seed: int) -> pd.DataFrame:
    """Compare tries on cases that no figure comes from: Brier less ACH's, and calibration."""
    honest = draw_cases(WORLDS[0], max(count, 500), FIT_SEED)
    fitted = fit_temperature(ach_with_provenance, honest)
    found: dict[str, dict[str, float]] = {name: {} for name in TRIES}
    for number, world in enumerate(world for world in WORLDS if world.name in TRIED):
        cases = draw_cases(world, count, seed + number)
        rival = brier(ach_with_provenance(cases, fitted), cases.truth)
        for name, settings in TRIES.items():
            chances = ours(cases, **settings)
            found[name][world.name] = (brier(chances, cases.truth) - rival).mean()
            found[name][f"{world.name}, calibration"] = calibration_error(chances, cases.truth)
    return pd.DataFrame(found).T.round(3)


OPEN_TRIES: dict[str, Callable[[int], dict[str, float]]] = {
    "as it is": lambda _: {},
    "1. none .1, the top of its range": lambda _: {"none": 0.1},
    "2. none as likely as each account": lambda accounts: {"none": 1 / (accounts + 1)},
    "3. none .1, temperature 1.2": lambda _: {"none": 0.1, "temperature": 1.2},
    "told: none .3": lambda _: {"none": 0.3},
}
"""Tries where what happened may stand on no list: of the number of accounts, the settings."""
OPEN_TRIED = ("unlisted", "honest", "five", "friendly", "campaign", "mingled rough", "staged")


def open_tries(count: int, seed: int) -> pd.DataFrame:
    """Compare them with "none of these" kept in every world, be the list whole there or not."""
    found: dict[str, dict[str, float]] = {name: {} for name in OPEN_TRIES}
    for number, world in enumerate(world for world in WORLDS if world.name in OPEN_TRIED):
        cases = draw_cases(world, count, seed + number)
        truth = np.where(cases.truth < 0, world.narratives, cases.truth)
        for name, settings in OPEN_TRIES.items():
            chances = ours(cases, keep_none=True, **settings(world.narratives))
            found[name][f"{world.name}, calibration"] = calibration_error(chances, truth)
            found[name][f"{world.name}, Brier"] = brier(chances, truth).mean()
    return pd.DataFrame(found).round(3)
