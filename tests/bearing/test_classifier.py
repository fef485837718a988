"""The estimator: scikit-learn's rules, what it says, and what it learns."""

import json
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from narratives.bearing import BearingClassifier
from narratives.bearing.classifier import NOT_CLEAR
from narratives.bearing.weights import kinds_of, shipped_weights
from narratives.schema import SchemaError


@pytest.fixture(scope="module")
def narratives():
    return pd.DataFrame(
        {
            "title": ["Gas leak", "Bomb", "Sabotage"],
            "statement": [
                "A leak of gas caused the blast at the bakery.",
                "A bomb was planted by separatists.",
                "Workers sabotaged the ovens of the bakery in revenge.",
            ],
            "terms": [("gas leak",), ("bomb",), ()],
        },
        index=pd.Index(["gas", "bomb", "sabotage"], name="narrative_id"),
    )


@pytest.fixture(scope="module")
def model(narratives):
    return BearingClassifier().fit(narratives)


def test_a_clone_has_the_parameters_and_nothing_learned(model):
    copy = clone(model)
    assert copy.get_params() == model.get_params()
    with pytest.raises(NotFittedError, match="not fitted yet"):
        copy.rate(["A bomb went off."])


def test_fit_returns_itself_and_stores_parameters_unchanged(narratives):
    model = BearingClassifier(certainty=0.6, chunk=7)
    assert model.fit(narratives) is model
    assert (model.certainty, model.chunk, model.narratives_) == (
        0.6,
        7,
        ["gas", "bomb", "sabotage"],
    )


def test_stances_sum_to_one_given_relevance(model):
    rated = model.rate(["Police denied that a bomb went off.", "", "?" * 50])
    assert list(rated.index.names) == ["text", "narrative_id"]
    assert np.allclose(rated[["supports", "disputes", "neutral"]].sum(axis=1), 1.0)
    assert rated["relevance"].between(0, 1).all()


@pytest.mark.parametrize(
    ("text", "narrative", "answer"),
    [
        ("Police denied that a bomb went off.", "bomb", "disputes"),
        ("The utility rejected claims that there was no gas leak.", "gas", "supports"),
        ("The mayor cast doubt on the theory that workers sabotaged the ovens.", "sabotage",
         "disputes"),
        ("Was it a bomb?", "bomb", "neutral"),
        ("Engineers said gas had been leaking before the bakery blew up.", "gas", "supports"),
        ('"A bomb planted by separatists" is nonsense, said the minister.', "bomb", "disputes"),
    ],
)  # fmt: skip
def test_what_a_bag_of_words_does_not_know(model, text, narrative, answer):
    assert model.rate([text]).loc[(0, narrative), "answer"] == answer


@pytest.mark.parametrize(
    "text",
    [
        "Inspectors cast doubt on the theory of a bomb.",
        "A chemist cast doubt on claims that a bomb was planted.",
        "New photographs cast serious doubt on the bomb account.",
        "The army is casting doubt on the story of a bomb.",
        "Experts dismissed the idea that separatists planted a bomb.",
        "The separatists refuted allegations that they had planted a bomb.",
        "Claims that a bomb was planted are baseless, her office said.",
        "Investigators ruled out a bomb.",
        "There is no evidence of a bomb.",
        "The story of the planted bomb is a hoax.",
        "Few believe the tale of a bomb.",
        "Neighbours doubt that a bomb could have done it.",
        "The minister is sceptical about the bomb theory.",
    ],
)
def test_a_denial_in_so_many_words_disputes(model, text):
    assert model.rate([text]).loc[(0, "bomb"), "answer"] == "disputes"


@pytest.mark.parametrize(
    "text",
    [
        "The inspector denied that there had been no gas leak.",
        "The judge dismissed the assertion that no gas leaked.",
        "Officials refuted the claim that there never was a gas leak.",
        "It is not true that there was no gas leak, the baker said.",
        "Nobody denies that there was a gas leak.",
        "The utility did not deny that gas had leaked.",
        "The claim that there was no gas leak is false.",
        "The governor called the denial of the gas leak absurd.",
        "The plumbers contradicted the claim that no gas had leaked.",
    ],
)
def test_a_denied_denial_supports(model, text):
    assert model.rate([text]).loc[(0, "gas"), "answer"] == "supports"


def test_a_text_may_bear_on_none_and_on_several(model):
    rated = model.rate(
        ["The bridge is closed for repairs.", "It was a gas leak and not a bomb, he said."]
    )
    assert set(rated.loc[0]["answer"]) == {"none"}
    assert (rated.loc[1].loc[["gas", "bomb"], "relevance"] > 0.5).all()


def test_below_the_certainty_the_answer_is_not_clear(narratives):
    sure = BearingClassifier(certainty=0.95).fit(narratives)
    assert sure.rate(["A bomb may have gone off."]).loc[(0, "bomb"), "answer"] == NOT_CLEAR


