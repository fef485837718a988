from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd
import pytest

from narratives.schema import SchemaError
from narratives.scores import drop_one, flip_one
from narratives.scores.changing.changes import JUDGED, VIEWS, WHAT, flip_distance, what_would_change
from narratives.scores.changing.variations import KINDS
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.support import support


@dataclass(frozen=True)
class Case:
    """Who poisoned the well: a rival, an accident, the farm itself?"""

    matrix: pd.DataFrame
    weights: pd.Series
    reports: pd.DataFrame
    sources: pd.DataFrame
    stakes: pd.DataFrame


WELL = Case(
    matrix=pd.DataFrame(
        {"rival": [2.0, 1.0, -1.0], "accident": [-2.0, -1.0, 1.0], "farm": [0.0, 0.0, math.nan]},
        index=["can", "letter", "rain"],
    ),
    weights=pd.Series({"can": 1.0, "letter": 1.0, "rain": 1.0}),
    reports=pd.DataFrame(
        [
            ("can", "s1", "police", "police", True),
            ("can", "s2", "lab", "lab", True),
            ("letter", "s3", "police", "police", True),
            ("letter", "s4", "rival", "rival", False),
            ("rain", "s5", "office", "office", True),
        ],
        columns=["item_id", "statement_id", "source_id", "origin_id", "holds"],
    ),
    sources=pd.DataFrame(
        {"reliability": ["B", "A", "D", "B"]}, index=["police", "lab", "rival", "office"]
    ),
    stakes=pd.DataFrame({"rival": [-1.0]}, index=["rival"]),
)
TABLE = what_would_change(WELL)
UNGRADED = replace(WELL, sources=WELL.sources.assign(reliability=""))


def rows(kind: str, table: pd.DataFrame = TABLE) -> pd.DataFrame:
    return table[table["kind"] == kind].set_index("changed")


def test_everything_stands_in_one_table_the_case_itself_first():
    assert TABLE["kind"].iloc[0] == "as it stands"
    # Every report has an origin, the tables name no text, and no single grade matters here.
    absent = ("without report", "without document", "another grade")
    assert list(dict.fromkeys(TABLE["kind"])) == [k for k in KINDS if k not in absent]
    columns = [*WHAT, *(f"{view}_{name}" for view in VIEWS for name in JUDGED)]
    assert list(TABLE.columns)[: len(columns)] == columns
    assert TABLE["contradiction_order"].iloc[0] == "farm < rival < accident"
    assert TABLE["support_leader"].iloc[0] == "rival"


def test_the_two_views_stay_apart():
    first = TABLE.iloc[0]
    assert first["contradiction_leader"] != first["support_leader"]
    assert first["inconsistency:accident"] == 3
    given = support(WELL.reports, WELL.matrix, WELL.sources, WELL.stakes)
    assert first["probability:rival"] == pytest.approx(given.probabilities["rival"])
    assert "probability:none of these" in TABLE


def test_what_is_left_out_is_what_drop_one_leaves_out():
    for kind in ("item", "origin"):
        expected = drop_one(TABLE).loc[kind]
        found = rows(f"without {kind}")
        assert found["contradiction_order"].to_dict() == expected["order"].to_dict()
        assert found["item_ids"].to_dict() == expected["item_ids"].to_dict()


def test_without_an_origin_its_reports_do_not_speak_for_any_item():
    reports = WELL.reports[WELL.reports["origin_id"] != "police"]
    expected = support(
        reports, WELL.matrix.drop(index="letter"), WELL.sources, WELL.stakes
    ).probabilities["rival"]
    assert rows("without origin").at["police", "probability:rival"] == pytest.approx(expected)


def test_the_flips_by_contradiction_are_those_of_flip_one():
    flips = rows("another rating")
    flips = flips[flips["contradiction_order_changes"]].reset_index()
    expected = flip_one(TABLE).set_index(["item_id", "narrative_id"])["steps"].to_dict()
    found = flips.groupby(["changed", "narrative_id"])["steps"].min().to_dict()
    assert found == expected
    assert flip_distance(TABLE) == min(expected.values())


