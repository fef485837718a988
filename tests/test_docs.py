"""The documentation: its links are checked, and it leaves no room and no public name out."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import narratives as nv

ROOT = Path(__file__).parents[1]


def load_links() -> ModuleType:
    name = "links_of_the_documentation"
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / "links.py")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check(folder: Path, page: str) -> list[str]:
    (folder / "page.html").write_text(page, encoding="utf-8")
    (folder / "other.html").write_text('<p id="here">Dam</p>', encoding="utf-8")
    return load_links().check_site(folder)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="other.html#here">there</a>',
        '<p id="top"></p><a href="#top">up</a>',
        '<a href="https://example.org/x">elsewhere</a>',
        '<img src="data:image/png;base64,AA==">',
    ],
)
def test_a_link_that_leads_somewhere_is_no_fault(tmp_path, link):
    assert check(tmp_path, link) == []


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ('<a href="gone.html">there</a>', "page.html: gone.html leads to no file"),
        (
            '<a href="other.html#gone">there</a>',
            "page.html: other.html#gone leads to no place on its page",
        ),
        ('<a href="#gone">up</a>', "page.html: #gone leads to no place on its page"),
        (
            '<script src="https://example.org/x.js"></script>',
            "page.html: https://example.org/x.js is loaded from elsewhere",
        ),
        (
            '<link rel="stylesheet" href="//example.org/x.css">',
            "page.html: //example.org/x.css is loaded from elsewhere",
        ),
    ],
)
def test_a_planted_fault_is_found(tmp_path, link, why):
    assert check(tmp_path, link) == [why]


def test_a_site_without_pages_is_a_fault(tmp_path):
    assert load_links().check_site(tmp_path) == [f"{tmp_path}: no pages"]


def test_every_page_that_the_site_takes_from_the_repository_is_there():
    conf = (ROOT / "docs" / "conf.py").read_text(encoding="utf-8")
    pages = re.findall(r'^    "(\w+)": "([^"]+\.md)",$', conf, re.M)
    assert len(pages) == 9
    assert [page for page, file in pages if not (ROOT / file).is_file()] == []
    assert [page for page, _ in pages if not (ROOT / "docs" / f"{page}.md").is_file()] == []


def test_the_architecture_names_every_room_in_the_order_of_the_house():
    from test_house import ORDER

    # The reference of the documentation takes its pages, and their order, from this table.
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert set(nv._HOMES.values()) <= set(ORDER)
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.M)) == ORDER


def test_every_file_that_the_architecture_names_is_there():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:narratives|tests|reading)/[\w/.]+)`", page))
    assert named
    homes = {n: [ROOT / n, ROOT / "narratives" / n] for n in named}
    assert [n for n, places in homes.items() if not any(p.exists() for p in places)] == []
