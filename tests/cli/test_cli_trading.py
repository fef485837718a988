"""``narratives export`` and ``narratives import`` at a terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from narratives.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return the seed as it is exported, with what the command printed."""
    path = tmp_path_factory.mktemp("out") / "crocus.json"
    seed = str(ROOT / "seeds" / "crocus-city-hall")
    with pytest.raises(SystemExit) as end:
        main(["export", seed, "--to", "web-annotation", "-o", str(path)])
    assert end.value.code == 0
    return path


@pytest.fixture
def case(tmp_path):
    return shutil.copytree(ROOT / "seeds" / "crocus-city-hall", tmp_path / "crocus-city-hall")


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return end.value.code, printed.out, printed.err


def test_the_seed_comes_back_without_a_new_line(capsys, exported, case):
    before = (case / "review.jsonl").read_bytes()
    code, out, _ = run(capsys, "import", case, exported)
    assert code == 0
    assert "web-annotation: 0 lines of review taken" in out
    assert (case / "review.jsonl").read_bytes() == before


def test_a_try_says_what_would_be_taken_and_writes_nothing(capsys, exported, case, tmp_path):
    content = json.loads(exported.read_text(encoding="utf-8"))
    body = next(
        body
        for item in content["items"]
        for body in item["body"]
        if body["value"] == "strength:certain"
    )
    body["value"] = "strength:possible"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(content), encoding="utf-8")
    before = (case / "review.jsonl").read_bytes()
    code, out, _ = run(capsys, "import", case, changed, "--who", "Mia", "--try")
    assert code == 0
    assert "1 line of review taken" in out
    assert "Nothing was written." in out
    assert (case / "review.jsonl").read_bytes() == before
    code, out, _ = run(capsys, "import", case, changed, "--who", "Mia")
    assert code == 0
    added = (case / "review.jsonl").read_bytes().removeprefix(before)
    line = json.loads(added)
    assert (line["who"], line["field"], line["value"]) == ("Mia", "strength", "possible")


def test_an_unknown_format_ends_with_1_and_names_the_known(capsys, case, tmp_path):
    code, _, err = run(capsys, "export", case, "--to", "docx", "-o", tmp_path / "a.docx")
    assert code == 1
    assert 'format "docx" is not known. Known: web-annotation, brat' in err


def test_a_rater_who_is_not_there_is_named_with_those_who_are(capsys, tmp_path):
    case, file = ROOT / "seeds" / "crocus-city-hall", tmp_path / "crocus.achz"
    code, out, err = run(capsys, "export", case, "--to", "achz", "--rater", "Bob", "-o", file)
    assert (code, out, file.exists()) == (1, "", False)
    assert 'rater "Bob": this person rated nothing here. Rated has: first-reader.' in err
