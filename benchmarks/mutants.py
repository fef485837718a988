"""Change one condition of the rules at a time, and see whether a golden line breaks.

    python benchmarks/mutants.py                               a sample of 40 conditions
    python benchmarks/mutants.py --only clauses.clause_end     all conditions of one function
    python benchmarks/mutants.py --sample 0                    all of them: an hour or more

A mutant takes a condition for true or for false, drops one part of an "and" or "or", or one
word of a list. One that survives is printed: it wants a golden line, or its condition goes.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import rules

from narratives import attribution, extract_statements

ROOMS = ("sentences", "rules", "ways")
MODEL = "fast"


@dataclass(frozen=True)
class Mutant:
    """A function with one condition changed: the number of its change, and what that is."""

    module: ModuleType
    function: FunctionType
    number: int
    what: str

    @property
    def name(self) -> str:
        room = self.module.__name__.rpartition(".")[2]
        return f"{room}.{self.function.__name__}: {self.what}"

    def code(self) -> CodeType:
        """Compile the function with its condition changed."""
        tree = ast.parse(inspect.getsource(self.module))
        name = self.function.__name__
        body = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
        _, change = list(_changes(body))[self.number]
        change()
        whole = compile(ast.fix_missing_locations(tree), str(self.module.__file__), "exec")
        return next(c for c in whole.co_consts if isinstance(c, CodeType) and c.co_name == name)


def modules() -> list[ModuleType]:
    """Return the modules of the rooms whose conditions are changed."""
    root = Path(str(attribution.__file__)).parent
    paths = [path for room in ROOMS for path in sorted((root / room).glob("[a-z]*.py"))]
    names = [path.relative_to(root).with_suffix("").as_posix() for path in paths]
    names += [path.stem for path in sorted(root.glob("[a-z]*.py"))]
    found = [f"narratives.attribution.{name.replace('/', '.')}" for name in names]
    return [importlib.import_module(name) for name in found]


def mutants_of(module: ModuleType) -> Iterator[Mutant]:
    """Yield the mutants of all plain functions of a module."""
    for node in ast.parse(inspect.getsource(module)).body:
        function = getattr(module, getattr(node, "name", ""), None)
        if isinstance(node, ast.FunctionDef) and isinstance(function, FunctionType):
            for number, (what, _) in enumerate(_changes(node)):
                yield Mutant(module, function, number, what)


def _changes(function: ast.FunctionDef) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what can be changed in a function, each with a call that changes it."""
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.IfExp):
            words = ast.unparse(node.test)
            for value in (True, False):
                yield f"line {node.lineno}: ({words}) is {value}", _setter(node, value)
        elif isinstance(node, ast.comprehension):
            for k, part in enumerate(node.ifs):
                what = f"line {part.lineno}: ({ast.unparse(part)}) is True"
                yield what, _replacer(node.ifs, k, True)
        elif isinstance(node, ast.BoolOp):
            for k, part in enumerate(node.values):
                what = f"line {node.lineno}: without ({ast.unparse(part)})"
                yield what, _replacer(node.values, k, isinstance(node.op, ast.And))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "is_a":
            for k, part in enumerate(node.args[1:] if len(node.args) > 2 else (), 1):
                what = f"line {node.lineno}: without the class {ast.unparse(part)}"
                yield what, _replacer(node.args, k, "label_quote")
        elif isinstance(node, ast.Compare) and isinstance(node.comparators[0], ast.Tuple):
            for k, part in enumerate(node.comparators[0].elts):
                what = f"line {node.lineno}: without {ast.unparse(part)}"
                yield what, _replacer(node.comparators[0].elts, k, "")


def _setter(node: ast.If | ast.IfExp, value: bool) -> Callable[[], None]:
    return lambda: setattr(node, "test", ast.Constant(value))


def _replacer(parts: list[ast.expr], place: int, value: bool | str) -> Callable[[], None]:
    """Return a call that puts in the place of a part what changes nothing."""
    return lambda: parts.__setitem__(place, ast.Constant(value))


def texts_by_function(texts: list[rules.Text]) -> dict[str, list[rules.Text]]:
    """Read all golden texts once; return those that call each function."""
    called: dict[str, list[rules.Text]] = {}
    for text in texts:
        names: set[str] = set()

        def trace(frame: object, event: str, _: object, names: set[str] = names) -> None:
            code = frame.f_code  # type: ignore[attr-defined]
            if event == "call" and "attribution" in code.co_filename:
                names.add(f"{code.co_filename}:{code.co_name}")

        sys.settrace(trace)
        extract_statements([text.document], model=MODEL)
        sys.settrace(None)
        for name in names:
            called.setdefault(name, []).append(text)
    return called


def is_killed(mutant: Mutant, texts: list[rules.Text]) -> bool:
    """Tell whether a golden text reads otherwise, or fails, with the mutant in place."""
    before = mutant.function.__code__
    mutant.function.__code__ = mutant.code()
    try:
        for text in texts:
            counts = text.count(extract_statements([text.document], model=MODEL))
            if counts["right"] < counts["lines"]:
                return True
    except Exception:
        return True
    finally:
        mutant.function.__code__ = before
    return False


def golden_texts() -> list[rules.Text]:
    """Return the golden texts that hold, with what the tagger read of them kept."""
    folder = Path(tempfile.gettempdir()) / "narratives-rules-tags"
    folder.mkdir(exist_ok=True)
    rules.keep_tags(folder)
    return [text for name in rules.GOLDEN_FILES for text in rules.of_golden(name)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", help="one function: clauses.clause_end")
    parser.add_argument("--sample", type=int, default=40, help="how many conditions; 0 for all")
    asked = parser.parse_args()
    found = [mutant for module in modules() for mutant in mutants_of(module)]
    if asked.only:
        found = [m for m in found if m.name.startswith(f"{asked.only}:")]
    elif asked.sample:
        found = random.Random(0).sample(found, min(asked.sample, len(found)))
    called = texts_by_function(golden_texts())
    survivors = []
    for mutant in found:
        key = f"{mutant.module.__file__}:{mutant.function.__name__}"
        if not is_killed(mutant, called.get(key, [])):
            survivors.append(mutant.name)
            print(mutant.name, flush=True)
    print(f"{len(survivors)} of {len(found)} survive")


if __name__ == "__main__":
    main()
