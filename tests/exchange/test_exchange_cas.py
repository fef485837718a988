"""UIMA CAS: UTF-16 units and line ends in XMI, out and back by dkpro-cassis."""

from __future__ import annotations

import re
import shutil

import pytest
from traded import TEXT, WAVES, fields_of, left, lines_of, review, said_by

from narratives.schema import NarrativesError

pytest.importorskip("cassis")


@pytest.fixture(scope="module")
def folder(trade, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "cas"
    trade.export(path, "cas")
    return path


def test_a_case_that_goes_out_and_comes_back_is_the_same(trade, folder):
    twin = trade.twin()
    taken = trade.take(twin, folder)
    assert left(taken) == {}
    assert lines_of(twin) == review()
    assert said_by(twin) == fields_of(trade.comparison)


def test_a_cas_in_json_brings_the_same_marks(trade, folder):
    taken = trade.take(trade.twin(reviewed=True), folder / "dam.json")
    assert set(taken.report["why"]) == {"as it was exported"}


def test_xmi_has_line_ends_as_character_references_and_utf_16_units(folder):
    xmi = (folder / "dam.xmi").read_text(encoding="utf-8")
    assert "&#13;&#10;" in xmi
    assert "\r" not in xmi
    units = TEXT.encode("utf-16-le")
    places = re.findall(r'begin="(\d+)" end="(\d+)"[^>]*part="content"', xmi)
    words = {units[2 * int(a) : 2 * int(b)].decode("utf-16-le") for a, b in places}
    assert {"We warned the ministry twice", "and nobody came"} <= words
    assert any(word.startswith(f"sabotage {WAVES}. The\u00a0ministry") for word in words)


def test_a_changed_feature_is_a_line_of_who_imports_it(trade, folder, tmp_path):
    path = shutil.copytree(folder, tmp_path / "edited")
    xmi = (path / "hreblia.xmi").read_text(encoding="utf-8")
    (path / "hreblia.xmi").write_text(
        xmi.replace('strength="certain"', 'strength="hint"', 1), encoding="utf-8"
    )
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert [(e["who"], e["field"], e["value"]) for e in taken.entries] == [
        ("Mia", "strength", "hint")
    ]


def test_a_text_whose_line_ends_were_lost_is_read_by_its_words(trade, folder, tmp_path):
    path = shutil.copytree(folder, tmp_path / "edited")
    xmi = (path / "dam.xmi").read_text(encoding="utf-8")
    # As a tool writes it that forgets the references: a reader makes one space of each pair.
    shifted = re.sub(
        r'(begin|end)="(\d+)"',
        lambda m: f'{m[1]}="{int(m[2]) - xmi_pairs(int(m[2]))}"',
        xmi.replace("&#13;&#10;", "\r\n"),
    )
    (path / "dam.xmi").write_text(shifted, encoding="utf-8", newline="")
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert taken.entries == ()
    assert set(taken.report["why"]) <= {
        "as it was exported",
        "stands in the review already",
    }


def xmi_pairs(unit):
    """Count the line ends before a position in UTF-16 units."""
    before = TEXT.encode("utf-16-le")[: 2 * unit].decode("utf-16-le", "ignore")
    return before.count("\r\n")


def test_a_file_that_is_no_cas_is_named(trade, tmp_path):
    (tmp_path / "dam.xmi").write_text("<broken", encoding="utf-8")
    with pytest.raises(NarrativesError, match=r"TypeSystem\.xml: there is no such file"):
        trade.take(trade.twin(), tmp_path / "dam.xmi")
    (tmp_path / "TypeSystem.xml").write_text("<broken", encoding="utf-8")
    with pytest.raises(NarrativesError, match=r"dam\.xmi: this is no CAS that can be read"):
        trade.take(trade.twin(), tmp_path / "dam.xmi")
