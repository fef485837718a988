"""The editor in a real JupyterLab: clicks and keys there end as lines here."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from flood_case import CASE_YAML, DOCUMENTS_YAML, FLOOD
from needed import missing

from narratives import append_review
from narratives.telling.tables import align_table

from .test_accessibility import axe  # noqa: F401 (a fixture)

PATIENCE = 300_000
"""Milliseconds; a machine with much else to do is slow, and no test is timed by that."""
HOSTILE = """<img src=x onerror="window.hit=1"> Orlen

The <script>window.hit=2</script> dam had been sabotaged, the mayor said.

"</textarea><svg onload=window.hit=3> We saw nothing," Lea <b>Brandt</b> said.
"""
SECOND = DOCUMENTS_YAML.replace("flood", "hostile").replace(
    "Dam breaks above Orlen", "'<img src=x onerror=window.hit=4> later'"
)
CELL = 'import narratives as nv\nnv.review("orlen", who="Ana")'
NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "id": "only",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": CELL,
        }
    ],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}
QUIET = (
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.expose_app_in_browser=True",
)


HEARD = """([words]) => {
    const root = document.querySelector('.narratives-editor');
    return !root.hasAttribute('aria-busy')
        && root.querySelector('.status').textContent.includes(words);
}"""


class Editing:
    """A notebook that is open in JupyterLab, and the case that is reviewed there."""

    def __init__(self, page: Any, folder: Path, address: str) -> None:
        self.page = page
        self.case = folder / "orlen"
        self.address = address

    def open(self) -> None:
        self.page.goto(f"{self.address}/lab/tree/review.ipynb?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-CodeCell")

    def run(self) -> None:
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel"
        )
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_selector(".narratives-editor .panel h3")

    def lines(self) -> list[dict[str, Any]]:
        path = self.case / "review.jsonl"
        raw = path.read_text(encoding="utf-8") if path.exists() else ""
        return [json.loads(line) for line in raw.splitlines()]

    @property
    def status(self) -> str:
        return str(self.page.inner_text(".narratives-editor .status"))

    def hears(self, words: str) -> None:
        try:
            self.page.wait_for_function(HEARD, arg=[words])
        except Exception as error:
            raise AssertionError(f"waited for “{words}”, and it says “{self.status}”") from error

    def press(self, keys: str, words: str) -> None:
        """Press keys one after the other, and wait until the status says some words."""
        for key in keys.split():
            self.page.keyboard.press(key)
        self.hears(words)

    def at(self, words: str) -> None:
        """Go to a statement of the first text by its words, with the mouse."""
        text = self.page.locator(".narratives-editor [data-key=document]")
        if text.input_value() != "flood":
            text.select_option("flood")
            self.page.wait_for_function(
                "() => document.querySelector('.narratives-editor .title code')"
                ".textContent.startsWith('flood:')"
            )
        # The list itself stays; what is in it is drawn anew whenever a line comes in.
        self.page.evaluate("document.querySelector('.narratives-editor .list').open = true")
        # What was said before can hold the words already; a key pressed then comes too early.
        self.page.evaluate("document.querySelector('.narratives-editor .status').textContent = ''")
        self.page.locator(".narratives-editor .list button", has_text=words).click()
        self.hears(words)
        self.page.focus(".narratives-editor .text")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def editing(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editing]:
    try:
        import anywidget  # noqa: F401
        import jupyterlab  # noqa: F401
    except ImportError:
        missing('JupyterLab is not installed (pip install -c constraints.txt -e ".[lab]")')
    folder = tmp_path_factory.mktemp("lab")
    case = folder / "orlen"
    (case / "documents").mkdir(parents=True)
    (case / "case.yaml").write_text(CASE_YAML, encoding="utf-8")
    documents = case / "documents"
    (documents / "documents.yaml").write_text(DOCUMENTS_YAML + SECOND, encoding="utf-8")
    (documents / "flood.txt").write_text(FLOOD, encoding="utf-8")
    (documents / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "review.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    places = {
        name: str(folder / f".{name.lower()}")
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
            "IPYTHONDIR",
        )
    }
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--ip=127.0.0.1",
        f"--port={port}",
    ]
    command += [*QUIET, f"--ServerApp.root_dir={folder}"]
    command += ["--allow-root"] if sys.platform != "win32" and os.geteuid() == 0 else []
    address = f"http://127.0.0.1:{port}"
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **places}, stdout=log, stderr=log
        )
        context = chromium.new_context(viewport={"width": 1500, "height": 1300})
        try:
            wait_for(f"{address}/api", server, folder / "log")
            context.set_default_timeout(60_000)
            found = Editing(context.new_page(), folder, address)
            found.open()
            found.run()
            yield found
        finally:
            context.close()
            # Nothing is to be saved, and a kernel ends with the server that began it.
            server.kill()
            server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(PATIENCE // 200):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start: {log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture
def told(editing: Editing) -> Callable[[], list[tuple[str, Any, str]]]:
    """Return a function that gives the lines written since the test began."""
    before = len(editing.lines())
    return lambda: [
        (line["field"], line["value"], line["why"]) for line in editing.lines()[before:]
    ]


def test_clicks_end_as_lines(editing, told):
    page = editing.page
    editing.at("sabotage")
    account = page.locator(".narratives-editor [data-key='account sabotage']")
    account.select_option(label="disputes it, implied")
    page.get_by_label("Reason (kept with the decision)").fill("It only hints.")
    page.locator(".narratives-editor [data-key=keep]").click()
    editing.hears("Kept: ")
    page.locator(".narratives-editor [data-key=accept]").click()
    editing.hears("accepted")
    bearing = {"narrative": "sabotage", "stance": "disputes", "how": "implied"}
    assert told() == [("bearings", [bearing], "It only hints."), ("status", "accept", "")]


def test_words_selected_by_the_mouse_become_the_source(editing, told):
    editing.at("We warned")
    editing.page.evaluate(
        """() => {
            const words = [...document.querySelectorAll('.narratives-editor .w')];
            const first = words.find(one => one.textContent === 'Lea');
            const last = words.find(one => one.textContent === 'Brandt');
            getSelection().setBaseAndExtent(first.firstChild, 0, last.firstChild, 6);
        }"""
    )
    editing.page.get_by_role("button", name="Who says it: choose other words").click()
    editing.hears("Who says it: “Lea Brandt”. Not kept yet")
    editing.page.locator(".narratives-editor [data-key=keep]").click()
    editing.hears("Kept: ")
    start = FLOOD.index("Lea Brandt")
    assert told() == [("source", f"{start}-{start + 10}", "")]


def test_a_missed_statement_is_marked_by_the_mouse(editing, told):
    editing.at("sabotage")
    editing.page.locator(".narratives-editor [data-key=miss]").first.click()
    editing.hears("Missed statement. Choose the words: who says it")
    for first, last, next_step in (
        ("Lea", "Brandt", "Choose the words: the words that say so"),
        ("three", "missing", "Choose the words: what is said"),
        ("We", "twice", "Kept: a statement added"),
    ):
        drag(editing.page, first, last)
        editing.hears(f"{last}”")
        editing.page.locator(".narratives-editor [data-key=take]").click()
        editing.hears(next_step)
        if next_step.startswith("Choose"):
            bar = editing.page.inner_text(".narratives-editor .bar")
            assert "So far: who says it “Lea Brandt”" in bar
    places = {part: FLOOD.index(words) for part, words in MISSED.items()}
    spans = {part: f"{at}-{at + len(MISSED[part])}" for part, at in places.items()}
    assert told() == [("statement", spans, "")]
    editing.press("z", "Taken back: a statement added")


MISSED = {"source": "Lea Brandt", "cue": "three missing", "content": "We warned the ministry twice"}


def drag(page: Any, first: str, last: str) -> None:
    """Press the mouse on one word and let it go behind another, as a hand does."""
    x, y, to_x, to_y = page.evaluate(
        """([first, last]) => {
            const words = [...document.querySelectorAll('.narratives-editor .w')];
            const from = words.findIndex(one => one.textContent === first);
            const to = words.findIndex((one, n) => n >= from && one.textContent === last);
            words[from].scrollIntoView({ block: 'center' });
            const a = words[from].getBoundingClientRect(), b = words[to].getBoundingClientRect();
            return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
        }""",
        [first, last],
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=4)
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()


def test_ten_corrections_by_keys_alone(editing, told):
    began = time.monotonic()
    editing.page.focus(".narratives-editor .text")
    for words, account in (("sabotage", "1"), ("We warned", "2"), ("never repaired", "1")):
        editing.at(words)
        editing.press(account, "Not kept yet")
        editing.press("i Enter", "Kept: ")
        editing.press("t Shift+ArrowRight Enter", "Not kept yet")
        editing.press("Enter", "Kept: ")
        # A test before may have accepted it: with a reason of its own it is a decision.
        editing.press("w", "Kept: ")
        editing.page.keyboard.type("Read again.")
        editing.press("Escape", "Back in the text")
        editing.press("a", "accepted")
    editing.at("sabotage")
    editing.press("a", "Decided so already: ")
    editing.at("sabotage")
    editing.press("m", "Missed statement. Choose the words: who says it")
    editing.press("0", "Choose the words: the words that say so")
    editing.press("0", "Choose the words: what is said")
    editing.press("ArrowRight Shift+ArrowRight Enter", "Kept: a statement added")
    print(f"ten corrections by keys: {time.monotonic() - began:.1f} s")
    assert [field for field, _, _ in told()] == [
        *("bearings", "content", "status") * 3,
        "statement",
    ]
    editing.press("z", "Taken back: a statement added")
    editing.press("y", "Done again: a statement added")
    assert [field for field, _, _ in told()][-2:] == ["undo", "undo"]
    # JupyterLab did not hear "a", "i", "z" and the rest: its one cell is there as it was.
    assert editing.page.locator(".jp-Notebook .jp-Cell").count() == 1
    assert editing.page.inner_text(".jp-InputArea .cm-content").split() == CELL.split()


def test_menus_rate_items_grade_sources_and_merge(editing, told):
    page = editing.page
    editing.at("sabotage")
    item = page.locator(".narratives-editor .item").first
    item.locator("summary").click()
    item.get_by_label("B: Sabotage").select_option("II")
    item.get_by_label("Credibility").select_option("2")
    page.locator(".narratives-editor").get_by_label("Reliability").select_option("D")
    page.locator(".narratives-editor [data-key=keep]").click()
    editing.hears("Kept: ")
    page.locator(".narratives-editor [data-key=more]").click()
    page.get_by_label("Merge it into").select_option(index=1)
    merged = page.inner_text(".narratives-editor .title code")
    page.locator(".narratives-editor [data-key=keep]").click()
    editing.hears("merged into statement")
    # The next one stands at hand: "a" there does not take the merged one in again.
    assert page.inner_text(".narratives-editor .title code") != merged
    editing.press("z", "Taken back: ")
    wrote = told()
    assert sorted(wrote[:3], key=str) == [
        ("credibility", 2, ""),
        ("rating", {"sabotage": "II"}, ""),
        ("reliability", "D", ""),
    ]
    assert [field for field, _, _ in wrote[3:]] == ["merge", "undo"]


def test_kind_firmness_origin_chain_and_merging_are_set_by_keys_alone(editing, told):
    page = editing.page
    editing.at("sabotage")
    mine = page.inner_text(".narratives-editor .title code")

    def tab_to(key: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('data-key')") == key:
                return
        raise AssertionError(f"Tab does not lead to {key}")

    for key, arrow in (
        (f"{mine} strength", "ArrowDown"),
        (f"{mine} kind", "ArrowDown"),
        ("ministry origin", "ArrowUp"),
    ):
        tab_to(key)
        editing.press(arrow, "Changed, not kept yet")
    editing.press("Escape", "Back in the text")
    editing.press("v Shift+ArrowRight Enter", "Through whom it came: ")
    editing.press("Enter", "Kept: ")
    tab_to("more")
    page.keyboard.press("Enter")
    tab_to("merge")
    editing.press("ArrowDown", "Changed, not kept yet")
    editing.press("Escape", "Back in the text")
    editing.press("Enter", "merged into statement")
    wrote = told()
    fields = [field for field, _, _ in wrote]
    assert sorted(fields[:4]) == ["chain", "kind", "origin", "strength"]
    assert fields[4:] == ["merge"]
    assert ("origin", "town", "") in wrote
    editing.press("z", "Taken back: ")
    editing.press("z", "Taken back: ")


def test_what_another_person_writes_comes_in_and_differs(editing, told):
    editing.at("sabotage")
    mine = editing.page.inner_text(".narratives-editor .title code")
    line = {"who": "Ben", "target": mine, "field": "bearings", "value": [], "why": "A hint."}
    append_review(editing.case / "review.jsonl", [line])
    editing.hears("1 new line by Ben came in.")
    shown = editing.page.inner_text(".narratives-editor .differ")
    assert "Ana says" in shown
    assert "Ben says bears on no account (“A hint.”)" in shown
    assert told() == [("bearings", [], "A hint.")]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_the_editor(editing, axe, theme):  # noqa: F811
    page = editing.page
    page.evaluate(
        "name => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })",
        theme,
    )
    light = "true" if theme.endswith("Light") else "false"
    page.wait_for_selector(f"body[data-jp-theme-light='{light}']", state="attached")
    editing.page.focus(".narratives-editor .text")
    editing.press("s", "Choose the words")
    page.evaluate(
        """document.querySelectorAll('.narratives-editor details')
            .forEach(one => { one.open = true })"""
    )
    page.evaluate(axe)
    found = page.evaluate(
        """async () => (await axe.run('.narratives-editor')).violations.flatMap(rule =>
            rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`))"""
    )
    # What was learned of an earlier decision may be said right behind it.
    page.keyboard.press("Escape")
    page.wait_for_function(
        "() => /Left|has learned/.test("
        "document.querySelector('.narratives-editor .status').textContent)"
    )
    assert found == []


def test_a_reason_that_is_being_written_stays_when_a_line_comes_in(editing):
    page = editing.page
    editing.at("sabotage")
    page.focus(".narratives-editor [data-key=why]")
    page.keyboard.type("It rains.")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    line = {"who": "Ben", "target": "ministry", "field": "reliability", "value": "D"}
    append_review(editing.case / "review.jsonl", [line])
    editing.hears("1 new line by Ben came in.")
    page.keyboard.type("never ")
    assert page.input_value(".narratives-editor [data-key=why]") == "It never rains."
    page.keyboard.press("Escape")


def test_keys_that_are_pressed_while_a_step_is_on_its_way_are_not_lost(editing):
    page = editing.page
    place = "[...document.querySelectorAll('.narratives-editor .list li button')]"
    place += ".findIndex(one => one.getAttribute('aria-current') === 'true')"
    page.focus(".narratives-editor .text")
    before = page.evaluate(place)
    step = "p" if before > 1 else "n"
    # All within one moment, long before an answer to the first can come.
    page.evaluate(
        """step => [step, step].forEach(key => document.querySelector('.narratives-editor .text')
            .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))""",
        step,
    )
    page.wait_for_function(f"to => {place} === to", arg=before + (2 if step == "n" else -2))


def test_the_next_text_follows_and_its_markup_is_text(editing):
    from playwright.sync_api import TimeoutError as TooLate

    page = editing.page
    page.locator(".narratives-editor [data-key=order]").select_option("text")
    editing.hears("statements. Statement ")
    page.focus(".narratives-editor .text")
    changed = "old => document.querySelector('.narratives-editor .title code').textContent !== old"
    for _ in range(20):
        before = page.text_content(".narratives-editor .title code")
        if before.startswith("hostile:"):
            break
        # A key that falls into the moment in which the list is drawn anew is pressed again.
        page.focus(".narratives-editor .text")
        page.keyboard.press("n")
        with suppress(TooLate):
            page.wait_for_function(changed, arg=before, timeout=10_000)
    editing.hears("The next text: <img src=x onerror=window.hit=4> later.")
    shown = page.inner_text(".narratives-editor .text")
    assert '<img src=x onerror="window.hit=1">' in shown
    assert "</textarea><svg onload=window.hit=3> We saw" in shown
    editing.press("a", "accepted")
    editing.press("t Shift+ArrowRight Enter", "Not kept yet")
    editing.press("Enter", "Kept: ")
    markup = "img, script, svg, textarea:not([data-key=why]), .text b"
    assert page.locator(".narratives-editor").locator(markup).count() == 0
    assert page.evaluate("window.hit") is None


GIVES_UP_AT_ONCE = """
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (wait) => timeout(wait === 2000 ? 0 : wait);
"""


@pytest.fixture(scope="module")
def opened_again(editing: Editing) -> Iterator[Editing]:
    """Save the notebook, end its kernel and open it anew, with a table that was shown before.

    Scripts load too slowly for anywidget there. To open JupyterLab takes seconds: the tests that
    want it share this.
    """
    page = editing.page
    assert page.locator(".narratives-still").is_hidden()
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    place = editing.case.parent / "review.ipynb"
    saved = json.loads(place.read_text(encoding="utf-8"))
    assert len(saved["cells"][0]["outputs"]) == 2
    output = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {
            "text/html": align_table(
                pd.DataFrame({"who": ["the mayor"], "number": [1]})._repr_html_()
            ),
            "text/plain": "a table",
        },
    }
    shown = {"execution_count": 1, "outputs": [output], "source": "'a table'"}
    saved["cells"].append({**NOTEBOOK["cells"][0], "id": "table", **shown})
    place.write_text(json.dumps(saved), encoding="utf-8")
    again = page.context.new_page()
    again.add_init_script(GIVES_UP_AT_ONCE)
    found = Editing(again, editing.case.parent, editing.address)
    found.open()
    yield found
    again.close()


def test_without_a_kernel_the_cell_shows_a_picture_of_the_text(opened_again):
    page = opened_again.page
    page.wait_for_selector(".narratives-still")
    shown = page.locator(".jp-OutputArea").first.inner_text()
    assert "run this cell again" in shown
    assert "hinted at" in shown
    assert "model not found" not in shown
    assert page.locator(".narratives-editor").count() == 0


def test_the_words_of_a_table_begin_at_the_left_in_a_notebook_that_was_only_opened(opened_again):
    page = opened_again.page
    page.wait_for_selector(".jp-OutputArea td", timeout=PATIENCE)
    sides = page.locator(".jp-OutputArea td").evaluate_all(
        "cells => cells.map(cell => [cell.textContent, getComputedStyle(cell).textAlign])"
    )
    assert sides == [["the mayor", "left"], ["1", "right"]]


def test_a_script_that_loads_too_slowly_for_anywidget_hears_the_kernel_all_the_same(opened_again):
    opened_again.run()
    opened_again.page.focus(".narratives-editor .text")
    opened_again.press("n", "Statement ")
