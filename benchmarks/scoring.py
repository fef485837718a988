"""Measure the scores on worlds where the truth is known, and write the tables down.

    python benchmarks/scoring.py            all worlds, 3,000 cases each, about two minutes
    python benchmarks/scoring.py --cases 50 a quick look
    python benchmarks/scoring.py --write    replace the section of benchmarks/RESULTS.md

The worlds are described in benchmarks/worlds.py. The methods (benchmarks/scoring_methods.py):

uniform      the same chance for each narrative.
counting     each report counts for the narratives its item is rated for, one copy as much
             as one witness.
ACH          one row for each fact, so or not so by the majority of reports; contradictions
             summed as PARC's tool does.
ACH + prov.  the same with all that support() knows: copies folded, grades, stakes; the row
             weighs low, medium or high by how sure the fact is. What serves a source is read
             from its own account alone, as support() did when this yardstick was made.
ACH, rivals  the same, and what serves a source is read as support() reads it now.
naive Bayes  each report an independent witness with its grade.
before       what support() gave before: see ``before`` in benchmarks/scoring_methods.py.
support      what support() gives, as it is.
support, T   the same with a temperature.

Scores that are no probabilities become such by a softmax with a temperature, fitted by log
score on the honest world, on cases of their own, and carried to all others.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
import pandas as pd
from scoring_measures import (
    brier,
    calibration_error,
    fit_temperature,
    interval,
    log_score,
    wrong_when_sure,
)
from scoring_methods import (
    BEFORE,
    DEFAULT,
    FITTED,
    METHODS,
    Method,
    ach,
    ach_with_provenance,
    before,
    chances_of,
    largest_difference,
    likelihoods,
    ours,
    softmax,
    traced_share,
    withheld,
    witness_table,
)
from scoring_speed import time_the_rule
from scoring_tries import FIT_SEED, OPEN_TRIES, open_tries, tries, tune
from worlds import WORLDS, Cases, Floats, draw_cases

# What other scripts and the tests take from here.
__all__ = ["DEFAULT", "OPEN_TRIES", "ach", "ach_with_provenance", "before", "interval"]
__all__ += ["likelihoods", "ours", "softmax", "traced_share", "witness_table"]

RESULTS = Path(__file__).parent / "RESULTS.md"
BRIER = Path(__file__).with_name("brier.csv")
BEGIN, END = "<!-- scoring: begin -->", "<!-- scoring: end -->"
SEED = 230_000


def open_list(name: str, method: Method, cases: Cases, temperature: float) -> tuple[Floats, Floats]:
    """Return chances with one for "none of these", and the truth to match."""
    if name == "before":
        chances = chances_of(cases, BEFORE, keep_none=True, new=False)[0]
    elif name.startswith("support"):
        chances = ours(cases, temperature, keep_none=True)
    else:
        listed = method(cases, temperature)
        none = np.full((len(listed), 1), DEFAULT.none)
        chances = np.concatenate([listed * (1 - DEFAULT.none), none], axis=1)
    return chances, np.where(cases.truth < 0, chances.shape[1] - 1, cases.truth)


def measure(count: int, seed: int = SEED) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, float]]:
    """Measure all methods on all worlds; also ours against ACH with provenance."""
    honest = draw_cases(WORLDS[0], max(count, 500), FIT_SEED)
    temperatures = dict.fromkeys(METHODS, 1.0)
    temperatures |= {name: fit_temperature(METHODS[name], honest) for name in FITTED}
    rows, against = [], []
    for number, world in enumerate(WORLDS):
        cases = draw_cases(world, count, seed + number)
        losses = {}
        for name, method in METHODS.items():
            if world.unlisted:
                chances, truth = open_list(name, method, cases, temperatures[name])
            else:
                chances, truth = method(cases, temperatures[name]), cases.truth
            losses[name] = brier(chances, truth)
            share, calls = wrong_when_sure(chances, truth)
            rows.append(
                {
                    "world": world.name,
                    "method": name,
                    "brier": losses[name].mean(),
                    "log": log_score(chances, truth).mean(),
                    "calibration": calibration_error(chances, truth),
                    "wrong": share,
                    "calls": calls,
                }
            )
        silent, flips, held = withheld(cases)
        abstaining = np.where(held, losses["uniform"], losses["support"])
        against.append(
            {
                "world": world.name,
                **_pair("support", interval(losses["support"] - losses["ACH + prov."])),
                **_pair("rivals", interval(losses["support"] - losses["ACH, rivals"])),
                **_pair("before", interval(losses["support"] - losses["before"])),
                **_pair("uniform", interval(losses["support"] - losses["uniform"])),
                "silent": silent.mean(),
                "flips": flips.mean(),
                "withheld": held.mean(),
                "abstaining": abstaining.mean(),
                "largest": largest_difference(cases, 20),
            }
        )
    return pd.DataFrame(rows), pd.DataFrame(against), temperatures


def _pair(name: str, found: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip((name, f"{name} low", f"{name} high"), found, strict=True))


def write_section(
    rows: pd.DataFrame,
    against: pd.DataFrame,
    temperatures: dict[str, float],
    speeds: dict,
    count: int,
    seed: int,
) -> str:
    """Write the tables as Markdown."""
    names = list(METHODS)
    lines = [
        f"{count:,} cases a world, {count * len(WORLDS):,} in all, seeds {seed} to "
        f"{seed + len(WORLDS) - 1}. A perfect forecaster shows an expected calibration error of "
        f"about {0.88 / math.sqrt(count):.3f} with {count:,} cases. Temperatures, fitted on "
        f"{max(count, 500):,} other cases of the honest world (seed {FIT_SEED}): "
        + ", ".join(f"{name} {temperatures[name]:.2f}" for name in FITTED)
        + ".",
        "",
        "### Ours against ACH with the same provenance",
        "",
        "Difference of Brier scores, paired, with its 95 % interval; below zero, ours is better. "
        "`silent`: nothing concluded, the prior returned. `flips`: another narrative leads at a "
        "corner of the assumptions. `withheld`: no ranking, for these or other reasons. "
        "`abstaining`: Brier of support where every withheld case counts as a uniform guess.",
        "",
        "| world | support − ACH | support − ACH, rivals | support − before | support − uniform "
        "| silent | flips | withheld | abstaining |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in against.to_dict("records"):
        cells = [
            f"{row[key]:+.3f} ({row[key + ' low']:+.3f} to {row[key + ' high']:+.3f})"
            for key in ("support", "rivals", "before", "uniform")
        ]
        lines.append(
            f"| {row['world']} | {' | '.join(cells)} | {row['silent']:.1%} | {row['flips']:.1%} | "
            f"{row['withheld']:.1%} | "
            f"{row['abstaining']:.3f} |"
        )
    titles = {
        "brier": "Brier score (lower is better)",
        "log": "Log score (lower is better)",
        "calibration": "Expected calibration error of the leader, ten bins",
    }
    for key, title in titles.items():
        table = rows.pivot(index="world", columns="method", values=key)
        lines += [
            "",
            f"### {title}",
            "",
            f"| world | {' | '.join(names)} |",
            "|---" * (1 + len(names)) + "|",
        ]
        lines += [
            f"| {w.name} | " + " | ".join(f"{table.loc[w.name, n]:.3f}" for n in names) + " |"
            for w in WORLDS
        ]
    share = rows.pivot(index="world", columns="method", values="wrong")
    calls = rows.pivot(index="world", columns="method", values="calls")
    lines += ["", "### Wrong among calls at .95 and above (number of such calls)", ""]
    lines += [f"| world | {' | '.join(names)} |", "|---" * (1 + len(names)) + "|"]
    for w in WORLDS:
        cells = [
            f"{share.loc[w.name, n]:.1%} ({calls.loc[w.name, n]})"
            if calls.loc[w.name, n]
            else "none"
            for n in names
        ]
        lines.append(f"| {w.name} | {' | '.join(cells)} |")
    lines += ["", "### Speed", "", "8 items, 12 sources, 3 narratives, seconds of one core.", ""]
    lines += ["| way | cases a second |", "|---|---|"]
    lines += [f"| {way} | {speed:,.0f} |" for way, speed in speeds.items()]
    lines += [
        "",
        f"Largest difference between these figures and `support()` itself, 20 cases of each world: "
        f"{against['largest'].max():.1e}.",
    ]
    return "\n".join(lines)


def brier_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the Brier score of each method in each world, as the notebooks read it."""
    table = rows.pivot(index="world", columns="method", values="brier")
    return table.loc[[world.name for world in WORLDS], list(METHODS)].round(3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=3000, help="cases of each world")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    parser.add_argument("--tries", type=int, metavar="SEED", help="only compare the tries")
    parser.add_argument("--tune", type=int, metavar="SEED", help="only compare settings")
    parser.add_argument("--open", type=int, metavar="SEED", help="only compare lists left open")
    given = parser.parse_args()
    if given.open is not None:
        print(open_tries(given.cases, given.open).to_string())
        return
    if given.tries is not None:
        print(tries(given.cases, given.tries).T.to_string())
        return
    if given.tune is not None:
        print(tune(given.tune).to_string())
        return
    found = measure(given.cases, given.seed)
    section = write_section(*found, time_the_rule(), given.cases, given.seed)
    print(section)
    if given.write:
        brier_table(found[0]).to_csv(BRIER, float_format="%.3f")
        text = RESULTS.read_text(encoding="utf-8")
        head, rest = text.split(BEGIN)
        tail = rest.split(END)[1]
        RESULTS.write_text(f"{head}{BEGIN}\n{section}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
