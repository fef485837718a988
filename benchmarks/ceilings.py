"""How far the goals of scoring.py can be reached: readers who are told how a world is drawn.

    python benchmarks/ceilings.py --support 900000 --cases 30000   against ACH, a minute
    python benchmarks/ceilings.py --exact 900000 --cases 30000     the same, reckoned out whole
    python benchmarks/ceilings.py --none 810000                    lists that lack what happened

A reader who is told takes each report with the chance by which the world made it: how often a
source of its grade is right, who slants and how, how many copy. It is told neither which
account is so nor which facts hold. It takes a source for as good as its grade is in the mean, and
a copier for one of the usual habit; what could still be learned of either from who agrees with
whom is left out. Where nobody copies, ``exact`` leaves nothing out: no rule can do better there,
but by chance. One that does not know the world cannot be asked for more.

The tries for "none of these" change what speaks for it, and no number: its chance before any
item stays .02.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
from scoring import (
    DEFAULT,
    FIT_SEED,
    ach_with_provenance,
    before,
    brier,
    calibration_error,
    fit_temperature,
    interval,
    likelihoods,
    ours,
    softmax,
    traced_share,
    witness_table,
)
from worlds import ACCURACY, LIKELIHOOD, RATING_CHANCES, WORLDS, Cases, Floats, World, draw_cases

from narratives.scores.supporting.log_odds import item_log_odds

SHORT = ("friendly", "honest", "five")
OPEN = ("unlisted", "honest", "five", "friendly", "campaign", "mingled rough", "staged")


def told_chances(world: World) -> tuple[Floats, Floats]:
    """Return how often items and reports are so, by rating and by grade, as the world has it."""
    at, share = np.polynomial.hermite_e.hermegauss(21)
    logit = np.log(LIKELIHOOD / (1 - LIKELIHOOD))[:, None] + world.blur * at
    likelihood = (share / share.sum() / (1 + np.exp(-logit))).sum(axis=1)
    spread = ACCURACY[:, None] + np.linspace(-1, 1, 2001) * world.spread
    return likelihood, np.append(np.clip(spread, 0.4, 0.99).mean(axis=1), 0.5)


def told_odds(cases: Cases) -> Floats:
    """Return the log-odds of each item for one who is told how reports are made."""
    world, says = cases.world, cases.says
    accuracy = told_chances(world)[1][cases.grade][:, None, :]
    suits = suits_stake(cases)
    slanted = np.where(suits != 0, world.slant, 0)
    anyway = slanted * (says == suits)
    if_so = anyway + (1 - slanted) * np.where(says > 0, accuracy, 1 - accuracy)
    if_not = anyway + (1 - slanted) * np.where(says > 0, 1 - accuracy, accuracy)
    if world.copying:
        # Of unknown origin: a copy that nobody marked, of one who spoke before, or its own.
        said = [np.cumsum(says == side, axis=2) - (says == side) for side in (1, -1)]
        before = said[0] + said[1]
        same = np.where(says > 0, said[0], said[1]) / np.maximum(before, 1)
        hidden = world.copying * world.copies_hidden
        copied = hidden / (hidden + (1 - world.copying) * world.reports_hidden)
        copied = np.where((before > 0) & (cases.origin < 0), copied, 0)
        if_so, if_not = (copied * same + (1 - copied) * chance for chance in (if_so, if_not))
    counts = (says != 0) & (cases.copied < 0)
    odds: Floats = np.where(counts, np.log(if_so) - np.log(if_not), 0).sum(axis=2)
    return odds


def suits_stake(cases: Cases) -> Floats:
    """Return +1, -1 or 0: what suits the account that a source wants, as the world has it."""
    pushed = np.einsum("nsk,nik->nis", cases.stake, cases.rating)
    if cases.world.against_rivals:
        others = cases.rating.shape[2] - 1
        wants = cases.stake.any(axis=2)[:, None, :]
        rivals = cases.rating.sum(axis=2)[..., None] - pushed
        pushed = np.where(wants, pushed - rivals / others, 0)
    suits: Floats = np.sign(pushed.round(9))
    return suits


def exact(cases: Cases, steps: int = 9) -> Floats:
    """Return the chances of the accounts for one who is told, over all that the facts may be.

    How good each source is, about its grade, is learned from all that it says. Only for worlds
    whose reports are all made apart and whose ratings, grades and stakes are given as they are.
    """
    world, likelihood = cases.world, told_chances(cases.world)[0]
    so = np.array(list(product((0.0, 1.0), repeat=cases.says.shape[1])))
    at = (np.arange(steps) + 0.5) / steps * 2 - 1
    good = np.clip(ACCURACY[:, None] + at * world.spread, 0.4, 0.99)[cases.grade]
    suits = suits_stake(cases)
    found = []
    for n, says in enumerate(cases.says):
        slanted = (world.slant * (suits[n] != 0))[..., None]
        anyway = slanted * (suits[n] == says)[..., None]
        spoke = (says != 0)[..., None]
        right, wrong = (
            np.where(spoke, np.log(anyway + (1 - slanted) * chance), 0)
            for chance in (good[n], 1 - good[n])
        )
        denies = (says < 0)[..., None]
        if_so, if_not = np.where(denies, wrong, right), np.where(denies, right, wrong)
        of_source = if_not.sum(axis=0) + np.tensordot(so, if_so - if_not, axes=1)
        reports = np.log(np.exp(of_source).mean(axis=2)).sum(axis=1)
        fits = np.interp(cases.rating[n], np.arange(-2, 3), likelihood)
        facts = np.log(1 - fits).sum(axis=0) + so @ (np.log(fits) - np.log(1 - fits))
        found.append(np.logaddexp.reduce(reports[:, None] + facts, axis=0))
    return softmax(np.array(found))


def told(cases: Cases, none: float = 0) -> Floats:
    """Return the chances of the accounts, and of none of them where ``none`` is above 0."""
    likelihood = told_chances(cases.world)[0]
    odds = told_odds(cases)
    fits = log_fit(odds, np.interp(cases.rating, np.arange(-2, 3), likelihood))
    if not none:
        return softmax(fits)
    of_none = log_fit(odds, np.full((*odds.shape, 1), np.dot(RATING_CHANCES, likelihood)))
    return share_out(fits, of_none[:, 0], none)


def log_fit(odds: Floats, likelihood: Floats) -> Floats:
    """Return how well all items fit each account, as logarithms."""
    return np.log(item_fit(odds, likelihood)).sum(axis=1)


def item_fit(odds: Floats, likelihood: Floats) -> Floats:
    so = (1 / (1 + np.exp(-odds)))[..., None]
    return np.where(np.isnan(likelihood), 0.5, so * likelihood + (1 - so) * (1 - likelihood))


def share_out(fits: Floats, of_none: Floats, none: float) -> Floats:
    named = fits + np.log((1 - none) / fits.shape[1])
    return softmax(np.concatenate([named, (of_none + np.log(none))[:, None]], axis=1))


def by_rows(odds: Floats, doubted: Floats) -> Floats:
    """Take for none the mean of the item's ratings: what all expect is likely anyhow."""
    return log_fit(odds, np.nanmean(doubted, axis=2, keepdims=True))[:, 0]


