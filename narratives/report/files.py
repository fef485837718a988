"""A page on its way to the disk, and what its policy allows by its hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from narratives.documents import open_plain, write_whole
from narratives.schema import NarrativesError

GENERATOR = b'<meta name="generator" content="narratives '
"""What the head of every page says of who wrote it."""
HEAD = 4_096
"""Bytes in which it stands."""


def write_page(html: str, path: Path) -> Path:
    """Write a page beside its place and move it there in one step; missing folders are made.

    Raises
    ------
    NarrativesError
        If the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, html.encode("utf-8"))
    except OSError as error:
        raise NarrativesError(
            f'path "{path}" cannot be written: {error.strerror or error}. '
            "Choose a folder that you may write to."
        ) from error
    return path


def is_own_page(path: Path) -> bool:
    """Tell whether a file is a page or worksheet that this package wrote.

    Raises
    ------
    NarrativesError
        If it is no plain file.
    OSError
        If it cannot be read.
    """
    with open(open_plain(path), "rb") as file:  # noqa: PTH123 (a descriptor has no Path)
        return GENERATOR in file.read(HEAD)


def refuse_foreign(folder: Path, foreign: Sequence[str]) -> None:
    """Refuse to write over files of a folder that a command of this package did not write.

    Parameters
    ----------
    folder : Path
    foreign : sequence of str
        Their names, as far as there are any.

    Raises
    ------
    NarrativesError
        Names them.
    """
    if foreign:
        raise NarrativesError(
            f"{folder}: {', '.join(foreign)} would be written over, and "
            f"{'is' if len(foreign) == 1 else 'are'} not from this command. Name another folder."
        )


def hash_source(text: str) -> str:
    """Write the hash by which a Content-Security-Policy allows a style or a script.

    Examples
    --------
    >>> hash_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
