"""A new case folder that works as it stands, and documents added to one."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from narratives.case.listing import describe_document
from narratives.case.load import load_case
from narratives.case.nodes import RESERVED
from narratives.case.notebook import NAME, write_notebook
from narratives.case.proposal import Proposal, write_case
from narratives.documents import (
    list_files,
    read_bytes,
    read_documents,
    sync_folder,
    write_whole,
)
from narratives.documents.reading import MAX_BYTES
from narratives.schema import (
    ID,
    NARRATOR,
    SOURCE_KINDS,
    Case,
    CaseError,
    Document,
    NarrativesError,
)

DRAFT = ".new-case-"
"""How the folder begins in which a case is made before it is moved to its place."""
SCHEMA = "case.schema.json"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_KINDS = ", ".join(kind for kind in SOURCE_KINDS if kind != NARRATOR)


def create_case(
    folder: str | Path,
    question: str,
    narratives: Mapping[str, str],
    texts: Iterable[str | Path],
    *,
    propose: Callable[[Case], Proposal] | None = None,
) -> Path:
    """Make a case folder that loads, with comments that say what to fill in.

    Parameters
    ----------
    folder : str or Path
        Must not exist yet, or be empty. It appears whole: ``case.yaml`` comes last.
    question : str
    narratives : mapping of id to one sentence
    texts : iterable of str or Path
        Documents of any kind that :func:`~narratives.documents.read_documents` reads, and
        folders of them. Plain text is copied byte for byte; of other files the text that was
        read is kept, with the SHA-256 of both.
    propose : callable, optional
        Takes the case as it will be, and returns the terms and sources to propose; what it
        raises keeps the case from being made.

    Returns
    -------
    Path
        The folder: ``case.yaml``, ``documents/``, and ``analysis.ipynb``, which runs.

    Raises
    ------
    NarrativesError
        If the folder holds anything, an id is none, or a text cannot be read. Nothing
        is made then.

    Examples
    --------
    >>> create_case("new-case", "What broke the dam?", {}, [])
    Traceback (most recent call last):
    narratives.schema.CaseError: narratives "{}" is empty. ...
    """
    folder = Path(folder)
    with suppress(OSError, ValueError):
        clear_drafts(folder)
    problems = _problems(folder, question, narratives)
    documents, places = read_files(texts, problems)
    if problems:
        raise CaseError(problems)
    named = name_documents(documents, (), ())
    exists = folder.is_dir()
    try:
        if not exists:
            folder.parent.mkdir(parents=True, exist_ok=True)
        with _draft(folder if exists else folder.parent) as made:
            texts_folder = made / "documents"
            texts_folder.mkdir(parents=True)
            entries = list(write_texts(texts_folder, named, places))
            write_whole(texts_folder / "documents.yaml", "\n".join(entries).encode("utf-8"))
            write_whole(made / NAME, write_notebook(question))
            _write_schema(made)

            def write(proposal: Proposal) -> None:
                content = write_case(question, narratives, proposal, SCHEMA, _KINDS)
                write_whole(made / "case.yaml", content)

            write(Proposal())
            case = replace(_load(made, folder), name=folder.resolve().name)
            if propose is not None:
                write(propose(case))
                _load(made, folder)
            _put(made, folder, exists)
    except OSError as error:
        raise NarrativesError(
            f"{folder}: the case cannot be made ({error.strerror or error})."
        ) from error
    return folder


def name_documents(
    documents: Iterable[Document], ids: Iterable[str], files: Iterable[str]
) -> list[tuple[Document, str]]:
    """Give each document an id and a file of its own, unlike those that are taken."""
    taken = {*ids, *RESERVED}
    used = {name.casefold() for name in (*files, "documents.yaml")}
    named = []
    for document in documents:
        own = document.document_id
        number = 1
        while own in taken:
            number += 1
            own = f"{document.document_id}-{number}"
        taken.add(own)
        stem, dot, ending = document.file.rpartition(".")
        stem = stem or ending
        file, number = document.file, 1
        while file.casefold() in used:
            number += 1
            file = f"{stem}-{number}{dot}{ending if dot else ''}"
        used.add(file.casefold())
        named.append((replace(document, document_id=own), file))
    return named


def read_files(
    texts: Iterable[str | Path], problems: list[str]
) -> tuple[list[Document], list[Path]]:
    """Read files and folders of them, and say where each document lies; mistakes are noted."""
    documents: list[Document] = []
    places: list[Path] = []
    given = list(texts)
    problems += [] if given else ["texts is empty. Give at least one text file."]
    for text in given:
        try:
            path = Path(text)
            files = list_files(path) if path.is_dir() else [text]
        except NarrativesError as error:
            problems.append(str(error))
            continue
        for file in files:
            try:
                found = read_documents(file)
            except NarrativesError as error:
                problems.append(str(error))
                continue
            if _SURROGATE.search(str(file)):
                problems.append(f"{file}: the name is not in UTF-8. Rename the text.")
            documents += found
            places += [Path(file)] * len(found)
    return documents, places


def write_texts(
    folder: Path, named: Iterable[tuple[Document, str]], places: Iterable[Path]
) -> Iterator[str]:
    """Write the texts, plain ones byte for byte, and yield the entry of each."""
    for (document, file), place in zip(named, places, strict=True):
        if document.original_sha256:
            write_whole(folder / file, document.text.encode("utf-8", "surrogateescape"))
        else:
            write_whole(folder / file, read_bytes(place, MAX_BYTES))
        yield describe_document(document, file)


def clear_drafts(folder: Path) -> None:
    """Take away what a killed ``narratives new`` left, where nobody is at work on it.

    Beside a folder that was to be made, or in one that was there, its draft may lie. Where
    the kill came between the two moves into an empty folder, ``documents`` stands there
    without its ``case.yaml``, which is still in the draft; both go.
    """
    for home in {folder, folder.parent}:
        for draft in sorted(home.glob(f"{DRAFT}*")) if home.is_dir() else ():
            if draft.is_symlink() or not draft.is_dir():
                continue
            lock = FileLock(draft / ".lock", timeout=0)
            try:
                lock.acquire()
            except Timeout:
                continue
            try:
                made = draft / "case"
                moved = (made / "case.yaml").is_file() and not (made / "documents").exists()
                if home == folder and moved and not (folder / "case.yaml").exists():
                    for name in ("documents", NAME, SCHEMA):
                        if (folder / name).exists():
                            (folder / name).rename(made / name)
            finally:
                lock.release()
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _draft(home: Path) -> Iterator[Path]:
    """Yield a folder to make a case in, held by a lock for as long as the program lives."""
    with tempfile.TemporaryDirectory(dir=home, prefix=DRAFT) as draft:
        lock = FileLock(Path(draft) / ".lock")
        with lock:
            yield Path(draft) / "case"


def _write_schema(made: Path) -> None:
    from narratives.case.schema_file import write_schema

    write_whole(made / SCHEMA, write_schema())


def _load(made: Path, folder: Path) -> Case:
    """Load the draft of a case; a mistake is told of the folder that it will be."""
    try:
        return load_case(made)
    except CaseError as error:
        raise CaseError(told.replace(str(made), str(folder)) for told in error.problems) from error


def _put(made: Path, folder: Path, exists: bool) -> None:
    """Move a case to its place in one step, or into an empty folder with ``case.yaml`` last.

    A folder that is there may be the one somebody stands in, so it is not replaced.
    """
    if not exists:
        made.rename(folder)
        sync_folder(folder.parent)
        return
    moved = []
    try:
        for name in ("documents", NAME, SCHEMA, "case.yaml"):
            (made / name).rename(folder / name)
            moved.append(name)
    except BaseException:
        for name in moved:
            (folder / name).rename(made / name)
        raise
    sync_folder(folder)


def _problems(folder: Path, question: str, narratives: Mapping[str, str]) -> list[str]:
    problems = []
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            problems.append(f"{folder}: it is there already, and not empty. Name a new folder.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problems.append(f"{folder}: the folder cannot be made ({reason}).")
    given = {"question": question, **{f'sentence of "{k}"': v for k, v in narratives.items()}}
    problems += [
        f"{what}: the text is not in UTF-8. Write it anew in a terminal that is."
        for what, text in given.items()
        if _SURROGATE.search(text)
    ]
    if not question.strip():
        problems.append('question "" is empty. Write what the texts disagree about.')
    if not narratives:
        problems.append('narratives "{}" is empty. Give at least one id and its sentence.')
    for name, statement in narratives.items():
        if not ID.match(name) or name in RESERVED:
            plain = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_") or "accident"
            problems.append(
                f'narratives: "{name}" is not an id, or is reserved. Use letters, digits, "-" and '
                f'"_", for example "{plain if plain not in RESERVED else "accident"}".'
            )
        # Half a letter is told by itself.
        if not any(letter.isalnum() or "\ud800" <= letter <= "\udfff" for letter in statement):
            problems.append(f'narratives: the sentence of "{name}" is empty. Write it.')
    return problems
