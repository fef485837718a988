"""Small made-up worlds in which it is known what happened, to try a score on.

They are for teaching: short enough to be read in a lesson. The trial of twenty worlds stands in
``benchmarks/scoring.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from narratives.schema import SchemaError
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.support import support

SMALL_WORLDS = ("friendly", "staged")
"""In ``staged`` two of the six facts were put on show for one account, unknown to the score."""
_ACCOUNTS = ("a", "b", "c")
_SOURCES = tuple("VWXYZ")
_FACTS, _STAGED = 6, 2


def try_small_world(world: str, *, cases: int = 150, seed: int = 2031) -> pd.DataFrame:
    """Score made-up cases whose truth was drawn by lot.

    Each case has three accounts, one of which is so. Six facts are rated for each account, and
    each fact holds with the chance that its rating for the right account stands for. Five
    sources, graded A to E, each speak about half of the facts, and are right as often as their
    letter says.

    Parameters
    ----------
    world : str
        ``"friendly"``, or ``"staged"``: whoever reports the first two facts is taken in, and
        reports what suits one account, drawn by lot as well.
    cases : int
        How many, at least 1.
    seed : int
        The same seed gives the same cases.

    Returns
    -------
    DataFrame indexed by (case, account)
        ``given``, the probability that support gives the account among the three, from 0 to 1;
        ``was_so``, 1 for the account that was drawn and 0 for the others; ``withheld``, whether
        the ranking was withheld. No value is missing.

    Raises
    ------
    SchemaError
        If the world is not known or there are no cases.

    Examples
    --------
    >>> try_small_world("friendly", cases=1).round(3)
                  given  was_so  withheld
    case account
    0    a        0.156     0.0     False
         b        0.727     1.0     False
         c        0.117     0.0     False
    """
    if world not in SMALL_WORLDS:
        raise SchemaError(f'world "{world}" is not known. Known: {", ".join(SMALL_WORLDS)}.')
    if cases < 1:
        raise SchemaError(f"cases is {cases}. Ask for at least 1.")
    settings = Assumptions()
    chances = np.array([settings.likelihoods[rating] for rating in (-2, -1, 0, 1, 2)])
    accuracy = np.array(list(settings.grades.values()))
    grades = pd.DataFrame({"reliability": list(settings.grades)}, index=list(_SOURCES))
    rng = np.random.default_rng(seed)
    found = []
    for case in range(cases):
        so, staged_for = (int(drawn) for drawn in rng.integers(len(_ACCOUNTS), size=2))
        ratings = rng.integers(-2, 3, size=(_FACTS, len(_ACCOUNTS)))
        holds = rng.random(_FACTS) < chances[ratings[:, so] + 2]
        says = (rng.random((_FACTS, len(_SOURCES))) < accuracy) == holds[:, None]
        if world == "staged":
            says[:_STAGED] = ratings[:_STAGED, [staged_for]] > 0
        item, source = np.nonzero(rng.random((_FACTS, len(_SOURCES))) < 0.5)
        who = grades.index[source]
        reports = pd.DataFrame(
            {"item_id": item, "source_id": who, "holds": says[item, source], "origin_id": who}
        )
        result = support(reports, pd.DataFrame(ratings, columns=list(_ACCOUNTS)), grades)
        named = result.probabilities[list(_ACCOUNTS)].to_numpy()
        table = pd.DataFrame({"case": case, "account": _ACCOUNTS, "given": named / named.sum()})
        table["was_so"] = [float(account == _ACCOUNTS[so]) for account in _ACCOUNTS]
        found.append(table.assign(withheld=result.withheld))
    return pd.concat(found).set_index(["case", "account"])
