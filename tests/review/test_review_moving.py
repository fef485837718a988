"""Decisions last: lines carry their words, and find their place in a mended text again."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from narratives.review import append_review, load_review, mark_of
from narratives.review.fields import check_entry
from narratives.review.moving import find_moves
from narratives.review.words import with_words
from narratives.schema import CORRECTIONS, CaseError, Document

OLD = "The dam broke, the mayor said. Rain fell, Brandt said."
NEW = "Orlen. " + OLD
BASE = {"at": "2031-05-07T10:00:00Z", "who": "Ana", "why": "read"}
MAYOR = {**BASE, "target": "dam:0-13", "field": "strength", "value": "hint"}
RAIN = {**BASE, "target": "dam:31-40", "field": "source", "value": "42-48"}
ADDED = {**BASE, "target": "dam", "field": "statement",
         "value": {"content": "31-40", "source": "42-48", "cue": "49-53"}}  # fmt: skip


def moves(lines, text, known, gone=True):
    """Return the moves of lines that were written on the old text and meet another."""
    told = with_words(lines, [Document("dam", OLD)])
    rows = [{"line": n, "words": "", **line} for n, line in enumerate(told, 1)]
    corrections = pd.DataFrame(
        [{"line": n, "status": "gone" if gone else "applied"} for n in range(1, len(rows) + 1)],
        columns=list(CORRECTIONS),
    )
    return find_moves(pd.DataFrame(rows), corrections, known, [Document("dam", text)])


def test_a_line_carries_the_words_of_its_target_and_of_the_place_it_chooses():
    told = with_words([MAYOR, RAIN, ADDED], [Document("dam", OLD)])
    assert [line["words"] for line in told] == [
        "The dam broke",
        "Rain fell, Brandt",
        "Rain fell, Brandt said",
    ]


def test_a_line_about_no_text_has_none_and_words_that_are_there_stay():
    grade = {**BASE, "target": "mayor", "field": "reliability", "value": "B"}
    assert with_words([grade], [Document("dam", OLD)]) == [grade]
    assert with_words([{**MAYOR, "words": "A dam"}], [Document("dam", OLD)])[0]["words"] == "A dam"


def test_words_are_written_read_and_old_lines_without_them_stay_valid(tmp_path):
    path = tmp_path / "review.jsonl"
    append_review(path, [MAYOR, {**MAYOR, "who": "Ben", "words": "The dam broke"}])
    assert "words" not in json.loads(path.read_text("utf-8").splitlines()[0])
    assert sorted(load_review(path)[0]["words"]) == ["", "The dam broke"]


def test_a_line_said_again_with_its_words_is_one_decision_where_the_first_stands(tmp_path):
    path = tmp_path / "review.jsonl"
    other = {**MAYOR, "field": "kind", "value": "direct"}
    append_review(path, [MAYOR, other, {**MAYOR, "words": "The dam broke"}])
    review, _ = load_review(path)
    told = review[["line", "field", "words"]].to_numpy().tolist()
    assert told == [[1, MAYOR["field"], "The dam broke"], [2, "kind", ""]]
    # Taken back, it is taken back with its words.
    append_review(path, [{**MAYOR, "field": "undo", "value": mark_of(MAYOR)}])
    assert load_review(path)[0]["line"].tolist() == [2]


@pytest.mark.parametrize("words", [7, None, "x" * 2001])
def test_words_that_are_no_text_or_too_long_are_refused(words, tmp_path):
    (problem,) = check_entry({**MAYOR, "words": words})
    assert "not a text of at most 2,000 characters. Leave the key out" in problem
    with pytest.raises(CaseError, match="are not a text of at most"):
        append_review(tmp_path / "review.jsonl", [{**MAYOR, "words": words}])


def test_in_a_mended_text_the_line_moves_with_its_words_and_so_does_the_place_it_chose():
    one, two = moves([MAYOR, RAIN], NEW, ["dam:7-20", "dam:38-47"])
    assert (one.near, one.likeness, one.moved["target"]) == ("dam:7-20", 100, "dam:7-20")
    assert (two.moved["target"], two.moved["value"]) == ("dam:38-47", "49-55")
    assert NEW[49:55] == "Brandt"
    assert {key: two.moved[key] for key in ("at", "who", "why")} == BASE


def test_after_a_new_reader_the_nearest_by_words_is_proposed():
    (move,) = moves([MAYOR], OLD, ["dam:4-13", "dam:31-40"])
    # 9 of 13 and 9 letters are the same: 2 * 9 / 22.
    assert (move.near, round(move.likeness, 1)) == ("dam:4-13", 81.8)
    assert move.moved["target"] == "dam:4-13"


def test_what_is_too_unlike_is_listed_with_the_nearest_and_not_moved():
    (move,) = moves([MAYOR], "Snow lay deep, Brandt said.", ["dam:0-13"])
    assert (move.near, move.moved) == ("dam:0-13", None)
    assert move.likeness < 75


def test_the_place_that_a_person_chose_is_not_guessed_where_its_words_are_gone():
    text = OLD.replace("Brandt", "the engineer")
    (move,) = moves([RAIN], text, ["dam:31-40"])
    assert (move.near, move.likeness, move.moved) == ("dam:31-40", 100, None)


def test_a_line_without_words_has_a_nearest_place_and_is_not_moved():
    rows = pd.DataFrame([{"line": 1, "words": "", **MAYOR}])
    corrections = pd.DataFrame([{"line": 1, "status": "gone"}])
    (move,) = find_moves(rows, corrections, ["dam:7-20"], [Document("dam", NEW)])
    assert (move.near, move.moved) == ("dam:7-20", None)
    assert math.isnan(move.likeness)


def test_what_still_fits_is_left_alone_also_where_it_was_refused_for_another_reason():
    assert moves([MAYOR, RAIN], OLD, ["dam:0-13", "dam:31-40"]) == []
    assert moves([MAYOR], OLD.replace("dam", "Dam"), ["dam:0-13"], gone=False) == []


def test_a_target_that_holds_other_words_by_chance_is_not_taken_for_the_same():
    text = "Snow was deep. " + OLD
    (move,) = moves([MAYOR], text, ["dam:0-13", "dam:15-28"], gone=False)
    assert move.moved["target"] == "dam:15-28"


def test_of_equal_words_the_nearest_is_meant():
    text = "The dam broke. " * 3
    line = {**MAYOR, "target": "dam:31-44"}
    rows = pd.DataFrame([{"line": 1, **line, "words": "The dam broke"}])
    corrections = pd.DataFrame([{"line": 1, "status": "gone"}])
    known = ["dam:0-13", "dam:15-28", "dam:30-43"]
    (move,) = find_moves(rows, corrections, known, [Document("dam", text)])
    assert move.moved["target"] == "dam:30-43"


def test_an_added_statement_moves_whole_and_the_lines_on_it_follow():
    kind = {**BASE, "target": "dam:31-40", "field": "kind", "value": "direct"}
    one, two = moves([ADDED, kind], NEW, ["dam:7-20"])
    assert one.moved["value"] == {"content": "38-47", "source": "49-55", "cue": "56-60"}
    assert two.moved["target"] == "dam:38-47"


def test_items_and_merges_name_the_moved_statements():
    item = {**BASE, "target": "rain", "field": "item", "value": {
        "label": "It rained", "basis": "unspecified", "shown": "none",
        "statements": ["dam:0-13"], "holds": {"dam:0-13": True}}}  # fmt: skip
    merge = {**BASE, "target": "dam:31-40", "field": "merge", "value": "dam:0-13"}
    found = moves([MAYOR, item, merge], NEW, ["dam:7-20", "dam:38-47"])
    assert found[1].moved["value"]["statements"] == ["dam:7-20"]
    assert found[1].moved["value"]["holds"] == {"dam:7-20": True}
    assert (found[2].moved["target"], found[2].moved["value"]) == ("dam:38-47", "dam:7-20")
