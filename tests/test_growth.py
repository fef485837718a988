from __future__ import annotations

from growth import STEEP, growth


def work(steps: int) -> int:
    return sum(range(steps))


def test_time_in_proportion_is_not_steep():
    assert growth(lambda size: work(20 * size), 1_000) < STEEP


def test_time_that_grows_with_the_square_is_steep():
    assert growth(lambda size: work(size * size), 200) > STEEP
