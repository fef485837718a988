from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from narratives.schema import SchemaError
from narratives.scores import drop_one, flip_one, rank_narratives, what_would_change


@dataclass
class Case:
    matrix: pd.DataFrame
    weights: pd.Series
    reports: pd.DataFrame
    stakes: None = None

    @property
    def sources(self) -> pd.DataFrame:
        # Nobody is graded: these views are of contradiction alone.
        return pd.DataFrame({"reliability": ""}, index=["somebody"])


def case(ratings: dict[str, list[float]], reports: list[tuple[str, str, str, bool]]) -> Case:
    items = sorted({item for item, *_ in reports})
    matrix = pd.DataFrame(ratings, index=items, dtype=float)
    columns = ["item_id", "statement_id", "origin_id", "holds"]
    told = pd.DataFrame(reports, columns=columns).assign(source_id="somebody")
    return Case(matrix, pd.Series(1.0, index=items), told)


def dropped(of: Case) -> pd.DataFrame:
    return drop_one(what_would_change(of))


def flipped(of: Case) -> pd.DataFrame:
    return flip_one(what_would_change(of))


POISON = case(
    # i1: a receipt, i2: a letter, i3: a denial
    {"rival": [1, 1, -2], "accident": [-1, -2, 1], "self": [math.nan, math.nan, -1]},
    [
        ("i1", "s1", "police", True),
        ("i1", "s2", "shop", True),
        ("i2", "s3", "police", True),
        ("i2", "s4", "rival", False),
        ("i3", "s5", "rival", True),
        ("i3", "s6", "rival", True),
    ],
)


def test_the_whole_case_by_hand():
    assert rank_narratives(POISON.matrix)["inconsistency"].to_dict() == {
        "self": 1.0,
        "rival": 2.0,
        "accident": 3.0,
    }


def test_leaving_out_one_item_gives_what_a_hand_calculation_gives():
    table = dropped(POISON).loc["item"]
    assert table["inconsistency:rival"].tolist() == [2, 2, 0]
    assert table["inconsistency:accident"].tolist() == [2, 1, 3]
    assert table["order"].tolist() == [
        "self < accident = rival",
        "accident = self < rival",
        "rival < accident",
    ]
    assert table["leader_changes"].tolist() == [False, True, True]
    assert table["order_changes"].tolist() == [True, True, True]
    assert math.isnan(table.at["i3", "inconsistency:self"])


def test_an_origin_takes_only_the_items_that_nobody_else_reports():
    table = dropped(POISON).loc["origin"]
    assert table["item_ids"].to_dict() == {"police": "i2", "shop": "", "rival": "i3"}
    assert not table.at["shop", "order_changes"]


def test_who_denies_an_item_does_not_keep_it():
    assert dropped(POISON).at[("origin", "police"), "item_ids"] == "i2"


def test_each_report_of_unknown_origin_is_an_origin_of_its_own():
    unknown = case(
        {"flood": [1, -1], "breach": [-1, 1]},
        [("i1", "s1", "", True), ("i1", "s2", "", True), ("i2", "s3", "unnamed", True)],
    )
    table = dropped(unknown)
    assert table.index.tolist() == [
        ("item", "i1"),
        ("item", "i2"),
        ("report", "s1"),
        ("report", "s2"),
        ("report", "s3"),
    ]
    assert table["item_ids"].tolist() == ["i1", "i2", "", "", "i2"]


def test_weights_count():
    weighted = Case(POISON.matrix, pd.Series({"i1": 1.0, "i2": 0.5, "i3": 2.0}), POISON.reports)
    table = dropped(weighted)
    assert table.loc[
        ("item", "i1"), ["inconsistency:rival", "inconsistency:accident"]
    ].tolist() == [
        4,
        1,
    ]


def test_a_case_without_items_has_nothing_to_leave_out():
    empty = Case(
        pd.DataFrame({"a": [], "b": []}, dtype=float),
        pd.Series(dtype=float),
        POISON.reports.iloc[:0],
    )
    table = dropped(empty)
    assert table.empty
    assert "inconsistency:a" in table.columns


def test_one_narrative_always_leads_until_nothing_addresses_it():
    single = case({"flood": [-1]}, [("i1", "s1", "town", True)])
    table = dropped(single)
    assert table["leader"].tolist() == ["", ""]
    assert table["leader_changes"].all()


