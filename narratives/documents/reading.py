"""Plain text files to documents: the text as it stands, or a message that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from narratives.documents.files import read_bytes
from narratives.documents.language import SHARE, share_of_small_words, tell_language
from narratives.schema import ID, Document, NarrativesError, SchemaError

MAX_CHARACTERS = 2_000_000
"""The longest text that is read: a novel of four volumes. News articles have some 5,000."""

MAX_BYTES = 4 * MAX_CHARACTERS
"""The most bytes of a file that are read."""
NOT_UTF_8 = "The file is not in UTF-8."
"""How a fact about a file begins that was read in another encoding."""
_TOO_LONG = (
    f"; at most {MAX_CHARACTERS:,} characters are read. Save each article as a file of its own."
)
NOT_ALL_UTF_8 = "The file is in UTF-8, but for"
"""How a fact about a file begins in which single bytes could not be read."""
STRAY = 3
"""Bytes that are no UTF-8 up to which a text is read with marks in their place."""
_CHARSETS = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "koi8-u": "KOI8-U",
}
_MACHINE_DATE = re.compile(r"\s{0,9}date:? (\d{4}-\d{2}-\d{2})\b", re.I)
_BOM = b"\xef\xbb\xbf"
_FORMATS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a Word, OpenDocument or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xff\xfe", "a UTF-16 text"),
    (b"\xfe\xff", "a UTF-16 text"),
)
_AS_TEXT = (
    "Take it out of the list, and let `narratives add CASE FILE` read its text; or open it, and "
    "save its text as plain text (.txt) in UTF-8."
)
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\x0b\x0c\x1b\x1c\x1d\x1e")
HTML_START = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml|script|meta|div|p|article)\b", re.I)
HTML_END = re.compile(r"</(?:p|div|span|a|h[1-6]|body|html|li)>", re.I)


def read_plain(
    path: str | Path,
    *,
    raw: bytes | None = None,
    document_id: str | None = None,
    language: str = "",
    outside: Iterable[str] = (),
) -> Document:
    """Read a plain text file without changing a character.

    Line ends and no-break spaces stay as they are. A byte order mark at the start
    is not part of the text; that it was there is noted in ``outside``. So is the
    encoding of a file that is not in UTF-8 and whose words make sense in an older one,
    and where up to ``STRAY`` bytes of a file in UTF-8 are broken, which are read as U+FFFD.
    A date that a machine wrote before the text is taken as ``published``.

    Parameters
    ----------
    path : str or Path
        A text file of at most ``MAX_CHARACTERS`` characters, best in UTF-8.
    raw : bytes, optional
        What was read elsewhere, as from standard input; ``path`` only names it then.
    document_id : str, optional
        Letters, digits, ``-`` and ``_``; made from the file name if not given.
    language : str
        Found from the words of the text where it is not given, see
        :func:`~narratives.documents.language_of`.
    outside : iterable of str
        Facts about the document that its text does not give.

    Returns
    -------
    Document

    Raises
    ------
    NarrativesError
        If the file is missing, a folder, empty, not plain text, in an encoding that
        cannot be told, or too long.

    Examples
    --------
    >>> read_plain("nowhere.txt")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere.txt: there is no such file. ...
    """
    path = Path(path)
    if document_id is None:
        document_id = id_from(path.stem)
    elif not ID.match(document_id):
        raise SchemaError(
            f'document_id "{document_id}" is not an id. Use letters, digits, "-" and "_", '
            'for example "port-blast_1".'
        )
    raw = _read_bytes(path) if raw is None else raw
    if len(raw) > MAX_BYTES:
        raise _too_long(path, f"more than {MAX_BYTES:,} bytes")
    notes = tuple(outside)
    if raw.startswith(_BOM):
        raw = raw[len(_BOM) :]
        notes += ("The file begins with a byte order mark, which is not part of the text.",)
    text, told = _decode(raw, path)
    if told:
        notes += (told,)
    date = _MACHINE_DATE.match(text)
    return Document(
        document_id=document_id,
        text=text,
        published=date[1] if date else "",
        language=language or tell_language(text),
        file=path.name,
        outside=notes,
    )


def id_from(stem: str) -> str:
    """Make the id of a document from the name of its file.

    Examples
    --------
    >>> id_from("Dam news, 2nd"), id_from("плотина")
    ('Dam-news-2nd', 'document')
    """
    return re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-") or "document"


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise NarrativesError(f"{path}: this is a folder. Name a text file in it.")
    return read_bytes(path, MAX_BYTES, too_long=_TOO_LONG)


def _decode(raw: bytes, path: Path) -> tuple[str, str]:
    """Return the text and, where it is not UTF-8 throughout, how it was read."""
    if not raw.strip():
        raise NarrativesError(f"{path}: the file is empty. Put the text of the document in it.")
    for start, name in _FORMATS:
        if raw.startswith(start):
            raise NarrativesError(f"{path}: this is {name}, not plain text. {_AS_TEXT}")
    if b"\0" in raw or len(raw) - len(raw.translate(None, _CONTROL)) > len(raw) // 10:
        raise NarrativesError(
            f"{path}: the file is binary, not text. Save the text of the document as plain "
            "text (.txt) in UTF-8."
        )
    told = ""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text, told = _read_with_faults(raw, path, error)
    if len(text) > MAX_CHARACTERS:
        raise _too_long(path, f"{len(text):,} characters")
    if not text.strip():
        raise NarrativesError(f"{path}: the file is empty. Put the text of the document in it.")
    head = text[:20_000]
    if HTML_START.match(head) or len(HTML_END.findall(head)) >= 5:
        raise NarrativesError(f"{path}: this is a web page (HTML), not plain text. {_AS_TEXT}")
    return text, told


def _read_with_faults(raw: bytes, path: Path, error: UnicodeDecodeError) -> tuple[str, str]:
    """Read a text that is not UTF-8 throughout, and say how, or refuse it.

    Letters of UTF-8 are two bytes and more of a form that other encodings hardly make.
    Where most of what is no ASCII has it, the file is in UTF-8 and was damaged.
    """
    stray = _stray_bytes(raw)
    marked = raw.decode("utf-8", "replace")
    letters = sum(character > "\x7f" for character in marked) - marked.count("\ufffd")
    cut_off = len(stray) == 1 and error.reason == "unexpected end of data"
    if cut_off or letters + raw.count("\ufffd".encode()) >= 2 * len(stray):
        if len(stray) > STRAY:
            raise _not_utf_8(raw, path, error, stray)
        places = "; ".join(_place(raw, at) for at in stray)
        number = "one byte" if len(stray) == 1 else f"{len(stray)} bytes"
        return marked, (
            f"{NOT_ALL_UTF_8} {number} ({places}), read as the mark U+FFFD: a letter is lost or "
            "another one stands there, so look at the words around it."
        )
    text, charset = _guess(raw)
    if not charset:
        raise _not_utf_8(raw, path, error, stray)
    return text, f"{NOT_UTF_8} It was read as {charset}, in which its words make sense."


def _stray_bytes(raw: bytes) -> list[int]:
    """Return where the bytes stand that are no UTF-8, as far as the first hundred."""
    found: list[int] = []
    at = 0
    while len(found) < 100:
        try:
            raw[at:].decode("utf-8")
            break
        except UnicodeDecodeError as error:
            found.append(at + error.start)
            at += error.end
    return found


def _guess(raw: bytes) -> tuple[str, str]:
    """Read bytes in the older encoding in which most of their words are small ones."""
    best = (SHARE, "", "")
    for code, name in _CHARSETS.items():
        try:
            text = raw.decode(code)
        except UnicodeDecodeError:
            continue
        share = share_of_small_words(text)
        if share > best[0]:
            best = (share, text, name)
    return best[1:]


def _not_utf_8(
    raw: bytes, path: Path, error: UnicodeDecodeError, stray: list[int]
) -> NarrativesError:
    line = raw.count(b"\n", 0, error.start) + 1
    more = [_place(raw, at) for at in stray[1:4]]
    others = f" Others: {'; '.join(more)}{' …' if len(stray) > 4 else ''}." if more else ""
    return NarrativesError(
        f"{path}, line {line}: byte {error.start + 1} (0x{raw[error.start]:02x}) is not UTF-8. "
        f"Open the file in the encoding in which it was written, and save it as UTF-8.{others}"
    )


def _place(raw: bytes, at: int) -> str:
    return f"line {raw.count(bytes([10]), 0, at) + 1}, byte {at + 1}, 0x{raw[at]:02x}"


def _too_long(path: Path, size: str) -> NarrativesError:
    return NarrativesError(f"{path}: the file has {size}{_TOO_LONG}")
