from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from polnear import Article
from sheet_attributions import as_article, cue_words

TEXT = 'The clerk said that the mayor knew. "It was old," she added. The mayor sold the house.'


def marked(source: str, cue: str, content: str) -> dict:
    spans = {
        role: [(TEXT.index(words), TEXT.index(words) + len(words))]
        for role, words in (("source", source), ("cue", cue), ("content", content))
    }
    return {"spans": spans}


def words(spans) -> list[str]:
    return [TEXT[start:end] for start, end in spans]


def test_a_content_has_its_that_and_its_marks_as_in_polnear():
    statements = [
        marked("The clerk", "said", "the mayor knew"),
        marked("she", "added", "It was old,"),
    ]
    article, left = as_article("a", TEXT, statements, frozenset({"said", "added"}))

    found = [words(one["content"]) for one in article.attributions]
    assert found == [["that the mayor knew"], ['"It was old,"']]
    assert left == []


def test_a_plain_act_attributes_nothing_and_its_words_are_left_open():
    statements = [marked("The mayor", "sold", "the house")]
    article, left = as_article("a", TEXT, statements, frozenset({"said", "added"}))

    assert article.attributions == []
    assert left == [(TEXT.index("The mayor sold"), TEXT.index("the house") + len("the house"))]


def test_what_is_attributed_within_another_attribution_is_not_taught():
    statements = [
        marked("The clerk", "said", "the mayor knew"),
        marked("the mayor", "knew", "It was old"),
    ]
    article, _ = as_article("a", TEXT, statements, frozenset({"said", "knew"}))

    assert [words(one["source"]) for one in article.attributions] == [["The clerk"]]


def test_a_word_is_a_cue_that_is_one_three_times_and_more_than_a_helper():
    said = {"source": [], "content": [], "cue": [(11, 15)]}
    helped = {"source": [], "content": [], "cue": [(3, 6)]}
    articles = [
        Article("one", "he has, it said", [said] * 3 + [helped] * 3),
        Article("two", "it was told of", [{**said, "cue": [(7, 11)]}] * 2),
    ]
    assert cue_words(articles) == {"said"}
