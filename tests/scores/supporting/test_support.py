from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from narratives.schema import SchemaError
from narratives.scores.supporting.assumptions import Assumptions, sweep_one_by_one
from narratives.scores.supporting.log_odds import item_contributions, item_log_odds, report_log_odds
from narratives.scores.supporting.support import support
from narratives.scores.supporting.withholding import NONE_OF_THESE, WITHHELD, estimative_word

GRADES = {"A": 0.95, "B": 0.85, "C": 0.75, "D": 0.62, "E": 0.52}
CHANCES = {-2.0: 0.05, -1.0: 0.2, 0.0: 0.5, 1.0: 0.8, 2.0: 0.95}


def reports_of(*rows: tuple) -> pd.DataFrame:
    """Item, source, holds, origin; the origin is the source's own where it is left out."""
    full = [(*row, row[1]) if len(row) == 3 else row for row in rows]
    return pd.DataFrame(full, columns=["item_id", "source_id", "holds", "origin_id"])


def grades_of(**grades: str) -> pd.DataFrame:
    return pd.DataFrame({"reliability": pd.Series(grades, dtype="str")})


def matrix_of(**ratings: list[float]) -> pd.DataFrame:
    """Narratives by name; items are i1, i2, ..."""
    matrix = pd.DataFrame(ratings, dtype=float)
    matrix.index = pd.Index([f"i{n + 1}" for n in range(len(matrix))])
    return matrix


@st.composite
def cases(draw) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    items, narratives = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    cell = st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0, math.nan])
    ratings = draw(st.lists(cell, min_size=items * narratives, max_size=items * narratives))
    matrix = pd.DataFrame(
        np.array(ratings).reshape(items, narratives),
        index=[f"i{n}" for n in range(items)],
        columns=[f"n{n}" for n in range(narratives)],
    )
    names = [f"s{n}" for n in range(5)]
    letters = st.sampled_from(["A", "B", "C", "D", "E", "F", ""])
    sources = pd.DataFrame(
        {"reliability": draw(st.lists(letters, min_size=5, max_size=5))}, index=names, dtype="str"
    )
    origins = draw(st.lists(st.sampled_from(["o1", "o2", "o3", "", "s0"]), min_size=5, max_size=5))
    stake = st.sampled_from([1.0, -1.0, 0.0, math.nan])
    wants = draw(st.lists(stake, min_size=5 * narratives, max_size=5 * narratives))
    stakes = pd.DataFrame(
        np.array(wants).reshape(5, narratives), index=names, columns=matrix.columns
    )
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, items - 1), st.integers(0, 4), st.booleans()),
            max_size=12,
            unique=True,
        )
    )
    reports = pd.DataFrame(
        [(f"i{i}", f"s{s}", holds, origins[s]) for i, s, holds in rows],
        columns=["item_id", "source_id", "holds", "origin_id"],
    ).astype({"item_id": "str", "source_id": "str", "origin_id": "str", "holds": bool})
    return reports, matrix, sources, stakes


quick = hypothesis_settings(max_examples=40, deadline=None)


# By hand.


def test_one_report_by_hand():
    # A under scepticism .1: .5 + .9 × .45 = .905. The item fits a (CC, .95) and not b (II, .05),
    # with a doubt of .05 .9275 and .0725: a .905 × .9275 + .095 × .0725 = .846275, b .153725,
    # none of these .5. Prior .49, .49, .02: .41467475, .07532525, .01, in all .5.
    result = support(reports_of(("i1", "s", True)), matrix_of(a=[2], b=[-2]), grades_of(s="A"))
    assert result.probabilities.tolist() == pytest.approx([0.8293495, 0.1506505, 0.02])
    assert result.probabilities.index.tolist() == ["a", "b", NONE_OF_THESE]


def test_a_report_that_an_item_is_not_so_speaks_for_the_other_side():
    result = support(reports_of(("i1", "s", False)), matrix_of(a=[2], b=[-2]), grades_of(s="A"))
    assert result.probabilities.tolist() == pytest.approx([0.1506505, 0.8293495, 0.02])


def test_equal_witnesses_share_the_published_discount():
    # Three of log-odds 1.5 with rho .4: w = 1 / (1 + 2 × .4) = 1 / 1.8, so 4.5 / 1.8 = 2.5.
    assert item_log_odds([[1.5, 1.5, 1.5]], 0.4).tolist() == pytest.approx([2.5])


