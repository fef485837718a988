"""What was read for a case and kept beside it is not read again, and is the same."""

from __future__ import annotations

import numpy as np
import pytest

from narratives.documents.kept import FOLDER
from narratives.reading import (
    Account,
    EncoderReader,
    NotReadYetError,
    Passage,
    from_memory,
    kept as kept_module,
    reader as reader_module,
)
from narratives.reading.kept import FILE

ACCOUNTS = [Account("A bomb destroyed the bakery."), Account("Leaking gas blew up the bakery.")]
PASSAGES = [
    Passage("Police", "said", f"{words}", "", f"Police said {words}.")
    for words in ("a bomb went off at six", "gas had been leaking since May")
]


def same(one, two):
    return all(
        np.array_equal(getattr(one, part), getattr(two, part))
        for part in ("likely", "stated", "states")
    )


@pytest.fixture(scope="module")
def whole():
    return EncoderReader().read(PASSAGES, ACCOUNTS)


@pytest.fixture
def keeping(tmp_path):
    reader = EncoderReader(tmp_path)
    reader.read(PASSAGES, ACCOUNTS)
    reader.keep()
    return tmp_path


@pytest.fixture
def runs(monkeypatch):
    """Count what is read by the graph."""
    counted = []

    def run(pieces, accounts):
        counted.append(pieces)
        return plain(pieces, accounts)

    plain = reader_module._run
    monkeypatch.setattr(reader_module, "_run", run)
    return counted


def test_what_was_kept_is_the_same_to_the_last_bit_and_read_by_no_graph(
    keeping, whole, monkeypatch
):
    for name in ("_run", "_width", "_session"):
        monkeypatch.delattr(reader_module, name)
    assert same(EncoderReader(keeping).read(PASSAGES, ACCOUNTS), whole)


def test_only_what_is_new_is_read(keeping, runs):
    new = Passage("Police", "said", "the street is closed", "", "Police said so.")
    EncoderReader(keeping).read([*PASSAGES, new], ACCOUNTS)
    assert len(runs) == 1


def test_from_memory_nothing_is_read_and_what_is_not_known_is_refused(keeping, whole, runs):
    reader = EncoderReader(keeping)
    new = Passage("Police", "said", "the street is closed", "", "Police said so.")
    with from_memory(reader):
        assert same(reader.read(PASSAGES, ACCOUNTS), whole)
        with pytest.raises(NotReadYetError, match="have not been read yet"):
            reader.read([*PASSAGES, new], ACCOUNTS)
    assert runs == []
    reader.read([*PASSAGES, new], ACCOUNTS)
    assert len(runs) == 1


def test_a_file_that_was_altered_is_not_believed(keeping, whole, runs):
    file = keeping / FOLDER / FILE
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(bytes(raw))
    assert same(EncoderReader(keeping).read(PASSAGES, ACCOUNTS), whole)
    assert len(runs) == 2


def test_nothing_is_written_before_it_is_to_be_kept(tmp_path, whole):
    assert same(EncoderReader(tmp_path).read(PASSAGES, ACCOUNTS), whole)
    assert not list(tmp_path.iterdir())


def test_what_the_case_no_longer_has_is_forgotten(keeping, runs):
    other = Passage("Police", "said", "nobody was hurt", "", "Police said so.")
    reader = EncoderReader(keeping)
    reader.read([PASSAGES[0], other], ACCOUNTS)
    reader.keep()
    runs.clear()
    EncoderReader(keeping).read([PASSAGES[0], other], ACCOUNTS)
    assert not runs
    EncoderReader(keeping).read([PASSAGES[1]], ACCOUNTS)
    assert len(runs) == 1


def test_more_rows_than_there_is_room_for_are_read_anew(tmp_path, whole, monkeypatch, runs):
    monkeypatch.setattr(kept_module, "MOST_ROWS", 1)
    reader = EncoderReader(tmp_path)
    assert same(reader.read(PASSAGES, ACCOUNTS), whole)
    reader.keep()
    runs.clear()
    assert same(EncoderReader(tmp_path).read(PASSAGES, ACCOUNTS), whole)
    assert len(runs) == 1


def test_a_folder_that_cannot_be_written_to_stops_nothing(tmp_path, whole):
    (tmp_path / FOLDER).write_text("in the way")
    reader = EncoderReader(tmp_path)
    assert same(reader.read(PASSAGES, ACCOUNTS), whole)
    reader.keep()
    assert (tmp_path / FOLDER).read_text() == "in the way"
