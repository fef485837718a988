"""Web archives (WARC, WACZ) to originals: the pages in them, one each."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from narratives.documents.originals import MAX_ORIGINAL, OpenedFile, missing
from narratives.documents.page_blocks import without_data
from narratives.documents.pages import read_page
from narratives.documents.words import check_zip
from narratives.schema import NarrativesError

MAX_RECORDS = 50_000
"""Records of an archive that are looked at."""
MAX_DOCUMENTS = 200
"""Pages of an archive that are read."""
MAX_BYTES = 400_000_000
"""Bytes of pages that are unpacked from one archive."""
MAX_STEPS = 3_000_000
"""What the pages of one archive may cost: a step for each tag and for each 200 bytes, and 100 for
each page. 200 long articles with all that stands around them have about a million. Steps are
counted, and not time, so that a slow machine reads what a fast one does."""
MAX_PASSED = 2_000_000_000
"""Bytes of other records that are unpacked on the way to the pages."""
_PIECE = 1 << 20
_PAGE = ("text/html", "application/xhtml+xml")
_TAG = re.compile(rb"<(?:!doctype|html|head|body|meta|title|article|div|p)\b", re.I)
_BEGINNING = 100_000
"""Bytes of a page in which a tag has to stand for it to be unpacked."""


def read_warc(raw: bytes, path: object) -> list[OpenedFile]:
    """Read the pages of a WARC file, packed or not.

    The date of a record is when it was fetched, and is not taken for that of the page.

    Raises
    ------
    NarrativesError
        If it is broken or too large, or holds no page with an article.
    """
    return _articles([raw], None, path)


def read_wacz(raw: bytes, path: object) -> list[OpenedFile]:
    """Read the pages of a WACZ file: those that its list of pages names, where it has one.

    Raises
    ------
    NarrativesError
        As :func:`read_warc`.
    """
    names = check_zip(raw, path)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = [archive.read(name) for name in names if re.search(r"\.warc(?:\.gz)?\Z", name)]
        listed = [
            archive.read(name) for name in names if re.fullmatch(r"pages/\w{1,40}\.jsonl", name)
        ]
    if not parts:
        raise NarrativesError(f"{path}: the archive (WACZ) holds no WARC file. Save it again.")
    wanted = {address for lines in listed for address in _pages(lines)}
    return _articles(parts, wanted or None, path)


def _pages(lines: bytes) -> Iterator[str]:
    for line in lines.splitlines()[:MAX_RECORDS]:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict) and isinstance(row.get("url"), str):
            yield row["url"]


def _articles(parts: list[bytes], wanted: set[str] | None, path: object) -> list[OpenedFile]:
    found: list[OpenedFile] = []
    seen: set[str] = set()
    left = steps = 0
    packed: list[tuple[str, str]] = []
    try:
        pages = (page for part in parts for page in _records(part, path))
        for address, charset, packing, body in pages:
            if address in seen or (wanted is not None and address not in wanted):
                continue
            seen.add(address)
            if packing and not _TAG.search(body[:_BEGINNING]):
                packed.append((packing, address))
                continue
            steps += _steps(body)
            if steps > MAX_STEPS:
                raise NarrativesError(
                    f"{path}: to read the pages of the archive takes more than {MAX_STEPS:,} steps "
                    "(one for each tag and each 200 bytes, 100 for each page). Save the pages that "
                    "matter as files of their own."
                )
            try:
                original = read_page(body, address or path, charset=charset, address=address)
            except NarrativesError:
                left += 1
                continue
            if len(original.text) < 200:
                left += 1
                continue
            found.append(
                OpenedFile(
                    original.pieces,
                    original.facts,
                    original.left_out,
                    original.notes,
                    _name(address),
                )
            )
            if len(found) > MAX_DOCUMENTS:
                raise NarrativesError(
                    f"{path}: the archive holds more than {MAX_DOCUMENTS} pages. Save the ones "
                    "that matter "
                    "as files of their own."
                )
    except NarrativesError:
        raise
    except Exception as error:
        raise NarrativesError(
            f"{path}: the archive cannot be read ({type(error).__name__}: "
            f"{' '.join(str(error).split())[:120]}). "
            "Save it again."
        ) from error
    if not found and packed:
        raise NarrativesError(f"{path}: {_told(packed)}")
    if not found:
        raise NarrativesError(
            f"{path}: there is no page with an article in the archive ({left} pages without one). "
            "Save the page itself from a browser."
        )
    if packed:
        found[0] = replace(found[0], notes=(*found[0].notes, _told(packed)))
    return found


def _told(packed: Sequence[tuple[str, str]]) -> str:
    """Say which pages were not unpacked, and the way out.

    warcio 1.8.1 hands on the bytes as they are, without a word, for all but gzip and deflate, and
    for "br" unless the package brotli is installed, as its documentation says.
    """
    kinds = ", ".join(dict.fromkeys(f'"{kind}"' for kind, _ in packed[:20]))
    number = "1 page" if len(packed) == 1 else f"{len(packed)} pages"
    return (
        f"{number} of the archive could not be unpacked, and {'is' if len(packed) == 1 else 'are'} "
        f'not read: packed as {kinds}, the first {packed[0][1][:200]}. For "br" install brotli '
        "(python -m pip install brotli), or save the page itself from a browser."
    )


def _records(raw: bytes, path: object) -> Iterator[tuple[str, str, str, bytes]]:
    """Yield address, character set, packing and content of each page that was answered whole."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise missing(path, "a web archive (WARC)", "warcio") from error
    number = size = passed = 0
    for record in ArchiveIterator(io.BytesIO(raw)):
        number += 1
        if number > MAX_RECORDS:
            raise NarrativesError(
                f"{path}: the archive has more than {MAX_RECORDS:,} records. Save the pages that "
                "matter "
                "as files of their own."
            )
        kind, charset = _kind(record)
        if record.rec_type not in ("response", "resource") or kind not in _PAGE:
            while piece := record.raw_stream.read(_PIECE):
                passed += len(piece)
                if passed > MAX_PASSED:
                    raise NarrativesError(
                        f"{path}: unpacked, the archive has more than {MAX_PASSED:,} bytes beside "
                        "its pages. Save the pages that matter as files of their own."
                    )
            continue
        body = record.content_stream().read(MAX_ORIGINAL + 1)
        size += len(body)
        if len(body) > MAX_ORIGINAL or size > MAX_BYTES:
            raise NarrativesError(
                f"{path}: unpacked, the pages of the archive have more than {MAX_BYTES:,} bytes, "
                "or one has "
                f"more than {MAX_ORIGINAL:,}. Save the pages that matter as files of their own."
            )
        address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
        yield address, charset, _packing(record), body


def _steps(body: bytes) -> int:
    """Count what it costs to read a page; pictures inside its addresses cost nothing."""
    read = without_data(body)
    return 100 + read.count(b"<") + len(read) // 200


def _kind(record: Any) -> tuple[str, str]:
    if record.rec_type == "response":
        if record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return "", ""
        words = record.http_headers.get_header("Content-Type") or ""
    else:
        words = record.content_type or ""
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", words, re.I)
    return words.split(";")[0].strip().lower(), charset[1] if charset else ""


def _packing(record: Any) -> str:
    """Return how a page was packed on its way, "" where nothing says so."""
    headers = record.http_headers
    told = headers.get_header("Content-Encoding") if headers is not None else ""
    return re.sub(r"[^\w, -]", "", told or "")[:20].strip().lower()


def _name(address: str) -> str:
    """Return what a page is called by its address: the last part of the path, else the host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "page"
    last = next((piece for piece in reversed(parts.path.split("/")) if piece), "")
    stem = re.sub(r"\.\w{1,5}$", "", last) or parts.hostname or "page"
    return re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:60] or "page"
