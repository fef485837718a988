"""The graphs of the two taggers, layer by layer, in whole numbers or, to be observed, in floats."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Numbers = dict[str, NDArray[np.generic]]
"""Weights, scales, biases and tables of a tagger, by name."""
HEADS = (".query", ".key", ".value")
"""What attention multiplies: whole numbers up to ``MOST_HEAD``."""
HEAD_SIZE = 32
MOST_HEAD = 511
"""A query times a key, 32 * 511 * 511, stays below the 2**24 that floats hold exactly."""
MOST_SHARE = 16_383
"""A share of attention in whole numbers; all shares of a word times a value stay below 2**24."""
DILATIONS = (1, 2, 4, 8, 16, 32, 1)
NARROW = 1e-12
OPSET, VERSION = 20, 9


@dataclass(frozen=True)
class Step:
    """How numbers become whole: ``round(number / scale) + zero``."""

    scale: float
    zero: int


@dataclass
class Graph:
    """Nodes and constants as they are written down."""

    numbers: Numbers
    steps: dict[str, Step] | None
    """Without steps the graph computes in floats and gives out what each layer takes in."""
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, NDArray[np.generic]] = field(default_factory=dict)
    outputs: list[onnx.ValueInfoProto] = field(default_factory=list)

    def add(self, kind: str, *inputs: str, to: str = "", **attributes: object) -> str:
        """Write a node and return the name of its output."""
        name = to or f"{kind.lower()}{len(self.nodes)}"
        if "to_" in attributes:
            attributes["to"] = attributes.pop("to_")
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def keep(self, name: str) -> str:
        """Carry one of the tagger's numbers along as it is."""
        self.constants[name] = self.numbers[name]
        return name

    def constant(self, name: str, value: object, kind: type[np.generic] = np.float32) -> str:
        self.constants[name] = np.asarray(value, dtype=kind)
        return name

    def whole_numbers(self, name: str) -> str:
        return self.constant(f"whole{name}", [int(n) for n in name.split(",")], np.int64)

    def watch(self, values: str, name: str) -> None:
        """Give values out under a name."""
        self.add("Identity", values, to=name)
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))

    def rows(self, table: str, places: str) -> str:
        """Look places up in a table of eight bits."""
        found = self.add("Gather", self.keep(f"{table}.table"), places)
        return self.unpack(found, table)

    def unpack(self, found: str, table: str) -> str:
        scale, zero = self.keep(f"{table}.scale"), self.keep(f"{table}.zero")
        return self.add("DequantizeLinear", found, scale, zero)

    def linear(self, values: str, name: str, *, unit: float = 1.0, taps: int = 0) -> str:
        """Multiply with a layer's weights; ``unit`` is what 1 in the values stands for.

        With ``taps`` each row is read beside the rows so far before and after it.
        """
        numbers = self.numbers
        weight = np.asarray(numbers[f"{name}.weight"], dtype=np.float32)
        if self.steps is None:
            assert unit == 1, "floats have no unit"
            self.watch(values, name)
            read = self.beside(values, taps, 0.0, np.float32) if taps else values
            plain = self.constant(f"{name}.plain", weight * numbers[f"{name}.scale"])
            product = self.add("MatMul", read, plain)
            return self.add("Add", product, self.keep(f"{name}.bias"))
        step = self.steps[name]
        scale = self.constant(f"{name}.step", np.float32(step.scale / unit))
        zero = self.constant(f"{name}.zero", step.zero, np.uint8)
        read = self.add("QuantizeLinear", values, scale, zero, to=f"{name}.input")
        read = self.beside(read, taps, step.zero, np.uint8) if taps else read
        whole = self.add("MatMulInteger", read, self.keep(f"{name}.weight"), zero, to=f"{name}.sum")
        self.keep(f"{name}.scale")
        both = self.constant(f"{name}.both", numbers[f"{name}.scale"] * np.float32(step.scale))
        product = self.add("Mul", self.add("Cast", whole, to_=TensorProto.FLOAT), both)
        return self.add("Add", product, self.keep(f"{name}.bias"))

    def beside(self, values: str, taps: int, empty: float, kind: type[np.generic]) -> str:
        """Put each row between the one so far before and the one so far after it."""
        pads = self.whole_numbers(f"0,{taps},0,0,{taps},0")
        filled = self.add(
            "Pad", values, pads, self.constant(f"empty{len(self.nodes)}", empty, kind)
        )
        axis = self.whole_numbers("1")
        parts = [
            self.add(
                "Slice", filled, self.whole_numbers(str(first)), self.whole_numbers(str(end)), axis
            )
            for first, end in ((0, -2 * taps), (taps, -taps), (2 * taps, 2**31))
        ]
        return self.add("Concat", *parts, axis=-1)

    def norm(self, values: str, name: str, narrow: float) -> str:
        weight, bias = self.keep(f"{name}.weight"), self.keep(f"{name}.bias")
        return self.add("LayerNormalization", values, weight, bias, axis=-1, epsilon=narrow)

    def finish(self, scores: str, pieces: list[int | str]) -> onnx.ModelProto:
        self.add("Identity", scores, to="scores")
        rows: list[int | str] = [1, "places"]
        inputs = [("pieces", [*rows, *pieces]), ("cases", rows), ("quoted", rows)]
        out = helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*rows, 7])
        graph = helper.make_graph(
            self.nodes,
            "tagger",
            [helper.make_tensor_value_info(name, TensorProto.INT64, size) for name, size in inputs],
            [out, *self.outputs],
            [numpy_helper.from_array(value, name) for name, value in self.constants.items()],
        )
        made = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=VERSION
        )
        made.producer_name = "narratives"
        return made