def test_a_weak_witness_beside_a_strong_one_takes_nothing_away():
    # m = (2 + .5) / 2 = 1.25; w = 1 / (1 + .25 × .4) = 1 / 1.1; 2.5 / 1.1 = 2.273.
    # With m = 2 it were 2.5 / 1.4 = 1.786, less than the strong witness alone.
    assert item_log_odds([[2.0, 0.5]], 0.4).tolist() == pytest.approx([2.5 / 1.1])


def test_of_two_cautions_the_stronger_is_taken_and_not_both():
    # B as graded log(.85 / .15) = 1.735, under scepticism log(.78 / .22) = 1.266. Two: with the
    # discount 3.469 / 1.4 = 2.478, under scepticism 2.531, so 2.478. With an E (.52) the
    # discount is small: (1.735 + .080) / 1.018 = 1.782, under scepticism 1.266 + .064 = 1.330.
    settings = Assumptions(ranges={}, none=1e-9, rho=0.4, scepticism=0.2, doubt=0)

    def odds(**sources: str) -> float:
        told = reports_of(*(("i1", name, True, name) for name in sources))
        found = support(told, matrix_of(a=[2], b=[-2]), grades_of(**sources), None, settings)
        ratio = found.probabilities["a"] / found.probabilities["b"]
        # a / b = (.95 p + .05 (1 - p)) / (.05 p + .95 (1 - p)), solved for p / (1 - p).
        return float(np.log((0.95 * ratio - 0.05) / (0.95 - 0.05 * ratio)))

    graded = {letter: math.log(p / (1 - p)) for letter, p in (("B", 0.85), ("E", 0.52))}
    pulled = {letter: math.log(p / (1 - p)) for letter, p in (("B", 0.78), ("E", 0.516))}
    assert odds(s="B") == pytest.approx(pulled["B"])
    assert odds(s="B", t="B") == pytest.approx(2 * graded["B"] / 1.4)
    assert odds(s="B", t="E") == pytest.approx(pulled["B"] + pulled["E"])


def test_those_who_deny_are_discounted_apart_from_those_who_affirm():
    # For: 2 × 1.4 / 1.4 = 2. Against: 1.
    assert item_log_odds([[1.4, 1.4, -1.0]], 0.4).tolist() == pytest.approx([1.0])


def test_a_self_serving_report_tells_less_and_one_against_interest_tells_all():
    # C: .5 + .9 × .25 = .725. Full weight log(.725 / .275). With a motive of .7:
    # .7 + .3 × .725 = .9175 against .7 + .3 × .275 = .7825. CC and II are .9275 and .0725.
    matrix, sources = matrix_of(a=[2], b=[-2]), grades_of(s="C")
    told = reports_of(("i1", "s", True))
    plain = Assumptions(ranges={})

    def odds(stake: float) -> float:
        stakes = pd.DataFrame({"a": [stake]}, index=["s"])
        found = support(told, matrix, sources, stakes, plain).contributions.loc["i1"]
        return float(np.exp(found["a"] - found["b"]))

    def ratio(chance: float) -> float:
        fits = chance * 0.9275 + (1 - chance) * 0.0725
        return fits / (1 - fits)

    assert odds(1) == pytest.approx(ratio(0.9175 / (0.9175 + 0.7825)))
    assert odds(-1) == pytest.approx(ratio(0.725))
    assert odds(math.nan) == pytest.approx(ratio(0.725))


def test_a_denial_serves_who_wants_the_narrative_disbelieved():
    matrix, sources = matrix_of(a=[2], b=[0]), grades_of(s="B")
    told = reports_of(("i1", "s", False))
    against = support(told, matrix, sources, pd.DataFrame({"a": [-1]}, index=["s"]))
    alone = support(told, matrix, sources)
    assert against.probabilities["a"] > alone.probabilities["a"]


