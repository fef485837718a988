"""The same decision by the same person again is no new line, as long as the first one counts."""

from __future__ import annotations

import pytest
from growth import STEEP, growth

from narratives.review.repeating import SaidSoFar, said_already

AT = "ferry:10-30"


def line(field, value, who="ana", target=AT, why=""):
    return {"who": who, "target": target, "field": field, "value": value, "why": why}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "accept"),
        ("status", "reject"),
        ("merge", "ferry:40-50"),
        ("content", "10-20"),
        ("cue", ""),
        ("strength", "hint"),
        ("bearings", []),
        ("bearings", [{"narrative": "wave", "stance": "supports", "how": "stated"}]),
        ("source_id", "mate"),
    ],
)
def test_each_kind_of_decision_is_said_already_when_it_is_taken_twice(field, value):
    assert not said_already([], line(field, value))
    assert said_already([line(field, value)], line(field, value))
    assert not said_already([line(field, value, who="ben")], line(field, value))
    assert not said_already([line(field, value, target="ferry:1-9")], line(field, value))


def test_the_same_value_is_the_same_however_it_is_written():
    one = {"narrative": "wave", "stance": "supports"}
    other = {"narrative": "bomb", "stance": "disputes", "how": "implied"}
    before = [line("bearings", [one, other]), line("content", "10-20;24-30")]
    assert said_already(before, line("bearings", [other, {**one, "how": "stated"}]))
    assert said_already(before, line("content", "24-30;10-20"))
    assert not said_already(before, line("bearings", [{**one, "how": "implied"}, other]))


def test_of_those_through_whom_it_came_the_order_counts():
    assert not said_already([line("chain", "1-4;6-9")], line("chain", "6-9;1-4"))


def test_a_reason_that_was_not_given_before_is_something_new():
    before = [line("strength", "hint", why="it may be")]
    assert said_already(before, line("strength", "hint"))
    assert said_already(before, line("strength", "hint", why="it may be"))
    assert not said_already(before, line("strength", "hint", why="the second sentence says so"))
    assert not said_already([line("strength", "hint")], line("strength", "hint", why="it may be"))


def test_what_another_person_has_decided_otherwise_since_makes_it_new():
    mine, his = line("strength", "hint"), line("strength", "certain", who="ben")
    assert not said_already([mine, his], mine)
    assert said_already([his, mine], mine)
    # Who says the same leaves it as it is.
    assert said_already([mine, line("strength", "hint", who="ben")], mine)
    # And two words of one's own: the last one counts.
    assert not said_already([mine, line("strength", "certain")], mine)


def test_to_accept_after_ones_own_correction_says_nothing_new_and_after_another_s_it_does():
    accept = line("status", "accept")
    assert said_already([accept, line("content", "10-20")], accept)
    assert not said_already([accept, line("content", "10-20", who="ben")], accept)
    # "accept" says nothing of bearings.
    assert said_already([accept, line("bearings", [], who="ben")], accept)


def test_what_was_left_out_or_merged_since_can_be_accepted_again():
    accept, merged = line("status", "accept"), line("merge", "ferry:40-50")
    assert not said_already([accept, line("status", "reject")], accept)
    assert not said_already([accept, merged], accept)
    assert not said_already([merged, accept], merged)


def test_another_word_on_who_speaks_comes_between():
    by_id = line("source_id", "mate")
    for field, value in (("source_name", "the cook"), ("source", "1-5")):
        assert not said_already([by_id, line(field, value)], by_id)


def test_of_ratings_each_account_is_a_decision_of_its_own():
    item = "item:ferry:10-30"
    first = line("rating", {"wave": "C"}, target=item)
    second = line("rating", {"bomb": "II"}, target=item)
    both = line("rating", {"wave": "C", "bomb": "II"}, target=item)
    assert said_already([first, second], both)
    assert said_already([first, second], first)
    assert not said_already([first], both)
    # An item that is drawn up anew is another one.
    anew = line("item", {"label": "a wave"}, target=item)
    assert not said_already([first, anew], first)


def test_a_statement_that_was_added_is_not_added_again_and_another_one_is():
    value = {"source": "1-5", "content": "10-20"}
    before = [line("statement", value, target="ferry")]
    assert said_already(before, line("statement", value, target="ferry"))
    more = {**value, "content": "40-50"}
    assert not said_already(before, line("statement", more, target="ferry"))


@pytest.mark.parametrize("kind", ["statements", "ratings"])
def test_a_large_sheet_is_gone_through_once(kind):
    def go(number):
        said = SaidSoFar()
        for n in range(number):
            one = (
                line("statement", {"content": f"{n}-{n + 5}"}, target="ferry")
                if kind == "statements"
                else line("rating", {"wave": "CI"[n % 2]}, who=f"p{n % 50}", target="item:a")
            )
            said.has(one)
            said.add(one)

    assert growth(go, 100) < STEEP
