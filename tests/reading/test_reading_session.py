from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

import narratives
from narratives.reading import log_likely, open_session, to_grid
from narratives.reading.session import GRID

PACKAGE = Path(narratives.__file__).parent
FAST = files("narratives.tagging") / "fast.onnx"


def test_onnxruntime_is_imported_in_one_place():
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            if any(name.split(".")[0] == "onnxruntime" for name in names):
                found.append(path.relative_to(PACKAGE).as_posix())
    assert found == ["reading/session.py"]


def test_the_variable_against_telemetry_is_set_before_onnxruntime_comes():
    code = (
        "import os, sys, builtins\n"
        "from narratives.reading import open_session\n"
        "assert 'onnxruntime' not in sys.modules\n"
        "plain, seen = builtins.__import__, []\n"
        "def look(name, *rest, **more):\n"
        "    if name == 'onnxruntime' and not seen:\n"
        "        seen.append(os.environ.get('ORT_DISABLE_TELEMETRY'))\n"
        "    return plain(name, *rest, **more)\n"
        "builtins.__import__ = look\n"
        f"open_session({str(FAST)!r})\n"
        "print(seen)"
    )
    surroundings = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    surroundings["PYTHONPATH"] = str(PACKAGE.parent)
    run = subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "['1']"


def test_a_graph_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.onnx"):
        open_session(tmp_path / "none.onnx")


def test_values_on_the_grid_add_up_exactly_in_any_order():
    draw = np.random.default_rng(5)
    values = to_grid(-20 * draw.random(5000))
    assert (values / GRID == np.round(values / GRID)).all()
    assert {float(np.sum(draw.permutation(values))) for _ in range(20)} == {float(sum(values))}


def test_a_last_bit_more_or_less_decides_nothing():
    scores = np.random.default_rng(6).normal(size=(2000, 7)).astype(np.float32) * 5
    exact = log_likely(scores)
    for direction in (-np.inf, np.inf):
        moved = np.nextafter(scores.astype(np.float64), direction)
        assert (log_likely(moved) == exact).all()
    assert np.exp(exact).sum(axis=1) == pytest.approx(1, abs=2e-4)


def test_scores_of_any_size_give_finite_likelihoods():
    found = log_likely(np.array([[3e38, 0.0], [0.0, 0.0]]))
    assert np.isfinite(found).all()
    assert np.exp(found[1]) == pytest.approx(0.5, abs=2e-4)
