"""Documents added to a case; nothing that a person wrote is touched."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock, Timeout

from narratives.case.create import name_documents, read_files, write_texts
from narratives.case.load import load_case
from narratives.case.nodes import MAX_BYTES
from narratives.documents import read_bytes, write_whole
from narratives.schema import CaseError, Document, NarrativesError

_WAIT = 120.0
"""Seconds to wait for another program that adds to the same case: it reads the whole case, which
takes a slow machine long. Longer, and it is taken to hang."""


def add_documents(folder: str | Path, texts: Iterable[str | Path]) -> tuple[Document, ...]:
    """Add documents to a case folder.

    Their entries are written behind those that are there; what stands in ``documents.yaml``
    stays as it is, comments, order and all. No other file is changed.

    Parameters
    ----------
    folder : str or Path
        A case folder that loads.
    texts : iterable of str or Path
        Documents of any kind that :func:`~narratives.documents.read_documents` reads, and
        folders of them.

    Returns
    -------
    tuple of Document
        Those that were added. A text that the case has already is not added again.

    Raises
    ------
    NarrativesError
        If the case has mistakes, or a document cannot be read. Nothing is added then.

    Examples
    --------
    >>> add_documents("nowhere", [])
    Traceback (most recent call last):
    narratives.schema.CaseError: nowhere: there is no such folder. ...
    """
    folder = Path(folder)
    load_case(folder)
    problems: list[str] = []
    documents, places = read_files(texts, problems)
    if problems:
        raise CaseError(problems)
    home = folder / "documents"
    listing = home / "documents.yaml"
    try:
        with FileLock(f"{listing}.lock", timeout=_WAIT):
            case = load_case(folder)
            known = {document.sha256 for document in case.documents}
            fresh = []
            for document, place in zip(documents, places, strict=True):
                if document.sha256 not in known:
                    fresh.append((document, place))
                    known.add(document.sha256)
            ids = [document.document_id for document in case.documents]
            names = [path.name for path in home.iterdir()]
            named = name_documents((document for document, _ in fresh), ids, names)
            entries = list(write_texts(home, named, [place for _, place in fresh]))
            if entries:
                before = read_bytes(listing, MAX_BYTES).decode("utf-8-sig")
                write_whole(listing, append_entries(before, entries).encode("utf-8"))
    except Timeout as error:
        raise NarrativesError(
            f"{listing}: another program writes to it. Wait until it has ended, and try again."
        ) from error
    except OSError as error:
        raise NarrativesError(
            f"{folder}: nothing can be added ({error.strerror or error})."
        ) from error
    return tuple(document for document, _ in named)


def append_entries(before: str, entries: Iterable[str]) -> str:
    r"""Put entries behind those of a list in YAML, and leave what is there as it is.

    Where the list stands in lines of its own, the new lines go to its end, byte for byte.
    In any other form, such as ``[{id: a}, {id: b}]``, ruamel.yaml writes it.

    Parameters
    ----------
    before : str
        The content of ``documents.yaml``.
    entries : iterable of str
        As ``describe_document`` writes them.

    Examples
    --------
    >>> append_entries("# mine\n- id: a  # first\n", ["- id: b\n"])
    '# mine\n- id: a  # first\n\n- id: b\n'
    >>> append_entries("[{id: a, file: a.txt}]  # mine\n", ["- {id: b, file: b.txt}\n"])
    '[{id: a, file: a.txt}, {id: b, file: b.txt}]  # mine\n'
    """
    blocks = list(entries)
    added = [entry for block in blocks for entry in yaml.safe_load(block)]
    wanted = [*yaml.safe_load(before), *added]
    lines = before.splitlines()
    first = next((line for line in lines if line.lstrip().startswith("- ")), "- ")
    indent = first[: len(first) - len(first.lstrip())]
    told = "\n".join(
        "".join(f"{indent}{line}\n" for line in block.splitlines()) for block in blocks
    )
    end = "" if before.endswith("\n") else "\n"
    whole = f"{before}{end}\n{told}"
    try:
        if yaml.safe_load(whole) == wanted:
            return whole
    except yaml.YAMLError:
        pass
    return _by_ruamel(before, blocks)


def _by_ruamel(before: str, blocks: Iterable[str]) -> str:
    from ruamel.yaml import YAML

    writer = YAML()
    writer.preserve_quotes = True
    writer.width = 10_000
    listed: Any = writer.load(before)
    for block in blocks:
        listed.extend(yaml.safe_load(block))
    out = io.StringIO()
    writer.dump(listed, out)
    return out.getvalue()
