"""What was decided, how often the draft was right there, and what to look at next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fixed_reader import NEITHER, FixedReader, supports
from scipy.stats import binomtest

from narratives.case import load_case
from narratives.deciding import (
    checked_fields,
    count_decided,
    list_unchecked,
    share_right,
    wilson_interval,
)
from narratives.stages import Comparison, compare

MAYOR, BRANDT, MINISTRY = "flood:39-104", "flood:123-154", "flood:205-213"


def says(passage: Any, account: Any) -> tuple[float, float, float]:
    """Find sabotage in the ministry's words for sure, and neglect in the mayor's less so."""
    if "sabotage" in passage.content:
        return supports(0.97) if "blew" in account.statement else NEITHER
    if "repaired" in passage.content:
        return supports(0.8) if "repaired" in account.statement else NEITHER
    return NEITHER


Decide = Callable[..., Comparison]


@pytest.fixture
def decide(make_case: Callable[..., Path]) -> Decide:
    """Compare the flood with lines of review, each of target, field, value and who."""

    def run(*lines: tuple[Any, ...]) -> Comparison:
        review = [
            {"at": "2031-05-07", "who": line[3] if len(line) > 3 else "Ana", "why": ""}
            | dict(zip(("target", "field", "value"), line, strict=False))
            for line in lines
        ]
        return compare(load_case(make_case(review=review)), reader=FixedReader(says))

    return run


def of(table: pd.DataFrame, target: str, field: str) -> pd.Series:
    rows = table[(table["target"] == target) & (table["field"] == field)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_draft_lists_every_statement_bearing_item_and_source_with_what_decides_it(decide):
    draft = decide()
    names = list(draft.statements.index)
    table = list_unchecked(draft)
    assert names[:1] == [MAYOR]
    assert names[-1] == MINISTRY
    assert sorted(table.loc[table["field"] == "status", "target"]) == sorted(names)
    assert sorted(table.loc[table["field"] == "bearings", "target"]) == sorted(names)
    assert sorted(table.loc[table["kind"] == "item", "target"]) == sorted(draft.items.index)
    # The ministry has a grade in case.yaml: a person gave it.
    assert table.loc[table["kind"] == "source", "target"].tolist() == ["mayor"]


def test_the_least_sure_stand_first_and_what_has_no_probability_last(decide):
    doubts = list_unchecked(decide())["doubt"]
    known = doubts.dropna().to_numpy()
    assert (np.diff(known) <= 0).all()
    assert doubts.iloc[len(known) :].isna().all()


def test_doubt_is_what_the_probability_leaves_over(decide):
    draft = decide()
    table = list_unchecked(draft)
    chance = draft.statements.at[MAYOR, "probability"]
    assert of(table, MAYOR, "status")["doubt"] == pytest.approx(1 - chance)
    bearing = draft.bearings.set_index("statement_id").at[MAYOR, "probability"]
    assert of(table, MAYOR, "bearings")["doubt"] == pytest.approx(1 - bearing)


def test_an_unsure_bearing_is_doubted_by_its_own_probability(decide):
    draft = decide()
    rows = draft.drafted_bearings
    wanted = rows["statement_id"] == MAYOR
    unsure = rows[wanted].assign(probability=0.3, why="unsure: rather for it")
    changed = replace(draft, drafted_bearings=pd.concat([rows[~wanted], unsure]))
    row = of(list_unchecked(changed), MAYOR, "bearings")
    assert row["doubt"] == pytest.approx(0.3)
    assert row["draft"] == "unsure: rather neglect supports stated"


def test_what_was_not_read_is_listed_without_a_doubt(decide):
    draft = decide()
    rows = draft.drafted_bearings
    wanted = rows["statement_id"] == MAYOR
    unread = rows[wanted].assign(probability=float("nan"), why="not read (ru)", narrative_id="none")
    changed = replace(draft, drafted_bearings=pd.concat([rows[~wanted], unread]))
    row = of(list_unchecked(changed), MAYOR, "bearings")
    assert np.isnan(row["doubt"])
    assert row["why"] == "not read (ru)"


def test_what_is_decided_is_no_longer_listed(decide):
    table = list_unchecked(
        decide(
            (MAYOR, "status", "accept"),
            (BRANDT, "bearings", []),
            ("mayor", "reliability", "F"),
            (f"item:{MINISTRY}", "rating", {"neglect": "N", "sabotage": "C"}),
        )
    )
    left = set(zip(table["target"], table["field"], strict=True))
    assert (MAYOR, "bearings") in left
    assert (MAYOR, "status") not in left
    assert (BRANDT, "status") in left
    assert (BRANDT, "bearings") not in left
    assert ("mayor", "reliability") not in left
    assert (f"item:{MINISTRY}", "rating") not in left


def test_an_item_rated_for_one_account_of_two_stays_on_the_list(decide):
    table = list_unchecked(decide((f"item:{MINISTRY}", "rating", {"sabotage": "C"})))
    row = of(table, f"item:{MINISTRY}", "rating")
    assert row["why"] == "rated by a person for 1 of 2 accounts"


def test_a_rejected_statement_is_listed_only_with_what_is_decided(decide):
    compared = decide((MAYOR, "status", "reject"))
    assert MAYOR not in set(list_unchecked(compared)["target"])
    row = of(list_unchecked(compared, decided=True), MAYOR, "status")
    assert row["decided"]
    assert row["draft"].startswith("left out: the mayor")


def test_mistakes_that_were_seen_raise_the_doubt_of_the_others_by_the_ratio_that_is_said(decide):
    draft, compared = decide(), decide((MAYOR, "status", "reject"))
    before, after = list_unchecked(draft), list_unchecked(compared)
    foreseen = 1 - draft.statements.at[MAYOR, "probability"]
    method = draft.statements["method"]
    assert method[MAYOR] != method[MINISTRY]
    of_field = (1 + 2) / (foreseen + 2)
    ratio = 2 * of_field / 2
    doubt = of(before, MINISTRY, "status")["doubt"]
    odds = doubt / (1 - doubt) * ratio
    assert of(after, MINISTRY, "status")["doubt"] == pytest.approx(odds / (1 + odds))


def test_a_statement_of_the_same_rule_learns_more_than_one_of_another(decide):
    draft = decide()
    same = draft.drafted_statements.assign(
        method=["rule: one", "rule: one", "rule: two"], probability=0.5
    )
    lines = pd.DataFrame(
        [(1, "x", "Ana", MAYOR, "status", "drafted", "reject", "", "applied", "")],
        columns=list(draft.corrections.columns),
    )
    compared = replace(
        draft,
        drafted_statements=same,
        statements=same.drop(MAYOR),
        corrections=lines,
    )
    table = list_unchecked(compared)
    # One field, one group: (1 + 2)/(.5 + 2) = 1.2 for all, and (1 + 2·1.2)/(.5 + 2) = 1.36.
    assert of(table, MINISTRY, "status")["doubt"] == pytest.approx(1.2 / 2.2)
    assert of(table, BRANDT, "status")["doubt"] == pytest.approx(1.36 / 2.36)


@pytest.mark.parametrize("field", ["status", "bearings"])
def test_what_was_decided_about_a_statement_never_moves_its_own_doubt(decide, field):
    right, wrong = {
        "status": ("accept", "reject"),
        "bearings": (
            [{"narrative": "neglect", "stance": "supports"}],
            [{"narrative": "sabotage", "stance": "disputes"}],
        ),
    }[field]
    other = (BRANDT, field, right if field == "status" else [])
    one = list_unchecked(decide((MAYOR, field, right), other), decided=True)
    two = list_unchecked(decide((MAYOR, field, wrong), other), decided=True)
    assert of(one, MAYOR, field)["doubt"] == pytest.approx(of(two, MAYOR, field)["doubt"])
    assert of(one, MINISTRY, field)["doubt"] < of(two, MINISTRY, field)["doubt"]


def test_counts_say_who_decided_how_much(decide):
    table = count_decided(
        decide(
            (MAYOR, "status", "accept"),
            (BRANDT, "status", "reject", "Ben"),
            (MINISTRY, "cue", "195-204", "Ben"),
            ("flood", "statement", {"content": "0-28", "source_name": "The paper"}, "Ben"),
            ("mayor", "reliability", "B"),
        )
    )
    rows = table.set_index(["kind", "who"])
    # Three were drafted, one is left out and one added.
    assert rows.loc[("statement", "")].tolist() == [3, 3]
    assert rows.loc[("statement", "Ana")].tolist() == [1, 3]
    assert rows.loc[("statement", "Ben")].tolist() == [2, 3]
    assert rows.loc[("source", "")].tolist() == [2, 2]
    assert rows.loc[("source", "Ana")].tolist() == [1, 2]
    assert rows.loc[("line", "Ben")].tolist() == [3, 5]


def test_a_line_without_effect_decides_nothing(decide):
    table = count_decided(decide(("flood:0-5", "status", "accept")))
    assert table[table["who"] == ""]["decided"].tolist() == [0, 0, 0, 1, 0]
    assert table[table["kind"] == "line"]["of"].tolist() == [1]


def test_accept_confirms_what_no_other_line_corrects(decide):
    table = checked_fields(decide((MAYOR, "status", "accept"), (MAYOR, "strength", "hint")))
    rows = table.set_index("field")
    assert rows["right"].to_dict() == {
        "statement": True,
        "found": True,
        "strength": False,
        "source": True,
        "cue": True,
        "content": True,
        "kind": True,
        "polarity": True,
    }
    assert rows.loc["strength", ["draft", "decided"]].tolist() == ["certain", "hint"]


def test_of_two_decisions_the_last_is_held_against_the_first_draft(decide):
    table = checked_fields(
        decide((MAYOR, "strength", "hint"), (MAYOR, "strength", "certain", "Ben"))
    )
    row = of(table, MAYOR, "strength")
    assert (row["draft"], row["decided"], row["right"], row["who"]) == (
        "certain",
        "certain",
        True,
        "Ben",
    )


def test_a_span_written_otherwise_is_the_same_span(decide):
    table = checked_fields(decide((MAYOR, "content", "39-60;60-104")))
    draft = of(table, MAYOR, "content")
    assert draft["draft"] == "39-104"
    assert not draft["right"]
    assert of(checked_fields(decide((MAYOR, "content", "39-104"))), MAYOR, "content")["right"]


def test_bearings_are_right_where_account_and_stance_are(decide):
    def right(*bearings: dict[str, str]) -> bool:
        return bool(
            of(checked_fields(decide((MAYOR, "bearings", list(bearings)))), MAYOR, "bearings")[
                "right"
            ]
        )

    assert right({"narrative": "neglect", "stance": "supports", "how": "implied"})
    assert not right({"narrative": "neglect", "stance": "disputes"})
    assert not right()


def test_a_rating_is_checked_only_where_the_draft_gave_one(decide):
    item = f"item:{MINISTRY}"
    draft = decide()
    letters = draft.matrix.loc[item]
    assert np.isnan(letters["neglect"])
    assert letters["sabotage"] == 1
    table = checked_fields(decide((item, "rating", {"neglect": "N", "sabotage": "CC"})))
    assert table[["field", "draft", "decided", "right"]].to_numpy().tolist() == [
        ["rating", "sabotage C", "sabotage CC", False]
    ]


def test_a_statement_that_a_person_added_is_one_the_draft_did_not_find(decide):
    table = share_right(
        decide(
            (MAYOR, "status", "accept"),
            ("flood", "statement", {"content": "0-28", "source_name": "The paper"}),
        )
    )
    assert table.loc["found", ["right", "of"]].tolist() == [1, 2]
    assert table.loc["statement", ["right", "of"]].tolist() == [1, 1]


@pytest.mark.parametrize(("right", "number"), [(0, 1), (8, 10), (81, 263), (20, 20)])
def test_the_interval_is_that_of_wilson(right, number):
    library = binomtest(right, number).proportion_ci(0.95, "wilson")
    assert wilson_interval(right, number) == pytest.approx((library.low, library.high))


def test_the_interval_is_that_of_newcombe_1998_table_1():
    # R. G. Newcombe, Statistics in Medicine 17, 1998: method 3, 81 of 263.
    assert [round(end, 4) for end in wilson_interval(81, 263)] == [0.2553, 0.3662]


def test_nothing_checked_has_no_interval_and_a_wrong_count_is_refused():
    assert np.isnan(wilson_interval(0, 0)).all()
    with pytest.raises(ValueError, match="right 3 must be between 0 and of, which is 2"):
        wilson_interval(3, 2)
    with pytest.raises(ValueError, match=r"share 95 must be between 0 and 1\."):
        wilson_interval(1, 2, share=95)


def test_an_untouched_draft_has_no_share(decide):
    assert share_right(decide()).empty
