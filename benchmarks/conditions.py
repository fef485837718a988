"""Print the conditions of the rules that decide nothing on any text: dead weight, or a text short.

    python benchmarks/conditions.py --polnear FOLDER --events FOLDER --sheets FOLDER
    python benchmarks/conditions.py ... --folder FOLDER   read the articles of other files as well

All texts of rules.py and of the seeds are read once with each tagger, by modules in which every
test, every part of an "and" or "or" and every list of words notes what it came to. Printed is a
part of an "and" that never failed, of an "or" that never held, a test that always came out alike,
and words that never matched. What guards a list against its end belongs there and stays. Whether a
condition that does decide gains anything is asked of rules.py and mutants.py.

"""

from __future__ import annotations

import argparse
import ast
import builtins
import importlib.abc
import importlib.machinery
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

PACKAGE = "narratives.attribution"


@dataclass
class Noted:
    """A condition, where it stands, and what it has come to so far."""

    place: str
    kind: str
    words: str
    listed: tuple[object, ...] = ()
    came: set[bool] = field(default_factory=set)
    matched: set[object] = field(default_factory=set)

    def verdict(self) -> str:
        """Tell what is idle about it; empty where it decides."""
        if self.kind == "in":
            idle = [word for word in self.listed if word not in self.matched]
            return f"never matches {idle}" if idle else ""
        if not self.came:
            return "is never asked"
        if self.kind == "and":
            return "" if False in self.came else "never fails"
        if self.kind == "or":
            return "" if True in self.came else "never holds"
        return "" if len(self.came) == 2 else f"is always {self.came == {True}}"


NOTED: list[Noted] = []


def note(number: int, value: Any) -> Any:
    """Note what a condition came to and return it."""
    NOTED[number].came.add(bool(value))
    return value


def note_in(number: int, word: object, listed: Sequence[object]) -> bool:
    """Note a word that stands in a list of words."""
    found = word in listed
    if found:
        NOTED[number].matched.add(word)
    return found


class Noting(ast.NodeTransformer):
    """Puts a call of ``note`` around each condition of a module."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.functions: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.functions.append(node.name)
        self.generic_visit(node)
        self.functions.pop()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        kind = "and" if isinstance(node.op, ast.And) else "or"
        node.values = [self._noted(value, kind) for value in node.values]
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        words, listed = ast.unparse(node), node.comparators[0]
        self.generic_visit(node)
        asked = isinstance(listed, ast.Tuple) and isinstance(node.ops[0], ast.In | ast.NotIn)
        if not asked or not all(isinstance(one, ast.Constant) for one in listed.elts):
            return node
        number = self._number(node, "in", words, ast.literal_eval(listed))
        call = self._call("__note_in__", node, [ast.Constant(number), node.left, listed])
        return call if isinstance(node.ops[0], ast.In) else ast.UnaryOp(ast.Not(), call)

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._tested(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._tested(node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        asked = [self._noted(test, "if") for test in node.ifs]
        node.ifs = []
        self.generic_visit(node)
        node.ifs = asked
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        return self._tested(node)

    def _tested(self, node: Any) -> ast.AST:
        test = self._noted(node.test, "if")
        node.test = ast.Constant(True)
        self.generic_visit(node)
        node.test = test
        return node  # type: ignore[no-any-return]

    def _noted(self, node: ast.expr, kind: str) -> ast.expr:
        number = self._number(node, kind, ast.unparse(node))
        return self._call("__note__", node, [ast.Constant(number), self.visit(node)])

    def _number(self, node: ast.expr, kind: str, words: str, listed: Any = ()) -> int:
        place = f"{self.module}:{node.lineno} {'.'.join(self.functions)}"
        NOTED.append(Noted(place, kind, words, listed))
        return len(NOTED) - 1

    @staticmethod
    def _call(name: str, node: ast.expr, arguments: list[ast.expr]) -> ast.expr:
        return ast.copy_location(ast.Call(ast.Name(name, ast.Load()), arguments, []), node)


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with its conditions noted."""

    def get_code(self, fullname: str) -> CodeType:
        tree = Noting(fullname.removeprefix(f"{PACKAGE}.")).visit(
            ast.parse(self.get_data(self.path))
        )
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules whose conditions are noted."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith(PACKAGE):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is not None and spec.origin is not None:
            spec.loader = Loader(fullname, spec.origin)
        return spec


def idle_conditions() -> Iterator[str]:
    """Yield what decided nothing, in the order of the modules."""
    for one in sorted(NOTED, key=lambda noted: noted.place.partition(":")[0]):
        if verdict := one.verdict():
            yield f"{one.place}: ({one.words}) {verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("polnear", "events", "sheets"):
        parser.add_argument(f"--{name}", type=Path, required=True, help=f"folder of {name}")
    parser.add_argument("--folder", type=Path, help="folder of further texts, each a .txt file")
    asked = parser.parse_args()
    vars(builtins).update(__note__=note, __note_in__=note_in)
    sys.meta_path.insert(0, Finder())
    import rules

    from narratives import Document, extract_statements
    from narratives.tagging import MODELS

    folder = Path(tempfile.gettempdir()) / "narratives-rules-tags"
    folder.mkdir(exist_ok=True)
    rules.keep_tags(folder)
    texts = rules.load_texts(asked.polnear, asked.events, asked.sheets)
    documents = [text.document for text in texts]
    paths = sorted(Path(__file__).parents[1].glob("seeds/*/documents/*.txt"))
    paths += sorted(asked.folder.glob("*.txt")) if asked.folder else []
    documents += [Document(path.stem, path.read_text("utf-8")) for path in paths]
    for model in MODELS:
        for document in documents:
            extract_statements([document], model=model)
    for line in idle_conditions():
        print(line)


if __name__ == "__main__":
    main()
