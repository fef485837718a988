"""Two workers collect from both ends, so that each file has its assertions rewritten once.

A plugin, for ``conftest.py`` is not asked about its own folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest


class Backwards(pytest.Dir):
    """A folder whose last file is collected first; ``conftest.py`` sorts the tests in the end."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        last_first = list(super().collect())[::-1]
        # A conftest.py is there before those of the folders below, which have the same name.
        return sorted(last_first, key=lambda found: found.path.name != "conftest.py")


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Dir | None:
    if os.environ.get("PYTEST_XDIST_WORKER") != "gw1" or (path / "__init__.py").is_file():
        return None
    return Backwards.from_parent(parent, path=path)
