"""A reader with fixed answers, for tests that may not hang on what a trained one thinks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from narratives.bearing.odds import Odds
from narratives.reading import Account, Passage, Reading

Chances = tuple[float, float, float]
NEITHER: Chances = (0.01, 0.01, 0.98)


class FixedReader:
    """Answers as ``says`` does: chances of supports, disputes and neither; counts what it reads."""

    name = "fixed"

    def __init__(self, says: Callable[[Passage, Account], Chances]) -> None:
        self.says = says
        self.readings = 0

    def read(
        self,
        passages: Sequence[Passage],
        accounts: Sequence[Account],
        progress: object = None,  # noqa: ARG002
    ) -> Reading:
        self.readings += len(passages)
        chances = [[self.says(passage, account) for account in accounts] for passage in passages]
        shape = (len(passages), len(accounts), 3)
        return Reading(np.log(np.array(chances, dtype=float).reshape(shape)), np.ones(shape[:2]))


def unsure_chance() -> float:
    """Return what a reader must find likely so that a bearing is under the threshold, and shown."""
    # Nobody measured this reader: its probabilities are taken as they are.
    odds = Odds()
    middle = (odds.threshold + odds.unsure) / 2
    log_odds = (np.log(middle / (1 - middle)) - odds.shift) / odds.slope
    return float(1 / (1 + np.exp(-log_odds)))


def supports(chance: float) -> Chances:
    """Return an answer that leans to support as far as is said, and to nothing else."""
    return (chance, 0.001, 0.999 - chance)


def port_says(passage: Passage, account: Account) -> Chances:
    """Answer for the port: "sabotage" and "paid" speak for the account of sabotage."""
    if "Norland had" not in account.statement and "had the warehouse" not in account.statement:
        return NEITHER
    words = passage.content.split()
    return supports(0.97 if "sabotage" in words or "paid" in words else 0.3)
