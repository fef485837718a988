"""``narratives card`` at a terminal, and what other readers know from outside the text."""

from __future__ import annotations

import csv
import io
import json
import re

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


def first_reader(folder, *lines):
    text = "".join(
        json.dumps(
            {"at": f"2031-05-07T09:0{n}:00Z", "target": "mayor", "field": "reliability"} | line
        )
        + "\n"
        for n, line in enumerate(lines)
    )
    (folder / "review.jsonl").write_text(text, encoding="utf-8")


def paragraphs(html, hidden):
    """What the part on readings says while one of both classes is hidden, without its box."""
    part = html[html.index("<h3 id=readings>") :]
    part = part[: part.index("<h3>")]
    kept = re.findall(r"<(?:p|li)(?: class=(\w+))?>(.*?)(?=<p|<li|<ul|</ul|<h3|$)", part, re.S)
    told = [words.strip() for shown, words in kept if shown != hidden and "<label>" not in words]
    return [words.replace(" by the text alone", "") for words in told]


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


def test_the_box_of_the_page_leaves_out_what_the_command_leaves_out(run):
    first_reader(run.folder, {"who": "Ana", "value": "A", "why": OUTSIDE})
    second_reader(run.folder, "He saw it.", OUTSIDE)
    page = run.folder.parent / "page.html"
    _, out, _ = run("report", "-o", str(page))
    told = " ".join(out.split())
    assert "Of the first reading, 1 line rests on knowledge from outside the text;" in told
    assert "Of the second reading, 1 line rests on knowledge from outside the text;" in told
    html = page.read_text(encoding="utf-8")
    assert "Leave it out of these readings</label>" in html
    assert "Elsewhere on this page what review.jsonl takes from there counts" in html
    assert any("reliability A → B" in words for words in paragraphs(html, "alone"))

    run("report", "--text-alone", "-o", str(page))
    alone = paragraphs(page.read_text(encoding="utf-8"), "nothing")
    assert any("reliability none → C" in words for words in alone)
    assert paragraphs(html, "known") == alone


def test_a_reading_by_the_text_alone_has_nothing_that_the_first_knows_from_elsewhere(run):
    first_reader(run.folder, {"who": "Ana", "value": "A", "why": OUTSIDE})
    line = {
        "at": "2031-05-07T10:00:00Z",
        "who": "Ben",
        "target": "ministry",
        "field": "reliability",
    }
    line |= {"value": "C", "why": "It changed its words twice."}
    (run.folder / "review-second.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    compared = nv.compare(nv.load_case(run.folder))
    second = compared.readings["second"]
    assert second.sources.at["mayor", "reliability"] == "A"
    assert second.text_alone.sources.at["mayor", "reliability"] == ""
    assert compared.text_alone.sources.at["mayor", "reliability"] == ""
    assert compared.text_alone.text_alone is None


def test_one_reader_s_knowledge_from_outside_is_told_and_can_be_left_out_on_the_page(run):
    first_reader(run.folder, {"who": "Ana", "value": "B", "why": OUTSIDE})
    page = run.folder.parent / "page.html"
    _, out, _ = run("report", "-o", str(page))
    told = "Of the reading, 1 line rests on knowledge from outside the text"
    assert (
        f"{told}; without it the order by support is another. The reading by the text alone:"
        in (" ".join(out.split()))
    )
    html = page.read_text(encoding="utf-8")
    assert f"<a href=#readings>{told}</a>" in html
    assert "<h3 id=readings>Knowledge from outside the text</h3>" in html
    assert "Leave it out of this reading</label>" in html
    assert "They differ in" not in html

    first_reader(run.folder, {"who": "Ana", "value": "B", "why": "He was right before."})
    run("report", "-o", str(page))
    assert "id=readings" not in page.read_text(encoding="utf-8")


def test_by_the_text_alone_people_are_not_compared_by_what_they_know_from_elsewhere(run):
    lines = (
        {"who": "Ana", "value": "B", "why": OUTSIDE},
        {"who": "Cleo", "value": "D", "why": "!"},
    )
    first_reader(run.folder, *lines)
    page = run.folder.parent / "page.html"
    run("report", "-o", str(page))
    assert "<p>Ana and Cleo decided." in page.read_text(encoding="utf-8")
    run("report", "--text-alone", "-o", str(page))
    assert "How far people agree" not in page.read_text(encoding="utf-8")


def test_agreement_leaves_it_out_where_that_is_asked(run):
    second_reader(run.folder, "He saw it.", OUTSIDE)
    line = {"at": "2031-05-07T09:00:00Z", "who": "Ana", "target": "mayor"}
    line |= {"field": "reliability", "value": "E", "why": "He was wrong."}
    (run.folder / "review.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    for options, value in (((), "B"), (("--text-alone",), "C")):
        _, out, _ = run("agreement", "--format", "jsonl", *options)
        rows = [json.loads(row) for row in out.splitlines()]
        assert {row["who"]: row["value"] for row in rows} == {"Ana": "E", "Ben": value}
