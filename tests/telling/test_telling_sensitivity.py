"""What would change the order, in sentences: counted by hand on an invented case."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pandas as pd
import pytest
from port_case import many_accounts, port_comparison

from narratives.cli.standing import print_changes, print_comparison
from narratives.scores import Assumptions, rank_narratives, support
from narratives.stages import Comparison
from narratives.telling.sensitivity import changes_in_words, flip_in_words

ITEMS = [f"item:{n}" for n in range(1, 8)]


def contradicted(cells: dict[tuple[int, str], float], grades: dict[str, str]) -> Comparison:
    """The port, with nothing rated but these cells, and with these grades of its sources."""
    port = port_comparison()
    matrix = port.matrix * 0.0
    matrix = matrix.fillna(0.0)
    for (item, narrative), rating in cells.items():
        matrix.loc[f"item:{item}", narrative] = rating
    reliability = [grades.get(str(source), "") for source in port.sources.index]
    rows = [(item, n, "ana", "N", 1) for item in ITEMS for n in matrix.columns]
    return dataclasses.replace(
        port,
        matrix=matrix,
        ranking=rank_narratives(matrix),
        sources=port.sources.assign(reliability=reliability),
        ratings=pd.DataFrame(rows, columns=list(port.ratings.columns)),
    )


def unrated(comparison: Comparison) -> Comparison:
    """The same, as if no person had rated: nothing is said of support then."""
    return dataclasses.replace(comparison, ratings=comparison.ratings.iloc[:0])


LADDER = {(3, "sabotage"): -1.0, (1, "missile"): -1.0, (6, "missile"): -1.0}
"""Contradiction 0, 1 and 2; item 3 comes from the state, 1 from the union, 6 from the institute."""


def test_each_way_to_change_a_short_ladder_is_counted() -> None:
    # One step changes the order in each rating of the first two accounts (a tie above or
    # below), and in the two of the last that count against it.
    (words,) = changes_in_words(unrated(contradicted(LADDER, {})))

    assert words == (
        "By contradiction: the first place changes without “Norland paid the crew” or Selmont "
        "state. The order changes behind the first place without “No ventilation for years”, "
        "“The institute's judgement”, Harbour union or Institute for Harbour Safety. Any one of "
        "16 ratings would be enough to change the order, if it were given one step higher or "
        "lower. Suppose one item was planted: with its ratings turned round, 3 of 7 items change "
        "the order; left out with all else that its origins report, 4 do."
    )


def test_where_nothing_changes_the_order_it_is_said() -> None:
    cells = {(n, "missile"): -2.0 for n in range(1, 8)}
    firm = contradicted(cells | {(n, "sabotage"): -2.0 for n in (1, 3, 6)}, {})
    (words,) = changes_in_words(unrated(firm))

    assert words == (
        "By contradiction: no single item and no single origin changes the order. No single "
        "rating would be enough to change the order. Suppose one item was planted: with its "
        "ratings turned round, no item changes the order; left out with all else that its "
        "origins report, none does."
    )


def test_where_there_is_no_order_what_would_make_one_is_counted() -> None:
    # Nothing contradicts: 20 of the 21 ratings are N and become I by one step; C needs two.
    flat = unrated(contradicted({(2, "sabotage"): 1.0}, {}))
    (words,) = changes_in_words(flat)

    assert words == (
        "By contradiction: there is no order, and leaving out any one item or origin gives none "
        "either. Any one of 20 ratings would be enough to make one, if it were given one step "
        "higher or lower. Suppose one item was planted: with its ratings turned round, 1 of 7 "
        "items makes one; left out with all else that its origins report, none does."
    )
    assert flip_in_words(flat) in words


def test_what_breaks_a_tie_of_all_accounts_is_named() -> None:
    tied = contradicted({(1, "accident"): -1.0, (3, "sabotage"): -1.0, (7, "missile"): -1.0}, {})
    (words,) = changes_in_words(unrated(tied))

    assert words.startswith(
        "By contradiction: there is no order, but one without “No ventilation for years”, "
        "“Norland paid the crew”, “A missile went astray”, Harbour union or any of 2 more."
    )


@pytest.mark.parametrize(
    "comparison", [many_accounts(1), many_accounts(2, speak=False)], ids=["one", "silent"]
)
def test_with_fewer_than_two_rated_accounts_there_is_nothing_to_change(
    comparison: Comparison,
) -> None:
    assert changes_in_words(comparison) == [
        "By contradiction: fewer than two accounts are rated, so there is no order to change."
    ]


def test_a_withheld_ranking_has_no_order_to_change() -> None:
    assert changes_in_words(contradicted(LADDER, {}))[1:] == [
        "By support: the ranking is withheld, so there is no order to change."
    ]


SUPPORTED = {
    (1, "accident"): 2.0,
    (1, "sabotage"): -2.0,
    (6, "accident"): 1.0,
    (6, "missile"): -1.0,
}


def test_support_names_what_leaves_too_few_origins_for_a_ranking() -> None:
    two = contradicted(SUPPORTED, {"union": "A", "institute": "C"})
    assert not two.support.withheld
    words = changes_in_words(two)[1]

    assert words.startswith("By support: no order could be given without ")
    for name in ("“No ventilation for years”", "Harbour union", "Institute for Harbour Safety"):
        assert name in words.split(".")[0]
    assert "No assumption changes it within its range." in words


def test_the_grades_that_are_enough_are_those_of_a_plain_loop() -> None:
    graded = contradicted(SUPPORTED, {"union": "A", "institute": "C"})
    still = Assumptions(ranges={})

    def order(grades: dict[str, str]) -> list[str]:
        found = support(
            graded.reports,
            graded.matrix,
            graded.sources.assign(reliability=[grades.get(s, "") for s in graded.sources.index]),
            graded.stakes,
            still,
        )
        return list(found.probabilities.drop("none of these").sort_values().index)

    given = {"union": "A", "institute": "C"}
    steps = sorted(
        abs("ABCDE".index(grade) - "ABCDE".index(given[source]))
        for source in given
        for grade in "ABCDE"
        if order({**given, source: grade}) != order(given)
    )
    assert steps[0] > 1
    assert steps.count(steps[0]) == 1

    told = f"One grade would be enough to change it, if it were given {steps[0]} steps higher or"
    assert told in changes_in_words(graded)[1]


@pytest.mark.parametrize(
    "comparison",
    [
        contradicted(LADDER, {}),
        contradicted(SUPPORTED, {"union": "A", "institute": "C"}),
        many_accounts(1),
        many_accounts(6),
        many_accounts(2, speak=False),
    ],
    ids=["ladder", "supported", "one", "six", "silent"],
)
def test_the_terminal_prints_it_short_and_within_80_columns(
    comparison: Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    print_changes(comparison)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "What would change the order"
    assert len(lines) <= 16
    assert max(map(len, lines)) <= 80

    print_comparison(comparison)
    whole = capsys.readouterr().out.splitlines()
    assert whole.count("What would change the order") == 1
    assert whole[whole.index(lines[0]) :][: len(lines)] == lines
    assert not any(a == b == "" for a, b in pairwise(whole))
