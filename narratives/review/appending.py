"""Whole lines put behind those of a file, in one piece and under a lock."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from narratives.documents import open_plain, read_bytes, sync_folder
from narratives.schema import NarrativesError

MAX_BYTES = 50_000_000
_WAIT = 30.0


def append_lines(
    path: Path,
    lines: Callable[[], bytes],
    what: str,
    repair: Callable[[bytes], bytes] | None = None,
) -> None:
    """Append whole lines to a file, in one piece and under a lock.

    Parameters
    ----------
    path : Path
        Made if it is missing; its folder must be there.
    lines : callable
        Gives the lines, each with its end.
    what : str
        What the file holds, for the message of an error.
    repair : callable, optional
        Given what stands in the file, what must stand between it and the new lines; a line
        break behind a last line without one where it is left out.

    Raises
    ------
    NarrativesError
        If the file cannot be written or another program holds it for 30 seconds. What stands
        in the file stays.
    """
    if not path.parent.is_dir():
        raise NarrativesError(f"{path.parent}: there is no such folder. Make it, or name another.")
    try:
        with FileLock(f"{path}.lock", timeout=_WAIT):
            _write(path, lines(), _line_break if repair is None else repair)
    except Timeout as error:
        raise NarrativesError(
            f"{path}: another program has held the file for {_WAIT:.0f} seconds. Nothing was "
            "written. Close it and try again."
        ) from error
    except (OSError, TypeError, UnicodeError) as error:
        raise NarrativesError(
            f"{path}: the {what} cannot be written ({error}). Nothing was added to it."
        ) from error


def _write(path: Path, lines: bytes, repair: Callable[[bytes], bytes]) -> None:
    handle = open_plain(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    try:
        size = os.fstat(handle).st_size
        kept = repair(read_bytes(path, MAX_BYTES)) if size else b""
        blob = kept + lines
        if size + len(blob) > MAX_BYTES:
            raise OSError(f"it would have more than {MAX_BYTES:,} bytes")
        try:
            written = os.write(handle, blob)
            if written < len(blob):
                raise OSError(f"only {written} of {len(blob)} bytes were written")
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
        if not size:
            sync_folder(path.parent)
    finally:
        os.close(handle)


def _line_break(raw: bytes) -> bytes:
    return b"" if raw.endswith(b"\n") else b"\n"
