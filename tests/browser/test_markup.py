"""The W3C's checker reads the pages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import missing
from .pages import CASES, CLASS, file_of
from .test_exported_notebooks import NAMES

QUICK = ("seed", "one", "two", "draft", "related", "foreign", "hostile", "edit-hostile")
"""The cases by which every part of the template is used; ``--thorough`` checks all of them."""
CHECKER = Path(sys.prefix) / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def check(paths: list[Path]) -> list[str]:
    """Return what the checker holds to be an error, with the place."""
    if shutil.which("java") is None:
        missing("no Java on this machine (Debian: apt-get install default-jre-headless)")
    if not CHECKER.is_file():
        missing("the W3C checker is not installed (make test does so where there is npm)")
    done = subprocess.run(
        [
            *(
                "java",
                "-Xss8m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                str(CHECKER),
            ),
            *("--format", "json", "--exit-zero-always", *map(str, paths)),
        ],
        capture_output=True,
        text=True,
        timeout=500,
        check=True,
    )
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{Path(m['url']).name}:{m.get('lastLine', 0)}: {m['message']}"
        for m in messages
        if m["type"] != "info"
    ]


@pytest.fixture(scope="module")
def errors(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    notebook_pages: dict[str, Any],
) -> list[str]:
    """One run over all pages and one planted: most of its time goes into its start."""
    folder = tmp_path_factory.mktemp("markup")
    planted = folder / "planted.html"
    planted.write_text(
        '<!DOCTYPE html><html lang="en"><head><title>T</title><style>p{colour:red}</style></head>'
        "<body><p id=a><p id=a></body></html>",
        encoding="utf-8",
    )
    thorough = request.config.getoption("--thorough")
    named = (*CASES, "edit-port", "edit-hostile") if thorough else QUICK
    of_lessons = ("port", "hostile") if thorough else ("hostile",)
    classes = [f"{page}-{case}" for page in CLASS for case in of_lessons]
    pages = [file_of(name, folder) for name in (*named, *classes)]
    exported = [
        path
        for made in notebook_pages.values()
        for path in made.files
        if path.stem in ("index", *NAMES)
    ]
    return check([*pages, *exported, planted])


def test_the_w3c_checker_reports_no_error(errors: list[str]) -> None:
    assert [line for line in errors if not line.startswith("planted")] == []


def test_a_planted_mistake_of_markup_and_one_of_style_are_found(errors: list[str]) -> None:
    found = [line for line in errors if line.startswith("planted")]

    assert len(found) == 2
    assert any("colour" in line for line in found)
    assert any("Duplicate ID" in line for line in found)
