"""Files that would cost without end are refused, and soon."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from time import perf_counter

import pytest
from saved_files import docx, page, paragraph, pdf, warc

from narratives.documents import read_document
from narratives.schema import NarrativesError

SECONDS = 20
"""A machine that is busy with other work is slow; each of these takes under a second alone."""


def nested_mail() -> bytes:
    boundary = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(60)
    )
    head = "MIME-Version: 1.0\r\nFrom: a@b.example\r\n"
    return f"{head}{boundary}Content-Type: text/plain\r\n\r\nx".encode()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"word/{number}.xml", b"\0" * 50_000_000)
        archive.writestr("word/document.xml", b"<w/>")
    return out.getvalue()


def many_pages() -> bytes:
    return pdf([["The silo fell."]] * 5_000)


HUGE = {
    "deep.html": (lambda: b"<html>" + b"<div>" * 100_000 + b"rust", "nested more than 250 deep"),
    "deep-spans.html": (
        lambda: page(after="<span>" * 100_000).encode(),
        "nested more than 250 deep",
    ),
    "bomb.docx": (bomb, "unpacked, the file has 200,000,004 bytes in 5 parts; at most"),
    "pages.pdf": (many_pages, "the PDF has 5,000 pages; at most 400 are read"),
    "nested.eml": (nested_mail, "parts more than 20 deep"),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_costs_without_end_is_refused_within_seconds(tmp_path: Path, name: str) -> None:
    make, message = HUGE[name]
    (tmp_path / name).write_bytes(make())
    began = perf_counter()
    with pytest.raises(NarrativesError, match=message) as error:
        read_document(tmp_path / name)
    assert perf_counter() - began < SECONDS
    assert name in str(error.value)


BROKEN = {
    "cut.docx": (docx(paragraph("Rust."))[:-200], "the zipped file is broken"),
    "empty.docx": (docx(""), "the Word file holds no text"),
    "cut.pdf": (pdf([["Rust."]])[:300], "the PDF cannot be read|has no text"),
    "empty.pdf": (pdf([[""]]), r"has no text, only pictures of it. .*\(OCR\)"),
    "empty.warc": (warc({}), "there is no page with an article in the archive"),
    "cut.warc": (b"WARC/1.0\r\nnonsense", "the archive cannot be read|there is no page"),
    "picture.eml": (
        b"MIME-Version: 1.0\r\nFrom: a@b.example\r\nContent-Type: image/png\r\n\r\nx",
        "the mail holds no text",
    ),
    "none.mhtml": (
        b"MIME-Version: 1.0\r\nContent-Type: text/css\r\n\r\nx",
        r"the file \(MHTML\) holds no web page",
    ),
    "book.odt": (b"PK\x03\x04", "broken"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_with_a_way_out(tmp_path: Path, name: str) -> None:
    raw, message = BROKEN[name]
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(NarrativesError, match=message) as error:
        read_document(tmp_path / name)
    assert name in str(error.value)


def test_a_mail_inside_a_mail_is_not_its_text(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("It was the owner.")
    outer = EmailMessage()
    outer["From"] = "a@b.example"
    outer.set_content("The silo fell, she wrote.")
    outer.add_attachment(inner)
    (tmp_path / "m.eml").write_bytes(outer.as_bytes())
    assert read_document(tmp_path / "m.eml").text == "The silo fell, she wrote."


def test_a_page_of_a_single_file_is_read_without_its_pictures(tmp_path: Path) -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 3_000_000}">'
    (tmp_path / "p.html").write_text(page(after=picture), encoding="utf-8")
    assert "AAAA" not in read_document(tmp_path / "p.html").text
