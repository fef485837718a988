"""A condition of the rules that is changed breaks a golden line."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import mutants
import rules

from narratives.attribution import speakers

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
