"""The annotated articles of ``benchmarks/articles`` and the script that measures on them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import annotation
import articles

from narratives import extract_statements
from narratives.schema import KINDS, POLARITIES, STANCES, STRENGTHS

LOADED = annotation.load_articles()
FIRST = LOADED[0]


def pieces_of(article):
    yield from article.never
    for item in article.items:
        for part in ("source", "cue", "content"):
            yield from item[part]
        for part in ("also_source", "also_content"):
            for pieces in item.get(part, ()):
                yield from pieces


def counts_of(drafted, article=FIRST):
    return articles.measure_statements(article, drafted)[0]


def test_every_span_is_the_words_that_stand_beside_it():
    wrong = [
        (article.document.document_id, start, words)
        for article in LOADED
        for start, end, words in pieces_of(article)
        if article.document.text[start:end] != words or not words
    ]
    assert wrong == []


def test_every_article_has_three_narratives_its_items_and_texts_that_are_nobodys():
    assert [article.document.document_id for article in LOADED] == [
        f"{number:02}" for number in range(1, 29)
    ]
    for article in LOADED:
        assert len(article.narratives) == 3
        assert article.items
        assert article.never


def test_five_articles_are_kept_for_the_test():
    kept = annotation.load_articles("test")
    assert [article.document.document_id for article in kept] == ["06", "07", "08", "09", "10"]
    assert len(annotation.load_articles("dev")) == 23


def test_the_annotation_uses_the_words_of_the_schema():
    for article in LOADED:
        ids = {item["id"] for item in article.items}
        assert len(ids) == len(article.items)
        for item in article.items:
            assert set(item["kind"]) <= set(KINDS)
            assert set(item["strength"]) <= set(STRENGTHS)
            assert set(item["polarity"]) <= set(POLARITIES)
            named = {narrative for narrative, *_ in item["bearings"]}
            assert named | set(item.get("contested", ())) <= set(article.narratives.index)
            assert {stance for _, stance, _ in item["bearings"]} <= set(STANCES)
            assert {name for group in item.get("merges", ()) for name in group} <= ids


def test_the_files_are_one_item_a_line_and_small():
    for path in annotation.FOLDER.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if '"required": ' in line]
        written = [json.loads(line.rstrip(","))["id"] for line in lines]
        assert written == [item["id"] for item in json.loads(text)["items"]]
    assert sum(p.stat().st_size for p in annotation.FOLDER.iterdir()) < 600_000


@pytest.mark.parametrize("article", LOADED, ids=lambda article: article.document.document_id)
def test_the_annotation_measured_against_itself_is_right_throughout(article):
    counts = counts_of(annotation.as_statements(article), article)
    assert counts["required found"] == counts["required"] > 0
    assert counts["right"] == counts["drafted"] == counts["found"] == len(article.items)
    assert [counts[name] for name in articles.ATTRIBUTES] == [len(article.items)] * 5
    assert counts["never"] == 0


def test_a_row_of_the_table_by_hand():
    counts = counts_of(annotation.as_statements(FIRST))
    row = articles.statement_cells("dev", counts)
    required = counts["required"]
    found = len(FIRST.items)
    assert row[:3] == ["dev", "1", str(found)]
    assert row[3:5] == [f"1.00 ({required} of {required})", f"1.00 ({found} of {found})"]
    assert row[5:] == ["1.00", "0", "1.00", "1.00", "1.00", "1.00", "1.00"]


def test_the_draft_of_one_article_is_measured():
    drafted = extract_statements([FIRST.document])
    counts, notes = articles.measure_statements(FIRST, drafted)
    assert 0 < counts["required found"] <= counts["required"]
    assert counts["right"] <= counts["drafted"] == len(drafted)
    missing = counts["required"] - counts["required found"]
    assert sum(note.startswith("  missing") for note in notes) == missing


def test_the_bearings_of_one_article_are_measured():
    drafted = annotation.as_statements(FIRST)
    alone = {number: number for number in range(len(FIRST.items))}
    counts, _ = articles.measure_bearings(FIRST, drafted, alone)
    assert counts["statements"] == len(FIRST.items)
    assert counts["pairs right"] <= min(counts["pairs drafted"], counts["pairs given"])


def test_a_statement_left_out_is_missing_and_one_of_another_source_is_too_much():
    drafted = annotation.as_statements(FIRST)
    required = [item for item in FIRST.items if item["required"]]
    alone = next(item["id"] for item in required if "merges" not in item)
    assert counts_of(drafted.drop(index=alone))["required found"] == len(required) - 1
    start, end = (FIRST.document.text.index("Ines Okafor") + n for n in (0, 11))
    drafted.loc[alone, ["source", "source_name"]] = [f"{start}-{end}", "Ines Okafor"]
    counts = counts_of(drafted)
    assert counts["required found"] == len(required) - 1
    assert counts["right"] == counts["drafted"] - 1


def test_a_text_that_is_nobodys_counts_as_such():
    drafted = annotation.as_statements(FIRST).iloc[:1].copy()
    start, end, _ = FIRST.never[0]
    drafted["content"] = f"{start}-{end}"
    assert counts_of(drafted)["never"] == 1


def test_names_agree_with_or_without_a_title_and_not_by_a_part():
    assert annotation.same_name("Colonel Ana Brook", ["Ana Brook"])
    assert annotation.same_name("Ana Brook", ["Dr Ana Brook"])
    assert not annotation.same_name("Brook", ["Ana Brook"])
    assert annotation.same_name("Brook", ["Ana Brook"], last=True)
    assert not annotation.same_name("", ["Ana Brook"], last=True)


def test_bearings_by_hand():
    item = {
        "bearings": [["flood", "supports", "stated"], ["fire", "disputes", "implied"]],
        "contested": ["storm"],
    }

    def counted(*pairs):
        rated = articles.pd.DataFrame(pairs, columns=["narrative_id", "stance"])
        counts = articles.count_bearings(item, rated)
        names = ("stated right", "pairs right", "pairs drafted", "pairs given", "opposite")
        return [int(counts[name]) for name in names]

    assert counted(("flood", "supports"), ("storm", "disputes")) == [1, 1, 1, 2, 0]
    assert counted(("flood", "supports"), ("fire", "disputes")) == [1, 2, 2, 2, 0]
    assert counted(("flood", "supports"), ("fire", "supports")) == [0, 1, 2, 2, 1]
    assert counted(("none", "neutral")) == [0, 0, 0, 2, 0]


@pytest.mark.parametrize("given", [["--misses"], ["--misses", "--split", "test"]])
def test_the_details_of_the_test_articles_are_refused(given, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["articles.py", *given])
    with pytest.raises(SystemExit):
        articles.main()
    assert "add --split dev" in capsys.readouterr().err
