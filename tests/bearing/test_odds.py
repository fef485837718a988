"""From what a reader finds to what is drafted."""

from __future__ import annotations

import json
import math
from importlib.resources import files

import numpy as np
import pytest

from narratives.bearing.odds import WEAK, Odds, judge, shipped_odds
from narratives.reading import log_likely
from narratives.reading.session import GRID

PLAIN = Odds(slope=1.0, shift=0.0, threshold=0.5, unsure=0.25, margin=0.75)


def judged(supports, disputes, odds=PLAIN):
    chances = [supports, disputes, 1 - supports - disputes]
    return judge(np.log([[chances]]), odds)


@pytest.mark.parametrize(
    ("supports", "disputes", "expected"),
    [
        (0.5, 0.0625, "sure"),
        (0.49, 0.01, "unsure"),
        (0.25, 0.01, "unsure"),
        (0.24, 0.01, "neither"),
        (0.01, 0.01, "neither"),
        (0.75, 0.25 - 1e-9, "sure"),
        (0.7, 0.25, "unsure"),
        (0.2, 0.2, "neither"),
        (0.45, 0.45, "unsure"),
    ],
)
def test_both_thresholds_and_the_margin_decide(supports, disputes, expected):
    for one, other in ((supports, disputes), (disputes, supports)):
        found = judged(one, other)
        assert not (found.sure & found.unsure).any()
        said = "sure" if found.sure[0, 0] else "unsure" if found.unsure[0, 0] else "neither"
        assert said == expected
        assert found.against[0, 0] == (other > one)


def test_a_weak_bearing_beside_a_sure_one_of_the_same_stance_is_unsure():
    odds = Odds(1.0, 0.0, threshold=0.25, unsure=0.125, margin=0.5, beside=0.75)
    on_two = {
        # For both accounts, or for one and against the other: is the weak one kept?
        ((0.8, 0.0625), (0.375, 0.0625)): False,
        ((0.0625, 0.8), (0.0625, 0.375)): False,
        ((0.8, 0.0625), (0.0625, 0.375)): True,
        ((0.8, 0.0625), (0.5625, 0.0625)): True,
        ((0.7, 0.0625), (0.375, 0.0625)): True,
    }
    for pairs, kept in on_two.items():
        chances = [[s, d, 1 - s - d] for s, d in pairs]
        found = judge(np.log([chances, chances[::-1]]), odds)
        assert found.sure.tolist() == [[True, kept], [kept, True]], pairs
        assert found.unsure.tolist() == [[False, not kept], [not kept, False]], pairs


def test_a_weak_bearing_is_kept_where_nothing_is_said_of_what_stands_beside_it():
    chances = [[0.9, 0.05, 0.05], [0.375, 0.0625, 0.5625]]
    assert judge(np.log([chances]), Odds(threshold=0.25)).sure.tolist() == [[True, True]]


def test_slope_and_shift_work_on_the_log_odds():
    # Log-odds of .8 are log 4: half of them and .1 more.
    found = judged(0.8, 0.1, Odds(0.5, 0.1, 0.5, 0.2, 0.7))
    by_hand = 1 / (1 + math.exp(-(0.5 * math.log(4) + 0.1)))
    assert found.probability[0, 0] == pytest.approx(by_hand, abs=GRID)


def test_probabilities_rise_with_what_the_reader_finds_and_stay_in_range():
    chances = np.linspace(1e-9, 1 - 2e-9, 200)
    found = judge(
        np.log(np.stack([chances, (1 - chances) / 10, 0.9 * (1 - chances)], -1))[None],
        Odds(1.7, -0.4, 0.5, 0.2, 0.7),
    )
    half = found.probability[0][chances > 0.1]
    assert (np.diff(half) >= 0).all()
    assert ((found.probability >= 0) & (found.probability <= 1)).all()


def test_the_shape_is_statements_by_accounts_even_without_any():
    for shape in ((3, 2), (0, 2), (3, 0)):
        found = judge(np.full((*shape, 3), math.log(1 / 3)), PLAIN)
        assert found.sure.shape == found.probability.shape == shape


def test_it_agrees_with_a_plain_loop():
    draw = np.random.default_rng(3)
    likely = log_likely(draw.normal(size=(30, 4, 3)) * 2)
    odds = Odds(1.3, -0.2, 0.5, 0.25, 0.75)
    found = judge(likely, odds)
    for row in range(30):
        for column in range(4):
            s, d, _ = (math.exp(value) for value in likely[row, column])
            better = max(s, d)
            log_odds = odds.slope * math.log(better / (1 - better)) + odds.shift
            right = 1 / (1 + math.exp(-log_odds))
            assert found.probability[row, column] == pytest.approx(right, abs=GRID)
            share = better / (s + d)
            if min(abs(right - 0.5), abs(right - 0.25), abs(share - 0.75)) < 2 * GRID:
                continue
            assert found.against[row, column] == (d > s)
            assert found.sure[row, column] == (right >= 0.5 and share >= 0.75)
            assert found.unsure[row, column] == (right >= 0.25 and not found.sure[row, column])


def test_a_last_bit_more_or_less_decides_nothing():
    draw = np.random.default_rng(4)
    likely = log_likely(draw.normal(size=(500, 3, 3)) * 2)
    exact = judge(likely, PLAIN)
    moved = judge(np.nextafter(likely, -np.inf), PLAIN)
    for name in ("against", "probability", "sure", "unsure"):
        assert (getattr(exact, name) == getattr(moved, name)).all()


def test_the_shipped_odds_are_in_range():
    odds = shipped_odds()
    assert odds == Odds(**json.loads((files("narratives.bearing") / "odds.json").read_text()))
    assert odds.slope > 0
    assert 0 < odds.unsure < odds.threshold < 1
    assert 0.5 <= odds.margin <= 1
    assert odds.beside >= WEAK


@pytest.mark.parametrize(
    ("supports", "disputes", "torn"),
    [(0.52, 0.46, True), (0.52, 0.1, False), (0.4, 0.35, False)],
)
def test_a_likely_bearing_with_both_ways_near_each_other_is_torn(supports, disputes, torn):
    found = judged(supports, disputes)
    assert found.torn.tolist() == [[torn]]
    assert not (found.torn & found.sure).any()
