"""A condition of the rules that is changed breaks a golden line."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import mutants
import pytest
import rules

from narratives.attribution import mutual, passes, speakers
from narratives.attribution.sentences.cue_words import phrases

TEXT = "The council was told on Monday by engineers that the dam would fail."


def text_of(words: str) -> rules.Text:
    return next(t for t in rules.of_golden("speakers") if t.document.text == words)


def test_without_what_makes_a_passive_the_hearer_speaks_and_a_golden_line_breaks() -> None:
    found = [m for m in mutants.mutants_of(speakers) if m.function.__name__ == "_from_hearer"]
    broken = [m for m in found if mutants.is_killed(m, [text_of(TEXT)])]
    assert 0 < len(broken) < len(found)


def test_a_mutant_leaves_the_function_as_it_was() -> None:
    before = speakers.is_unsaid.__code__
    for mutant in mutants.mutants_of(speakers):
        if mutant.function is speakers.is_unsaid:
            mutants.is_killed(mutant, [text_of(TEXT)])
    assert speakers.is_unsaid.__code__ is before


def test_each_condition_by_which_sides_are_told_apart_breaks_a_golden_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "tag_text", passes.tag_text)  # Put back afterwards.
    rules.keep_tags(tmp_path)
    known = [words for first in phrases("mutual").values() for words in first]
    texts = [
        text
        for text in rules.of_golden("speakers")
        if any(" ".join(words) in text.document.text for words in known)
    ]
    telling = ("_told_apart", "_tells_of_name", "_is_many", "_without_kind", "_opens_sentence")
    found = [m for m in mutants.mutants_of(mutual) if m.function.__name__ in telling]
    assert len(found) > 20
    assert [m.name for m in found if not mutants.is_killed(m, texts)] == []


def test_the_rooms_beside_the_rules_are_mutated_as_well() -> None:
    names = {module.__name__.rpartition(".")[2] for module in mutants.modules()}
    assert {
        "joining",
        "links",
        "mutual",
        "passes",
        "rows",
        "speakers",
        "clauses",
        "asides",
    } <= names
    found = [m.what for m in mutants.mutants_of(speakers)]
    assert any("without the class" in what for what in found)


def test_what_a_comprehension_asks_is_mutated() -> None:
    found = [m for m in mutants.mutants_of(speakers) if m.function.__name__ == "_without_insertion"]
    assert any("sentence.low(k) == ','" in m.what and m.what.endswith("is True") for m in found)
