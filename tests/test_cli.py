import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from narratives.cli import app, main
from narratives.cli.output import make_harmless, print_table, write_csv, write_json_line

TEXT = (
    "Blast at the grain port kills four\n"
    "\n"
    'The harbour police said on Tuesday that a gas leak caused the blast. "We have found a cracked '
    'valve," police chief Ada Quill said.\n'
    "\n"
    "The Dock Union claimed that the company had staged the fire. The company denied the claim.\n"
)

CASE = """\
question: What caused the blast at the grain port?
narratives:
  - id: leak
    title: A gas leak
    statement: A gas leak caused the blast.
    terms: [gas leak, valve]
  - id: staged
    title: Staged
    statement: The company staged the fire.
    terms: [staged the fire]
origins:
  - id: state
    name: The port state
    kind: government_party
  - id: union
    name: The Dock Union
    kind: organisation
  - id: company
    name: The company
    kind: organisation
sources:
  - id: police
    name: harbour police
    aliases: [Ada Quill, police chief Ada Quill]
    kind: government_party
    origin: state
  - id: union
    name: Dock Union
    aliases: []
    kind: organisation
    origin: union
    stake: {staged: 1}
  - id: company
    name: company
    aliases: []
    kind: organisation
    origin: company
    stake: {staged: -1, leak: 1}
"""

