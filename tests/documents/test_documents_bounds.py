"""Files that would cost without end are refused, and soon."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from saved_files import docx, page, paragraph, pdf, warc

from narratives.documents import archives, pdfs, read_document, read_documents
from narratives.schema import NarrativesError


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


def lying_zip() -> bytes:
    """A part that says it has a thousand bytes, and unpacks to a hundred million."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 100_000_000)
    size = struct.pack("<I", 100_000_000)
    assert out.getvalue().count(size) == 2
    return out.getvalue().replace(size, struct.pack("<I", 1_000))


def packed_otherwise() -> bytes:
    """A part packed in a way that the library unpacks at once, however small the pieces asked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def many_pages() -> bytes:
    return pdf([["The silo fell."]] * 5_000)


HUGE = {
    "deep.html": (lambda: b"<html>" + b"<div>" * 100_000 + b"rust", "nested more than 250 deep"),
    "deep-spans.html": (
        lambda: page(after="<span>" * 100_000).encode(),
        "nested more than 250 deep",
    ),
    "deep-utf-16.html": (
        lambda: ("<html>" + "<div>" * 100_000 + "rust").encode("utf-16"),
        "nested more than 250 deep",
    ),
    "endless-comments.html": (
        lambda: page(after="<!--" * 100_000 + "<div>" * 300).encode(),
        "nested more than 250 deep",
    ),
    "endless-scripts.html": (
        lambda: page(after="<script>" * 100_000).encode(),
        "nested more than 250 deep",
    ),
    "attributes.html": (
        lambda: page(after=f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>").encode(),
        "one of its tags has more than 5,000 attributes",
    ),
    "paragraphs.html": (
        lambda: page(after="<p>The silo fell." * 30_000).encode(),
        "it has more than 20,000 paragraphs",
    ),
    "tags.html": (
        lambda: page(after="<p>" + "<b>The</b> silo. " * 60_000).encode(),
        "it has more than 100,000 tags",
    ),
    "lying.docx": (lying_zip, r"the zipped file is broken \(Bad CRC-32"),
    "otherwise.docx": (packed_otherwise, "is packed in a way that is not read"),
    "parameters.eml": (
        lambda: (
            b"From: a@b.example\r\nContent-Type: text/plain; %b\r\n\r\nx"
            % b"; ".join(b"a*%d=x" % n for n in range(50_000))
        ),
        "the mail has headers of 538,901 bytes, 538,913 in all; at most 5,000",
    ),
    "folded.eml": (
        lambda: b"From: a@b.example\r\nSubject:%b\r\n\r\nx" % (b"\r\n =?utf-8?q?a?=" * 50_000),
        "the mail has headers of 800,000 bytes",
    ),
    "bomb.docx": (bomb, "unpacked, the file has 200,000,004 bytes in 5 parts; at most"),
    "pages.pdf": (many_pages, "the PDF has 5,000 pages; at most 400 are read"),
    "nested.eml": (nested_mail, "parts more than 20 deep"),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_costs_without_end_is_refused(tmp_path: Path, name: str) -> None:
    make, message = HUGE[name]
    (tmp_path / name).write_bytes(make())
    with pytest.raises(NarrativesError, match=message) as error:
        read_document(tmp_path / name)
    assert name in str(error.value)


def test_a_page_may_speak_of_its_own_tags_in_comments_and_scripts(tmp_path: Path) -> None:
    told = page(after=f"<!-- {'<div>' * 300} --><script>'{'<b>' * 300}'</script>")
    (tmp_path / "p.html").write_text(told, encoding="utf-8")
    assert "The owner, Meron Grain" in read_document(tmp_path / "p.html").text


@pytest.mark.parametrize(
    ("bound", "message"),
    [
        ("MAX_PASSED", "unpacked, the archive has more than 2 bytes beside its pages"),
        ("MAX_STEPS", "to read the pages of the archive takes more than 2 steps"),
    ],
)
def test_what_stands_beside_the_pages_of_an_archive_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, message: str
) -> None:
    (tmp_path / "a.warc").write_bytes(warc({"https://meronpost.example/silo": page()}))
    assert "The owner, Meron Grain" in read_document(tmp_path / "a.warc").text
    monkeypatch.setattr(archives, bound, 2)
    with pytest.raises(NarrativesError, match=message):
        read_document(tmp_path / "a.warc")


def test_the_steps_of_an_archive_are_those_of_its_pages_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 9_000}">'
    told = {f"https://meronpost.example/{n}": page(after=picture) for n in range(3)}
    (tmp_path / "a.warc").write_bytes(warc(told))
    read = page(after='<img src="data:,">')
    each = 100 + read.count("<") + len(read.encode()) // 200
    monkeypatch.setattr(archives, "MAX_STEPS", 3 * each)
    assert len(read_documents(tmp_path / "a.warc")) == 3
    monkeypatch.setattr(archives, "MAX_STEPS", 3 * each - 1)
    with pytest.raises(NarrativesError, match=r"more than [\d,]+ steps .* as files of their own"):
        read_documents(tmp_path / "a.warc")


def drawing_pdf(content: bytes, form: bytes = b"", table: bytes = b"") -> bytes:
    """Return a PDF of one page, with a form that it can draw and a table of what letters mean."""
    writer = PdfWriter()
    own = writer.add_blank_page(600, 800)
    streams = []
    for data in (content, form, table):
        stream = DecodedStreamObject()
        stream.set_data(data)
        streams.append(stream)
    page_stream, drawn, meant = streams
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    if table:
        font[NameObject("/ToUnicode")] = writer._add_object(meant)
    fonts = DictionaryObject({NameObject("/F1"): font})
    drawn[NameObject("/Subtype")] = NameObject("/Form")
    drawn[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    forms = DictionaryObject({NameObject("/X"): writer._add_object(drawn)})
    own[NameObject("/Contents")] = writer._add_object(page_stream)
    own[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): fonts, NameObject("/XObject"): forms}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


LINE = b"BT /F1 11 Tf 60 700 Td (The silo fell.) Tj ET"
STEPS = {
    # Five operators, the name of the font and fourteen letters; less than 100 bytes.
    "letters": (drawing_pdf(LINE), 5 + 3 + 14),
    "a comment": (drawing_pdf(LINE + b"\n%" + b"x" * 999), 22 + 10),
    # The form is looked through each time that it is drawn: a comment of 300 bytes, six operators.
    "a form": (drawing_pdf(b"/X Do " * 3, LINE + b" q\n%" + b"x" * 300), 3 * (3 + 23 + 3)),
    "a form not drawn": (drawing_pdf(LINE, LINE + b"\n%" + b"x" * 300), 22),
    # The table stands in the fonts of the page and in those of the form.
    "a table": (drawing_pdf(b"/X Do " * 2, LINE, b"%" + b"x" * 199), 2 + 2 * (3 + 22 + 2)),
    "a list": (drawing_pdf(b"BT /F1 11 Tf [(Rust) 5 (The silo)] TJ ET"), 4 + 3 + 4 + 1 + 8),
}


@pytest.mark.parametrize("name", STEPS)
def test_the_steps_of_a_pdf_are_counted_and_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    raw, steps = STEPS[name]
    (tmp_path / "a.pdf").write_bytes(raw)
    monkeypatch.setattr(pdfs, "MAX_STEPS", steps)
    assert "silo" in read_document(tmp_path / "a.pdf").text
    monkeypatch.setattr(pdfs, "MAX_STEPS", steps - 1)
    with pytest.raises(NarrativesError, match=r"more than \d+ steps .* plain text \(.txt\)"):
        read_document(tmp_path / "a.pdf")


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
