"""A new case folder, with comments that say what goes where."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path

import yaml

from narratives.case.load import load_case
from narratives.case.nodes import RESERVED
from narratives.documents import read_document
from narratives.schema import ID, CaseError, NarrativesError

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
    named: Iterable[str] = (),
) -> Path:
    """Make a case folder that loads, with comments that say what to fill in.

    Parameters
    ----------
    folder : str or Path
        Must not exist yet, or be empty.
    question : str
    narratives : mapping of id to one sentence
    texts : iterable of str or Path
        Plain text files, copied byte for byte.
    named : iterable of str
        Names of sources to propose. They stand in ``case.yaml`` as comments: which
        of them share an origin is for a person to say.

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
    told = "".join(
        _NARRATIVE.format(
            id=_quote(name),
            title=_quote(name.replace("_", " ").replace("-", " ")),
            statement=_quote(statement),
        )
        for name, statement in narratives.items()
    )
    case = _CASE.format(
        question=_quote(question),
        narratives=told,
        first=next(iter(narratives)),
        named=_propose(named),
    )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-case-") as draft:
            made = Path(draft) / "case"
            (made / "documents").mkdir(parents=True)
            (made / "case.yaml").write_text(case, encoding="utf-8", newline="\n")
            for path in paths:
                shutil.copyfile(path, made / "documents" / path.name)
            (made / "documents" / "documents.yaml").write_text(
                "\n".join(entries), encoding="utf-8", newline="\n"
            )
            load_case(made)
            made.rename(folder)
    except OSError as error:
        raise NarrativesError(f"{folder}: the case cannot be made ({error.strerror}).") from error
    return folder


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
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        problems.append(f"{folder}: it is there already, and not empty. Name a new folder.")
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
