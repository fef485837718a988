from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from narratives.corpus.estimates import in_words
from narratives.corpus.intervals import Stratum, Total, estimate_total, share_out, wilson
from narratives.schema import SchemaError


def test_the_interval_of_a_share_is_wilsons_where_few_of_many_were_looked_at():
    # Brown, Cai and DasGupta (2001) by hand: n = 20, x = 5, z = 1.96.
    n, p, z = 20, 0.25, 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert wilson(Stratum(10**9, 20, 5)) == pytest.approx((middle - half, middle + half), abs=1e-5)
    assert (middle - half, middle + half) == pytest.approx((0.1119, 0.4687), abs=1e-4)


def test_what_was_found_once_may_be_as_rare_as_a_poisson_count_allows():
    # Of a count with the mean λ the chance of one or more is 1 - e^-λ: 5 % at λ = -ln .95.
    assert wilson(Stratum(10**9, 27, 1))[0] == pytest.approx(-np.log(0.95) / 27, abs=1e-6)
    assert wilson(Stratum(10**9, 27, 26))[1] == pytest.approx(1 + np.log(0.95) / 27, abs=1e-6)


def test_the_interval_of_one_kind_is_that_of_its_share_times_its_size():
    low, high = wilson(Stratum(500, 50, 20))
    total = estimate_total([Stratum(500, 50, 20)])
    assert total == pytest.approx((200, 500 * low, 500 * high))


def test_two_kinds_join_by_the_squares_of_their_distances():
    kinds = [Stratum(100, 20, 15), Stratum(1000, 20, 1)]
    below = above = 0.0
    for kind in kinds:
        low, high = wilson(kind)
        share = kind.hits / kind.checked
        below += (kind.size * (share - low)) ** 2
        above += (kind.size * (high - share)) ** 2
    assert estimate_total(kinds) == pytest.approx((125, 125 - sqrt(below), 125 + sqrt(above)))


def test_where_all_were_looked_at_the_interval_is_a_point():
    assert estimate_total([Stratum(10, 10, 4), Stratum(0, 0, 0), Stratum(3, 3, 3)]) == (7, 7, 7)


def test_a_kind_of_which_none_was_found_still_widens_the_interval_upwards():
    alone = estimate_total([Stratum(100, 20, 15)])
    both = estimate_total([Stratum(100, 20, 15), Stratum(1000, 20, 0)])
    assert both.number == alone.number
    assert both.high > alone.high + 50


def test_the_ends_never_leave_what_was_found_and_what_can_be():
    assert estimate_total([Stratum(12, 10, 9)]).low >= 9
    assert estimate_total([Stratum(12, 10, 1)]).high <= 3


@pytest.mark.parametrize(
    ("strata", "told"),
    [
        ([Stratum(5, 6, 1)], "strata[0] is (5, 6, 1). Write size, checked and hits"),
        ([Stratum(2, 1, 1), Stratum(5, 0, 0)], "strata[1]: none of 5 was looked at"),
    ],
)
def test_numbers_that_tell_nothing_are_refused(strata, told):
    with pytest.raises(SchemaError) as caught:
        estimate_total(strata)
    assert told in str(caught.value)


# What the draft reads so, is unsure of, and the rest: how many of each there are, and how many
# of them are so.
WORLDS = {
    "a good draft": [(400, 320), (150, 60), (5_000, 40)],
    "a poor draft": [(400, 120), (150, 30), (5_000, 400)],
    "nothing is missed": [(300, 270), (80, 20), (2_000, 0)],
    "rare": [(12, 9), (30, 6), (900, 5)],
    "one kind": [(250, 100)],
    "small": [(20, 15), (10, 4), (40, 6)],
}


@pytest.mark.parametrize("world", list(WORLDS))
@pytest.mark.parametrize("number", [41, 120])
def test_of_a_hundred_intervals_some_95_hold_the_true_number(world, number):
    kinds = WORLDS[world]
    sizes, true = [size for size, _ in kinds], sum(so for _, so in kinds)
    taken = share_out(sizes, [0.6, 0.35, 0.03][: len(kinds)], number)
    random = np.random.default_rng(7)
    tries = 2_000
    hits = [
        random.hypergeometric(so, size - so, n, tries)
        for (size, so), n in zip(kinds, taken, strict=True)
    ]
    held = 0
    means = []
    for drawn in zip(*hits, strict=True):
        total = estimate_total(
            [Stratum(s, n, int(x)) for s, n, x in zip(sizes, taken, drawn, strict=True)]
        )
        means.append(total.number)
        held += total.low <= true <= total.high
    # Nominal is .95. Where hardly any is so the chance moves in steps, and the interval is wide.
    assert 0.925 <= held / tries <= 1.0
    # The estimate leans to no side: its mean over many draws is the true number.
    assert np.mean(means) == pytest.approx(true, abs=4 * np.std(means) / sqrt(tries) + 1e-9)


def test_on_the_whole_the_intervals_are_not_wider_than_they_need_be():
    random = np.random.default_rng(3)
    kinds = [(400, 240), (300, 90)]
    held = 0
    for _ in range(2_000):
        drawn = [Stratum(s, 60, int(random.hypergeometric(so, s - so, 60))) for s, so in kinds]
        total = estimate_total(drawn)
        held += total.low <= 330 <= total.high
    assert held / 2_000 == pytest.approx(0.95, abs=0.02)


def test_more_is_looked_at_where_more_is_open():
    # By hand: 100·√(.6·.4) = 49 and 900·√(.02·.98) = 126: some 28 and 72 of a hundred.
    assert share_out([100, 900], [0.6, 0.02], 100) == [28, 72]
    assert share_out([2, 900, 0], [0.6, 0.02, 0.5], 10) == [2, 8, 0]
    assert share_out([2, 3], [0.6, 0.02], 100) == [2, 3]


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (Total(337.4, 281.0, 399.0), "340 ± 60"),
        (Total(3_374.0, 2_810.0, 3_990.0), "3,400 ± 600"),
        (Total(40.0, 31.0, 2_800.0), "40 (31 to 2,800)"),
        (Total(7.0, 5.2, 9.1), "7 ± 2"),
        (Total(12.0, 12.0, 12.0), "12 (all were checked)"),
        (Total(0.0, 0.0, 34.0), "0 (0 to 34)"),
    ],
)
def test_an_estimate_is_written_no_more_exactly_than_its_interval_allows(total, words):
    assert in_words(total) == words
