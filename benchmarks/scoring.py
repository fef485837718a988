"""Measure the scores on worlds where the truth is known, and write the tables down.

    python benchmarks/scoring.py            all worlds, 3,000 cases each, about two minutes
    python benchmarks/scoring.py --cases 50 a quick look
    python benchmarks/scoring.py --write    replace the section of benchmarks/RESULTS.md

The worlds are described in benchmarks/worlds.py. The methods:

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
before       what support() gave before: see ``before`` below.
support      what support() gives, as it is.
support, T   the same with a temperature.

Scores that are no probabilities become such by a softmax with a temperature, fitted by log
score on the honest world, on cases of their own, and carried to all others.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from worlds import ACCURACY, LIKELIHOOD, WORLDS, Cases, Floats, draw_cases, tuning_cases

from narratives.scores.supporting.assumptions import Assumptions, swept
from narratives.scores.supporting.interests import serving
from narratives.scores.supporting.log_odds import (
    item_contributions,
    item_log_odds,
    narrative_log_probabilities,
    report_log_odds,
)
from narratives.scores.supporting.support import support

RESULTS = Path(__file__).parent / "RESULTS.md"
BRIER = Path(__file__).with_name("brier.csv")
BEGIN, END = "<!-- scoring: begin -->", "<!-- scoring: end -->"
FIT_SEED, SEED = 30_000, 230_000
DEFAULT = Assumptions()
BEFORE = Assumptions(rho=0.4, motive=0.6, scepticism=0.2, doubt=0)
Method = Callable[[Cases, float], Floats]
_GRADED = np.append(ACCURACY, 0.5)
_KEPT: dict = {}
"""The tables of the cases asked for last: many settings share them."""
_LEVELS = (2**-0.5, 1.0, 2**0.5)


def softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


# The methods: cases in, chances of the listed narratives out.


def uniform(cases: Cases, _: float = 1) -> Floats:
    return np.full((len(cases), cases.rating.shape[2]), 1 / cases.rating.shape[2])


def counting(cases: Cases, temperature: float) -> Floats:
    votes = cases.says.sum(axis=2)[..., None] * np.sign(np.nan_to_num(cases.rating))
    return softmax(votes.sum(axis=1) / temperature)


def ach(cases: Cases, temperature: float) -> Floats:
    return _contradictions(cases, cases.says.sum(axis=2), None, temperature)


def ach_with_provenance(cases: Cases, temperature: float) -> Floats:
    odds = witness_table(cases, motive=0.6, scepticism=0, new=False).sum(axis=2)
    sure = 1 / (1 + np.exp(-np.abs(odds)))
    weight = np.select([sure > 0.9, sure > 0.7], [_LEVELS[2], _LEVELS[1]], _LEVELS[0])
    return _contradictions(cases, odds, weight, temperature)


def ach_with_rivals(cases: Cases, temperature: float) -> Floats:
    odds = witness_table(cases, motive=DEFAULT.motive, scepticism=0).sum(axis=2)
    sure = 1 / (1 + np.exp(-np.abs(odds)))
    weight = np.select([sure > 0.9, sure > 0.7], [_LEVELS[2], _LEVELS[1]], _LEVELS[0])
    return _contradictions(cases, odds, weight, temperature)


def naive_bayes(cases: Cases, temperature: float) -> Floats:
    strength = report_log_odds(_GRADED[cases.grade], False, 0, 0)
    odds = (cases.says * strength[:, None, :]).sum(axis=2)
    likelihood = np.nan_to_num(likelihoods(cases), nan=0.5)
    found = item_contributions(odds, likelihood) / temperature
    return np.exp(narrative_log_probabilities(found, np.zeros(likelihood.shape[2])))


def ours(cases: Cases, temperature: float = 1, *, keep_none: bool = False, **settings) -> Floats:
    """Do what support() does, for many cases at once; checked against it below."""
    return _ours(cases, replace(DEFAULT, temperature=temperature, **settings), keep_none)[0]


def before(cases: Cases, temperature: float = 1) -> Floats:
    """Do what support() did before it compared with the rivals and asked who copies."""
    return _ours(cases, replace(BEFORE, temperature=temperature), new=False)[0]


def _contradictions(
    cases: Cases, votes: Floats, weight: Floats | None, temperature: float
) -> Floats:
    # A fact that is found not to be so is the row of the opposite fact.
    row = np.sign(votes)[..., None] * np.nan_to_num(cases.rating)
    scores = np.minimum(row, 0) * (1 if weight is None else weight[..., None])
    return softmax(scores.sum(axis=1) / temperature)


def likelihoods(cases: Cases) -> Floats:
    return np.interp(cases.rating, np.arange(-2, 3), LIKELIHOOD)


def by_heads(_: Floats, rho: float, sceptical: Floats) -> Floats:
    """Discount by the number of all witnesses, as the rule was first written."""
    heads = (sceptical != 0).sum(axis=-1)
    return sceptical.sum(axis=-1) / (1 + np.maximum(heads - 1, 0) * rho)


def both_cautions(_: Floats, rho: float, sceptical: Floats) -> Floats:
    """Take scepticism from each witness and the discount from all, as the rule was before."""
    return item_log_odds(sceptical, rho)


def witness_table(
    cases: Cases, motive: float, scepticism: float, *, pool: str = "strongest", new: bool = True
) -> Floats:
    """Return log-odds by case, item and witness, and keep them for the next to ask.

    Each origin is a witness, then the unknown for and against. Without ``new``, what serves a
    source is what fits its own account, nothing is held to be taken over, and the pooled
    reports are averaged: the rule as it was before.
    """
    key = (motive, scepticism, pool, new)
    if _KEPT.get("of") is not cases:
        _KEPT.clear()
        _KEPT["of"] = cases
    if key not in _KEPT:
        _KEPT[key] = _witness_table(cases, motive, scepticism, pool, new)
    return _KEPT[key]


def _witness_table(cases: Cases, motive: float, scepticism: float, pool: str, new: bool) -> Floats:
    says = np.where(cases.copied >= 0, 0, cases.says)
    counts = (says != 0) & (cases.grade >= 0)[:, None, :]
    origin = origins_of(cases)
    known = origin >= 0
    right = np.broadcast_to(_GRADED[cases.grade][:, None, :], says.shape)
    if new:
        serves = serving(
            cases.rating[:, :, None, :], cases.stake[:, None, :, :], says, DEFAULT.partly
        )
        taken = _taken_over(cases, says, counts, right, serves)
    else:
        own = np.einsum("nsk,nik->nis", cases.stake, np.nan_to_num(cases.rating))
        serves, taken, pool = says * own > 0, 0.0, "mean"
    odds = says * report_log_odds(right, serves, motive, scepticism, taken)
    # A source whose number is that of the origin speaks for it.
    number = np.arange(says.shape[2])
    traced = counts & known
    own_voice = traced & (origin == number)
    table = [np.where(own_voice, odds, 0)]
    if (traced & ~own_voice).any():
        member = origin[..., None] == number
        sums = np.einsum("nis,niso->nio", np.where(traced, odds, 0), member)
        mean = sums / np.maximum(np.einsum("nis,niso->nio", traced.astype(float), member), 1)
        table = [np.where(own_voice, odds, mean)]
    if pool == "none":
        return np.concatenate([*table, np.where(counts & ~known, odds, 0)], axis=2)
    for side in (1, -1):
        alike = np.where(counts & ~known & (says == side), np.abs(odds), 0)
        if pool == "mean":
            number_alike = (counts & ~known & (says == side)).sum(axis=2)
            pooled = alike.sum(axis=2) / np.maximum(number_alike, 1)
        else:
            pooled = alike.max(axis=2)
        table.append(side * pooled[..., None])
    return np.concatenate(table, axis=2)


def origins_of(cases: Cases) -> np.ndarray:
    """Return the origin of each report, by case, item and source."""
    if cases.origin.ndim == 3:
        return cases.origin
    return np.broadcast_to(cases.origin[:, None, :], cases.says.shape)


def _taken_over(
    cases: Cases, says: Floats, counts: np.ndarray, right: Floats, serves: Floats
) -> Floats:
    """Return the chance that a report of unknown origin was taken from one of known origin."""
    spoken, copied = cases.says != 0, (cases.copied >= 0) & (cases.says != 0)
    habit = (copied.sum(axis=1) + 2 * DEFAULT.taken_over) / (spoken.sum(axis=1) + 2)
    known = origins_of(cases) >= 0
    taken = np.zeros(says.shape)
    for side in (1, -1):
        alike = counts & (says == side)
        heard = np.where(alike & known, np.where(serves > 0, np.inf, right), 0)
        echo = alike & ~known & (heard.max(axis=2, keepdims=True) >= right)
        taken = np.where(echo, habit[:, None, :], taken)
    return taken


def _ours(
    cases: Cases,
    settings: Assumptions,
    keep_none: bool = False,
    *,
    combine: Callable[[Floats, float, Floats], Floats] = item_log_odds,
    pool: str = "strongest",
    new: bool = True,
) -> tuple[Floats, np.ndarray]:
    """Return the probabilities, and which cases allow no conclusion."""
    named = cases.rating.shape[2]
    graded = witness_table(cases, settings.motive, 0, pool=pool, new=new)
    sceptical = witness_table(cases, settings.motive, settings.scepticism, pool=pool, new=new)
    odds = combine(graded, settings.rho, sceptical)
    likelihood = np.concatenate([likelihoods(cases), np.full((*odds.shape, 1), 0.5)], axis=2)
    doubted = 0.5 + (1 - settings.doubt) * (likelihood - 0.5)
    prior = np.append(np.full(named, (1 - settings.none) / named), settings.none)
    contributions = item_contributions(odds, doubted) / settings.temperature
    found = np.exp(narrative_log_probabilities(contributions, np.log(prior)))
    silent = traced_share(cases) < settings.traced
    found = np.where(silent[:, None], prior, found)
    if not keep_none:
        found = found[:, :-1] / found[:, :-1].sum(axis=1, keepdims=True)
    return found, silent


def _counted(cases: Cases) -> np.ndarray:
    """Return which reports count: by a graded source, of an item that is rated."""
    rated = ~np.isnan(cases.rating).all(axis=2)
    said = (cases.says != 0) & (cases.copied < 0)
    return said & (cases.grade >= 0)[:, None, :] & rated[..., None]


def traced_share(cases: Cases) -> Floats:
    """Return the share of the reports that count whose origin is established."""
    counted = _counted(cases)
    known = (counted & (origins_of(cases) >= 0)).sum(axis=(1, 2))
    return known / np.maximum(counted.sum(axis=(1, 2)), 1)


def withheld(cases: Cases) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which cases get the prior, in which the sweep flips the leader, and all withheld."""
    given, silent = _ours(cases, DEFAULT, keep_none=True)
    leader = given[:, :-1].argmax(axis=1)
    flips = np.zeros(len(cases), dtype=bool)
    ranges = swept(Assumptions())
    for values in product(*ranges.values()):
        corner = ours(cases, **dict(zip(ranges, values, strict=True)))
        flips |= corner.argmax(axis=1) != leader
    counted = _counted(cases)
    number = np.arange(cases.says.shape[2])
    named = (origins_of(cases)[..., None] == number) & counted[..., None]
    origins = named.any(axis=(1, 2)).sum(axis=1)
    heard = counted.any(axis=2)
    silent_account = ~((~np.isnan(cases.rating)) & heard[..., None]).any(axis=1).all(axis=1)
    few = (traced_share(cases) < DEFAULT.established) | (origins < DEFAULT.origins)
    order = np.sort(given[:, :-1], axis=1)
    unled = (given[:, -1] >= order[:, -1]) | (order[:, -1] - order[:, -2] < 1e-9)
    flips &= ~silent
    return silent, flips, silent | flips | few | unled | silent_account


