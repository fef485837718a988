from __future__ import annotations

import numpy as np
import pytest

from narratives.schema import SchemaError
from narratives.tagging import MODELS, tag_text, taggers
from narratives.tagging.taggers import load_session, score_words
from narratives.tagging.words import read_paragraphs

TEXT = "The ferry sank because of a fire, the harbour master said.\nNobody was hurt."
SPANS = [(0, 58), (59, len(TEXT))]


@pytest.mark.parametrize("model", MODELS)
def test_each_word_has_probabilities_that_sum_to_one(model):
    scores = score_words(read_paragraphs(TEXT, SPANS), model)
    assert [len(rows) for rows in scores] == [13, 4]
    assert np.exp(np.concatenate(scores)).sum(axis=1) == pytest.approx(1, abs=2e-4)


@pytest.mark.parametrize("model", MODELS)
def test_a_text_gives_the_same_numbers_twice(model):
    first = score_words(read_paragraphs(TEXT, SPANS), model)
    second = score_words(read_paragraphs(TEXT, SPANS), model)
    assert all((a == b).all() for a, b in zip(first, second, strict=True))


def test_the_encoder_reads_only_what_leaves_the_window_network_in_doubt(monkeypatch):
    asked = []
    run = taggers._run
    monkeypatch.setattr(
        taggers, "_run", lambda model, parts: asked.append((model, len(parts))) or run(model, parts)
    )
    paragraphs = read_paragraphs(TEXT, SPANS)
    fast, accurate = score_words(paragraphs, "fast"), score_words(paragraphs, "accurate")
    doubtful = [np.exp(rows).max(axis=1).min() <= taggers.SURE for rows in fast]
    assert asked == [("fast", 2), ("fast", 2), ("accurate", sum(doubtful))]
    for first, second, doubt in zip(fast, accurate, doubtful, strict=True):
        assert (first == second).all() != doubt


def test_where_both_taggers_read_their_probabilities_are_averaged(monkeypatch):
    paragraphs = read_paragraphs(TEXT, SPANS)
    monkeypatch.setattr(taggers, "SURE", 1.0)
    fast, encoder = taggers._run("fast", paragraphs), taggers._run("accurate", paragraphs)
    for mixed, one, other in zip(score_words(paragraphs, "accurate"), fast, encoder, strict=True):
        wanted = taggers.SHARE * np.exp(one) + (1 - taggers.SHARE) * np.exp(other)
        assert np.exp(mixed) == pytest.approx(wanted, abs=2e-4)


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
