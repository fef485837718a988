"""The bearings at a terminal and for a program."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest
from draft_case import unreviewed, with_unsure

from narratives.cli.bearings import bearing_rows, write_bearings
from narratives.cli.output import Format
from narratives.cli.standing import print_comparison
from narratives.telling.deciding import explain_drafted


def test_unsure_rows_are_marked_and_counted_apart(capsys: pytest.CaptureFixture[str]) -> None:
    write_bearings(with_unsure(unreviewed(), 2, unread=True), Format.table)
    told = " ".join(capsys.readouterr().out.split())

    assert told.count("? unsure:") == 2
    assert "2 more bearings are unsure and count nowhere." in told
    assert "not read" in told.replace("was not read", "")
    assert "nan" not in told


def test_a_statement_with_unsure_bearings_alone_has_one_row_for_eyes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    port = unreviewed()
    neutral = port.bearings.loc[port.bearings["narrative_id"] == "none", "statement_id"].iloc[0]
    unsure = with_unsure(port, 1).unsure.assign(statement_id=neutral)
    told = dataclasses.replace(port, unsure=unsure)

    assert [row["id"] for row in bearing_rows(told)].count(neutral) == 2
    write_bearings(told, Format.table)
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(f"{neutral} ") for line in lines) == 1


def test_a_program_is_told_which_rows_are_unsure(capsys: pytest.CaptureFixture[str]) -> None:
    told = with_unsure(unreviewed(), 2, unread=True)
    write_bearings(told, Format.csv)
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    write_bearings(told, Format.jsonl)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert [row["unsure"] for row in table] == [str(row["unsure"]).lower() for row in rows]
    assert sum(row["unsure"] for row in rows) == 2
    assert [row["probability"] for row in rows if row["why"].startswith("not read")] == [None]
    assert [row["probability"] for row in table if row["why"].startswith("not read")] == [""]


def test_unsure_rows_follow_the_sure_ones_of_their_statement() -> None:
    told = with_unsure(unreviewed(), 2)
    rows = bearing_rows(told)
    first = str(told.statements.index[0])

    assert [row["unsure"] for row in rows if row["id"] == first] == [False, True]


def test_the_words_that_decided_are_written_where_they_are_asked_for() -> None:
    told = unreviewed()
    rows = {(r["id"], r["narrative"]): r for r in bearing_rows(told, explain_drafted(told))}
    falls = rows[str(told.statements.index[2]), "sabotage"]["decided_by"]

    assert falls[0].startswith("without “sabotage”: ")
    assert "decided_by" not in bearing_rows(told)[0]


def test_a_draft_is_marked_before_its_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    print_comparison(with_unsure(unreviewed(), 1))
    told = capsys.readouterr().out

    assert told.index("DRAFT: no person has looked at its 10 statements") < told.index("The draft")
    assert "1 more bearing is unsure and counts nowhere." in told
    assert "No order of the accounts is given" in told
