"""The page to decide on: what a person chooses there comes back as lines of review."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from narratives.exchange import decided
from narratives.review.fields import check_entry
from narratives.stages import Comparison

from .conftest import Visit
from .pages import comparison_of, file_of

MARK = """([words, from, to]) => {
  const p = all('[data-start]').find((part) => part.textContent.includes(words));
  const at = p.textContent.indexOf(words);
  getSelection().setBaseAndExtent(p.firstChild, at + from, p.firstChild, at + to);
}"""


def save(found: Visit, path: Path) -> list[dict[str, Any]]:
    with found.page.expect_download() as waiting:
        found.page.click("#save")
    waiting.value.save_as(path)
    lines: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["lines"]
    assert [check_entry(line) for line in lines] == [[] for _ in lines]
    return lines


def words_at(port: Comparison, span: str) -> str:
    start, end = map(int, span.split("-"))
    return port.documents[0].text[start:end]


def test_what_is_chosen_is_saved_as_lines(visit: Callable[..., Visit], tmp_path: Path) -> None:
    port = comparison_of("port")
    found = visit(file_of("edit-port", tmp_path))
    page = found.page
    page.fill("#who", "Ana")
    name = str(port.statements.index[2])
    task = page.locator(f'article[data-target="{name}"]')
    task.locator('[data-field="status"]').select_option("accept")
    task.locator('[data-account="missile"]').select_option("disputes implied")
    task.locator("[data-why]").fill("it names Norland")
    task.locator("summary").click()
    found.eval(MARK, ["sabotage by Norland", 0, 9])
    task.locator('p:has([data-field="content"]) [data-pick]').click()
    page.locator('#items [data-account="accident"]').first.select_option("II")
    page.locator('#items [data-field="credibility"]').first.select_option("3")
    page.locator('#sources [data-field="reliability"]').first.select_option("F")
    lines = {line["field"]: line for line in save(found, tmp_path / "a.json")}

    assert {line["who"] for line in lines.values()} == {"Ana"}
    assert lines["status"]["value"] == "accept"
    assert lines["status"]["why"] == "it names Norland"
    assert lines["bearings"]["value"] == [
        {"narrative": "sabotage", "stance": "supports", "how": "stated"},
        {"narrative": "missile", "stance": "disputes", "how": "implied"},
    ]
    assert words_at(port, lines["content"]["value"]) == "sabotage"
    assert lines["rating"]["value"] == {"accident": "II"}
    assert lines["credibility"]["value"] == 3
    assert lines["reliability"]["value"] == "F"
    assert decided.recognise(tmp_path / "a.json", json.loads((tmp_path / "a.json").read_text()))


def test_a_missed_statement_is_added_by_marked_and_by_written_words(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    port = comparison_of("port")
    found = visit(file_of("edit-port", tmp_path))
    page, form = found.page, found.page.locator("#new")
    page.fill("#who", "Ana")
    page.click("#add")
    assert page.inner_text("#added-told") == "What is said is missing."
    found.eval(MARK, ["killing nine people", 0, 19])
    form.locator("[data-pick]").first.click()
    assert form.locator("[data-told]").first.inner_text() == "“killing nine people”"
    form.locator('[data-field="source"]').fill("Nobody here")
    page.click("#add")
    assert page.inner_text("#added-told") == "These words are not in the text."
    form.locator('[data-field="source"]').fill("Radio Coast")
    form.locator('[data-account="accident"]').select_option("supports implied")
    page.click("#add")
    assert page.inner_text("#count") == "1 decision"
    (line,) = save(found, tmp_path / "a.json")

    assert (line["target"], line["field"]) == ("port", "statement")
    assert words_at(port, line["value"]["content"]) == "killing nine people"
    assert words_at(port, line["value"]["source"]) == "Radio Coast"
    assert line["value"]["bearings"] == [
        {"narrative": "accident", "stance": "supports", "how": "implied"}
    ]


def test_marks_are_kept_over_a_reload_and_taken_back_one_by_one(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("edit-port", tmp_path))
    page = found.page
    page.locator('#items [data-account="accident"]').first.select_option("II")
    page.locator('#sources [data-field="reliability"]').first.select_option("B")
    page.click("#undo")
    assert page.inner_text("#count") == "1 decision"
    page.click("#save")
    assert page.inner_text("#count") == "Write your name first."
    page.reload()
    found.asked.pop()

    assert page.inner_text("#count") == "1 decision"
    assert page.locator('#items [data-account="accident"]').first.input_value() == "II"


def test_places_count_code_points_of_the_text(visit: Callable[..., Visit], tmp_path: Path) -> None:
    text = comparison_of("hostile").documents[0].text
    found = visit(file_of("edit-hostile", tmp_path))
    found.page.locator("#new [data-field=content]").fill("reported")
    found.page.locator("#new [data-field=source_id]").select_option("narrator")
    found.page.fill("#who", "Ana")
    found.page.click("#add")
    (line,) = save(found, tmp_path / "a.json")
    start, end = map(int, line["value"]["content"].split("-"))

    assert text[start:end] == "reported"


def test_an_address_on_the_page_copies_the_line_that_decides_it(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    port = comparison_of("port")
    found = visit(file_of("port", tmp_path))
    found.page.locator(f'button:has-text("{port.statements.index[2]}")').click()
    told = found.page.inner_text(".copied")
    found.page.locator("#e1 button").click()

    assert told == (
        f"narratives review {port.name} --set {port.statements.index[2]} bearings "
        '"sabotage supports" --why "" --who ""'
    )
    letters = [f"{name} [A-Z]+" for name in port.matrix.columns]
    item = found.page.inner_text("#e1 code")
    assert re.fullmatch(
        f'narratives review {port.name} --set {item} rating "{"; ".join(letters)}" '
        '--why "" --who ""',
        found.page.inner_text(".copied"),
    )
