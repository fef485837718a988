"""The pages on paper: a tagged PDF, whole tables, everything opened, the summary on one sheet."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .conftest import Visit, missing
from .pages import comparison_of, file_of

MARGINS_PX = 2 * 12 / 25.4 * 96
A4_PX = 210 / 25.4 * 96


@cache
def reader_of(data: bytes) -> Any:
    try:
        from pypdf import PdfReader
    except ImportError:
        missing('pypdf is not installed (pip install -c constraints.txt -e ".[browser]")')
    return PdfReader(io.BytesIO(data))


def letters(text: str) -> str:
    """Leave out what a line break on paper may have changed."""
    return re.sub(r"[\s\u00ad\u2066-\u2069]+", "", unicodedata.normalize("NFKC", text))


@cache
def pages_of(data: bytes) -> list[str]:
    return [letters(page.extract_text()) for page in reader_of(data).pages]


@pytest.fixture(scope="module")
def printed() -> dict[tuple[str, bool], bytes]:
    return {}


@pytest.fixture
def printing(
    visit: Callable[..., Visit], tmp_path: Path, printed: dict[tuple[str, bool], bytes]
) -> Callable[..., bytes]:
    """Return a function that prints the page of a case on A4, once for each case."""

    def make(name: str, scripts: bool = True) -> bytes:
        if (name, scripts) not in printed:
            # The scheme is dark, and paper is white all the same.
            found = visit(file_of(name, tmp_path), scripts=scripts, scheme="dark")
            printed[name, scripts] = found.page.pdf(
                format="A4", prefer_css_page_size=True, tagged=True, outline=True
            )
        return printed[name, scripts]

    return make


def test_the_printed_page_is_tagged_and_says_its_language_and_title(
    printing: Callable[..., bytes],
) -> None:
    reader = reader_of(printing("seed"))
    root = reader.trailer["/Root"]
    kinds = set()
    pending = [root["/StructTreeRoot"]]
    while pending:
        node = pending.pop().get_object()
        if isinstance(node, list):
            pending += node
        elif isinstance(node, dict):
            kinds.add(str(node.get("/S", "")))
            if "/K" in node:
                pending.append(node["/K"])

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert {"/H1", "/H2", "/H3", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Link"} <= kinds
    assert reader.metadata.title.startswith("Three accounts in one text")
    assert len(reader.outline) > 0


@pytest.mark.parametrize(("name", "scripts"), [("seed", True), ("two", True), ("port", False)])
def test_every_row_and_every_reason_is_on_paper(
    printing: Callable[..., bytes], name: str, scripts: bool
) -> None:
    text = "".join(pages_of(printing(name, scripts)))
    comparison = comparison_of(name)
    told = [
        *comparison.statements["content_text"].str.split(" … ").explode(),
        *comparison.items["label"],
        *comparison.sources["name"],
        *comparison.tensions["why"],
        *comparison.corrections.loc[comparison.corrections["status"] == "applied", "why"],
        *comparison.loaded_words["words"],
        *(document.sha256 for document in comparison.documents),
    ]
    # Some of these stand in sections that are closed on the screen, scripts or no scripts.
    assert [words for words in told if letters(words) not in text] == []
    for n in range(1, len(comparison.items) + 1):
        assert f"E{n}" in text


@pytest.mark.parametrize("name", ["seed", "crowded", "one", "hostile", "long word"])
def test_nothing_is_cut_off_at_the_edge_of_the_paper(
    visit: Callable[..., Visit], tmp_path: Path, name: str
) -> None:
    # Sections of wide tables are printed across, and what is too wide even so is scaled down.
    found = visit(file_of(name, tmp_path), width=int(A4_PX - MARGINS_PX), media="print")
    cut = found.eval("""() => [...document.querySelectorAll('main *')].filter(e => {
        const style = getComputedStyle(e);
        return e.checkVisibility() && !e.closest('svg') && e.scrollWidth > e.clientWidth + 1
            && (style.overflowX !== 'visible');
    }).map(e => e.outerHTML.slice(0, 100))""")
    upright = found.eval(
        """wide => [...document.querySelectorAll(
            'main > section:not(#statements, #matrix, #sources), header')].filter(
            e => e.scrollWidth > wide + 1).map(e => e.id)""",
        int(A4_PX - MARGINS_PX),
    )

    assert (cut, upright) == ([], [])


def test_wide_tables_are_printed_across_and_their_heads_again_on_each_page(
    printing: Callable[..., bytes],
) -> None:
    reader = reader_of(printing("seed"))
    across = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    pages = pages_of(printing("seed"))
    heads = [n for n, page in enumerate(pages) if "No.AccountSourceOrigin" in page]

    assert not across[0]
    assert len(heads) > 1
    assert all(across[n] for n in heads)


@pytest.mark.parametrize("name", ["seed", "one", "port", "draft", "crowded"])
def test_the_summary_is_the_first_sheet_of_a4_and_nothing_else_is_on_it(
    printing: Callable[..., bytes], name: str
) -> None:
    first, second, *_ = pages_of(printing(name))
    comparison = comparison_of(name)
    page = reader_of(printing(name)).pages[0]

    assert round(page.mediabox.width), round(page.mediabox.height) == (596, 843)
    assert letters(comparison.question) in first
    assert letters(comparison.summary()) in first
    assert all(letters(title) in first for title in comparison.narratives["title"])
    assert comparison.documents[0].sha256[:12] in first
    assert first.endswith("Whateachlinerestsonfollows.")
    assert second.startswith("Theaccountssidebyside")


def test_paper_is_white_and_ink_dark_whatever_the_scheme(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path), media="print", scheme="dark")
    seen = found.eval("""() => {
        const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number);
                           return .2126 * r + .7152 * g + .0722 * b; };
        const texts = [...document.querySelectorAll('main p, main td, main th, main small')];
        return [getComputedStyle(document.body).backgroundColor,
                Math.max(...texts.map(e => lum(getComputedStyle(e).color)))];
    }""")

    assert seen[0] == "rgb(255, 255, 255)"
    assert seen[1] <= 100