def by_strangeness(odds: Floats, doubted: Floats) -> Floats:
    """Let an item that fits no account fit none of them as well as it misses the best."""
    return np.log(np.maximum(0.5, 1 - item_fit(odds, doubted).max(axis=2))).sum(axis=1)


def by_misfit(odds: Floats, doubted: Floats) -> Floats:
    """Let none gain where all items together fit even the best account worse than they would.

    p is the chance, if that account were so, of a fit as bad or worse; by 1 / (-e p ln p), the
    most that such a p can say (Sellke, Bayarri and Berger 2001), none is likelier than it.
    """
    fit = item_fit(odds, doubted)
    total = np.log(fit).sum(axis=1)
    best = np.take_along_axis(fit, total.argmax(axis=1)[:, None, None], 2)[..., 0]
    seen, chance = np.log(best).sum(axis=1), np.zeros(len(best))
    for number in range(2 ** best.shape[1]):
        so = np.array([number >> at & 1 for at in range(best.shape[1])], dtype=bool)
        each = np.log(np.where(so, best, 1 - best)).sum(axis=1)
        chance += np.exp(each) * (each <= seen + 1e-9)
    # Above 1 / e it says nothing; the best account's own fit then stands where .5 would.
    most = np.where(chance < 1 / np.e, chance, 1 / np.e)
    gain = -np.log(-np.e * most * np.log(most))
    return np.maximum(np.log(0.5) * best.shape[1], total.max(axis=1) + gain)


def with_none(speaks: Callable[[Floats, Floats], Floats]) -> Callable[[Cases], Floats]:
    """Do what support() does, with another likelihood of "none of these"."""

    def chances(cases: Cases) -> Floats:
        graded = witness_table(cases, DEFAULT.motive, 0)
        sceptical = witness_table(cases, DEFAULT.motive, DEFAULT.scepticism)
        odds = item_log_odds(graded, DEFAULT.rho, sceptical)
        doubted = 0.5 + (1 - DEFAULT.doubt) * (likelihoods(cases) - 0.5)
        found = share_out(log_fit(odds, doubted), speaks(odds, doubted), DEFAULT.none)
        named = doubted.shape[2]
        prior = np.append(np.full(named, (1 - DEFAULT.none) / named), DEFAULT.none)
        silent = traced_share(cases) < DEFAULT.traced
        return np.where(silent[:, None], prior, found)

    return chances


