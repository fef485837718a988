"""The commands that make a case, add to it, and say what is odd about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
from saved_files import page, script
from typer.testing import CliRunner

from narratives.case import load_case
from narratives.cli import app
from narratives.cli.oddities import odd_about
from narratives.copies import find_copies
from narratives.proposing.accounts import _cluster
from narratives.reading import reader
from narratives.schema import Document
from narratives.stages import compare

Make = Callable[..., Path]


class Heard:
    """A comparison in which these sources spoke."""

    def __init__(self, *sources: str, texts: Iterable[Document] = ()) -> None:
        self.statements = pd.DataFrame({"source_id": list(sources)})
        self.text_pairs = find_copies(texts)


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_add_says_what_was_added_and_what_the_case_has_already(
    make_case: Make, tmp_path: Path
) -> None:
    folder = make_case()
    (tmp_path / "silo.html").write_text(page(script()), encoding="utf-8")
    done = run("add", folder, tmp_path / "silo.html")
    assert done.exit_code == 0, done.output
    assert "Added silo: Silo falls in Port Meron: bolts or rust?, The Meron Post, 2031-05-06" in (
        done.stdout
    )
    assert "the case has these texts already" in run("add", folder, tmp_path / "silo.html").stdout


def test_what_new_read_is_kept_so_that_the_first_comparison_reads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The union said that rust had eaten the bolts. Police denied it, and spoke of a fire."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    told = ("--question", "Why?", "--narrative", "a=Rust ate it.", "--narrative", "b=Fire ate it.")
    done = run("new", tmp_path / "case", tmp_path / "a.txt", *told)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "case" / ".narratives" / "readings").is_file()

    def read(*_: object) -> None:
        raise AssertionError("a row was read again")

    monkeypatch.setattr(reader, "_run", read)
    assert len(compare(load_case(tmp_path / "case")).statements)


def test_new_tells_how_many_assertions_are_no_account(tmp_path: Path) -> None:
    text = (
        "The mayor, Ada Ruhl, said that rust had eaten the legs of the silo. The owner, Tom Vale, "
        "said that somebody had loosened the bolts of the silo. Police said that it was hit from "
        "the north by a lorry."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run("new", tmp_path / "case", tmp_path / "a.txt", "--suggest")
    assert done.exit_code == 0, done.output
    assert "Left out: 1 assertion of the texts that cannot stand alone" in done.stdout
    (tmp_path / "b.txt").write_text("Police said that it was hit from the north.", encoding="utf-8")
    done = run("new", tmp_path / "other", tmp_path / "b.txt", "--suggest")
    assert done.exit_code == 1
    told = " ".join(done.stderr.split())
    assert (
        "were found in the texts; left out: 1 assertion of the texts that cannot stand alone"
        in told
    )


def test_new_wants_accounts_or_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The silo fell, she said.", encoding="utf-8")
    done = run("new", tmp_path / "x", tmp_path / "a.txt", "--question", "Why?")
    assert done.exit_code == 2
    assert "are both missing" in done.stderr.replace("\n", " ")
    done = run(
        "new",
        tmp_path / "x",
        "https://a.example/b",
        "--narrative",
        "a=It fell.",
        "--question",
        "Why?",
    )
    assert done.exit_code == 1
    assert "nothing is fetched" in done.stderr


def test_new_says_all_that_is_wrong_with_what_was_typed_at_once(tmp_path: Path) -> None:
    accounts = ("--narrative", "bolts", "--narrative", "rust=Rust.", "--narrative", "rust=It was.")
    done = run("new", tmp_path / "x", tmp_path / "no.txt", *accounts)
    assert done.exit_code == 2
    told = " ".join(done.stderr.split())
    for words in (
        '--narrative "bolts" has no "=".',
        '--narrative: the id "rust" is given twice. Write an id of its own',
        "--question: what the case asks is missing.",
        "no.txt: there is no such file.",
    ):
        assert words in told
    assert not (tmp_path / "x").exists()


def test_an_address_is_not_called_a_file_that_is_gone(tmp_path: Path) -> None:
    done = run("new", tmp_path / "x", "https://a.example/b", "--narrative", "a=It fell.")
    assert done.exit_code == 2
    assert "--question: what the case asks is missing." in " ".join(done.stderr.split())
    assert "no such file" not in done.stderr


def test_new_says_which_text_is_which_where_two_files_have_one_name(tmp_path: Path) -> None:
    texts = {"east": "The silo fell, Ann Orr said.", "west": "The silo stood, Tom Lind said."}
    for folder, text in texts.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "wire.txt").write_text(text, encoding="utf-8")
    files = [tmp_path / folder / "wire.txt" for folder in texts]
    asked = ("--question", "Did the silo fall?", "--narrative", "fell=The silo fell.")
    done = run("new", tmp_path / "x", *files, *asked)
    assert done.exit_code == 0
    assert f"Of texts with one name: wire-2.txt is {files[1]}." in " ".join(done.stdout.split())
    assert (tmp_path / "x" / "documents" / "wire-2.txt").read_text("utf-8") == texts["west"]


def test_check_warns_of_what_is_odd_without_being_wrong(make_case: Make) -> None:
    folder = make_case()
    listing = folder / "documents" / "documents.yaml"
    copy = (folder / "documents" / "flood.txt").read_text("utf-8").replace("twice", "often")
    (folder / "documents" / "copy.txt").write_text(copy, encoding="utf-8")
    listing.write_text(listing.read_text("utf-8") + "- {id: copy, file: copy.txt}\n", "utf-8")
    case = (folder / "case.yaml").read_text("utf-8")
    case = case.replace("terms: [sabotage]", "terms: [dynamite]")
    case = case.replace("    kind: person\n    origin: town\n", "    kind: person\n")
    case = case.replace("aliases: [mayor of Orlen]", "aliases: [the Ministry's]")
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    loaded = load_case(folder)
    told = "\n".join(odd_about(loaded, Heard("ministry", texts=loaded.documents)))
    assert 'no term of the narrative "sabotage" occurs in any text' in told
    assert "sources without an origin: the mayor." in told
    assert "sources that never speak in these texts: the mayor." in told
    assert '"flood" and "copy" are nearly the same text (99%)' in told
    assert (
        '"the Ministry\'s" of the source "mayor" and "The ministry" of "ministry" are read' in told
    )


def test_a_case_in_order_has_no_oddities(make_case: Make) -> None:
    assert odd_about(load_case(make_case()), Heard("mayor", "ministry")) == []


def test_assertions_that_dispute_each_other_are_rival_accounts_and_supporters_join_them() -> None:
    chosen = pd.DataFrame(
        {"source_name": ["Ana", "Tom", "Bela"], "content_text": ["bolts", "rust", "bolts too"]},
        index=["a", "b", "c"],
    )
    words = {"a": "Somebody loosened the bolts.", "b": "Rust did it.", "c": "It was the bolts."}
    rows = [
        ("a", "a1", "disputes", 0.9),
        ("b", "a0", "disputes", 0.9),
        ("c", "a0", "supports", 0.8),
        ("a", "a2", "supports", 0.8),
        ("c", "a1", "disputes", 0.4),
        ("a", "a0", "supports", 1.0),
    ]
    columns = ["statement_id", "narrative_id", "stance", "probability"]
    found = _cluster(pd.DataFrame(rows, columns=columns), chosen, words, [True] * 3)
    assert [(one.sentence, one.statement_ids) for one in found] == [
        ("Somebody loosened the bolts.", ("a", "c")),
        ("Rust did it.", ("b",)),
    ]
    assert found[0].told == ("Ana: bolts", "Bela: bolts too")
