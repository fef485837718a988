"""The side-by-side table laid out: every row of it stands in one cell, and says what it is."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from port_case import many_accounts, port_comparison

from narratives.schema import STRENGTHS
from narratives.telling import lay_out, side_by_side_table
from narratives.telling.layout import CellVoice


def voice(stance: str, stake: float) -> CellVoice:
    return CellVoice("The union", "organisation", stance, "stated", "", "", 1, stake, (), ())


@pytest.mark.parametrize(
    ("stance", "stake", "word"),
    [
        ("supports", 1, "has a stake in it"),
        ("supports", -1, "speaks against its own stake"),
        ("disputes", -1, "has a stake against it"),
        ("disputes", 1, "speaks against its own stake"),
        ("supports", 0, "its sources differ in their stake"),
        ("disputes", math.nan, ""),
    ],
)
def test_a_stake_is_told_by_the_side_that_the_voice_takes(stance, stake, word):
    told = voice(stance, stake)
    assert told.stake_word == word
    assert told.has_stake == bool(word)
    assert told.against_its_stake == (word == "speaks against its own stake")


def rows_of(table: pd.DataFrame, row: str, narrative: str) -> pd.DataFrame:
    return table[(table["row"] == row) & (table["narrative_id"] == narrative)]


@pytest.mark.parametrize("case", [port_comparison, lambda: many_accounts(5)], ids=["port", "many"])
def test_every_row_of_the_table_stands_in_one_cell(case):
    comparison = case()
    table = side_by_side_table(comparison)
    view = lay_out(table)
    assert [column.narrative_id for column in view.columns] == list(comparison.narratives.index)
    for column in view.columns:
        own = {row: rows_of(table, row, column.narrative_id) for row in set(table["row"])}
        assert [v.name for v in column.voices] == list(own["voices"]["label"])
        disputed = own["disputed"][own["disputed"]["number"] > 0]
        assert [v.name for v in column.disputed] == list(disputed["label"])
        heard = [(v.name, strength) for strength, voices in column.firmness for v in voices]
        assert sorted(heard) == sorted(
            zip(own["firmness"]["label"], own["firmness"]["strength"], strict=True)
        )
        based = {kind: basis.shown for kind, basis in column.basis if basis is not None}
        assert based == dict(zip(own["basis"]["label"], own["basis"]["shown"], strict=True))
        assert [gap.question for gap in column.gaps] == list(own["gaps"]["label"])
    assert len(view.shared) == (table["row"] == "shared").sum()
    assert [voice.name for voice in view.outside] == list(table[table["row"] == "outside"]["label"])


def test_strengths_stand_firmest_first_and_what_is_not_judged_last():
    table = side_by_side_table(port_comparison())
    first = table[table["row"] == "firmness"].index[0]
    view = lay_out(table.assign(strength=table["strength"].where(table.index != first, "")))
    column = next(c for c in view.columns if c.narrative_id == table.at[first, "narrative_id"])
    assert [strength for strength, _ in column.firmness] == [*reversed(STRENGTHS), ""]
    assert [voice.name for voice in column.firmness[-1][1]] == [table.at[first, "label"]]


def test_all_accounts_have_the_same_kinds_of_basis_in_the_same_order():
    view = lay_out(side_by_side_table(port_comparison()))
    kinds = [[kind for kind, _ in column.basis] for column in view.columns]
    assert kinds[0]
    assert all(of_account == kinds[0] for of_account in kinds)


def test_a_case_without_accounts_has_no_columns():
    table = side_by_side_table(port_comparison())
    view = lay_out(table.iloc[:0])
    assert (view.columns, view.shared, view.outside) == ((), (), ())
