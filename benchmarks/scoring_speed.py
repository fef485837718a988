"""How fast the rule is: one case at a time, in arrays and in plain loops."""

from __future__ import annotations

import math
import time

import numpy as np
from scoring_methods import DEFAULT, likelihoods, tables_of
from worlds import ACCURACY, WORLDS, Floats, draw_cases

from narratives.scores.supporting.log_odds import (
    item_contributions,
    item_log_odds,
    narrative_log_probabilities,
    report_log_odds,
)
from narratives.scores.supporting.support import support


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
