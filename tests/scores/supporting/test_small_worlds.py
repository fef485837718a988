"""The small worlds of notebook 11: drawn by lot, and scored without a look at what was drawn."""

from __future__ import annotations

import pandas as pd
import pytest

import narratives as nv
from narratives.schema import SchemaError


def test_one_account_of_each_case_was_so_and_the_probabilities_sum_to_one():
    told = nv.try_small_world("friendly", cases=8)
    by_case = told.groupby("case")
    assert len(told) == 24
    assert by_case["was_so"].sum().tolist() == [1.0] * 8
    assert by_case["given"].sum().tolist() == pytest.approx([1.0] * 8)


def test_the_same_seed_gives_the_same_cases_and_another_seed_others():
    first = nv.try_small_world("staged", cases=5, seed=4)
    pd.testing.assert_frame_equal(first, nv.try_small_world("staged", cases=5, seed=4))
    assert not first["given"].equals(nv.try_small_world("staged", cases=5, seed=5)["given"])


def test_staged_facts_make_the_score_worse_than_honest_ones():
    brier = {}
    for world in ("friendly", "staged"):
        told = nv.try_small_world(world, cases=60)
        brier[world] = ((told["given"] - told["was_so"]) ** 2).groupby("case").sum().mean()
    assert brier["friendly"] < brier["staged"] < 2 / 3


@pytest.mark.parametrize(
    ("world", "cases", "message"),
    [
        ("nasty", 5, 'world "nasty" is not known. Known: friendly, staged.'),
        ("staged", 0, "cases is 0. Ask for at least 1."),
    ],
)
def test_an_unknown_world_and_no_cases_are_refused(world: str, cases: int, message: str):
    with pytest.raises(SchemaError, match=message):
        nv.try_small_world(world, cases=cases)
