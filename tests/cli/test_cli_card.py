"""``narratives card`` at a terminal, and what other readers know from outside the text."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest

import narratives as nv
from narratives.cli import main
from narratives.scores.card import CRITERIA

OUTSIDE = "Outside the text: he was right before."


@pytest.fixture
def run(capsys, make_case):
    folder = make_case()

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main([arguments[0], str(folder), *arguments[1:]])
        printed = capsys.readouterr()
        return end.value.code, printed.out, printed.err

    call.folder = folder
    return call


def second_reader(folder, *whys):
    lines = [
        {"at": f"2031-05-07T10:0{n}:00Z", "who": "Ben", "target": "mayor", "field": "reliability"}
        | {"value": "CB"[n], "why": why}
        for n, why in enumerate(whys)
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "review-second.jsonl").write_text(text, encoding="utf-8")


def test_the_words_are_whole_and_each_score_has_its_statements_and_what_would_raise_it(run):
    code, out, _ = run("card")
    told = " ".join(out.split())
    assert code == 0
    words = "The dam above Orlen broke on Sunday because it was never repaired"
    assert f"“{words}”" in told
    assert "[1] flood:39-104 " in told
    assert (
        "What is known of its record? ?: unknown No source that speaks for it has a grade" in told
    )
    assert "To be known: how often the source was right before." in told
    assert "To raise it: two origins." in told
    assert all(line.title in told for line in CRITERIA.values())


def test_a_program_gets_a_row_for_each_cell(run):
    _, out, _ = run("card", "--account", "neglect", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["criterion"] for row in rows] == list(CRITERIA)
    assert {row["narrative"] for row in rows} == {"neglect"}
    record = next(row for row in rows if row["criterion"] == "record")
    assert (record["score"], record["by"]) == ("", "draft")
    assert record["why"].startswith("No source that speaks for it has a grade")


def test_an_account_that_is_not_there_is_refused_with_those_that_are(run):
    code, _, err = run("card", "--account", "storm")
    assert code == 1
    assert '--account "storm" is no account of' in err
    assert "Known: neglect, sabotage." in " ".join(err.split())


def test_the_report_names_the_command_that_does_not_cut_the_words(run):
    _, out, _ = run("report", "-o", str(run.folder.parent / "page.html"))
    assert "narratives card CASE has all words of each score" in " ".join(out.split())


def test_what_readers_differ_in_is_listed_and_knowledge_from_outside_can_be_left_out(run):
    second_reader(run.folder, "He saw it.", OUTSIDE)
    page = run.folder.parent / "page.html"
    _, out, err = run("report", "-o", str(page))
    told = " ".join(out.split())
    assert f"(mayor) reliability: none → B. {OUTSIDE}" in told
    assert "1 line rests on knowledge from outside the text; without it both orders stay" in told
    assert "id=alone" in page.read_text(encoding="utf-8")
    assert "Left out" not in err

    _, out, err = run("report", "--text-alone", "-o", str(page))
    told = " ".join(out.split())
    assert "(mayor) reliability: none → C. He saw it." in told
    assert OUTSIDE not in told
    assert (
        "Left out of the second reading, as was asked: 1 line on knowledge from outside the text."
        in " ".join(err.split())
    )
    text = page.read_text(encoding="utf-8")
    assert "id=alone" not in text
    assert "Left out of the second reading, as was asked" in text


def test_lines_of_the_first_reader_are_left_out_as_well(run):
    line = {"at": "2031-05-07T09:00:00Z", "who": "Ana", "target": "mayor"}
    line |= {"field": "reliability", "value": "B", "why": OUTSIDE}
    (run.folder / "review.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    record = ("card", "--account", "neglect", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run(*record)[1])))
    assert next(row["score"] for row in rows if row["criterion"] == "record") == "3"

    case = nv.load_case(run.folder)
    alone = nv.compare(case, outside=False)
    assert pd.isna(alone.score_card.at[("neglect", "record"), "score"])
    assert len(case.review) == 1

    _, out, err = run("report", "--text-alone", "-o", str(run.folder.parent / "page.html"))
    assert OUTSIDE not in out
    assert (
        "Left out of review.jsonl, as was asked: 1 line on knowledge from outside the text."
        in " ".join(err.split())
    )
    assert not [w for w in nv.compare(case, outside=False, draft=True).warnings if "Left out" in w]


def test_agreement_leaves_it_out_where_that_is_asked(run):
    second_reader(run.folder, "He saw it.", OUTSIDE)
    line = {"at": "2031-05-07T09:00:00Z", "who": "Ana", "target": "mayor"}
    line |= {"field": "reliability", "value": "E", "why": "He was wrong."}
    (run.folder / "review.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    for options, value in (((), "B"), (("--text-alone",), "C")):
        _, out, _ = run("agreement", "--format", "jsonl", *options)
        rows = [json.loads(row) for row in out.splitlines()]
        assert {row["who"]: row["value"] for row in rows} == {"Ana": "E", "Ben": value}
