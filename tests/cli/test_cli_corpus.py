"""``narratives corpus`` as a person meets it: what it says, and with which exit status it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus_case import make_corpus
from typer.testing import CliRunner

from narratives.cli import app
from narratives.corpus import open_store


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("narratives.corpus.building.Processes", lambda _: building_here())
    return lambda *words: CliRunner().invoke(app, ["corpus", *map(str, words)])


def building_here():
    from narratives.corpus.running import Here

    return Here()


def test_a_folder_becomes_a_store_and_what_failed_is_told(run, tmp_path):
    corpus, store = make_corpus(tmp_path / "in", 2), tmp_path / "store"
    (corpus / "notes.ods").write_bytes(b"x")
    done = run(corpus, "--out", store)
    assert done.exit_code == 1
    assert "Left out: empty.txt: the file is empty." in done.stderr
    told = (
        "5 files and lines: 0 read before, 4 documents with 8 statements read now. "
        "Left out: 1 that could not be read, 0 that could not be opened. "
        "Not looked at: 1 files of other kinds. Pairs of texts that share passages: "
        f"{open_store(store).counts['copies']}. Each text was compared with at most 40 earlier "
        f"ones, those that share most sentences with it. Store: {store}"
    )
    assert done.stdout.split() == told.split()
    (corpus / "empty.txt").unlink()
    again = run(corpus, "--out", store)
    assert (again.exit_code, again.stderr) == (0, "")
    assert again.stdout.startswith("4 files and lines: 4 read before, 0 documents")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere", "--out", "store"], "nowhere: there is no such file or folder."),
        (["in", "--out", "in"], "in: the folder holds 000.txt, and no store. Name a new folder"),
        (["in", "--out", "gone/store"], "gone: there is no such folder. Make it"),
        (["in", "--out", "s", "--case", "in"], "in: this is no case folder"),
    ],
)
def test_a_mistake_ends_with_one_line_and_no_store(run, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/000.txt").write_text("The dam held, the mayor said.")
    done = run(*words)
    assert done.exit_code == 1
    assert told in done.stderr
    assert done.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "in") == []


def test_help_names_what_a_user_must_give(run):
    done = run("--help")
    assert done.exit_code == 0
    for words in ("--out", "--case", "--scheduler", "--workers", "--retry", "--no-copies"):
        assert words in done.stdout
