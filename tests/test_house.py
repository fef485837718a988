"""The rules of the house: data goes one way, and no room has two names or none."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "narratives"

ORDER = (
    "version",
    "schema",
    "lexicon",
    "documents",
    "review",
    "case",
    "strength",
    "sources",
    "reading",
    "tagging",
    "attribution",
    "bearing",
    "proposing",
    "evidence",
    "copies",
    "scores",
    "comparison",
    "deciding",
    "telling",
    "figures",
    "report",
    "stages",
    "editor",
    "exchange",
    "export",
    "reference",
    "classroom",
    "corpus",
    "cli",
    "__main__",
)
"""The rooms as the data flows: a module imports only from rooms above its own."""

DRAWERS = {"utils", "helpers", "common", "core", "misc"}
BY_NAME = ("import_module", "__import__", "find_loader", "spec_from_file_location")
"""What imports a module by a name that nobody sees in the import lines."""


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a file, its outermost first."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def modules_of(root: Path) -> dict[str, Path]:
    """Return the file of each module by its whole name; a folder is its ``__init__.py``."""
    names = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imports_of(path: Path, modules: dict[str, Path]) -> set[str]:
    """Return the modules of the package that a file names in an import, anywhere in it.

    What stands in a function or under ``if TYPE_CHECKING`` counts like any other import:
    a reader has to follow it just as well.
    """
    found = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the whole name"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in modules else str(node.module))
    return found & set(modules)


def graph_of(root: Path) -> dict[str, set[str]]:
    """Return what each module imports; the face of the package stands above all and is left out."""
    modules = modules_of(root)
    return {
        name: imports_of(path, modules) - {name}
        for name, path in modules.items()
        if name != root.name
    }


def imports_against_the_order(root: Path, order: tuple[str, ...]) -> list[str]:
    wrong = []
    for name, imported in graph_of(root).items():
        room = name.split(".")[1]
        if room not in order:
            wrong.append(f"{room} has no place in the order")
            continue
        for other in sorted(imported):
            place = other.split(".")[1:2]
            if not place or order.index(place[0]) > order.index(room):
                wrong.append(f"{name} imports {other}")
    return wrong


def circles_of(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the modules that import each other: take away what imports nothing that is left."""
    left = {name: imported & set(graph) for name, imported in graph.items()}
    while ends := [name for name, imported in left.items() if not imported]:
        left = {n: imported - set(ends) for n, imported in left.items() if n not in ends}
    # What remains is on a circle or leads to one; what nothing imports only leads there.
    while starts := set(left) - set().union(*left.values()):
        left = {n: imported for n, imported in left.items() if n not in starts}
    return [sorted(left)] if left else []


def imports_by_name(root: Path) -> list[str]:
    """List the places that import by a name.

    The face of a room may load its own modules so, when they are first used: what it loads
    stands in its import lines for type checkers, and counts there.
    """
    found = []
    for name, path in modules_of(root).items():
        own = f"f'{name}." if path.name == "__init__.py" else None
        lazy = {
            id(node.func)
            for node in nodes_of(path)
            if isinstance(node, ast.Call)
            and node.args
            and own
            and ast.unparse(node.args[0]).startswith(own)
        }
        for node in nodes_of(path):
            used = getattr(node, "id", getattr(node, "attr", ""))
            if used in BY_NAME and id(node) not in lazy:
                found.append(f"{name}, line {node.lineno}: {used}")
    return found


def plant(folder: Path, **files: str) -> Path:
    package = folder / "narratives"
    for name, text in {"__init__": "", **files}.items():
        path = package / f"{name.replace('__in__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return package


def test_a_module_imports_only_from_rooms_above_its_own():
    assert imports_against_the_order(PACKAGE, ORDER) == []


def test_no_modules_import_each_other_in_a_circle():
    assert circles_of(graph_of(PACKAGE)) == []


def test_no_module_is_imported_by_a_name_that_the_import_lines_do_not_show():
    assert imports_by_name(PACKAGE) == []


@pytest.mark.parametrize(
    "line",
    [
        "from narratives.cli import app",
        "import narratives.report.page",
        "from narratives import figures",
        "import narratives",
        "def late():\n    from narratives.stages import compare",
        "if TYPE_CHECKING:\n    from narratives.stages import Comparison",
    ],
)
def test_a_planted_import_from_below_is_found(tmp_path, line):
    rooms = {
        f"{room}__in____init__": "" for room in ("cli", "report", "figures", "stages", "scores")
    }
    package = plant(tmp_path, **rooms, report__in__page="", scores__in__balance=f"{line}\n")
    assert len(imports_against_the_order(package, ORDER)) == 1


