"""What the editor draws: the text in pieces, and the picture for where no kernel runs."""

from __future__ import annotations

import pytest
from fixed_reader import NEITHER, FixedReader

from narratives import Document, find_segments, load_case
from narratives.editor import ReviewSession
from narratives.editor.still import TOLD, draw_still
from narratives.editor.text import paragraphs_of


def pieces_of(text: str, *statements: dict) -> list[dict]:
    document = Document("note", text)
    told = paragraphs_of(document, find_segments(document), statements)
    return [piece for paragraph in told for piece in paragraph["pieces"]]


def test_the_pieces_of_a_text_hold_every_letter_at_its_place():
    text = "Berg said “it fell” 😀 at noon.\n\nNobody else said so."
    said = {"n": 1, "source": "0-4", "cue": "5-9", "content": "10-19;22-29", "accounts": [1, 2]}
    pieces = pieces_of(text, said)
    assert all(text[p["b"] : p["b"] + p["n"]] == p["t"] for p in pieces)
    assert [p["t"] for p in pieces if p["r"] == ["content"]] == ["“it fell”", "at noon"]
    assert [p["t"] for p in pieces if p["h"] == [1]] == ["“it fell”"]
    assert {tuple(p["a"]) for p in pieces if "content" in p["r"]} == {(1, 2)}


def test_spans_that_overlap_keep_all_their_marks():
    one = {"n": 1, "source": "0-4", "cue": "5-9", "content": "10-30", "accounts": [1]}
    two = {"n": 2, "source": "10-14", "cue": "15-19", "content": "20-30", "accounts": [2]}
    found = {
        p["t"]: (p["r"], p["s"], p["a"])
        for p in pieces_of("Berg said Hahn says it all fell.", one, two)
    }
    assert found["Hahn"] == (["source", "content"], [1, 2], [1])
    assert found["it all fel"] == (["content"], [1, 2], [1, 2])


def test_a_letter_that_nobody_sees_stands_alone_and_is_written_out():
    pieces = pieces_of("Berg\u202e said so.")
    assert [(p["b"], p["n"], p["t"]) for p in pieces if p.get("c")] == [(4, 1, "U+202E")]


@pytest.fixture
def view(make_case):
    hostile = "<img src=x onerror=alert(1)> & co, the mayor said.\n"
    folder = make_case(text=hostile)
    return ReviewSession(load_case(folder), "Ana", FixedReader(lambda *_: NEITHER)).view()


def test_the_picture_says_that_it_is_one_and_runs_nothing(view):
    html = draw_still(view, "abc")
    assert TOLD in html
    assert 'data-mark="abc"' in html
    assert "<img" not in html
    assert "&lt;<small>[1] </small><u>img src=x onerror=alert(1)&gt; &amp; co</u>" in html
    assert "<strong>the mayor</strong>" in html
    assert "<em>said</em>" in html