ROW = {
    "id",
    "document",
    "source",
    "cue",
    "content",
    "kind",
    "strength",
    "polarity",
    "source_name",
    "chain",
    "inferred",
    "method",
    "probability",
    "flags",
    "source_text",
    "cue_text",
    "content_text",
}


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "grain-port"
    (folder / "documents").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "documents" / "port.txt").write_text(TEXT, encoding="utf-8")
    (folder / "documents" / "documents.yaml").write_text(
        "- id: port\n  file: port.txt\n  title: Blast at the grain port\n  publisher: The Tide\n"
        "  language: en\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "port.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def json_rows(output):
    return [json.loads(line) for line in output.splitlines()]


# What a program reads


def test_a_json_line_holds_where_the_words_stand_and_who_said_them(text):
    done = call("statements", text, "--format", "jsonl")
    assert done.exit_code == 0, done.output
    rows = json_rows(done.stdout)
    assert rows
    for row in rows:
        assert set(row) == ROW
        assert row["document"] == "port"
        assert row["chain"][0] == row["source_name"]
        assert isinstance(row["inferred"], bool)
        for part in ("source", "cue", "content"):
            words = " … ".join(TEXT[start:end] for start, end in row[part])
            assert words == row[f"{part}_text"]
    said = {(row["source_text"], row["cue_text"]) for row in rows}
    assert ("police chief Ada Quill", "said") in said


def test_csv_has_one_head_and_the_same_rows(text, tmp_path):
    other = tmp_path / "second.txt"
    other.write_text("The mayor said that the dam held.\n", encoding="utf-8")
    as_csv = call("statements", text, other, "--format", "csv")
    as_json = call("statements", text, other, "--format", "jsonl")
    table = list(csv.DictReader(io.StringIO(as_csv.stdout)))
    assert [row["id"] for row in table] == [row["id"] for row in json_rows(as_json.stdout)]
    assert {row["document"] for row in table} == {"port", "second"}
    start, end = map(int, table[0]["content"].split(";")[0].split("-"))
    assert table[0]["content_text"].startswith(TEXT[start:end][:20])


def test_a_folder_gives_its_text_files_in_order(tmp_path):
    for name in ("b.md", "a.txt", "c.TXT", "picture.png"):
        (tmp_path / name).write_text("The mayor said that the dam held.\n", encoding="utf-8")
    done = call("statements", tmp_path, "--format", "jsonl")
    assert done.exit_code == 0
    assert list(dict.fromkeys(row["document"] for row in json_rows(done.stdout))) == ["a", "b", "c"]


def test_files_with_one_stem_get_ids_of_their_own_and_it_is_said(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "port.txt"
        path.write_text("The mayor said that the dam held.\n", encoding="utf-8")
    done = call("statements", tmp_path / "x", tmp_path / "y", "--format", "jsonl")
    assert done.exit_code == 0
    assert {row["document"] for row in json_rows(done.stdout)} == {"port", "port-2"}
    assert 'another document is called "port" already; this one is called "port-2"' in done.stderr


def test_a_case_folder_gives_the_statements_of_its_documents(case):
    done = call("statements", case, "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    assert {row["document"] for row in json_rows(done.stdout)} == {"port"}


def test_one_bad_file_does_not_keep_the_others_back(text, tmp_path):
    binary = tmp_path / "picture.txt"
    binary.write_bytes(bytes(range(256)))
    done = call("statements", binary, tmp_path / "missing.txt", text, "--format", "jsonl")
    assert done.exit_code == 1
    assert {row["document"] for row in json_rows(done.stdout)} == {"port"}
    assert "picture.txt: the file is binary" in done.stderr
    assert "missing.txt: there is no such file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_texts_is_a_mistake_that_says_what_to_do(tmp_path):
    done = call("statements", tmp_path)
    assert done.exit_code == 1
    assert "the folder holds no case.yaml and no text files (.txt, .md, " in done.stderr


def test_a_fault_of_the_program_in_one_document_costs_the_others_nothing(
    text, tmp_path, monkeypatch
):
    import narratives.attribution

    real = narratives.attribution.read_rows

    def fails_once(documents, sources=None, *, model):
        if documents[0].document_id == "bad":
            raise ZeroDivisionError("division by zero")
        return real(documents, sources, model=model)

    monkeypatch.setattr(narratives.attribution, "read_rows", fails_once)
    bad = tmp_path / "bad.txt"
    bad.write_text(TEXT, encoding="utf-8")
    done = call("statements", bad, text, "--format", "jsonl")
    assert done.exit_code == 1
    assert {row["document"] for row in json_rows(done.stdout)} == {"port"}
    assert "bad.txt: the program failed here (ZeroDivisionError: division by zero" in done.stderr


def test_bearings_name_narrative_stance_reason_and_origin(case):
    done = call("bearings", case, "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    rows = json_rows(done.stdout)
    needed = {"narrative", "stance", "how", "probability", "why", "origin", "id", "document"}
    assert rows
    assert all(needed <= set(row) for row in rows)
    assert {row["narrative"] for row in rows} <= {"leak", "staged", "none"}
    assert any(row["origin"] == "union" and row["narrative"] == "staged" for row in rows)


def test_bearings_as_csv_are_the_same_rows(case):
    table = list(csv.DictReader(io.StringIO(call("bearings", case, "--format", "csv").stdout)))
    rows = json_rows(call("bearings", case, "--format", "jsonl").stdout)
    assert [(r["id"], r["narrative"]) for r in table] == [(r["id"], r["narrative"]) for r in rows]


# What a person reads


@pytest.mark.parametrize(
    "arguments", [["report", "CASE"], ["bearings", "CASE"], ["statements", "TEXT"]]
)
def test_a_pipe_gets_plain_lines_of_80_columns(arguments, case, text, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    places = {"CASE": case, "TEXT": text}
    done = call(*(places.get(argument, argument) for argument in arguments))
    assert done.exit_code == 0, done.stderr
    assert not set(done.stdout) & set("\x1b─│┃━┏╭|")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_report_writes_the_page_and_says_where(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("report", case)
    assert done.exit_code == 0, done.stderr
    page = tmp_path / "reports" / "grain-port.html"
    assert "A gas leak" in page.read_text(encoding="utf-8")
    assert str(Path("reports") / "grain-port.html") in done.stdout
    assert "A gas leak" in done.stdout
    assert "does not decide what happened" in done.stdout
    assert [path.name for path in page.parent.iterdir()] == ["grain-port.html"]


def test_report_makes_the_folders_of_its_output(case, tmp_path):
    done = call("report", case, "--draft", "--output", tmp_path / "a" / "b" / "page.html")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "a" / "b" / "page.html").is_file()


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("case.yaml", "case.yaml: the page is an HTML file. Name it"),
        ("folder.html", "this is a folder. Name a file in it"),
        ("documents/old.html", "this is a document of the case"),
    ],
)
def test_report_does_not_write_over_what_it_is_made_from(case, output, message):
    (case / "folder.html").mkdir()
    (case / "documents" / "old.html").write_text("<p>", encoding="utf-8")
    before = (case / "case.yaml").read_bytes()
    done = call("report", case, "--output", case / output)
    assert done.exit_code == 1
    assert message in done.stderr
    assert (case / "case.yaml").read_bytes() == before
    assert (case / "documents" / "old.html").read_text(encoding="utf-8") == "<p>"


def test_a_page_that_cannot_be_written_is_a_message(case, tmp_path):
    (tmp_path / "reports").write_text("a file, not a folder", encoding="utf-8")
    done = call("report", case, "--output", tmp_path / "reports" / "page.html")
    assert done.exit_code == 1
    assert "reports" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_warnings_of_a_case_go_to_standard_error(case):
    (case / "review.jsonl").write_text('{"at": "2031-05-07T10:00:00+00:00", "wh', encoding="utf-8")
    done = call("check", case)
    assert done.exit_code == 0, done.stderr
    assert "Warning: " in done.stderr
    assert "review.jsonl, line 1" in done.stderr
    assert "Warning" not in done.stdout
    assert "grain-port: read, with 1 warning. Documents: 1." in done.stdout


def test_check_says_that_a_case_is_in_order(case):
    done = call("check", case)
    assert done.exit_code == 0, done.stderr
    assert "grain-port: in order. Documents: 1. Narratives: 2. Sources: 3." in done.stdout
    assert "\nDRAFT: no person has looked at its " in done.stdout
    assert "\nWhat would change the order\nNo order of the accounts is given: " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_check_names_every_mistake_at_once_without_a_traceback(case):
    broken = CASE.replace("kind: organisation", "kind: club").replace("id: leak", "id: a leak")
    (case / "case.yaml").write_text(broken, encoding="utf-8")
    done = call("check", case)
    assert done.exit_code == 1
    assert '"club"' in done.stderr
    assert '"a leak"' in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_check_measures_the_draft_where_there_is_a_reference(case):
    import hashlib

    def spans(words):
        start = TEXT.index(words)
        return [{"start": start, "end": start + len(words), "text": words}]

    reference = {
        "document": {"sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
        "items": [
            {
                "id": "A01",
                "source": {"canonical": "harbour police", "spans": spans("The harbour police")},
                "cue": spans("said on Tuesday that"),
                "content": spans("a gas leak caused the blast"),
                "bearings": [{"narrative": "leak", "stance": "supports", "how": "stated"}],
                "hedging": "certain",
            },
            {
                "id": "A02",
                "source": {"canonical": "nobody", "spans": []},
                "cue": [],
                "content": spans("Blast at the grain port kills four"),
                "bearings": [],
                "hedging": "hint",
            },
        ],
        "scoring": {"required": ["A01", "A02"]},
    }
    (case / "reference.json").write_text(json.dumps(reference), encoding="utf-8")
    done = call("check", case)
    assert done.exit_code == 0, done.stderr
    line = next(x for x in done.stdout.splitlines() if x.startswith("required found with"))
    assert line.split()[-3:] == ["1", "2", "0.50"]
    assert "Required, and not found with the right source" in done.stdout
    assert "A02" in done.stdout


# Hostile text


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path):
    path = tmp_path / "esc.txt"
    path.write_text("The \x1b[31mharbour\x9b2J police said the \u202edam held.\n", encoding="utf-8")
    for layout in ("table", "csv", "jsonl"):
        done = call("statements", path, "--format", layout)
        assert not set(done.stdout + done.stderr) & set("\x1b\x9b\u202e")


def test_control_characters_of_a_file_name_do_not_reach_the_terminal():
    done = call("statements", "no\x1b[31mwhere.txt")
    assert done.exit_code == 1
    assert "\x1b" not in done.stderr


def test_markup_of_a_document_is_printed_as_it_stands(capsys):
    print_table(["Words"], [["[bold]held[/bold] :boom:"]])
    assert "[bold]held[/bold] :boom:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\u00a0＝", "\ufeff@"]
)
def test_a_cell_that_begins_like_a_formula_is_made_harmless(start, capsys):
    write_csv([[f"{start}1+1"]])
    assert next(csv.reader(io.StringIO(capsys.readouterr().out)))[0].startswith("'")


def test_numbers_stay_numbers_in_csv(capsys):
    write_csv([[-1, 0.25, True, ""]])
    assert capsys.readouterr().out == "-1,0.25,True,\n"


def test_a_json_line_is_one_line_and_gives_back_what_went_in(capsys):
    row = {"words": "a\u2028b\x85c\x1b\ud800\n\x7f“é”"}
    write_json_line(row)
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    assert json.loads(out) == row


def test_breaks_become_spaces_and_the_rest_a_sign():
    assert make_harmless("a\r\n\tb\x00") == "a b\ufffd"
    assert make_harmless("one\ntwo\x07", keep_breaks=True) == "one\ntwo\ufffd"


# How a command ends


def test_the_version_is_printed():
    done = call("--version")
    assert done.exit_code == 0
    assert done.stdout.startswith("narratives 0.")


@pytest.mark.parametrize(
    ("command", "told"),
    [("new", "DOCUMENT"), ("add", "DOCUMENT"), ("statements", "PATH"), ("corpus", "PATH")],
)
def test_where_several_files_are_taken_the_usage_says_so(command, told):
    assert f"{{{told}...}}" in call(command, "--help").stdout


@pytest.mark.parametrize("command", ["report", "statements", "bearings", "check"])
def test_help_shows_an_example(command):
    done = call(command, "--help")
    assert done.exit_code == 0
    assert f"Example: narratives {command} " in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "arguments", [["report"], ["verdict"], ["bearings", "x", "--format", "xml"], ["check", "-z"]]
)
def test_wrong_usage_ends_with_2(arguments):
    assert call(*arguments).exit_code == 2


