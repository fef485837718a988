"""What several workers of a run need: made by the first that asks, and kept on disk."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

Made = TypeVar("Made")
_RUN: list[Path] = []
"""The folder of the run, as soon as there is one."""


def set_run(folder: Path) -> None:
    _RUN[:] = [folder]


def once(name: str, make: Callable[[Path], Made]) -> Made:
    """Return what ``make`` returned the first time that a worker of this run asked for a name.

    It gets the path of a folder that is not there yet, and stays as long as the run.
    """
    (run,) = _RUN
    kept = run / f"{name}.pickle"
    with FileLock(run / f"{name}.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make(run / name)))
    found: Made = pickle.loads(kept.read_bytes())
    return found
