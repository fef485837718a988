"""One case for all formats: comparing it takes a moment."""

from __future__ import annotations

import pytest
from traded import Trade


@pytest.fixture(scope="session")
def trade(tmp_path_factory: pytest.TempPathFactory) -> Trade:
    return Trade(tmp_path_factory.mktemp("trade"))
