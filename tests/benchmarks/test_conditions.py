"""Conditions that decide nothing are named, and those that decide are not."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import conditions
from conditions import Noting, idle_conditions, note, note_in

SOURCE = """
def ends(word, at):
    if at >= 0 and word in (".", "!"):
        return True
    return word == "?" or at > 9
"""


def test_what_never_decides_is_named_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "NOTED", [])
    tree = ast.fix_missing_locations(Noting("rules.marks").visit(ast.parse(SOURCE)))
    scope: dict[str, object] = {"__note__": note, "__note_in__": note_in}
    exec(compile(tree, "marks.py", "exec"), scope)
    ends = scope["ends"]
    assert callable(ends)
    assert [ends(word, 3) for word in (".", "a", "?")] == [True, False, True]
    assert list(idle_conditions()) == [
        "rules.marks:3 ends: (at >= 0) never fails",
        "rules.marks:3 ends: (word in ('.', '!')) never matches ['!']",
        "rules.marks:5 ends: (at > 9) never holds",
    ]


def test_what_no_text_reaches_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "NOTED", [])
    Noting("rules.marks").visit(ast.parse("def f(a):\n    return 1 if a else 2"))
    assert list(idle_conditions()) == ["rules.marks:2 f: (a) is never asked"]
