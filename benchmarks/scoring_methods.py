"""The methods that scoring.py measures: cases in, chances of the listed narratives out."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
from worlds import ACCURACY, LIKELIHOOD, Cases, Floats

from narratives.scores.supporting.assumptions import Assumptions, swept
from narratives.scores.supporting.interests import serving
from narratives.scores.supporting.log_odds import (
    item_contributions,
    item_log_odds,
    narrative_log_probabilities,
    report_log_odds,
)
from narratives.scores.supporting.support import support

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
    return chances_of(cases, replace(DEFAULT, temperature=temperature, **settings), keep_none)[0]


def before(cases: Cases, temperature: float = 1) -> Floats:
    """Do what support() did before it compared with the rivals and asked who copies."""
    return chances_of(cases, replace(BEFORE, temperature=temperature), new=False)[0]


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
    source is what fits its own account, nothing is held to be taken over, and the reports of
    one witness are averaged: the rule as it was before.
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
        passed_on = np.zeros(says.shape)
        for one in number:
            spoken = np.where(traced & (origin == one), odds, 0)
            if new:
                passed_on[..., one] = spoken.max(axis=2, initial=0) + spoken.min(axis=2, initial=0)
            else:
                heads = (traced & (origin == one)).sum(axis=2)
                passed_on[..., one] = spoken.sum(axis=2) / np.maximum(heads, 1)
        table = [np.where(own_voice, odds, passed_on)]
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


def chances_of(
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
    given, silent = chances_of(cases, DEFAULT, keep_none=True)
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
