"""What people have is read as documents: each kind of file, made here."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from saved_files import (
    HEADLINE,
    STORY,
    docx,
    mail,
    mhtml,
    page,
    paragraph,
    pdf,
    script,
    wacz,
    warc,
)

from narratives.documents import find_segments, read_document, read_documents
from narratives.schema import NarrativesError

OTHER = page(story=tuple(f"{line} So it was told in the town again." for line in STORY))
ADDRESS = "https://meronpost.example/silo"


def lines_of(pieces: tuple[str, ...]) -> list[str]:
    """Return the story as lines of a printed page, with gaps between paragraphs."""
    found = []
    for piece in pieces:
        half = piece.rindex(" ", 0, 60)
        found += [piece[:half], piece[half + 1 :], ""]
    return found


def make(kind: str) -> bytes:
    return {
        "silo.html": lambda: page(script()).encode(),
        "silo.mhtml": lambda: mhtml(page(script())),
        "silo.pdf": lambda: pdf([[HEADLINE, "", *lines_of(STORY)]], HEADLINE),
        "silo.docx": lambda: docx("".join(map(paragraph, (HEADLINE, *STORY))), HEADLINE),
        "silo.eml": lambda: mail("\n\n".join(STORY)),
        "silo.md": lambda: "\n\n".join((f"# *{HEADLINE}*", *STORY)).encode(),
        "silo.txt": lambda: "\n\n".join((HEADLINE, *STORY)).encode(),
        "silo.warc": lambda: warc({ADDRESS: page(script())}),
        "silo.warc.gz": lambda: warc({ADDRESS: page(script())}, packed=True),
        "silo.wacz": lambda: wacz({ADDRESS: page(script()), f"{ADDRESS}/2": OTHER}, [ADDRESS]),
    }[kind]()


KINDS = (
    *("silo.html", "silo.mhtml", "silo.pdf", "silo.docx", "silo.eml", "silo.md", "silo.txt"),
    *("silo.warc", "silo.warc.gz", "silo.wacz"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_story_is_read_whole_and_nothing_around_it(tmp_path: Path, kind: str) -> None:
    raw = make(kind)
    (tmp_path / kind).write_bytes(raw)
    document = read_document(tmp_path / kind)
    told = [part for part in document.text.split("\n\n") if part in STORY]
    assert told == list(STORY)
    for word in ("cookies", "Sport", "Harvest", "uncle", "©"):
        assert word not in document.text
    assert document.language == "en"
    if kind != "silo.txt":
        assert document.original == kind
        assert document.original_sha256 == hashlib.sha256(raw).hexdigest()
        assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()


@pytest.mark.parametrize("kind", ["silo.html", "silo.mhtml", "silo.warc", "silo.wacz"])
def test_a_page_says_what_it_is_and_where_that_was_read(tmp_path: Path, kind: str) -> None:
    (tmp_path / kind).write_bytes(make(kind))
    document = read_document(tmp_path / kind)
    assert (document.title, document.publisher) == (HEADLINE, "The Meron Post")
    assert document.author == "Meron Desk; Ida Holm"
    assert document.published == "2031-05-06T08:30:00+02:00"
    assert document.changed == "2031-05-08"
    where = dict(document.read_from)
    assert where["published"] == "JSON-LD datePublished"
    assert where["changed"] == "JSON-LD dateModified"
    assert where["language"] == "html lang"
    if kind != "silo.html":
        assert document.url == ADDRESS


def test_furniture_of_a_page_is_marked_with_its_reason_and_what_is_out_is_counted(
    tmp_path: Path,
) -> None:
    (tmp_path / "silo.html").write_text(page(), encoding="utf-8")
    document = read_document(tmp_path / "silo.html")
    table = find_segments(document)
    kinds = {document[r.start : r.end]: r.kind for r in table.itertuples()}
    assert kinds["By Ida Holm"] == "byline"
    assert kinds["The silo before it fell. Photo: M. Lys"] == "caption"
    assert "<figcaption> of the page" in " ".join(table["why"])
    told = " ".join(document.outside)
    for reason in ("cookie banner (1)", "comments of readers (2)", "links to other pages (2)"):
        assert reason in told


def test_a_mail_states_its_subject_its_sender_and_when_it_was_sent(tmp_path: Path) -> None:
    (tmp_path / "silo.eml").write_bytes(mail("\n\n".join(STORY), page()))
    document = read_document(tmp_path / "silo.eml")
    assert (document.title, document.author) == (HEADLINE, "Ida Holm")
    assert document.published == "2031-05-06T09:15:00+02:00"
    assert dict(document.read_from)["published"] == "Date of the mail"


def test_the_dates_of_a_file_are_not_those_of_the_article(tmp_path: Path) -> None:
    (tmp_path / "silo.pdf").write_bytes(make("silo.pdf"))
    (tmp_path / "saved.mhtml").write_bytes(mhtml(page()))
    assert read_document(tmp_path / "silo.pdf").published == ""
    assert read_document(tmp_path / "saved.mhtml").published == ""


def test_the_print_of_a_page_loses_what_stands_above_and_below_the_article(tmp_path: Path) -> None:
    around = ["Home", "", "Sport", "", HEADLINE, "", *lines_of(STORY), "2 comments", ""]
    lines = [*around, "It was the owner, said my uncle.", "", "We use cookies. Accept all"]
    (tmp_path / "p.pdf").write_bytes(pdf([lines], f"{HEADLINE} - The Meron Post", "HeadlessChrome"))
    document = read_document(tmp_path / "p.pdf")
    assert document.text.split("\n\n") == [HEADLINE, *STORY]
    assert document.title == HEADLINE


def test_running_heads_of_a_pdf_are_left_out_and_a_paragraph_goes_on_over_the_page(
    tmp_path: Path,
) -> None:
    pages = [
        ["Meron Report 1", "", "The silo fell, and the harbour master said", "that its bolts had"],
        ["Meron Report 2", "", "been loosened by somebody at night.", "", "Nobody was hurt in it."],
        ["Meron Report 3", "", "Rust had eaten the legs of the silo."],
    ]
    (tmp_path / "r.pdf").write_bytes(pdf(pages))
    text = read_document(tmp_path / "r.pdf").text
    assert "said that its bolts had been loosened by somebody at night." in text
    assert "Meron Report" not in text


def test_a_word_file_is_read_as_word_shows_it(tmp_path: Path) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    changed = (
        f"<w:p>{run.format('The silo ')}<w:del w:id='1'><w:r><w:delText>stood</w:delText></w:r>"
        f"</w:del><w:ins w:id='2'>{run.format('fell')}</w:ins>"
        f"<w:sdt><w:sdtContent>{run.format(' at noon.')}</w:sdtContent></w:sdt></w:p>"
    )
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Rust')}</w:tc></w:tr></w:tbl>"
    (tmp_path / "s.docx").write_bytes(docx(changed + table, "Silo"))
    document = read_document(tmp_path / "s.docx")
    assert document.text == "The silo fell at noon.\n\nRust"
    assert (document.title, dict(document.read_from)["title"]) == ("Silo", "Word title")


def test_an_archive_of_several_pages_gives_a_document_each(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc({ADDRESS: page(), f"{ADDRESS}-2": OTHER}))
    found = read_documents(tmp_path / "a.warc")
    assert [(d.document_id, d.url) for d in found] == [
        ("silo", ADDRESS),
        ("silo-2", f"{ADDRESS}-2"),
    ]
    with pytest.raises(NarrativesError, match=r"the archive holds 2 pages. Read them with"):
        read_document(tmp_path / "a.warc")


def test_a_folder_is_read_in_the_order_of_names_without_what_belongs_to_a_saved_page(
    tmp_path: Path,
) -> None:
    (tmp_path / "b.html").write_text(page(), encoding="utf-8")
    (tmp_path / "b_files").mkdir()
    (tmp_path / "b_files" / "frame.html").write_text("<p>advertisement</p>", encoding="utf-8")
    (tmp_path / "a.txt").write_text("The silo fell, they said.", encoding="utf-8")
    (tmp_path / "silo.jpg").write_bytes(b"\xff\xd8\xff")
    assert [d.document_id for d in read_documents(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(
    "address", ["https://meronpost.example/silo", "www.meronpost.example", "ftp://a.example/b"]
)
def test_an_address_is_not_fetched_and_the_message_says_what_to_do(address: str) -> None:
    with pytest.raises(NarrativesError, match=r"nothing is fetched. .*save the page"):
        read_documents(address)


@pytest.mark.parametrize(
    ("name", "module"), [("silo.html", "trafilatura"), ("silo.docx", "docx"), ("silo.pdf", "pypdf")]
)
def test_where_a_library_is_missing_the_message_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    (tmp_path / name).write_bytes(make(name))
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(NarrativesError, match=r'pip install "narratives\[documents\]"'):
        read_document(tmp_path / name)


def test_markdown_is_read_as_it_is_shown_and_its_front_matter_as_facts(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Silo\ndate: 03/04/2031\n---\nThe [silo](http://a.example) **fell**.\n\n- Rust"
    )
    (tmp_path / "s.md").write_text(text, encoding="utf-8")
    document = read_document(tmp_path / "s.md")
    assert document.text == "The silo fell.\n\nRust"
    assert (document.title, document.published) == ("Silo", "")
    assert "2031-04-03 or 2031-03-04" in " ".join(document.outside)


def test_a_page_of_an_archive_that_nothing_unpacks_is_told_beside_those_that_are_read(
    tmp_path: Path,
) -> None:
    raw = warc({ADDRESS: page(script())}, sealed=(f"{ADDRESS}/2", f"{ADDRESS}/3"))
    (tmp_path / "silo.warc").write_bytes(raw)
    document = read_document(tmp_path / "silo.warc")
    assert STORY[0] in document.text
    told = (
        '2 pages of the archive could not be unpacked, and are not read: packed as "br", the first'
    )
    assert f"{told} {ADDRESS}/2." in " ".join(document.outside)


def test_an_archive_of_which_nothing_is_unpacked_is_refused_with_the_way_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "silo.warc").write_bytes(warc({}, sealed=(ADDRESS,)))
    with pytest.raises(NarrativesError, match=r'packed as "br".*pip install brotli'):
        read_document(tmp_path / "silo.warc")


def test_a_page_that_was_stored_unpacked_under_a_head_that_says_otherwise_is_read(
    tmp_path: Path,
) -> None:
    raw = warc({ADDRESS: page(script())})
    said, kept = b"charset=utf-8\r\n\r\n", b"charset=utf-8\r\nContent-Encoding: br\r\n\r\n"
    length = int(raw.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    longer = b"Content-Length: %d" % (length + len(kept) - len(said))
    raw = raw.replace(said, kept, 1).replace(b"Content-Length: %d" % length, longer, 1)
    (tmp_path / "silo.warc").write_bytes(raw)
    document = read_document(tmp_path / "silo.warc")
    assert STORY[0] in document.text
    assert "unpacked" not in " ".join(document.outside)
