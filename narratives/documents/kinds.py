"""What a file is, told by its bytes before its ending, and who reads it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from narratives.documents.originals import OpenedFile
from narratives.documents.reading import HTML_END, HTML_START, read_plain

_HEADERS = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,200}){2,}"
)
_OF_MAIL = re.compile(
    rb"^(?:mime-version|message-id|received|return-path|delivered-to):", re.I | re.M
)


def originals_of(raw: bytes, path: Path) -> Iterator[OpenedFile]:
    """Yield what a file holds; nothing for plain text and what no reader knows."""
    name = path.name.lower()
    head = raw[:20_000]
    if b"%PDF-" in raw[:1024]:
        from narratives.documents.pdfs import read_pdf

        yield read_pdf(raw, path)
    elif raw.startswith(b"PK\x03\x04"):
        yield from _zipped(raw, path)
    elif raw.startswith(b"WARC/") or (
        raw.startswith(b"\x1f\x8b") and _unpacked(raw).startswith(b"WARC/")
    ):
        from narratives.documents.archives import read_warc

        yield from read_warc(raw, path)
    elif _is_mail(head, name):
        from narratives.documents.mails import read_mail, read_mhtml

        saved = (
            name.endswith((".mhtml", ".mht"))
            or b"snapshot-content-location:" in head[:4000].lower()
        )
        yield (read_mhtml if saved else read_mail)(raw, path)
    elif _is_page(head, name):
        from narratives.documents.pages import read_page

        yield read_page(raw, path)
    elif name.endswith((".md", ".markdown")):
        from narratives.documents.words import read_markdown

        plain = read_plain(path, raw=raw)
        found = read_markdown(plain.text)
        if found.pieces:
            yield replace(found, notes=(*plain.outside, *found.notes))


def _zipped(raw: bytes, path: Path) -> Iterator[OpenedFile]:
    from narratives.documents.words import check_zip, read_docx

    names = set(check_zip(raw, path))
    if "word/document.xml" in names:
        yield read_docx(raw, path)
    elif any(re.search(r"\.warc(?:\.gz)?\Z", name) for name in names):
        from narratives.documents.archives import read_wacz

        yield from read_wacz(raw, path)


def _unpacked(raw: bytes) -> bytes:
    """Return the first bytes of a packed file."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(raw[:65_536], 64)
    except zlib.error:
        return b""


def _is_mail(head: bytes, name: str) -> bool:
    if name.endswith((".eml", ".mhtml", ".mht")):
        return True
    headers = _HEADERS.match(head)
    return bool(headers and _OF_MAIL.search(headers[0]) and not name.endswith((".txt", ".md")))


def _is_page(head: bytes, name: str) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "ignore")
    else:
        text = head.decode("utf-8-sig", "ignore")
    if HTML_START.match(text) or len(HTML_END.findall(text)) >= 5:
        return True
    return name.endswith((".html", ".htm", ".xhtml")) and "<" in text and "\0" not in text
