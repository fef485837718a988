"""The lessons printed: a plan and most sheets take one page, on A4 and on Letter."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from .conftest import Visit

FOLDER = Path(__file__).parents[2] / "classroom"
PAGES = {"index.html": 2, "sheet-5.html": 3}
"""How many pages it may take, where that is not one."""
MARGIN = {"top": "13mm", "bottom": "13mm", "left": "15mm", "right": "15mm"}


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.html")))
def test_a_page_of_a_lesson_takes_no_more_paper_than_it_says(
    visit: Callable[..., Visit], name: str
) -> None:
    found = visit(FOLDER / name)
    # Its style sheet stands beside it, so that all pages look alike.
    found.asked.remove((FOLDER / "print.css").as_uri())
    for paper in ("A4", "Letter"):
        printed = found.page.pdf(format=paper, margin=MARGIN)
        assert len(pypdf.PdfReader(BytesIO(printed)).pages) <= PAGES.get(name, 1)
