"""What one account is to another, in words, at the terminal and on the page."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from port_case import port_comparison

from narratives.cli.standing import print_comparison
from narratives.figures.sensitivity import _as_it_stands
from narratives.report import render_report
from narratives.schema import RATINGS, RELATIONS
from narratives.scores import rank_narratives
from narratives.stages import Comparison
from narratives.telling.ranks import order_in_words
from narratives.telling.readings import readings_in_words
from narratives.telling.relations import MORE_THAN_ONE, caution_of_order, relations_in_words
from narratives.telling.summary import write_summary
from narratives.telling.support import withheld_reasons

CONTAINS = (
    "“Sabotage” contains “Stray missile”, as the case has it: wherever “Stray missile” is so, "
    "“Sabotage” is so as well, and it is never less likely nor more contradicted."
)
GOES = (
    "“Accident” goes with “Sabotage”, as the case has it: both may be so, and neither makes the "
    "other so."
)
REST = "Two accounts of which the case does not say so count as excluding each other."
CAUTION = (
    "To read the order: “Sabotage” contains “Stray missile” and cannot stand behind it; "
    "“Accident” and “Sabotage” are no rivals, for both may be so."
)


def related(*told: tuple[str, str, str]) -> Comparison:
    """A port whose items are rated and whose sources are graded, with relations."""
    port = port_comparison()
    matrix = port.matrix.fillna(0.0)
    letters = {number: letter for letter, number in RATINGS.items()}
    rows = [
        (item, narrative, "ana", letters[matrix.at[item, narrative]], n)
        for item in matrix.index
        for n, narrative in enumerate(matrix.columns)
    ]
    relations = pd.DataFrame(told, columns=list(RELATIONS), dtype="str")
    return replace(
        port,
        matrix=matrix,
        ratings=pd.DataFrame(rows, columns=["item_id", "narrative_id", "who", "rating", "line"]),
        sources=port.sources.assign(reliability="B"),
        relations=relations,
        ranking=rank_narratives(matrix, port.weights, relations),
    )


@pytest.fixture(scope="module")
def two() -> Comparison:
    return related(("sabotage", "contains", "missile"), ("accident", "goes_with", "sabotage"))


def words_of(sentences: list) -> list[str]:
    return ["".join(text for text, _ in parts) for parts in sentences]


def test_each_relation_is_one_sentence_and_the_rest_are_said_to_exclude_each_other(
    two: Comparison,
) -> None:
    assert words_of(relations_in_words(two)) == [CONTAINS, GOES, REST]
    assert words_of(write_summary(two))[3:] == [CONTAINS, GOES, REST]
    assert relations_in_words(two)[0][0] == ("“Sabotage”", "account:sabotage")


def test_where_every_pair_is_told_nothing_is_said_of_the_rest() -> None:
    three = related(
        ("sabotage", "contains", "missile"),
        ("accident", "goes_with", "sabotage"),
        ("accident", "excludes", "missile"),
    )
    assert words_of(relations_in_words(three))[2:] == [
        "“Accident” excludes “Stray missile”, as the case has it: at most one of the two is so."
    ]
    # What the wide one contains may be so beside what goes with the narrow one.
    upward = related(("sabotage", "contains", "missile"), ("accident", "goes_with", "missile"))
    assert len(relations_in_words(upward)) == 2


def test_relations_that_only_exclude_need_no_caution() -> None:
    assert caution_of_order(related(("accident", "excludes", "missile"))) == ""
    assert caution_of_order(port_comparison()) == ""
    assert relations_in_words(port_comparison()) == []


def test_how_to_read_an_order_stands_wherever_one_is_given(two: Comparison) -> None:
    assert order_in_words(two).startswith("From the least contradicted: ")
    assert order_in_words(two).endswith(CAUTION)
    assert CAUTION in _as_it_stands(two)
    told = readings_in_words(replace(two, readings={"second": two}))
    assert [paragraph.count(CAUTION) for paragraph in told[:2]] == [1, 1]


def test_the_terminal_tells_relations_and_how_to_read_the_order(two: Comparison, capsys) -> None:
    print_comparison(two)
    out = " ".join(capsys.readouterr().out.split())
    for sentence in (CONTAINS, GOES, REST, CAUTION):
        assert sentence in out


def test_the_page_tells_relations_and_how_to_read_the_order(two: Comparison) -> None:
    page = " ".join(re.sub(r"<[^>]+>", "", render_report(two, "2031-05-07")).split())
    for sentence in (CONTAINS, GOES, REST, CAUTION):
        assert sentence in page
    assert "What contains an account is contradicted no more than that." in page


def test_where_support_is_given_it_is_said_that_the_chances_share_no_whole(capsys) -> None:
    # The accident is told by two origins of grade B and hurt by nothing.
    two = related(("sabotage", "contains", "missile"))
    sure = two.matrix.assign(accident=2.0, sabotage=-2.0, missile=-2.0)
    sure = replace(two, matrix=sure, ranking=rank_narratives(sure, two.weights, two.relations))
    assert not sure.support.withheld
    page = " ".join(re.sub(r"<[^>]+>", "", render_report(sure, "2031-05-07")).split())
    assert f"{CAUTION.split(';')[0]}. {MORE_THAN_ONE}" in page
    print_comparison(sure)
    assert MORE_THAN_ONE in " ".join(capsys.readouterr().out.split())


def test_reasons_for_withholding_call_related_accounts_by_their_titles(two: Comparison) -> None:
    flat = replace(two, matrix=two.matrix * 0.0)
    assert flat.support.withheld
    assert all("sabotage" not in reason for reason in withheld_reasons(flat))


def test_many_relations_are_counted_after_the_first() -> None:
    names = [f"n{n}" for n in range(12)]
    port = port_comparison()
    narratives = pd.concat([port.narratives.iloc[:1]] * 12).set_axis(names)
    told = [("n0", "contains", name) for name in names[1:]]
    many = replace(
        port, narratives=narratives, relations=pd.DataFrame(told, columns=list(RELATIONS))
    )
    assert words_of(relations_in_words(many))[8] == "Three relations more in the case’s table."
    assert caution_of_order(many).endswith("; three relations more in the case’s table.")
