"""Relations between accounts in the scores: by hand, and against a plain loop over all worlds."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import chain, combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from narratives.schema import Relation, SchemaError
from narratives.scores import Assumptions, rank_narratives, rater_views, support, what_would_change
from narratives.scores.changing.orders import check_contradictions
from narratives.scores.supporting.interests import serving
from narratives.scores.supporting.support import PRIOR
from narratives.scores.worlds import read_worlds

# One witness of grade A, nothing pulled towards the middle: an item is so with .95, so that it
# multiplies an account rated C by .95 x .8 + .05 x .2 = .77, one rated N by .5, one rated I by .23.
BARE = Assumptions(scepticism=0, doubt=0, origins=0, ranges={})
FITS = {1.0: 0.77, 0.0: 0.5, -1.0: 0.23, 2.0: 0.905, -2.0: 0.095}
SOURCES = pd.DataFrame({"reliability": ["A", "B"]}, index=["lab", "mayor"])


def table(**ratings: list[float]) -> pd.DataFrame:
    number = len(next(iter(ratings.values())))
    return pd.DataFrame(ratings, index=[f"i{n}" for n in range(number)], dtype=float)


def told(matrix: pd.DataFrame, source: str = "lab") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item_id": matrix.index,
            "statement_id": [f"s{n}" for n in range(len(matrix))],
            "source_id": source,
            "origin_id": source,
            "holds": True,
        }
    )


def judge(matrix: pd.DataFrame, relations: list, assumptions: Assumptions = BARE):
    return support(told(matrix), matrix, SOURCES, None, assumptions, relations)


def test_what_contains_is_as_likely_as_all_its_ways_by_hand():
    matrix = table(attack=[-1], arson=[1], storm=[0])
    found = judge(matrix, [("attack", "contains", "arson")])
    # Worlds: attack alone, attack as arson, storm, each .98 / 3 before, and none of these .02.
    # Their sum afterwards: .98 / 3 x (.23 + .77 + .5) + .02 x .5 = .5.
    assert found.worlds.to_dict() == pytest.approx(
        {
            "attack": 0.98 / 3 * 0.23 / 0.5,
            "attack;arson": 0.98 / 3 * 0.77 / 0.5,
            "storm": 0.98 / 3 * 0.5 / 0.5,
            "none of these": 0.02,
        }
    )
    assert found.probabilities["attack"] == pytest.approx(0.98 / 3 / 0.5)
    assert found.probabilities["arson"] == pytest.approx(0.98 / 3 * 0.77 / 0.5)
    assert judge(matrix, []).probabilities["attack"] == pytest.approx(0.98 / 3 * 0.23 / 0.5)


def test_two_that_go_with_each_other_may_both_be_so_by_hand():
    matrix = table(a=[1], b=[0], c=[-1])
    found = judge(matrix, [("a", "goes_with", "b")])
    # Of 2/3 of .98 each of a and b has two fifths, both together one; c keeps its third. What
    # fits a fits the two together: b has no say in it.
    share = 0.98 * 2 / 3 / 5
    weights = [2 * share * 0.77, 2 * share * 0.5, share * 0.77, 0.98 / 3 * 0.23, 0.02 * 0.5]
    a, b, both, c, none = (weight / sum(weights) for weight in weights)
    assert found.probabilities.to_dict() == pytest.approx(
        {"a": a + both, "b": b + both, "c": c, "none of these": none}
    )
    assert found.worlds["a;b"] == pytest.approx(both)
    assert found.worlds.sum() == pytest.approx(1)
    assert found.probabilities.sum() > 1


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [(1, 1, 1), (2, 1, 2), (2, 0, 2), (-2, 0, -2), (1, -1, 0), (2, -1, 1), (-1, -2, -2)],
)
def test_of_two_at_once_the_highest_above_and_the_lowest_below_speak(one, other, both):
    worlds = read_worlds("ab", [("a", "goes_with", "b")])
    assert worlds.rate(np.array([[one, other]], dtype=float))[0, 2] == both
    assert worlds.rate(np.array([[other, one]], dtype=float))[0, 2] == both


def test_two_that_fit_alike_are_not_likelier_together_than_one_of_them():
    found = judge(table(a=[1, 1, 1], b=[1, 1, 1], c=[0, 0, 0]), [("a", "goes_with", "b")])
    # As before any item: one fifth against two fifths.
    assert found.worlds["a;b"] / found.worlds["a"] == pytest.approx(0.5)


def test_excluded_pairs_and_no_relation_are_the_same_to_the_last_digit():
    matrix = table(a=[1, -2, math.nan], b=[0, 2, -1], c=[-1, math.nan, 1])
    case = SimpleNamespace(
        matrix=matrix,
        weights=pd.Series(1.0, index=matrix.index),
        reports=told(matrix),
        sources=SOURCES,
        stakes=pd.DataFrame({"a": [1.0]}, index=["lab"]),
    )
    plain = what_would_change(case)
    case.relations = pd.DataFrame(
        [("a", "excludes", "b"), ("b", "excludes", "c")],
        columns=["narrative_id", "relation", "other_id"],
    )
    pd.testing.assert_frame_equal(what_would_change(case), plain, check_exact=True)
    one, other = judge(matrix, []), judge(matrix, [("c", "excludes", "a")])
    for name in ("probabilities", "low", "high", "worlds"):
        pd.testing.assert_series_equal(getattr(one, name), getattr(other, name), check_exact=True)
    pd.testing.assert_frame_equal(one.contributions, other.contributions, check_exact=True)
    pd.testing.assert_series_equal(one.worlds, one.probabilities, check_names=False)


def test_what_is_not_rated_has_the_rating_of_the_narrowest_that_contain_it():
    # e lies in d and in b; b and c lie in a. Item by item: own, b's, both of d and b, a's, none.
    relations = [
        ("a", "contains", "b"),
        ("a", "contains", "c"),
        ("b", "contains", "e"),
        ("d", "contains", "e"),
    ]
    worlds = read_worlds("abcde", relations)
    nan = math.nan
    ratings = np.array(
        [
            [-2, -1, 1, nan, 2],
            [-2, -1, nan, nan, nan],
            [-2, 2, nan, -1, nan],
            [-2, nan, nan, nan, nan],
            [nan, nan, 1, nan, nan],
        ]
    )
    expected = [
        [-2, -1, 1, nan, 2],
        [-2, -1, -2, nan, -1],
        [-2, 2, -2, -1, 1],
        [-2, -2, -2, nan, -2],
        [nan, nan, 1, nan, nan],
    ]
    np.testing.assert_array_equal(worlds.fill(ratings), expected)


def test_an_account_that_is_not_rated_loses_nothing_where_others_go_with_each_other():
    matrix = table(a=[1], b=[1], c=[math.nan])
    apart, beside = judge(matrix, []), judge(matrix, [("a", "goes_with", "b")])
    odds = [
        found.worlds["c"] / (found.worlds["a"] + found.worlds["b"] + found.worlds.get("a;b", 0))
        for found in (apart, beside)
    ]
    assert odds[0] == pytest.approx(odds[1])


def test_contradiction_is_counted_where_the_wide_account_is_contradicted_least_by_hand():
    matrix = table(attack=[-2, -1], arson=[1, math.nan], storm=[-1, 0], rain=[math.nan] * 2)
    found = rank_narratives(matrix, relations=[("attack", "contains", "arson")])
    # Arson: C, and I as the attack has it: 1. The attack by itself: 3; as arson: 1.
    assert found["inconsistency"].dropna().to_dict() == {"attack": 1, "arson": 1, "storm": 1}
    assert found["contradicted_by"].to_dict() == {
        "attack": "i1",
        "arson": "i1",
        "storm": "i0",
        "rain": "",
    }
    assert found["rated"].to_dict() == {"attack": 2, "arson": 2, "storm": 2, "rain": 0}
    assert math.isnan(found.at["rain", "rank"])
    alone = rank_narratives(matrix, relations=[("attack", "goes_with", "arson")])
    pd.testing.assert_frame_equal(alone, rank_narratives(matrix))


def test_silence_on_the_narrow_account_takes_nothing_from_the_wide_one():
    matrix = table(attack=[-2, -2], arson=[math.nan, 0], storm=[0, -1])
    found = rank_narratives(matrix, relations=[("attack", "contains", "arson")])
    # One item is not rated for arson: there it has the attack's II.
    assert found["inconsistency"].to_dict() == {"storm": 1, "attack": 2, "arson": 2}


def test_a_lead_that_comes_of_the_relations_alone_is_withheld():
    reports = pd.concat([told(table(a=[0])), told(table(a=[0]), "mayor")])
    relations = [("a", "contains", "b")]
    even = support(reports, table(a=[0], b=[0], c=[0]), SOURCES, None, BARE, relations)
    assert even.withheld
    assert even.reasons == (
        "a leads by what the accounts are to each other alone: the items make it no likelier than "
        "it was before them.",
    )
    # What speaks for c a little takes from a; two thirds before the item keep a in front.
    against = support(reports, table(a=[0], b=[0], c=[1]), SOURCES, None, BARE, relations)
    assert against.probabilities.idxmax() == "a"
    assert against.reasons == even.reasons
    sure = support(reports, table(a=[1], b=[0], c=[-1]), SOURCES, None, BARE, relations)
    assert not sure.withheld


def test_the_contributions_add_up_to_the_probabilities():
    matrix = table(a=[1, -1], b=[0, 2], c=[-1, 1])
    found = judge(matrix, [("a", "contains", "b"), ("b", "goes_with", "c")])
    logs = np.log(found.probabilities)
    assert found.contributions.sum().to_numpy() == pytest.approx(logs - logs.mean())
    before = support(
        told(matrix).iloc[:0],
        matrix,
        SOURCES,
        None,
        BARE,
        [("a", "contains", "b"), ("b", "goes_with", "c")],
    )
    assert before.withheld
    start = np.log(before.probabilities)
    assert found.contributions.loc[PRIOR].to_numpy() == pytest.approx(start - start.mean())


def test_how_likely_both_are_before_any_item_is_swept_only_where_both_may_be_so():
    matrix = table(a=[1, 0], b=[0, 1], c=[-1, -1])
    case = SimpleNamespace(
        matrix=matrix,
        weights=pd.Series(1.0, index=matrix.index),
        reports=told(matrix).assign(source_id=["lab", "mayor"], origin_id=["lab", "mayor"]),
        sources=SOURCES,
        stakes=None,
        relations=[("a", "contains", "b")],
    )
    kinds = ("another assumption", "together")
    rows = what_would_change(case)
    assert not ((rows["kind"] == kinds[0]) & (rows["changed"] == kinds[1])).any()
    case.relations = [("a", "goes_with", "b")]
    rows = what_would_change(case)
    rows = rows[(rows["kind"] == kinds[0]) & (rows["changed"] == kinds[1])]
    assert rows["after"].tolist() == ["0.2", "1"]
    for value, chance in zip((0.2, 1.0), rows["probability:a"], strict=True):
        given = replace(Assumptions(ranges={}), together=value)
        fresh = support(case.reports, matrix, SOURCES, None, given, case.relations)
        assert chance == pytest.approx(fresh.probabilities["a"])


def test_what_may_be_so_beside_the_own_account_is_no_rival_of_a_source():
    # A source wants arson. The item fits the attack, which contains arson, still better, and
    # says nothing of the storm: it fits better than the rivals, which is the storm alone.
    worlds = read_worlds(["attack", "arson", "storm"], [("attack", "contains", "arson")])
    ratings, stakes = [[2, 1, 0]], [[0, 1, 0]]
    assert serving(ratings, stakes, [1]).tolist() == [0.6]
    assert serving(ratings, stakes, [1], together=worlds.together).tolist() == [1.0]
    # One who wants the attack disbelieved has arson on neither side.
    assert serving([[-1, 2, 0]], [[-1, 0, 0]], [1]).tolist() == [1.0]
    assert serving([[1, -2, 0]], [[-1, 0, 0]], [1], together=worlds.together).tolist() == [0.0]


def test_each_rater_is_ranked_with_the_relations():
    rows = [
        ("i0", "attack", "ana", "II"),
        ("i0", "arson", "ana", "C"),
        ("i0", "attack", "ben", "I"),
    ]
    ratings = pd.DataFrame(rows, columns=["item_id", "narrative_id", "who", "rating"])
    relations = pd.DataFrame(
        [("attack", "contains", "arson")], columns=["narrative_id", "relation", "other_id"]
    )
    found = rater_views(ratings, None, relations)["inconsistency"]
    assert found["ana"].to_dict() == {"attack": 0, "arson": 0}
    assert found["ben"].to_dict() == {"attack": 1, "arson": 1}


@pytest.mark.parametrize(
    ("relations", "message"),
    [
        (
            [("a", "contains", "x")],
            r'relations\[0\]: "x" is not a narrative of this case. Known: a',
        ),
        ([("a", "holds", "b")], r'relations\[0\]: "holds" is not a relation. Allowed: contains, '),
        ([("a", "contains")], r"relations\[0\] is \('a', 'contains'\). Give an account, a relat"),
        (["abc"], r"relations\[0\] is 'abc'. Give an account, a relation and an account"),
        ([("a", "excludes", "a")], r'"a" excludes "a", which is itself. Name two accounts'),
        (
            [("a", "goes_with", "b"), ("b", "goes_with", "a")],
            r'relations\[1\]: "b" goes with "a" stands there already, in relations\[0\]. Keep one',
        ),
        (
            [("a", "contains", "b"), ("b", "excludes", "a")],
            r'"b" excludes "a", but in relations\[0\] "a" contains "b". Keep one of the two',
        ),
        (
            [("a", "contains", "b"), ("b", "contains", "c"), ("c", "contains", "a")],
            r'relations\[2\]: "c" contains "a", which closes a circle: "a" contains "b" contains ',
        ),
        (
            [("a", "contains", "b"), ("b", "contains", "c"), ("c", "excludes", "a")],
            r'"c" excludes "a", but "a" contains "c" by way of others. Take one of them out',
        ),
        (
            [("a", "contains", "c"), ("b", "contains", "c"), ("a", "excludes", "b")],
            r'"a" excludes "b", but both contain "c", which could never be so then',
        ),
        (
            [("a", "contains", "b"), ("b", "goes_with", "c"), ("a", "excludes", "c")],
            r'in relations\[1\] "b" goes with "c", and where these are so, "a" and "c" are so as',
        ),
    ],
)
def test_relations_that_cannot_be_are_refused_with_their_place(relations, message):
    with pytest.raises(SchemaError, match=message):
        support(told(table(a=[0])), table(a=[0], b=[0], c=[0]), SOURCES, relations=relations)


def test_all_mistakes_in_relations_come_at_once():
    with pytest.raises(SchemaError) as raised:
        read_worlds("ab", [("a", "is", "b"), ("a", "contains", "a"), ("b", "contains", "z")])
    assert [line[:12] for line in str(raised.value).splitlines()] == [
        "relations[0]",
        "relations[1]",
        "relations[2]",
    ]


def test_more_combinations_than_can_be_weighed_are_refused():
    names = [f"n{n}" for n in range(12)]
    pairs = [(a, "goes_with", b) for a, b in combinations(names, 2)]
    with pytest.raises(SchemaError, match=r"so in more than 500 combinations. Name fewer pairs"):
        read_worlds(names, pairs)
    assert len(read_worlds(names[:8], pairs[:0]).narrowest) == 8
    eight = [(a, "goes_with", b) for a, b in combinations(names[:8], 2)]
    assert len(read_worlds(names[:8], eight).narrowest) == 2**8 - 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"together": 0}, "together 0 leaves no world in which both are so"),
        ({"together": 1.5}, "together 1.5 is out of range. Use 0 to 1"),
        ({"ranges": {"together": (0, 1)}}, "ranges of together begin at 0. Use above 0"),
    ],
)
def test_an_impossible_chance_of_both_is_refused(change, message):
    with pytest.raises(SchemaError, match=message):
        Assumptions(**change)


# What follows is checked against a plain loop: all sets of accounts, kept where they can be so.

NAMES = ("a", "b", "c", "d")
CELL = st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0, math.nan])


@st.composite
def cases(draw):
    number = draw(st.integers(1, 3))
    ratings = {name: draw(st.lists(CELL, min_size=number, max_size=number)) for name in NAMES}
    relations = []
    for one, other in combinations(NAMES, 2):
        # In the order of the names, so that there is no circle.
        kind = draw(st.sampled_from(["", "contains", "excludes", "goes_with"]))
        if kind:
            relations.append((one, kind, other))
    while True:
        try:
            read_worlds(NAMES, relations)
            return table(**ratings), relations
        except SchemaError as error:
            place = int(str(error).split("[")[1].split("]")[0])
            del relations[place]


def above(relations: list, name: str) -> set[str]:
    direct = {one for one, kind, other in relations if kind == "contains" and other == name}
    return direct.union(*(above(relations, wide) for wide in direct))


def speak(ratings: list[float]) -> float:
    given = [rating for rating in ratings if rating == rating]
    return max([0.0, *given]) + min([0.0, *given]) if given else math.nan


def rating_for(row: pd.Series, relations: list, name: str) -> float:
    if row[name] == row[name]:
        return row[name]
    rated = [wide for wide in above(relations, name) if row[wide] == row[wide]]
    narrow = [w for w in rated if not any(w in above(relations, other) for other in rated)]
    return speak([row[wide] for wide in narrow])


def by_plain_loop(matrix: pd.DataFrame, relations: list) -> dict[str, float]:
    goes = {frozenset((a, b)) for a, kind, b in relations if kind == "goes_with"}
    worlds = [
        (some, set(some).union(*(above(relations, name) for name in some)))
        for some in chain.from_iterable(combinations(NAMES, k) for k in range(1, len(NAMES) + 1))
        if all(frozenset(pair) in goes for pair in combinations(some, 2))
    ]
    groups: list[set[str]] = []
    for _, so in worlds:
        near = [group for group in groups if group & so]
        groups = [group for group in groups if not group & so] + [so.union(*near)]
    weight = {}
    for some, so in worlds:
        group = next(group for group in groups if so <= group)
        shares = sum(0.5 ** (len(s) - 1) for s, _ in worlds if set(s) <= group)
        weight[some] = 0.98 * len(group) / len(NAMES) * 0.5 ** (len(some) - 1) / shares
    none = 0.02
    for _, row in matrix.iterrows():
        fits = {
            some: FITS.get(speak([rating_for(row, relations, name) for name in some]), math.nan)
            for some, _ in worlds
        }
        alone = [fits[(name,)] for name in NAMES if fits[(name,)] == fits[(name,)]] + [0.5]
        mean = math.exp(sum(map(math.log, alone)) / len(alone))
        for some in weight:
            weight[some] *= fits[some] if fits[some] == fits[some] else mean
        none *= 0.5
    total = sum(weight.values()) + none
    found = {name: sum(weight[some] for some, so in worlds if name in so) / total for name in NAMES}
    return {**found, "none of these": none / total}


@settings(deadline=None, max_examples=60)
@given(cases())
def test_support_is_that_of_a_plain_loop_over_all_worlds(case):
    matrix, relations = case
    found = judge(matrix, relations)
    if matrix.isna().all(axis=None):
        return
    # An item that nobody is rated for is left out by the witnesses, and changes nothing.
    rated = matrix[matrix.notna().any(axis=1)]
    assert found.probabilities.to_dict() == pytest.approx(by_plain_loop(rated, relations))


@settings(deadline=None, max_examples=60)
@given(cases())
def test_what_contains_is_never_less_likely_nor_more_contradicted(case):
    matrix, relations = case
    found = judge(matrix, relations)
    ranking = rank_narratives(matrix, relations=relations)["inconsistency"]
    for name in NAMES:
        for wide in above(relations, name):
            assert found.probabilities[wide] >= found.probabilities[name]
            assert found.low[wide] >= found.low[name]
            assert not ranking[wide] > ranking[name]


@settings(deadline=None, max_examples=25)
@given(cases())
def test_every_change_is_what_a_fresh_reading_gives(case):
    matrix, relations = case
    weights = pd.Series(1.0, index=matrix.index)
    told_by = SimpleNamespace(
        matrix=matrix,
        weights=weights,
        reports=told(matrix),
        sources=SOURCES,
        stakes=None,
        relations=relations,
    )
    rows = what_would_change(told_by, replace(BARE, ranges={}))
    first = rows.iloc[0]
    ranking = rank_narratives(matrix, weights, relations)["inconsistency"]
    for name in NAMES:
        assert first[f"inconsistency:{name}"] == pytest.approx(ranking[name], nan_ok=True)
    contradictions = check_contradictions(matrix, weights, relations)
    for row in rows[rows["kind"] == "planted: the opposite"].to_dict("records"):
        turned = matrix.copy()
        turned.loc[row["changed"]] *= -1
        fresh = rank_narratives(turned, weights, relations)["inconsistency"]
        for name in NAMES:
            assert row[f"inconsistency:{name}"] == pytest.approx(fresh[name], nan_ok=True)
        if not math.isnan(row.get("probability:a", math.nan)):
            chances = judge(turned, relations).probabilities
            for name in NAMES:
                assert row[f"probability:{name}"] == pytest.approx(chances[name])
    for item in matrix.index:
        rest = rank_narratives(matrix.drop(index=item), weights.drop(item), relations)
        scores = contradictions.scores(without={item})
        assert scores == pytest.approx(rest["inconsistency"][list(NAMES)].tolist(), nan_ok=True)


def test_a_relation_is_written_in_words():
    assert str(Relation("a", "goes_with", "b")) == '"a" goes with "b"'
