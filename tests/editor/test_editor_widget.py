"""The widget carries what a person does to the session, and what it shows back."""

from __future__ import annotations

import inspect

import pytest

import narratives as nv

pytest.importorskip("anywidget")


def test_the_room_of_the_review_opens_the_editor_when_it_is_called(make_case):
    editor = nv.review(make_case(), who="Ana")
    assert editor.view["who"] == "Ana"
    assert callable(nv.review)
    import narratives.review

    assert narratives.review.load_review is nv.load_review


def test_what_comes_in_is_done_then_drawn_and_then_answered(make_case, monkeypatch):
    editor = nv.review(make_case(), who="Ana")
    sent = []
    monkeypatch.setattr(
        type(editor), "send", lambda self, told: sent.append((told, self.view["at"]))
    )
    first = editor.view["at"]["id"]
    editor._receive(None, {"id": 7, "do": "accept", "target": first, "next": True}, None)
    (early, before), (late, after) = sent
    assert (early["id"], early["kept"], early["more"], before["id"]) == (7, True, True, first)
    assert (late["id"], late["kept"], "more" in late) == (7, True, False)
    assert after["id"] != first


@pytest.mark.parametrize("intent", [None, [], "accept", {"do": None}, {"do": "go"}])
def test_what_makes_no_sense_is_answered_and_does_no_harm(make_case, monkeypatch, intent):
    editor = nv.review(make_case(), who="Ana")
    sent = []
    monkeypatch.setattr(type(editor), "send", lambda _, told: sent.append(told))
    editor._receive(None, intent, None)
    assert len(sent) == 1
    assert sent[0]["kept"] is not True
    assert not editor.session.path.exists()


def test_a_look_that_finds_nothing_new_draws_nothing(make_case, monkeypatch):
    editor = nv.review(make_case(), who="Ana")
    drawn = []
    monkeypatch.setattr(type(editor), "send", lambda *_: None)
    view = editor.session.view
    monkeypatch.setattr(editor.session, "view", lambda: drawn.append(1) or view())
    editor._receive(None, {"id": 1, "do": "look"}, None)
    assert drawn == []
    line = {"who": "Ben", "target": editor.session.at, "field": "status", "value": "accept"}
    nv.append_review(editor.session.path, [line])
    editor._receive(None, {"id": 2, "do": "look"}, None)
    assert drawn == [1]
    assert editor.view["at"]["by"] == ["Ben"]


def test_a_mistake_of_the_program_is_never_taken_for_kept(make_case, monkeypatch):
    editor = nv.review(make_case(), who="Ana")
    sent = []
    monkeypatch.setattr(type(editor), "send", lambda _, told: sent.append(told))

    def fail(_intent):
        raise RuntimeError("no way")

    monkeypatch.setattr(editor.session, "act", fail)
    editor._receive(None, {"id": 1, "do": "look"}, None)
    assert sent[0]["kept"] is False
    assert "It is not known whether this was kept." in sent[0]["text"]


def test_the_script_takes_no_string_for_html_and_fetches_nothing():
    from narratives.editor.widget import Editor

    script = inspect.getfile(Editor).replace("widget.py", "editor.js")
    with open(script, encoding="utf-8") as file:  # noqa: PTH123
        code = file.read()
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "fetch(",
        "http",
        "import(",
    ):
        assert word not in code