def share_of_motive(stake: pd.Series, ratings: pd.Series, holds: bool) -> float:
    """Ask in plain loops whether a report fits its source's account, and better than the rest."""
    wanted = [n for n in stake.index if stake[n] == 1]
    unwanted = [n for n in stake.index if stake[n] == -1]
    if not wanted and not unwanted:
        return 0.0
    own = wanted or [n for n in stake.index if stake[n] != -1]
    others = unwanted or [n for n in stake.index if stake[n] != 1]

    def mean(numbers: list[float]) -> float:
        known = [number for number in numbers if not math.isnan(number)]
        return sum(known) / len(known) if known else 0.0

    sign = 1 if holds else -1
    fits = sign * mean([ratings[n] for n in wanted] + [-ratings[n] for n in unwanted])
    better = sign * (mean([ratings[n] for n in own]) - mean([ratings[n] for n in others]))
    if better < -1e-9:
        return 0.0
    return {2: 1.0, 1: 0.6, 0: 0.0}[int(fits > 1e-9) + int(better > 1e-9)]


@quick
@given(cases())
def test_the_result_is_that_of_plain_loops(case):
    reports, matrix, sources, stakes = case
    result = support(reports, matrix, sources, stakes, Assumptions(traced=0))
    if not result.contributions.drop(index="before any item").to_numpy().any():
        return
    total = dict.fromkeys(matrix.columns, math.log(0.98 / len(matrix.columns)))
    total[NONE_OF_THESE] = math.log(0.02)
    for item, ratings in matrix.iterrows():
        witnesses: dict[tuple[str, str], dict[str, list[tuple[float, float]]]] = {}
        said_of = reports[reports["item_id"] == item].to_dict("records")
        if ratings.isna().all():
            continue
        counted = [
            row
            for row in said_of
            if sources.at[row["source_id"], "reliability"] in GRADES
            and not any(
                other["source_id"] == row["source_id"] and other["holds"] != row["holds"]
                for other in said_of
            )
        ]
        for row in counted:
            right = GRADES[sources.at[row["source_id"], "reliability"]]
            motive = 0.7 * share_of_motive(stakes.loc[row["source_id"]], ratings, row["holds"])
            taken = 0.0
            for other in counted:
                alike = other["origin_id"] and other["holds"] == row["holds"]
                if not row["origin_id"] and alike:
                    its = GRADES[sources.at[other["source_id"], "reliability"]]
                    share = share_of_motive(stakes.loc[other["source_id"]], ratings, row["holds"])
                    if share > 0 or its >= right:
                        number = (reports["source_id"] == row["source_id"]).sum()
                        taken = (2 * 0.5) / (number + 2)
            anyway = motive + taken - motive * taken
            sign = 1 if row["holds"] else -1
            graded, sceptical = (
                sign * math.log((anyway + (1 - anyway) * p) / (anyway + (1 - anyway) * (1 - p)))
                for p in (right, 0.5 + 0.9 * (right - 0.5))
            )
            side = "" if row["origin_id"] else str(row["holds"])
            group = witnesses.setdefault((row["origin_id"], side), {})
            group.setdefault(row["source_id"], []).append((graded, sceptical))
        voices = []
        for (origin, _), group in witnesses.items():
            speaking = {origin: group[origin]} if origin in group else group
            said = [odds for each in speaking.values() for odds in each]
            # The strongest who say so, against the strongest who say not.
            voices.append([max(*odds, 0.0) + min(*odds, 0.0) for odds in zip(*said, strict=True)])
        fact = 0.0
        for side in (1, -1):
            strengths = [side * graded for graded, _ in voices if side * graded > 0]
            pulled = sum(max(side * sceptical, 0.0) for _, sceptical in voices)
            if strengths:
                m = sum(strengths) / max(strengths)
                fact += side * min(sum(strengths) / (1 + (m - 1) * 0.3), pulled)
        chance = 1 / (1 + math.exp(-fact))
        doubted = {r: 0.5 + 0.95 * (p - 0.5) for r, p in CHANCES.items()}
        fits = {
            n: math.log(chance * doubted[r] + (1 - chance) * (1 - doubted[r]))
            for n, r in ratings.items()
            if not math.isnan(r)
        }
        fits[NONE_OF_THESE] = math.log(0.5)
        mean = sum(fits.values()) / len(fits)
        for narrative, fit in fits.items():
            total[narrative] += fit - mean
    whole = sum(math.exp(value) for value in total.values())
    expected = [math.exp(value) / whole for value in total.values()]
    assert result.probabilities.tolist() == pytest.approx(expected)


# Laws.


