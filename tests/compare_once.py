"""Comparisons of the same case are made once for a run: those of the examples in docstrings too.

A plugin, for the examples stand beside the tests and not below them.
"""

from __future__ import annotations

import os

import pytest
from once import compare_once, set_run


@pytest.fixture(scope="session", autouse=True)
def _run_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    # The folder of a worker stands in that of the run.
    own = tmp_path_factory.getbasetemp()
    set_run(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(autouse=True)
def _examples_compare_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty examples begin with the comparison of the seed case; those of ``stages`` make it."""
    node = request.node
    if isinstance(node, pytest.DoctestItem) and not node.name.startswith("narratives.stages"):
        monkeypatch.setattr("narratives.compare", compare_once)
