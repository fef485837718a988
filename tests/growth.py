"""How the time of a function grows with its input: for tests that nothing is quadratic."""

from __future__ import annotations

import time
from collections.abc import Callable


def growth(function: Callable[[int], object], size: int, times: int = 4) -> float:
    """Return how much longer a function takes on an input ``times`` as large.

    Linear time gives about ``times``, quadratic time its square. The shortest of three
    runs counts, in time of this process, so that other work on the machine matters little.
    """

    def shortest(amount: int) -> float:
        spent = []
        for _ in range(3):
            begun = time.process_time()
            function(amount)
            spent.append(time.process_time() - begun)
        return min(spent)

    return shortest(times * size) / max(shortest(size), 1e-9)
