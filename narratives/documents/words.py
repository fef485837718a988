"""Word files and Markdown to originals."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from narratives.documents.originals import OpenedFile, OpenedPiece, missing, tidy
from narratives.documents.page_marks import raise_figures, tell_struck
from narratives.documents.published import read_published
from narratives.schema import NarrativesError

MAX_UNPACKED = 150_000_000
"""The most bytes that a zipped file may unpack to."""
MAX_PARTS = 5_000
_PIECE = 1 << 20
"""Bytes of a part that are unpacked at once."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FRONT = re.compile(r"---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_PAIR = re.compile(r"([A-Za-z_]{2,20}):[ \t]*(.{0,500})")
_FRONT_KEYS = {
    "title": "title", "author": "author", "authors": "author", "publisher": "publisher",
    "date": "published", "published": "published", "updated": "changed", "lastmod": "changed",
    "lang": "language", "language": "language", "url": "url", "source": "url",
}  # fmt: skip


def check_zip(raw: bytes, path: object) -> list[str]:
    """Return the names in a zipped file, or refuse one that unpacks to too much.

    Raises
    ------
    NarrativesError
        If it is broken, locked or larger than ``MAX_UNPACKED``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise NarrativesError(
            f"{path}: the zipped file is broken ({error}). Save it again."
        ) from error
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise NarrativesError(
            f"{path}: unpacked, the file has {size:,} bytes in {len(parts):,} parts; at most "
            f"{MAX_UNPACKED:,} bytes in {MAX_PARTS:,} parts are read. Save its text as plain text "
            "(.txt)."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise NarrativesError(f"{path}: the file is locked by a password. Save it without one.")
    try:
        _unpack_all(raw)
    except Exception as error:
        raise NarrativesError(
            f"{path}: the zipped file is broken ({' '.join(str(error).split())[:120]}). Save it "
            "again."
        ) from error
    return [part.filename for part in parts]


def _unpack_all(raw: bytes) -> None:
    """Unpack each part in pieces, and raise where one is not as large as it says.

    Who reads a part at once unpacks all of it before its size is held against the stated one.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for part in archive.infolist():
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise zipfile.BadZipFile(f"{part.filename} is packed in a way that is not read")
            with archive.open(part) as piece:
                while piece.read(_PIECE):
                    pass


def read_docx(raw: bytes, path: object) -> OpenedFile:
    """Read the text of a Word file (DOCX).

    Insertions that were never accepted and fields are part of the text, deletions are not:
    as Word shows it. Words that are struck through are left out and told, raised figures are
    written raised, foot- and endnotes are left out and counted.

    Raises
    ------
    NarrativesError
        If it is broken, holds no text, or unpacks to too much.
    """
    check_zip(raw, path)
    try:
        import docx
    except ImportError as error:
        raise missing(path, "a Word file (DOCX)", "python-docx") from error
    try:
        opened = docx.Document(io.BytesIO(raw))
        pieces, struck = _paragraphs(opened.element.body)
        about = opened.core_properties
        known = {"title": about.title, "author": about.author, "language": about.language}
        notes = _count_notes(opened)
    except Exception as error:
        raise NarrativesError(
            f"{path}: the Word file cannot be read ({type(error).__name__}: "
            f"{' '.join(str(error).split())[:120]}). Save it again, or its text as plain text "
            "(.txt)."
        ) from error
    if not pieces:
        raise NarrativesError(f"{path}: the Word file holds no text.")
    facts = {}
    for name, value in known.items():
        words = tidy(str(value or ""))[:500]
        if name == "language":
            words = (
                words.split("-")[0].lower()
                if re.fullmatch(r"[A-Za-z]{2,3}(?:-\w+)*", words)
                else ""
            )
        if words and words not in ("python-docx", "Word Document"):
            facts[name] = (words, f"Word {name}")
    left = {"foot- and endnotes": notes} if notes else {}
    return OpenedFile(tuple(pieces), facts, left, tuple(tell_struck(struck, "in the file")))


