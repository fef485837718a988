"""The shipped graph of bearings multiplies whole numbers, exactly."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import onnx
from onnx import helper, numpy_helper

from narratives.reading import Account, Passage, open_session
from narratives.reading.passages import pack_rows
from narratives.reading.reader import inputs_of

ACCOUNTS = [Account("A bomb destroyed the bakery."), Account("Leaking gas blew up the bakery.")]
PASSAGES = [
    Passage("Police", "said", "no bomb went off", "It was early.", "Police said no bomb went off."),
    Passage("", "", "it", "", "— ?! 1,234"),
]


def load():
    return onnx.load(str(files("narratives.reading").joinpath("bearings.onnx")))


def inner_values(names, tmp_path):
    """Run the graph on two passages and return, one by one, values from within it."""
    graph = load()
    known = {one.name for one in [*graph.graph.output, *graph.graph.input]}
    inner = [name for name in dict.fromkeys(names) if name not in known]
    graph.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in inner)
    onnx.save(graph, tmp_path / "graph.onnx")
    session = open_session(tmp_path / "graph.onnx")
    for passage in PASSAGES:
        given = inputs_of(pack_rows(passage, ACCOUNTS)[0])
        yield given | dict(zip(inner, session.run(inner, given), strict=True))


def test_a_layer_of_whole_numbers_is_what_numpy_computes(tmp_path):
    graph = load().graph
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    layers = [node for node in graph.node if node.op_type.startswith("MatMulInteger")]
    assert len(layers) == 52
    names = [name for node in layers for name in (node.input[0], node.output[0])]
    for found in inner_values(names, tmp_path):
        for node in layers:
            read, weight = found[node.input[0]], constants[node.input[1]]
            zero = next(constants[n] for n in node.input[2:] if n.endswith(".zero"))
            assert (read.dtype, weight.dtype) == (np.uint8, np.int8)
            assert np.abs(weight.astype(int)).max() * 255 * 2 < 2**15
            plain = (read.astype(np.int64) - int(zero)) @ weight.astype(np.int64)
            if node.op_type == "MatMulIntegerToFloat":  # With its scales and bias in one step.
                step, scale, _, _, bias = (constants.get(n) for n in node.input[2:])
                plain = plain.astype(np.float32) * (scale * step) + bias
            assert (plain == found[node.output[0]]).all(), node.output[0]


def test_what_attention_and_the_mean_multiply_is_whole_and_small_enough_for_a_float(tmp_path):
    nodes = [node for node in load().graph.node if node.op_type == "MatMul"]
    assert len(nodes) == 26
    for found in inner_values([name for node in nodes for name in node.input], tmp_path):
        for node in nodes:
            left, right = (found[name] for name in node.input)
            assert (left == np.round(left)).all()
            assert (right == np.round(right)).all()
            most = np.abs(left).astype(np.float64) @ np.abs(right).astype(np.float64)
            assert most.max() < 2**24


def test_no_scale_depends_on_a_text():
    graph = load().graph
    constants = {one.name for one in graph.initializer}
    kinds = {node.op_type for node in graph.node}
    assert kinds & {"DynamicQuantizeLinear", "Softmax", "LogSoftmax", "Conv"} == set()
    steps = [name for node in graph.node if node.op_type == "QuantizeLinear" for name in node.input]
    assert all(name in constants for name in steps[1::3] + steps[2::3])
