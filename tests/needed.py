"""Programs of the system that some tests need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

import pytest


def missing(what: str) -> None:
    """Skip for want of a program; where CI is set in the environment, fail instead."""
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(what)
    pytest.fail(f"{what}; with CI set in the environment, it must be there", pytrace=False)


def program(names: Sequence[str], package: str) -> str:
    """Return the first of some programs that is there."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing(f"no {names[0]} on this machine (Debian: apt-get install {package})")
    assert found is not None
    return found