def test_a_grade_changes_support_only_and_the_smallest_change_is_shown():
    close = replace(
        WELL,
        matrix=pd.DataFrame({"rival": [1.0, -1.0], "accident": [-1.0, 1.0]}, index=["can", "rain"]),
        reports=WELL.reports[WELL.reports["statement_id"].isin(["s2", "s5"])],
    )
    # A of the lab for the rival against B of the office for the accident.
    still = Assumptions(ranges={})
    grades = rows("another grade", what_would_change(close, still))
    assert grades[["before", "after", "steps"]].to_dict("index") == {
        "lab": {"before": "A", "after": "B", "steps": 1.0},
        "office": {"before": "B", "after": "A", "steps": 1.0},
    }
    assert not grades["contradiction_order_changes"].any()
    # The same grades tie, and a tie has no ranking.
    assert grades["support_order"].tolist() == ["", ""]
    assert flip_distance(what_would_change(close, still), "support") == 1


def test_every_assumption_is_taken_to_both_ends():
    table = TABLE[TABLE["kind"] == "another assumption"]
    ends = {(row.changed, row.after) for row in table.itertuples()}
    # No account goes with another here, so that "together" has nothing to say.
    ranges = {name: ends for name, ends in Assumptions().ranges.items() if name != "together"}
    given = Assumptions()
    assert ends == {
        (name, f"{end:g}")
        for name, both in ranges.items()
        for end in both
        if end != getattr(given, name)
    }


def test_a_planted_item_is_turned_round_and_taken_out_with_its_origins():
    turned = rows("planted: the opposite")
    assert turned.at["can", "contradiction_order"] == "farm < accident < rival"
    assert turned.at["can", "support_leader_changes"]
    out = rows("planted: without its origin")
    # Without police and lab nobody says that there is a letter; its denial does not keep it.
    assert out.at["can", "item_ids"] == "can;letter"
    assert out.at["can", "contradiction_leader"] == "accident"


def test_a_withheld_ranking_has_no_order_that_could_change():
    table = what_would_change(UNGRADED)
    assert (table["support_order"] == "").all()
    assert table["support_order_changes"].isna().all()
    assert table["contradiction_order_changes"].notna().all()
    assert math.isnan(flip_distance(table, "support"))
    assert "another grade" not in set(table["kind"])


def test_the_case_is_left_as_it_is():
    before = WELL.matrix.copy(), WELL.reports.copy(), WELL.sources.copy()
    what_would_change(WELL)
    for table, copy in zip((WELL.matrix, WELL.reports, WELL.sources), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


def test_the_order_of_items_and_reports_changes_nothing():
    other = replace(WELL, matrix=WELL.matrix.iloc[::-1], reports=WELL.reports.iloc[::-1])
    keys = ["kind", "changed", "narrative_id", "after"]
    first = TABLE.set_index(keys).sort_index().drop(columns="item_ids")
    last = what_would_change(other).set_index(keys).sort_index().drop(columns="item_ids")
    pd.testing.assert_frame_equal(first, last[first.columns], rtol=1e-9)


def test_a_case_without_items_has_only_itself_and_the_assumptions():
    empty = replace(WELL, matrix=WELL.matrix.iloc[:0], reports=WELL.reports.iloc[:0])
    table = what_would_change(empty)
    assert set(table["kind"]) == {"as it stands", "another assumption"}


def test_missing_columns_are_named():
    with pytest.raises(SchemaError, match="reports lacks the columns holds"):
        what_would_change(replace(WELL, reports=WELL.reports.drop(columns="holds")))


def in_texts(*texts: str) -> Case:
    """Return the case with each report in a text."""
    ids = [f"{text}:{10 * n}-{10 * n + 9}" for n, text in enumerate(texts)]
    return replace(WELL, reports=WELL.reports.assign(statement_id=ids))


def test_a_text_is_left_out_with_the_items_that_nobody_reports_elsewhere():
    # The can and the letter stand in both texts, the rain in the memo alone.
    case = in_texts("wire", "memo", "wire", "memo", "memo")
    without = rows("without document", what_would_change(case))
    assert without["item_ids"].to_dict() == {"wire": "letter", "memo": "rain"}
    left = WELL.matrix.drop(index="rain")
    reports = case.reports[case.reports["statement_id"].str.startswith("wire")]
    alone = support(reports, left, WELL.sources, WELL.stakes, Assumptions(ranges={}))
    assert without.loc["memo", "probability:rival"] == pytest.approx(alone.probabilities["rival"])
    # By hand, without the rain: rival 0, accident 2 + 1, farm 0.
    assert without.loc["memo", "inconsistency:accident"] == pytest.approx(3.0)
    assert without.loc["memo", "inconsistency:rival"] == 0


def test_a_case_of_one_text_or_of_none_has_no_text_to_leave_out():
    assert rows("without document", what_would_change(in_texts(*["wire"] * 5))).empty
    assert rows("without document").empty
