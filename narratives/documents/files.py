"""The one way by which files are read and written: plain files alone, with a bound, and whole.

A name can stand for more than a file. A FIFO waits for a writer that may never come, a
device can give bytes without end, and a link can lead to either.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from narratives.schema import NarrativesError

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a FIFO (a named pipe)"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def kind_of_file(mode: int) -> str:
    """Say what a name stands for, "" for a plain file.

    Parameters
    ----------
    mode : int
        The ``st_mode`` of :func:`os.stat`.

    Examples
    --------
    >>> kind_of_file(stat.S_IFIFO), kind_of_file(stat.S_IFREG)
    ('a FIFO (a named pipe)', '')
    """
    if stat.S_ISREG(mode):
        return ""
    return next((words for is_it, words in _KINDS if is_it(mode)), "something else than a file")


def open_plain(path: str | Path, flags: int = os.O_RDONLY) -> int:
    """Open a plain file, and nothing else, without waiting.

    Parameters
    ----------
    path : str or Path
        Links are followed to what they lead to.
    flags : int
        As :func:`os.open` takes them.

    Returns
    -------
    int
        The descriptor of the open file.

    Raises
    ------
    NarrativesError
        If it is a FIFO, a device, a folder or a socket. It says which.
    OSError
        If the file is missing or may not be opened.

    Examples
    --------
    >>> open_plain(".")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: .: this is a folder, not a plain file. ...
    """
    try:
        # Asked before it is opened: to open a device can move it, to open a FIFO can wait.
        _check(path, Path(path).stat().st_mode)
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    quiet = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags | quiet, 0o666)
    try:
        _check(path, os.fstat(handle).st_mode)
    except BaseException:
        os.close(handle)
        raise
    return handle


def read_bytes(
    path: str | Path,
    limit: int,
    *,
    missing: bytes | None = None,
    too_long: str = ". Make it shorter.",
) -> bytes:
    """Read a plain file of a bounded size.

    Parameters
    ----------
    path : str or Path
    limit : int
        The most bytes that are read, however large the file says it is.
    missing : bytes, optional
        What a file that is not there stands for.
    too_long : str
        How the message about a longer file goes on.

    Returns
    -------
    bytes

    Raises
    ------
    NarrativesError
        If the file is missing, is not a plain file, cannot be read, or is longer.

    Examples
    --------
    >>> read_bytes("nowhere.txt", 10, missing=b"")
    b''
    >>> read_bytes("nowhere.txt", 10)
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere.txt: there is no such file. ...
    """
    try:
        handle = open_plain(path)
        with open(handle, "rb") as file:  # noqa: PTH123 (a descriptor has no Path)
            raw = file.read(limit + 1)
    except NarrativesError:
        raise
    except (FileNotFoundError, ValueError) as error:
        if missing is not None and not Path(path).is_symlink():
            return missing
        raise NarrativesError(
            f"{path}: there is no such file. Check the name and the folder."
        ) from error
    except OSError as error:
        raise NarrativesError(
            f"{path}: the file cannot be read ({error.strerror or error}). Check its permissions."
        ) from error
    if len(raw) > limit:
        raise NarrativesError(f"{path}: the file has more than {limit:,} bytes{too_long}")
    return raw


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears with all its bytes or not at all, and outlasts a power cut.

    It is written beside its place and moved there when it lies on the disk. A program that is
    killed in between leaves what was there before.

    Raises
    ------
    OSError
        If it cannot be written. Nothing is left of it then.
    """
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-", suffix=".part")
    try:
        with open(handle, "wb") as file:  # noqa: PTH123
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(draft).chmod(0o666 & ~mask)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder to the disk, where the system can."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check(path: str | Path, mode: int) -> None:
    kind = kind_of_file(mode)
    if kind:
        raise NarrativesError(
            f"{path}: this is {kind}, not a plain file. Put a plain file in its place, or name one."
        )
