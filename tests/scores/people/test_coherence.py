from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from narratives.schema import SchemaError
from narratives.scores import incoherence, make_coherent, pool_judgments, project_to_simplex

NUMBERS = st.lists(st.floats(-3, 3, allow_nan=False), min_size=1, max_size=6)
JUDGED = st.lists(
    st.lists(st.floats(0, 1, allow_nan=False), min_size=3, max_size=3), min_size=1, max_size=5
)


def people(rows: list[list[float]]) -> pd.DataFrame:
    index = [f"p{n}" for n in range(len(rows))]
    return pd.DataFrame(rows, index=index, columns=["flood", "blast", "none"])


@pytest.mark.parametrize(
    ("given_values", "expected"),
    [
        ([0.5, 0.25, 0.25], [0.5, 0.25, 0.25]),
        ([0.75, 0.5], [0.625, 0.375]),  # both fall by .125
        ([0.2, 0.2], [0.5, 0.5]),
        ([1.0, 0.9, 0.0], [0.55, 0.45, 0.0]),  # the third would fall below 0
        ([3.0, 0.0, 0.0], [1.0, 0.0, 0.0]),
        ([-1.0], [1.0]),
    ],
)
def test_the_projection_by_hand(given_values, expected):
    assert project_to_simplex(given_values).tolist() == pytest.approx(expected)


@given(NUMBERS, NUMBERS)
def test_no_probabilities_lie_nearer_than_the_projection(values, other):
    found = project_to_simplex(values)
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    np.testing.assert_allclose(project_to_simplex(found), found, atol=1e-12)
    rival = np.resize(np.abs(np.array(other)) + 0.01, len(values))
    rival /= rival.sum()
    near = np.linalg.norm(np.array(values) - found)
    assert near <= np.linalg.norm(np.array(values) - rival) + 1e-9


@given(NUMBERS, st.randoms())
def test_the_order_of_narratives_is_irrelevant(values, random):
    places = list(range(len(values)))
    random.shuffle(places)
    shuffled = project_to_simplex([values[p] for p in places])
    np.testing.assert_allclose(shuffled, project_to_simplex(values)[places], atol=1e-12)


def test_coherent_judgments_stay_and_incoherent_ones_are_measured():
    judged = people([[0.5, 0.25, 0.25], [0.6, 0.6, 0.1]])
    coherent = make_coherent(judged)
    assert coherent.loc["p0"].tolist() == [0.5, 0.25, 0.25]
    assert coherent.loc["p1"].tolist() == pytest.approx([0.5, 0.5, 0])
    assert incoherence(judged).tolist() == pytest.approx([0, math.sqrt(0.03)])


def test_weights_fall_with_incoherence_as_written():
    judged = people([[0.5, 0.25, 0.25], [0.6, 0.6, 0.1]])
    pooled = pool_judgments(judged, sharpness=4)
    ratio = pooled.weights["p1"] / pooled.weights["p0"]
    assert ratio == pytest.approx(math.exp(-4 * math.sqrt(0.03)))
    expected = pooled.weights["p0"] * 0.5 + pooled.weights["p1"] * 0.5
    assert pooled.mean["flood"] == pytest.approx(expected)
    assert pool_judgments(judged, sharpness=0).weights.tolist() == [0.5, 0.5]


def test_no_sharpness_makes_all_weights_vanish():
    pooled = pool_judgments(people([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]), sharpness=1e6)
    assert pooled.weights.sum() == pytest.approx(1)


@given(JUDGED)
def test_the_mean_is_coherent_and_the_views_of_each_stay(rows):
    judged = people(rows)
    pooled = pool_judgments(judged)
    assert pooled.mean.sum() == pytest.approx(1)
    assert list(pooled.coherent.index) == list(judged.index)
    assert (pooled.mean <= pooled.coherent.max() + 1e-12).all()
    assert (pooled.mean >= pooled.coherent.min() - 1e-12).all()


def test_what_is_no_probability_is_refused():
    with pytest.raises(SchemaError, match=r'"p0", narrative "blast": 1\.5 is not a probability'):
        make_coherent(people([[0.5, 1.5, 0.0]]))
    with pytest.raises(SchemaError, match='narrative "none": nan is not a probability'):
        incoherence(people([[0.5, 0.5, math.nan]]))
    with pytest.raises(SchemaError, match="judgments are empty"):
        pool_judgments(people([]))
    with pytest.raises(SchemaError, match="sharpness -1 is below 0"):
        pool_judgments(people([[1.0, 0.0, 0.0]]), sharpness=-1)
    with pytest.raises(SchemaError, match="one row of finite numbers"):
        project_to_simplex([])