def test_why_names_the_words_and_which_way_they_pushed(model):
    why = model.rate(["There is no evidence of a bomb."]).loc[(0, "bomb"), "why"]
    assert 'about it by "bomb"; against it by "no evidence"' in why


def test_a_known_position_is_a_weak_prior_that_can_be_switched_off(narratives):
    text, wants = ["A bomb went off, he said."], np.array([[np.nan, -1.0, 0.0]])
    plain = BearingClassifier().fit(narratives)
    off = BearingClassifier(prior=0.0).fit(narratives)
    without, shifted = plain.rate(text), plain.rate(text, wants)
    assert shifted.loc[(0, "bomb"), "disputes"] > without.loc[(0, "bomb"), "disputes"]
    assert "weak prior" in shifted.loc[(0, "bomb"), "why"]
    pd.testing.assert_frame_equal(off.rate(text, wants), off.rate(text))
    assert shifted.loc[(0, "gas"), "supports"] == without.loc[(0, "gas"), "supports"]


def test_chunks_change_nothing(narratives):
    texts = [f"A bomb number {n} went off." for n in range(11)]
    whole = BearingClassifier().fit(narratives).rate(texts)
    pieces = BearingClassifier(chunk=4).fit(narratives).rate(texts)
    pd.testing.assert_frame_equal(whole, pieces)


def test_examples_teach_words_that_no_definition_has(narratives):
    text = ["The quilt factory burned again."]
    examples = pd.DataFrame(
        {
            "text": ["The quilt factory burned.", "Quilts burned at the factory.", "Rain fell."],
            "narrative_id": ["sabotage", "sabotage", "none"],
            "stance": ["supports", "supports", "neutral"],
        }
    )
    before = BearingClassifier().fit(narratives).rate(text)
    after = BearingClassifier().fit(narratives, examples).rate(text)
    assert after.loc[(0, "sabotage"), "relevance"] > before.loc[(0, "sabotage"), "relevance"] + 0.1
    assert after.loc[(0, "gas"), "relevance"] < 0.5


def test_examples_of_a_stance_move_that_stance(narratives):
    examples = pd.DataFrame(
        {
            "text": ["A bomb, my foot.", "Bomb, my foot!", "A bomb? My foot."],
            "narrative_id": "bomb",
            "stance": "disputes",
        }
    )
    text = ["A bomb, my foot, said the baker."]
    before = BearingClassifier().fit(narratives).rate(text).loc[(0, "bomb"), "disputes"]
    after = BearingClassifier().fit(narratives, examples).rate(text).loc[(0, "bomb"), "disputes"]
    assert after > before + 0.1


def test_all_faults_of_examples_are_named_at_once(narratives):
    examples = pd.DataFrame({"text": ["x"], "narrative_id": ["flood"], "stance": ["likes"]})
    with pytest.raises(SchemaError, match=r'(?s)narrative_id "flood".*stance "likes"'):
        BearingClassifier().fit(narratives, examples)


def test_settings_out_of_range_are_refused_in_fit(narratives):
    with pytest.raises(SchemaError, match=r"(?s)certainty 0.3 is not.*chunk 0 is not"):
        BearingClassifier(certainty=0.3, chunk=0).fit(narratives)


def test_one_text_instead_of_a_list_is_refused(model):
    with pytest.raises(SchemaError, match=r"Put it in a list"):
        model.rate("A bomb went off.")


def test_positions_of_another_shape_are_refused(model):
    with pytest.raises(SchemaError, match=r"positions has the shape \(1, 2\), expected \(1, 3\)"):
        model.rate(["A bomb went off."], np.zeros((1, 2)))


def test_no_text_gives_an_empty_table(model):
    assert model.rate([]).empty


def test_weights_of_another_version_are_refused(narratives):
    with pytest.raises(SchemaError, match="the weights do not fit this version"):
        BearingClassifier(weights={"relevance": {}}).fit(narratives)


def test_an_encoder_counts_beside_the_words(narratives):
    class Constant:
        def encode(self, texts):
            return np.ones((len(texts), 1))

    text = ["The bridge is closed."]
    plain = BearingClassifier().fit(narratives).rate(text)
    near = BearingClassifier(encoder=Constant()).fit(narratives).rate(text)
    assert (near["relevance"] > plain["relevance"]).all()


def test_posts_are_told_from_news_by_their_signs():
    news, post = kinds_of(
        shipped_weights(),
        [
            "The dam broke after an earthquake, the governor said.",
            "you dont say!! #dam @you t.co/x",
        ],
    )
    assert news[1] < 0.5 < post[1]
    assert news.sum() == pytest.approx(1.0)


def test_weights_of_one_kind_of_text_need_no_signs(narratives):
    text = (files("narratives.bearing") / "weights.json").read_text(encoding="utf-8")
    content = json.loads(text)
    alone = content | {"kinds": content["kinds"][:1]}
    rated = (
        BearingClassifier(weights=alone)
        .fit(narratives)
        .rate(["There is no evidence of a bomb #dam"])
    )
    assert rated.loc[(0, "bomb"), "answer"] == "disputes"