def tables_of(cases: Cases, at: int) -> tuple[pd.DataFrame, ...]:
    """Return one case as the tables that support() reads."""
    item, source = np.nonzero(cases.says[at])
    origin = origins_of(cases)[at][item, source]
    copied = cases.copied[at][item, source]
    reports = pd.DataFrame(
        {
            "item_id": [f"i{n}" for n in item],
            "source_id": [f"s{n}" for n in source],
            "holds": cases.says[at][item, source] > 0,
            "origin_id": [f"s{n}" if n >= 0 else "" for n in origin],
            "copied_from": [f"s{n}" if n >= 0 else "" for n in copied],
        }
    )
    narratives = [f"n{n}" for n in range(cases.rating.shape[2])]
    names = [f"s{n}" for n in range(cases.says.shape[2])]
    matrix = pd.DataFrame(cases.rating[at], columns=narratives)
    matrix.index = pd.Index([f"i{n}" for n in range(len(matrix))])
    sources = pd.DataFrame({"reliability": list(np.array([*"ABCDEF"])[cases.grade[at]])}, names)
    return reports, matrix, sources, pd.DataFrame(cases.stake[at], names, narratives)


def largest_difference(cases: Cases, count: int) -> float:
    """Compare the many cases at once with support(), one by one; infinite if one is withheld."""
    together, (*_, held) = ours(cases, keep_none=True), withheld(cases)
    largest = 0.0
    for at in range(min(count, len(cases))):
        found = support(*tables_of(cases, at))
        gap = float(np.abs(found.probabilities.to_numpy() - together[at]).max())
        largest = max(largest, gap if found.withheld == held[at] else math.inf)
    return largest


