"""The command ``narratives export-notebooks``."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from narratives.cli import app

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "# A flood\n\n[gone](gone.ipynb)"},
        {
            "cell_type": "code",
            "metadata": {},
            "source": "1 + 1",
            "execution_count": 1,
            "outputs": [],
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 4,
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    for name in ("one", "two"):
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["export-notebooks", *arguments])


def test_without_arguments_the_folder_notebooks_becomes_pages(folder):
    done = run()
    assert done.exit_code == 0
    assert done.stdout == "2 notebooks exported. Begin with reports/notebooks/index.html\n"
    assert 'Warning: notebooks/one.ipynb: the link to "gone.ipynb" leads nowhere' in done.stderr
    written = sorted(path.name for path in (folder / "reports" / "notebooks").iterdir())
    assert written == ["index.html", "one.html", "two.html"]


def test_slides_for_a_class_go_where_they_are_told_to(folder):
    done = run("notebooks/one.ipynb", "--to", "lesson", "--slides", "--for", "class")
    assert done.exit_code == 0
    assert done.stdout == "1 notebook exported. Begin with lesson/one.html\n"
    html = (folder / "lesson" / "one.html").read_text(encoding="utf-8")
    assert '<details class="code" open>' in html
    assert 'class="slide"' in html


@pytest.mark.usefixtures("folder")
def test_a_mistake_ends_with_a_message_and_no_traceback():
    done = run("notebooks/three.ipynb")
    assert done.exit_code == 1
    assert done.stderr.startswith("notebooks/three.ipynb: there is no such notebook. Name a file")
    assert "Traceback" not in done.output


@pytest.mark.usefixtures("folder")
def test_an_unknown_audience_is_wrong_usage():
    done = run("--for", "pupils")
    assert done.exit_code == 2
    assert "'readers', 'class'" in done.stderr