def test_a_planted_circle_inside_a_room_is_found(tmp_path):
    package = plant(
        tmp_path,
        scores__in__balance="def late():\n    from narratives.scores.weights import weigh",
        scores__in__weights="from narratives.scores import voices",
        scores__in__voices="if TYPE_CHECKING:\n    from narratives.scores.balance import Balance",
        scores__in__alone="from narratives.scores.voices import Voice",
    )
    (package / "scores" / "__init__.py").write_text("from narratives.scores.alone import x")
    assert circles_of(graph_of(package)) == [
        ["narratives.scores.balance", "narratives.scores.voices", "narratives.scores.weights"]
    ]


@pytest.mark.parametrize(
    "line",
    [
        "from importlib import import_module\nreport = import_module('narratives.report')",
        "report = importlib.import_module('narratives.report')",
        "report = __import__('narratives.report')",
    ],
)
def test_a_planted_import_by_name_is_found(tmp_path, line):
    found = imports_by_name(plant(tmp_path, scores=line, figures__in____init__=line))
    assert [place.split(",")[0] for place in found] == ["narratives.figures", "narratives.scores"]


def test_a_planted_room_without_a_place_is_found(tmp_path):
    package = plant(tmp_path, utils="")
    assert imports_against_the_order(package, ORDER) == ["utils has no place in the order"]


def names_of(root: Path) -> dict[str, list[str]]:
    """Return where each public class, or public name of a type, is defined."""
    found: dict[str, list[str]] = {}
    for module, path in modules_of(root).items():
        named = [node.name for node in nodes_of(path) if isinstance(node, ast.ClassDef)]
        named += [
            target.id
            for node in nodes_of(path)[0].body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and not target.id.isupper() and target.id[0].isupper()
        ]
        for name in named:
            if not name.startswith("_"):
                found.setdefault(name, []).append(module)
    return found


def test_no_public_class_has_the_name_of_another():
    twice = {name: homes for name, homes in names_of(PACKAGE).items() if len(homes) > 1}
    assert twice == {}


def test_a_planted_second_class_of_a_name_is_found(tmp_path):
    package = plant(
        tmp_path,
        scores="class Reading:\n    pass\n\nclass _Own:\n    pass\n\nROWS = ()\n",
        figures="Reading = tuple[str, str]\n\nclass _Own:\n    pass\n\nROWS = ()\n",
    )
    assert names_of(package) == {"Reading": ["narratives.figures", "narratives.scores"]}


A_WORD = re.compile(r"(\[\^\\W(?:\\d)?_\])(?:\+|\{[\d,]+\})(?:\(\?:\[[^\]]+\]\1\+\)\*)?")
"""How the pattern of a word looks: letters, with or without figures, and marks inside."""


def words_written_anew(root: Path) -> list[str]:
    return [
        f"{name}: {node.value}"
        for name, path in modules_of(root).items()
        if name != f"{root.name}.lexicon.letters"
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and A_WORD.fullmatch(node.value)
    ]


def test_what_a_word_is_stands_in_one_place():
    assert words_written_anew(PACKAGE) == []


@pytest.mark.parametrize("pattern", [r"[^\W_]+", r"[^\W\d_]{3,}", r"[^\W\d_]+(?:['-][^\W\d_]+)*"])
def test_a_planted_word_of_its_own_is_found(tmp_path, pattern):
    package = plant(tmp_path, sources=f"import re\n\nWORD = re.compile({pattern!r})\n")
    assert words_written_anew(package) == [f"narratives.sources: {pattern}"]


def test_there_is_no_drawer_without_a_name():
    assert [path for path in PACKAGE.rglob("*.py") if path.stem in DRAWERS] == []


CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "time", "setitimer", "alarm"}
TELLS_HOW_LONG = "cli/corpus.py"
"""It says how long a run may still take, and decides nothing by that."""


def clocks_of(root: Path) -> set[str]:
    """Return the modules that ask how much time went by."""
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in nodes_of(path)
        if (
            isinstance(node, ast.ImportFrom)
            and node.module in ("time", "signal")
            and any(re.sub(r"_ns$", "", one.name) in CLOCKS for one in node.names)
        )
        or (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("time", "signal")
            and re.sub(r"_ns$", "", node.attr) in CLOCKS
        )
    }


def test_what_is_read_does_not_hang_on_how_fast_a_machine_is():
    assert clocks_of(PACKAGE) == {TELLS_HOW_LONG}


def test_no_test_hangs_on_how_fast_a_machine_is():
    compares, prints, is_slow = "growth.py", "browser/test_editor.py", "benchmarks/test_hostile.py"
    assert clocks_of(Path(__file__).parent) == {compares, prints, is_slow}


@pytest.mark.parametrize(
    "line",
    [
        "from time import monotonic",
        "import time\nlate = time.perf_counter_ns() > 5",
        "import signal\nsignal.alarm(5)",
    ],
)
def test_a_planted_clock_is_found(tmp_path, line):
    (tmp_path / "a.py").write_text(line + "\n", encoding="utf-8")
    (tmp_path / "b.py").write_text("import signal\nsignal.raise_signal(2)\n", encoding="utf-8")
    assert clocks_of(tmp_path) == {"a.py"}
