"""The page that is sent is the page of the template: what was left out of its text says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from port_case import port_comparison

from narratives.report import page as pages
from narratives.report.filling import squeeze_markup

from .conftest import Visit

WHOLE = "() => document.documentElement.outerHTML"


def test_end_tags_and_quotation_marks_that_are_left_out_change_nothing(
    visit: Callable[..., Visit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = port_comparison()
    found = {}
    for name, way in (("sent", squeeze_markup), ("whole", str)):
        monkeypatch.setattr(pages, "squeeze_markup", way)
        path = tmp_path / f"{name}.html"
        path.write_text(pages.render_report(port, "2031-05-07"), encoding="utf-8")
        # Blank space between blocks is not shown.
        found[name] = re.sub(r"\s*(<[^>]*>)\s*", r"\1", visit(path).eval(WHOLE))
    sizes = {name: len((tmp_path / f"{name}.html").read_bytes()) for name in found}

    assert found["sent"] == found["whole"]
    assert sizes["sent"] < 0.97 * sizes["whole"]


def test_knowledge_from_outside_the_text_is_switched_off_without_scripts(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    from seed_case import seed_page

    path = tmp_path / "seed.html"
    path.write_text(seed_page("2031-05-07"), encoding="utf-8")
    page = visit(path, scripts=False).page
    warned = page.get_by_text("warned in public of an attack on concerts")
    alone = page.get_by_text("The second reading by the text alone")

    assert warned.is_visible()
    assert not alone.is_visible()
    page.check("#alone")
    assert not warned.is_visible()
    assert alone.is_visible()
