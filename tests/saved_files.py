"""Small files of each kind that is read, on an invented event: a silo that fell in Port Meron."""

from __future__ import annotations

import gzip
import io
import zipfile
from email.message import EmailMessage

STORY = (
    "The grain silo of Port Meron fell on Tuesday morning, and nobody was hurt.",
    "“The bolts had been loosened,” said Ana Quist, the harbour master, to reporters.",
    "The owner, Meron Grain, said that rust had eaten the legs of the silo for years.",
    "Engineer Tom Vale of the port authority denied that anybody had touched the bolts.",
)
HEADLINE = "Silo falls in Port Meron: bolts or rust?"
LD = (
    '{"@context": "https://schema.org", "@type": "NewsArticle", '
    f'"headline": "{HEADLINE}", '
    '"datePublished": "2031-05-06T08:30:00+02:00", "dateModified": "2031-05-08", '
    '"author": [{"@type": "Organization", "name": "Meron Desk"}, "Ida Holm"], '
    '"publisher": {"@type": "Organization", "name": "The Meron Post"}}'
)


def page(head: str = "", story: tuple[str, ...] = STORY, after: str = "", lang: str = "en") -> str:
    """Return a page with navigation, a banner, a caption, related links and comments."""
    told = "".join(f"<p>{line}</p>\n" for line in story)
    return f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">
<title>{HEADLINE} - The Meron Post</title>{head}</head><body>
<div id="cookie-consent" role="dialog">We use cookies. <a href="#">Accept all</a></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{HEADLINE}</h1><p class="byline">By Ida Holm</p>
<figure><img src="silo.jpg">
<figcaption>The silo before it fell. Photo: M. Lys</figcaption></figure>
{told}<aside class="related-links"><h3>Read also</h3><a href="/a">Harvest is late</a></aside>
{after}</article></main>
<section class="comments"><h2>2 comments</h2><p>It was the owner, said my uncle.</p></section>
<footer>© The Meron Post</footer></body></html>"""


def script(data: str = LD) -> str:
    """Return JSON-LD as it stands in the head of a page."""
    return f'<script type="application/ld+json">{data}</script>'


def pdf(
    pages: list[list[str]], title: str = "", creator: str = "Writer", leading: int = 14
) -> bytes:
    """Return a PDF of lines of text; an empty line is a gap between paragraphs."""
    objects: list[bytes] = []
    number = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(number))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {number} >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    for n, lines in enumerate(pages):
        y = 780
        words = [b"BT /F1 11 Tf"]
        for line in lines:
            plain = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            if line:
                words.append(b"1 0 0 1 60 %d Tm (%b) Tj" % (y, plain.encode("cp1252")))
            y -= leading
        stream = b"\n".join([*words, b"ET"])
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    info = f"<< /Title ({title}) /Creator ({creator}) /CreationDate (D:20320101000000Z) >>"
    objects.append(info.encode("cp1252"))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for at, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (at, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), start)
    )
    return out.getvalue()


def docx(body: str, title: str = "") -> bytes:
    """Return a Word file with this content of ``w:body``."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    types = "application/vnd.openxmlformats-"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{types}package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{types}officedocument.'
            'wordprocessingml.document.main+xml"/><Override PartName="/docProps/core.xml" '
            f'ContentType="{types}package.core-properties+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>',
        )
        archive.writestr(
            "docProps/core.xml",
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title></cp:coreProperties>",
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>',
        )
    return out.getvalue()


def paragraph(text: str) -> str:
    """Return a paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def mhtml(html: str) -> bytes:
    """Return a page as a browser saves it with all it needs."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://meronpost.example/silo"
    message["Subject"] = HEADLINE
    message["Date"] = "Sat, 1 Jan 2033 10:00:00 GMT"
    message.set_content(html, subtype="html", cte="quoted-printable")
    message.make_related()
    message.add_related(b"\x89PNG", "image", "png")
    return message.as_bytes()


def mail(plain: str = "", html: str = "") -> bytes:
    """Return a mail with a text, a page, or both."""
    message = EmailMessage()
    message["From"] = "Ida Holm <ida@meronpost.example>"
    message["Subject"] = HEADLINE
    message["Date"] = "Tue, 6 May 2031 09:15:00 +0200"
    message["Message-ID"] = "<1@meronpost.example>"
    message.set_content(plain)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def warc(pages: dict[str, str], packed: bool = False, sealed: tuple[str, ...] = ()) -> bytes:
    """Return a web archive of pages, a picture, and a page that was not found.

    Those at the addresses ``sealed`` were answered in bytes that nothing here unpacks.
    """
    html = "text/html; charset=utf-8"
    answers = [(a, "200 OK", html, t.encode()) for a, t in pages.items()]
    shut = f"{html}\r\nContent-Encoding: br"
    answers += [(a, "200 OK", shut, b"\x8b\x05\x80" + bytes(range(9, 250)) * 9) for a in sealed]
    answers.append(("https://meronpost.example/silo.jpg", "200 OK", "image/jpeg", b"\xff\xd8\xff"))
    answers.append(("https://meronpost.example/gone", "404 Not Found", "text/html", b"<p>Gone</p>"))
    records = []
    for number, (address, status, kind, body) in enumerate(answers):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"WARC-Target-URI: {address}\r\nWARC-Date: 2033-01-01T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}"
        )
        record = f"{head}\r\n\r\n".encode() + answer + b"\r\n\r\n"
        records.append(gzip.compress(record) if packed else record)
    return b"".join(records)


def wacz(pages: dict[str, str], listed: list[str]) -> bytes:
    """Return a packed web archive with its list of pages."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.warc.gz", warc(pages, packed=True))
        lines = ['{"format": "json-pages-1.0"}', *(f'{{"url": "{a}"}}' for a in listed)]
        archive.writestr("pages/pages.jsonl", "\n".join(lines))
    return out.getvalue()
