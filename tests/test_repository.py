"""The rules of the repository itself: one truth for dependencies, one face, no machine in it."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import narratives
from narratives.cli import app

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "narratives"

CONDA_NAMES = {"duckdb": "python-duckdb", "matplotlib": "matplotlib-base"}
"""Where conda-forge has another name for what PyPI has; letter case is no difference."""

TARGETS = {"report", "test", "quick", "docs", "lab", "html", "slides", "notebooks", "clean"}
HEAVY = ("jinja2", "matplotlib", "numpy", "onnxruntime", "pandas", "rich", "sklearn")
HEAVY += ("dateparser", "lxml", "tokenizers", "trafilatura", "typer", "yaml")


def read_project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pip_requirements() -> set[str]:
    project = read_project()
    # The extras "browser" and "train" name packages that conda does not have, and "readers"
    # is large; without them the tests that need them are skipped.
    optional = project["optional-dependencies"].items()
    left = ("browser", "readers", "train")
    extras = [name for extra, names in optional if extra not in left for name in names]
    found = set()
    for requirement in [*project["dependencies"], *extras]:
        name, version = re.fullmatch(r"([A-Za-z0-9_-]+)(.*)", requirement.replace(" ", "")).groups()
        found.add(CONDA_NAMES.get(name, name).lower() + version)
    return found


def test_environment_yml_and_pyproject_toml_ask_for_the_same():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert entries[-1] == {"pip": ["-e ."]}
    named = set(entries[:-1])
    assert named == pip_requirements() | {"pip", "python" + read_project()["requires-python"]}


def test_the_files_for_binder_need_nothing_but_the_repository():
    folder = ROOT / ".binder"
    assert sorted(path.name for path in folder.iterdir()) == ["requirements.txt", "runtime.txt"]
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins, package = [line for line in lines if not line.startswith("#")]
    assert (folder / pins.removeprefix("-c ")).resolve() == ROOT / "constraints.txt"
    extra = re.fullmatch(r"-e \.\[(\w+)\]", package)[1]
    assert "jupyterlab>=4.1" in read_project()["optional-dependencies"][extra]
    runtime = (folder / "runtime.txt").read_text(encoding="utf-8").strip()
    assert runtime == "python-" + read_project()["requires-python"].removeprefix(">=")


def test_constraints_pin_every_dependency_to_one_version():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", pin)] == []
    pinned = {re.sub(r"[-_.]+", "-", pin.split("==")[0]).lower() for pin in pins}
    project = read_project()
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    named = [re.match(r"[\w.-]+", r)[0].lower() for r in [*project["dependencies"], *extras]]
    asked = {re.sub(r"[-_.]+", "-", name) for name in named}
    assert asked - pinned == set()


def test_the_version_is_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert read_project()["version"] == narratives.__version__ == citation["version"]


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, narratives; "
        f"print([name for name in {HEAVY!r} if name in sys.modules], 'narratives' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "[] True\n"


def test_a_comparison_loads_no_estimators_and_one_decision_loads_no_comparison():
    code = (
        "import sys, narratives.exchange.taking\n"
        "print('narratives.stages' in sys.modules)\n"
        "import narratives.stages, narratives.exchange.known\n"
        "print('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "False\nFalse\n"


def test_asking_for_help_loads_none_of_the_tables():
    code = (
        "import sys\nfrom narratives.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('pandas', 'sklearn', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.endswith("[]\n")


def test_the_exported_names_are_sorted_and_exist():
    names = [name for name in narratives.__all__ if name != "__version__"]
    assert names == sorted(names)
    assert [name for name in names if not hasattr(narratives, name)] == []
    assert set(narratives.__all__) <= set(dir(narratives))


def test_type_checkers_see_every_exported_name():
    tree = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    seen = {
        (node.module.removeprefix("narratives."), alias.asname or alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module.startswith("narratives.")
        for alias in node.names
    }
    assert seen == {(home, name) for name, home in narratives._HOMES.items()}


def test_every_exported_name_has_a_docstring_that_says_what_it_is():
    bare = [
        name
        for name in narratives.__all__
        if name != "__version__" and not (getattr(narratives, name).__doc__ or "").strip()
    ]
    assert bare == []


def test_an_unknown_name_of_the_package_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'narratives' has no attribute 'verdict'"):
        narratives.verdict  # noqa: B018


def test_every_name_that_a_release_promised_is_there_or_leads_to_its_new_one():
    lines = (ROOT / "tests" / "golden" / "public_names.tsv").read_text("utf-8").splitlines()
    promised = {line.split("\t")[0] for line in lines[2:]}
    assert len(promised) > 80
    assert sorted(promised - set(narratives.__all__) - set(narratives._RENAMED)) == []
    assert set(narratives._RENAMED.values()) <= set(narratives.__all__)


def test_the_changelog_has_this_version_as_its_last_release():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)", text, re.M)
    assert headings[0] == "[Unreleased]"
    releases = [re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})", h) for h in headings[1:]]
    assert all(releases)
    versions = [tuple(map(int, release[1].split("."))) for release in releases]
    assert releases[0][1] == narratives.__version__
    assert versions == sorted(versions, reverse=True)
    assert [r[2] for r in releases] == sorted((r[2] for r in releases), reverse=True)


def test_an_old_name_leads_to_the_new_one_with_a_warning(monkeypatch):
    monkeypatch.setitem(narratives._RENAMED, "weigh_up", "compare")
    with pytest.warns(FutureWarning, match=r"narratives\.weigh_up is now narratives\.compare"):
        assert narratives.weigh_up is narratives.compare


def test_every_module_says_what_it_is_for():
    bare = []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        if not (importlib.import_module(module.removesuffix(".__init__")).__doc__ or "").strip():
            bare.append(module)
    assert bare == []


def test_every_command_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands]
    assert names
    assert [name for name in names if f"narratives {name}" not in readme] == []


def test_every_target_of_make_that_the_readme_names_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make (\w+)`?\b", readme)) & TARGETS
    assert named == TARGETS
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.M)] == []


def test_what_is_called_slow_is_there_and_begins_with_the_longest():
    text = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    slow = ast.literal_eval(re.search(r"^SLOW = (\(.*?^\))", text, re.M | re.S)[1])
    assert [name for name in slow if not (ROOT / name).exists()] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for option in ("--durations", "--no-loadscope-reorder"):
        assert option in re.search(r"^tests:.*\n\t(.+)", makefile, re.M)[1]
    assert "--quick" in re.search(r"^quick:.*\n\t(.+)", makefile, re.M)[1]


def test_no_machine_path_and_no_registry_address_is_written_down():
    words = re.compile(r"/(?:root|home|Users|work)/\w|index-url|//(?:pypi|files\.python)")
    endings = {
        ".py",
        ".toml",
        ".txt",
        ".yml",
        ".yaml",
        ".md",
        ".cff",
        ".ipynb",
        ".tsv",
        ".json",
        ".html",
    }
    folders = ["narratives", "tests", "notebooks", "seeds", "classroom", "benchmarks", ".ci"]
    files = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.suffix in endings]
    files += [p for p in ROOT.iterdir() if p.suffix in endings or p.name == "Makefile"]
    files = [p for p in files if p.is_file() and p != Path(__file__)]
    found = [p.name for p in files if words.search(p.read_text(encoding="utf-8", errors="replace"))]
    assert found == []
