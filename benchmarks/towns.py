"""Support on worlds of another story than worlds.py: a town where something happened.

    python benchmarks/towns.py                1,500 cases of each town, some minutes
    python benchmarks/towns.py --cases 100    a quick look

Whoever wrote them knew the rule. In every town

- an item is more or less likely under each account, on no scale: some items tell the accounts
  far apart and some hardly. Who rates sees that with an error, and writes the nearest letter;
- four to nine witnesses see some of the items. What makes an item hard to see makes it so for
  all of them, so that they err together. Who thinks that it is so says it more often than who
  thinks that it is not. A witness is graded by ability, give or take .07, and one of ten is not;
  one of five has a stake and speaks honestly all the same;
- five outlets, graded for themselves, pass on every second item from somebody who spoke before,
  and turn 3 of 100 round. Seven of ten such copies are known; the origin of the others is not.

A campaign is some who push, of the items that speak most for or against their account, what suits
it, and accounts that repeat them, some of it known as copied. Its account is so in 4 to 7 of 100
cases: here a campaign is as good as a sign of the opposite, which no method knows. One campaigner
in five has a stake that nobody knows.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from scoring_measures import brier, calibration_error, fit_temperature, interval
from scoring_methods import ach_with_provenance, ours, uniform, withheld
from worlds import LIKELIHOOD, Cases, Floats, Ints, World

ITEMS, WITNESSES, OUTLETS = 12, 9, 5
_LETTERS = np.log(LIKELIHOOD / (1 - LIKELIHOOD))


@dataclass(frozen=True)
class Town:
    """The numbers of one town; ``rating_error`` and ``shared_error`` are in log-odds."""

    name: str
    accounts: int = 3
    rating_error: float = 0.4
    shared_error: float = 0.6
    campaign: int = 0
    repeat: int = 0
    hidden: bool = False


TOWNS = (
    Town("honest"),
    Town("four accounts", accounts=4),
    Town("hard to see", shared_error=1.6),
    Town("campaign", campaign=4, repeat=6),
    Town("campaign, five accounts", accounts=5, campaign=3, repeat=5),
    Town("rough", rating_error=0.8),
    Town("very rough", rating_error=1.5),
    Town("hidden", campaign=2, repeat=4, hidden=True),
)


class _Case:
    """One case while it is drawn."""

    def __init__(self, town: Town, rng: np.random.Generator) -> None:
        sources, accounts = WITNESSES + OUTLETS + town.campaign + town.repeat, town.accounts
        self.rng, self.at = rng, WITNESSES
        self.items = int(rng.integers(5, ITEMS + 1))
        self.truth = int(rng.integers(accounts))
        self.says = np.zeros((ITEMS, sources))
        self.rating = np.full((ITEMS, accounts), np.nan)
        self.grade = np.full(sources, -1)
        self.origin = np.full((ITEMS, sources), -1)
        self.stake = np.zeros((sources, accounts))
        self.copied = np.full((ITEMS, sources), -1)
        apart = rng.gamma(2, 0.9, (self.items, 1)) * rng.normal(size=(self.items, accounts))
        self.likely = rng.normal(0, 0.5, (self.items, 1)) + apart
        seen = self.likely + rng.normal(0, town.rating_error, self.likely.shape)
        self.rating[: self.items] = np.abs(seen[..., None] - _LETTERS).argmin(axis=-1) - 2.0
        self.see(town)
        if town.campaign:
            self.push(town)
        self.pass_on()

    def see(self, town: Town) -> None:
        rng, n = self.rng, self.items
        fact = np.where(rng.random(n) < _chance(self.likely[:, self.truth]), 1, -1)
        hard = rng.normal(0, town.shared_error, n)
        for one in range(int(rng.integers(4, WITNESSES + 1))):
            ability = rng.normal(1.4, 0.8)
            belief = np.where(rng.random(n) < _chance(ability + hard), fact, -fact)
            near = rng.random(n) < rng.uniform(0.2, 0.7)
            speaks = near & (rng.random(n) < np.where(belief > 0, 0.7, 0.4))
            self.says[:n, one] = belief * speaks
            if rng.random() < 0.9:
                known = _chance(ability) + rng.normal(0, 0.07)
                self.grade[one] = 4 - np.searchsorted([0.57, 0.69, 0.8, 0.9], known)
            self.origin[:, one] = one
            if rng.random() < 0.2:
                self.stake[one, rng.integers(town.accounts)] = 1

    def push(self, town: Town) -> None:
        rng = self.rng
        others = [n for n in range(town.accounts) if n != self.truth]
        side = int(rng.integers(town.accounts) if rng.random() < 0.2 else rng.choice(others))
        gain = self.likely[:, side] - np.delete(self.likely, side, axis=1).mean(axis=1)
        chosen = np.argsort(-np.abs(gain))[: max(3, self.items // 2)]
        core = np.arange(self.at, self.at + town.campaign)
        for one in core:
            speaks = rng.random(len(chosen)) < 0.75
            self.says[chosen, one] = np.sign(gain[chosen]) * speaks
            self.grade[one] = rng.choice([1, 2, 3, 4], p=[0.15, 0.3, 0.35, 0.2])
            self.origin[:, one] = one
            self.stake[one, side] = rng.random() < 0.8
        self.at += town.campaign
        for one in range(self.at, self.at + town.repeat):
            for item in chosen:
                said = core[self.says[item, core] != 0]
                if len(said) and rng.random() < 0.7:
                    self.says[item, one] = np.sign(gain[item])
                    self.copied[item, one] = rng.choice(said) if rng.random() < 0.42 else -1
            self.grade[one] = rng.choice([2, 3, 4], p=[0.3, 0.4, 0.3])
        self.at += town.repeat

    def pass_on(self) -> None:
        rng = self.rng
        for one in range(self.at, self.at + OUTLETS):
            for item in range(self.items):
                said = np.flatnonzero(self.says[item, :one])
                if not len(said) or rng.random() < 0.5:
                    continue
                whom = rng.choice(said)
                turned = rng.random() < 0.03
                self.says[item, one] = self.says[item, whom] * (-1 if turned else 1)
                self.copied[item, one] = whom if not turned and rng.random() < 0.7 else -1
            self.grade[one] = rng.choice([0, 1, 2, 3], p=[0.1, 0.4, 0.35, 0.15])


def _chance(log_odds: Floats | float) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-np.asarray(log_odds)))
    return chance


def draw_town(town: Town, count: int, seed: int) -> Cases:
    """Draw cases of a town; the same for the same arguments."""
    rng = np.random.default_rng(seed)
    drawn = [_Case(town, rng) for _ in range(count)]
    truth: Ints = np.array([case.truth for case in drawn])
    says, rating, grade, origin, stake, copied = (
        np.stack([getattr(case, name) for case in drawn])
        for name in ("says", "rating", "grade", "origin", "stake", "copied")
    )
    if town.hidden:
        origin[:], copied[:], stake[:] = -1, -1, 0
    world = World(town.name, narratives=town.accounts)
    return Cases(world, truth, says, rating, grade, origin, stake, copied)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=1500, help="cases of each town")
    parser.add_argument("--seed", type=int, default=910000)
    given = parser.parse_args()
    fitted = fit_temperature(ach_with_provenance, draw_town(TOWNS[0], given.cases, given.seed - 1))
    print("| town | support | support − ACH | support − uniform | calibration | withheld |")
    print("|---" * 6 + "|")
    for number, town in enumerate(TOWNS):
        cases = draw_town(town, given.cases, given.seed + number)
        chances = ours(cases)
        loss = brier(chances, cases.truth)
        others = ach_with_provenance(cases, fitted), uniform(cases)
        less = [interval(loss - brier(other, cases.truth)) for other in others]
        told = [f"{mean:+.3f} ({low:+.3f} to {high:+.3f})" for mean, low, high in less]
        error = calibration_error(chances, cases.truth)
        share = withheld(cases)[2].mean()
        cells = [town.name, f"{loss.mean():.3f}", *told, f"{error:.3f}", f"{share:.0%}"]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
