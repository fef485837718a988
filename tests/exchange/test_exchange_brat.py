"""Brat standoff: out, back, and files as PolNeAR has them."""

from __future__ import annotations

import re
import shutil

import pytest
from traded import GERMAN, TEXT, fields_of, left, lines_of, review, said_by, spans

from narratives.schema import NarrativesError, parse_spans


@pytest.fixture(scope="module")
def folder(trade, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "brat"
    trade.export(path, "brat")
    return path


def edited(folder, tmp_path, name, pattern, new):
    path = shutil.copytree(folder, tmp_path / "edited")
    before = (path / name).read_text(encoding="utf-8")
    after, times = re.subn(pattern, new, before, count=1, flags=re.M)
    assert times == 1
    (path / name).write_text(after, encoding="utf-8")
    return path


def write_ann(tmp_path, *lines):
    path = tmp_path / "dam.ann"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def bound(number, kind, text, *pieces):
    (start, end), *_ = parse_spans(spans(text, *pieces))
    return f"T{number}\t{kind} {start} {end}\t{text[start:end]}"


def test_a_case_that_goes_out_and_comes_back_is_the_same(trade, folder):
    twin = trade.twin()
    taken = trade.take(twin, folder)
    assert left(taken) == {}
    assert lines_of(twin) == review()
    assert said_by(twin) == fields_of(trade.comparison)


def test_the_texts_are_the_same_bytes_and_every_piece_is_one_line_of_them(folder):
    assert (folder / "dam.txt").read_bytes() == TEXT.encode("utf-8")
    lines = (folder / "dam.ann").read_text(encoding="utf-8").split("\n")
    placed = [line.split("\t") for line in lines if line.startswith("T")]
    assert len(placed) > 5
    for _, place, words in placed:
        pieces = [tuple(map(int, p.split())) for p in place.split(" ", 1)[1].split(";")]
        assert " ".join(TEXT[start:end] for start, end in pieces) == words
        assert "\r" not in words


def test_an_event_has_the_roles_of_polnear(folder):
    lines = (folder / "damm.ann").read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith("E"))
    assert re.fullmatch(r"E\d+\tAttribution:T\d+ Content:T\d+ Source:T\d+ Cue:T\d+", lines[number])
    assert f"Content {spans(GERMAN, 'der Damm sei nie repariert worden').replace('-', ' ')}\t" in (
        folder / "damm.ann"
    ).read_text(encoding="utf-8")


def test_a_changed_attribute_becomes_one_line(trade, folder, tmp_path):
    changed = edited(
        folder, tmp_path, "hreblia.ann", r"Strength (E\d+) certain", r"Strength \1 hint"
    )
    taken = trade.take(trade.twin(reviewed=True), changed, who="Mia")
    assert [(e["who"], e["field"], e["value"]) for e in taken.entries] == [
        ("Mia", "strength", "hint")
    ]


def test_a_shortened_piece_becomes_a_line_with_its_new_span(trade, folder, tmp_path):
    start, end = parse_spans(spans(GERMAN, "der Damm sei nie repariert worden"))[0]
    changed = edited(
        folder,
        tmp_path,
        "damm.ann",
        rf"Content {start} {end}\t.*$",
        f"Content {start} {end - 7}\tder Damm sei nie repariert",
    )
    taken = trade.take(trade.twin(reviewed=True), changed, who="Mia")
    assert [(e["field"], e["value"]) for e in taken.entries] == [("content", f"{start}-{end - 7}")]


def test_a_file_of_polnear_adds_what_the_case_does_not_have(trade, tmp_path):
    source = "engineer Zoe\u0308 Brandt"
    path = write_ann(
        tmp_path,
        bound(1, "Content", TEXT, "three missing"),
        bound(2, "Cue", TEXT, "said"),
        bound(3, "Attribution", TEXT, "said"),
        bound(4, "Source", TEXT, source),
        "E1\tAttribution:T3 Content:T1 Cue:T2 Source:T4",
        "E2\tAttribution-no-source:T3 Cue:T2",
    )
    path = path.rename(tmp_path / "dam_4b22.ann")
    twin = trade.twin(reviewed=True)
    taken = trade.take(twin, path, who="Mia")
    (line,) = taken.entries
    assert (line["target"], line["field"]) == ("dam", "statement")
    assert line["value"] == {
        "content": spans(TEXT, "three missing"),
        "source": spans(TEXT, source),
        "cue": spans(TEXT, "said"),
    }
    assert left(taken) == {"dam_4b22.ann, line 6": "the event has no content whose place was found"}
    # How firmly is not in the file: the machine reads it off the words.
    added = next(s for s in said_by(twin) if s["content"] == line["value"]["content"])
    assert added["strength"] == "certain"


def test_a_place_with_other_words_is_told_and_nothing_shifts(trade, tmp_path):
    start, end = parse_spans(spans(TEXT, "three missing"))[0]
    path = write_ann(
        tmp_path,
        # As by a tool that counts a CRLF as one, or a wave as two.
        f"T1\tContent {start + 2} {end + 2}\tthree missing",
        "E1\tAttribution:T1 Content:T1",
    )
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert taken.entries == ()
    assert 'the file "three missing"' in left(taken)["dam.ann, line 1"]


def test_a_file_without_a_document_is_told(trade, tmp_path):
    (tmp_path / "other.ann").write_text("", encoding="utf-8")
    taken = trade.take(trade.twin(), tmp_path / "other.ann", who="Mia")
    assert left(taken) == {"other.ann": "no document of the case has the name of this file"}


def test_a_folder_with_files_is_not_written_over(trade, folder):
    with pytest.raises(NarrativesError, match="it is there and is no empty folder"):
        trade.export(folder, "brat")


def test_the_note_says_what_brat_cannot_say(folder):
    note = (folder / "NOTE.txt").read_text(encoding="utf-8")
    assert "brat knows no persons and no times" in note
