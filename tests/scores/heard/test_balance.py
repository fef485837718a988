from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from narratives.schema import SchemaError
from narratives.scores import count_voices, voices

# id: source, origin, narrative, stance, how
VOTE = [
    ("s1", "minister", "state", "hacked", "supports", "stated"),
    ("s2", "police", "state", "hacked", "supports", "implied"),
    ("s3", "radio", "", "hacked", "supports", "stated"),
    ("s4", "unnamed", "", "hacked", "supports", "stated"),
    ("s5", "narrator", "narrator", "hacked", "supports", "implied"),
    ("s6", "embassy", "abroad", "hacked", "disputes", "stated"),
    ("s7", "monitors", "monitors", "error", "supports", "stated"),
    ("s8", "minister", "state", "none", "neutral", "stated"),
    ("s9", "unnamed", "state", "error", "disputes", "implied"),
]


def tables(rows: list[tuple[str, ...]] = VOTE) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = ["statement_id", "source_id", "origin_id", "narrative_id", "stance", "how"]
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    statements = table.drop_duplicates("statement_id").set_index("statement_id")
    return statements[["source_id", "origin_id"]], table.drop(columns=["source_id", "origin_id"])


def numbers(rows: list[tuple[str, ...]] = VOTE, **options) -> pd.DataFrame:
    return count_voices(voices(*tables(rows)), **options)["number"].unstack()


def test_two_officials_of_one_state_are_two_sources_and_one_voice():
    row = voices(*tables()).loc[("hacked", "supports", "state")]
    assert row[["kind", "mentions", "sources", "stated", "implied"]].tolist() == [
        "origin",
        2,
        2,
        1,
        1,
    ]
    assert row[["statement_ids", "stated_ids", "implied_ids"]].tolist() == ["s1;s2", "s1", "s2"]


def test_the_counts_of_the_example_by_hand():
    row = numbers().loc["hacked"]
    assert row["mentions_for"] == 5
    assert row["sources_for"] == 3
    assert row["origins_for"] == 1
    assert row["unresolved_for"] == 2
    assert row["narrator_for"] == 1
    assert row["stated_for"] == 3
    assert row["implied_for"] == 2
    assert row["mentions_against"] == row["origins_against"] == 1


def test_an_unnamed_source_with_an_origin_given_by_hand_counts_for_that_origin():
    row = numbers().loc["error"]
    assert (row["origins_against"], row["sources_against"], row["unresolved_against"]) == (1, 0, 0)


def test_every_number_is_the_length_of_its_list():
    table = count_voices(voices(*tables()))
    counted = table["counted"].map(lambda ids: len(ids.split(";")) if ids else 0)
    assert (counted == table["number"]).all()
    assert table.loc[("hacked", "origins_for"), "statement_ids"] == "s1;s2"


def test_a_narrative_without_voices_is_counted_as_zero():
    table = numbers(narratives=["error", "hacked", "weather"])
    assert table.loc["weather"].sum() == 0


def test_a_stake_makes_support_self_serving_and_denial_too():
    stakes = pd.DataFrame(
        {"hacked": [1.0, math.nan, -1.0]}, index=["minister", "police", "embassy"]
    )
    table = voices(*tables(), stakes)
    assert table.loc[("hacked", "supports", "state"), ["stake", "self_serving"]].tolist() == [
        1,
        True,
    ]
    assert table.at[("hacked", "disputes", "abroad"), "self_serving"]
    assert not table.at[("error", "supports", "monitors"), "self_serving"]
    assert math.isnan(table.at[("hacked", "supports", "source:radio"), "stake"])


def test_a_stake_on_which_the_sources_of_an_origin_differ_is_zero():
    stakes = pd.DataFrame({"hacked": [1.0, -1.0]}, index=["minister", "police"])
    row = voices(*tables(), stakes).loc[("hacked", "supports", "state")]
    assert row[["stake", "self_serving"]].tolist() == [0, False]


@given(st.lists(st.sampled_from(VOTE), min_size=1, max_size=9, unique=True), st.integers(1, 10))
def test_ten_copies_are_one_witness(rows, copies):
    more = rows + [(f"{row[0]}c{n}", *row[1:]) for row in rows for n in range(copies)]
    once, often = numbers(rows), numbers(more)
    for name in ("origins_for", "origins_against", "sources_for", "sources_against"):
        if name in once:
            assert (once[name] == often[name]).all()
    if "mentions_for" in once:
        assert (often["mentions_for"] == (copies + 1) * once["mentions_for"]).all()


@given(st.permutations(VOTE))
def test_the_order_of_statements_changes_no_count(rows):
    pd.testing.assert_frame_equal(numbers(rows).sort_index(), numbers().sort_index())


def test_a_source_that_the_register_does_not_know_is_a_voice_by_its_name():
    statements, bearings = tables([("s1", "", "", "hacked", "supports", "stated")])
    statements["source_name"] = "Ada Lorn"
    table = voices(statements, bearings)
    assert list(table.index) == [("hacked", "supports", "source:Ada Lorn")]
    assert table[["kind", "sources", "source_ids"]].iloc[0].tolist() == ["source", 1, "Ada Lorn"]
    counted = count_voices(table)["number"].loc["hacked"]
    assert (counted["sources_for"], counted["origins_for"], counted["unresolved_for"]) == (1, 0, 1)


@given(st.lists(st.sampled_from(VOTE), max_size=9, unique=True))
def test_mentions_are_origins_unresolved_and_narrator_together(rows):
    table = voices(*tables(rows))
    counts = count_voices(table, ["hacked", "error"])["number"].unstack()
    for side, stance in (("for", "supports"), ("against", "disputes")):
        for narrative in ("hacked", "error"):
            flat = table.reset_index()
            some = flat[(flat["narrative_id"] == narrative) & (flat["stance"] == stance)]
            of_origins = some.loc[some["kind"] == "origin", "mentions"].sum()
            row = counts.loc[narrative]
            apart = row[f"unresolved_{side}"] + row[f"narrator_{side}"]
            assert row[f"mentions_{side}"] == of_origins + apart


def test_no_bearings_make_an_empty_table():
    statements, bearings = tables()
    table = voices(statements, bearings.iloc[:0])
    assert table.empty
    assert count_voices(table).empty


def test_missing_columns_are_named():
    statements, bearings = tables()
    with pytest.raises(SchemaError, match="statements lacks the columns origin_id"):
        voices(statements.drop(columns="origin_id"), bearings)
    with pytest.raises(SchemaError, match="bearings lacks the columns how"):
        voices(statements, bearings.drop(columns="how"))
