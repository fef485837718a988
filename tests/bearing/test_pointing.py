"""Words that point back, and the statement that they mean."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from bearing_case import SETS, rate, read_marked, table_of
from fake_reader import FakeReader
from growth import STEEP, growth
from round_odds import plain_odds  # noqa: F401

from narratives.bearing.pointing import (
    AROUND,
    REACH,
    Meant,
    Pointer,
    Stand,
    find_meant,
    find_pointer,
    point_back,
)
from narratives.bearing.rating import rate_bearings
from narratives.bearing.statements import read_statements
from narratives.schema import span_text

pytestmark = pytest.mark.usefixtures("plain_odds")

NOTHING = Stand(frozenset(), frozenset())
FOR_BOMB = Stand(frozenset({1}), frozenset())
AGAINST_BOMB = Stand(frozenset(), frozenset({1}))
FOR_GAS = Stand(frozenset({0}), frozenset())
POINTER = Pointer("these claims", "statement")
BOMB = {("a bomb", "bomb"): (0.9, 0.05), ("these claims", "bomb"): (0.05, 0.1)}
MEANT = {("a bomb. A maid saw rain. | rejected these claims", "bomb"): (0.05, 0.9)}
WITHOUT_TERMS = {name: (*said[:2], ()) for name, said in SETS["blast"].items()}


def told_of(marked):
    document, statements = read_marked(marked)
    return read_statements(statements, [document])


@pytest.mark.parametrize(
    ("content", "words", "refers"),
    [
        ("these allegations", "these allegations", "accusation"),
        ("this theory, he said", "this theory", "account"),
        ("such claims are old", "such claims", "statement"),
        ("the same version", "the same version", "account"),
        ("those two baseless rumours", "those two baseless rumours", "accusation"),
        ("the allegations", "the allegations", "accusation"),
        ("“the allegations.”", "the allegations", "accusation"),
        ("their denial", "their denial", "denial"),
        ("a claim", "a claim", "statement"),
        ("an accusation.", "an accusation", "accusation"),
        ("that both accounts are wrong", "both accounts", "account"),
    ],
)
def test_words_that_point_back_are_found(content, words, refers):
    assert find_pointer(content) == Pointer(words, refers)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a bomb went off",
        "the allegations that a bomb went off",
        "these claims of a leak",
        "this theory about the bakery",
        "the claims were heard at the bakery on Monday",
        "the claimant",
        "a claim that a bomb went off",
        "a claim was heard at the bakery",
        "this morning the story was told",
    ],
)
def test_words_that_say_what_they_mean_point_to_nothing(content):
    assert find_pointer(content) is None


@pytest.mark.parametrize("piece", ["the ", "this is it ", "aaaa"])
def test_the_time_to_search_hostile_words_grows_with_their_number_at_most(piece):
    assert growth(lambda times: find_pointer("these " + piece * times), 2_000) < STEEP


THREE = (
    "[S1 A man] [C1 alleged] [T1 a bomb]. [S2 A maid] [C2 saw] [T2 rain]. "
    "[S3 Police] [C3 rejected] [T3 these claims]."
)


def test_the_nearest_statement_before_that_takes_a_stand_is_meant():
    told = told_of(THREE)
    assert find_meant(2, POINTER, told, [FOR_BOMB, FOR_GAS, NOTHING]) == 1
    assert find_meant(2, POINTER, told, [FOR_BOMB, NOTHING, NOTHING]) == 0
    assert find_meant(2, POINTER, told, [NOTHING] * 3) is None


def test_nothing_that_comes_later_is_meant_and_never_the_words_themselves():
    told = told_of(THREE)
    assert find_meant(0, POINTER, told, [FOR_BOMB] * 3) is None
    document, statements = read_marked(THREE)
    empty = read_statements(statements.assign(source="", cue="", content=""), [document])
    assert find_meant(0, POINTER, empty, [FOR_BOMB, NOTHING, NOTHING]) is None


@pytest.mark.parametrize(
    ("refers", "meant"),
    [("accusation", 0), ("account", 0), ("denial", 1), ("statement", 1)],
)
def test_an_accusation_asserts_and_a_denial_rejects(refers, meant):
    told = told_of(THREE)
    pointer = Pointer("these", refers)
    assert find_meant(2, pointer, told, [FOR_BOMB, AGAINST_BOMB, NOTHING]) == meant


def test_two_rival_statements_in_one_sentence_stay_open():
    told = told_of(
        "[S1 A man] [C1 alleged] [T1 a bomb] and [S2 a maid] [C2 blamed] [T2 gas]. "
        "[S3 Police] [C3 rejected] [T3 these claims]."
    )
    assert find_meant(2, POINTER, told, [FOR_BOMB, FOR_GAS, NOTHING]) is None
    assert find_meant(2, POINTER, told, [FOR_BOMB, FOR_BOMB, NOTHING]) == 1
    denial = Pointer("the denial", "denial")
    assert find_meant(2, denial, told, [FOR_BOMB, AGAINST_BOMB, NOTHING]) == 1


def test_pointing_words_do_not_cross_documents():
    one, two = read_marked("[S A man] [C said] [T a bomb].", "one"), read_marked(THREE, "two")
    told = read_statements(one[1], [one[0]]) + read_statements(two[1], [two[0]])
    assert find_meant(3, POINTER, told, [FOR_BOMB] + [NOTHING] * 3) is None
    assert find_meant(3, POINTER, told, [FOR_BOMB] * 2 + [NOTHING] * 2) == 1


@pytest.mark.parametrize(("more", "meant"), [(0, 0), (1, None)])
def test_nothing_beyond_its_reach_is_meant(more, meant):
    first, last = "[S1 A man] [C1 alleged] [T1 a bomb]", "[S2 Police] [C2 rejected] [T2 them]"
    between = "." + " " * (REACH + more - 2) + "."
    told = told_of(f"{first}{between}{last}")
    assert told[1].start - told[0].end == REACH + more
    assert find_meant(1, POINTER, told, [FOR_BOMB, NOTHING]) == meant


def test_what_is_meant_is_put_before_the_sentence():
    told = told_of(THREE)
    found, meant = point_back(told, [FOR_BOMB, NOTHING, NOTHING])
    assert found[2].passage.before == "A man alleged: a bomb. A maid saw rain."
    assert found[2].passage.content == "these claims (“a bomb”)"
    assert found[:2] == told[:2]
    assert meant == {told[2].statement_id: Meant("these claims", told[0].span)}


def test_what_stands_before_the_sentence_anyway_is_not_said_twice():
    told = told_of(
        "[S1 A man] [C1 alleged] [T1 a bomb]. [S2 Police] [C2 rejected] [T2 the claims]."
    )
    found, meant = point_back(told, [FOR_BOMB, NOTHING])
    content = "the claims (“a bomb”)"
    assert found == [told[0], replace(told[1], passage=replace(told[1].passage, content=content))]
    assert list(meant) == [told[1].statement_id]


def test_a_long_sentence_before_does_not_push_out_what_is_meant():
    told = told_of(THREE.replace("A maid", "A maid " + "of a house on the old hill " * 30))
    found, _ = point_back(told, [FOR_BOMB, NOTHING, NOTHING])
    passage = found[2].passage
    assert passage.before.startswith("A man alleged: a bomb. ")
    assert passage.before.endswith("saw rain.")
    words = f"{passage.before} {passage.sentence} {passage.content}".split()
    assert len(words) == AROUND


def test_a_denial_that_is_meant_is_put_in_as_one():
    told = told_of(
        "[S1 A man] [C1 denied] [T1 a bomb.] [S2 Police] [C2 repeated] [T2 their denial]."
    )
    found, meant = point_back(told, [AGAINST_BOMB, NOTHING])
    assert found[1].passage.content == "their denial (“the denial that a bomb”)"
    assert meant == {told[1].statement_id: Meant("their denial", told[0].span)}


def test_a_pointer_to_nothing_is_left_as_it_is():
    told = told_of(THREE)
    assert point_back(told, [NOTHING] * 3) == (told, {})


def test_the_antecedent_is_the_content_that_is_meant():
    document, statements, bearings = rate(THREE, WITHOUT_TERMS, reader=FakeReader(BOMB | MEANT))
    last = bearings[bearings["statement_id"] == statements.index[2]].iloc[0]
    assert (last["narrative_id"], last["stance"], last["probability"]) == ("bomb", "disputes", 0.9)
    assert span_text(document.text, last["antecedent"]) == "a bomb"
    assert last["why"] == 'read as against it; "these claims" points back'
    assert set(bearings["antecedent"].iloc[:2]) == {""}


def test_only_what_points_back_is_read_again():
    reader = FakeReader(BOMB | MEANT)
    rate(THREE, SETS["blast"], reader=reader)
    assert [p.content for p in reader.passages] == [
        "a bomb",
        "rain",
        "these claims",
        "these claims (“a bomb”)",
    ]


def test_what_nothing_is_meant_by_is_read_once_and_has_no_antecedent():
    reader = FakeReader({})
    _, _, bearings = rate(THREE, SETS["blast"], reader=reader)
    assert len(reader.passages) == 3
    assert set(bearings["antecedent"]) == {""}
    assert not bearings["why"].str.contains("points back").any()


def test_an_unsure_statement_is_never_what_is_meant():
    reader = FakeReader({("a bomb", "bomb"): (0.4, 0.05)} | MEANT)
    _, _, bearings = rate(THREE, WITHOUT_TERMS, reader=reader)
    assert bearings["narrative_id"].tolist() == ["none"] * 3


def test_a_statement_that_its_terms_make_sure_can_be_meant():
    reader = FakeReader({("a bomb", "bomb"): (0.4, 0.05)} | MEANT)
    _, _, bearings = rate(THREE, SETS["blast"], reader=reader)
    assert bearings["narrative_id"].tolist() == ["bomb", "none", "bomb"]


def test_the_states_of_what_is_read_again_are_those_of_the_second_reading():
    seen = []

    def state(passage, _):
        seen.append(passage.before)
        return (1.0,)

    rate(THREE, SETS["blast"], reader=FakeReader(BOMB | MEANT, states=state))
    assert seen[-1] == "A man alleged: a bomb. A maid saw rain."


def test_pointing_words_of_two_documents_are_rated_apart():
    one = read_marked("[S A man] [C alleged] [T a bomb].", "one")
    two = read_marked("[S Police] [C rejected] [T these claims].", "two")
    both = pd.concat([one[1], two[1]])
    table = table_of(SETS["blast"])
    bearings = rate_bearings(both, table, [one[0], two[0]], reader=FakeReader(BOMB | MEANT))
    assert bearings["narrative_id"].tolist() == ["bomb", "none"]
    assert set(bearings["antecedent"]) == {""}