@quick
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_is_irrelevant(case, random):
    reports, matrix, sources, stakes = case
    mixed = [reports, matrix, sources, stakes]
    mixed = [t.iloc[random.sample(range(len(t)), len(t))] for t in mixed]
    columns = random.sample(list(matrix.columns), len(matrix.columns))
    one = support(*case)
    other = support(mixed[0], mixed[1][columns], mixed[2], mixed[3])
    for name in ("probabilities", "low", "high"):
        assert getattr(other, name)[one.probabilities.index].tolist() == pytest.approx(
            getattr(one, name).tolist()
        )
    assert other.withheld == one.withheld
    back = other.contributions.loc[one.contributions.index, one.contributions.columns]
    assert back.to_numpy() == pytest.approx(one.contributions.to_numpy())


@quick
@given(cases())
def test_renaming_renames(case):
    reports, matrix, sources, stakes = case
    other = support(
        reports.assign(
            item_id="x" + reports["item_id"].astype("str"),
            source_id="x" + reports["source_id"].astype("str"),
            origin_id=[f"x{o}" if o else "" for o in reports["origin_id"]],
        ),
        matrix.rename(index=lambda name: f"x{name}", columns=lambda name: f"x{name}"),
        sources.rename(index=lambda name: f"x{name}"),
        stakes.rename(index=lambda name: f"x{name}", columns=lambda name: f"x{name}"),
    )
    one = support(*case)
    assert other.probabilities.tolist() == pytest.approx(one.probabilities.tolist())
    assert other.probabilities.index.tolist() == [
        *(f"x{name}" for name in matrix.columns),
        NONE_OF_THESE,
    ]
    assert other.withheld == one.withheld


@quick
@given(cases(), st.data())
def test_a_copy_of_a_report_changes_nothing(case, data):
    reports, matrix, sources, stakes = case
    if reports.empty:
        return
    row = reports.iloc[data.draw(st.integers(0, len(reports) - 1))]
    how = data.draw(st.sampled_from(["the row twice", "copied_from", "an ungraded outlet"]))
    copy = row.to_dict()
    if how != "the row twice":
        copy["source_id"] = "outlet"
    if how == "copied_from":
        copy |= {"copied_from": row["source_id"], "origin_id": ""}
        sources = pd.concat([sources, grades_of(outlet="A")])
    more = pd.concat([reports, pd.DataFrame([copy] * 3)], ignore_index=True)
    one, other = support(reports, matrix, sources, stakes), support(more, matrix, sources, stakes)
    pd.testing.assert_series_equal(other.probabilities, one.probabilities)
    pd.testing.assert_frame_equal(other.contributions, one.contributions)
    assert other.withheld == one.withheld


@quick
@given(cases())
def test_probabilities_sum_to_one_within_their_interval(case):
    result = support(*case)
    assert result.probabilities.sum() == pytest.approx(1)
    assert result.probabilities.between(0, 1).all()
    assert (result.low <= result.probabilities + 1e-12).all()
    assert (result.high >= result.probabilities - 1e-12).all()
    assert result.withheld == bool(result.reasons)


@quick
@given(cases())
def test_contributions_add_up_to_the_result(case):
    result = support(*case)
    logs = np.log(result.probabilities)
    assert result.contributions.sum().tolist() == pytest.approx((logs - logs.mean()).tolist())
    assert result.contributions.sum(axis=1).tolist() == pytest.approx(
        [0.0] * len(result.contributions), abs=1e-9
    )


@quick
@given(cases())
def test_no_information_gives_the_prior_back(case):
    reports, matrix, sources, stakes = case
    prior = [0.98 / len(matrix.columns)] * len(matrix.columns) + [0.02]
    for silent in (
        support(reports.iloc[:0], matrix, sources, stakes),
        support(reports, matrix * math.nan, sources, stakes),
        support(reports, matrix, sources.assign(reliability="F"), stakes),
        support(reports, matrix, sources.iloc[:0], stakes.iloc[:0]),
        support(reports, matrix, sources, stakes, Assumptions(scepticism=1, ranges={})),
    ):
        assert silent.probabilities.tolist() == pytest.approx(prior)


