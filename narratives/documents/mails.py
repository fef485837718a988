"""Mails (EML) and pages saved with all they need (MHTML) to originals."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from narratives.documents.originals import OpenedFile, plain_pieces, tidy
from narratives.documents.pages import read_page
from narratives.schema import NarrativesError

MAX_PARTS = 2_000
MAX_NESTED = 20
"""How deep parts of a mail may stand in others."""
MAX_HEADER = 5_000
"""Bytes of one header that is read. The time for it grows with the square of its length."""
MAX_HEADERS = 300_000
"""Bytes of all headers of a mail and of its parts that are read."""
_HEADER = re.compile(
    rb"(?:\A|[\r\n])(?:content-[a-z-]{1,40}|subject|from|date|snapshot-content-location)[ \t]{0,9}:"
    rb"([^\r\n]*+(?:(?:\r\n|\r|\n)[ \t][^\r\n]*+)*+)",
    re.I,
)


def read_mhtml(raw: bytes, path: object) -> OpenedFile:
    """Read the page of an MHTML file; the Date of the file is when it was saved.

    Raises
    ------
    NarrativesError
        If it holds no page.
    """
    message = _parse(raw, path)
    address = str(message.get("Snapshot-Content-Location") or "").strip()
    start = str(message.get_param("start") or "").strip("<>") if message.is_multipart() else ""
    pages = [
        p
        for p in _parts(message, path)
        if p.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    pages.sort(key=lambda part: str(part.get("Content-ID", "")).strip("<> ") != start)
    if not pages:
        raise NarrativesError(f"{path}: the file (MHTML) holds no web page. Save the page again.")
    page = pages[0]
    address = address or str(page.get("Content-Location") or "").strip()
    address = address if address.startswith(("http://", "https://")) else ""
    return read_page(_bytes(page), path, charset=page.get_content_charset() or "", address=address)


def read_mail(raw: bytes, path: object) -> OpenedFile:
    """Read the text of a mail: its plain part, else its HTML.

    Raises
    ------
    NarrativesError
        If it holds no text.
    """
    message = _parse(raw, path)
    plain, page, attached = None, None, []
    for part in _parts(message, path):
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or part.get_filename():
            attached.append(tidy(str(part.get_filename() or kind))[:80])
        elif kind == "text/plain" and plain is None:
            plain = part
        elif kind == "text/html" and page is None:
            page = part
    if plain is not None and _text(plain).strip():
        original = OpenedFile(plain_pieces(_text(plain)))
    elif page is not None:
        original = read_page(_bytes(page), path, charset=page.get_content_charset() or "")
    else:
        raise NarrativesError(
            f"{path}: the mail holds no text. Save what is attached to it, and name that file."
        )
    facts = {}
    subject = tidy(str(message.get("Subject") or ""))[:500]
    if subject:
        facts["title"] = (subject, "Subject of the mail")
    name, address = parseaddr(str(message.get("From") or ""))
    if name or address:
        facts["author"] = (tidy(name or address)[:500], "From of the mail")
    sent = _sent(str(message.get("Date") or ""))
    if sent:
        facts["published"] = (sent, "Date of the mail")
    if "language" in original.facts:
        facts["language"] = original.facts["language"]
    left = dict(original.left_out)
    if attached:
        left[f"attached: {', '.join(attached[:5])}"] = len(attached)
    return OpenedFile(original.pieces, facts, left, original.notes)


def _parse(raw: bytes, path: object) -> EmailMessage:
    lengths = [len(match[1]) for match in _HEADER.finditer(raw)]
    if max(lengths, default=0) > MAX_HEADER or sum(lengths) > MAX_HEADERS:
        raise NarrativesError(
            f"{path}: the mail has headers of {max(lengths):,} bytes, {sum(lengths):,} in all; at "
            f"most {MAX_HEADER:,}, {MAX_HEADERS:,} in all, are read. Save its text as plain text "
            "(.txt)."
        )
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        # Headers are parsed when they are asked for, and broken ones raise then.
        for name in ("Subject", "From", "Date", "Snapshot-Content-Location", "Content-Type"):
            str(message.get(name) or "")
    except Exception as error:
        raise NarrativesError(
            f"{path}: the mail cannot be read ({type(error).__name__}). Save its text as plain "
            "text (.txt)."
        ) from error
    assert isinstance(message, EmailMessage)
    return message


def _parts(message: EmailMessage, path: object) -> Iterator[EmailMessage]:
    pending: list[tuple[EmailMessage, int]] = [(message, 0)]
    number = 0
    while pending:
        part, depth = pending.pop(0)
        number += 1
        if number > MAX_PARTS or depth > MAX_NESTED:
            raise NarrativesError(
                f"{path}: the mail has more than {MAX_PARTS:,} parts, or parts more than "
                f"{MAX_NESTED} deep. "
                "Save its text as plain text (.txt)."
            )
        if part.get_content_type() == "message/rfc822" and depth:
            yield part  # A mail attached to this one is not this one.
        elif part.is_multipart():
            inner = [p for p in part.get_payload() if isinstance(p, EmailMessage)]
            pending[:0] = [(p, depth + 1) for p in inner]
        else:
            yield part


def _bytes(part: EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: EmailMessage) -> str:
    raw = _bytes(part)
    for name in (part.get_content_charset() or "utf-8", "utf-8", "windows-1252"):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeError):
            continue
    return raw.decode("utf-8", "replace")


def _sent(words: str) -> str:
    try:
        found: datetime = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return found.isoformat()