NONE_TRIES: dict[str, Callable[[Cases], Floats]] = {
    "as it is": lambda cases: ours(cases, keep_none=True),
    "4. the mean of the item's ratings": with_none(by_rows),
    "5. items that fit no account": with_none(by_strangeness),
    "6. a bad fit of the best account": with_none(by_misfit),
}
TOLD: dict[str, Callable[[Cases], Floats]] = {
    f"told all but how often lists are short, {none:g}": lambda cases, none=none: told(cases, none)
    for none in (0.02, 0.3)
}


def support_ceilings(count: int, seed: int) -> pd.DataFrame:
    """Compare the rule with one without cautions and one who is told: Brier less that of ACH."""
    worlds = {world.name: world for world in WORLDS}
    honest = draw_cases(worlds["honest"], 3000, FIT_SEED)
    fitted = fit_temperature(ach_with_provenance, honest)
    rows = []
    for number, name in enumerate(SHORT):
        cases = draw_cases(worlds[name], count, seed + number)
        rival = brier(ach_with_provenance(cases, fitted), cases.truth)
        for method, chances in {
            "as it is": ours(cases),
            "before": before(cases),
            "no scepticism, rho 0": ours(cases, scepticism=0, rho=0),
            "told how the world is drawn": told(cases),
        }.items():
            mean, low, high = interval(brier(chances, cases.truth) - rival)
            error = calibration_error(chances, cases.truth)
            told_of = f"{mean:+.4f} ({low:+.4f} to {high:+.4f}), {error:.3f}"
            rows.append({"world": name, "method": method, "Brier less ACH, calibration": told_of})
    return pd.DataFrame(rows)


def exact_ceilings(count: int, seed: int) -> pd.DataFrame:
    """Reckon out whole what one who is told can have, where nobody copies."""
    worlds = {world.name: world for world in WORLDS}
    honest = draw_cases(worlds["honest"], 3000, FIT_SEED)
    fitted = fit_temperature(ach_with_provenance, honest)
    rows = []
    for number, name in enumerate(SHORT):
        if worlds[name].copying:
            continue
        cases = draw_cases(worlds[name], count, seed + number)
        whole = brier(exact(cases), cases.truth)
        for method, other in {
            "less ACH": ach_with_provenance(cases, fitted),
            "less told how the world is drawn": told(cases),
        }.items():
            mean, low, high = interval(whole - brier(other, cases.truth))
            less = f"{mean:+.4f} ({low:+.4f} to {high:+.4f})"
            rows.append({"world": name, "exact, Brier": method, "": less})
    return pd.DataFrame(rows)


def none_tries(count: int, seed: int) -> pd.DataFrame:
    """Compare the tries with "none of these" kept in every world: calibration error, Brier."""
    worlds = {world.name: world for world in WORLDS}
    found: dict[str, dict[str, str]] = {}
    for number, name in enumerate(OPEN):
        cases = draw_cases(worlds[name], count, seed + number)
        truth = np.where(cases.truth < 0, cases.world.narratives, cases.truth)
        plain = brier(NONE_TRIES["as it is"](cases), truth)
        # Who is told knows no partisans here: only worlds without them are its own.
        more = TOLD if name in ("unlisted", "honest") else {}
        for method, of in {**NONE_TRIES, **more}.items():
            chances = of(cases)
            loss = brier(chances, truth)
            _, low, high = interval(loss - plain) if method != "as it is" else (0, 0, 0)
            found.setdefault(method, {})[name] = (
                f"{calibration_error(chances, truth):.3f}, {loss.mean():.3f}"
                + (f" ({low:+.3f} to {high:+.3f})" if method != "as it is" else "")
            )
        if name == "unlisted":
            listed = truth < cases.world.narratives
            share = ours(cases)[listed]
            error = calibration_error(share, truth[listed])
            found["as it is"]["of what is listed, where it is"] = f"{error:.3f}"
    return pd.DataFrame(found).fillna("")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=3000, help="cases of each world")
    parser.add_argument("--support", type=int, metavar="SEED", help="against ACH")
    parser.add_argument("--exact", type=int, metavar="SEED", help="the same, reckoned out whole")
    parser.add_argument("--none", type=int, metavar="SEED", help="lists left open")
    given = parser.parse_args()
    if given.support is not None:
        print(support_ceilings(given.cases, given.support).to_string(index=False))
    if given.exact is not None:
        print(exact_ceilings(given.cases, given.exact).to_string(index=False))
    if given.none is not None:
        print(none_tries(given.cases, given.none).to_string())


if __name__ == "__main__":
    main()
