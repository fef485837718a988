"""Keys that are pressed while the editor waits for an answer, with a kernel that answers late."""

from __future__ import annotations

import json
from pathlib import Path

import narratives.editor as room
from narratives import load_case
from narratives.editor import ReviewSession

SCRIPT = Path(room.__file__).with_name("editor.js").read_text(encoding="utf-8")
SENT = "() => window.sent.filter(one => one.do !== 'look').map(one => `${one.do} ${one.to || ''}`)"
PRESS = """key => document.querySelector('.narratives-editor .text')
    .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"""
ANSWER = """([at, kept]) => {
    window.view = { ...window.view, at: { ...window.view.at, id: at } };
    window.heard['change:view']();
    window.heard['msg:custom']({ id: window.sent.at(-1).id, text: 'done', kept });
}"""


def test_a_key_that_is_pressed_before_the_answer_is_carried_out_after_it(chromium, make_case):
    view = ReviewSession(load_case(make_case()), "Ana").view()
    page = chromium.new_page()
    page.set_content("<main></main>")
    page.evaluate(
        """async ([script, view]) => {
            window.view = view; window.sent = []; window.heard = {};
            const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
            const { default: editor } = await import(url);
            const model = { get: (key) => key === 'view' ? window.view : 'mark', off: () => {},
                send: (one) => window.sent.push(one),
                on: (name, act) => { window.heard[name] = act; } };
            editor.render({ model, el: document.querySelector('main') });
        }""",
        [SCRIPT, json.loads(json.dumps(view))],
    )
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
    page.close()
