"""What people have to documents: text, Markdown, pages, PDF, Word, mail, web archives, folders.

The file itself decides what it is, not its ending. Nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from narratives.documents.files import read_bytes
from narratives.documents.kinds import originals_of
from narratives.documents.language import find_language
from narratives.documents.originals import MAX_ORIGINAL, OpenedFile
from narratives.documents.reading import (
    MAX_BYTES,
    MAX_CHARACTERS,
    id_from,
    read_plain,
)
from narratives.schema import ID, Document, NarrativesError, SchemaError

ENDINGS = (
    ".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".pdf", ".docx",
    ".eml", ".warc", ".warc.gz", ".wacz",
)  # fmt: skip
"""Files of a folder that are read."""
MAX_FILES = 2_000
"""Files of a folder that are read."""
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]{1,10}:/|www\.)", re.I)
_TOO_LONG = ". Save the part that matters as a file of its own."


def read_documents(path: str | Path) -> tuple[Document, ...]:
    """Read the documents that a file or a folder holds.

    Parameters
    ----------
    path : str or Path
        Plain text, Markdown, a saved web page (HTML or MHTML), a PDF, a Word file (DOCX), a
        mail (EML), a web archive (WARC, WACZ), or a folder of them.

    Returns
    -------
    tuple of Document
        One for a file, but for archives, which hold several pages. ``original_sha256`` is
        empty where the file is the text itself.

    Raises
    ------
    NarrativesError
        If a file cannot be read, all of a folder at once. An address is refused: nothing
        is fetched.

    Examples
    --------
    >>> read_documents("https://example.org/dam")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: https:/...: this is an address, and nothing is fetched. ...
    """
    if _ADDRESS.match(str(path)) and not Path(path).exists():
        raise NarrativesError(
            f"{path}: this is an address, and nothing is fetched. Open it in a browser, save the "
            "page "
            "(Ctrl-S, “Web page, complete” or a single file), and name that file."
        )
    path = Path(path)
    if not path.is_dir():
        return _read(path, None)
    documents: list[Document] = []
    problems = []
    for file in list_files(path):
        try:
            documents += _read(file, None)
        except NarrativesError as error:
            problems.append(str(error))
    if problems:
        raise NarrativesError("\n".join(problems))
    return tuple(documents)


def list_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are read, in the order of their names.

    Folders in it are left alone: those of a page saved as a whole hold its pictures.

    Raises
    ------
    NarrativesError
        If there is none, or there are too many.
    """
    files = [f for f in folder.iterdir() if f.name.lower().endswith(ENDINGS) and f.is_file()]
    files = sorted(f for f in files if not f.name.startswith("."))
    if not files:
        raise NarrativesError(
            f"{folder}: the folder holds no case.yaml and no text files ({', '.join(ENDINGS)}). "
            "Name the files themselves, or another folder."
        )
    if len(files) > MAX_FILES:
        raise NarrativesError(
            f"{folder}: the folder holds {len(files):,} files; at most {MAX_FILES:,} are read. "
            "Name those "
            "that matter."
        )
    return files


def read_document(
    path: str | Path,
    *,
    raw: bytes | None = None,
    document_id: str | None = None,
    title: str = "",
    publisher: str = "",
    published: str = "",
    language: str = "",
    url: str = "",
    outside: Iterable[str] = (),
) -> Document:
    """Read a document: plain text as it stands, of other files the text that they hold.

    Parameters
    ----------
    path : str or Path
        Plain text of at most ``MAX_CHARACTERS`` characters, best in UTF-8; or Markdown, a
        saved web page (HTML or MHTML), a PDF, a Word file (DOCX), a mail (EML), or a web
        archive (WARC, WACZ) of one page.
    raw : bytes, optional
        What was read elsewhere, as from standard input; ``path`` only names it then.
    document_id : str, optional
        Letters, digits, ``-`` and ``_``; made from the file name if not given.
    title, publisher, published, language, url : str
        What is known about the text; it goes before what the file states. A ``language``
        that is not given is found from its words.
    outside : iterable of str
        Facts about the document that its text does not give.

    Returns
    -------
    Document
        ``read_from`` says where a page states what; ``furniture`` what it marks as such.

    Raises
    ------
    NarrativesError
        If the file is missing, a folder, empty, of a kind that is not read, in an encoding
        that cannot be told, too long, or an archive of several pages.

    Examples
    --------
    >>> read_document("nowhere.txt")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere.txt: there is no such file. ...
    """
    path = Path(path)
    if document_id is not None and not ID.match(document_id):
        raise SchemaError(
            f'document_id "{document_id}" is not an id. Use letters, digits, "-" and "_", '
            'for example "port-blast_1".'
        )
    if path.is_dir() and raw is None:
        raise NarrativesError(f"{path}: this is a folder. Name a text file in it.")
    found = _read(path, raw)
    if len(found) > 1:
        raise NarrativesError(
            f"{path}: the archive holds {len(found)} pages. Read them with read_documents, or "
            "make a case "
            "from them with `narratives new`."
        )
    document = found[0]
    given = {
        "document_id": document_id, "title": title, "publisher": publisher, "published": published,
        "language": language, "url": url,
    }  # fmt: skip
    told = {name: value for name, value in given.items() if value}
    stated = tuple(pair for pair in document.read_from if pair[0] not in told)
    return replace(document, **told, read_from=stated, outside=(*outside, *document.outside))  # type: ignore[arg-type]


def _read(path: Path, raw: bytes | None) -> tuple[Document, ...]:
    if raw is None:
        raw = read_bytes(path, MAX_ORIGINAL, too_long=_TOO_LONG)
    found = list(originals_of(raw, path))
    if not found:
        if len(raw) > MAX_BYTES:
            raw = raw[: MAX_BYTES + 1]
        return (read_plain(path, raw=raw),)
    digest = hashlib.sha256(raw).hexdigest()
    return tuple(_document(original, path, digest) for original in found)


def _document(original: OpenedFile, path: Path, digest: str) -> Document:
    text = original.text
    if len(text) > MAX_CHARACTERS:
        raise NarrativesError(
            f"{path}: the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are "
            f"read{_TOO_LONG}"
        )
    if not text.strip():
        raise NarrativesError(f"{path}: the file is empty. Put the text of the document in it.")
    facts = {name: value for name, (value, _) in original.facts.items()}
    stated = facts.pop("language", "")
    language = find_language(text, stated)
    notes = original.told
    if stated and language != stated:
        notes += (
            f"The page says that it is in “{stated}”, and its letters or words say otherwise.",
        )
    where = tuple((name, place) for name, (_, place) in original.facts.items())
    name = original.name or id_from(path.name.removesuffix(".gz").rsplit(".", 1)[0])
    return Document(
        document_id=id_from(name),
        text=text,
        language=language,
        file=f"{name}.txt",
        outside=notes,
        read_from=where,
        furniture=original.furniture,
        original=path.name,
        original_sha256=digest,
        **facts,
    )
