"""Hand-made cases at the edges of the support score, where a rule may turn to nonsense."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from narratives.schema import SchemaError
from narratives.scores.competing.burton import burton_weights
from narratives.scores.competing.parc import weigh_items
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.interests import serving
from narratives.scores.supporting.support import Support, support

GRADES = {"lab": "B", "police": "B", "mayor": "C", "blog": "E", "tabloid": "D"}
SOURCES = pd.DataFrame({"reliability": pd.Series(GRADES)})


def told(*rows: tuple) -> pd.DataFrame:
    """Item, source, holds; then the origin and the source it repeats, where they differ."""
    full = [(*row, *(row[1], "")[len(row) - 3 :]) for row in rows]
    names = ["item_id", "source_id", "holds", "origin_id", "copied_from"]
    return pd.DataFrame(full, columns=names)


def rated(**rows: list[float]) -> pd.DataFrame:
    """Items by name; the accounts are arson, storm and fault."""
    names = ["arson", "storm", "fault"][: len(next(iter(rows.values())))]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype=float)


def odds_of(result: Support, item: str) -> float:
    row = result.contributions.loc[item]
    return float(row["arson"] - row["storm"])


def test_one_account_alone_is_given_no_place():
    found = support(
        told(("can", "lab", True), ("ash", "police", True)), rated(can=[-1], ash=[-2]), SOURCES
    )
    assert found.withheld
    assert found.reasons == ("There is one account alone, and nothing to compare it with.",)
    assert set(found.words) == {"withheld"}


def test_an_account_that_nobody_rated_does_not_lead():
    matrix = rated(can=[-1, math.nan, -2], ash=[-2, math.nan, -1])
    found = support(told(("can", "lab", True), ("ash", "police", True)), matrix, SOURCES)
    assert found.probabilities.idxmax() == "storm"
    assert found.withheld
    assert "No item that counts is rated for storm" in found.reasons[0]


def test_a_rating_of_an_item_that_nobody_reports_does_not_make_an_account_rated():
    matrix = rated(can=[2, math.nan], ash=[1, math.nan], rain=[math.nan, -2])
    found = support(told(("can", "lab", True), ("ash", "police", True)), matrix, SOURCES)
    assert "No item that counts is rated for storm" in found.reasons[0]


@pytest.mark.parametrize(
    ("ratings", "stake", "holds", "share"),
    [
        ([1, -1, -1], [1, 0, 0], True, 1.0),
        ([0, -2, -2], [1, 0, 0], True, 0.6),
        ([-1, -2, -2], [1, 0, 0], True, 0.6),
        ([1, 1, 1], [1, 0, 0], True, 0.6),
        ([1, 2, 2], [1, 0, 0], True, 0.0),
        ([-1, 1, 1], [1, 0, 0], True, 0.0),
        ([-1, 1, 1], [1, 0, 0], False, 1.0),
        ([0, 2, 2], [1, 0, 0], False, 0.6),
        ([0, 2, 0], [0, -1, 0], False, 1.0),
        ([2, -2, 0], [1, -1, 0], True, 1.0),
        ([2, 1, 0], [1, -1, math.nan], True, 1.0),
        ([math.nan, -2, -2], [1, 0, 0], True, 0.6),
        ([1, math.nan, math.nan], [1, 0, 0], True, 1.0),
        ([math.nan, math.nan, math.nan], [1, 0, 0], True, 0.0),
        ([2, -2, -2], [0, 0, 0], True, 0.0),
    ],
)
def test_a_report_serves_what_fits_the_wanted_account_better_than_the_rest(
    ratings, stake, holds, share
):
    assert serving(ratings, np.nan_to_num(stake), 1 if holds else -1) == pytest.approx(share)


def test_a_stake_counts_where_the_own_rating_is_neutral_and_the_rivals_are_hurt():
    matrix, reports = rated(can=[0, -2, -2]), told(("can", "lab", True))
    stakes = pd.DataFrame({"arson": [1.0]}, index=["lab"])
    with_stake, without = (support(reports, matrix, SOURCES, s) for s in (stakes, None))
    assert 0 < odds_of(with_stake, "can") < odds_of(without, "can")


def test_a_report_against_interest_keeps_its_full_weight():
    matrix, reports = rated(can=[1, 2, 2]), told(("can", "lab", True))
    stakes = pd.DataFrame({"arson": [1.0]}, index=["lab"])
    with_stake, without = (support(reports, matrix, SOURCES, s) for s in (stakes, None))
    assert odds_of(with_stake, "can") == odds_of(without, "can") < 0


@pytest.mark.parametrize("known", [(), (("can", "mayor", True),)])
def test_a_second_report_of_unknown_origin_never_lowers_the_first(known):
    matrix = rated(can=[2, -2], ash=[0, 1])
    one = [*known, ("can", "lab", True, ""), ("ash", "police", True)]
    before, after = (
        support(told(*one, *more), matrix, SOURCES, None, Assumptions(ranges={}))
        for more in ((), (("can", "blog", True, ""),))
    )
    assert odds_of(after, "can") >= odds_of(before, "can") > 0


def test_a_weaker_source_without_a_stake_never_lowers_a_report_of_unknown_origin():
    matrix, one = rated(can=[2, -2]), ("can", "lab", True, "")
    settings = Assumptions(ranges={}, traced=0)
    before = support(told(one), matrix, SOURCES, None, settings)
    after = support(told(one, ("can", "blog", True)), matrix, SOURCES, None, settings)
    assert odds_of(after, "can") > odds_of(before, "can") > 0


@pytest.mark.parametrize("weak", ["blog", "tabloid"])
def test_a_weaker_source_of_the_same_origin_never_lowers_what_it_agrees_with(weak):
    # The fire brigade has no words of its own here: who passes them on speaks for it.
    matrix, one = rated(can=[2, -2], ash=[0, 1]), ("can", "lab", True, "brigade")
    rest = ("ash", "police", True)
    before = support(told(one, rest), matrix, SOURCES)
    after = support(told(one, ("can", weak, True, "brigade"), rest), matrix, SOURCES)
    assert odds_of(after, "can") == odds_of(before, "can") > 0


def test_sources_of_one_origin_that_contradict_each_other_are_set_against_each_other():
    matrix, rest = rated(can=[2, -2], ash=[0, 1]), ("ash", "police", True)
    so, equal, weak = (
        ("can", "lab", True, "brigade"),
        ("can", "mayor", False, "brigade"),
        ("can", "blog", False, "brigade"),
    )
    both = support(told(so, equal, rest), matrix, SOURCES.assign(reliability="C"))
    assert odds_of(both, "can") == pytest.approx(0)
    # The word of a blog that is right little more often than a coin takes little away.
    alone, other = (
        odds_of(support(told(so, *more, rest), matrix, SOURCES), "can") for more in ((), (weak,))
    )
    assert 0.9 * alone < other < alone


def test_what_an_interested_source_says_may_have_been_taken_over_by_those_of_unknown_origin():
    # The lab copies: of its two reports one is known as a copy, so (1 + 2 × .5) / (2 + 2).
    matrix = rated(can=[2, -2], ash=[1, -1], rain=[0, 1])
    stakes = pd.DataFrame({"arson": [1.0]}, index=["mayor"])
    rows = [("can", "mayor", True), ("can", "lab", True, ""), ("ash", "police", True)]
    settings = Assumptions(ranges={})
    honest = support(told(*rows), matrix, SOURCES, None, settings)
    pushed = support(told(*rows), matrix, SOURCES, stakes, settings)
    copier = told(*rows, ("rain", "lab", True, "", "police"))
    known = support(copier, matrix, SOURCES, stakes, settings)
    assert odds_of(honest, "can") > odds_of(pushed, "can") > odds_of(known, "can") > 0


def test_a_copy_that_says_the_opposite_is_no_copy_and_is_named():
    matrix = rated(can=[2, -2], ash=[0, 1])
    original = [("can", "lab", True), ("ash", "police", True)]
    copy = told(*original, ("can", "blog", False, "", "lab"))
    own = told(*original, ("can", "blog", False, ""))
    found = support(copy, matrix, SOURCES)
    assert found.probabilities.tolist() == support(own, matrix, SOURCES).probabilities.tolist()
    assert odds_of(found, "can") > 0.5 * odds_of(support(told(*original), matrix, SOURCES), "can")
    assert found.oddities == (
        "What “blog” says of “can” is marked as a copy of “lab” and says the opposite, so it "
        "counts as its own.",
    )


def test_a_source_that_says_both_is_no_established_origin():
    matrix = rated(can=[2, -2], ash=[1, -1])
    rows = [("can", "lab", True), ("ash", "lab", True)]
    both = [("can", "mayor", True), ("can", "mayor", False)]
    found = support(told(*rows, *both), matrix, SOURCES)
    assert "one origin that is established" in found.reasons[0]
    assert found.oddities == (
        "“mayor” says that “can” is so and that it is not, which tells nothing.",
    )
    alone = support(told(*rows), matrix, SOURCES)
    assert found.probabilities.tolist() == alone.probabilities.tolist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sources": SOURCES.loc[["lab", "lab"]]}, 'sources has the source "lab" twice'),
        (
            {"stakes": pd.DataFrame({"arsn": [1.0]}, index=["lab"])},
            'stakes has the narrative "arsn", which the matrix does not have. Known: arson, storm.',
        ),
        (
            {"stakes": pd.DataFrame({"arson": [1.0]}, index=["mayr"])},
            'stakes has the source "mayr", which the table of sources does not have. Known: lab, ',
        ),
        (
            {"stakes": pd.DataFrame({"arson": [1.0, -1.0]}, index=["lab", "lab"])},
            'stakes has the source "lab" twice. Each source stands once.',
        ),
        ({"matrix": rated(can=[2, -2])[[]]}, "matrix has no narrative. Give one column for each"),
    ],
)
def test_tables_that_say_a_thing_twice_or_of_nobody_are_refused(change, message):
    tables = {"reports": told(("can", "lab", True)), "matrix": rated(can=[2, -2])}
    with pytest.raises(SchemaError, match=message):
        support(**{**tables, "sources": SOURCES, **change})


@pytest.mark.parametrize("weigh", [burton_weights, weigh_items])
def test_a_credibility_read_from_a_file_as_text_is_the_same_grade(weigh):
    items = pd.DataFrame({"credibility": ["1", "6", "3.0", "", None], "relevance": ""})
    numbers = pd.DataFrame({"credibility": [1, 6, 3, None, None], "relevance": ""})
    assert weigh(items).tolist() == weigh(numbers).tolist()
    with pytest.raises(SchemaError, match=r"credibility '7' is not a grade\. Use 1 to 6"):
        weigh(items.assign(credibility="7"))