# The measures: chances and the truth in, one number a case or one number out.


def brier(chances: Floats, truth: np.ndarray) -> Floats:
    """Return the squared error summed over narratives: 0 best, 2 worst."""
    so = np.arange(chances.shape[1]) == truth[:, None]
    return ((chances - so) ** 2).sum(axis=1)


def log_score(chances: Floats, truth: np.ndarray) -> Floats:
    return -np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-12))


def calibration_error(chances: Floats, truth: np.ndarray, bins: int = 10) -> float:
    """Return the mean gap between the chance of the leader and how often it is so."""
    said = chances.max(axis=1)
    right = chances.argmax(axis=1) == truth
    at = np.minimum((said * bins).astype(int), bins - 1)
    gaps = [abs((said[at == b] - right[at == b]).sum()) for b in range(bins)]
    return float(sum(gaps) / len(truth))


def wrong_when_sure(chances: Floats, truth: np.ndarray) -> tuple[float, int]:
    """Return the share wrong among leaders of .95 and above, and their number."""
    sure = chances.max(axis=1) >= 0.95
    wrong = chances.argmax(axis=1)[sure] != truth[sure]
    return (float(wrong.mean()) if len(wrong) else math.nan), len(wrong)


def interval(differences: Floats) -> tuple[float, float, float]:
    """Return the mean of paired differences with its 95 % interval."""
    half = 1.96 * differences.std(ddof=1) / math.sqrt(len(differences))
    return (
        float(differences.mean()),
        float(differences.mean() - half),
        float(differences.mean() + half),
    )


