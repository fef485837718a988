"""Comparisons of the same case are made once for a run: those of the examples in docstrings too.

A plugin, for the examples stand beside the tests and not below them.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator

import pytest
from once import compare_once, set_run
from shared_graphs import share_graphs


@pytest.fixture(scope="session", autouse=True)
def _run_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    # The folder of a worker stands in that of the run.
    own = tmp_path_factory.getbasetemp()
    set_run(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


def pytest_collection_finish() -> None:
    share_graphs()
    # What was collected stays to the end: nothing of it is looked through again for garbage.
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Sixty examples begin with the comparison of the seed case; those of ``stages`` make it."""
    if not isinstance(item, pytest.DoctestItem) or item.name.startswith("narratives.stages"):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("narratives.compare", compare_once)
        return (yield)
