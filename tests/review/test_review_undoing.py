"""Decisions that are taken back, and done again, in whatever order the lines stand."""

from __future__ import annotations

import itertools
import json

import pytest

from narratives import CaseError, append_review, load_review
from narratives.review import UNDO, mark_of, undone

LINE = {
    "at": "2031-05-06T10:00:00Z",
    "who": "ana",
    "target": "flood:4-9",
    "field": "strength",
    "value": "hint",
    "why": "",
}


def back(line: dict, at: str = "2031-05-06T11:00:00Z") -> dict:
    return {**LINE, "at": at, "field": UNDO, "value": mark_of(line)}


def test_taking_back_and_doing_again_hold_in_every_order_of_the_lines():
    first = back(LINE)
    second = back(first)
    third = back(second)
    for some in itertools.permutations([LINE, first, second]):
        assert undone(some) == {mark_of(first)}
    for some in itertools.permutations([LINE, first, second, third]):
        assert undone(some) == {mark_of(LINE), mark_of(second)}


def test_two_persons_who_take_back_the_same_line_take_it_back_once():
    one, two = back(LINE), back(LINE, "2031-05-06T12:00:00Z")
    assert undone([LINE, one, two]) == {mark_of(LINE)}
    # One of them thinks better of it: the other still holds.
    assert undone([LINE, one, two, back(one)]) == {mark_of(LINE), mark_of(one)}


def test_what_was_taken_back_is_not_replayed_and_stays_in_the_file(tmp_path):
    path = tmp_path / "review.jsonl"
    append_review(path, [LINE, {**LINE, "value": "likely"}])
    append_review(path, [back(LINE)])
    assert load_review(path)[0]["value"].tolist() == ["likely"]
    assert load_review(path, undone=True)[0]["line"].tolist() == [1, 2, 3]


def test_a_mark_that_is_none_is_refused_and_one_of_no_line_does_nothing(tmp_path):
    path = tmp_path / "review.jsonl"
    with pytest.raises(CaseError, match='value "hint" of undo is not the mark of a line'):
        append_review(path, [{**LINE, "field": UNDO, "value": "hint"}])
    append_review(path, [LINE, {**LINE, "field": UNDO, "value": "0" * 16}])
    assert load_review(path)[0]["value"].tolist() == ["hint"]


def test_a_mark_hangs_on_the_words_and_not_on_how_they_are_written():
    again = json.loads(json.dumps(dict(reversed(LINE.items()))))
    assert mark_of(again) == mark_of(LINE)
    assert mark_of({**LINE, "why": "x"}) != mark_of(LINE)
