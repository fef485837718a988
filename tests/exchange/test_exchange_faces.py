"""What holds for every format: its table, its note, its errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from traded import make_case

import narratives as nv
from narratives.exchange import FORMATS
from narratives.exchange.describing import formats_in_markdown
from narratives.schema import NarrativesError

ROOT = Path(__file__).parents[2]


def test_the_documentation_holds_the_table_of_every_format():
    assert (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8") == formats_in_markdown()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_format_says_what_goes_where_and_what_cannot_be_said(form):
    assert form.goes
    assert form.cannot
    assert bool(form.back) == (form.read is not None)


def test_a_draft_says_that_it_is_one_in_the_note(trade, tmp_path):
    draft = nv.compare(trade.case, draft=True, reader=trade.comparison.reader)
    made = nv.export_case(trade.case, tmp_path / "a.json", to="web-annotation", comparison=draft)
    assert made.note[1].startswith("DRAFT: what a person decided is left out.")


def test_an_unknown_format_is_named_with_those_that_are_known(trade, tmp_path):
    with pytest.raises(
        NarrativesError, match=r'format "docx" is not known\. Known: web-annotation'
    ):
        trade.export(tmp_path / "a.docx", "docx")


def test_a_file_that_is_there_is_not_written_over(trade, tmp_path):
    (tmp_path / "a.json").write_text("mine", encoding="utf-8")
    with pytest.raises(NarrativesError, match=r"the file is there\. Name another"):
        trade.export(tmp_path / "a.json", "web-annotation")
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "mine"


def test_a_file_of_no_known_format_is_refused_with_its_beginning(trade, tmp_path):
    (tmp_path / "a.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(NarrativesError, match=r'none of the formats .*it begins with \{"a": 1\}'):
        trade.take(trade.case, tmp_path / "a.json")


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"{", "this is not JSON"), (b"[" * 200_000, "nested too deeply"), (b"\xff\xfe", "UTF-8")],
)
def test_a_broken_file_is_named(trade, tmp_path, content, told):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(NarrativesError, match=told):
        trade.take(trade.case, tmp_path / "a.json")


def test_documents_and_case_yaml_stay_as_they_are(trade, tmp_path):
    twin = make_case(tmp_path / "twin", reviewed=False)
    before = {p: p.read_bytes() for p in twin.folder.rglob("*") if p.is_file()}
    trade.export(tmp_path / "a.json", "web-annotation")
    trade.take(twin, tmp_path / "a.json")
    after = {p: p.read_bytes() for p in twin.folder.rglob("*") if p.suffix != ".jsonl"
             and p.is_file() and p.suffix != ".lock"}  # fmt: skip
    assert after == before
