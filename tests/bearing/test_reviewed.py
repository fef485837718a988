"""What a person decided, as examples; which decisions teach which draft; what to read next."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from narratives.bearing import (
    calibration_error,
    changed_bearings,
    examples_from_review,
    least_sure,
    reliability,
)
from narratives.bearing.reviewed import PARTS, answers_of, leave_out
from narratives.reading import ANSWERS
from narratives.schema import SchemaError

STATEMENTS = pd.DataFrame(
    {"cue_text": ["denied", "said"], "content_text": ["a leak", "rain"]},
    index=["a:1-2", "a:5-9"],
)


def line(target, value, field="bearings"):
    return {"target": target, "field": field, "value": value, "line": 1}


def test_the_last_line_on_a_statement_makes_the_example():
    review = pd.DataFrame(
        [
            line("a:1-2", [{"narrative": "gas", "stance": "supports"}]),
            line("a:1-2", [{"narrative": "gas", "stance": "disputes"}]),
            line("a:5-9", []),
            line("gone:1-2", [{"narrative": "gas", "stance": "supports"}]),
        ]
    )
    found = examples_from_review(review, STATEMENTS)
    assert found.to_numpy().tolist() == [
        ["denied a leak", "gas", "disputes", "a:1-2"],
        ["said rain", "none", "neutral", "a:5-9"],
    ]


def test_lines_on_other_fields_make_no_example():
    review = pd.DataFrame([line("a:1-2", "certain", "strength")])
    assert examples_from_review(review, STATEMENTS).empty


def test_a_line_that_names_an_unknown_narrative_makes_no_example():
    review = pd.DataFrame([line("a:1-2", [{"narrative": "flood", "stance": "supports"}])])
    assert examples_from_review(review, STATEMENTS, ["gas"]).empty


def test_statements_without_their_words_are_refused():
    review = pd.DataFrame([line("a:1-2", [])])
    with pytest.raises(SchemaError, match="statements lacks the columns cue_text"):
        examples_from_review(review, STATEMENTS.drop(columns="cue_text"))


def test_answers_name_every_narrative_and_the_last_line_counts():
    table = pd.DataFrame(
        [["x", "b", "supports"], ["y", "none", "neutral"], ["x", "a", "disputes"],
         ["x", "b", "disputes"], ["z", "gone", "supports"], ["w", "a", "neutral"]],
        columns=["text", "narrative_id", "stance"],
    )  # fmt: skip
    names, answers = answers_of(table, "text", ["a", "b"])
    supports, disputes, neither = range(3)
    assert ANSWERS == ("supports", "disputes", "neither")
    assert supports == 0
    assert dict(zip(names, answers.tolist(), strict=True)) == {
        "x": [disputes, disputes],
        "y": [neither, neither],
        "z": [neither, neither],
        "w": [neither, neither],
    }


@pytest.mark.parametrize(("decided", "others"), [(0, 3), (1, 2), (5, 0), (8, 8), (30, 50)])
def test_every_statement_is_drafted_once_and_never_by_itself(decided, others):
    own = [f"d{n:02}" for n in range(decided)]
    everything = own + [f"o{n:02}" for n in range(others)]
    random.Random(decided).shuffle(everything)
    seen = []
    for some, shown in leave_out(own, everything):
        seen += some
        taught_by = {own[n] for n in shown}
        assert not taught_by & {everything[n] for n in some}
        is_decided = everything[some[0]] in own
        left_out = decided - len(taught_by)
        assert 1 <= left_out <= -(-decided // PARTS) if is_decided else left_out == 0
    assert sorted(seen) == list(range(len(everything)))


def test_the_order_of_decisions_changes_no_part():
    own = [f"d{n}" for n in range(20)]
    parts = []
    for order in (own, own[::-1]):
        dealt = leave_out(order, own)
        parts.append([(some, sorted(order[n] for n in shown)) for some, shown in dealt])
    assert parts[0] == parts[1]


def test_the_least_sure_come_first_and_reviewed_or_unread_ones_not_at_all():
    bearings = pd.DataFrame(
        {
            "statement_id": ["a", "b", "b", "c", "d"],
            "narrative_id": "x",
            "probability": [0.9, 0.8, 0.3, 0.1, float("nan")],
            "why": "read as for it",
        }
    )
    assert least_sure(bearings, 5, ["c"])["statement_id"].tolist() == ["b", "a"]
    assert least_sure(bearings, 1)["statement_id"].tolist() == ["c"]


def test_bearings_without_a_probability_are_refused():
    with pytest.raises(SchemaError, match="lacks the columns narrative_id, probability, why"):
        least_sure(pd.DataFrame({"statement_id": ["a"]}))


def test_only_what_changed_is_listed():
    before = pd.DataFrame(
        {"statement_id": ["a", "b"], "narrative_id": ["x", "x"], "stance": ["supports"] * 2}
    )
    after = before.assign(stance=["supports", "disputes"])
    assert changed_bearings(before, after).index.tolist() == ["b"]


def test_the_calibration_error_by_hand():
    # Two pieces: .25 stated and 1 of 2 true; .85 stated and 2 of 2 true.
    stated, true = [0.25, 0.25, 0.85, 0.85], [0, 1, 1, 1]
    assert calibration_error(stated, true) == pytest.approx((0.25 * 2 + 0.15 * 2) / 4)
    assert reliability(stated, true)["cases"].tolist() == [2, 2]


def test_probabilities_outside_their_range_are_refused():
    with pytest.raises(SchemaError, match="outside 0 to 1"):
        calibration_error([1.2], [1])
    with pytest.raises(SchemaError, match=r"shapes \(1,\) and \(2,\)"):
        calibration_error([0.2], [1, 0])
