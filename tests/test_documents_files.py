"""Files of a person: plain ones alone, with a bound, and written whole."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from saved_files import pdf

from narratives.case import load_case
from narratives.documents import open_plain, read_bytes, read_document, write_whole
from narratives.review import append_review, load_review
from narratives.schema import CaseError, NarrativesError

DECISION = {"who": "ana", "target": "flood:4-9", "field": "status", "value": "accept"}
KINDS = {
    "FIFO": "a FIFO (a named pipe)",
    "device": "a device",
    "folder": "a folder",
    "socket": "a socket",
    "link to a FIFO": "a FIFO (a named pipe)",
}


@pytest.fixture
def put() -> Iterator[Callable[[str, Path], None]]:
    """Return a function that puts what is no plain file in the place of a file."""
    opened = []

    def make(kind: str, path: Path) -> None:
        path.unlink(missing_ok=True)
        if kind == "FIFO":
            os.mkfifo(path)
        elif kind == "device":
            path.symlink_to("/dev/zero")
        elif kind == "folder":
            path.mkdir()
        elif kind == "socket":
            opened.append(socket.socket(socket.AF_UNIX))
            here = Path.cwd()
            os.chdir(path.parent)  # The name of a socket may not be long.
            try:
                opened[-1].bind(path.name)
            finally:
                os.chdir(here)
        else:
            os.mkfifo(path.with_suffix(".fifo"))
            path.symlink_to(path.with_suffix(".fifo"))

    yield make
    for one in opened:
        one.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name",
    ["review.jsonl", "reference.json", "case.yaml", "documents/documents.yaml"],
)
def test_a_case_says_what_stands_in_the_place_of_a_file(make_case, put, kind, name):
    folder = make_case(review=[])
    put(kind, folder / name)
    with pytest.raises(CaseError) as caught:
        load_case(folder)
    assert f"{folder / name}: this is {KINDS[kind]}, not a plain file. Put" in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_a_plain_file(make_case, put, kind):
    folder = make_case()
    put(kind, folder / "documents" / "flood.txt")
    # A link to what is no file leads out of the folder, and that is said first.
    told = (
        ": .*this is a " if kind != "device" else r' "flood\.txt" is a link that leads out of the'
    )
    with pytest.raises(CaseError, match=rf"documents.yaml, line 2: documents\[0\]\.file{told}"):
        load_case(folder)
    with pytest.raises(NarrativesError, match="this is a "):
        read_document(folder / "documents" / "flood.txt")


@pytest.mark.parametrize("kind", KINDS)
def test_a_decision_is_written_to_a_plain_file_alone(tmp_path, put, kind):
    put(kind, tmp_path / "review.jsonl")
    with pytest.raises(NarrativesError, match=r"review\.jsonl: this is a "):
        append_review(tmp_path / "review.jsonl", [DECISION])
    with pytest.raises(CaseError, match=r"review\.jsonl: this is a "):
        load_review(tmp_path / "review.jsonl")


def test_a_file_is_read_no_further_than_its_bound(tmp_path):
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(2**40)  # A terabyte that takes no room.
    with pytest.raises(NarrativesError, match=r"more than 1,000 bytes\. Make it shorter\."):
        read_bytes(path, 1_000)


def test_a_name_that_leads_nowhere_is_no_empty_file(tmp_path):
    (tmp_path / "review.jsonl").symlink_to(tmp_path / "gone.jsonl")
    with pytest.raises(CaseError, match=r"review.jsonl: there is no such file. Check the name"):
        load_review(tmp_path / "review.jsonl")
    assert read_bytes(tmp_path / "none.txt", 9, missing=b"") == b""


def test_what_is_changed_between_looking_and_opening_is_seen(tmp_path, monkeypatch):
    path = tmp_path / "text.txt"
    path.write_bytes(b"Rain.")
    looked = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: looked)
    with pytest.raises(NarrativesError, match="this is a FIFO"):
        open_plain(path)


@pytest.mark.parametrize("name", ["documents", "case"])
def test_a_folder_that_may_not_be_entered_is_a_mistake_of_the_case(make_case, monkeypatch, name):
    folder = make_case()
    closed = folder if name == "case" else folder / "documents"
    whole = {"stat": Path.stat, "iterdir": Path.iterdir}

    def refuse(what: str) -> Callable[..., object]:
        def run(path: Path, *args: object, **more: object) -> object:
            if path == closed or closed in path.parents:
                raise PermissionError(13, "Permission denied", str(path))
            return whole[what](path, *args, **more)

        return run

    for what in whole:
        monkeypatch.setattr(Path, what, refuse(what))
    message = "the folder cannot be read" if name == "case" else "the folder of the texts cannot"
    with pytest.raises(CaseError, match=rf"{message}.*Permission denied"):
        load_case(folder)


def test_a_file_in_the_place_of_the_folder_of_texts_is_named(make_case):
    folder = make_case()
    for path in (folder / "documents").iterdir():
        path.unlink()
    (folder / "documents").rmdir()
    (folder / "documents").write_text("no folder")
    with pytest.raises(CaseError, match="documents: the folder of the texts cannot be read"):
        load_case(folder)


def test_a_file_is_written_whole_or_left_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    write_whole(path, b"old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new and longer")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]


def test_letters_that_a_font_of_a_pdf_joins_are_letters_of_their_own(tmp_path: Path) -> None:
    raw = pdf([["The ~re was con~rmed by the o~ce."]])
    font = b"/Encoding /WinAnsiEncoding"
    joined = b"/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [126 /fi] >>"
    assert raw.count(font) == 1
    (tmp_path / "a.pdf").write_bytes(raw.replace(font, joined))
    assert read_document(tmp_path / "a.pdf").text == "The fire was confirmed by the ofice."
