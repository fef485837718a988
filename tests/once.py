"""What several processes of a run need: made by the first that asks, and kept on disk."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock

if TYPE_CHECKING:
    from narratives.schema import Case
    from narratives.stages import Comparison

Made = TypeVar("Made")
_RUN: list[Path] = []
"""The folder of the run, as soon as there is one."""


def set_run(folder: Path) -> None:
    _RUN[:] = [folder]


def run_folder() -> Path | None:
    """Return the folder that all processes of ``make test`` share, or that of this run."""
    shared = os.environ.get("NARRATIVES_COMPARED")
    return Path(shared) if shared else next(iter(_RUN), None)


def once(name: str, make: Callable[[Path], Made], folder: Path | None = None) -> Made:
    """Return what ``make`` returned the first time that a process of this run asked for a name.

    It gets the path of a folder that is not there yet, and stays as long as the run.
    """
    run = _RUN[0] if folder is None else folder
    run.mkdir(parents=True, exist_ok=True)
    kept = run / f"{name}.pickle"
    with FileLock(run / f"{name}.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make(run / name)))
    found: Made = pickle.loads(kept.read_bytes())
    return found


def compare_once(case: Case, *, draft: bool = False, **more: object) -> Comparison:
    """Return what ``compare`` makes of a case, a fresh one for each call.

    ``make test`` gives the tests and the notebooks one folder of comparisons. They name the same
    case from different places.
    """
    from narratives.stages import compare

    if more:
        return compare(case, draft=draft, **more)
    folder = None if case.folder is None else case.folder.resolve()
    key = hashlib.sha256(pickle.dumps((replace(case, folder=folder), draft))).hexdigest()
    return once(f"compared-{key}", lambda _: compare(case, draft=draft), run_folder())
