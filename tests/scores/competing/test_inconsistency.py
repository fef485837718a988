from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from narratives.schema import SchemaError
from narratives.scores import (
    diagnosticity,
    rank_narratives,
    weigh_items,
    weighted_inconsistency,
)

CELL = st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0, math.nan])


@st.composite
def matrices(draw, items: int = 6, narratives: int = 4) -> pd.DataFrame:
    rows = draw(st.integers(0, items))
    columns = draw(st.integers(1, narratives))
    cells = draw(st.lists(CELL, min_size=rows * columns, max_size=rows * columns))
    return pd.DataFrame(
        np.array(cells, dtype=float).reshape(rows, columns),
        index=[f"i{n}" for n in range(rows)],
        columns=[f"n{n}" for n in range(columns)],
    )


def weights_for(matrix: pd.DataFrame) -> pd.Series:
    values = [(0.5, 1.0, math.sqrt(2), 2.0)[n % 4] for n in range(len(matrix))]
    return pd.Series(values, index=matrix.index, dtype=float)


# A toy in the shape of Heuer's example: will the neighbour strike back?
NEIGHBOUR = pd.DataFrame(
    {
        "nothing": [1.0, 1.0, -1.0, -1.0, -2.0],
        "small act": [1.0, 1.0, 1.0, 1.0, -1.0],
        "large act": [1.0, -1.0, 1.0, math.nan, 1.0],
    },
    index=["speech", "quiet camps", "watch posts", "radio traffic", "order to embassies"],
)


def test_the_score_is_the_published_sum_by_hand():
    score = weighted_inconsistency(NEIGHBOUR)
    assert score.to_dict() == {"nothing": -4.0, "small act": -1.0, "large act": -1.0}


def test_credibility_and_relevance_multiply_as_published():
    items = pd.DataFrame(
        {
            "credibility": [math.nan, 5, 3, 1, 2],
            "relevance": ["", "high", "low", "medium", "high"],
        },
        index=NEIGHBOUR.index,
    )
    weights = weigh_items(items)
    root = math.sqrt(2)
    assert weights.tolist() == pytest.approx([1, 1, 1 / root, root, 2])
    # nothing: watch posts 1/√2, radio traffic √2, order -2 × 2
    expected = [-(1 / root + root + 4), -2, -1]
    assert weighted_inconsistency(NEIGHBOUR, weights).tolist() == pytest.approx(expected)


def test_support_and_neutral_ratings_count_nothing():
    matrix = pd.DataFrame({"a": [2.0, 1.0, 0.0], "b": [0.0, 0.0, 0.0]})
    assert weighted_inconsistency(matrix).tolist() == [0.0, 0.0]


def test_ties_are_shown_as_ties_and_name_what_contradicts():
    table = rank_narratives(NEIGHBOUR)
    assert table.index.tolist() == ["small act", "large act", "nothing"]
    assert table["rank"].tolist() == [1, 1, 3]
    assert table["inconsistency"].tolist() == [1, 1, 4]
    assert table.at["nothing", "contradicted_by"] == "watch posts;radio traffic;order to embassies"
    assert table.at["large act", "rated"] == 4


def test_a_narrative_that_no_item_addresses_has_no_rank():
    table = rank_narratives(pd.DataFrame({"a": [math.nan], "b": [-1.0]}, index=["i"]))
    assert table.index.tolist() == ["b", "a"]
    assert table["rank"].tolist()[0] == 1
    assert math.isnan(table.at["a", "rank"])
    assert table.at["a", "rated"] == 0


def test_an_item_all_narratives_share_is_not_diagnostic():
    assert diagnosticity(NEIGHBOUR)["speech"] == 0


def test_diagnosticity_is_the_population_deviation_of_the_ratings():
    # order to embassies: -2, -1, 1; mean -2/3; squares 16/9, 1/9, 25/9
    assert diagnosticity(NEIGHBOUR)["order to embassies"] == pytest.approx(math.sqrt(14 / 9))
    assert diagnosticity(NEIGHBOUR)["radio traffic"] == 1


def test_one_narrative_or_no_item_has_no_diagnosticity():
    assert diagnosticity(pd.DataFrame({"a": [1.0]})).isna().all()
    assert diagnosticity(pd.DataFrame({"a": [], "b": []}, dtype=float)).empty
    assert diagnosticity(pd.DataFrame({"a": [None], "b": [None]})).isna().all()


