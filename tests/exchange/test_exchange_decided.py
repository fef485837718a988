"""Decisions in a file of their own: out, back, on another text, and broken."""

from __future__ import annotations

import json

import pytest
from traded import left, lines_of, review

import narratives as nv

MINISTRY = "dam:234-244"
LINE = {
    "at": "2031-05-08T10:00:00Z",
    "who": "Mia",
    "target": MINISTRY,
    "field": "status",
    "value": "accept",
    "why": "",
}


def save(path, **more):
    told = {"format": "narratives decisions", "version": 1, "documents": {}, "lines": [LINE]}
    path.write_text(json.dumps(told | more), encoding="utf-8")
    return path


def test_a_review_goes_out_and_comes_back(trade, tmp_path):
    path = tmp_path / "mine.json"
    trade.export(path, "decisions")
    twin = trade.twin()
    assert not trade.take(twin, path).report.query("not taken").size
    assert lines_of(twin) == review()


def test_decisions_on_a_text_that_has_changed_are_left_out(trade, tmp_path):
    path = save(tmp_path / "mine.json", documents={"dam": "0" * 64})
    taken = trade.take(trade.twin(), path)
    assert taken.entries == ()
    assert left(taken) == {
        "decision 1": "the text of dam is another one than the one that was marked"
    }


def test_a_colleague_s_review_is_taken_line_by_line(trade, tmp_path):
    path = tmp_path / "ben.jsonl"
    path.write_text(json.dumps(LINE) + "\n{torn\n[1]\n", encoding="utf-8")
    twin = trade.twin()
    taken = trade.take(twin, path)
    assert lines_of(twin) == [LINE]
    told = left(taken)
    assert told["ben.jsonl, line 2"] == "this is no line of JSON"
    assert told["ben.jsonl, line 3"].startswith('the line has the unknown key "line".')
    assert trade.take(nv.load_case(twin.folder), path).entries == ()


@pytest.mark.parametrize("wrong", [{"lines": {}}, {"version": 2}, {"lines": None}])
def test_a_file_without_lines_is_told(trade, tmp_path, wrong):
    taken = trade.take(trade.twin(), save(tmp_path / "mine.json", **wrong))
    assert left(taken) == {
        "mine.json": 'it has no list "lines" of version 1. Save it again from its page'
    }


def test_a_line_that_is_no_line_is_told(trade, tmp_path):
    taken = trade.take(trade.twin(), save(tmp_path / "mine.json", lines=["no", {"who": 7}]))
    told = left(taken)
    assert told["decision 1"].startswith('the line has the unknown key "line".')
    assert told["decision 2"].startswith('the key "at" is missing.')
