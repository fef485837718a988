"""Numbers in place of nicknames and of names of files, so that results can be shown to a class."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence

from narratives.classroom.marks import MarksFile, Refused


def number_files(
    files: Sequence[MarksFile], refused: Sequence[Refused]
) -> tuple[list[MarksFile], list[Refused]]:
    """Call each file by its place in the folder, by name: files are named after pupils.

    Examples
    --------
    >>> number_files([], [Refused("marks-ana.json", "the file is empty.")])[1]
    [Refused(file='file 1', why='the file is empty.')]
    """
    names = sorted({*(file.file for file in files), *(one.file for one in refused)})
    numbers = {name: f"file {n}" for n, name in enumerate(names, start=1)}
    return (
        [dataclasses.replace(file, file=numbers[file.file]) for file in files],
        [dataclasses.replace(one, file=numbers[one.file]) for one in refused],
    )


def number_pupils(named: Sequence[tuple[str, MarksFile]]) -> list[tuple[str, MarksFile]]:
    """Call each pupil by a number, in an order that says nothing of nicknames or files."""

    def shuffled(pair: tuple[str, MarksFile]) -> bytes:
        name, file = pair
        return hashlib.sha256(f"{file.task} {name}".encode()).digest()

    ordered = sorted(named, key=shuffled)
    return [(f"pupil {n}", file) for n, (_, file) in enumerate(ordered, start=1)]
