"""Words of English that decide stand in the lexicon, each list with what it is for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from narratives.lexicon import ROOT, load_classes, load_lexicon

PACKAGE = Path(__file__).parents[1] / "narratives"
ROOMS = ("attribution", "tagging", "sources", "strength")
NAMES = {
    "CASES",
    "COLUMNS",
    "FEATURES",
    "INPUTS",
    "LABELS",
    "PLAIN",
    "RULES",
    "_KEPT",
    "columns",
    "groups",
}
"""What holds names of columns, features and rules, and no words of a text."""
FORMS = {"base", "s", "past", "participle", "ing", "finite", "passive", "infinitive"}
WORD = re.compile(r"[^\W\d_A-Z]{2,}\Z")
ALTERNATIVES = re.compile(r"(?<![\\\w])[a-z]{2,}s?\??(?:\|[a-z]{2,}s?\??){2,}")


def names_of_the_package() -> frozenset[str]:
    """Return what stands for a class, a form, a scale or a column, and is no word of a text."""
    known = {*load_classes(), *FORMS, *(row["class"] for row in load_lexicon("cues"))}
    for path in (PACKAGE / "schema").glob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        known |= {
            n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
    return frozenset(known)


def lists_in(text: str) -> list[str]:
    """Return the lists of three or more words that stand in a module, and where."""
    tree = ast.parse(text)
    known = names_of_the_package()
    named = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if getattr(target, "id", "") in NAMES and node.value is not None
        for inner in ast.walk(node.value)
    }
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if id(node) in named | told:
            continue
        if isinstance(node, ast.Tuple | ast.Set | ast.List):
            cells = [getattr(cell, "value", None) for cell in node.elts]
            words = [cell for cell in cells if isinstance(cell, str) and WORD.match(cell)]
            if len(words) > 2 and not known.issuperset(words):
                found.append(f"line {node.lineno}: {' '.join(words)}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [f"line {node.lineno}: {m[0]}" for m in ALTERNATIVES.finditer(node.value)]
    return found


MODULES = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_list_of_words_stands_in_a_module(path: Path) -> None:
    found = lists_in(path.read_text("utf-8"))
    assert not found, f"put the words into lexicon/en/grammar.tsv, with a line on what for: {found}"


@pytest.mark.parametrize(
    "planted",
    [
        'found = word in ("mill", "bank", "union")',
        'KNOWN = frozenset(("mill", "bank", "union"))',
        'known = {"mill", "bank", "union"}',
        're.compile(r"\\b(?:mill|banks?|union)\\b")',
        'phrase_after(sentence, at, stop=("mill", "bank", "union"))',
    ],
)
def test_a_list_that_is_planted_is_found(planted: str) -> None:
    assert len(lists_in(planted)) == 1


@pytest.mark.parametrize(
    "plain",
    [
        'word in ("mill", "bank")',
        'kind in ("say", "believe", "deny")',
        'COLUMNS = ("of", "to", "by")',
    ],
)
def test_two_words_and_names_of_classes_may_stand_in_a_module(plain: str) -> None:
    assert lists_in(plain) == []


def test_each_class_that_moved_from_the_code_says_what_it_is_for() -> None:
    lines = (ROOT / "en" / "grammar.tsv").read_text("utf-8").splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith("negating\t"))
    untold = [
        line.split("\t")[0]
        for before, line in zip(lines[first - 1 :], lines[first:], strict=False)
        if not line.startswith("#") and not before.startswith("# ")
    ]
    assert untold == []


def test_each_class_of_grammar_stands_once_and_is_asked_for() -> None:
    names = [row["class"] for row in load_lexicon("grammar")]
    assert len(names) == len(set(names))
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert [name for name in names if f'"{name}"' not in code and f"'{name}'" not in code] == []
