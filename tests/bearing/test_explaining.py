"""Why a bearing: the words that decided, within a bound."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from bearing_case import read_marked, table_of
from fake_reader import LITTLE, FakeReader
from growth import STEEP, growth
from round_odds import plain_odds  # noqa: F401

from narratives.bearing import explain_bearing
from narratives.bearing.explaining import MOST
from narratives.bearing.terms import PUSH
from narratives.schema import SchemaError

pytestmark = pytest.mark.usefixtures("plain_odds")

TWO = {
    "gas": ("Gas", "Leaking gas caused the blast.", ()),
    "bomb": ("Bomb", "A bomb caused the blast.", ()),
}
TEXT = "[S Police] [C denied] [T that gas was to blame]."
ANSWERS = {("gas", "gas"): (0.8, 0.1), ("denied that gas", "gas"): (0.1, 0.8)}


def explained(marked=TEXT, narrative="gas", definitions=TWO, answers=ANSWERS, number=0, **more):
    document, statements = read_marked(marked)
    reader = FakeReader(answers)
    why = explain_bearing(
        statements, table_of(definitions), statements.index[number], narrative, [document],
        reader=reader, **more,
    )  # fmt: skip
    return why, reader


def test_each_word_is_left_out_in_turn_and_what_falls_most_comes_first():
    why, _ = explained()
    assert (why.stance, why.probability) == ("disputes", 0.8)
    # Without "denied" it supports: the stance asked about keeps its own probability.
    table = why.words
    assert table.loc["denied"].tolist() == ["statement", 0.1, -0.7]
    assert table.loc["gas"].tolist() == ["statement", LITTLE, -0.79]
    assert table.loc["blame"].tolist() == ["statement", 0.8, 0.0]
    assert table.loc["blast"].tolist() == ["account", 0.8, 0.0]
    assert table.index.name == "word"
    assert table["change"].is_monotonic_increasing


def test_a_change_is_measured_in_probability():
    answers = {("gas", "gas"): (0.6, 0.1), ("gas surely leaked", "gas"): (0.9, 0.05)}
    why, _ = explained("[S Police] [C said] [T that gas surely leaked].", answers=answers)
    assert why.words.loc["surely"].tolist() == ["statement", 0.6, -0.3]


def test_words_of_the_account_are_left_out_of_it_alone():
    answers = {("gas", "Leaking gas"): (0.8, 0.1), ("gas", "bomb"): (0.1, 0.1)}
    why, reader = explained(answers=answers)
    # Without "Leaking" the account is read as another one.
    assert why.words.loc["Leaking"].tolist() == ["account", 0.01, -0.79]
    assert reader.calls > 1


def test_small_words_are_not_left_out_and_each_word_once():
    why, _ = explained("[S Police] [C said] [T that Gas and the gas of a pipe leaked].")
    words = [word.lower() for word in why.words.index]
    assert len(words) == len(set(words))
    assert not {"that", "and", "the", "of", "a"} & set(words)


def test_readings_are_bounded_however_long_the_statement():
    words = " ".join(f"and in the word{n} it was" for n in range(300))
    why, reader = explained(f"[S Police] [C denied] [T that gas {words}].")
    assert len(why.words) == MOST
    assert len(reader.passages) == MOST + 1


def test_readings_do_not_grow_with_the_case():
    other = " ".join(f"[S{n} Police] [C{n} saw] [T{n} rain {n}]." for n in range(2, 200))
    _, alone = explained()
    _, beside = explained(f"{TEXT} {other}")
    assert len(beside.passages) == len(alone.passages)


def test_a_word_that_is_switched_off_is_not_read():
    why, reader = explained(without=["DENIED"])
    assert (why.stance, why.switched_off) == ("supports", ("DENIED",))
    assert "denied" not in why.words.index
    assert not any("denied" in passage.cue for passage in reader.passages)


def test_switching_off_takes_whole_words_and_no_pattern():
    why, reader = explained(without=["den", ".*"])
    assert why.stance == "disputes"
    assert reader.passages[0].cue == "denied"


def test_pointing_words_are_explained_with_what_they_mean():
    marked = "[S1 Al] [C1 blamed] [T1 gas]. [S2 Bo] [C2 saw] [T2 rain]. [S3 Police] [C3 rejected] "
    marked += "[T3 these claims]."
    answers = {
        ("blamed gas", "gas"): (0.9, 0.05),
        ("Al blamed: gas. Bo saw rain. | rejected", "gas"): (0.05, 0.9),
    }
    why, reader = explained(marked, answers=answers, number=2)
    assert (why.stance, why.probability) == ("disputes", 0.9)
    assert why.read.startswith("Police rejected: these claims (“gas”) — Al blamed: gas.")
    assert len(reader.passages) <= MOST + 1 + 4


def test_a_term_that_is_left_out_pushes_no_more():
    definitions = {"gas": ("Gas", "Leaking gas caused the blast.", ("pipe",))}
    why, _ = explained(
        "[S Police] [C found] [T a pipe].",
        definitions=definitions,
        answers={("", "gas"): (0.4, 0.1)},
    )
    pushed = 0.4 * math.exp(PUSH) / (0.5 * math.exp(PUSH) + 0.5)
    assert why.terms == ("pipe",)
    assert why.probability == round(pushed, 2)
    assert why.words.loc["pipe", "without"] == 0.4
    assert why.words.loc["found", "without"] == round(pushed, 2)


def test_a_pair_without_a_bearing_can_be_explained_too():
    why, _ = explained(narrative="bomb")
    assert (why.stance, why.probability) == ("supports", LITTLE)


def test_what_was_read_is_shown():
    why, _ = explained()
    assert why.read == (
        "Police denied: that gas was to blame — Police denied that gas was to blame."
    )


def test_a_statement_without_words_has_nothing_to_leave_out_of_it():
    document, statements = read_marked(TEXT)
    bare = statements.assign(cue_text="", content_text="", source_text="")
    why = explain_bearing(
        bare, table_of(TWO), bare.index[0], "gas", [document], reader=FakeReader({})
    )
    assert set(why.words["where"]) == {"account"}


def test_an_unknown_statement_or_narrative_is_refused():
    _, statements = read_marked(TEXT)
    table = table_of(TWO)
    with pytest.raises(SchemaError, match='statement_id "x:1-2" is not in statements'):
        explain_bearing(statements, table, "x:1-2", "gas", reader=FakeReader({}))
    with pytest.raises(SchemaError, match=r'"flood" is not in narratives. Known: gas, bomb\.'):
        explain_bearing(statements, table, statements.index[0], "flood", reader=FakeReader({}))


def test_a_statement_that_is_not_read_is_refused():
    marked = "Der Mann [C sagte], [T dass die Mauer alt war und niemand sie geprüft hat]."
    with pytest.raises(SchemaError, match=r"was not read \(de\)"):
        explained(marked)
    with pytest.raises(SchemaError, match=r"was not read \(language unknown\)"):
        explained("[S Qrx] [C vvt] [T brm kst plk drn qrx vvt brm kst plk drn].")


def test_one_word_instead_of_a_list_is_refused():
    with pytest.raises(SchemaError, match=r'without is one word. Put it in a list: \["denied"\]'):
        explained(without="denied")


def test_the_arguments_are_left_alone_and_the_answer_is_the_same_twice():
    document, statements = read_marked(TEXT)
    table = table_of(TWO)
    kept = statements.copy(), table.copy()
    found = [
        explain_bearing(statements, table, statements.index[0], "gas", [document],
                        reader=FakeReader(ANSWERS)).words
        for _ in range(2)
    ]  # fmt: skip
    pd.testing.assert_frame_equal(*found)
    pd.testing.assert_frame_equal(statements, kept[0])
    pd.testing.assert_frame_equal(table, kept[1])


@pytest.mark.parametrize("filler", ["no ", "a-b-" * 40, "x'", "these the ", "(.*)+ "])
def test_the_time_to_explain_a_hostile_text_grows_with_it_at_most(filler):
    row = {"document_id": "n", "source": "", "cue": "", "content": "0-1", "source_text": ""}
    row |= {"cue_text": ""}

    def explain(times):
        text = f"it was in the {filler} and that " * times
        table = pd.DataFrame([row | {"content_text": text}], index=["n:0-1"])
        explain_bearing(table, table_of(TWO), "n:0-1", "gas", reader=FakeReader({}))

    assert growth(explain, 320) < STEEP