@quick
@given(cases(), st.sampled_from("ABCDE"))
def test_one_more_independent_report_never_lowers_the_item(case, grade):
    reports, matrix, sources, _ = case
    more = pd.concat([reports, reports_of(("i0", "new", True, "new"))], ignore_index=True)
    graded = pd.concat([sources, grades_of(new=grade)])
    settings = Assumptions(traced=0, ranges={})
    # A narrative under which the item is sure to be so shows the chance of the item.
    one_item = matrix.iloc[:1].assign(**dict.fromkeys(matrix.columns, math.nan))
    one_item = one_item.assign(n0=2.0, n1=-2.0)
    before = support(reports, one_item, sources, None, settings).contributions.loc["i0", "n0"]
    after = support(more, one_item, graded, None, settings).contributions.loc["i0", "n0"]
    assert after >= before - 1e-12


# Copies, origins, and what is missing.


def two_sides() -> tuple[pd.DataFrame, pd.DataFrame]:
    matrix = matrix_of(a=[2, 1], b=[-2, -1])
    sources = grades_of(s="B", t="B", u="C", v="C", w="A")
    return matrix, sources


def test_ten_copies_of_one_origin_are_one_witness():
    matrix = matrix_of(a=[2], b=[-2])
    names = [f"s{n}" for n in range(10)]
    sources = pd.DataFrame({"reliability": "C"}, index=names)
    ten = support(reports_of(*(("i1", s, True, "agency") for s in names)), matrix, sources)
    one = support(reports_of(("i1", "s0", True, "agency")), matrix, sources)
    pd.testing.assert_series_equal(ten.probabilities, one.probabilities)


def test_copies_stand_in_for_an_original_that_is_not_listed():
    matrix, sources = two_sides()
    copies = reports_of(("i1", "s", True, ""), ("i1", "t", True, "")).assign(copied_from="u")
    original = reports_of(("i1", "u", True, "u"))
    pd.testing.assert_series_equal(
        support(copies, matrix, sources).probabilities,
        support(original, matrix, sources).probabilities,
    )


def test_a_copy_may_name_the_statement_it_was_taken_from():
    matrix, sources = two_sides()
    told = reports_of(("i1", "u", True, "u"), ("i1", "w", True, "w"))
    told = told.assign(statement_id=["doc:1-2", "doc:3-4"], copied_from=["", "doc:1-2"])
    pd.testing.assert_series_equal(
        support(told, matrix, sources).probabilities,
        support(told.iloc[:1], matrix, sources).probabilities,
    )


def test_two_that_copy_each_other_are_one():
    matrix, sources = two_sides()
    ring = reports_of(("i1", "s", True, "s"), ("i1", "t", True, "t"))
    ring = ring.assign(copied_from=["t", "s"])
    alone = reports_of(("i1", "s", True, "s"))
    assert support(ring, matrix, sources).probabilities.tolist() == pytest.approx(
        support(alone, matrix, sources).probabilities.tolist()
    )


def test_a_long_chain_of_copies_is_one_report():
    matrix, sources = two_sides()
    chain = reports_of(*(("i1", f"x{n}", True, "") for n in range(3000)))
    chain["copied_from"] = [*(f"x{n + 1}" for n in range(2999)), "s"]
    assert support(chain, matrix, sources).probabilities.tolist() == pytest.approx(
        support(reports_of(("i1", "s", True)), matrix, sources).probabilities.tolist()
    )


def test_a_ring_that_others_copy_is_one_report():
    matrix, sources = two_sides()
    told = reports_of(*(("i1", s, True) for s in "wuts")).assign(copied_from=[*"utsu"])
    # w copies u, and u, t, s copy each other: s is the first of the ring by name.
    assert support(told, matrix, sources).probabilities.tolist() == pytest.approx(
        support(reports_of(("i1", "s", True)), matrix, sources).probabilities.tolist()
    )


def test_the_source_named_like_the_origin_speaks_for_it():
    matrix, sources = two_sides()
    told = reports_of(("i1", "u", True, "u"), ("i1", "w", True, "u"))
    pd.testing.assert_series_equal(
        support(told, matrix, sources).probabilities,
        support(told.iloc[:1], matrix, sources).probabilities,
    )


def test_reports_of_unknown_origin_that_say_the_same_count_as_one():
    matrix, sources = two_sides()
    known = [("i2", name, True) for name in "stuv"]
    one = support(reports_of(*known, ("i1", "s", True, "")), matrix, sources)
    three = support(reports_of(*known, *(("i1", s, True, "") for s in "st")), matrix, sources)
    pd.testing.assert_series_equal(one.probabilities, three.probabilities)


