"""Which file is whose: doubles and earlier saves are told, and no pupil is lost."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.classroom.marks import MarksFile, PupilMark, Refused
from narratives.telling.words import join_words

ENOUGH = 8
"""Answers from which a file that another one goes on from is taken for an earlier save, and two
pupils who gave the same are named."""


def settle(
    files: Sequence[MarksFile], *, names: bool = True
) -> tuple[list[tuple[str, MarksFile]], list[Refused], list[str]]:
    """Give each pupil one file and a name.

    Two files that say the same are one; so are a file and a later save that goes on from it.
    Two different ones under one nickname may be two pupils: both are kept. So are two nicknames
    with the same marks, and a note names them.

    Parameters
    ----------
    files : sequence of MarksFile
    names : bool
        Whether the notes may say a nickname.

    Returns
    -------
    named : list of (name, MarksFile)
    refused : list of Refused
    notes : list of str
    """
    kept: list[MarksFile] = []
    refused = []
    for one in sorted(files, key=lambda file: (-file.size, len(file.file), file.file)):
        for other in kept:
            if one.nickname.casefold() != other.nickname.casefold():
                continue
            if _same(one, other):
                refused.append(Refused(one.file, f"doubled: {other.file} says the same."))
                break
            if one.size >= ENOUGH and _within(one, other):
                refused.append(
                    Refused(one.file, f"an earlier save: {other.file} has all of it and goes on.")
                )
                break
        else:
            kept.append(one)
    kept.sort(key=lambda file: (len(file.file), file.file))
    named: list[tuple[str, MarksFile]] = []
    seen: dict[str, int] = {}
    notes = []
    for one in kept:
        name = one.nickname or "no nickname"
        number = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        if number > 1:
            told = f' "{name}"' if names else ""
            called = f' as "{name} ({number})"' if names else ""
            notes.append(
                f"{one.file}: the nickname{told} was taken. It may be a second pupil, and is "
                f"counted{called}. If it is the same pupil, take one of the files away."
            )
            name = f"{name} ({number})"
        named.append((name, one))
    notes += _name_alike(named, names=names)
    return sorted(named, key=lambda pair: pair[0].casefold()), refused, notes


def _name_alike(named: Sequence[tuple[str, MarksFile]], *, names: bool) -> list[str]:
    """Say which pupils marked everything alike; it is for the teacher to ask, and no offence."""
    groups: dict[str, list[tuple[str, MarksFile]]] = {}
    for name, one in named:
        marks = sorted((place, _told(mark)) for place, mark in one.marks.items())
        own = sorted((*place, _told(mark)) for *place, mark in one.own)
        groups.setdefault(repr((marks, own)), []).append((name, one))
    notes = []
    for alike in groups.values():
        number = sum(mark.size for mark in alike[0][1].marks.values()) + len(alike[0][1].own)
        if len(alike) > 1 and number >= ENOUGH:
            told = [f'{one.file} ("{name}")' if names else one.file for name, one in alike]
            notes.append(
                f"{join_words(told)}: the same answers to all {number} questions that they "
                "answered. They may have worked together, one file may have been handed on, or one "
                "pupil may have saved under two nicknames. All are counted."
            )
    return notes


def _told(mark: PupilMark) -> tuple[str, str, str, list[tuple[str, str]]]:
    return mark.who, mark.firmness, mark.basis, sorted(mark.accounts.items())


def _same(one: MarksFile, other: MarksFile) -> bool:
    return (one.marks, one.own, one.chances) == (other.marks, other.own, other.chances)


def _within(one: MarksFile, other: MarksFile) -> bool:
    """Tell whether every answer of a file stands unchanged in another."""
    for statement, mark in one.marks.items():
        same = other.marks.get(statement, PupilMark())
        for name in ("who", "firmness", "basis"):
            if getattr(mark, name) not in ("", getattr(same, name)):
                return False
        if not mark.accounts.items() <= same.accounts.items():
            return False
    return one.chances.items() <= other.chances.items() and set(map(str, one.own)) <= set(
        map(str, other.own)
    )
