from __future__ import annotations

import math
import statistics

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from narratives.schema import SchemaError
from narratives.scores import (
    consensus,
    disagreement,
    list_ratings,
    matrix_of,
    mean_ratings,
    open_synthesis_consistency,
    open_synthesis_diagnosticity,
    open_synthesis_inconsistency,
)

COLUMNS = ["item_id", "narrative_id", "who", "rating"]
NUMBERS = {"II": 1, "I": 2, "N": 3, "C": 4, "CC": 5}


def cell(*letters: str) -> pd.DataFrame:
    return pd.DataFrame(
        [("can", "arson", f"p{n}", s) for n, s in enumerate(letters)], columns=COLUMNS
    )


# Two persons, two narratives: means 1.5 and 3 for the can, 4 and 2.5 for the ash.
BOARD = pd.DataFrame(
    [
        ("can", "storm", "ana", "II"),
        ("can", "storm", "ben", "I"),
        ("can", "arson", "ana", "NA"),
        ("can", "arson", "ben", "N"),
        ("ash", "storm", "ana", "C"),
        ("ash", "storm", "ben", "C"),
        ("ash", "arson", "ana", "I"),
        ("ash", "arson", "ben", "NA"),
        ("fog", "arson", "ben", "CC"),
    ],
    columns=COLUMNS,
)


def test_the_means_take_na_as_neutral_and_leave_out_what_nobody_rated():
    means = mean_ratings(BOARD)
    assert means.loc["can"].tolist() == [1.5, 3]
    assert means.loc["ash"].tolist() == [4, 2.5]
    assert math.isnan(means.at["fog", "storm"])
    assert means.at["fog", "arson"] == 5


def test_inconsistency_and_consistency_by_hand():
    assert open_synthesis_inconsistency(BOARD).to_dict() == {"storm": 2.25, "arson": 0.25}
    assert open_synthesis_consistency(BOARD).to_dict() == {"storm": 1.0, "arson": 4.0}


def test_diagnosticity_is_the_population_deviation_of_the_means():
    values = open_synthesis_diagnosticity(BOARD)
    assert values.to_dict() == {"can": 0.75, "ash": 0.75, "fog": 0.0}


def test_one_very_inconsistent_item_is_as_heavy_as_four_inconsistent_ones():
    matrix = pd.DataFrame({"a": [-2.0, 0, 0, 0, 0], "b": [0.0, -1, -1, -1, -1]})
    assert open_synthesis_inconsistency(list_ratings(matrix)).tolist() == [4, 4]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (["CC"], 0.0),
        (["CC", "II"], math.sqrt(8)),
        (["C", "C", "C"], 0.0),
        (["NA", "C"], math.sqrt(0.5)),
        (["NA", "NA", "NA"], 0.0),
        (["NA", "C", "CC"], max(math.sqrt(1 / 3), math.sqrt(0.5))),
    ],
)
def test_disagreement_is_the_larger_of_two_sample_deviations(letters, expected):
    assert disagreement(cell(*letters)).at["can", "arson"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (["CC", "C", "C"], "C"),
        (["NA", "NA", "CC"], "NA"),
        (["NA", "CC"], "CC"),
        (["II", "I"], "I"),  # 1.5
        (["I", "N"], "I"),  # 2.5, away from neutral
        (["N", "C"], "C"),  # 3.5, away from neutral
        (["C", "CC"], "C"),  # 4.5
    ],
)
def test_consensus_is_the_rounded_mean(letters, expected):
    assert consensus(cell(*letters)).at["can", "arson"] == expected


def test_what_nobody_rated_has_no_consensus():
    assert consensus(BOARD).at["fog", "storm"] == ""
    assert math.isnan(disagreement(BOARD).at["fog", "storm"])


def test_letters_columns_and_double_ratings_are_checked():
    with pytest.raises(
        SchemaError, match='"can", narrative "arson", by "p0": "XX" is not a rating'
    ):
        mean_ratings(cell("XX"))
    with pytest.raises(SchemaError, match=r'"p0" rated it twice\. Keep the last rating'):
        consensus(pd.concat([cell("C"), cell("I")]))
    with pytest.raises(SchemaError, match="ratings lacks the columns who"):
        disagreement(BOARD.drop(columns="who"))
    with pytest.raises(SchemaError, match=r'item "i", narrative "a": 0\.5 is not a letter'):
        list_ratings(pd.DataFrame({"a": [0.5]}, index=["i"]))


def test_a_matrix_becomes_ratings_and_ratings_a_matrix():
    matrix = pd.DataFrame({"a": [2.0, math.nan], "b": [-1.0, 0.0]}, index=["i", "j"])
    pd.testing.assert_frame_equal(matrix_of(list_ratings(matrix, "ana"), "ana"), matrix)
    assert matrix_of(list_ratings(matrix, "ana"), "ben").isna().all(axis=None)


@given(st.lists(st.sampled_from([*NUMBERS, "NA"]), min_size=1, max_size=6), st.randoms())
def test_the_order_of_persons_changes_nothing(letters, random):
    shuffled = list(letters)
    random.shuffle(shuffled)
    for function in (mean_ratings, disagreement, consensus):
        first, last = function(cell(*letters)), function(cell(*shuffled))
        pd.testing.assert_frame_equal(first, last, rtol=1e-12)
    loop = statistics.mean(NUMBERS.get(s, 3) for s in letters)
    assert mean_ratings(cell(*letters)).at["can", "arson"] == pytest.approx(loop)
