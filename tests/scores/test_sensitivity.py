from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
import pytest

from narratives.schema import SchemaError
from narratives.scores import drop_one, rank_narratives


@dataclass
class Case:
    matrix: pd.DataFrame
    weights: pd.Series
    reports: pd.DataFrame


def case(ratings: dict[str, list[float]], reports: list[tuple[str, str, str, bool]]) -> Case:
    items = sorted({item for item, *_ in reports})
    matrix = pd.DataFrame(ratings, index=items, dtype=float)
    columns = ["item_id", "statement_id", "origin_id", "holds"]
    return Case(matrix, pd.Series(1.0, index=items), pd.DataFrame(reports, columns=columns))


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
    table = drop_one(POISON).loc["item"]
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
    table = drop_one(POISON).loc["origin"]
    assert table["item_ids"].to_dict() == {"police": "i2", "shop": "", "rival": "i3"}
    assert not table.at["shop", "order_changes"]


def test_who_denies_an_item_does_not_keep_it():
    assert drop_one(POISON).at[("origin", "police"), "item_ids"] == "i2"


def test_each_report_of_unknown_origin_is_an_origin_of_its_own():
    unknown = case(
        {"flood": [1, -1], "breach": [-1, 1]},
        [("i1", "s1", "", True), ("i1", "s2", "", True), ("i2", "s3", "unnamed", True)],
    )
    table = drop_one(unknown)
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
    table = drop_one(weighted)
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
    table = drop_one(empty)
    assert table.empty
    assert "inconsistency:a" in table.columns


def test_one_narrative_always_leads_until_nothing_addresses_it():
    single = case({"flood": [-1]}, [("i1", "s1", "town", True)])
    table = drop_one(single)
    assert table["leader"].tolist() == ["", ""]
    assert table["leader_changes"].all()


def test_missing_columns_of_the_reports_are_named():
    with pytest.raises(SchemaError, match="reports lacks the columns holds"):
        drop_one(Case(POISON.matrix, POISON.weights, POISON.reports.drop(columns="holds")))


def test_the_order_of_items_and_reports_is_irrelevant():
    other = Case(
        POISON.matrix.iloc[::-1, ::-1], POISON.weights.iloc[::-1], POISON.reports.iloc[::-1]
    )
    first = drop_one(POISON)
    pd.testing.assert_frame_equal(
        first, drop_one(other).loc[first.index, first.columns], check_like=True
    )
