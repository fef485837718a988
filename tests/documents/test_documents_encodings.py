from __future__ import annotations

from pathlib import Path

import pytest

from narratives.documents import note_on_mojibake, notes_on, read_document
from narratives.schema import Document, NarrativesError

ENGLISH = "Zoë Čapek of the council denied it.\n“We don’t know who opened the sluice,” she said.\n"
UKRAINIAN = "Дамба вистояла, сказав мер міста.\nРада заперечила, що її відкрила.\n"


def write(tmp_path: Path, raw: bytes) -> Path:
    path = tmp_path / "weir.txt"
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("text", [ENGLISH, UKRAINIAN])
@pytest.mark.parametrize("byte", [b"\xff", b"\x93", b"\xe9", b"\xc3"])
def test_one_stray_byte_leaves_a_text_in_utf_8_and_its_place_is_told(
    tmp_path: Path, text: str, byte: bytes
) -> None:
    raw = text.encode()
    at = raw.index(b"\n") + 1
    document = read_document(write(tmp_path, raw[:at] + byte + b" " + raw[at:]))
    assert document.text.replace("\ufffd ", "") == text
    (fact,) = document.outside
    assert f"one byte (line 2, byte {at + 1}, 0x{byte.hex()})" in fact
    assert any(fact in note for note in notes_on(document))


def test_a_file_that_was_cut_inside_a_letter_is_utf_8(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "The mayor of the town said so to José".encode()[:-1]))
    assert document.text.endswith("Jos\ufffd")
    assert "one byte (line 1, byte 37, 0xc3)" in document.outside[0]


def test_many_stray_bytes_are_refused_with_the_places_of_the_first(tmp_path: Path) -> None:
    raw = (ENGLISH * 4).encode().replace(b"denied", b"d\xe9nied")
    with pytest.raises(
        NarrativesError,
        match=r"line 1: byte \d+ \(0xe9\) is not UTF-8\. Open the file.*Others: line 3, byte \d+",
    ):
        read_document(write(tmp_path, raw))


@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
def test_an_older_encoding_is_still_read_as_what_it_is(tmp_path: Path, charset: str) -> None:
    text = "The mayor of Évreux said that the café by the weir was shut, and that he was sorry."
    document = read_document(write(tmp_path, text.encode(charset)))
    assert document.text == text
    assert "It was read as Windows-1252" in document.outside[0]


@pytest.mark.parametrize("charset", ["cp1252", "latin-1", "cp1250", "mac-roman", "cp437"])
@pytest.mark.parametrize("text", ["Zoë denied it — “never”.", "The mayor of Évreux spoke."])
def test_a_text_that_was_read_in_a_wrong_encoding_is_told_and_left_as_it_stands(
    charset: str, text: str
) -> None:
    garbled = text.encode().decode(charset, errors="replace")
    document = Document("weir", garbled)
    note = note_on_mojibake(document)
    assert "garbled" in note
    assert "Nothing was changed. Is it so?" in note
    assert document.text == garbled


def test_a_text_that_was_garbled_twice_is_told() -> None:
    once = "The mayor of Évreux spoke.".encode().decode("cp1252")
    note = note_on_mojibake(Document("weir", once.encode().decode("cp1252")))
    assert 'may have been "The mayor of Évreux spoke."' in note


def test_russian_letters_read_in_the_encoding_of_unix_are_told() -> None:
    garbled = UKRAINIAN.encode().decode("koi8-u")
    assert "signs for drawing boxes stand inside words, first in line 1" in note_on_mojibake(
        Document("weir", garbled)
    )


@pytest.mark.parametrize(
    "text",
    [ENGLISH, UKRAINIAN, "« Le barrage a tenu », a dit l’élu d’Évreux — à 5 °C, 3 × 2 m, ½ page."],
)
def test_a_whole_text_is_not_suspected(text: str) -> None:
    assert note_on_mojibake(Document("weir", text)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "“NÃO HÁ ACORDO COM O IRÃ”, DIZ MINISTRA\n\nEla negou o relato.",
        "A PORTA-VOZ: «SÓ AMANH\u00c3»\n\nEla negou o relato.",
        "“A LÃ” E “A IRMÃ”: DOIS RELATOS",
    ],
)
def test_a_quotation_in_capitals_that_ends_in_a_with_a_tilde_is_not_suspected(text: str) -> None:
    assert note_on_mojibake(Document("weir", text)) == ""


def test_a_letter_that_looks_like_a_closing_mark_is_still_told_beside_whole_quotations() -> None:
    note = note_on_mojibake(Document("weir", "LE CÃ”TÉ: “LA DIGUE TIENT”, DIT LE MAIRE"))
    assert "line 1 looks garbled" in note
    assert "CÔTÉ" in note


def test_marks_for_lost_letters_are_counted() -> None:
    note = note_on_mojibake(Document("weir", "A line.\nThe Jos\ufffd\ufffd case."))
    assert "the text has 2 marks U+FFFD, the first in line 2" in note


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (r"The weir broke.\n\nThe mayor denied it.\nNobody was hurt.\n", "ends of lines"),
        (r"Ren\u00e9 Nu\u00f1ez denied it, said Jos\u00e9 Moe.", "letters written out"),
        ("Ren=C3=A9 denied it, he said. =E2=80=9CNo,=E2=80=9D said Moe.", "(quoted-printable)"),
    ],
)
def test_signs_of_a_program_in_the_place_of_letters_are_told(text: str, what: str) -> None:
    note = note_on_mojibake(Document("weir", text))
    assert note.startswith("weir: ")
    assert "times, first in line 1, the text has " in note
    assert what in note
    assert "Nothing was changed" in note


@pytest.mark.parametrize("text", [r"He ran C:\\new\\next\\now.", "x=20 and y=30", r"A \n alone."])
def test_a_path_or_a_sum_is_no_sign_of_a_program(text: str) -> None:
    assert note_on_mojibake(Document("weir", text)) == ""
