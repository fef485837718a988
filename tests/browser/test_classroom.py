"""A pupil marks by keyboard and mouse, saves and comes back; paper and slides as they should be."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from class_files import fill_folder
from port_case import TEXT, port_comparison

from narratives.classroom import class_results, plan_lesson, render_sheet
from narratives.classroom.marks import read_file
from narratives.classroom.printing import find_browser, print_page
from narratives.figures.drawing import SIZE

from .conftest import Visit, missing
from .pages import comparison_of, file_of
from .test_accessibility import axe, everywhere

__all__ = ["axe"]
NO_SHELF = """Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('not allowed', 'SecurityError') } })"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.slide *')].filter(e =>
    !e.closest('.aside') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
    ).map(e => parseFloat(getComputedStyle(e).fontSize)))"""


def save(found: Visit, folder: Path) -> Path:
    with found.page.expect_download() as event:
        found.page.click("#save")
    path = folder / event.value.suggested_filename
    event.value.save_as(path)
    del found.asked[1:]
    return path


def test_a_pupil_marks_with_the_keyboard_alone_and_saves(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("mark-port", tmp_path))
    page = found.page
    page.focus("#nick")
    page.keyboard.type("Fox 7")
    page.focus('.texts button[data-n="4"]')
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "which"
    assert page.inner_text("#which") == "Statement 4, line 7"
    assert page.inner_text("#said mark") == "sabotage by Norland"
    page.focus("#who")
    page.keyboard.type("the ministry")
    page.focus('input[name="firmness"]')
    page.keyboard.press("Space")
    page.focus('input[name="accountB"]')
    page.keyboard.press("Space")
    page.focus("#chanceB")
    page.keyboard.type("35")
    path = save(found, tmp_path)
    read = read_file(path)
    offer = plan_lesson(port_comparison()).offers[3]

    assert path.name == "marks-Fox7.json"
    assert (read.nickname, read.chances, read.problems) == ("Fox 7", {"B": 0.35}, ())
    mark = read.marks[offer.offer_id]
    assert (mark.who, mark.firmness, mark.basis) == ("the ministry", "hint", "")
    assert mark.accounts == {"B": "for"}
    label = page.get_attribute('.texts button[data-n="4"]', "aria-label")
    assert label == "Statement 4, partly marked"
    assert set(json.loads(path.read_text())) == {
        *("format", "task", "nickname", "marks", "own", "chances")
    }


def test_marks_stay_over_a_reload_and_go_when_the_pupil_wishes(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("mark-port", tmp_path))
    page = found.page
    page.fill("#nick", "Otter")
    page.fill("#noteA", "it was badly stored")
    page.click('.texts button[data-n="1"]')
    page.click('[data-who="nobody is named"]')
    page.check('input[name="basis"][value="none"]')
    assert "stay on this page" in page.inner_text("#kept")
    page.reload()
    del found.asked[1:]

    assert page.input_value("#nick") == "Otter"
    assert page.input_value("#noteA") == "it was badly stored"
    assert "You have marked 1 of 10 statements" in page.inner_text("#count")
    page.click('.texts button[data-n="1"]')
    assert page.input_value("#who") == "nobody is named"
    assert page.is_checked('input[name="basis"][value="none"]')
    found.open_all()
    page.click("#empty")
    page.reload()
    del found.asked[1:]
    assert page.input_value("#nick") == ""
    assert "marked 0 of 10" in page.inner_text("#count")


def test_where_nothing_may_be_kept_the_page_says_so_and_works(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("mark-port", tmp_path), before=NO_SHELF)
    page = found.page
    assert "does not let the page keep your marks" in page.inner_text("#kept")
    page.fill("#nick", "Heron")
    page.click('.texts button[data-n="2"]')
    page.check('input[name="firmness"][value="certain"]')
    path = save(found, tmp_path)
    found.open_all()

    assert json.loads(page.input_value("#copy")) == json.loads(path.read_text())


def test_a_saved_file_is_taken_up_again_and_another_one_is_refused(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("mark-port", tmp_path), before=NO_SHELF)
    page = found.page
    page.fill("#nick", "Kite")
    page.click('.texts button[data-n="3"]')
    page.fill("#who", "Ana Brel")
    path = save(found, tmp_path)
    page.fill("#nick", "somebody else")
    page.set_input_files("#open", path)
    page.wait_for_function("() => document.querySelector('#saved').textContent.includes('back')")
    assert page.input_value("#nick") == "Kite"
    for content, told in (("{", "cannot be read"), ("{}", "not a file of this page")):
        path.write_text(content)
        page.set_input_files("#open", [])
        page.set_input_files("#open", path)
        page.wait_for_function(
            "told => document.querySelector('#saved').textContent.includes(told)", arg=told
        )
    assert page.input_value("#nick") == "Kite"


def test_selected_words_are_who_says_it_or_a_statement_of_ones_own(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("mark-port", tmp_path))
    page = found.page
    select = """([from, to]) => {
        const spot = at => { const pieces = [...document.querySelectorAll('[data-a]')];
            const piece = pieces.filter(p => +p.dataset.a <= at).pop();
            const walk = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
            walk.nextNode(); return [walk.currentNode, at - piece.dataset.a]; };
        getSelection().setBaseAndExtent(...spot(from), ...spot(to)); }"""
    start = TEXT.index("The Interior Ministry")
    page.click('.texts button[data-n="4"]')
    page.evaluate(select, [start, start + len("The Interior Ministry")])
    page.click("#take")
    assert page.input_value("#who") == "The Interior Ministry"
    begin = TEXT.index("An explosion tore")
    page.evaluate(select, [begin, begin + len("An explosion tore through a warehouse")])
    page.click("#own")
    assert page.inner_text("#which") == "Your own statement 1"
    page.check('input[name="firmness"][value="certain"]')
    page.fill("#nick", "Wren")
    read = read_file(save(found, tmp_path))

    document, first, last, mark = read.own[0]
    assert (document, TEXT[first:last]) == ("port", "An explosion tore through a warehouse")
    assert mark.firmness == "certain"


def test_without_scripts_the_text_is_there_and_the_page_says_what_to_do(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = visit(file_of("mark-port", tmp_path), scripts=False).page

    assert "Use the worksheet on paper" in page.inner_text("noscript")
    assert "hinted at" in page.inner_text(".texts")


def test_axe_finds_nothing_on_the_page_while_it_is_used(
    visit: Callable[..., Visit],
    axe: str,
    tmp_path: Path,
) -> None:
    found = visit(file_of("mark-port", tmp_path))
    found.page.click('.texts button[data-n="4"]')
    found.page.check('input[name="firmness"][value="hint"]')

    assert everywhere(found, axe, "", None, "two") == {}


def test_axe_finds_nothing_on_the_page_of_the_class(
    visit: Callable[..., Visit],
    axe: str,
    tmp_path: Path,
) -> None:
    (tmp_path / "files").mkdir()
    fill_folder(tmp_path / "files")
    found = class_results(tmp_path / "files", port_comparison(), truth="accident")
    page = found.to_html(tmp_path / "results.html", "2031-05-07")
    seen = visit(page)

    assert everywhere(seen, axe, "", None, "two") == {}
    seen.page.set_viewport_size({"width": 320, "height": 900})
    assert seen.eval("document.documentElement.scrollWidth") <= 320
    seen.page.set_viewport_size({"width": 400, "height": 900})
    shown = seen.eval("""() => [...document.querySelectorAll('picture')].map(p => {
        const image = p.querySelector('img');
        return [image.currentSrc === p.querySelector('source').srcset,
                image.clientWidth / image.naturalWidth] })""")
    letters = [SIZE * 80 / 72 * share for _, share in shown]

    assert [narrow for narrow, _ in shown] == [True, True, True]
    assert min(letters) >= 12


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", ["seed", "crowded", "long word"])
def test_the_worksheet_is_two_pages_and_nothing_is_cut_off(
    visit: Callable[..., Visit], tmp_path: Path, name: str, paper: str
) -> None:
    lesson = plan_lesson(comparison_of(name))
    path = tmp_path / "sheet.html"
    path.write_text(render_sheet(lesson.comparison, lesson.lines, lesson.offers, paper), "utf-8")
    found = visit(path, media="print")
    data = found.page.pdf(prefer_css_page_size=True)
    over = found.eval("""() => [...document.querySelectorAll('.sheet')].flatMap(sheet => {
        const box = sheet.getBoundingClientRect();
        const foot = sheet.querySelector('.foot').getBoundingClientRect();
        return [...sheet.querySelectorAll('p:not(.foot), .line, tr, h2')].filter(e => {
            const own = e.getBoundingClientRect();
            return own.bottom > foot.top + 1 || own.right > box.right + 1;
        }).map(e => e.outerHTML.slice(0, 80)); })""")
    try:
        from pypdf import PdfReader
    except ImportError:
        missing('pypdf is not installed (pip install -c constraints.txt -e ".[browser]")')
    pages = PdfReader(io.BytesIO(data)).pages

    assert over == []
    assert len(pages) == 2
    assert round(pages[0].mediabox.height) in ((842, 843) if paper == "a4" else (792,))


def test_the_pdf_of_the_command_is_that_of_the_page(tmp_path: Path) -> None:
    browser = find_browser()
    if browser is None:
        missing("no chromium on this machine (Debian: apt-get install chromium)")
    assert browser is not None
    pdf = print_page(file_of("sheet-port", tmp_path), tmp_path / "sheet.pdf", browser)
    try:
        from pypdf import PdfReader
    except ImportError:
        missing('pypdf is not installed (pip install -c constraints.txt -e ".[browser]")')
    pages = PdfReader(pdf).pages

    assert len(pages) == 2
    assert "sabotage" in pages[0].extract_text()
    assert "Your marks" in pages[1].extract_text()


@pytest.mark.parametrize("name", ["slides-port", "slides-seed", "slides-crowded"])
def test_slides_fit_and_are_read_from_the_last_row(
    visit: Callable[..., Visit], tmp_path: Path, name: str
) -> None:
    found = visit(file_of(name, tmp_path), width=1280, height=720)
    over = found.eval("""() => [...document.querySelectorAll('.slide')].filter(s =>
        s.scrollHeight > s.clientHeight + 1 || s.scrollWidth > s.clientWidth + 1).map(s => s.id)""")
    heights = found.eval("[...document.querySelectorAll('.slide > img')].map(i => i.height)")

    assert over == []
    assert found.eval(SMALLEST) >= 0.025 * 720
    assert min(heights) >= 0.96 * 720


def test_the_arrow_keys_turn_the_slides(visit: Callable[..., Visit], tmp_path: Path) -> None:
    found = visit(file_of("slides-port", tmp_path), width=1280, height=720)
    at = "Math.round(scrollY / innerHeight)"
    for key, place in (("ArrowRight", 1), ("PageDown", 2), (" ", 3), ("ArrowLeft", 2)):
        found.page.keyboard.press(key)
        found.page.wait_for_function(f"() => {at} === {place}")
    found.page.keyboard.press("End")
    found.page.wait_for_function(f"() => {at} === document.querySelectorAll('.slide').length - 1")
