"""``narratives review`` at a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from unittest.mock import patch

import pytest

from narratives.cli import main

MAYOR = "flood:39-104"


@pytest.fixture
def run(capsys, make_case):
    case = make_case()

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["review", str(case), *map(str, arguments)])
        printed = capsys.readouterr()
        return end.value.code, " ".join(printed.out.split()), " ".join(printed.err.split())

    call.case = case
    return call


def lines_of(case):
    path = case / "review.jsonl"
    return (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    )


def test_the_list_names_each_address_and_a_line_to_copy(run):
    code, out, _ = run()
    assert code == 0
    assert f"{MAYOR} status" in out
    assert "mayor reliability" in out
    assert "Decided: 0 of 3 statements, 0 of 3 bearings of statements" in out
    assert '--why "…" --who NAME' in out


def test_one_thing_is_decided_with_the_words_of_the_text(run):
    code, out, _ = run(
        *("--set", MAYOR, "content", "it was never repaired"),
        *("--why", "the reason alone", "--who", "Mia"),
    )
    assert code == 0
    assert f"Kept in review.jsonl: {MAYOR} content 83-104 (Mia)." in out
    (line,) = lines_of(run.case)
    assert (line["value"], line["why"], line["who"]) == ("83-104", "the reason alone", "Mia")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((MAYOR, "strength", "firm"), 'value "firm" of strength is not allowed. Allowed: hint'),
        (("flood:1-2", "status", "accept"), "the draft has no statement flood:1-2. The nearest is"),
        (("lake:1-2", "status", "accept"), 'the document "lake" is not in this case. Known: flood'),
        (("mayr", "reliability", "B"), 'the source "mayr" is not in the register'),
        ((MAYOR, "cue", "said so"), f'--set {MAYOR} cue: the words "said so" are not in the text'),
    ],
)
def test_what_cannot_be_decided_is_told_and_nothing_is_written(run, given, told):
    code, _, err = run("--set", *given)
    assert code == 1
    assert told in err
    assert lines_of(run.case) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--why", "because"), "it goes with --set"),
        (("--try",), "it goes with --set or --import"),
        (("--export", "a.csv", "--import", "b.csv"), "one at a time"),
        (("--set", MAYOR, "status", "accept") * 2, "one decision a call. For several, write a"),
    ],
)
def test_options_that_would_do_nothing_are_refused(run, given, told):
    code, _, err = run(*given)
    assert code == 2
    assert told in err


def test_a_sheet_goes_out_is_filled_in_and_comes_back(run, tmp_path):
    path = tmp_path / "sheet.csv"
    code, out, _ = run("--export", path)
    assert code == 0
    assert "narratives review --help has them all" in out
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    at = rows[0].index("decision")
    for row in rows[1:]:
        row[at] = {"status": "ok", "reliability": "Z"}.get(row[1], "")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    code, out, _ = run("--import", path, "--who", "Mia")
    assert code == 0
    assert 'mayor reliability no value "Z" of reliability' in out
    # How many things are unsure hangs on the draft.
    assert re.search(r"csv: 3 lines of review taken, \d things unchanged, 1 thing not taken\.", out)
    assert {(line["field"], line["value"]) for line in lines_of(run.case)} == {("status", "accept")}
    code, _, err = run("--export", path)
    assert code == 1
    assert "the file is there" in err


def test_what_a_sheet_brings_is_told_in_the_order_of_its_rows(run, tmp_path):
    path = tmp_path / "sheet.csv"
    rows = [("target", "field", "decision"), *[(MAYOR, "strength", "likely")] * 10]
    rows[2] = (MAYOR, "strength", "firm")
    rows[9] = ("mayor", "origin", "elsewhere")
    rows[10] = (MAYOR, "bearings", "neglect")
    path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    _, out, _ = run("--import", path, "--who", "Mia", "--try")
    places = [out.index(f"row {number} ") for number in range(2, 12)]
    assert places == sorted(places)
    assert f"{MAYOR} bearings: value" in out


def test_a_page_to_decide_on_is_written(run, tmp_path):
    path = tmp_path / "page.html"
    code, out, _ = run("--edit", path)
    assert code == 0
    page = path.read_text("utf-8")
    assert f'data-target="{MAYOR}"' in page
    assert "as it is: the mayor" in page
    assert "as it is: mayor" not in page
    assert "--import FILE" in out


def test_what_is_no_page_and_what_is_no_review_is_told_with_the_way_out(run, tmp_path):
    code, _, err = run("--edit", tmp_path / "page.csv")
    assert (code, f"--edit {tmp_path}/page.csv: the page is an HTML file" in err) == (1, True)
    path = tmp_path / "notes.txt"
    path.write_text("accept", encoding="utf-8")
    code, _, err = run("--import", path)
    assert code == 1
    assert "Sheets end in .xlsx or .csv, a review in .jsonl, what the page saves in .json." in err
    assert "narratives import --from" in err


def decided_and_mended(run, flood):
    """Decide on the flood as it was read, and mend its text afterwards."""
    path = run.case / "review.jsonl"
    assert run("--set", "flood", "sha256", flood.sha256, "--who", "Mia")[0] == 0
    assert run("--set", MAYOR, "strength", "hint", "--why", "a guess", "--who", "Mia")[0] == 0
    assert run("--set", MAYOR, "cue", "the mayor said", "--who", "Mia")[0] == 0
    text = run.case / "documents" / "flood.txt"
    text.write_text("From our own reporter.\n\n" + text.read_text("utf-8"), encoding="utf-8")
    return path.read_text("utf-8")


def test_a_mended_text_is_refused_with_the_command_that_gets_on(run, flood):
    decided_and_mended(run, flood)
    code, _, err = run()
    assert code == 1
    assert "it has changed. Read the text again" in err
    assert "review" in err
    assert "--move --try" in err
    assert "--move --who NAME" in err


def test_decisions_move_with_their_words_and_keep_who_when_and_why(run, flood):
    before = decided_and_mended(run, flood)
    path = run.case / "review.jsonl"
    code, out, _ = run("--move", "--try", "--who", "Ben")
    assert code == 0
    assert "flood: the text has changed and is taken as it is now." in out
    assert f"line 2: {MAYOR} strength hint: to flood:63-128 (100 of 100 alike)." in out
    assert "Would be moved: 2. To be looked at by a person: 0." in out
    assert path.read_text("utf-8") == before
    code, out, _ = run("--move", "--who", "Ben")
    assert code == 0
    assert "Moved: 2. To be looked at by a person: 0." in out
    assert path.read_text("utf-8").startswith(before)
    old, new = lines_of(run.case)[:3], lines_of(run.case)[3:]
    assert [line["field"] for line in new] == ["sha256", "undo", "strength", "undo", "cue"]
    assert [line["who"] for line in new] == ["Ben", "Ben", "Mia", "Ben", "Mia"]
    assert new[2] == {**old[1], "target": "flood:63-128"}
    text = (run.case / "documents" / "flood.txt").read_text("utf-8")
    start, end = map(int, new[4]["value"].split("-"))
    assert text[start:end] == "the mayor said"
    code, out, _ = run()
    assert code == 0
    assert "to be looked at again" not in out
    assert "Every decision fits." in run("--move", "--who", "Ben")[1]


def test_a_line_that_fits_no_more_is_listed_with_the_nearest_and_the_command(run):
    words = "The dam above Orlen broke on Sunday because it was never repaired"
    line = {"at": "2031-05-07", "who": "Mia", "target": "flood:43-104", "field": "strength"}
    line |= {"value": "hint", "why": "", "words": words[4:]}
    bare = {**line, "target": "flood:41-99", "words": ""}
    text = "".join(json.dumps(each) + "\n" for each in (line, bare))
    (run.case / "review.jsonl").write_text(text, encoding="utf-8")
    code, out, _ = run()
    assert code == 0
    assert f"line 1: flood:43-104 strength hint: to {MAYOR} (97 of 100 alike)." in out
    assert f"the line carries no words. The nearest by its place is {MAYOR}" in out
    assert "--move --who NAME" in out


def test_after_the_list_one_decision_compares_nothing_anew(run):
    assert run()[0] == 0
    with patch("narratives.stages.compare", side_effect=AssertionError("compared anew")):
        code, out, _ = run("--set", MAYOR, "strength", "hint", "--why", "a guess", "--who", "Mia")
        assert code == 0
        assert f"Kept in review.jsonl: {MAYOR} strength hint (Mia)." in out
        code, _, err = run("--set", "flood:1-2", "status", "accept")
        assert code == 1
        assert "the draft has no statement flood:1-2. The nearest is" in err
    assert [line["field"] for line in lines_of(run.case)] == ["strength"]


def test_a_decision_without_a_reason_is_kept_and_said_to_have_none(run):
    _, out, _ = run("--set", MAYOR, "strength", "hint")
    assert "No reason stands with it. To give one, decide it again with --why." in out
    # The same again with its reason is a line of its own; the same without is none.
    code, out, _ = run("--set", MAYOR, "strength", "hint", "--why", "a guess")
    assert code == 0
    assert "No reason" not in out
    code, out, _ = run("--set", MAYOR, "strength", "hint")
    assert code == 0
    assert f"has decided so already: {MAYOR} strength hint. Nothing was written." in out
    assert [line["why"] for line in lines_of(run.case)] == ["", "a guess"]


def test_who_decides_the_same_again_after_another_person_decides_anew(run):
    by_ana = ("--set", MAYOR, "status", "accept", "--who", "Ana")
    assert run(*by_ana)[0] == run("--set", MAYOR, "status", "reject", "--who", "Ben")[0] == 0
    assert "Kept in review.jsonl" in run(*by_ana)[1]
    assert "Ana has decided so already" in run(*by_ana)[1]
    assert [line["value"] for line in lines_of(run.case)] == ["accept", "reject", "accept"]


def test_an_import_says_how_many_lines_have_no_reason(run, tmp_path):
    path = tmp_path / "sheet.csv"
    rows = ["target,field,decision,why", f"{MAYOR},strength,hint,", "mayor,reliability,B,known"]
    path.write_text("\n".join(rows), encoding="utf-8")
    _, out, _ = run("--import", path, "--who", "Mia")
    assert "2 lines of review taken" in out
    assert "No reason stands with 1 line of them." in out


def test_lines_without_words_are_counted_and_given_their_words(run, capsys):
    line = {"at": "2031-05-07", "who": "Mia", "target": MAYOR, "field": "strength"}
    line |= {"value": "hint", "why": "a guess"}
    gone = {**line, "target": "flood:1-2"}
    text = "".join(json.dumps(each) + "\n" for each in (line, gone))
    (run.case / "review.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", str(run.case)])
    told = " ".join(capsys.readouterr().out.split())
    assert "1 decision carries no words of the text" in told
    assert f"narratives review {run.case} --words gives" in told
    assert "Would be given words: 1." in run("--words", "--try")[1]
    assert len(lines_of(run.case)) == 2
    assert "Given words: 1." in run("--words")[1]
    words = "The dam above Orlen broke on Sunday because it was never repaired"
    assert lines_of(run.case)[2] == {**line, "words": words}
    assert "applies carries its words" in run("--words")[1]
    assert "Lines of review that have an effect: Mia 1." in run()[1]
