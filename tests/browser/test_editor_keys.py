"""Keys that are pressed while the editor waits for an answer, with a kernel that answers late."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from once import once

import narratives.editor as room
from narratives import load_case
from narratives.editor import ReviewSession

from .test_accessibility import axe  # noqa: F401 (a fixture)

STYLE = Path(room.__file__).with_name("editor.css").read_text(encoding="utf-8")
SCRIPT = Path(room.__file__).with_name("editor.js").read_text(encoding="utf-8")
SENT = "() => window.sent.filter(one => one.do !== 'look').map(one => `${one.do} ${one.to || ''}`)"
PRESS = """key => document.querySelector('.narratives-editor .text')
    .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"""
ANSWER = """([at, kept]) => {
    window.view = { ...window.view, at: { ...window.view.at, id: at } };
    window.heard['change:view']();
    window.heard['msg:custom']({ id: window.sent.at(-1).id, text: 'done', kept });
}"""


OPEN = """async ([script, view]) => {
    window.view = view; window.sent = []; window.heard = {};
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const { default: editor } = await import(url);
    const model = { get: (key) => key === 'view' ? window.view : 'mark', off: () => {},
        send: (one) => window.sent.push(one),
        on: (name, act) => { window.heard[name] = act; } };
    editor.render({ model, el: document.querySelector('main') });
}"""


MOMENTS = itertools.count(100_000, 100_000)
"""When each test begins: time only goes on."""


@pytest.fixture(scope="module")
def opened(chromium):
    found = chromium.new_page()
    # No time passes by itself, however slow the machine is.
    found.clock.install(time=0)
    yield found
    found.close()


@pytest.fixture
def page(opened, make_case):
    view = once("view-of-keys", lambda _: ReviewSession(load_case(make_case()), "Ana").view())
    opened.goto("about:blank")
    opened.set_content("<main></main>")
    opened.clock.pause_at(next(MOMENTS))
    opened.evaluate(OPEN, [SCRIPT, json.loads(json.dumps(view))])
    return opened


def test_a_key_that_is_pressed_before_the_answer_is_carried_out_after_it(page):
    for _ in range(3):
        page.evaluate(PRESS, "n")
    assert page.evaluate(SENT) == ["go next"]
    assert "One moment" in page.inner_text(".status")
    page.evaluate(ANSWER, ["flood:1-2", None])
    assert page.evaluate(SENT) == ["go next"] * 2
    # A decision holds for the statement at hand when it was pressed, and for no other.
    page.evaluate(PRESS, "x")
    page.evaluate(ANSWER, ["flood:1-2", None])
    assert page.evaluate(SENT) == ["go next"] * 3
    page.evaluate(ANSWER, ["flood:1-2", None])
    assert page.evaluate(SENT) == [*["go next"] * 3, "reject "]
    page.evaluate(PRESS, "x")
    page.evaluate(PRESS, "n")
    page.evaluate(ANSWER, ["flood:3-4", False])
    assert len(page.evaluate(SENT)) == 4


def test_a_change_that_is_begun_on_one_statement_is_not_made_on_the_next(page):
    at = page.evaluate("window.view.at.id")
    page.evaluate(PRESS, "n")
    page.evaluate(PRESS, "1")
    assert "One moment" in page.inner_text(".status")
    page.evaluate(ANSWER, ["flood:1-2", None])
    page.evaluate(PRESS, "Enter")
    assert page.inner_text(".status") == "Nothing was changed, so there is nothing to keep."
    # By the mouse the change may come first, and the next statement after it.
    page.locator("[data-key$=' strength']").select_option("certain")
    page.evaluate(ANSWER, [at, None])
    page.evaluate(PRESS, "Enter")
    assert page.inner_text(".status") == "Nothing was changed, so there is nothing to keep."
    assert page.evaluate(SENT) == ["go next"]


def test_where_the_case_has_no_origins_it_says_where_to_write_them(page):
    told = "The case has no origins yet. Write them under origins in case.yaml"
    assert told not in page.inner_text("main")
    page.evaluate(
        """() => {
            const { at, choices } = window.view;
            window.view = { ...window.view, at: { ...at, registered: true, source_id: 'mayor' },
                choices: { ...choices, origin: [] } };
            window.heard['change:view']();
        }"""
    )
    assert told in page.inner_text("main")


def test_keys_for_the_statement_that_stays_at_hand_are_carried_out_in_their_order(page):
    at = page.evaluate("window.view.at.id")
    for key in ("b", "1", "Enter"):
        page.evaluate(PRESS, key)
    assert page.evaluate(SENT) == ["keep "]
    page.evaluate(ANSWER, [at, True])
    first, second = page.evaluate("window.sent")
    assert (first["changes"][0]["field"], second["changes"][0]["field"]) == ("bearings",) * 2
    assert first["changes"] != second["changes"]


def test_behind_a_merge_the_next_one_comes_to_hand_and_behind_another_change_it_stays(page):
    at = page.evaluate("window.view.at.id")
    page.locator("[data-key$=' strength']").select_option("certain")
    page.evaluate(PRESS, "Enter")
    page.evaluate(ANSWER, [at, True])
    page.locator("[data-key=more]").click()
    page.locator("[data-key=merge]").select_option(index=1)
    page.evaluate(PRESS, "Enter")
    sent = page.evaluate("window.sent")
    assert [(one["changes"][0]["field"], one["next"]) for one in sent] == [
        ("strength", False),
        ("merge", True),
    ]


def test_a_message_without_an_answer_is_sent_again_until_there_is_one(page):
    page.evaluate(PRESS, "x")
    first, *_ = page.evaluate("window.sent")
    # By itself a lost message would be waited for without an end.
    page.clock.fast_forward(3_000)
    page.clock.fast_forward(6_000)
    assert page.evaluate("window.sent") == [first] * 3
    page.clock.fast_forward(12_000)
    assert "It is asked again, and does nothing twice" in page.inner_text(".status")
    told = {"id": first["id"], "by": first["by"], "kept": True, "text": "Kept: left out."}
    page.evaluate("told => window.heard['msg:custom'](told)", told)
    count = page.evaluate("window.sent.length")
    assert page.inner_text(".status") == "Kept: left out."
    # Answers to what was sent again come too, and say nothing new.
    page.evaluate(PRESS, "n")
    page.evaluate("told => window.heard['msg:custom'](told)", told)
    assert page.inner_text(".status") == "Kept: left out."
    page.evaluate(PRESS, "n")
    assert "One moment" in page.inner_text(".status")
    assert page.evaluate("window.sent.length") == count + 1


def test_a_model_that_waits_for_ever_before_it_hears_is_made_to_hear(page):
    heard = page.evaluate(
        """async script => {
            const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
            const { default: editor } = await import(url);
            const heard = [];
            class Plain { _handle_comm_msg(told) { heard.push([this.name, told]); } }
            class Waits extends Plain { _handle_comm_msg() { return new Promise(() => {}); } }
            const own = new Waits();
            own.name = 'own';
            own.comm = { on_msg: (act) => { own.act = act; } };
            own.comm.on_msg((told) => own._handle_comm_msg(told));
            const asked = [];
            const manager = { get_model: async (name) => { asked.push(name); return own; } };
            await editor.initialize({ model: { get: () => 'mark', widget_manager: manager } });
            for (let n = 0; n < 20; n += 1) await null;
            own.act('a message');
            // Where there is no such model, as outside of JupyterLab, all stays as it is.
            await editor.initialize({ model: { get: () => 'mark' } });
            return [asked, heard];
        }""",
        SCRIPT,
    )
    assert heard == [["mark"], [["own", "a message"]]]


def test_the_answer_to_another_view_of_the_editor_is_not_taken_for_its_own(page):
    page.evaluate(PRESS, "x")
    asked = page.evaluate("window.sent.at(-1)")
    other = {"id": asked["id"], "by": "another", "kept": True, "text": "Kept: another thing."}
    page.evaluate("told => window.heard['msg:custom'](told)", other)
    assert page.inner_text(".status") == "Writing …"


def test_words_that_are_chosen_are_read_before_anybody_decides(page):
    for key in ("t", "Enter"):
        page.evaluate(PRESS, key)
    assert page.evaluate("window.sent") == []
    page.clock.run_for(200)
    page.evaluate(PRESS, "Enter")
    ready, kept = page.evaluate("window.sent")
    assert (ready["do"], kept["do"]) == ("ready", "keep")
    assert ready["changes"] == kept["changes"]
    assert ready["changes"][0]["field"] == "content"
    # It was quiet: the decision did not have to wait for it.
    assert "Writing" in page.inner_text(".status")


def test_the_words_of_a_missed_statement_are_read_while_they_are_chosen(page):
    for key in ("m", "0", "0", "ArrowRight"):
        page.evaluate(PRESS, key)
        page.clock.run_for(200)
    (ready,) = page.evaluate("window.sent")
    page.evaluate(PRESS, "Enter")
    added = page.evaluate("window.sent")[-1]
    assert (ready["do"], added["do"]) == ("ready", "add")
    assert (ready["document"], ready["value"]) == (added["document"], added["value"])


def test_a_firmness_needs_no_words_to_be_read(page):
    strength = page.locator("[data-key$=' strength']")
    strength.select_option("certain")
    page.clock.run_for(1_000)
    assert page.evaluate("window.sent") == []


def test_words_that_no_decision_waited_for_are_read_in_the_next_pause_and_marked_until(page):
    at = page.evaluate("window.view.at.id")
    page.evaluate(PRESS, "b")
    page.evaluate("at => { window.view.reading = [at]; window.heard['change:view'](); }", at)
    assert page.locator("[data-reading]").all_inner_texts() == [
        "Being read again.",
        "Changed words are being read again; their bearings come in a moment.",
    ]
    page.clock.run_for(1_000)
    assert page.evaluate(SENT) == ["keep "]  # the decision first
    page.evaluate(ANSWER, [at, True])
    page.clock.run_for(400)
    assert page.evaluate(SENT) == ["keep ", "read "]
    page.evaluate("() => { window.view.reading = []; window.heard['change:view'](); }")
    assert page.locator("[data-reading]").count() == 0


def test_what_was_decided_so_already_is_no_change_that_waits_to_be_kept(page):
    page.locator("[data-key$=' strength']").select_option("certain")
    assert "1 change not kept yet" in page.inner_text(".badge")
    page.evaluate(PRESS, "Enter")
    asked = page.evaluate("window.sent.at(-1)")
    told = {"id": asked["id"], "by": asked["by"], "kept": None, "text": "Decided so already."}
    page.evaluate("told => window.heard['msg:custom'](told)", told)
    assert page.inner_text(".status") == "Decided so already."
    assert "not kept yet" not in page.inner_text(".badge")


def test_who_chooses_words_does_not_pause_and_nothing_is_learned_meanwhile(page):
    at = page.evaluate("window.view.at.id")
    page.evaluate(PRESS, "b")
    page.evaluate(ANSWER, [at, True])
    page.evaluate(PRESS, "t")
    told = page.inner_text(".status")
    page.clock.run_for(7_000)
    assert page.evaluate(SENT) == ["keep "]
    assert page.inner_text(".status") == told
    page.evaluate(PRESS, "Escape")
    page.clock.run_for(1_000)  # before it looks for news again
    assert page.evaluate(SENT) == ["keep ", "learn "]


def test_decisions_that_fit_no_more_are_listed_and_lead_to_the_nearest_place(page, axe):  # noqa: F811
    lost = page.locator(".narratives-editor .lost")
    assert not lost.is_visible()
    told = [
        {"line": 3, "who": "Ana", "text": "line 3: flood:9-12 <b>status</b>", "near": "flood:1-2"},
        {"line": 4, "who": "Ben", "text": "line 4: nothing here is near.", "near": ""},
    ]
    page.evaluate(
        "told => { window.view = { ...window.view, lost: told }; window.heard['change:view'](); }",
        told,
    )
    assert lost.locator("summary").inner_text() == "Decided, and to be looked at again (2)"
    assert lost.locator("li").all_inner_texts() == [
        "Ana line 3: flood:9-12 <b>status</b> Go to flood:1-2",
        "Ben line 4: nothing here is near.",
    ]
    page.clock.resume()  # axe waits for some time to pass
    page.add_style_tag(content=STYLE)
    page.evaluate(axe)
    found = page.evaluate(
        """async () => (await axe.run('.narratives-editor .lost')).violations.flatMap(rule =>
            rule.nodes.map(node => `${rule.id}: ${node.target}`))"""
    )
    assert found == []
    lost.locator("button").click()
    assert page.evaluate(SENT)[-1:] == ["go flood:1-2"]
