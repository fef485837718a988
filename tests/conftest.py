"""Fixtures that several test modules share: an invented flood, as a document and a case folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flood_case import CASE_YAML, DOCUMENTS_YAML, FLOOD
from once import once

from narratives.schema import Document

collect_ignore = ["notebook_start.py"]
"""A kernel runs it, with the folder that it needs in its surroundings."""
SLOW = (
    "tests/test_machines.py",
    "tests/browser",
    "tests/report/test_report_page.py",
    "tests/test_packages.py",
    "tests/test_figures_layout.py",
    "tests/report/test_report_hostile.py",
    "tests/benchmarks",
    "tests/corpus/test_corpus_building.py",
    "tests/corpus/test_corpus_running.py",
    "tests/test_offline.py",
    "tests/test_comparison.py",
    "tests/test_figures.py",
    "tests/cli",
    "tests/test_sources.py",
    "tests/attribution/test_work.py",
    "tests/test_cli.py",
    "tests/export",
    "tests/attribution/test_classes.py",
    "tests/report",
    "tests/scores/heard/test_balance.py",
    "tests/test_languages.py",
    "tests/attribution/test_broken_text.py",
    "tests/scores/supporting/test_support.py",
    "tests/tagging/test_tagging_graphs.py",
    "tests/scores/changing/test_reweighing.py",
    "tests/test_supporting.py",
    "tests/test_invented_seed.py",
    "tests/attribution/test_extract.py",
    "tests/copies/test_copies_scores.py",
)
"""What takes seconds, the longest first: begun first, so that no worker ends long after the
others, and left out by ``--quick``."""

_AXE = "tests/browser/test_accessibility.py::test_axe_finds_nothing_with_every_section_open"
THOROUGH = (
    "tests/test_machines.py::test_the_seed_s_draft",
    f"{_AXE}[crowded-",
    f"{_AXE}[draft-",
    f"{_AXE}[foreign-",
    f"{_AXE}[two-",
    f"{_AXE}[hostile-",
    f"{_AXE}[edit-hostile-",
    "tests/browser/test_classroom.py::test_the_worksheet_is_two_pages_and_nothing_is_cut_off[long",
    "tests/browser/test_exported_notebooks.py::test_axe_finds_nothing_in_an_exported_notebook[0",
    "tests/browser/test_print.py",
    "tests/browser/test_keyboard.py::"
    "test_tab_reaches_everything_once_in_order_and_leads_out_again[two-False]",
    "tests/browser/test_reading.py::test_what_is_far_too_wide_or_too_high_moves_nothing[long word]",
    "tests/browser/test_reading.py::"
    "test_a_screen_of_320_pixels_shows_the_page_without_moving_it_sideways[seed]",
    "tests/export/test_export_pages.py::"
    "test_every_notebook_becomes_a_page_and_one_leads_to_all[slides]",
    "tests/test_packages.py::test_in_a_fresh_environment",
    "tests/browser/test_lessons_print.py",
    "tests/browser/test_slides.py",
    "tests/classroom/test_lesson.py",
    "tests/corpus/test_corpus_building.py",
    "tests/copies/test_copies_scores.py",
    "tests/editor/test_editor_session.py",
    "tests/review/test_review_merging.py",
    "tests/test_analysis_notebook.py",
    "tests/test_following.py",
    "tests/test_invented_seed.py",
    "tests/test_without_graphs.py",
)
"""What takes longest of all and has a quicker test beside it: ``make thorough`` runs it as well."""
ALWAYS = ("test_dask_makes_the_same_store_though_a_worker_is_killed",)
"""Tests of these files that ``make test`` runs too."""

# jsonschema loads it where it is there: two seconds, for a format that nothing here has.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# How long an example takes depends on what else the machine does; no test is timed by it.
hypothesis.settings.register_profile("short", deadline=None, max_examples=20)
hypothesis.settings.register_profile("thorough", deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out what takes seconds")
    parser.addoption("--thorough", action="store_true", help="also what takes longest of all")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "thorough: only make thorough runs it")
    for name in ("both_ends", "compare_once"):
        config.pluginmanager.import_plugin(name)
    long = config.getoption("--thorough")
    hypothesis.settings.load_profile("thorough" if long else "short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: order_of(item.path, config.rootpath))
    if config.getoption("--thorough"):
        return
    # A file that is named on the command line is run.
    named = tuple(name for name in (str(a).split("::")[0] for a in config.args) if ".py" in name)
    left = {
        item
        for item in items
        if (item.nodeid.startswith(THOROUGH) or item.get_closest_marker("thorough"))
        and not item.nodeid.startswith(named)
        and item.name not in ALWAYS
    }
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]


@cache
def order_of(path: Path, root: Path) -> tuple[object, ...]:
    """Return where a file stands: first what is slow, the examples in docstrings last."""
    return place_of(path, root), not path.is_relative_to(root / "tests"), path.parts


@cache
def place_of(path: Path, root: Path) -> int:
    """Return where a file stands among what is slow; behind all of it where it is not."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    found = (n for n, slow in enumerate(SLOW) if name == slow or name.startswith(f"{slow}/"))
    return next(found, len(SLOW))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    quick = config.getoption("--quick")
    return True if quick and place_of(collection_path, config.rootpath) < len(SLOW) else None


@pytest.fixture(scope="session")
def notebook_pages() -> dict[str, Any]:
    """Return what was exported of all notebooks: as pages, and as slides for a class."""
    from narratives import export_notebooks

    folder = Path(__file__).parents[1] / "notebooks"

    def make(to: Path) -> dict[str, Any]:
        return {
            "pages": export_notebooks([folder], to / "pages"),
            "slides": export_notebooks([folder], to / "slides", slides=True, audience="class"),
        }

    return once("notebooks", make)


@pytest.fixture
def flood() -> Document:
    return Document("flood", FLOOD, publisher="Orlen Courier", file="flood.txt")


@pytest.fixture
def make_case(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a case folder from the texts of its files."""

    def make(
        case: str = CASE_YAML,
        documents: str = DOCUMENTS_YAML,
        text: str | bytes = FLOOD,
        review: list[dict[str, object]] | str | None = None,
    ) -> Path:
        folder = tmp_path / "orlen"
        (folder / "documents").mkdir(parents=True, exist_ok=True)
        (folder / "case.yaml").write_text(case, encoding="utf-8")
        (folder / "documents" / "documents.yaml").write_text(documents, encoding="utf-8")
        raw = text if isinstance(text, bytes) else text.encode("utf-8")
        (folder / "documents" / "flood.txt").write_bytes(raw)
        if isinstance(review, list):
            review = "".join(json.dumps(line) + "\n" for line in review)
        if review is not None:
            (folder / "review.jsonl").write_text(review, encoding="utf-8")
        return folder

    return make