def fit_temperature(method: Method, cases: Cases) -> float:
    """Find the temperature of least log score, to a hundredth in its logarithm."""
    grid = np.exp(np.arange(-1.5, 3.0, 0.05))
    scores = [log_score(method(cases, t), cases.truth).mean() for t in grid]
    best = grid[int(np.argmin(scores))]
    fine = best * np.exp(np.arange(-0.05, 0.051, 0.01))
    return float(
        fine[int(np.argmin([log_score(method(cases, t), cases.truth).mean() for t in fine]))]
    )


METHODS: dict[str, Method] = {
    "uniform": uniform,
    "counting": counting,
    "ACH": ach,
    "ACH + prov.": ach_with_provenance,
    "ACH, rivals": ach_with_rivals,
    "naive Bayes": naive_bayes,
    "before": before,
    "support": ours,
    "support, T": ours,
}
FITTED = ("counting", "ACH", "ACH + prov.", "ACH, rivals", "naive Bayes", "support, T")


def open_list(name: str, method: Method, cases: Cases, temperature: float) -> tuple[Floats, Floats]:
    """Return chances with one for "none of these", and the truth to match."""
    if name == "before":
        chances = _ours(cases, BEFORE, keep_none=True, new=False)[0]
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


# Speed: one case at a time, in arrays and in plain loops.


