"""Exported notebooks in the browser: axe, requests, small screens, keys, scripts off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from . import test_accessibility
from .conftest import Visit

NAMES = ("05_evidence_matrix", "08_ten_copies_one_witness")

axe = test_accessibility.axe


@pytest.fixture(scope="module")
def files(notebook_pages: dict[str, Any]) -> dict[str, Path]:
    """Return the pages of the notebooks, and one as slides."""
    found = {path.stem: path for path in notebook_pages["pages"].files}
    slides = {path.stem: path for path in notebook_pages["slides"].files}
    return {**found, "slides": slides[NAMES[1]]}


# The fixture asserts at its end that a page asked for nothing and complained of nothing.
@pytest.mark.parametrize("name", ["index", *NAMES, "slides"])
def test_axe_finds_nothing_in_an_exported_notebook(
    visit: Callable[..., Visit], axe: str, files: dict[str, Path], name: str
) -> None:
    found = visit(files[name])
    widest = "all" if name == NAMES[1] else "two"

    assert test_accessibility.everywhere(found, axe, "", None, widest) == {}


@pytest.mark.parametrize("name", ["index", *NAMES, "slides"])
def test_an_exported_notebook_does_not_move_sideways_and_its_pictures_are_there_and_in_words(
    visit: Callable[..., Visit], files: dict[str, Path], name: str
) -> None:
    found = visit(files[name], width=320)
    found.open_all()
    for width in (320, 1440):
        found.page.set_viewport_size({"width": width, "height": 900})
        assert found.eval("document.documentElement.scrollWidth") <= width

    pictures = found.eval("[...document.images].map(i => [i.naturalWidth, i.alt.length])")
    assert bool(pictures) == (name != "index")
    assert all(width > 100 and words > 20 for width, words in pictures)


def test_code_is_folded_and_opens_by_keyboard(
    visit: Callable[..., Visit], files: dict[str, Path]
) -> None:
    found = visit(files[NAMES[1]])
    code = found.page.locator("details.code").first
    assert not code.locator("pre").is_visible()
    code.locator("summary").focus()
    found.page.keyboard.press("Enter")
    assert code.locator("pre").is_visible()


def test_a_formula_is_laid_out_without_a_script(
    visit: Callable[..., Visit], files: dict[str, Path]
) -> None:
    found = visit(files[NAMES[1]], scripts=False)
    above, below = (
        found.page.locator(f"math mfrac > :nth-child({n})").first.bounding_box() for n in (1, 2)
    )
    assert above["y"] + above["height"] <= below["y"] + 1


def test_arrow_keys_turn_the_slides(visit: Callable[..., Visit], files: dict[str, Path]) -> None:
    found = visit(files["slides"])
    top = """() => [...document.querySelectorAll('.slide')]
        .findIndex(s => s.getBoundingClientRect().bottom > innerHeight / 2)"""
    assert found.eval(top) == 0
    for wanted in (1, 2):
        found.page.keyboard.press("ArrowRight")
        assert found.eval(top) == wanted
    found.page.keyboard.press("ArrowLeft")
    assert found.eval(top) == 1
    assert found.page.url.endswith("#_slide2")


def test_slides_are_a_long_page_with_scripts_off(
    visit: Callable[..., Visit], files: dict[str, Path]
) -> None:
    found = visit(files["slides"], scripts=False, height=720)
    slides = found.page.locator(".slide")
    assert slides.count() > 8
    assert all(slides.nth(n).bounding_box()["height"] >= 719 for n in range(slides.count()))
    found.page.get_by_label("On to slide 2", exact=True).click()
    assert found.page.url.endswith("#_slide2")
