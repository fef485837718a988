"""What a graph of the package says of a row is kept for a run: whoever comes first reads it."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from pathlib import Path
from typing import Any

from once import run_folder


class SharedSession:
    """A graph that is opened when something is asked that no process of this run asked before."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._open: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    @property
    def _session(self) -> Any:
        if self._open is None:
            from narratives.reading.session import open_session

            self._open = open_session(self._path)
        return self._open

    def run(self, wanted: list[str] | None, given: dict[str, Any]) -> list[Any]:
        folder = run_folder()
        if folder is None:
            return list(self._session.run(wanted, given))
        asked = [(name, a.dtype.str, a.shape, a.tobytes()) for name, a in sorted(given.items())]
        key = hashlib.sha256(pickle.dumps((self._path.name, wanted, asked))).hexdigest()
        kept = folder / "graphs" / key
        if kept.is_file():
            known: list[Any] = pickle.loads(kept.read_bytes())
            return known
        found = list(self._session.run(wanted, given))
        kept.parent.mkdir(parents=True, exist_ok=True)
        # Two may read the same at once, and nobody may find half of it.
        handle, name = tempfile.mkstemp(dir=kept.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(pickle.dumps(found))
        Path(name).replace(kept)
        return found


def share_graphs() -> None:
    from narratives.reading import reader
    from narratives.tagging import taggers

    for module in (reader, taggers):
        vars(module)["open_session"] = SharedSession