def _paragraphs(body: Any) -> tuple[list[OpenedPiece], list[str]]:
    """Return paragraphs, and what is struck through in them.

    python-docx alone leaves out insertions, fields and text boxes, and keeps what is struck.
    """
    found = []
    struck: list[str] = []
    inner = f"{_W}txbxContent"
    for paragraph in body.iter(f"{_W}p"):
        words: list[str] = []
        going: list[str] = []
        for element in paragraph.iter(
            f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"
        ):
            nearest = next(e for e in element.iterancestors(f"{_W}p"))
            fallback = any(str(e.tag).endswith("}Fallback") for e in element.iterancestors())
            if nearest is not paragraph or fallback:
                continue  # A text box inside has paragraphs of its own.
            name = element.tag.removeprefix(_W)
            told = {"t": element.text or "", "noBreakHyphen": "-"}.get(name, " ")
            is_struck, is_raised = _style(element.getparent())
            if is_struck:
                going.append(told)
                continue
            struck += _ended(going)
            words.append(raise_figures(told) if is_raised else told)
        struck += _ended(going)
        text = tidy("".join(words))
        if text:
            boxed = next(paragraph.iterancestors(inner), None) is not None
            found.append(
                OpenedPiece(
                    text, "caption" if boxed else "", "it stands in a text box" if boxed else ""
                )
            )
    return found, struck


def _style(run: Any) -> tuple[bool, bool]:
    """Tell whether the words of a run are struck through, and whether they are raised."""
    style = run.find(f"{_W}rPr")
    if style is None:
        return False, False
    lines = [one.get(f"{_W}val", "true") for one in style.iter(f"{_W}strike", f"{_W}dstrike")]
    raised = any(one.get(f"{_W}val") == "superscript" for one in style.iter(f"{_W}vertAlign"))
    return any(line not in ("0", "false", "off") for line in lines), raised


def _ended(going: list[str]) -> list[str]:
    """Empty the pieces of what is struck through in a row, and return them as one."""
    words = tidy("".join(going))
    going.clear()
    return [words] if words else []


def _count_notes(opened: Any) -> int:
    number = 0
    for part in opened.part.package.iter_parts():
        if str(part.partname).endswith(("/footnotes.xml", "/endnotes.xml")):
            number += max(0, len(re.findall(rb"<w:(?:footnote|endnote)\b", part.blob)) - 2)
    return number


def read_markdown(text: str) -> OpenedFile:
    r"""Read a text in Markdown as it is shown: without signs, its front matter as facts.

    Examples
    --------
    >>> original = read_markdown("---\ndate: 2031-05-06\n---\n# *Dam* holds\n\nIt held.")
    >>> original.text, original.facts["published"]
    ('Dam holds\n\nIt held.', ('2031-05-06', 'front matter date'))
    """
    from markdown_it import MarkdownIt

    front = _FRONT.match(text.removeprefix("\ufeff"))
    facts: dict[str, tuple[str, str]] = {}
    notes = []
    for key, value in _PAIR.findall(front[1]) if front else ():
        name = _FRONT_KEYS.get(key.lower())
        words = tidy(value).strip("\"'")
        if not name or not words or name in facts:
            continue
        if name in ("published", "changed"):
            read = read_published(words)
            if read is None or read.either:
                told = f"{read.either[0]} or {read.either[1]}; write which" if read else "no date"
                notes.append(f"{key} “{words[:60]}” in the front matter is {told}.")
                continue
            words = read.value
        facts[name] = (words[:500], f"front matter {key.lower()}")
    body = text.removeprefix("\ufeff")[front.end() :] if front else text
    pieces = []
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(body):
        if token.type == "inline":
            words = "".join(_inline(child) for child in token.children or ())
        elif token.type in ("fence", "code_block"):
            words = token.content
        else:
            continue
        if tidy(words):
            pieces.append(OpenedPiece(tidy(words)))
    return OpenedFile(tuple(pieces), facts, {}, tuple(notes))


def _inline(token: Any) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return str(token.content) if token.type in ("text", "code_inline", "text_special") else ""