def build_encoder(numbers: Numbers, steps: dict[str, Step] | None) -> onnx.ModelProto:
    """Return the graph of the encoder: raw scores of the labels for each piece."""
    graph = Graph(numbers, steps)
    states = graph.add("Add", graph.rows("pieces", "pieces"), graph.rows("case", "cases"))
    states = graph.add("Add", states, graph.rows("quotation", "quoted"))
    states = graph.add("Add", states, graph.keep("first"))
    size = graph.add("Shape", "pieces", start=1, end=2)
    zero = graph.whole_numbers("0")
    places = graph.add("Slice", graph.keep("place.table"), zero, size, zero)
    states = graph.add("Add", states, graph.unpack(places, "place"))
    states = graph.norm(states, "embedding.norm", NARROW)
    layers = sum(name.endswith(".heads.weight") for name in numbers)
    for number in range(layers):
        name = f"layer{number}"
        told, unit = attend(graph, states, name)
        told = graph.linear(told, f"{name}.told", unit=unit)
        states = graph.norm(graph.add("Add", told, states), f"{name}.told.norm", NARROW)
        wide = graph.add("Gelu", graph.linear(states, f"{name}.wide"))
        narrow = graph.linear(wide, f"{name}.narrow")
        states = graph.norm(graph.add("Add", narrow, states), f"{name}.narrow.norm", NARROW)
    return graph.finish(graph.linear(states, "labels"), [])


def attend(graph: Graph, states: str, name: str) -> tuple[str, float]:
    """Return what attention gathers for each piece, and what 1 in it stands for."""
    joined = graph.linear(states, f"{name}.heads")
    units, most = [1.0, 1.0, 1.0], 1.0
    if graph.steps is not None:
        units = [graph.steps[f"{name}{head}"].scale for head in HEADS]
        most = float(MOST_SHARE)
        width = graph.numbers[f"{name}.heads.bias"].size // 3
        per = graph.constant(f"{name}.heads.unit", np.repeat(units, width))
        bounds = graph.constant("least", -MOST_HEAD), graph.constant("most", MOST_HEAD)
        joined = graph.add("Clip", graph.add("Div", joined, per), *bounds)
        joined = graph.add("Round", joined)
    heads = graph.add("Reshape", joined, graph.whole_numbers(f"0,0,-1,{HEAD_SIZE}"))
    heads = graph.add("Transpose", heads, perm=[0, 2, 1, 3])
    parts = [f"{name}{head}.part" for head in HEADS]
    graph.nodes.append(helper.make_node("Split", [heads], parts, axis=1, num_outputs=3))
    query, key, value = parts
    if graph.steps is None:
        for head, part in zip(HEADS, parts, strict=True):
            graph.watch(part, f"{name}{head}")
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    axis = graph.whole_numbers("-1")
    below = graph.add("Sub", scores, graph.add("ReduceMax", scores, axis))
    unit = graph.constant(f"{name}.sharpness", units[0] * units[1] / np.sqrt(HEAD_SIZE))
    shares = graph.add("Exp", graph.add("Mul", below, unit))
    total = graph.add("ReduceSum", shares, axis)
    shares = graph.add("Mul", shares, graph.add("Div", graph.constant("whole", most), total))
    shares = shares if graph.steps is None else graph.add("Round", shares)
    told = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", told, graph.whole_numbers("0,0,-1")), units[2] / most


def build_windows(numbers: Numbers, steps: dict[str, Step] | None) -> onnx.ModelProto:
    """Return the graph of the window network: raw scores of the labels for each word."""
    graph = Graph(numbers, steps)
    none = graph.constant("none", 0, np.int64)
    axis = graph.whole_numbers("-1")
    there = graph.add("Cast", graph.add("Greater", "pieces", none), to_=TensorProto.FLOAT)
    count = graph.add("Max", graph.add("ReduceSum", there, axis), graph.constant("one", 1))
    vectors = graph.rows("pieces", "pieces")
    total = graph.add("ReduceSum", vectors, graph.whole_numbers("-2"), keepdims=0)
    words = graph.add("Div", total, count)
    read = [words, graph.rows("case", "cases"), graph.rows("quotation", "quoted")]
    states = graph.linear(graph.add("Concat", *read, axis=-1), "first")
    for number, taps in enumerate(DILATIONS):
        seen = graph.norm(states, f"window{number}.norm", 1e-5)
        seen = graph.add("Relu", graph.linear(seen, f"window{number}", taps=taps))
        states = graph.add("Add", states, seen)
    return graph.finish(graph.linear(states, "labels"), [4])
