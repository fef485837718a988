"""``narratives review`` at a terminal."""

from __future__ import annotations

import csv
import io
import json
import re

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
        ((MAYOR, "cue", "said so"), 'the words "said so" are not in the text'),
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
