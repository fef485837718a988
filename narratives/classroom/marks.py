"""The files that pupils save: read as they come, and nothing of a folder is lost without a word."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from narratives.classroom.answers import BASIS, FIRMNESS, SIDES
from narratives.documents import read_bytes
from narratives.schema import NarrativesError

FORMAT = "narratives-marks/1"
MOST_BYTES = 400_000
MOST_FILES = 2_000
MOST_WORDS = {"nickname": 30, "who": 80}
MOST_OWN = 50
CHOICES: Mapping[str, Sequence[str]] = {"firmness": FIRMNESS, "basis": tuple(BASIS)}
_TASK = re.compile(r"[0-9a-f]{16}\Z")
_PLACE = re.compile(r"([A-Za-z0-9_-]{1,80}):(\d{1,7})-(\d{1,7})\Z")
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+"
)
_LETTER = re.compile(r"(?:[A-Z]|\d{1,3})\Z")


@dataclass(frozen=True)
class PupilMark:
    """What a pupil says of one statement; empty where a question was not answered."""

    who: str = ""
    firmness: str = ""
    basis: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many questions are answered."""
        return sum(map(bool, (self.who, self.firmness, self.basis))) + len(self.accounts)


@dataclass(frozen=True)
class MarksFile:
    """One file of a pupil.

    Attributes
    ----------
    file : str
        Its name in the folder.
    nickname, task : str
    marks : mapping of statement id to PupilMark
    own : tuple of (document id, start, end, PupilMark)
        Statements that the pupil found.
    chances : mapping of letter to a number from 0 to 1
    problems : tuple of str
        What in it was not understood, and is left out.
    """

    file: str
    nickname: str
    task: str
    marks: Mapping[str, PupilMark]
    own: tuple[tuple[str, int, int, PupilMark], ...] = ()
    chances: Mapping[str, float] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many answers it holds, numbers for accounts among them."""
        marks = [*self.marks.values(), *(mark for *_, mark in self.own)]
        return sum(mark.size for mark in marks) + len(self.own) + len(self.chances)


@dataclass(frozen=True)
class Refused:
    """A file that is skipped, and why."""

    file: str
    why: str


def read_marks(folder: str | Path) -> tuple[list[MarksFile], list[Refused]]:
    """Read every file of a folder and of the folders in it.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    files : list of MarksFile
        In the order of their names. What a file is called does not matter.
    refused : list of Refused
        Every other file, with the reason.

    Raises
    ------
    NarrativesError
        If there is no such folder, it is empty, or it holds far more files than a class.
    """
    place = Path(folder)
    if not place.is_dir():
        kind = "is no folder" if place.exists() else "does not exist"
        raise NarrativesError(
            f"{place}: the folder of the pupils' files {kind}. Put the files that pupils saved "
            "into a folder and name it."
        )
    paths = sorted(path for path in place.rglob("*") if path.is_symlink() or not path.is_dir())
    if not paths:
        raise NarrativesError(
            f"{place}: the folder is empty. Put the files that pupils saved into it."
        )
    if len(paths) > MOST_FILES:
        raise NarrativesError(
            f"{place}: the folder holds {len(paths):,} files; at most {MOST_FILES:,} are read. "
            "Name the folder of one class."
        )
    files, refused = [], []
    for path in paths:
        name = path.relative_to(place).as_posix()
        try:
            files.append(read_file(path, name))
        except NarrativesError as error:
            refused.append(Refused(name, str(error)))
    return files, refused


def read_file(path: Path, name: str = "") -> MarksFile:
    """Read one file.

    Raises
    ------
    NarrativesError
        If it is empty, broken, no file of the marking page, or holds no answer.
    """
    try:
        raw = read_bytes(path, MOST_BYTES, too_long=", far more than marks take.")
    except (NarrativesError, OSError) as error:
        told = (
            error.strerror if isinstance(error, OSError) else str(error).removeprefix(f"{path}: ")
        )
        raise NarrativesError(f"cannot be read: {told or error}") from error
    if not raw.strip(b" \t\r\n\x00"):
        raise NarrativesError("the file is empty.")
    found = _parse(raw)
    kind = str(found.get("format", "")) if isinstance(found, dict) else ""
    if not kind.startswith("narratives-marks"):
        raise NarrativesError("this is not a file of the marking page.")
    if kind != FORMAT:
        raise NarrativesError(
            f'its format is "{kind[:40]}", not "{FORMAT}": it comes from another version of the '
            "marking page."
        )
    task = found.get("task")
    if not isinstance(task, str) or not _TASK.match(task):
        raise NarrativesError("broken: it does not say which text was marked.")
    problems: list[str] = []
    marks = {
        statement[:200]: mark
        for statement, given in _mapping(found, "marks", problems).items()
        if (mark := _read_mark(given, f'statement "{statement[:60]}"', problems)).size
    }
    read = MarksFile(
        name or path.name,
        _words(found.get("nickname"), "nickname"),
        task,
        marks,
        _read_own(found.get("own", []), problems),
        _read_chances(_mapping(found, "chances", problems), problems),
    )
    if not read.size:
        raise NarrativesError("nothing is marked in it.")
    return replace(read, problems=tuple(problems))


def _parse(raw: bytes) -> Any:
    utf_16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise NarrativesError("this is not a file of the marking page: it is no text.") from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if "narratives-marks" in text:
            raise NarrativesError(
                f"broken in line {error.lineno}: {error.msg}. It may have been cut off on the way; "
                "ask the pupil to save again."
            ) from None
        raise NarrativesError("this is not a file of the marking page.") from None
    except RecursionError:
        raise NarrativesError("this is not a file of the marking page.") from None


def _mapping(found: Mapping[str, Any], name: str, problems: list[str]) -> dict[str, Any]:
    value = found.get(name, {})
    if isinstance(value, dict):
        return value
    problems.append(f'"{name}" is broken and left out')
    return {}


def _read_mark(given: object, where: str, problems: list[str]) -> PupilMark:
    if not isinstance(given, dict):
        problems.append(f"{where} is broken and left out")
        return PupilMark()
    kept = {}
    for name, allowed in CHOICES.items():
        value = given.get(name, "")
        if value in allowed:
            kept[name] = str(value)
        elif value != "":
            problems.append(f'{where}: {name} "{str(value)[:30]}" is not an answer')
    accounts = {}
    for letter, side in _mapping(given, "accounts", problems).items():
        if side in SIDES and _LETTER.match(letter):
            accounts[letter] = str(side)
        else:
            problems.append(f'{where}: account "{letter[:5]}" "{str(side)[:30]}" is not an answer')
    return PupilMark(
        _words(given.get("who"), "who"), kept.get("firmness", ""), kept.get("basis", ""), accounts
    )


def _read_own(given: object, problems: list[str]) -> tuple[tuple[str, int, int, PupilMark], ...]:
    if not isinstance(given, list):
        problems.append('"own" is broken and left out')
        return ()
    found = []
    for n, one in enumerate(given[:MOST_OWN], start=1):
        place = _PLACE.match(str(one.get("place", ""))) if isinstance(one, dict) else None
        if place is None or int(place[2]) >= int(place[3]):
            problems.append(f"own statement {n} says no place in the text")
            continue
        mark = _read_mark(one, f"own statement {n}", problems)
        found.append((place[1], int(place[2]), int(place[3]), mark))
    return tuple(found)


def _read_chances(given: Mapping[str, Any], problems: list[str]) -> dict[str, float]:
    found = {}
    for letter, value in given.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and 0 <= value <= 100 and _LETTER.match(letter):
            found[letter] = float(value) / 100
        else:
            problems.append(
                f'account "{letter[:5]}": "{str(value)[:20]}" is no number from 0 to 100'
            )
    return found


def _words(value: object, name: str) -> str:
    """Take words as they are shown: no hidden letters, one blank between two, not too many."""
    if not isinstance(value, str):
        return ""
    return " ".join(_HIDDEN.sub(" ", value).split())[: MOST_WORDS[name]]


def write_marks(
    path: str | Path,
    nickname: str,
    task: str,
    marks: Mapping[str, PupilMark],
    chances: Mapping[str, float] | None = None,
) -> Path:
    """Write marks that were made in a notebook as the marking page would save them.

    Parameters
    ----------
    path : str or Path
    nickname, task : str
        ``task`` as :func:`narratives.classroom.task_of` names it.
    marks : mapping of statement id to PupilMark
    chances : mapping of letter to a number from 0 to 1, optional

    Returns
    -------
    Path
    """
    found = {
        "format": FORMAT,
        "task": task,
        "nickname": nickname,
        "marks": {
            statement: {
                k: v for k, v in {**mark.__dict__, "accounts": dict(mark.accounts)}.items() if v
            }
            for statement, mark in marks.items()
        },
        "own": [],
        "chances": {letter: round(100 * chance) for letter, chance in (chances or {}).items()},
    }
    text = json.dumps(found, indent=1, ensure_ascii=False)
    Path(path).write_text(f"{text}\n", encoding="utf-8")
    return Path(path)