@pytest.mark.parametrize("missing", ["", None, math.nan, "unnamed", pd.NA])
def test_a_missing_origin_is_missing_however_it_is_written(missing):
    matrix, sources = two_sides()
    result = support(reports_of(("i1", "s", True, missing)), matrix, sources)
    assert "is not established" in result.reasons[0]


def test_f_is_missing_and_not_the_middle():
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True), ("i1", "t", True))
    graded_f = sources.assign(reliability=["B", "F", "C", "C", "A"])
    pd.testing.assert_series_equal(
        support(told, matrix, graded_f).probabilities,
        support(told.iloc[:1], matrix, sources).probabilities,
    )


def test_a_narrative_that_is_not_rated_neither_gains_nor_loses():
    told, sources = reports_of(("i1", "s", True), ("i1", "t", True)), grades_of(s="A", t="A")
    missing = support(told, matrix_of(a=[2], b=[-2], c=[math.nan]), sources)
    neutral = support(told, matrix_of(a=[2], b=[-2], c=[0]), sources)
    assert missing.contributions.at["i1", "c"] == 0
    assert neutral.contributions.at["i1", "c"] != 0


def test_a_rating_between_two_lies_between_their_likelihoods():
    # 1.5 lies half way between .8 and .95, and A is .86 under scepticism .2.
    told, sources = reports_of(("i1", "s", True)), grades_of(s="A")
    settings = Assumptions(scepticism=0.2, doubt=0, ranges={})
    found = support(told, matrix_of(a=[1.5], b=[0]), sources, None, settings)
    found = found.contributions.loc["i1"]
    assert math.exp(found["a"] - found["b"]) == pytest.approx((0.86 * 0.875 + 0.14 * 0.125) / 0.5)


def test_reports_of_items_outside_the_matrix_are_left_out():
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True), ("elsewhere", "w", False))
    pd.testing.assert_series_equal(
        support(told, matrix, sources).probabilities,
        support(told.iloc[:1], matrix, sources).probabilities,
    )


def test_what_no_narrative_explains_goes_to_none_of_these():
    matrix = matrix_of(a=[-2, -2], b=[-2, -2])
    told = reports_of(*((i, s, True) for i in ("i1", "i2") for s in "st"))
    result = support(told, matrix, grades_of(s="A", t="A"))
    assert result.probabilities[NONE_OF_THESE] > 0.1
    assert "Nothing separates a and b." in result.reasons


def test_the_tables_given_are_left_as_they_were():
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True), ("i2", "t", False)).assign(copied_from=["", "s"])
    stakes = pd.DataFrame({"a": [1.0]}, index=["s"])
    before = [table.copy() for table in (told, matrix, sources, stakes)]
    support(told, matrix, sources, stakes)
    for table, copy in zip((told, matrix, sources, stakes), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


# Abstention.


def test_where_provenance_is_hidden_the_prior_comes_back_with_the_reason():
    matrix, sources = two_sides()
    told = reports_of(*(("i1", s, True, "") for s in "stuv"), ("i2", "w", True))
    result = support(told, matrix, sources)
    assert result.withheld
    assert result.reasons[0].startswith("The origin of 80% of the reports is not established")
    assert result.probabilities.tolist() == pytest.approx([0.49, 0.49, 0.02])
    assert (result.low.tolist(), result.high.tolist()) == ([0, 0, 0], [1, 1, 1])
    assert set(result.words) == {WITHHELD}


def test_where_most_origins_are_unknown_there_is_a_probability_and_no_ranking():
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True), ("i2", "t", True), *(("i1", s, True, "") for s in "uvw"))
    result = support(told, matrix, sources)
    assert result.withheld
    assert "60% of the reports" in result.reasons[0]
    assert result.probabilities["a"] > 0.7


def test_one_origin_alone_is_no_ranking():
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True, "state"), ("i2", "t", True, "state"))
    result = support(told, matrix, sources)
    assert result.reasons == (
        "The reports that can be judged come from one origin that is established; "
        "a ranking needs 2.",
    )
    assert result.probabilities["a"] > 0.7