def test_missing_columns_of_the_reports_are_named():
    with pytest.raises(SchemaError, match="reports lacks the columns holds"):
        dropped(Case(POISON.matrix, POISON.weights, POISON.reports.drop(columns="holds")))


def test_the_order_of_items_and_reports_is_irrelevant():
    other = Case(
        POISON.matrix.iloc[::-1, ::-1], POISON.weights.iloc[::-1], POISON.reports.iloc[::-1]
    )
    first = dropped(POISON)
    pd.testing.assert_frame_equal(
        first, dropped(other).loc[first.index, first.columns], check_like=True
    )


def test_the_smallest_change_of_a_rating_that_changes_the_order_by_hand():
    # rain: arson C, storm N; can: arson N, storm II. Inconsistency: arson 0, storm 2.
    two = case(
        {"arson": [1, 0], "storm": [0, -2]}, [("i1", "s1", "", True), ("i2", "s2", "", True)]
    )
    table = flipped(two).set_index(["item_id", "narrative_id"])
    # can, storm: II to N ties at 0. can, arson: N to II ties at 2. rain, arson: C to II ties.
    assert table["after"].to_dict() == {
        ("i2", "storm"): "N",
        ("i2", "arson"): "II",
        ("i1", "arson"): "II",
    }
    assert table["steps"].tolist() == [2, 2, 3]
    assert table["order"].unique().tolist() == ["arson = storm"]
    assert table["leader"].unique().tolist() == [""]


def test_a_cell_without_a_rating_is_not_filled_by_the_flip():
    table = flipped(POISON)
    assert not ((table["narrative_id"] == "self") & table["item_id"].isin(["i1", "i2"])).any()
    assert table["steps"].min() == 1


def test_the_flip_leaves_the_case_as_it_is():
    before = POISON.matrix.copy()
    flipped(POISON)
    pd.testing.assert_frame_equal(POISON.matrix, before)


CELL = st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0, math.nan])


@st.composite
def cases(draw):
    items = draw(st.integers(1, 4))
    cells = st.lists(CELL, min_size=items, max_size=items)
    ratings = {name: draw(cells) for name in ("a", "b", "c")}
    reports = [(f"i{n}", f"s{n}", "", True) for n in range(items)]
    drawn = case(ratings, reports)
    weights = [(1.0, math.sqrt(2), 0.5, 1 / math.sqrt(2))[n] for n in range(items)]
    return Case(drawn.matrix, pd.Series(weights, index=drawn.matrix.index), drawn.reports)


@settings(deadline=None, max_examples=50)
@given(cases())
def test_leaving_out_an_item_equals_ranking_the_rest(drawn):
    table = dropped(drawn).loc["item"]
    for item in drawn.matrix.index:
        rest = rank_narratives(drawn.matrix.drop(index=item), drawn.weights)
        for narrative in drawn.matrix.columns:
            expected = rest.at[narrative, "inconsistency"]
            found = table.at[item, f"inconsistency:{narrative}"]
            assert found == pytest.approx(expected, nan_ok=True)


@settings(deadline=None, max_examples=25)
@given(cases())
def test_every_flip_does_what_it_says_and_no_smaller_one_does(drawn):
    def order(matrix):
        scores = rank_narratives(matrix, drawn.weights)["inconsistency"].dropna().round(9)
        ranks = scores.rank(method="dense")
        return [sorted(ranks.index[ranks == rank]) for rank in sorted(ranks.unique())]

    letters = {"II": -2, "I": -1, "N": 0, "C": 1, "CC": 2}
    whole = order(drawn.matrix)
    for row in flipped(drawn).itertuples():
        for value in letters.values():
            other = drawn.matrix.copy()
            steps = abs(value - other.at[row.item_id, row.narrative_id])
            other.at[row.item_id, row.narrative_id] = value
            if steps < row.steps:
                assert order(other) == whole
            if value == letters[row.after]:
                assert steps == row.steps
                assert order(other) != whole


def test_a_comparison_in_place_of_its_changes_is_taken_with_a_warning():
    for view, table in ((drop_one, dropped(POISON)), (flip_one, flipped(POISON))):
        with pytest.warns(FutureWarning, match=rf"write {view.__name__}\(comparison.what_would_ch"):
            pd.testing.assert_frame_equal(view(POISON), table)


def test_a_table_of_other_columns_is_refused():
    with pytest.raises(SchemaError, match="changes lacks the columns kind, changed"):
        drop_one(POISON.matrix)