@pytest.mark.parametrize("command", ["report", "bearings", "check", "statements"])
def test_a_missing_folder_ends_with_1_and_its_name(command):
    done = call(command, "nowhere-at-all")
    assert done.exit_code == 1
    assert "nowhere-at-all" in done.stderr
    assert "Traceback" not in done.stderr


def test_main_ends_with_the_status(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("narratives 0.")


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise on Windows")
def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    for number in range(40):
        path = tmp_path / f"port{number}.txt"
        path.write_text(TEXT * 5, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", "from narratives.cli import main; main()", "statements", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read()
    assert (process.returncode, error) == (0, b"")


def test_new_makes_a_case_that_checks_and_proposes_the_named_sources(tmp_path: Path) -> None:
    (tmp_path / "port.txt").write_text(TEXT, "utf-8")
    folder = tmp_path / "port-case"
    options = ["--question", "What caused it?", "--narrative", "leak=A gas leak caused the blast."]
    made = CliRunner().invoke(app, ["new", str(folder), str(tmp_path / "port.txt"), *options])
    assert made.exit_code == 0, made.output
    assert "narratives check" in made.stdout
    assert '    name: "Ada Quill"' in (folder / "case.yaml").read_text("utf-8")
    checked = CliRunner().invoke(app, ["check", str(folder)])
    assert checked.exit_code == 0, checked.output


def test_new_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "port.txt").write_text(TEXT, "utf-8")
    options = ["--question", "What caused it?", "--narrative", "leak=A gas leak caused the blast."]
    made = CliRunner().invoke(app, ["new", str(tmp_path), str(tmp_path / "port.txt"), *options])
    assert made.exit_code == 1
    assert "it is there already, and not empty" in made.stderr


def test_new_says_how_a_narrative_is_written(tmp_path: Path) -> None:
    options = ["--question", "What caused it?", "--narrative", "leak"]
    made = CliRunner().invoke(app, ["new", str(tmp_path / "x"), "port.txt", *options])
    assert made.exit_code == 2
    assert '"leak" has no "="' in made.stderr.replace("\n", " ")


def test_statements_are_read_by_the_tagger_asked_for(text):
    fast = json_rows(call("statements", text, "--model", "fast", "--format", "jsonl").stdout)
    assert fast
    assert all(row["probability"] is None or 0 <= row["probability"] <= 1 for row in fast)


def test_a_tagger_that_is_none_is_a_wrong_usage(text):
    done = call("statements", text, "--model", "slow")
    assert done.exit_code == 2
    assert "'slow' is not one of 'accurate', 'fast'" in done.stderr