def by_loops(says: Floats, accuracy: Floats, likelihood: Floats, prior: Floats) -> list[float]:
    """Do the rule in plain Python, for comparison of time and result."""
    total = [math.log(share) for share in prior]
    for item, row in enumerate(says):
        odds = 0.0
        for side in (1, -1):
            graded, sceptical = [], []
            for said, right in zip(row, accuracy, strict=True):
                if said == side:
                    chance = 0.5 + 0.9 * (right - 0.5)
                    graded.append(math.log(right / (1 - right)))
                    sceptical.append(math.log(chance / (1 - chance)))
            if graded and max(graded) > 0:
                number = sum(graded) / max(graded)
                odds += side * min(sum(graded) / (1 + (number - 1) * DEFAULT.rho), sum(sceptical))
        chance = 1 / (1 + math.exp(-odds))
        for narrative, if_so in enumerate(likelihood[item]):
            total[narrative] += math.log(chance * if_so + (1 - chance) * (1 - if_so))
    top = max(total)
    powers = [math.exp(value - top) for value in total]
    return [power / sum(powers) for power in powers]


def time_the_rule(count: int = 2000) -> dict[str, float]:
    """Return cases of 8 items, 12 sources and 3 narratives a second of processor time."""
    cases = draw_cases(WORLDS[0], count, 1)
    likelihood = np.concatenate([likelihoods(cases), np.full((count, 8, 1), 0.5)], axis=2)
    likelihood = 0.5 + (1 - DEFAULT.doubt) * (likelihood - 0.5)
    accuracy, log_prior = ACCURACY[cases.grade], np.log([0.98 / 3] * 3 + [0.02])

    def arrays(says: Floats, right: Floats, if_so: Floats) -> Floats:
        graded = says * report_log_odds(right, False, scepticism=0)
        odds = item_log_odds(graded, DEFAULT.rho, says * report_log_odds(right, False))
        return np.exp(narrative_log_probabilities(item_contributions(odds, if_so), log_prior))

    speeds = {}
    begin = time.process_time()
    one_by_one = [arrays(*each) for each in zip(cases.says, accuracy, likelihood, strict=True)]
    speeds["arrays, one case a call"] = count / (time.process_time() - begin)
    begin = time.process_time()
    together = arrays(cases.says, accuracy[:, None, :], likelihood)
    speeds["arrays, all cases in one call"] = count / (time.process_time() - begin)
    begin = time.process_time()
    loops = [
        by_loops(*each, np.exp(log_prior))
        for each in zip(cases.says, accuracy, likelihood, strict=True)
    ]
    speeds["plain Python loops"] = count / (time.process_time() - begin)
    assert np.allclose(one_by_one, together)
    assert np.allclose(loops, together)
    some = [tables_of(cases, at) for at in range(100)]
    begin = time.process_time()
    for tables in some:
        support(*tables)
    speeds["support(), tables, checks and sweep"] = 100 / (time.process_time() - begin)
    return speeds


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
        found = [(_ours(c, replace(DEFAULT, **changed), **how)[0], c.truth) for c in drawn]
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
        brier_table(found[0]).to_csv(BRIER)
        text = RESULTS.read_text(encoding="utf-8")
        head, rest = text.split(BEGIN)
        tail = rest.split(END)[1]
        RESULTS.write_text(f"{head}{BEGIN}\n{section}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
