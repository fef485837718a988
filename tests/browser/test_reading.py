"""The pages on a narrow screen, with scripts off, and with a text that attacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Visit
from .pages import HOSTILE, comparison_of, file_of, html_of

BROKEN_OUT = """() => {
    const wide = innerWidth;
    return [...document.querySelectorAll('body *')].filter(e => {
        if (!e.checkVisibility() || e.closest('.scroll, .skip, svg, .n>i')) return false;
        const box = e.getBoundingClientRect();
        return box.width > 1 && box.right > wide + 1;
    }).map(e => e.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("name", ["seed", "crowded", "hostile", "two", "mark-port", "teacher-port"])
def test_a_screen_of_320_pixels_shows_the_page_without_moving_it_sideways(
    visit: Callable[..., Visit], tmp_path: Path, name: str
) -> None:
    found = visit(file_of(name, tmp_path), width=320)
    found.open_all()

    assert found.eval("document.documentElement.scrollWidth") <= 320
    assert found.eval(BROKEN_OUT) == []


@pytest.mark.parametrize("name", ["seed", "crowded"])
def test_the_page_is_complete_with_scripts_off(
    visit: Callable[..., Visit], tmp_path: Path, name: str
) -> None:
    found = visit(file_of(name, tmp_path), scripts=False)
    page, comparison = found.page, comparison_of(name)

    assert page.locator("#statements tbody tr:visible").count() == len(comparison.statements)
    assert page.locator("#text a.n:visible").count() >= len(comparison.statements)
    assert page.locator("#matrix tbody tr[id]:visible").count() == len(comparison.items)
    assert page.locator("main > section:visible").count() == html_of(name).count("<section ")
    assert page.locator("main button:visible").count() == 0


def test_a_link_leads_to_its_place_with_scripts_off(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path), scripts=False)
    for place in ("#s2", "#t2", "#e1", "#a1", "#q1", "#method"):
        found.page.locator(f'a[href="{place}"]:visible').first.click()
        target = found.page.locator(":target")

        assert target.count() == 1
        assert f"#{target.get_attribute('id')}" == place
        box = target.bounding_box()
        assert box is not None
        assert -1 <= box["y"] < 900


@pytest.mark.parametrize("name", ["seed", "crowded"])
def test_every_link_of_the_page_has_a_place(
    visit: Callable[..., Visit], tmp_path: Path, name: str
) -> None:
    found = visit(file_of(name, tmp_path))
    lost = found.eval("""() => [...document.links].map(a => a.getAttribute('href'))
        .filter(h => h.startsWith('#') && !document.getElementById(h.slice(1)))""")
    outside = found.eval("""() => [...document.links].map(a => a.getAttribute('href'))
        .filter(h => !h.startsWith('#') && !h.startsWith('data:'))""")

    assert (lost, outside) == ([], [])


def test_hostile_text_runs_nothing_and_stays_text(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("hostile", tmp_path))
    found.open_all()
    found.page.wait_for_timeout(200)

    # That nothing was asked for, said or refused is looked at when the page closes.
    assert found.page.title() != "taken"
    types = found.eval("Array.from(document.scripts, script => script.type)")
    assert types == ["application/json", ""]
    assert found.page.locator("img, iframe, object, embed, form, base").count() == 0
    name = found.page.locator("#sources tbody th").all_inner_texts()
    assert any("</script><script>document.title='taken';alert(1)</script>" in n for n in name)
    assert any("&lt;b&gt;&amp;" in n and "{{ 7*7 }}" in n for n in name)
    turning = found.eval("document.body.innerText.match(/[\\u202a-\\u202e\\u200b]/g)")
    assert turning is None


def test_the_page_says_where_the_hostile_text_hides_signs(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("hostile", tmp_path))
    text = found.page.locator("#text").inner_text()

    assert re.search(r"U\+202E|202E", text)
    assert "paypal" not in found.page.locator("#method").inner_text()
    assert "mixes scripts" in found.page.locator("#left").inner_text()
    assert HOSTILE not in text


@pytest.mark.parametrize("name", ["long word", "accents", "mark-long word"])
def test_what_is_far_too_wide_or_too_high_moves_nothing(
    visit: Callable[..., Visit], tmp_path: Path, name: str
) -> None:
    found = visit(file_of(name, tmp_path))
    found.open_all()
    for width in (320, 768, 1280):
        found.page.set_viewport_size({"width": width, "height": 900})

        assert found.eval("document.documentElement.scrollWidth") <= width
        assert found.eval(BROKEN_OUT) == []
    high = "[...document.querySelectorAll('h1')].map(e => e.scrollHeight - e.clientHeight)"
    assert max(found.eval(high)) < 60


@pytest.mark.parametrize("name", ["port", "seed"])
def test_nothing_stands_above_another_when_the_text_is_twice_as_large(
    visit: Callable[..., Visit], tmp_path: Path, name: str
) -> None:
    found = visit(file_of(name, tmp_path), width=640)
    found.eval("document.documentElement.style.fontSize = '200%'")

    assert found.eval("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (390, 844)])
def test_the_score_card_stands_whole_on_the_first_screen(
    visit: Callable[..., Visit], tmp_path: Path, width: int, height: int
) -> None:
    found = visit(file_of("seed", tmp_path), width=width, height=height)
    comparison = comparison_of("seed")
    card = found.page.locator(".score")
    box = card.bounding_box()
    words = " ".join(card.inner_text().split())

    assert box is not None
    assert box["y"] > 0
    assert box["y"] + box["height"] <= height
    assert found.page.locator("header").inner_text().startswith("Reviewed.")
    assert comparison.question in found.page.locator("header").inner_text()
    assert all(title in words for title in comparison.narratives["title"])
    # Each cell says its level in words, beside the number: who says it, and how firmly.
    assert "3 own words" in words
    assert "3 certain" in words
    assert "? unknown" in words
    assert found.page.locator(".score tbody td").count() == len(comparison.score_card)
