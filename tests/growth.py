"""How the time of a function grows with its input: for tests that nothing is quadratic."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 16
"""How much larger the large input is."""
STEEP = TIMES**1.5
"""Four times what linear time gives, and a quarter of what quadratic time gives: other work on the
machine makes a run two or three times as long, not more."""


def growth(function: Callable[[int], object], size: int) -> float:
    """Return how much longer a function takes on an input ``TIMES`` as large.

    Linear time gives about ``TIMES``, quadratic time its square: a test asks for less than
    ``STEEP``. The shortest of three runs counts, in time of this process, so that other work on
    the machine matters little. What was quick enough at once is not run again: it would only be
    shorter.
    """

    def spent(amount: int) -> float:
        begun = time.process_time()
        function(amount)
        return time.process_time() - begun

    small = max(min(spent(size) for _ in range(3)), 1e-6)
    large = [spent(TIMES * size)]
    while len(large) < 3 and min(large) > 2 * TIMES * small:
        large.append(spent(TIMES * size))
    return min(large) / small
