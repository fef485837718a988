"""The documents of a corpus: files of folders, and lines of JSON."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from narratives.corpus.store import is_store
from narratives.documents import open_plain, read_bytes
from narratives.documents.opening import ENDINGS
from narratives.documents.originals import FACTS, MAX_ORIGINAL
from narratives.schema import NarrativesError

LINES = (".jsonl", ".ndjson")
"""Files of which each line is a document."""
KEYS = ("id", "text", "file", *FACTS)
"""What a line may say: the text itself or the file that holds it, and what is known about it."""
_LONGEST = 16_000_000
_SHOWN = 5


class CorpusEntry(NamedTuple):
    """One file or line that is read as a document (an archive holds several).

    ``path`` names it in the store; ``place`` is where it lies on the disk. ``start`` and
    ``size`` are the bytes of a line, 0 and -1 for a whole file. ``facts`` were given elsewhere.
    """

    path: str
    place: str
    start: int
    size: int
    sha256: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass
class Listing:
    """What was found under some paths: entries, and what cannot be read, with the reason."""

    entries: list[CorpusEntry] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    passed_over: int = 0
    """Files of folders whose ending is none that is read."""


def list_entries(paths: Sequence[str | Path]) -> Listing:
    """List the documents under some paths, in a fixed order, each with its hash.

    Parameters
    ----------
    paths : sequence of str or Path
        Folders, which are read with all folders in them, and files. A line of a ``.jsonl`` is
        a document: ``text`` or ``file`` (as seen from the folder of the ``.jsonl``), and
        ``id``, ``title``, ``publisher``, ``author``, ``published``, ``changed``, ``language``
        and ``url`` where they are known.

    Returns
    -------
    Listing

    Raises
    ------
    NarrativesError
        If a path is missing, or a folder holds nothing that is read; all at once.

    Examples
    --------
    >>> list_entries(["nowhere"])
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere: there is no such file or folder. ...
    """
    wrong: list[str] = []
    listing = Listing()
    files: dict[str, Path] = {}
    for path in map(Path, paths):
        if not path.exists():
            wrong.append(f"{path}: there is no such file or folder. Check the name.")
        elif not path.is_dir():
            _add(path.name, path, files, listing)
        elif (path / "case.yaml").is_file():
            wrong.append(
                f"{path}: this is a case folder. Name its texts, {path / 'documents'}, and give "
                "the case with --case."
            )
        else:
            found = list(_walk(path, listing))
            for name, file in found:
                _add(name, file, files, listing)
            if not found:
                wrong.append(
                    f"{path}: the folder holds no file that is read "
                    f"({', '.join((*ENDINGS, *LINES))}). Name another one."
                )
    if wrong:
        raise NarrativesError("\n".join(wrong))
    _read_entries(files, listing)
    return listing


def _add(name: str, file: Path, files: dict[str, Path], listing: Listing) -> None:
    other = files.setdefault(name, file)
    if other.resolve() != file.resolve():
        listing.problems.append(
            (
                str(file),
                f'another file, {other}, is called "{name}" too. Name the folder that holds both.',
            )
        )


def _walk(folder: Path, listing: Listing) -> Iterator[tuple[str, Path]]:
    """Yield the files that are read; not those of a page saved as a whole, nor of a store."""

    def cannot(error: OSError) -> None:
        listing.problems.append((str(error.filename), f"{error.strerror or error}"))

    for root, folders, names in os.walk(folder, onerror=cannot):
        here = Path(root)
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and not (name.endswith("_files") and name.removesuffix("_files") in pages)
            and not is_store(here / name)
        )
        for name in sorted(names):
            if name.startswith("."):
                continue
            if name.lower().endswith((*ENDINGS, *LINES)):
                yield (here / name).relative_to(folder).as_posix(), here / name
            else:
                listing.passed_over += 1


def _read_entries(files: dict[str, Path], listing: Listing) -> None:
    found: dict[str, CorpusEntry] = {}
    named: set[Path] = set()
    for name, file in files.items():
        if name.lower().endswith(LINES):
            for entry in _lines(name, file, listing):
                if entry.path in found:
                    listing.problems.append((entry.path, "it stands there twice; the first counts"))
                found.setdefault(entry.path, entry)
                if entry.size < 0:
                    named.add(Path(entry.place))
    for name, file in files.items():
        # What a line names is read once, with what the line says about it.
        if not name.lower().endswith(LINES) and file.resolve() not in named:
            whole = _whole(name, file, (), listing)
            if whole is not None:
                found.setdefault(name, whole)
    listing.entries = sorted(found.values())


def _whole(
    name: str, file: Path, facts: tuple[tuple[str, str], ...], listing: Listing
) -> CorpusEntry | None:
    try:
        raw = read_bytes(file, MAX_ORIGINAL, too_long=". Save the part that matters.")
    except NarrativesError as error:
        listing.problems.append((name, str(error).replace(f"{file}: ", "")))
        return None
    digest = hashlib.sha256(raw)
    if facts:
        digest.update(json.dumps(facts).encode())
    return CorpusEntry(plain(name), str(file.resolve()), 0, -1, digest.hexdigest(), facts)


def plain(words: str) -> str:
    """Write half letters, which a name of a file can hold and no table, as escapes."""
    return words.encode("utf-8", "backslashreplace").decode()


def _lines(name: str, file: Path, listing: Listing) -> Iterator[CorpusEntry]:
    place = str(file.resolve())
    try:
        with open(open_plain(file), "rb") as lines:  # noqa: PTH123 (a descriptor has no Path)
            start, number = 0, 0
            while line := lines.readline(_LONGEST + 1):
                number += 1
                size = len(line)
                try:
                    if size > _LONGEST:
                        while line and not line.endswith(b"\n"):
                            line = lines.readline(_LONGEST)
                            size += len(line)
                        raise NarrativesError(f"it has more than {_LONGEST:,} bytes. Shorten it.")
                    if line.strip():
                        given = read_line(line)
                        digest = hashlib.sha256(line.strip())
                        key = given.get("id") or digest.hexdigest()[:16]
                        path = f"{name}#{key}"
                        if "file" in given:
                            target = file.parent / given["file"]
                            facts = tuple((k, v) for k, v in given.items() if k in FACTS)
                            path = f"{name}#{given.get('id') or given['file']}"
                            entry = _whole(path, target, facts, listing)
                            if entry is not None:
                                yield entry
                        else:
                            yield CorpusEntry(plain(path), place, start, size, digest.hexdigest())
                except NarrativesError as error:
                    listing.problems.append((f"{name}, line {number}", str(error)))
                start += size
    except (OSError, NarrativesError) as error:
        listing.problems.append((name, str(error)))


def read_line(line: bytes) -> dict[str, str]:
    """Read one line of a ``.jsonl``: the keys of ``KEYS`` that it gives, others left out.

    Raises
    ------
    NarrativesError
        If it is no JSON, or says nothing of a text.

    Examples
    --------
    >>> read_line(b'{"id": 7, "text": "The dam held.", "publisher": "Echo", "words": 3}')
    {'id': '7', 'text': 'The dam held.', 'publisher': 'Echo'}
    """
    try:
        given: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NarrativesError(f"this is no line of JSON ({error}). Mend it.") from error
    if not isinstance(given, dict):
        raise NarrativesError('this is no mapping. Write {"text": "…"}.')
    found = {}
    for key in KEYS:
        value = given.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise NarrativesError(f'its key "{key}" holds {type(value).__name__}. Write a text.')
        if plain(value) != value:
            raise NarrativesError(
                f'its key "{key}" holds half a letter (a lone surrogate). Mend it.'
            )
        found[key] = value
    if ("text" in found) == ("file" in found):
        known = ", ".join(map(str, list(given)[:_SHOWN]))
        raise NarrativesError(
            f'it needs either "text" or "file", and has {"both" if "text" in found else "neither"}'
            f" (its keys: {known}). Write the words of the document under one of them."
        )
    return found