@pytest.mark.parametrize("rows", [[], ["i"]])
def test_a_matrix_without_a_column_is_refused_by_every_score_of_it(rows):
    for score in (diagnosticity, weighted_inconsistency, rank_narratives):
        with pytest.raises(
            SchemaError, match=r"^matrix has no narrative. Give one column for each account.$"
        ):
            score(pd.DataFrame(index=rows))


def test_a_matrix_without_an_item_ranks_nothing():
    table = rank_narratives(pd.DataFrame({"a": [], "b": []}, dtype=float))
    assert table["rank"].isna().all()
    assert table["rated"].tolist() == [0, 0]
    assert rank_narratives(pd.DataFrame({"a": [None]}))["rank"].isna().all()


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (pd.DataFrame({"a": [3.0]}, index=["i"]), 'item "i", narrative "a": rating 3.0 is out of'),
        (pd.DataFrame({"a": [math.inf]}), "rating inf is out of range"),
        (pd.DataFrame({"a": ["CC"]}), 'narrative "a": ratings are not numbers'),
        (pd.DataFrame({"a": [1.0, 1.0]}, index=["i", "i"]), 'matrix has "i" twice'),
        (pd.DataFrame([[1.0, 1.0]], columns=["a", "a"]), 'matrix has "a" twice'),
    ],
)
def test_a_matrix_that_is_not_of_ratings_is_refused(matrix, message):
    for score in (diagnosticity, weighted_inconsistency, rank_narratives):
        with pytest.raises(SchemaError, match=message):
            score(matrix)


def test_weights_must_be_there_and_above_zero():
    with pytest.raises(SchemaError, match='weights lack the item "speech"'):
        rank_narratives(NEIGHBOUR, pd.Series(dtype=float))
    with pytest.raises(SchemaError, match=r'item "quiet camps": 0.0 is not a weight'):
        rank_narratives(NEIGHBOUR, pd.Series([1.0, 0.0, 1.0, 1.0, 1.0], index=NEIGHBOUR.index))


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("credibility", 7, '"i": credibility 7 is not a grade'),
        ("relevance", "huge", '"i": relevance "huge" is not known. Use low, medium, high'),
    ],
)
def test_grades_that_are_none_are_refused(column, value, message):
    items = pd.DataFrame({"credibility": [1], "relevance": ["low"], column: [value]}, index=["i"])
    with pytest.raises(SchemaError, match=message):
        weigh_items(items)


def test_a_grade_that_cannot_be_judged_is_no_opinion():
    items = pd.DataFrame({"credibility": [6, math.nan, 3], "relevance": ["", None, "medium"]})
    assert weigh_items(items).tolist() == [1, 1, 1]


@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_is_irrelevant(matrix, random):
    rows, columns = list(matrix.index), list(matrix.columns)
    random.shuffle(rows)
    random.shuffle(columns)
    other = matrix.loc[rows, columns]
    weights = weights_for(matrix)
    first, last = rank_narratives(matrix, weights), rank_narratives(other, weights)
    for column in ("rank", "inconsistency", "score", "rated"):
        pd.testing.assert_series_equal(first[column], last[column].reindex(first.index))
    pd.testing.assert_series_equal(
        diagnosticity(matrix), diagnosticity(other).reindex(matrix.index), rtol=1e-12
    )


@given(matrices())
def test_renaming_renames(matrix):
    rows = {name: f"x-{name}" for name in matrix.index}
    columns = {name: f"y-{name}" for name in matrix.columns}
    other = matrix.rename(index=rows, columns=columns)
    expected = rank_narratives(matrix).rename(index=columns).drop(columns="contradicted_by")
    pd.testing.assert_frame_equal(rank_narratives(other).drop(columns="contradicted_by"), expected)


@given(matrices(), st.sampled_from([0.0, 1.0, 2.0, math.nan]))
def test_a_supporting_item_never_raises_inconsistency(matrix, rating):
    more = pd.concat(
        [matrix, pd.DataFrame(rating, index=["new"], columns=matrix.columns, dtype=float)]
    )
    assert (weighted_inconsistency(more) == weighted_inconsistency(matrix)).all()


@given(matrices())
def test_the_score_equals_a_plain_loop(matrix):
    weights = weights_for(matrix)
    for narrative, score in weighted_inconsistency(matrix, weights).items():
        total = 0.0
        for item in matrix.index:
            if matrix.at[item, narrative] < 0:
                total += matrix.at[item, narrative] * weights[item]
        assert score == pytest.approx(total)


@given(matrices())
def test_diagnosticity_stays_between_zero_and_two(matrix):
    values = diagnosticity(matrix)
    assert values.dropna().between(0, 2).all()
    assert (values.isna() == (matrix.count(axis="columns") < 2)).all()
