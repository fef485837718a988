"""A new case folder, with comments that say what goes where."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

import yaml

from narratives.case.load import load_case
from narratives.case.nodes import RESERVED
from narratives.documents import read_bytes, read_document, sync_folder, write_whole
from narratives.documents.reading import MAX_BYTES
from narratives.schema import ID, Case, CaseError, NarrativesError

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CASE = """\
# The question, the rival accounts, and who speaks. `narratives check` reads it whole.
question: {question}

# Each account in one neutral sentence. They need not exclude each other.
narratives:
{narratives}
# The independent roots: two offices of one state are two sources and one origin.
# - id: state
#   name: The state
#   kind: government_party
origins: []

# Who speaks. stake: 1 gains by the account being believed, -1 by its being disbelieved.
# - id: ministry
#   name: Interior Ministry
#   aliases: [the ministry]
#   kind: government_party
#   origin: state
#   stake: {{{first}: 1}}
{named}sources: []

# settings:
#   reviewer: your name
#   reader: {{folder: a folder with a stronger reader of bearings}}
"""
_NARRATIVE = """\
  - id: {id}
    title: {title}
    statement: {statement}
    # Names and phrases by which a text refers to it.
    terms: [{title}]
"""
_NAMED = """\
#
# Named as sources in the texts. Put those that matter below, each with its origin:
"""
_SOURCE = """\
# - id: {id}
#   name: {name}
#   aliases: []
#   kind: unspecified
"""
_DOCUMENT = """\
- id: {id}
  file: {file}
  # title: ""
  # publisher: ""
  # published: 2031-05-06
  # language: en
  # url: ""
  # outside: [what you know about the text that it does not say]
  sha256: "{sha256}"
"""


def create_case(
    folder: str | Path,
    question: str,
    narratives: Mapping[str, str],
    texts: Iterable[str | Path],
    *,
    named: Iterable[str] | Callable[[Case], Iterable[str]] = (),
) -> Path:
    """Make a case folder that loads, with comments that say what to fill in.

    Parameters
    ----------
    folder : str or Path
        Must not exist yet, or be empty. It appears whole: ``case.yaml`` comes last.
    question : str
    narratives : mapping of id to one sentence
    texts : iterable of str or Path
        Plain text files, copied byte for byte.
    named : iterable of str, or callable
        Names of sources to propose. They stand in ``case.yaml`` as comments: which
        of them share an origin is for a person to say. A callable takes the case as it
        will be and returns the names; what it raises keeps the case from being made.

    Returns
    -------
    Path
        The folder.

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
    paths = [Path(text) for text in texts]
    problems = _problems(folder, question, narratives, paths)
    if problems:
        raise CaseError(problems)
    documents = [read_document(path) for path in paths]
    entries = []
    names: list[str] = []
    for document in documents:
        name = document.document_id
        while name in names or name in RESERVED:
            name += "-2"
        names.append(name)
        entries.append(
            _DOCUMENT.format(id=name, file=_quote(document.file), sha256=document.sha256)
        )
    exists = folder.is_dir()
    try:
        if not exists:
            folder.parent.mkdir(parents=True, exist_ok=True)
        home = folder if exists else folder.parent
        with tempfile.TemporaryDirectory(dir=home, prefix=".new-case-") as draft:
            made = Path(draft) / "case"
            texts_folder = made / "documents"
            texts_folder.mkdir(parents=True)
            for path in paths:
                write_whole(texts_folder / path.name, read_bytes(path, MAX_BYTES))
            write_whole(texts_folder / "documents.yaml", "\n".join(entries).encode("utf-8"))
            write_whole(made / "case.yaml", _write(question, narratives, ()))
            case = replace(_load(made, folder), name=folder.resolve().name)
            proposed = tuple(named(case) if callable(named) else named)
            write_whole(made / "case.yaml", _write(question, narratives, proposed))
            _load(made, folder)
            _put(made, folder, exists)
    except OSError as error:
        raise NarrativesError(
            f"{folder}: the case cannot be made ({error.strerror or error})."
        ) from error
    return folder


def _write(question: str, narratives: Mapping[str, str], named: Iterable[str]) -> bytes:
    told = "".join(
        _NARRATIVE.format(
            id=_quote(name),
            title=_quote(re.sub(r"[-_]+", " ", name).strip() or name),
            statement=_quote(statement),
        )
        for name, statement in narratives.items()
    )
    return _CASE.format(
        question=_quote(question),
        narratives=told,
        first=next(iter(narratives)),
        named=_propose(named),
    ).encode("utf-8")


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
    try:
        for name in ("documents", "case.yaml"):
            (made / name).rename(folder / name)
    except BaseException:
        if (folder / "documents").is_dir():
            (folder / "documents").rename(made / "documents")
        raise
    sync_folder(folder)


def _propose(named: Iterable[str]) -> str:
    ids: dict[str, str] = {}
    for name in dict.fromkeys(named):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_") or "source"
        number = next(n for n in count(1) if (stem if n == 1 else f"{stem}_{n}") not in ids)
        ids[stem if number == 1 else f"{stem}_{number}"] = name
    entries = "".join(_SOURCE.format(id=own, name=_quote(name)) for own, name in ids.items())
    return _NAMED + entries if entries else ""


def _problems(
    folder: Path, question: str, narratives: Mapping[str, str], paths: list[Path]
) -> list[str]:
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
        if not statement.strip():
            problems.append(f'narratives: the sentence of "{name}" is empty. Write it.')
    if not paths:
        problems.append("texts is empty. Give at least one text file.")
    names = [path.name for path in paths]
    for path in paths:
        if names.count(path.name) > 1:
            problems.append(f"{path}: two texts have the name {path.name}. Rename one.")
        if _SURROGATE.search(path.name):
            problems.append(f"{path}: the name is not in UTF-8. Rename the text.")
        if path.name == "documents.yaml":
            problems.append(f"{path}: the name is taken by the list of the texts. Rename the text.")
        try:
            read_document(path)
        except NarrativesError as error:
            problems.append(str(error))
    return problems


def _quote(text: str) -> str:
    """Write a text as a YAML scalar in quotation marks, on one line."""
    flat = " ".join(text.split())
    written = yaml.safe_dump(flat, default_style='"', allow_unicode=True, width=1_000_000)
    return str(written).strip()
