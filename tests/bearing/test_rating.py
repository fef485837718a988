"""What is made of a reader's answers; every expected value is worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from bearing_case import rate, read_marked, table_of
from fake_reader import LITTLE, FakeReader
from round_odds import plain_odds  # noqa: F401

from narratives.bearing import is_unsure, rate_bearings, sure_bearings
from narratives.bearing.beside import read_accounts
from narratives.bearing.rating import STAKE
from narratives.bearing.reviewed import PARTS
from narratives.bearing.terms import PUSH
from narratives.schema import BEARINGS, SchemaError

pytestmark = pytest.mark.usefixtures("plain_odds")

TWO = {
    "gas": ("Gas", "Gas caused the blast.", ()),
    "bomb": ("Bomb", "A bomb caused the blast.", ()),
}
TEXT = "[S Police] [C said] [T it went off]."


def drafted(answers, definitions=TWO, marked=TEXT, **more):
    _, _, bearings = rate(marked, definitions, reader=FakeReader(answers), **more)
    return bearings


def rows_of(bearings):
    columns = ["narrative_id", "stance", "how", "probability"]
    return list(bearings[columns].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        ((0.8, 0.1), ("gas", "supports", "stated", 0.8)),
        ((0.1, 0.8), ("gas", "disputes", "stated", 0.8)),
        ((0.8, 0.1, 0.5), ("gas", "supports", "stated", 0.8)),
        ((0.8, 0.1, 0.49), ("gas", "supports", "implied", 0.8)),
        ((0.876, 0.01), ("gas", "supports", "stated", 0.88)),
        ((0.999, 0.0005), ("gas", "supports", "stated", 0.99)),
        ((0.49, 0.01), ("none", "neutral", "stated", 0.51)),
        ((0.6, 0.3), ("none", "neutral", "stated", 0.4)),
        ((0.1, 0.1), ("none", "neutral", "stated", 0.9)),
    ],
)
def test_an_answer_becomes_one_row(answer, row):
    assert rows_of(drafted({("it went off", "Gas"): answer})) == [row]


def test_no_bearing_is_as_likely_as_the_likeliest_is_not():
    answers = {("it went off", "Gas"): (0.2, 0.05), ("it went off", "bomb"): (0.05, 0.24)}
    (row,) = rows_of(drafted(answers))
    assert row == ("none", "neutral", "stated", 0.76)


def test_two_accounts_can_be_borne_on_at_once_in_the_order_of_the_table():
    answers = {("it went off", "Gas"): (0.05, 0.6), ("it went off", "bomb"): (0.9, 0.05)}
    assert rows_of(drafted(answers)) == [
        ("gas", "disputes", "stated", 0.6),
        ("bomb", "supports", "stated", 0.9),
    ]


def test_support_of_one_account_is_no_dispute_of_another():
    bearings = drafted({("it went off", "bomb"): (0.9, 0.05)})
    assert rows_of(bearings) == [("bomb", "supports", "stated", 0.9)]


def test_an_unsure_bearing_is_named_beside_none_and_listed_when_asked():
    answers = {("it went off", "Gas"): (0.4, 0.01), ("it went off", "bomb"): (0.3, 0.3)}
    plain = drafted(answers)
    assert rows_of(plain) == [("none", "neutral", "stated", 0.6)]
    assert plain["why"].iloc[0] == "unsure: rather for gas (0.4)"
    listed = drafted(answers, unsure=True)
    assert rows_of(listed) == [
        ("none", "neutral", "stated", 0.6),
        ("gas", "supports", "stated", 0.4),
    ]
    assert listed["why"].iloc[1] == "unsure: rather for it"


def test_a_likely_bearing_that_is_unsure_says_why():
    listed = drafted({("it went off", "Gas"): (0.52, 0.46)}, unsure=True)
    assert listed["why"].tolist() == [
        "unsure: rather for gas (0.52)",
        "unsure: rather for it; as near the other way",
    ]


def test_an_unsure_bearing_follows_a_sure_one():
    answers = {("it went off", "Gas"): (0.4, 0.01), ("it went off", "bomb"): (0.9, 0.01)}
    assert rows_of(drafted(answers)) == [("bomb", "supports", "stated", 0.9)]
    listed = drafted(answers, unsure=True)
    assert listed["narrative_id"].tolist() == ["bomb", "gas"]
    assert is_unsure(listed).tolist() == [False, True]
    pd.testing.assert_frame_equal(sure_bearings(listed), drafted(answers))


def test_none_is_never_counted_as_unsure():
    listed = drafted({("it went off", "Gas"): (0.4, 0.01)}, unsure=True)
    assert is_unsure(listed).tolist() == [False, True]
    assert sure_bearings(listed)["narrative_id"].tolist() == ["none"]


def test_what_a_person_set_is_never_unsure():
    table = pd.DataFrame({"narrative_id": ["gas"], "why": ["set by hand"]})
    assert is_unsure(table).tolist() == [False]


def test_bearings_without_a_reason_are_refused():
    with pytest.raises(SchemaError, match="bearings lacks the columns why"):
        sure_bearings(pd.DataFrame({"narrative_id": ["gas"]}))


def test_the_table_has_the_columns_of_the_schema_and_the_order_of_the_statements():
    text = "[S1 Police] [C1 said] [T1 it went off]. [S2 Police] [C2 said] [T2 it rained]."
    document, statements = read_marked(text)
    turned = statements.iloc[::-1]
    reader = FakeReader({("it went off", "Gas"): (0.9, 0.01)})
    bearings = rate_bearings(turned, table_of(TWO), [document], reader=reader)
    assert tuple(bearings.columns) == BEARINGS
    assert bearings["statement_id"].tolist() == list(turned.index)
    assert bearings["narrative_id"].tolist() == ["none", "gas"]
    assert {str(kind) for kind in bearings.dtypes.drop("probability")} == {"str"}
    assert bearings["probability"].dtype == np.float64


def test_no_statements_and_no_narratives_give_tables_that_say_so():
    document, statements = read_marked(TEXT)
    empty = rate_bearings(statements.iloc[:0], table_of(TWO), [document], reader=FakeReader({}))
    assert empty.empty
    assert tuple(empty.columns) == BEARINGS
    none = rate_bearings(statements, table_of(TWO).iloc[:0], [document], reader=FakeReader({}))
    assert rows_of(none) == [("none", "neutral", "stated", 1.0)]


# Terms


def pushed(answer, push):
    s, d, n = answer[0], answer[1], 1 - answer[0] - answer[1]
    s, d = s * math.exp(push), d * math.exp(push)
    return round(max(s, d) / (s + d + n), 2)


@pytest.mark.parametrize("owners", [1, 2])
def test_a_term_lifts_a_bearing_by_its_share_of_the_push(owners):
    definitions = {
        "gas": ("Gas", "Gas caused the blast.", ("went off",)),
        "bomb": ("Bomb", "A bomb caused the blast.", ("went off",) if owners == 2 else ()),
    }
    bearings = drafted({("it went off", "Gas"): (0.4, 0.05)}, definitions)
    expected = pushed((0.4, 0.05), PUSH / owners)
    assert rows_of(bearings) == [("gas", "supports", "stated", expected)]
    assert bearings["why"].iloc[0] == 'read as for it; uses its term "went off"'


def test_a_term_alone_makes_no_bearing_and_turns_no_stance():
    definitions = {"gas": ("Gas", "Gas caused the blast.", ("went off",))}
    (row,) = rows_of(drafted({("it", "Gas"): (LITTLE, LITTLE)}, definitions))
    assert row == ("none", "neutral", "stated", round(1 - pushed((LITTLE, LITTLE), PUSH), 2))
    (row,) = rows_of(drafted({("it", "Gas"): (0.05, 0.7)}, definitions))
    assert row[:2] == ("gas", "disputes")


def test_at_most_three_terms_are_named():
    definitions = {"gas": ("Gas", "Gas caused the blast.", ("it", "went", "off", "it went"))}
    bearings = drafted({("it", "Gas"): (0.9, 0.01)}, definitions)
    assert bearings["why"].iloc[0] == 'read as for it; uses its term "it", "went", "off"'


# Stakes


@pytest.mark.parametrize(
    ("answer", "stake", "moved", "told"),
    [
        ((0.8, 0.1), 1.0, STAKE, "as its stake suggests"),
        ((0.8, 0.1), -1.0, -STAKE, "against what its stake suggests"),
        ((0.1, 0.8), -1.0, STAKE, "as its stake suggests"),
        ((0.1, 0.8), 1.0, -STAKE, "against what its stake suggests"),
        ((0.8, 0.1), 0.0, 0.0, ""),
        ((0.8, 0.1), float("nan"), 0.0, ""),
        ((0.8, 0.1), None, 0.0, ""),
        ((0.98, 0.01), 1.0, 0.01, "as its stake suggests"),
    ],
)
def test_a_stake_moves_the_probability_a_little_and_never_the_stance(answer, stake, moved, told):
    document, statements = read_marked(TEXT)
    statements = statements.assign(source_id="police")
    stakes = pd.DataFrame({"gas": [stake]}, index=["police"])
    given = (statements, table_of(TWO), [document])
    reader = FakeReader({("it went off", "Gas"): answer})
    plain = rate_bearings(*given, reader=reader).iloc[0]
    swayed = rate_bearings(*given, stakes=stakes, reader=reader).iloc[0]
    assert swayed["stance"] == plain["stance"]
    assert swayed["probability"] == pytest.approx(plain["probability"] + moved)
    assert swayed["why"] == "; ".join(filter(None, [plain["why"], told]))


def test_a_stake_makes_nothing_sure_or_unsure():
    document, statements = read_marked(TEXT)
    statements = statements.assign(source_id="police")
    for stake in (-1.0, 1.0):
        stakes = pd.DataFrame({"gas": [stake]}, index=["police"])
        for answer, name in (((0.49, 0.01), "none"), ((0.51, 0.01), "gas")):
            reader = FakeReader({("it went off", "Gas"): answer})
            bearings = rate_bearings(
                statements, table_of(TWO), [document], stakes=stakes, reader=reader
            )
            assert bearings["narrative_id"].tolist() == [name]


def test_stakes_of_other_sources_and_accounts_move_nothing():
    document, statements = read_marked(TEXT)
    statements = statements.assign(source_id="police")
    reader = FakeReader({("it went off", "Gas"): (0.8, 0.1)})
    given = (statements, table_of(TWO), [document])
    stakes = pd.DataFrame({"bomb": [1.0, 1.0], "flood": 1.0}, index=["police", "mayor"])
    pd.testing.assert_frame_equal(
        rate_bearings(*given, stakes=stakes, reader=reader), rate_bearings(*given, reader=reader)
    )


# What is not read


def test_a_statement_in_another_language_has_no_bearing_and_no_probability():
    german = "Der Bürgermeister [C sagte], [T dass die Mauer alt war und niemand sie geprüft hat]."
    reader = FakeReader({("Mauer", "Gas"): (0.9, 0.01)})
    _, _, bearings = rate(german, TWO, reader=reader)
    row = bearings.iloc[0]
    assert (row["narrative_id"], row["stance"]) == ("none", "neutral")
    assert math.isnan(row["probability"])
    assert row["why"] == "not read (de)"
    assert reader.passages == []


def test_what_is_not_read_stands_in_its_place_among_the_others():
    text = (
        "[S1 Police] [C1 said] [T1 it went off in the town and nobody was there to see it].\n\n"
        "Le maire [C2 a dit] [T2 que la digue était vieille et que personne ne l'avait vue].\n\n"
        "[S3 Police] [C3 said] [T3 it went off at the end of the day and that this was all]."
    )
    bearings = drafted({("it went off", "Gas"): (0.9, 0.01)}, marked=text)
    assert bearings["narrative_id"].tolist() == ["gas", "none", "gas"]
    assert bearings["probability"].isna().tolist() == [False, True, False]


# What a person decided


def state_of(_, account):
    return (1.0, 0.0) if "Gas" in account.statement else (0.0, 1.0)


def many(count):
    text = " ".join(
        f"[S{n} Police] [C{n} said] [T{n} two of {n} went off]." for n in range(1, count + 1)
    )
    return read_marked(text)


def decide(statements, rows, stance="supports", narrative="gas"):
    return pd.DataFrame(
        {
            "statement_id": [statements.index[n] for n in rows],
            "narrative_id": narrative,
            "stance": stance,
        }
    )


def taught_draft(document, statements, examples):
    reader = FakeReader({("went off", "Gas"): (0.4, 0.05)}, states=state_of)
    return rate_bearings(statements, table_of(TWO), [document], examples=examples, reader=reader)


def test_decisions_move_the_draft_of_other_statements():
    document, statements = many(9)
    plain = taught_draft(document, statements, None)
    assert set(plain["narrative_id"]) == {"none"}
    taught = taught_draft(document, statements, decide(statements, range(8)))
    row = taught.iloc[8]
    assert (row["narrative_id"], row["stance"]) == ("gas", "supports")
    assert row["why"] == "read as for it; moved by decisions on 8 other statements"
    against = taught_draft(document, statements, decide(statements, range(8), "disputes"))
    assert against.iloc[8]["narrative_id"] in ("none", "gas")
    assert against.iloc[8]["stance"] != "supports"


def test_a_statement_is_never_drafted_by_its_own_decision():
    document, statements = many(9)
    examples = decide(statements, range(5))
    turned = examples.copy()
    turned.loc[2, ["stance", "narrative_id"]] = ["disputes", "bomb"]
    name = statements.index[2]
    one = taught_draft(document, statements, examples)
    two = taught_draft(document, statements, turned)
    assert not one.equals(two)
    pd.testing.assert_frame_equal(
        one[one["statement_id"] == name].reset_index(drop=True),
        two[two["statement_id"] == name].reset_index(drop=True),
    )


def test_one_decision_alone_leaves_its_own_statement_as_it_was():
    document, statements = many(3)
    plain = taught_draft(document, statements, None)
    taught = taught_draft(document, statements, decide(statements, [1]))
    pd.testing.assert_series_equal(taught.iloc[1], plain.iloc[1])


def test_a_decided_statement_is_drafted_without_an_eighth_of_the_others():
    document, statements = many(2 * PARTS)
    examples = decide(statements, range(2 * PARTS))
    taught = taught_draft(document, statements, examples)
    assert set(taught["why"]) == {
        f"read as for it; moved by decisions on {2 * PARTS - 2} other statements"
    }


def test_decisions_on_unknown_statements_and_accounts_teach_nothing():
    document, statements = many(3)
    plain = taught_draft(document, statements, None)
    gone = decide(statements, [0]).assign(statement_id="gone:1-2")
    pd.testing.assert_frame_equal(taught_draft(document, statements, gone), plain)
    pd.testing.assert_frame_equal(taught_draft(document, statements, gone.iloc[:0]), plain)


def test_a_reader_without_states_is_moved_by_no_decision():
    document, statements = many(4)
    reader = FakeReader({("went off", "Gas"): (0.4, 0.05)})
    given = (statements, table_of(TWO), [document])
    pd.testing.assert_frame_equal(
        rate_bearings(*given, examples=decide(statements, [0, 1]), reader=reader),
        rate_bearings(*given, reader=reader),
    )


# What is refused, and what is left alone


@pytest.mark.parametrize(
    "column",
    ["document_id", "source", "cue", "content", "cue_text", "content_text", "source_text"],
)
def test_statements_without_a_column_are_refused(column):
    _, statements = read_marked(TEXT)
    with pytest.raises(SchemaError, match=f"statements lacks the columns {column}"):
        rate_bearings(statements.drop(columns=column), table_of(TWO), reader=FakeReader({}))


@pytest.mark.parametrize("column", ["title", "statement", "terms"])
def test_narratives_without_a_column_are_refused(column):
    _, statements = read_marked(TEXT)
    with pytest.raises(SchemaError, match=f"narratives lacks the columns {column}"):
        rate_bearings(statements, table_of(TWO).drop(columns=column), reader=FakeReader({}))


def test_decisions_without_a_column_are_refused():
    document, statements = many(2)
    with pytest.raises(SchemaError, match="examples lacks the columns statement_id"):
        taught_draft(document, statements, decide(statements, [0]).drop(columns="statement_id"))


def test_narratives_need_ids_of_their_own():
    _, statements = read_marked(TEXT)
    table = table_of(TWO)
    with pytest.raises(SchemaError, match=r'the id "bomb" occurs twice. Give each its own'):
        rate_bearings(statements, table.set_axis(["bomb", "bomb"]))
    with pytest.raises(SchemaError, match='the id "none" is the reserved word for no narrative'):
        rate_bearings(statements, table.set_axis(["bomb", "none"]))


def test_statements_need_ids_of_their_own():
    _, statements = read_marked(TEXT)
    twice = pd.concat([statements, statements])
    with pytest.raises(SchemaError, match=r'statements: the id "note:12-23:1" occurs twice'):
        rate_bearings(twice, table_of(TWO))


def test_the_arguments_are_left_alone_and_the_result_is_the_same_twice():
    document, statements = many(6)
    table, examples = table_of(TWO), decide(statements, [0, 3])
    stakes = pd.DataFrame({"gas": [1.0]}, index=["police"])
    statements = statements.assign(source_id="police")
    given = {"statements": statements, "narratives": table, "examples": examples, "stakes": stakes}
    kept = {name: value.copy() for name, value in given.items()}
    results = [
        rate_bearings(
            documents=[document],
            unsure=True,
            reader=FakeReader({("went off", "Gas"): (0.4, 0.05)}, states=state_of),
            **given,
        )
        for _ in range(2)
    ]
    pd.testing.assert_frame_equal(*results)
    for name, value in given.items():
        pd.testing.assert_frame_equal(value, kept[name])


def test_progress_is_told_of_every_statement():
    document, statements = many(3)
    steps = []
    rate_bearings(
        statements,
        table_of(TWO),
        [document],
        reader=FakeReader({}),
        progress=lambda *step: steps.append(step),
    )
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_an_account_is_read_by_its_sentence_and_first_examples():
    table = table_of(TWO)
    table["statement"] = ["Gas did it.", ""]
    table["examples_for"] = [("Gas leaked.", "Gas burned."), ()]
    table["examples_against"] = [["No gas."], ()]
    accounts, _ = read_accounts(table)
    assert accounts[0].text == "Gas did it. For: Gas leaked. Against: No gas."
    assert accounts[1].text == "Bomb"
