"""The widget carries what a person does to the session, and what it shows back."""

from __future__ import annotations

import inspect
import time
from threading import Thread

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


def test_what_is_asked_for_again_is_answered_again_and_done_once(make_case, monkeypatch):
    editor = nv.review(make_case(), who="Ana")
    sent, states = [], []
    monkeypatch.setattr(type(editor), "send", lambda _, told: sent.append(told))
    monkeypatch.setattr(type(editor), "send_state", lambda _, key=None: states.append(key))
    first = editor.view["at"]["id"]
    asked = {"id": 1, "by": "a view", "do": "accept", "target": first, "next": True}
    for intent in (
        asked,
        asked,
        {**asked, "by": "another view", "target": editor.view["list"][1]["id"]},
    ):
        editor._receive(None, dict(intent), None)
    answers = [told for told in sent if "more" not in told]
    assert answers[0] == answers[1]
    assert answers[0]["kept"] is True
    # The state went with the first answer, and may have been lost with it.
    assert states.count("view") >= 1
    log = nv.load_review(editor.session.path)[0]
    assert log["field"].tolist() == ["status", "status"]


def test_messages_that_come_in_two_threads_are_done_one_after_the_other(make_case, monkeypatch):
    editor = nv.review(make_case(), who="Ana")
    monkeypatch.setattr(type(editor), "send", lambda *_: None)
    inside, most = [], []
    act = editor.session.act

    def slowly(intent):
        inside.append(intent["id"])
        most.append(len(inside))
        time.sleep(0.05)
        inside.remove(intent["id"])
        return act(intent)

    monkeypatch.setattr(editor.session, "act", slowly)
    asked = {"do": "go", "to": "next", "by": "a view"}
    threads = [
        Thread(target=editor._receive, args=(None, {**asked, "id": n}, None)) for n in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [1, 1, 1, 1]


@pytest.mark.parametrize("intent", [None, [], "accept", {"do": None}, {"do": "go"}])
def test_what_makes_no_sense_is_answered_and_does_no_harm(make_case, monkeypatch, intent):
    editor = nv.review(make_case(), who="Ana")
    sent = []
    monkeypatch.setattr(type(editor), "send", lambda _, told: sent.append(told))
    editor._receive(None, intent, None)
    assert len(sent) == 1
    assert sent[0]["kept"] is not True
    assert not editor.session.path.exists()


def test_what_the_editor_asks_by_itself_draws_nothing_where_nothing_is_new(make_case, monkeypatch):
    editor = nv.review(make_case(), who="Ana")
    drawn = []
    monkeypatch.setattr(type(editor), "send", lambda *_: None)
    view = editor.session.view
    monkeypatch.setattr(editor.session, "view", lambda: drawn.append(1) or view())
    editor._receive(None, {"id": 1, "do": "look"}, None)
    editor._receive(None, {"id": 3, "do": "ready", "changes": []}, None)
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
