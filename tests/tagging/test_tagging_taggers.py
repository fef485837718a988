from __future__ import annotations

import numpy as np
import pytest

from narratives.schema import SchemaError
from narratives.tagging import MODELS, tag_text
from narratives.tagging.taggers import load_session, score_words
from narratives.tagging.words import read_paragraphs

TEXT = "The ferry sank because of a fire, the harbour master said.\nNobody was hurt."
SPANS = [(0, 58), (59, len(TEXT))]


@pytest.mark.parametrize("model", MODELS)
def test_each_word_has_probabilities_that_sum_to_one(model):
    scores = score_words(read_paragraphs(TEXT, SPANS), model)
    assert [len(rows) for rows in scores] == [13, 4]
    assert np.exp(np.concatenate(scores)).sum(axis=1) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("model", MODELS)
def test_a_text_gives_the_same_numbers_twice(model):
    first = score_words(read_paragraphs(TEXT, SPANS), model)
    second = score_words(read_paragraphs(TEXT, SPANS), model)
    assert all((a == b).all() for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("model", MODELS)
def test_a_plain_sentence_is_read_right(model):
    (found,) = [read for read in tag_text(TEXT, SPANS, model).attributions if read.cue]
    parts = (found.source, found.cue, found.content)
    assert [[TEXT[a:b] for a, b in part] for part in parts] == [
        ["the harbour master"],
        ["said"],
        ["The ferry sank because of a fire"],
    ]


@pytest.mark.parametrize("model", MODELS)
def test_certainty_is_high_on_the_words_of_a_role_and_low_elsewhere(model):
    tagged = tag_text(TEXT, SPANS, model)
    said = (TEXT.index("said"), TEXT.index("said") + 4)
    assert tagged.certainty([said], "cue") > 0.8
    assert tagged.certainty([SPANS[1]], "cue") < 0.2
    assert tagged.certainty([], "cue") == 1


@pytest.mark.parametrize("model", MODELS)
def test_an_empty_text_has_no_attributions(model):
    tagged = tag_text("", [], model)
    assert tagged.attributions == []
    assert tagged.likely.shape == (0, 3)


def test_a_name_that_is_no_model_is_refused():
    with pytest.raises(SchemaError, match='model is \'slow\', expected "accurate" or "fast"'):
        score_words([], "slow")


def test_the_models_are_small_enough_to_ship():
    from importlib.resources import files

    sizes = {m: len(files("narratives.tagging").joinpath(f"{m}.onnx").read_bytes()) for m in MODELS}
    assert sizes["accurate"] <= 25_000_000
    assert sizes["fast"] <= 5_000_000


def test_a_graph_is_loaded_once():
    assert load_session("fast") is load_session("fast")
