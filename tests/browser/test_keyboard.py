"""The pages by keyboard alone: everything is reached, seen and worked without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Visit
from .pages import comparison_of, file_of

WATCH = """() => {
    const able = 'a[href], button, input, select, textarea, summary, [tabindex]';
    const list = [...document.querySelectorAll(able)].filter(
        e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility());
    // Of a group of radio buttons, the arrow keys reach the others.
    window.places = list.filter(e => e.type !== 'radio' || e.checked ||
        !list.some(o => o.type === 'radio' && o.name === e.name && o.checked));
    window.walk = [];
    window.unseen = [];
    document.addEventListener('focusin', event => {
        const e = event.target;
        const style = getComputedStyle(e);
        window.walk.push(window.places.indexOf(e));
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
            window.unseen.push(e.outerHTML.slice(0, 120));
    });
    return window.places.length;
}"""


def walk(found: Visit) -> tuple[int, list[int], list[str]]:
    """Press Tab as often as there are places, and twice more; return where it led."""
    number = found.eval(WATCH)
    for _ in range(number + 2):
        found.page.keyboard.press("Tab")
    return number, found.eval("window.walk"), found.eval("window.unseen")


@pytest.mark.parametrize(("name", "opened"), [("one", True), ("two", False), ("edit-one", True)])
def test_tab_reaches_everything_once_in_order_and_leads_out_again(
    visit: Callable[..., Visit], tmp_path: Path, name: str, opened: bool
) -> None:
    found = visit(file_of(name, tmp_path))
    if opened:
        found.open_all()
    number, order, unseen = walk(found)

    assert number > 20
    assert order[:number] == list(range(number))
    assert order[number:] in ([0], [0, 1])
    assert unseen == []


def test_shift_tab_leads_back(visit: Callable[..., Visit], tmp_path: Path) -> None:
    found = visit(file_of("one", tmp_path))
    found.eval(WATCH)
    for key in ("Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab"):
        found.page.keyboard.press(key)

    assert found.eval("window.walk") == [0, 1, 2, 1, 0]


def test_the_first_stop_leads_past_the_contents(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path))
    found.page.keyboard.press("Tab")
    first = found.eval("""() => {
        const e = document.activeElement, box = e.getBoundingClientRect();
        return [e.getAttribute('href'), box.left >= 0 && box.top >= 0 && box.width > 1];
    }""")
    found.page.keyboard.press("Enter")
    found.page.keyboard.press("Tab")

    assert first == ["#main", True]
    assert found.eval("document.activeElement.closest('main') !== null")


def test_what_has_the_focus_is_on_the_screen(visit: Callable[..., Visit], tmp_path: Path) -> None:
    found = visit(file_of("one", tmp_path), width=320, height=600)
    found.open_all()
    number = found.eval(WATCH)
    hidden = []
    for _ in range(number):
        found.page.keyboard.press("Tab")
        hidden += found.eval("""() => {
            const e = document.activeElement, box = e.getClientRects()[0];
            const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0
                && box.left < innerWidth;
            return seen ? [] : [e.outerHTML.slice(0, 120)];
        }""")

    assert hidden == []


def test_every_head_of_a_sortable_table_sorts_by_the_keys(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path))
    heads = found.page.locator("table.sort thead th button")
    number = heads.count()
    assert number >= 3

    for n in range(number):
        orders = []
        for way, key in (("ascending", "Enter"), ("descending", "Space")):
            heads.nth(n).press(key)
            told, rows = heads.nth(n).evaluate("""e => {
                const th = e.closest('th'), rows = [...th.closest('table').tBodies[0].rows];
                return [th.getAttribute('aria-sort'), rows.map(r => r.textContent)];
            }""")
            assert told == way
            orders.append(rows)
        assert sorted(orders[0]) == sorted(orders[1])


def test_strengths_sort_both_ways(visit: Callable[..., Visit], tmp_path: Path) -> None:
    found = visit(file_of("port", tmp_path))
    head = found.page.locator("#statements thead button", has_text="Strength")
    cells = found.page.locator("#statements tbody td:nth-child(6)")
    words = "cells => cells.map(c => c.firstChild.textContent.trim())"
    told = set(comparison_of("port").statements["strength"])
    head.press("Enter")
    rising = cells.evaluate_all(words)
    head.press("Enter")
    falling = cells.evaluate_all(words)

    assert set(rising) == told
    assert rising == falling[::-1]
    assert len([n for n in range(1, len(rising)) if rising[n] != rising[n - 1]]) == len(told) - 1


def test_the_statements_sort_by_number_not_by_letter(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("crowded", tmp_path))
    number = len(comparison_of("crowded").statements)
    assert number > 10
    found.page.locator("#statements thead button").first.press("Enter")

    rows = found.page.locator("#statements tbody tr")
    assert rows.evaluate_all("rows => rows.map(r => r.id)") == [
        f"s{n}" for n in range(1, number + 1)
    ]


def test_the_filter_of_the_statements_works_by_the_space_bar(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path))
    shown = "rows => rows.filter(r => r.checkVisibility()).length"
    rows = found.page.locator("#statements tbody tr")
    bearings = comparison_of("port").bearings
    implied = set(bearings.loc[bearings["how"] == "implied", "statement_id"])
    both = implied - set(bearings.loc[bearings["how"] == "stated", "statement_id"])
    everything = rows.evaluate_all(shown)
    assert both

    found.page.locator("#only").press("Space")
    assert rows.evaluate_all(shown) == everything - len(both)
    found.page.locator("#only").press("Space")
    assert rows.evaluate_all(shown) == everything


def test_the_strength_of_a_statement_is_shown_on_focus_as_on_hover(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path))
    link = found.page.locator("#t3")
    tip = link.locator("i")
    wide = "e => e.getBoundingClientRect().width > 20"
    assert not tip.evaluate(wide)
    link.focus()

    assert tip.evaluate(wide)
    assert "hint" in tip.inner_text()
    assert found.page.locator(".on").count() > 0


def test_a_section_opens_and_closes_by_the_keys(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path))
    summary = found.page.locator("main details summary").first
    states = []
    for key in ("Enter", "Space"):
        summary.press(key)
        states.append(summary.evaluate("e => e.parentElement.open"))

    assert states == [True, False]