def test_a_leader_that_changes_within_the_ranges_is_no_leader():
    # Three who have a stake against one who has none: who leads hangs on the motive.
    matrix = matrix_of(a=[2], b=[-2])
    told = reports_of(*(("i1", s, True) for s in "stu"), ("i1", "w", False))
    stakes = pd.DataFrame({"a": [1.0, 1.0, 1.0]}, index=[*"stu"])
    result = support(told, matrix, grades_of(s="B", t="B", u="B", w="C"), stakes)
    assert result.withheld
    assert "leads under the assumptions as given, but" in result.reasons[0]
    assert "for example with rho" in result.reasons[0]
    fixed = support(
        told, matrix, grades_of(s="B", t="B", u="B", w="C"), stakes, Assumptions(ranges={})
    )
    assert not fixed.withheld
    assert fixed.low.tolist() == fixed.high.tolist() == fixed.probabilities.tolist()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("no ratings", "No item is rated for any narrative."),
        ("no reports", "Nobody reports an item that is rated."),
        ("no grades", "None of the sources of the 2 reports on rated items has a grade"),
    ],
)
def test_where_nothing_can_be_judged_the_reason_says_what_is_missing(change, reason):
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True), ("i2", "t", True))
    if change == "no ratings":
        matrix = matrix * math.nan
    elif change == "no reports":
        told = told.iloc[:0]
    else:
        sources = sources.assign(reliability="")
    result = support(told, matrix, sources)
    assert result.withheld
    assert result.reasons[0].startswith(reason)


def test_a_settled_case_has_a_ranking_and_words():
    matrix, sources = two_sides()
    told = reports_of(*((i, s, True) for i in ("i1", "i2") for s in "stw"))
    result = support(told, matrix, sources)
    assert not result.withheld
    assert result.reasons == ()
    assert result.words["a"] == estimative_word(result.probabilities["a"])
    assert result.low["a"] < result.probabilities["a"] < result.high["a"]


def test_the_words_mirror_each_other_around_even():
    mirror = {
        "almost no chance": "almost certain",
        "very unlikely": "very likely",
        "unlikely": "likely",
        "roughly even chance": "roughly even chance",
    }
    mirror |= {high: low for low, high in mirror.items()}
    for percent in range(101):
        word = estimative_word(percent / 100)
        assert estimative_word(1 - percent / 100) == mirror[word]
    assert estimative_word(0.05) == "very unlikely"
    assert estimative_word(0.2) == "unlikely"
    assert estimative_word(0.45) == "roughly even chance"


# Mistakes.


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"holds": ["yes"]}, "reports, row 1, item \"i1\": holds 'yes' is neither True nor False"),
        ({"holds": [math.nan]}, "holds nan is neither True nor False"),
    ],
)
def test_a_report_that_neither_holds_nor_not_is_refused(change, message):
    matrix, sources = two_sides()
    with pytest.raises(SchemaError, match=message):
        support(reports_of(("i1", "s", True)).assign(**change), matrix, sources)


def test_unknown_grades_stakes_and_names_are_refused():
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True))
    with pytest.raises(
        SchemaError, match=r'sources, "s": reliability "G" is not a grade. Use A, B'
    ):
        support(told, matrix, sources.assign(reliability="G"))
    with pytest.raises(SchemaError, match='stakes, source "s", narrative "a": 2 is not a stake'):
        support(told, matrix, sources, pd.DataFrame({"a": [2.0]}, index=["s"]))
    with pytest.raises(SchemaError, match="reports lacks the columns origin_id"):
        support(told.drop(columns="origin_id"), matrix, sources)
    with pytest.raises(SchemaError, match="sources lacks the columns reliability"):
        support(told, matrix, sources.drop(columns="reliability"))
    with pytest.raises(SchemaError, match='narrative "none of these", which the score adds'):
        support(told, matrix.rename(columns={"a": NONE_OF_THESE}), sources)
    with pytest.raises(SchemaError, match='an item "before any item", the name of the first'):
        support(told, matrix.rename(index={"i1": "before any item"}), sources)
    with pytest.raises(SchemaError, match=r"rating 3.0 is out of range"):
        support(told, matrix + 1, sources)


