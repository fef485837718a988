"""Write the reader of bearings as a graph in whole numbers, the same on every machine.

    python benchmarks/export_reader.py --data FOLDER --from FOLDER [--to FILE] [--floats FILE]

reads ``reader.pt`` of ``train_reader.py``, sees on the held-out events how large each layer's
numbers become, and writes ``narratives/reading/bearings.onnx``, byte for byte the same on every
run. ``exact_layers.py`` says what is exact in it and why. Several folders give one graph of
several networks that share the table of pieces: their scores are averaged. ``--floats`` writes the
graph without whole numbers besides, to compare.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from exact_layers import NARROW, OPSETS, VERSION, Graph, Numbers, Step, attend
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from quantize_graphs import find_steps, observe
from read_graphs import in_seven_bits
from train_sets import load_examples

from narratives.reading import Account, open_session, pack_rows
from narratives.reading.reader import inputs_of

TARGET = Path(__file__).parents[1] / "narratives" / "reading" / "bearings.onnx"
PLACES = 512
ROWS = 300
MOST_STATE = 511
ENCODER = "encoder."
LAYERS = 6
"""Layers of each network; several networks stand in one graph, told apart by their marks."""


def table(values: NDArray[np.float32], name: str) -> Numbers:
    """Return a table in eight bits, one scale for all of it."""
    scale = np.float32(np.abs(values).max() / 127)
    whole = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
    return {f"{name}.table": whole, f"{name}.scale": scale, f"{name}.zero": np.int8(0)}


def numbers_of(weights: dict[str, torch.Tensor], mark: str) -> Numbers:
    """Return what a network learned by the names of its graph; ``mark`` begins each name."""
    own = {name: value.float().numpy() for name, value in weights.items()}
    tables = f"{ENCODER}embeddings."
    found: Numbers = table(own[f"{tables}word_embeddings.weight"], "pieces")
    found |= table(own[f"{tables}position_embeddings.weight"][:PLACES], f"{mark}place")
    found |= table(own[f"{tables}token_type_embeddings.weight"], f"{mark}kind")
    layers = [(f"{tables}LayerNorm", f"{mark}embedding.norm")]
    number = 0
    while f"{ENCODER}encoder.layer.{number}.output.dense.bias" in own:
        old, new = f"{ENCODER}encoder.layer.{number}.", f"{mark}layer{number}"
        heads = [f"{old}attention.self.{head}" for head in ("query", "key", "value")]
        weight = np.concatenate([own[f"{head}.weight"].T for head in heads], axis=1)
        found |= in_seven_bits(weight, f"{new}.heads")
        found[f"{new}.heads.bias"] = np.concatenate([own[f"{head}.bias"] for head in heads])
        for part, name in (
            ("told", "attention.output.dense"),
            ("wide", "intermediate.dense"),
            ("narrow", "output.dense"),
        ):
            found |= in_seven_bits(own[f"{old}{name}.weight"].T, f"{new}.{part}")
            found[f"{new}.{part}.bias"] = own[f"{old}{name}.bias"]
        layers += [
            (f"{old}attention.output.LayerNorm", f"{new}.told.norm"),
            (f"{old}output.LayerNorm", f"{new}.narrow.norm"),
        ]
        number += 1
    for old, new in layers:
        found[f"{new}.weight"], found[f"{new}.bias"] = own[f"{old}.weight"], own[f"{old}.bias"]
    for name in ("pool", "out"):
        found |= in_seven_bits(own[f"{name}.weight"].T, f"{mark}{name}")
        found[f"{mark}{name}.bias"] = own[f"{name}.bias"]
    return found


def build_reader(
    numbers: Numbers, steps: dict[str, Step] | None, marks: list[str]
) -> onnx.ModelProto:
    """Return the graph: for each account four scores, and the state they come from."""
    graph = Graph(numbers, steps)
    found = [_network(graph, mark) for mark in marks]
    scores, states = found[0]
    for other, state in found[1:]:
        scores = graph.add("Add", scores, other)
        states = graph.add("Concat", states, state, axis=-1)
    scores = graph.add("Div", scores, graph.constant("networks", len(marks)))
    graph.add("Identity", scores, to="scores")
    graph.add("Identity", states, to="states")
    width = sum(int(numbers[f"{mark}pool.bias"].size) for mark in marks)
    inputs: list[tuple[str, int, list[Any]]] = [
        ("pieces", TensorProto.INT64, [1, "places"]),
        ("kinds", TensorProto.INT64, [1, "places"]),
        ("ends", TensorProto.INT64, ["accounts"]),
        ("members", TensorProto.FLOAT, ["accounts", "places"]),
    ]
    outputs: list[tuple[str, list[Any]]] = [
        ("scores", ["accounts", 4]),
        ("states", ["accounts", width]),
    ]
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "reader",
            [helper.make_tensor_value_info(*given) for given in inputs],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs]
            + graph.outputs,
            [numpy_helper.from_array(value, name) for name, value in graph.constants.items()],
        ),
        opset_imports=OPSETS,
        ir_version=VERSION,
    )
    made.producer_name = "narratives"
    return made


def _network(graph: Graph, mark: str) -> tuple[str, str]:
    states = graph.add("Add", graph.rows("pieces", "pieces"), graph.rows(f"{mark}kind", "kinds"))
    size = graph.add("Shape", "pieces", start=1, end=2)
    zero = graph.whole_numbers("0")
    places = graph.add("Slice", graph.keep(f"{mark}place.table"), zero, size, zero)
    states = graph.add("Add", states, graph.unpack(places, f"{mark}place"))
    states = graph.norm(states, f"{mark}embedding.norm", NARROW)
    for number in range(LAYERS):
        name = f"{mark}layer{number}"
        told, unit = attend(graph, states, name)
        told = graph.linear(told, f"{name}.told", unit=unit)
        states = graph.norm(graph.add("Add", told, states), f"{name}.told.norm", NARROW)
        wide = graph.add("Gelu", graph.linear(states, f"{name}.wide"))
        narrow = graph.linear(wide, f"{name}.narrow")
        states = graph.norm(graph.add("Add", narrow, states), f"{name}.narrow.norm", NARROW)
    pooled = _pool(graph, states, mark)
    state = graph.add("Tanh", graph.linear(pooled, f"{mark}pool"))
    return graph.linear(state, f"{mark}out"), state


def _pool(graph: Graph, states: str, mark: str) -> str:
    """Put the first piece, the closing mark and the mean of each account side by side.

    The mean is of whole numbers: their sum is the same in every order.
    """
    rows = graph.add("Squeeze", states, graph.whole_numbers("0"))
    name = f"{mark}mean.value"
    if graph.steps is None:
        graph.watch(rows, name)
        whole = rows
    else:
        unit = graph.constant(f"{name}.unit", graph.steps[name].scale)
        bounds = graph.constant("least", -MOST_STATE), graph.constant("most", MOST_STATE)
        whole = graph.add("Round", graph.add("Clip", graph.add("Div", rows, unit), *bounds))
    total = graph.add("MatMul", "members", whole)
    axis = graph.whole_numbers("-1")
    count = graph.add("Max", graph.add("ReduceSum", "members", axis), graph.constant("one", 1))
    mean = graph.add("Div", total, count)
    if graph.steps is not None:
        mean = graph.add("Mul", mean, f"{name}.unit")
    ends = graph.add("Gather", rows, "ends", axis=0)
    first = graph.add("Gather", rows, graph.whole_numbers("0"), axis=0)
    shape = graph.add("Shape", ends)
    return graph.add("Concat", graph.add("Expand", first, shape), ends, mean, axis=-1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--from", dest="source", type=Path, nargs="+", required=True)
    parser.add_argument("--to", type=Path, default=TARGET)
    parser.add_argument("--floats", type=Path)
    asked = parser.parse_args()
    numbers: Numbers = {}
    marks = [f"n{number}." if number else "" for number in range(len(asked.source))]
    for mark, folder in zip(marks, asked.source, strict=True):
        numbers |= numbers_of(torch.load(folder / "reader.pt"), mark)
    _, held = load_examples(asked.data)
    parts = [
        inputs_of(pack_rows(e.passage, [Account(a) for a in e.accounts])[0]) for e in held[:ROWS]
    ]
    floats = build_reader(numbers, None, marks).SerializeToString(deterministic=True)
    steps = find_steps(observe(floats, parts))
    graph = build_reader(numbers, steps, marks).SerializeToString(deterministic=True)
    asked.to.write_bytes(graph)
    print(f"{len(steps)} steps from {len(parts)} rows, {len(graph):,} bytes")
    if asked.floats:
        asked.floats.write_bytes(floats)
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        Path(file.name).write_bytes(floats)
        plain, whole = open_session(file.name), open_session(asked.to)
    apart = [
        np.abs(plain.run(["scores"], part)[0] - whole.run(["scores"], part)[0]) for part in parts
    ]
    apart = np.concatenate([a.ravel() for a in apart])
    mean, most = apart.mean(), np.quantile(apart, 0.99)
    print(f"scores move by {mean:.3f} in the mean, {most:.3f} in one of 100")


if __name__ == "__main__":
    main()
