"""What the reader of the package has read, kept beside a case: to read it is most of the time."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narratives.documents.kept import keep_beside, load_beside

FILE = "readings"
MOST_ROWS = 5_000
"""Rows that are remembered of a case, some 10 KB each; what is beyond is read anew."""
_PARTS = ("keys", "counts", "scores", "states")

KeptRow = tuple[NDArray[Any], NDArray[Any]]
"""Scores and states of the accounts of one row."""


class KeptRows:
    """Rows that were read before, by their pieces.

    Only those that were asked for are written again, so that the file grows no further than the
    case.

    Parameters
    ----------
    folder : Path
        The case folder. They stand in ``.narratives/readings``, which may be deleted.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> row = (np.ones((2, 4), dtype=np.float32), np.zeros((2, 3), dtype=np.float32))
    >>> with TemporaryDirectory() as name:
    ...     first = KeptRows(Path(name))
    ...     first.add((7, 8), ((0, 1), (1, 1)), row)
    ...     first.write()
    ...     KeptRows(Path(name)).find((7, 8), ((0, 1), (1, 1)))[0].tolist()
    [[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]]
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = _read(load_beside(folder, FILE, None))
        self._asked: dict[bytes, KeptRow] = {}
        self._is_new = False

    def find(
        self, pieces: tuple[int, ...], accounts: tuple[tuple[int, int], ...]
    ) -> KeptRow | None:
        """Return what was read in a row; None where it was not read before."""
        key = _key(pieces, accounts)
        row = self._asked.get(key) or self._known.get(key)
        if row is not None:
            self._asked[key] = row
        return row

    def add(
        self, pieces: tuple[int, ...], accounts: tuple[tuple[int, int], ...], row: KeptRow
    ) -> None:
        """Remember what was read in a row, where there is room."""
        if len(self._asked) >= MOST_ROWS:
            return
        self._asked[_key(pieces, accounts)] = row
        self._is_new = True

    def write(self) -> None:
        """Keep the rows that were asked for, if one of them is new."""
        if not self._is_new:
            return
        rows = list(self._asked.values())
        parts = (
            np.frombuffer(b"".join(self._asked), dtype=np.uint8).reshape(len(rows), -1),
            np.array([len(scores) for scores, _ in rows], dtype=np.int64),
            np.concatenate([scores for scores, _ in rows]),
            np.concatenate([states for _, states in rows]),
        )
        body = io.BytesIO()
        named: dict[str, Any] = dict(zip(_PARTS, parts, strict=True))
        np.savez(body, allow_pickle=False, **named)
        keep_beside(self._folder, FILE, None, body.getvalue())
        self._is_new = False


@lru_cache(maxsize=2_000)
def _key(pieces: tuple[int, ...], accounts: tuple[tuple[int, int], ...]) -> bytes:
    return hashlib.sha256(repr((pieces, accounts)).encode()).digest()


def _read(body: bytes | None) -> dict[bytes, KeptRow]:
    """Return the rows of a file that stands as it was written."""
    if body is None:
        return {}
    with np.load(io.BytesIO(body), allow_pickle=False) as told:
        keys, counts, scores, states = (told[name] for name in _PARTS)
    ends = np.cumsum(counts)
    return {
        key.tobytes(): (scores[end - count : end], states[end - count : end])
        for key, count, end in zip(keys, counts, ends, strict=True)
    }
