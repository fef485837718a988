"""Bearings by the shipped reader: from statements to the table, whatever stands beside them."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from bearing_case import SETS, rate, read_marked, table_of
from growth import STEEP, growth

import narratives as nv
from narratives.bearing import rate_bearings
from narratives.bearing.surroundings import NEIGHBOURS
from narratives.schema import BEARINGS, parse_spans

ARTICLE = (
    "The bakery in the old town blew up on Monday. [S1 Police] [C1 said] [T1 a bomb had gone off]. "
    "[S2 The utility] [C2 denied] [T2 that gas had been leaking]. [S3 Hospitals] [C3 reported] "
    "[T3 that eleven people were hurt]. [S4 A neighbour] [C4 smelled] [T4 gas the night before]. "
    "[S5 The mayor] [C5 ruled out] [T5 a bomb]. [S6 The baker] [C6 blamed] [T6 the old pipe]."
)


def test_the_function_is_part_of_the_public_face():
    assert nv.rate_bearings is rate_bearings
    assert nv.BearingClassifier.__module__ == "narratives.bearing.classifier"


def test_the_table_has_the_columns_of_the_schema_and_covers_every_statement():
    _, statements, bearings = rate(ARTICLE, SETS["blast"], unsure=True)
    assert tuple(bearings.columns) == BEARINGS
    assert list(dict.fromkeys(bearings["statement_id"])) == list(statements.index)
    assert bearings["probability"].between(0.01, 1).all()
    assert set(bearings["stance"]) <= {"supports", "disputes", "neutral"}
    assert set(bearings["how"]) <= {"stated", "implied"}


def test_rows_of_a_statement_are_the_same_whatever_is_rated_with_those_around_it():
    document, statements = read_marked(ARTICLE)
    table = table_of(SETS["blast"])
    whole = rate_bearings(statements, table, [document], unsure=True)
    ordered = sorted(statements.index, key=lambda name: parse_spans(statements["content"][name]))
    draw = random.Random(20)
    for _ in range(5):
        # In the order of the text, with all that stands as far as is looked.
        first = draw.randint(0, len(statements) - 1)
        last = draw.randint(first, len(statements) - 1)
        near = ordered[max(0, first - NEIGHBOURS) : last + NEIGHBOURS + 1]
        part = rate_bearings(statements.loc[near], table, [document], unsure=True)
        for name in ordered[first : last + 1]:
            pd.testing.assert_frame_equal(
                part[part["statement_id"] == name].reset_index(drop=True),
                whole[whole["statement_id"] == name].reset_index(drop=True),
                check_exact=True,
            )


def test_a_document_beside_it_changes_no_row():
    document, statements = read_marked(ARTICLE)
    other, more = read_marked(ARTICLE.replace("Monday", "a Monday in May"), "other")
    table = table_of(SETS["blast"])
    alone = rate_bearings(statements, table, [document])
    both = rate_bearings(pd.concat([more, statements]), table, [other, document])
    own = both[both["statement_id"].isin(statements.index)].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone, check_exact=True)


def test_the_result_is_the_same_twice_and_the_arguments_are_left_alone():
    document, statements = read_marked(ARTICLE)
    table = table_of(SETS["blast"])
    kept = statements.copy(), table.copy()
    first = rate_bearings(statements, table, [document])
    pd.testing.assert_frame_equal(first, rate_bearings(statements, table, [document]))
    pd.testing.assert_frame_equal(statements, kept[0])
    pd.testing.assert_frame_equal(table, kept[1])


def test_one_narrative_alone_can_be_rated_and_twenty_long_ones_too():
    only = {"bomb": SETS["blast"]["bomb"]}
    _, _, bearings = rate(ARTICLE, only)
    assert set(bearings["narrative_id"]) <= {"bomb", "none"}
    many = {
        f"a{n}": (f"A {n}", f"Baker {n} planted a bomb " + "in the old town " * 30, ())
        for n in range(20)
    }
    _, _, bearings = rate("[S Police] [C said] [T it was a bomb].", many, unsure=True)
    assert bearings["probability"].notna().all()


def test_words_in_odd_letters_and_spaces_are_read_as_the_plain_ones():
    plain = rate("[S Police] [C denied] [T that a gas leak was to blame].", SETS["blast"])[2]
    marked = "[S Police] [C denied] [T that a g\u0430s\u00a0leak was to blame]."
    odd = rate(marked, SETS["blast"])[2]
    columns = ["narrative_id", "stance", "how", "probability"]
    pd.testing.assert_frame_equal(odd[columns], plain[columns])


def test_a_plain_denial_disputes():
    _, _, bearings = rate("[S Police] [C denied] [T that a gas leak was to blame].", SETS["blast"])
    assert ("gas_leak", "disputes") in set(
        zip(bearings["narrative_id"], bearings["stance"], strict=True)
    )


@pytest.mark.parametrize(
    "filler",
    ["no ", "a", ", which x", "the claim ", "was and it ", "\u0301", "<>[]{}", "these the those "],
)
def test_the_time_to_read_a_hostile_text_grows_with_it_at_most(filler):
    row = {"document_id": "n", "source": "", "cue": "", "content": "0-1"}

    def read(times):
        texts = {"source_text": filler * times, "cue_text": filler * times}
        texts["content_text"] = filler * 3 * times
        rate_bearings(pd.DataFrame([row | texts], index=["n:0-1"]), table_of(SETS["blast"]))

    assert growth(read, 600) < STEEP
