"""Slides as a class sees them, at 1280 x 720: nothing too small, nothing cut off, figures large."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from narratives import export_notebooks

from .conftest import Visit

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = ("00_start_here", "01_who_says_what", "05_evidence_matrix", "08_ten_copies_one_witness")
WIDER = ("03_for_or_against", "13_decide_yourself", "14_many_texts", "15_into_other_tools")
"""Notebooks with tables that are wide, or high by their words."""
WIDTH, HEIGHT = 1280, 720
SMALLEST = HEIGHT / 40
"""Pixels of a letter that is read from the last row."""

LETTERS = """() => [...document.querySelectorAll('.slide')].map(slide => {
  const found = [];
  const walk = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const around = walk.currentNode.parentElement;
    if (text && !around.closest('math'))
      found.push([parseFloat(getComputedStyle(around).fontSize), text.slice(0, 40)]);
  }
  return found;
})"""
SHAPES = """() => [...document.querySelectorAll('.slide')].map(slide => ({
  look: slide.className, height: slide.getBoundingClientRect().height,
  wide: Math.max(0, ...[...slide.querySelectorAll('.scroll')]
    .map(s => s.scrollWidth - s.clientWidth)),
  pictures: [...slide.querySelectorAll('figure img')].map(i => {
    const box = i.getBoundingClientRect();
    const scale = Math.min(box.width / i.naturalWidth, box.height / i.naturalHeight);
    return [scale * i.naturalWidth / innerWidth, scale * i.naturalHeight / innerHeight];
  })
}))"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = export_notebooks(
        [NOTEBOOKS / f"{name}.ipynb" for name in (*NAMES, *WIDER)],
        tmp_path_factory.mktemp("slides"),
        slides=True,
    )
    return {path.stem: path for path in made.files}


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_can_be_read_from_the_last_row(
    visit: Callable[..., Visit], files: dict[str, Path], name: str
) -> None:
    found = visit(files[name], width=WIDTH, height=HEIGHT)
    letters = [letter for slide in found.page.evaluate(LETTERS) for letter in slide]
    assert len(letters) > 100
    assert [letter for letter in letters if letter[0] < SMALLEST] == []


@pytest.mark.parametrize("name", [*NAMES, *WIDER])
def test_a_slide_is_seen_whole_and_a_high_figure_takes_the_width(
    visit: Callable[..., Visit], files: dict[str, Path], name: str
) -> None:
    found = visit(files[name], width=WIDTH, height=HEIGHT)
    for slide in found.page.evaluate(SHAPES):
        assert slide["wide"] <= 2
        if "tall" in slide["look"]:
            assert slide["pictures"][0][0] > 0.9
            continue
        assert slide["height"] <= HEIGHT + 2
        for across, down in slide["pictures"]:
            assert across > 0.9 or down > 0.8


@pytest.mark.parametrize("name", NAMES)
def test_code_is_closed_and_nobody_is_told_to_press_keys_of_jupyter(
    visit: Callable[..., Visit], files: dict[str, Path], name: str
) -> None:
    found = visit(files[name], width=WIDTH, height=HEIGHT)
    assert found.eval("document.querySelectorAll('.made details').length") > 5
    assert found.eval("document.querySelectorAll('.slide > details.code').length") == 0
    assert found.eval("document.querySelectorAll('.made details[open]').length") == 0
    assert "Shift" not in found.eval("document.querySelector('main').innerText")


@pytest.mark.parametrize("name", NAMES)
def test_no_slide_holds_one_left_over_sentence(
    visit: Callable[..., Visit], files: dict[str, Path], name: str
) -> None:
    found = visit(files[name], width=WIDTH, height=HEIGHT)
    whole = """() => [...document.querySelectorAll('.slide')].filter(slide =>
      slide.querySelector('h2 small')
      && !slide.querySelector('h2 small').innerText.startsWith('1 of')
      && !slide.querySelector('figure, .output, li, pre, .prose details')
    ).map(slide => [...slide.querySelectorAll(':scope > .prose')].map(p => p.innerText).join(' '))
     .filter(words => words.length < 130)"""
    assert found.page.evaluate(whole) == []
