"""What is counted of a text and a narrative."""

import math

import numpy as np
import pandas as pd
import pytest

from narratives.bearing import BearingClassifier
from narratives.bearing.features import (
    RELEVANCE,
    STANCE,
    STYLE,
    pair_features,
    read_definition,
    style_of,
)
from narratives.bearing.rarity import rarity_of
from narratives.bearing.topics import compare_topics, read_topics
from narratives.lexicon import load_lexicon


def pairs_of(definitions, texts):
    topics = read_topics(definitions)
    read = [read_definition(topics, n, text) for n, text in enumerate(definitions)]
    return pair_features(topics, read, texts)


def stance_of(pairs, name, row=0):
    return float(pairs.stance[row, 0, STANCE.index(name)])


def test_a_rare_shared_word_counts_more_than_a_common_one():
    topics = read_topics(["The aqueduct fell into the valley."])
    rare, common = compare_topics(topics, ["An aqueduct.", "They fell."]).rare[:, 0]
    assert rare == pytest.approx(rarity_of("aqueduct"))
    assert common == pytest.approx(rarity_of("fell"))
    assert rare > 2 * common


def test_rarity_is_logged_beside_itself():
    pairs = pairs_of(["The aqueduct fell into the valley."], ["The aqueduct fell."])
    plain, logged = (
        pairs.relevance[0, 0, RELEVANCE.index(name)] for name in ("rare", "rare_logged")
    )
    assert plain == pytest.approx(rarity_of("aqueduct") + rarity_of("fell"))
    assert logged == pytest.approx(math.log1p(plain))


def test_no_word_is_both_harm_and_good():
    groups = {"harm": set(), "good": set()}
    for row in load_lexicon("valence"):
        groups[row["class"]].add(row["words"])
    assert not groups["harm"] & groups["good"]


def test_good_words_stand_apart_from_a_definition_of_harm():
    # Definition: "poisoned", "dangerous" are harm: (0 - 2) / (1 + 2) = -2/3.
    # Text: "safe", "protects" are good: (2 - 0) / (1 + 2) = 2/3. Product -4/9, its root 2/3.
    pairs = pairs_of(
        ["The dangerous well poisoned them."],
        ["The well is safe and protects them.", "The well is dangerous; many died."],
    )
    assert stance_of(pairs, "definition_good") == pytest.approx(-2 / 3)
    assert stance_of(pairs, "valence_apart") == pytest.approx(2 / 3)
    assert stance_of(pairs, "valence_alike") == 0.0
    assert stance_of(pairs, "valence_alike", 1) == pytest.approx(2 / 3)


def test_a_question_at_the_end_is_told_from_one_inside():
    pairs = pairs_of(["The dam broke."], ["Did the dam break?", "Why? The dam broke."])
    assert [stance_of(pairs, "asks_last", n) for n in (0, 1)] == [1.0, 0.0]


def test_signs_of_a_headline_and_of_a_post():
    headline = dict(zip(STYLE, style_of("Dam Breaks After Quake, Police Say"), strict=True))
    post = dict(zip(STYLE, style_of("the dam broke again!"), strict=True))
    assert (headline["titled"], headline["no_stop"]) == (1.0, 1.0)
    assert (post["titled"], post["begins_small"]) == (0.0, 1.0)
    assert post["words"] == pytest.approx(math.log1p(4))


def test_style_of_no_text_is_nothing():
    assert sum(style_of("")) == 0.0


def test_an_encoder_carries_examples_to_texts_that_share_no_word():
    class Weather:
        def encode(self, texts):
            wet = np.array([float("rain" in t or "drizzle" in t) for t in texts])
            return np.stack([wet, 1.0 - wet], axis=1)

    narratives = pd.DataFrame(
        {"title": ["Water", "Fire"], "terms": [(), ()],
         "statement": ["Water undid the roof.", "A fire burned the roof."]},
        index=["water", "fire"],
    )  # fmt: skip
    examples = pd.DataFrame(
        {"text": ["It was the rain.", "Hot embers did it."],
         "narrative_id": ["water", "fire"], "stance": "supports"}
    )  # fmt: skip
    rated = BearingClassifier(encoder=Weather()).fit(narratives, examples).rate(["Only drizzle."])
    plain = BearingClassifier().fit(narratives, examples).rate(["Only drizzle."])
    gain = rated["relevance"].to_numpy() - plain["relevance"].to_numpy()
    assert gain[0] > gain[1]
    assert rated.loc[(0, "water"), "relevance"] > rated.loc[(0, "fire"), "relevance"]
