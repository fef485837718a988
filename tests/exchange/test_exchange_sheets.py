"""Sheets of decisions: out, filled in with mistakes of every kind, and back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from traded import TEXT, left, lines_of

import narratives as nv
from narratives.exchange.sheets import HEAD, decision_rows, read_decisions
from narratives.exchange.workbook import write_decisions
from narratives.report.download import write_csv
from narratives.review import mark_of
from narratives.schema import NarrativesError

MINISTRY = "dam:234-244"


def read(trade, *rows, head=("target", "field", "decision", "why", "who", "as it is")):
    return read_decisions([head, *rows], trade.case, "row")


def values_of(found):
    return [(line["target"], line["field"], line["value"]) for _, line in found.lines]


@pytest.fixture(scope="module")
def sheet(trade):
    return decision_rows(trade.comparison)


def test_a_sheet_lists_what_is_not_decided_with_an_empty_decision(sheet):
    head, *rows = sheet
    assert tuple(head) == HEAD
    assert [MINISTRY, "status"] in [row[:2] for row in rows]
    assert {row[HEAD.index("decision")] for row in rows} == {""}
    assert not [row for row in rows if row[0] == "mayor"], "a person graded it"


def test_a_sheet_that_nobody_filled_in_decides_nothing(trade, sheet):
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet]
    found = read_decisions(rows, trade.case, "row")
    assert found.lines == ()
    assert {why for _, why in found.left} == {"as it was exported"}
    assert len(found.left) == len(rows) - 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_filled_in_comes_back_as_lines(trade, tmp_path, sheet, delimiter):
    at = {name: HEAD.index(name) for name in HEAD}
    rows = [list(row) for row in sheet]
    for row in rows:
        if row[:2] == [MINISTRY, "status"]:
            row[at["decision"]], row[at["why"]], row[at["who"]] = "OK", "=it says so", "Mia"
        if row[:2] == [MINISTRY, "bearings"]:
            row[at["decision"]] = "sabotage supports implied; neglect disputes"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = tmp_path / "sheet.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    twin = trade.twin(reviewed=True)
    before = len(lines_of(twin))
    taken = trade.take(twin, path, who="Zoë Ø.")
    new = lines_of(twin)[before:]
    assert {(e["who"], e["target"], e["field"], json.dumps(e["value"])) for e in new} == {
        ("Mia", MINISTRY, "status", '"accept"'),
        (
            "Zoë Ø.",
            MINISTRY,
            "bearings",
            '[{"narrative": "sabotage", "stance": "supports", "how": "implied"}, '
            '{"narrative": "neglect", "stance": "disputes"}]',
        ),
    }
    assert [e["why"] for e in new if e["who"] == "Mia"] == ["=it says so"]
    assert taken.report["taken"].sum() == 2


def test_a_sheet_that_comes_back_twice_decides_once(trade, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"target,field,decision,who\n{MINISTRY},status,accept,Mia\n", encoding="utf-8")
    twin = trade.twin(reviewed=True)
    assert len(trade.take(twin, path).entries) == 1
    again = nv.load_case(twin.folder)
    taken = trade.take(again, path)
    assert taken.entries == ()
    assert taken.report["why"].tolist() == ["decided so already"]


def test_a_sheet_that_comes_back_does_not_settle_what_another_person_decided_since(trade, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"target,field,decision,who\n{MINISTRY},status,accept,Mia\n", encoding="utf-8")
    twin = trade.twin(reviewed=True)
    trade.take(twin, path)
    other = {"who": "Ben", "target": MINISTRY, "field": "status", "value": "reject"}
    nv.append_review(twin.folder / "review.jsonl", [other])
    taken = trade.take(nv.load_case(twin.folder), path)
    assert taken.report["why"].tolist() == ["decided so already"]


def test_ratings_that_came_in_two_sheets_are_all_known_in_a_third(trade, tmp_path):
    twin = trade.twin()
    item = str(trade.comparison.items.index[0])
    for given in ("neglect C", "sabotage II", "neglect C, sabotage II"):
        path = tmp_path / "sheet.csv"
        path.write_text(
            f'target,field,decision,who\n{item},rating,"{given}",Mia\n', encoding="utf-8"
        )
        taken = trade.take(nv.load_case(twin.folder), path)
    assert taken.report["why"].tolist() == ["decided so already"]
    assert len(lines_of(twin)) == 2


def test_a_log_with_what_was_taken_back_comes_in_once(trade, tmp_path):
    twin = trade.twin()
    log = twin.folder / "review.jsonl"
    decision = {"who": "Mia", "target": MINISTRY, "field": "strength", "value": "certain"}
    nv.append_review(log, [{**decision, "at": "2031-05-08T10:00:00Z"}])
    (first,) = lines_of(twin)
    back = {"who": "Mia", "target": MINISTRY, "field": "undo", "value": mark_of(first)}
    nv.append_review(log, [{**back, "at": "2031-05-08T10:01:00Z"}])
    copy = tmp_path / "review-of-mia.jsonl"
    copy.write_bytes(log.read_bytes())
    taken = trade.take(nv.load_case(twin.folder), copy)
    assert taken.entries == ()
    assert taken.report["why"].tolist() == ["stands in the review already"] * 2
    assert len(lines_of(twin)) == 2


def test_what_a_page_saves_of_a_decision_that_was_taken_before_is_no_new_line(trade, tmp_path):
    twin = trade.twin()
    decision = {"who": "Mia", "target": MINISTRY, "field": "strength", "value": "certain"}
    decision |= {"why": ""}
    nv.append_review(twin.folder / "review.jsonl", [{**decision, "at": "2031-05-08T10:00:00Z"}])
    later = [
        {**decision, "at": "2031-05-09T10:00:00Z"},
        {**decision, "at": "2031-05-09T10:01:00Z", "value": "hint"},
        {**decision, "at": "2031-05-09T10:02:00Z"},
    ]
    path = tmp_path / "decisions.json"
    path.write_text(
        json.dumps({"format": "narratives decisions", "version": 1, "lines": later}),
        encoding="utf-8",
    )
    taken = trade.take(nv.load_case(twin.folder), path)
    assert [entry["value"] for entry in taken.entries] == ["hint", "certain"]
    assert left(taken) == {}
    told = dict(zip(taken.report["place"], taken.report["why"], strict=True))
    assert told["decision 1"] == "decided so already"


def test_each_mistake_is_told_with_its_row_and_the_rest_is_taken(trade, tmp_path):
    rows = [
        ["target", "field", "decision", "who"],
        [MINISTRY, "status", "yes", "Mia"],
        ["dam:1-2", "status", "accept", "Mia"],
        ["dom:1-2", "status", "accept", "Mia"],
        [MINISTRY, "colour", "red", "Mia"],
        [MINISTRY, "bearings", "martians supports stated", "Mia"],
        ["mayor", "reliability", "=A1", "Mia"],
        ["ministry", "reliability", "G", "Mia"],
        ["", "status", "accept", "Mia"],
        [MINISTRY, "content", "not in the text", "Mia"],
        [MINISTRY, "kind", "direct", "Mia"],
    ]
    path = tmp_path / "sheet.csv"
    path.write_text(write_csv(rows), encoding="utf-8", newline="")
    taken = trade.take(trade.twin(reviewed=True), path)
    told = left(taken)
    assert told["row 2"].startswith('value "yes" of status is not allowed. Allowed: accept, reject')
    assert told["row 3"].startswith("the draft has no statement dam:1-2. The nearest is dam:")
    assert told["row 4"].startswith('dom:1-2 status: the document "dom" is not in this case. Known')
    assert told["row 4"].endswith('Did you mean "dam"?')
    assert told["row 5"].startswith('field "colour" does not belong to a statement.')
    assert told["row 6"].startswith('the narrative "martians" is not in this case.')
    assert told["row 7"].startswith('value "=A1" of reliability is not allowed.')
    assert told["row 8"].startswith('value "G" of reliability is not allowed. Allowed: A, B')
    assert told["row 9"].startswith("a decision without a target or a field. Of merged cells")
    wrong = f'{MINISTRY} content: the words "not in the text" are not in the text.'
    assert told["row 10"].startswith(wrong)
    assert [(e["target"], e["field"]) for e in taken.entries] == [(MINISTRY, "kind")]


def test_missing_columns_are_named_with_those_that_are_there(trade, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("target;decision;why\nx;accept;\n", encoding="utf-8")
    taken = trade.take(trade.twin(), path)
    assert left(taken) == {"row 1": "the column field is missing. There are: target, decision, why"}
    path.write_text("decision\naccept\n", encoding="utf-8")
    taken = trade.take(trade.twin(), path)
    assert left(taken) == {"row 1": "the columns target, field are missing. There are: decision"}


def test_of_two_columns_of_one_name_the_first_is_read_and_that_is_told(trade):
    found = read(
        trade, (MINISTRY, "status", "accept", "reject"), head=("target", "field", *["decision"] * 2)
    )
    assert values_of(found) == [(MINISTRY, "status", "accept")]
    assert found.left == (("row 1", 'the column "decision" stands there twice: the first is read'),)


def test_doubled_rows_count_once_and_rows_that_differ_not_at_all(trade):
    found = read(
        trade,
        (MINISTRY, "status", "accept", "", "Mia"),
        (MINISTRY, "status", "accept", "", "Mia"),
        (MINISTRY, "kind", "direct", "", "Mia"),
        (MINISTRY, "kind", "mixed", "", "Mia"),
        (MINISTRY, "strength", "hint", "", "Mia"),
        (MINISTRY, "strength", "likely", "", "Ben"),
    )
    assert values_of(found) == [
        (MINISTRY, "status", "accept"),
        (MINISTRY, "strength", "hint"),
        (MINISTRY, "strength", "likely"),
    ]
    assert dict(found.left) == {
        "row 3": f"{MINISTRY} status: row 2 says the same",
        "row 5": f"{MINISTRY} kind: row 4 says otherwise. Keep one of the two; neither is taken",
        "row 4": f"{MINISTRY} kind: row 5 says otherwise. Keep one of the two; neither is taken",
    }


def test_ratings_of_several_accounts_may_stand_in_several_rows(trade):
    found = read(
        trade,
        ("item_warned", "rating", "neglect C", "", "Mia"),
        ("item_warned", "rating", "neglect C; sabotage N", "", "Mia"),
        ("item_warned", "rating", "sabotage i", "", "Mia"),
    )
    assert values_of(found) == [("item_warned", "rating", {"neglect": "C"})]
    assert dict(found.left) == {
        "row 4": "item_warned rating: row 3 says otherwise. Keep one of the two; neither is taken",
        "row 3": "item_warned rating: row 4 says otherwise. Keep one of the two; neither is taken",
    }


def test_several_statements_may_be_added_to_one_document(trade):
    rows = [
        ("dam", "statement", json.dumps({"content": words, "source_id": "mayor"}), "", "Mia")
        for words in ("three missing", "broke on Sunday")
    ]
    found = read(trade, *rows)
    assert [value["content"] for _, _, value in values_of(found)] == [
        f"{TEXT.index(words)}-{TEXT.index(words) + len(words)}"
        for words in ("three missing", "broke on Sunday")
    ]


def test_ok_takes_what_stands_in_the_column_as_it_is(trade):
    found = read(
        trade,
        (MINISTRY, "bearings", "ok", "", "Mia", "none"),
        ("mayor", "reliability", "ok", "", "Mia", ""),
    )
    assert values_of(found) == [(MINISTRY, "bearings", [])]
    assert found.left == (
        ("row 3", 'mayor reliability: there is nothing to say "ok" to. Write the value'),
    )


def decided(trade, *lines):
    rows = [dict(zip(("at", "who", "value"), line, strict=True)) for line in lines]
    review = pd.DataFrame(rows).assign(target=MINISTRY, field="bearings", why="")
    return replace(trade.case, review=review)


def test_ok_to_an_old_sheet_does_not_undo_what_a_person_decided_since(trade):
    against = [{"narrative": "sabotage", "stance": "disputes", "how": "stated"}]
    case = decided(trade, ("2031-05-07", "Ana", []), ("2031-05-08", "Ben", against))
    head = ("target", "field", "decision", "as it is")
    found = read_decisions([head, (MINISTRY, "bearings", "ok", "none")], case, "row")
    assert found.lines == ()
    assert found.left == (
        (
            "row 2",
            f'{MINISTRY} bearings: Ben decided otherwise since: "sabotage disputes stated". Write '
            'the value in the place of "ok", or export a new sheet',
        ),
    )
    for same in (("ok", "sabotage disputes stated"), ("none", "sabotage disputes stated")):
        assert len(read_decisions([head, (MINISTRY, "bearings", *same)], case, "row").lines) == 1


def test_a_reason_without_a_decision_is_told(trade):
    found = read(trade, (MINISTRY, "status", "", "because", ""))
    assert found.left == (("row 2", "there is a reason or a name, and no decision"),)


def test_a_sheet_without_names_asks_for_one(trade, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"target,field,decision\n{MINISTRY},status,accept\n", encoding="utf-8")
    with pytest.raises(NarrativesError, match=r"row 2: the file does not say who decided\. Name"):
        trade.take(trade.twin(), path)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{MINISTRY},kind,direct\n{MINISTRY},strength,hint\n")
    with pytest.raises(NarrativesError, match=r"row 2 and 2 more: the file does not say who"):
        trade.take(trade.twin(), path)


def test_a_sheet_without_names_tells_all_its_other_mistakes_at_once(trade, tmp_path):
    path = tmp_path / "sheet.csv"
    rows = (
        "target,field,decision",
        f"{MINISTRY},status,accept",
        f"{MINISTRY},kind,shouted",
        "nobody,reliability,A",
        "item:flood:1-2,rating,sabotage CC",
        "mayor,reliability,B",
    )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    case = trade.twin()
    with pytest.raises(NarrativesError) as found:
        trade.take(case, path)
    first, *others = str(found.value).splitlines()
    assert "row 2 and 3 more: the file does not say who decided" in first
    kind, source, item = (line.removeprefix(f"{path}, ") for line in others)
    assert kind.startswith(f'row 3: {MINISTRY} kind: value "shouted" of kind is not allowed')
    assert source.startswith(
        'row 4: nobody reliability: the source "nobody" is not in the register'
    )
    assert item.startswith('row 5: item:flood:1-2 rating: the document "flood" is not in this case')
    assert not (case.folder / "review.jsonl").exists()


def test_no_cell_of_a_sheet_is_a_formula(trade, tmp_path):
    rows = decision_rows(trade.comparison)
    rows[1][HEAD.index("words")] = "=HYPERLINK(1)"
    assert "'=HYPERLINK(1)" in write_csv(rows)
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(write_decisions(trade.comparison))
    book = load_workbook(path)
    assert book.sheetnames == ["decisions", "fields", "how to"]
    assert {c.data_type for sheet in book for row in sheet for c in row} <= {"s", "inlineStr", "n"}


def test_a_workbook_filled_in_comes_back_and_what_is_no_text_is_told(trade, tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "decisions"
    sheet.append(["field", "target", "decision", "who"])
    sheet.append(["status", MINISTRY, "accept", "Mia"])
    sheet.append(["reliability", "mayor", "=UPPER(1)", "Mia"])
    sheet.append(["content", MINISTRY, date(2031, 3, 9), "Mia"])
    item = trade._compare(trade.twin(reviewed=True)).items.index[0]
    sheet.append(["credibility", item, 3.0, "Mia"])
    sheet.append(["kind", MINISTRY, "direct", "Mia"])
    sheet.append(["strength", "lost in the merge", "hint", "Mia"])
    sheet.merge_cells("B6:B7")
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    taken = trade.take(trade.twin(reviewed=True), path)
    assert [(e["field"], e["value"]) for e in taken.entries] == [
        ("status", "accept"),
        ("credibility", 3),
        ("kind", "direct"),
    ]
    told = left(taken)
    row = 'sheet "decisions", row'
    assert told[f"{row} 3"] == (
        "mayor reliability: decision: the cell holds a formula, which is not run. Write its value"
    )
    assert ": decision: the cell holds a date." in told[f"{row} 4"]
    assert told[f"{row} 7"].startswith("a decision without a target or a field.")


@pytest.mark.parametrize("above", ["Our sheet\n\n", "sep=;\n", "\n", ";;;\n"])
def test_what_stands_above_the_names_of_the_columns_is_passed_over(trade, tmp_path, above):
    path = tmp_path / "sheet.csv"
    rows = f"target;field;decision;who\n{MINISTRY};kind;direct;Mia\n{MINISTRY};kind;dirct;Ben\n"
    path.write_text(above + rows, encoding="utf-8")
    taken = trade.take(trade.twin(reviewed=True), path)
    assert [(e["field"], e["value"]) for e in taken.entries] == [("kind", "direct")]
    last = above.count("\n") + 3
    assert left(taken)[f"row {last}"].startswith('value "dirct" of kind is not allowed.')


def test_of_several_sheets_of_decisions_one_is_read_and_the_others_are_told(trade, tmp_path):
    book = Workbook()
    book.active.title = "notes"
    book.active.append(["what we talked of"])
    for name, who in (("mine", "Mia"), ("mine (2)", "Ben")):
        sheet = book.create_sheet(name)
        sheet.append(["target", "field", "decision", "who"])
        sheet.append([MINISTRY, "kind", "direct", who])
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    taken = trade.take(trade.twin(reviewed=True), path)
    assert [(e["field"], e["who"]) for e in taken.entries] == [("kind", "Mia")]
    why = 'it has decisions too, and only those of "mine" are read. Put its rows there'
    assert left(taken) == {'sheet "mine (2)"': why}
    book["mine (2)"].title = "decisions"
    book.save(path)
    taken = trade.take(trade.twin(reviewed=True), path)
    assert [e["who"] for e in taken.entries] == ["Ben"]


def test_an_empty_workbook_says_what_it_lacks(trade, tmp_path):
    path = tmp_path / "sheet.xlsx"
    Workbook().save(path)
    taken = trade.take(trade.twin(), path)
    assert taken.entries == ()
    assert "no columns target, field and decision" in left(taken)['sheet "Sheet", row 1']


def test_a_workbook_that_is_none_is_refused(trade, tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"PK nonsense")
    with pytest.raises(NarrativesError, match="this is no workbook"):
        trade.take(trade.twin(), path)
