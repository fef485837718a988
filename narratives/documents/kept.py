"""What can be made again, kept in a case folder: read only as it was written, by this program."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from narratives.documents.files import read_bytes, write_whole
from narratives.schema import NarrativesError
from narratives.version import __version__

FOLDER = ".narratives"
"""The folder in a case for what can be made again. It holds a ``.gitignore`` of its own."""
_MOST = 100_000_000
_PACKAGE = Path(__file__).parents[1]


def keep_beside(folder: Path, file: str, hangs_on: Any, body: bytes) -> None:
    """Keep what was made for a case, under a mark of all that it hangs on.

    Nothing is kept, and nothing said, where the folder cannot be written to: all goes on as it
    would without.

    Parameters
    ----------
    folder : Path
        The case folder.
    file : str
        The name of the file in ``.narratives``.
    hangs_on : object
        What it was made from, as JSON can say it. The version and each file of the program
        belong to it always.
    body : bytes
        At most 100 MB; more is not kept.
    """
    if len(body) > _MOST - 100:
        return
    place = folder / FOLDER
    with suppress(OSError):
        place.mkdir(exist_ok=True)
        if not (place / ".gitignore").exists():
            write_whole(place / ".gitignore", b"*\n")
        write_whole(place / file, f"{_seal(hangs_on, body)}\n".encode() + body)


def load_beside(folder: Path, file: str, hangs_on: Any) -> bytes | None:
    """Return what was kept; None where there is nothing, or it was altered or made from else.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     keep_beside(Path(name), "sum", ["two", "texts"], b"12")
    ...     load_beside(Path(name), "sum", ["two", "texts"]), load_beside(Path(name), "sum", [])
    (b'12', None)
    """
    with suppress(NarrativesError, OSError):
        raw = read_bytes(folder / FOLDER / file, _MOST, missing=b"")
        seal, _, body = raw.partition(b"\n")
        if seal and seal == _seal(hangs_on, body).encode():
            return body
    return None


def mark_in(value: Any) -> str:
    """Return a mark of a value, as JSON says it: another value has another."""
    raw = json.dumps(value, sort_keys=True, default=repr).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()


def _seal(hangs_on: Any, body: bytes) -> str:
    told = mark_in([__version__, _program(), hangs_on])
    return hashlib.sha256(told.encode() + body).hexdigest()


@cache
def _program() -> list[tuple[str, int, int]]:
    """Return each file of the program as it was when the process first asked: it runs that one."""
    return sorted(
        (str(path.relative_to(_PACKAGE)), path.stat().st_size, path.stat().st_mtime_ns)
        for path in _PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
