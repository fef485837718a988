"""The shipped graphs multiply whole numbers, exactly and each paragraph by itself."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings, strategies as st
from onnx import helper, numpy_helper

from narratives.reading import open_session
from narratives.tagging import MODELS, tag_text, taggers
from narratives.tagging.pieces import pack_segments
from narratives.tagging.taggers import inputs_of, score_words
from narratives.tagging.windows import pack_windows
from narratives.tagging.words import read_paragraphs

LINES = (
    "The dam above Orlen broke because it was never repaired, the mayor said.",
    '"We warned the ministry twice," engineer Lea Brandt told the Courier.',
    "The ministry hinted at sabotage.",
    "Nobody was hurt.",
    "According to the harbour master, the ferry sank because of a fire; the crew denies that.",
    "— ?!",
    "Residents fear that the flood, which took three bridges, will return before the winter.",
)
PACKS = {"accurate": pack_segments, "fast": pack_windows}


def paragraphs_of(lines):
    text, spans = "\n".join(lines), []
    for line in lines:
        first = spans[-1][1] + 1 if spans else 0
        spans.append((first, first + len(line)))
    return read_paragraphs(text, spans)


def load(model):
    return onnx.load(str(files("narratives.tagging").joinpath(f"{model}.onnx")))


def turns_of(graph):
    """Return the loops over the parts of a row, each with the nodes of one turn."""
    return [(node, node.attribute[0].g) for node in graph.node if node.op_type == "Loop"]


def inner_values(model, names, tmp_path: Path):
    """Run a graph on the lines and return, line by line, values from within it."""
    graph = load(model)
    graph.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    for loop, turn in turns_of(graph.graph):
        own = [name for name in names if name in {one for node in turn.node for one in node.output}]
        turn.output.extend(helper.make_empty_tensor_value_info(name) for name in own)
        loop.output.extend(own)
    onnx.save(graph, tmp_path / "graph.onnx")
    session = open_session(tmp_path / "graph.onnx")
    parts = PACKS[model](paragraphs_of(LINES))
    return [session.run(list(names), inputs_of([part])) for part in parts]


@pytest.mark.parametrize("model", MODELS)
def test_a_layer_of_whole_numbers_is_what_numpy_computes(model, tmp_path):
    graph = load(model).graph
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    layers = [node for node in graph.node if node.op_type == "MatMulIntegerToFloat"]
    assert len(layers) == {"accurate": 13, "fast": 9}[model]
    names = [name for node in layers for name in (node.input[0], node.output[0])]
    for values in inner_values(model, dict.fromkeys(names), tmp_path):
        found = dict(zip(dict.fromkeys(names), values, strict=True))
        for node in layers:
            weight, step, scale, zero, none, bias = (constants.get(n) for n in node.input[1:])
            read = found[node.input[0]]
            assert (read.dtype, weight.dtype, none) == (np.uint8, np.int8, None)
            plain = (read.astype(np.int64) - int(zero)) @ weight.astype(np.int64)
            scaled = plain.astype(np.float32) * (scale * step) + bias
            assert (scaled == found[node.output[0]]).all(), node.output[0]


@pytest.mark.parametrize("model", MODELS)
def test_no_pair_of_products_overflows_sixteen_bits_and_no_scale_depends_on_a_text(model):
    graph = load(model).graph
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    layers = [node for node in graph.node if node.op_type == "MatMulIntegerToFloat"]
    weights = [constants[node.input[1]] for node in layers]
    assert max(np.abs(weight.astype(int)).max() for weight in weights) * 255 * 2 < 2**15
    kinds = {node.op_type for node in graph.node}
    assert kinds & {"DynamicQuantizeLinear", "Softmax", "LogSoftmax", "Conv"} == set()
    steps = [name for node in graph.node if node.op_type == "QuantizeLinear" for name in node.input]
    assert all(name in constants for name in steps[1::3] + steps[2::3])


def test_what_attention_multiplies_is_whole_and_small_enough_for_a_float(tmp_path):
    turns = [turn for _, turn in turns_of(load("accurate").graph)]
    nodes = [node for turn in turns for node in turn.node if node.op_type == "MatMul"]
    names = dict.fromkeys(name for node in nodes for name in node.input)
    assert len(nodes) == 6
    for values in inner_values("accurate", names, tmp_path):
        found = dict(zip(names, values, strict=True))
        for node in nodes:
            left, right = (found[name] for name in node.input)
            assert (left == np.round(left)).all()
            assert (right == np.round(right)).all()
            most = np.abs(left).astype(np.float64) @ np.abs(right).astype(np.float64)
            assert most.max() < 2**24


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=15)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_a_paragraph_is_read_the_same_among_all_neighbours(model: str, lines, draw: random.Random):
    alone = {line: score_words(paragraphs_of([line]), model)[0] for line in set(lines)}
    draw.shuffle(lines)
    for line, scores in zip(lines, score_words(paragraphs_of(lines), model), strict=True):
        assert (scores == alone[line]).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("places", [1, 60, 10_000])
def test_how_many_paragraphs_are_given_at_once_changes_no_number(model, places, monkeypatch):
    paragraphs = paragraphs_of([*LINES, *(f"{line} {line}" for line in LINES)] * 4)
    usual = score_words(paragraphs, model)
    monkeypatch.setattr(taggers, "AT_ONCE", places)
    other = score_words(paragraphs, model)
    assert len(usual) == len(paragraphs)
    assert all((one == same).all() for one, same in zip(usual, other, strict=True))


@pytest.mark.parametrize("model", MODELS)
def test_what_is_read_of_a_text_stays_when_paragraphs_come_before_it(model):
    def read(lines, skipped):
        text, spans = "\n".join(lines), []
        for line in lines:
            first = spans[-1][1] + 1 if spans else 0
            spans.append((first, first + len(line)))
        begun = sum(len(line) + 1 for line in lines[:skipped])
        tagged = tag_text(text, spans, model)
        return [
            ([[text[a:b] for a, b in part] for part in (one.source, one.cue, one.content)],
             one.sure_of_links, tagged.certainty(one.content, "content"))
            for one in tagged.attributions
            if one.content[0][0] >= begun
        ]  # fmt: skip

    assert read(LINES, 0) == read([*reversed(LINES), *LINES], len(LINES))
