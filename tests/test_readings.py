"""Another reader's grades and ratings beside the first reader's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from seed_case import SEED, seed_comparison, seed_page

import narratives as nv
from narratives.review.readings import OUTSIDE, is_outside
from narratives.stages.again import judge_again
from narratives.telling.differing import reading_differences
from narratives.telling.readings import readings_in_words
from narratives.telling.support import range_in_words

SECOND = Path(SEED) / "review-second.jsonl"


def test_the_first_reading_is_as_if_there_were_no_second():
    first = seed_comparison()
    assert (first.ranking["inconsistency"] == 0).all()
    assert first.support.withheld
    assert set(first.sources["reliability"]) == {""}


def test_the_second_reading_has_an_order_and_the_first_has_none():
    second = seed_comparison().readings["second"]
    # ISIS: the finding that leads to Ukraine, I, doubtful and of medium relevance: 1 / √2.
    assert second.ranking["inconsistency"]["isis"] == pytest.approx(0.5**0.5)
    assert second.ranking["rank"].tolist() == [1, 2, 3]
    assert not second.support.withheld
    told = readings_in_words(seed_comparison())
    assert "so there is no order" in told[0]
    assert told[1].startswith("The second reading: From the least contradicted: “ISIS did it”")
    assert told[-1] == "They differ in 7 ratings and 13 grades; the order hangs on who rated."


def test_every_rating_that_differs_has_its_reason():
    table = reading_differences(seed_comparison())
    table = table[table["field"] == "rating"]
    assert len(table) == 7
    assert (table["why"].str.len() > 40).all()
    assert (table["first"] != table["other"]).all()


def test_knowledge_from_outside_is_marked_and_can_be_left_out():
    first = seed_comparison()
    lines = nv.load_case(SEED).readings["second"]
    assert is_outside(lines).sum() == 3
    inside = judge_again(first, lines, outside=False)
    assert inside.sources.at["us_intelligence", "reliability"] == "C"
    assert first.readings["second"].sources.at["us_intelligence", "reliability"] == "B"
    assert inside.matrix.at["image_match", "ukrainian_trace"] == -1
    assert first.readings["second"].matrix.at["image_match", "ukrainian_trace"] == -2


def test_what_the_text_says_is_not_for_another_reader(tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(SEED, folder)
    line = {
        "at": "2031-05-06T10:00:00Z",
        "who": "third",
        "target": "crocus:0-48",
        "field": "strength",
        "value": "hint",
        "why": OUTSIDE,
    }
    (folder / "review-third.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(nv.CaseError, match='line 1: the field "strength" is not for another reade'):
        nv.load_case(folder)


def test_a_file_without_a_line_is_told_and_makes_no_reading(tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(SEED, folder)
    (folder / "review-third.jsonl").write_text("\ufeff\n\n", encoding="utf-8")
    case = nv.load_case(folder)
    assert list(case.readings) == ["second"]
    assert any("review-third.jsonl: the file holds no line" in told for told in case.warnings)


def test_page_and_terminal_show_both_readings(capsys):
    from narratives.cli.standing import print_comparison

    html = seed_page("2031-05-07")
    assert "<h3 id=readings>Two readings</h3>" in html
    assert "The second reading: From the least contradicted" in html
    print_comparison(seed_comparison())
    told = " ".join(capsys.readouterr().out.split())
    # A range has the words of both its ends, as in the table of support.
    low, high = (
        seed_comparison().readings["second"].support_by_narrative.loc["isis"][["low", "high"]]
    )
    assert f"“ISIS did it” ({range_in_words(low, high)})" in told
    assert f"“ISIS did it” ({range_in_words(low, high)})" in html
    assert "The first reading: Nothing here is rated as contradicting any account" in told
    assert "the order hangs on who rated" in told
