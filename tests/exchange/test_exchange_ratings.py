"""All ratings as one CSV and as a workbook: out, back, and as other hands write them."""

from __future__ import annotations

import csv
import io

import pytest
from traded import left, lines_of, review

import narratives as nv
from narratives.exchange.rating_rows import read_rows
from narratives.schema import NarrativesError

RATED = ("rating",)


def without_ratings(trade):
    """Return a twin with all decisions but the ratings."""
    twin = trade.twin()
    nv.append_review(
        twin.folder / "review.jsonl", [line for line in review() if line["field"] not in RATED]
    )
    return nv.load_case(twin.folder)


def ratings_of(case):
    return [
        (line["at"], line["who"], line["target"], line["value"])
        for line in lines_of(case)
        if line["field"] == "rating"
    ]


@pytest.fixture(scope="module")
def table(trade, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "orlen.csv"
    trade.export(path, "csv")
    return path


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


@pytest.mark.parametrize("to", ["csv", "xlsx"])
def test_ratings_that_go_out_and_come_back_are_the_same(trade, tmp_path, to):
    path = tmp_path / f"orlen.{to}"
    trade.export(path, to)
    twin = without_ratings(trade)
    taken = trade.take(twin, path)
    drafted = "the machine drafted it: that is no decision"
    assert set(left(taken).values()) <= {drafted}
    assert ratings_of(twin) == [
        (line["at"], line["who"], line["target"], line["value"])
        for line in review()
        if line["field"] == "rating"
    ]


def test_a_row_is_one_person_s_ratings_of_one_item(table):
    head, *rows = rows_of(table)
    assert head[-2:] == ["Neglect [neglect]", "Sabotage [sabotage]"]
    warned = [row for row in rows if row[1] == "item_warned"]
    assert [(row[5], *row[-2:]) for row in warned] == [("Ігор", "CC", "N"), ("Zoë Ø.", "C", "NA")]


def test_a_changed_cell_brings_that_rating_alone(trade, table, tmp_path):
    path = tmp_path / "edited.csv"
    # As a spreadsheet of many countries saves it: semicolons, no mark of the coding.
    rows = [["N" if cell == "C" else cell for cell in row] for row in rows_of(table)]
    rows = [row for row in rows if row[5] != "draft"]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    taken = trade.take(trade.twin(reviewed=True), path)
    assert [(e["who"], e["target"], e["value"]) for e in taken.entries] == [
        ("Zoë Ø.", "item_warned", {"neglect": "N"})
    ]


def test_words_of_boards_are_read_as_letters_and_numbers_are_not_guessed(trade):
    rows = [
        ["evidence_id", "rater", "Neglect", "sabotage", "Aliens"],
        ["item_warned", "Mia", "Very Inconsistent", "2", "C"],
        ["item_warned", "'=Mia", "n/a", "", ""],
    ]
    read = read_rows(rows, trade.case, "row")
    assert [rating[2:5] for rating in read.ratings] == [
        ("neglect", "II", "Mia"),
        ("neglect", "NA", "=Mia"),
    ]
    assert read.left == (
        ("row 1", 'the column "Aliens" is no narrative of the case'),
        ("row 2", '"2" is no rating. Allowed: II, I, N, C, CC, NA'),
    )


def test_a_rating_of_an_item_that_is_gone_is_told(trade, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("evidence_id,rater,neglect\nitem_other,Mia,C\n", encoding="utf-8")
    taken = trade.take(trade.twin(reviewed=True), path)
    assert taken.entries == ()
    assert left(taken)["row 2"].startswith("there is no item item_other.")


def test_a_table_without_the_columns_says_which(trade, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("fact,neglect\nx,C\n", encoding="utf-8")
    taken = trade.take(trade.twin(), path)
    assert left(taken) == {
        "row 1": "there is no column evidence_id or evidence, as ratings have, and there are no "
        "columns target, field and decision, as decisions have"
    }
    path.write_text("evidence,H1\nx,C\n", encoding="utf-8")
    taken = trade.take(trade.twin(), path)
    assert left(taken) == {
        "row 1": "no column is named by a narrative of the case: neglect, sabotage"
    }


def test_a_workbook_has_a_sheet_for_each_table_and_runs_no_text(trade, tmp_path):
    from openpyxl import load_workbook

    trade.export(tmp_path / "a.xlsx", "xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[:3] == ["note", "ratings by person", "review"]
    assert {*trade.comparison.to_tables()} <= set(book.sheetnames)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert "It describes what documents say" in book["note"]["A1"].value


def test_a_long_cell_is_cut_where_one_sees_it_and_controls_are_replaced():
    from narratives.exchange.workbook import _text

    assert _text("\U0001f30a" * 20_000) == "\U0001f30a" * 16_383 + "…"
    assert _text("a\x00b\r\nc") == "a\ufffdb\nc"
    assert _text("a" * 32_767) == "a" * 32_767


def test_a_file_that_is_no_workbook_is_named(trade, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(NarrativesError, match=r"a\.xlsx: this is no workbook"):
        trade.take(trade.twin(), tmp_path / "a.xlsx")