def test_all_wrong_assumptions_are_named_at_once():
    with pytest.raises(SchemaError, match=r"rho 2 is out of range(.|\n)*motive -1 is out of range"):
        Assumptions(rho=2, motive=-1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"none": 0}, "none 0 leaves no doubt"),
        ({"temperature": 0}, "temperature 0 is out of range"),
        ({"origins": -1}, "origins -1 is no number of origins. Use a whole number"),
        ({"origins": 1.5}, "origins 1.5 is no number of origins. Use a whole number"),
        ({"grades": {"A": 0.9}}, "grades has A. Give one chance for each of A, B, C, D, E"),
        ({"grades": {**GRADES, "A": 1.0}}, "grades of A is 1.0. Use 0.5 to below 1"),
        ({"likelihoods": {**CHANCES, 2.0: 1.0}}, "likelihoods of 2.0 is 1.0. Use above 0, below 1"),
        ({"prior": {"a": 0}}, 'prior of "a" is 0. Use a weight above 0'),
        ({"ranges": {"colour": (0, 1)}}, 'ranges has "colour", which is not swept. Available'),
        ({"ranges": {"rho": (0.6, 0.2)}}, r"ranges of rho are \(0.6, 0.2\). Use \(low, high\)"),
        ({"ranges": {"none": (0, 0.1)}}, "ranges of none leave no doubt"),
    ],
)
def test_an_assumption_out_of_range_says_what_is_allowed(wrong, message):
    with pytest.raises(SchemaError, match=message):
        Assumptions(**wrong)


def test_a_prior_names_every_narrative():
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True))
    with pytest.raises(SchemaError, match=r'prior does not name "b". Give a weight for each'):
        support(told, matrix, sources, assumptions=Assumptions(prior={"a": 1}))
    with pytest.raises(SchemaError, match=r'prior names "c". Give a weight for each'):
        support(told, matrix, sources, assumptions=Assumptions(prior={"a": 1, "b": 1, "c": 1}))
    given = Assumptions(prior={"a": 3, "b": 1})
    silent = support(told.iloc[:0], matrix, sources, assumptions=given)
    assert silent.probabilities.tolist() == pytest.approx([0.735, 0.245, 0.02])


def every_corner(given):
    """Combine the ends of all ranges in every way, the given assumptions first.

    ``together`` counts only where accounts go with each other.
    """
    ranges = {name: ends for name, ends in given.ranges.items() if name != "together"}
    corners = [dict(zip(ranges, values, strict=True)) for values in product(*ranges.values())]
    return [given, *(replace(given, **corner) for corner in corners)]


def test_the_sweep_takes_each_assumption_alone_to_its_ends():
    given = Assumptions()
    alone = list(sweep_one_by_one(given))
    assert len(alone) == 10
    assert alone[0] == ("rho", 0.15, replace(given, rho=0.15))


def test_the_interval_is_that_of_the_corners_one_by_one():
    matrix, sources = two_sides()
    told = reports_of(*((i, s, True) for i in ("i1", "i2") for s in "stw"))
    result = support(told, matrix, sources)
    found = [
        support(told, matrix, sources, assumptions=replace(corner, ranges={})).probabilities["a"]
        for corner in every_corner(Assumptions())
    ]
    assert len(found) == 1 + 2**5
    assert (min(found), max(found)) == pytest.approx((result.low["a"], result.high["a"]))


def test_a_temperature_above_one_is_more_cautious():
    matrix, sources = two_sides()
    told = reports_of(("i1", "s", True), ("i2", "t", True))
    warm = support(told, matrix, sources, assumptions=Assumptions(temperature=2, ranges={}))
    cool = support(told, matrix, sources, assumptions=Assumptions(ranges={}))
    assert warm.probabilities["a"] < cool.probabilities["a"]
    assert warm.contributions.at["i1", "a"] == pytest.approx(cool.contributions.at["i1", "a"] / 2)


def test_the_bare_maths_take_many_cases_at_once():
    rng = np.random.default_rng(5)
    says, accuracy = rng.integers(-1, 2, (7, 4, 6)), rng.uniform(0.5, 0.95, (7, 1, 6))
    likelihood = rng.uniform(0.1, 0.9, (7, 4, 3))
    odds = item_log_odds(says * report_log_odds(accuracy, False))
    together = item_contributions(odds, likelihood)
    for at in range(7):
        alone = item_log_odds(says[at] * report_log_odds(accuracy[at], False))
        assert item_contributions(alone, likelihood[at]) == pytest.approx(together[at])
