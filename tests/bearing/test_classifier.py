"""The estimator: scikit-learn's rules, what it says, and what it learns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from fake_reader import FakeReader
from round_odds import plain_odds  # noqa: F401
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from narratives.bearing import BearingClassifier
from narratives.bearing.terms import PUSH
from narratives.reading import EncoderReader
from narratives.schema import SchemaError

pytestmark = pytest.mark.usefixtures("plain_odds")

NARRATIVES = pd.DataFrame(
    {
        "title": ["Gas leak", "Bomb"],
        "statement": ["A leak of gas caused the blast.", "A bomb caused the blast."],
        "terms": [("meter",), ()],
    },
    index=pd.Index(["gas", "bomb"], name="narrative_id"),
)
ANSWERS = {
    ("sure", "gas"): (0.8, 0.1, 0.3),
    ("against", "gas"): (0.1, 0.8),
    ("doubtful", "gas"): (0.4, 0.05),
    ("torn", "gas"): (0.4, 0.3),
}


def fitted(answers=ANSWERS, examples=None, states=None, **settings):
    reader = FakeReader(answers, states)
    return BearingClassifier(reader=reader, **settings).fit(NARRATIVES, examples)


def answer(model, text, narrative="gas"):
    return model.rate([text]).loc[(0, narrative), "answer"]


def test_a_clone_has_the_parameters_and_nothing_learned():
    model = fitted(threshold=0.6)
    copy = clone(BearingClassifier(threshold=0.6))
    assert copy.get_params()["threshold"] == model.get_params()["threshold"]
    with pytest.raises(NotFittedError, match="not fitted yet"):
        copy.rate(["A bomb went off."])


def test_fit_returns_itself_and_stores_parameters_unchanged():
    reader = FakeReader({})
    model = BearingClassifier(reader=reader, threshold=0.6)
    assert model.fit(NARRATIVES) is model
    assert (model.reader, model.threshold, model.narratives_) == (reader, 0.6, ["gas", "bomb"])
    assert model.head_ is None


def test_without_a_reader_the_encoder_of_the_package_reads():
    assert isinstance(BearingClassifier().fit(NARRATIVES).reader_, EncoderReader)


def test_narratives_may_have_their_ids_in_a_column():
    model = BearingClassifier(reader=FakeReader({})).fit(NARRATIVES.reset_index())
    assert model.narratives_ == ["gas", "bomb"]


def test_what_the_reader_finds_is_returned_for_each_text_and_narrative():
    rated = fitted().rate(["sure", "nothing"])
    assert rated.index.tolist() == [(n, name) for n in (0, 1) for name in ("gas", "bomb")]
    assert rated.index.names == ["text", "narrative_id"]
    row = rated.loc[(0, "gas")]
    assert row.tolist() == [0.8, 0.1, 0.1, 0.3, "supports", ""]
    assert rated.loc[(1, "gas")].tolist() == [0.01, 0.01, 0.98, 1.0, "none", ""]
    assert np.allclose(rated[["supports", "disputes", "neither"]].sum(axis=1), 1.0, atol=2e-3)


@pytest.mark.parametrize(
    ("threshold", "answers"),
    [
        (None, ["supports", "disputes", "unsure", "unsure", "none"]),
        (0.3, ["supports", "disputes", "supports", "unsure", "none"]),
        (0.9, ["unsure", "unsure", "unsure", "unsure", "none"]),
        (0.0, ["supports", "disputes", "supports", "unsure", "unsure"]),
    ],
)
def test_the_threshold_divides_answers_from_unsure_ones(threshold, answers):
    model = fitted(threshold=threshold)
    texts = ["sure", "against", "doubtful", "torn", "nothing"]
    assert [answer(model, text) for text in texts] == answers


def test_a_term_pushes_and_is_named():
    rated = fitted({("", "gas"): (0.4, 0.05)}).rate(["the meter", "the pipe"])
    lifted = 0.4 * np.exp(PUSH) / (0.45 * np.exp(PUSH) + 0.55)
    assert rated.loc[(0, "gas"), "supports"] == round(lifted, 3)
    assert rated["terms"].tolist() == ["meter", "", "", ""]
    assert rated["answer"].tolist() == ["supports", "none", "unsure", "none"]


def test_a_text_may_bear_on_none_and_on_several():
    answers = {("both", "gas"): (0.1, 0.8), ("both", "bomb"): (0.9, 0.05)}
    rated = fitted(answers).rate(["none of it", "both"])
    assert rated["answer"].tolist() == ["none", "none", "disputes", "supports"]


def one_state(passage, _):
    return (1.0, 0.0) if "tired" in passage.content else (0.0, 1.0)


def examples_of(stance):
    texts = ["tired rods", "tired wires", "so tired", "tired, he said", "green paint"]
    named = ["gas"] * 4 + ["none"]
    stances = [stance] * 4 + ["neutral"]
    return pd.DataFrame({"text": texts, "narrative_id": named, "stance": stances})


@pytest.mark.parametrize("stance", ["supports", "disputes"])
def test_examples_move_texts_like_them_and_no_others(stance):
    even = {("", "gas"): (0.2, 0.2), ("", "bomb"): (0.2, 0.2)}
    before = fitted(even, states=one_state)
    after = fitted(even, examples_of(stance), states=one_state)
    texts = ["a tired pier", "a new pier"]
    moved = after.rate(texts)[stance] - before.rate(texts)[stance]
    assert moved[(0, "gas")] > 0.05
    assert moved[(0, "gas")] > 2 * moved[(1, "gas")]
    assert moved[(0, "bomb")] <= 0.1


def test_examples_teach_a_reader_without_states_nothing():
    plain, taught = fitted(), fitted(examples=examples_of("supports"))
    assert taught.head_ is None
    pd.testing.assert_frame_equal(taught.rate(["sure"]), plain.rate(["sure"]))


def test_an_empty_table_of_examples_teaches_nothing():
    assert fitted(examples=examples_of("supports").iloc[:0], states=one_state).head_ is None


def test_all_faults_of_examples_are_named_at_once():
    examples = pd.DataFrame({"text": ["x"], "narrative_id": ["flood"], "stance": ["likes"]})
    words = (
        r'(?s)row 0: narrative_id "flood" is not among gas, bomb, none\.'
        r'.*row 0: stance "likes" is not among supports, disputes, neutral\.'
    )
    with pytest.raises(SchemaError, match=words):
        fitted(examples=examples)
    with pytest.raises(SchemaError, match="examples lacks the columns stance"):
        fitted(examples=examples.drop(columns="stance"))


@pytest.mark.parametrize("threshold", [-0.1, 1.1])
def test_a_threshold_out_of_range_is_refused_in_fit(threshold):
    with pytest.raises(SchemaError, match=f"threshold {threshold} is not from 0 to 1"):
        fitted(threshold=threshold)


def test_no_narratives_are_refused():
    with pytest.raises(SchemaError, match=r"narratives is empty. Give one row"):
        BearingClassifier(reader=FakeReader({})).fit(NARRATIVES.iloc[:0])


def test_one_text_instead_of_a_list_is_refused():
    with pytest.raises(SchemaError, match=r"texts is one text. Put it in a list"):
        fitted().rate("A bomb went off.")


def test_no_text_gives_an_empty_table():
    rated = fitted().rate([])
    assert rated.empty
    assert list(rated.columns) == ["supports", "disputes", "neither", "stated", "answer", "terms"]


def test_the_arguments_are_left_alone_and_the_answer_is_the_same_twice():
    narratives, examples = NARRATIVES.copy(), examples_of("supports")
    kept = examples.copy()
    found = [fitted(examples=examples, states=one_state).rate(["sure tired"]) for _ in range(2)]
    pd.testing.assert_frame_equal(*found)
    pd.testing.assert_frame_equal(NARRATIVES, narratives)
    pd.testing.assert_frame_equal(examples, kept)


def test_the_shipped_reader_learns_from_examples():
    text = ["The ovens had been serviced by nobody for a year, the baker said."]
    examples = pd.DataFrame(
        {
            "text": [
                "The ovens had not been serviced for a year, a clerk said.",
                "Nobody had serviced the ovens, according to the union.",
                "A neighbour said the ovens were never serviced.",
                "The mayor opened a fair.",
            ],
            "narrative_id": ["gas", "gas", "gas", "none"],
            "stance": ["supports", "supports", "supports", "neutral"],
        }
    )
    before = BearingClassifier().fit(NARRATIVES).rate(text)
    after = BearingClassifier().fit(NARRATIVES, examples).rate(text)
    assert after.loc[(0, "gas"), "supports"] > before.loc[(0, "gas"), "supports"]
