from __future__ import annotations

import pandas as pd
import pytest

from narratives.schema import BASES, SchemaError
from narratives.scores import basis, firmness, strengths

TEXT = "It could be a hack, police hinted. Certainly a hack, the minister said."


def firm_table() -> tuple[pd.DataFrame, pd.DataFrame]:
    statements = pd.DataFrame(
        {
            "source_id": ["police", "minister"],
            "origin_id": ["state", "state"],
            "document_id": ["d", "d"],
            "strength": ["hint", "certain"],
            "strength_words": ["3-8;27-33", ""],
            "cue": ["27-33", "66-70"],
            "cue_text": ["hinted", "said"],
            "content": ["0-18", "35-51"],
            "content_text": [TEXT[0:18], TEXT[35:51]],
        },
        index=["s2", "s1"],
    )
    bearings = pd.DataFrame(
        [("s1", "hacked", "supports", "stated"), ("s2", "hacked", "supports", "implied")],
        columns=["statement_id", "narrative_id", "stance", "how"],
    )
    return statements, bearings


def test_every_strength_of_a_voice_is_a_row_and_none_is_averaged():
    table = strengths(*firm_table())
    assert table.values.tolist() == [
        ["certain", "said", "stated", "s1"],
        ["hint", "could … hinted", "implied", "s2"],
    ]
    assert set(table.index) == {("hacked", "supports", "state")}


def test_what_was_not_judged_comes_last():
    statements, bearings = firm_table()
    table = strengths(statements.assign(strength=["likely", "unheard of"]), bearings)
    assert table["strength"].tolist() == ["likely", ""]


def test_quotation_marks_are_no_part_of_the_words():
    statements, bearings = firm_table()
    text = {"d": 'It "could be" a hack, police hinted.'}
    table = strengths(statements.assign(strength_words=["3-13", ""]), bearings, text)
    assert table["words"].tolist() == ["said", "could be"]


def test_firmness_keeps_the_strongest_and_the_weakest_own_words():
    row = firmness(*firm_table()).loc[("hacked", "supports", "state")]
    assert row[["strongest", "strongest_words", "strongest_ids"]].tolist() == [
        "certain",
        "said",
        "s1",
    ]
    assert row[["weakest", "weakest_words"]].tolist() == ["hint", "could … hinted"]
    assert row[["mentions", "statement_ids"]].tolist() == [2, "s2;s1"]


def test_the_words_of_a_split_content_are_read_from_its_own_piece():
    statements, bearings = firm_table()
    statements = statements.assign(
        content=["0-2;9-18", "35-51"],
        content_text=["It … a hack, pol", "Certainly a hack"],
        strength_words=["11-15", ""],
    )
    row = firmness(statements, bearings).loc[("hacked", "supports", "state")]
    assert row["weakest_words"] == "hack"


def test_a_statement_without_a_judged_strength_leaves_the_words_empty():
    statements, bearings = firm_table()
    row = firmness(statements.assign(strength=""), bearings).iloc[0]
    assert row[["strongest", "strongest_words", "mentions"]].tolist() == ["", "", 2]


def test_words_outside_cue_and_content_are_read_from_the_text():
    statements, bearings = firm_table()
    table = statements.assign(strength_words=["20-26", ""])
    row = firmness(table, bearings, {"d": TEXT}).iloc[0]
    assert row["weakest_words"] == "police"


def test_a_table_without_voices_has_no_rows():
    statements, bearings = firm_table()
    assert strengths(statements, bearings.iloc[:0]).empty
    assert firmness(statements, bearings.iloc[:0]).empty


ITEMS = pd.DataFrame(
    {"basis": ["images", "images", "motive"], "shown": ["named", "shown", "none"]},
    index=["i1", "i2", "i3"],
)
REPORTS = pd.DataFrame(
    [("i1", "s1", True), ("i1", "s2", False), ("i2", "s3", True), ("i3", "s4", True)],
    columns=["item_id", "statement_id", "holds"],
)
BEARINGS = pd.DataFrame(
    [
        ("s1", "hacked", "supports"),
        ("s2", "error", "supports"),
        ("s3", "hacked", "supports"),
        ("s4", "hacked", "disputes"),
        ("s4", "error", "supports"),
    ],
    columns=["statement_id", "narrative_id", "stance"],
)


def test_the_basis_of_each_narrative_is_counted_by_kind():
    table = basis(ITEMS, REPORTS, BEARINGS)
    assert len(table) == 2 * 2 * len(BASES)
    assert table.loc[("hacked", "supports", "images")].tolist() == [2, "shown", "i1;i2", "s1;s3"]
    assert table.loc[("hacked", "disputes", "motive")].tolist() == [1, "none", "i3", "s4"]
    assert table.loc[("error", "supports", "motive")].tolist() == [1, "none", "i3", "s4"]
    assert table["items"].sum() == 4


def test_a_report_that_the_item_is_not_so_gives_no_basis():
    assert basis(ITEMS, REPORTS, BEARINGS).loc[("error", "supports", "images"), "items"] == 0


def test_an_item_that_would_fit_an_account_is_no_basis_for_it_unless_somebody_says_so():
    only_hacked = BEARINGS[BEARINGS["narrative_id"] == "hacked"]
    table = basis(ITEMS, REPORTS, only_hacked, ["hacked", "error"])
    assert table.xs("error")["items"].sum() == 0


def test_reports_without_their_columns_are_refused():
    with pytest.raises(SchemaError, match="reports lacks the columns holds"):
        basis(ITEMS, REPORTS.drop(columns="holds"), BEARINGS)
