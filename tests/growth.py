"""How the time of a function grows with its input: for tests that nothing is quadratic."""

from __future__ import annotations

import time
from collections.abc import Callable


def growth(function: Callable[[int], object], size: int, times: int = 4) -> float:
    """Return how much longer a function takes on an input ``times`` as large.

    Linear time gives about ``times``, quadratic time its square. The shortest of three
    runs counts, in time of this process, so that other work on the machine matters little.
    What took about ``times`` as long at once is not run again: it would only be shorter.
    """

    def spent(amount: int) -> float:
        begun = time.process_time()
        function(amount)
        return time.process_time() - begun

    small = max(min(spent(size) for _ in range(3)), 1e-9)
    large = []
    while len(large) < 3 and min(large, default=2 * times * small) > 1.5 * times * small:
        large.append(spent(times * size))
    return min(large) / small
