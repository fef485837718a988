"""The graphs of the two taggers, layer by layer, in whole numbers or, to be observed, in floats.

A row may hold several parts, each between two marks, and each is read as if it were alone: the
products of whole numbers take all places of a row at once, and no part sees another.
"""

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
FUSED, DOMAIN = "MatMulIntegerToFloat", "com.microsoft"
"""Products in whole numbers, and each sum times its scales plus its bias, in one step."""
OPSETS, VERSION = [helper.make_opsetid("", 20), helper.make_opsetid(DOMAIN, 1)], 9


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
    prefix: str = ""
    """What the names of its own values begin with."""

    def add(self, kind: str, *inputs: str, to: str = "", **attributes: object) -> str:
        """Write a node and return the name of its output."""
        name = to or f"{self.prefix}{kind.lower()}{len(self.nodes)}"
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

    def linear(self, values: str, name: str, *, unit: float = 1.0, around: str = "") -> str:
        """Multiply with a layer's weights; ``unit`` is what 1 in the values stands for.

        With ``around`` each place is read beside those whose numbers that gives.
        """
        numbers = self.numbers
        if self.steps is None:
            weight = np.asarray(numbers[f"{name}.weight"], dtype=np.float32)
            assert unit == 1, "floats have no unit"
            self.watch(values, name)
            read = self.beside(values, around, 0.0, np.float32) if around else values
            plain = self.constant(f"{name}.plain", weight * numbers[f"{name}.scale"])
            product = self.add("MatMul", read, plain)
            return self.add("Add", product, self.keep(f"{name}.bias"))
        step = self.steps[name]
        finer = self.constant(f"{name}.step", np.float32(step.scale / unit))
        zero = self.constant(f"{name}.zero", step.zero, np.uint8)
        read = self.add("QuantizeLinear", values, finer, zero, to=f"{name}.input")
        read = self.beside(read, around, step.zero, np.uint8) if around else read
        scale = self.constant(f"{name}.read", step.scale)
        weight, columns = self.keep(f"{name}.weight"), self.keep(f"{name}.scale")
        given = (read, weight, scale, columns, zero, "", self.keep(f"{name}.bias"))
        return self.add(FUSED, *given, domain=DOMAIN, to=f"{name}.sum")

    def beside(self, values: str, around: str, empty: float, kind: type[np.generic]) -> str:
        """Put the values of places beside each other; an empty one stands behind the last."""
        filled = self.constant(f"empty{len(self.nodes)}", empty, kind)
        filled = self.add("Pad", values, self.whole_numbers("0,0,0,0,1,0"), filled)
        found = self.add("Gather", filled, around, axis=1)
        return self.add("Reshape", found, self.whole_numbers("0,0,-1"))

    def parts(self) -> tuple[str, str]:
        """Return the numbers of the places of a row, and of the part of each, from 1 on."""
        none, one = self.constant("none", 0, np.int64), self.constant("one", 1, np.int64)
        flat = self.add("Reshape", "quoted", self.whole_numbers("-1"))
        marks = self.add("Cast", self.add("Equal", flat, none), to_=TensorProto.INT64)
        begun = self.add("Add", self.add("CumSum", marks, none), one)
        size = self.add("Squeeze", self.add("Shape", flat))
        part = self.add("Div", begun, self.constant("two", 2, np.int64))
        return self.add("Range", none, size, one), part

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
        made = helper.make_model(graph, opset_imports=OPSETS, ir_version=VERSION)
        made.producer_name = "narratives"
        return made


def build_encoder(numbers: Numbers, steps: dict[str, Step] | None) -> onnx.ModelProto:
    """Return the graph of the encoder: raw scores of the labels for each piece."""
    graph = Graph(numbers, steps)
    states = graph.add("Add", graph.rows("pieces", "pieces"), graph.rows("case", "cases"))
    states = graph.add("Add", states, graph.rows("quotation", "quoted"))
    states = graph.add("Add", states, graph.keep("first"))
    number, part = graph.parts()
    marks = graph.add("NonZero", graph.add("Equal", "quoted", "none"))
    marks = graph.add("Gather", marks, "one", axis=0)
    edges = graph.add("Reshape", marks, graph.whole_numbers("-1,2"))
    first = graph.add("Gather", edges, "none", axis=1)
    end = graph.add("Add", graph.add("Gather", edges, "one", axis=1), "one")
    begun = graph.add("Gather", first, graph.add("Sub", part, "one"))
    states = graph.add("Add", states, graph.rows("place", graph.add("Sub", number, begun)))
    states = graph.norm(states, "embedding.norm", NARROW)
    layers = sum(name.endswith(".heads.weight") for name in numbers)
    for number in range(layers):
        name = f"layer{number}"
        told, unit = attend(graph, states, name, (first, end))
        told = graph.linear(told, f"{name}.told", unit=unit)
        states = graph.norm(graph.add("Add", told, states), f"{name}.told.norm", NARROW)
        wide = graph.add("Gelu", graph.linear(states, f"{name}.wide"))
        narrow = graph.linear(wide, f"{name}.narrow")
        states = graph.norm(graph.add("Add", narrow, states), f"{name}.narrow.norm", NARROW)
    return graph.finish(graph.linear(states, "labels"), [])


def attend(graph: Graph, states: str, name: str, edges: tuple[str, ...] = ()) -> tuple[str, float]:
    """Return what attention gathers for each piece, and what 1 in it stands for.

    With ``edges``, where parts begin and end, each part has a turn of its own.
    """
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
    if graph.steps is None:
        for head, part in zip(HEADS, parts, strict=True):
            graph.watch(part, f"{name}{head}")
    sharpness = graph.constant(f"{name}.sharpness", units[0] * units[1] / np.sqrt(HEAD_SIZE))
    whole = graph.constant("whole", most)
    if not edges:
        return gather(graph, parts, sharpness, whole), units[2] / most
    turn = Graph(graph.numbers, graph.steps, constants=graph.constants, prefix=f"{name}.turn.")
    at = turn.add("Unsqueeze", f"{name}.turn", turn.whole_numbers("0"))
    cut = [*(turn.add("Gather", edge, at) for edge in edges), turn.whole_numbers("2")]
    own = [turn.add("Slice", part, *cut) for part in parts]
    told = gather(turn, own, sharpness, whole)
    turn.add("SequenceInsert", f"{name}.so_far", told, to=f"{name}.more")
    turn.add("Identity", f"{name}.on", to=f"{name}.still")
    found = helper.make_sequence_type_proto(helper.make_tensor_type_proto(TensorProto.FLOAT, None))
    on, still = (
        helper.make_tensor_value_info(f"{name}.{one}", TensorProto.BOOL, [])
        for one in ("on", "still")
    )
    number = helper.make_tensor_value_info(f"{name}.turn", TensorProto.INT64, [])
    so_far, more = (helper.make_value_info(f"{name}.{one}", found) for one in ("so_far", "more"))
    body = helper.make_graph(turn.nodes, f"{name}.turns", [number, on, so_far], [still, more])
    turns = graph.add("Size", edges[0])
    told = graph.add("Loop", turns, "", graph.add("SequenceEmpty"), body=body)
    return graph.add("ConcatFromSequence", told, axis=1), units[2] / most


def gather(graph: Graph, parts: list[str], sharpness: str, whole: str) -> str:
    """Return what each piece gathers by queries, keys and values; ``whole`` is all its shares."""
    query, key, value = parts
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    axis = graph.whole_numbers("-1")
    below = graph.add("Sub", scores, graph.add("ReduceMax", scores, axis))
    shares = graph.add("Exp", graph.add("Mul", below, sharpness))
    total = graph.add("ReduceSum", shares, axis)
    shares = graph.add("Mul", shares, graph.add("Div", whole, total))
    shares = shares if graph.steps is None else graph.add("Round", shares)
    told = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", told, graph.whole_numbers("0,0,-1"))


def build_windows(numbers: Numbers, steps: dict[str, Step] | None) -> onnx.ModelProto:
    """Return the graph of the window network: raw scores of the labels for each word."""
    graph = Graph(numbers, steps)
    none = graph.constant("none", 0, np.int64)
    axis = graph.whole_numbers("-1")
    there = graph.add("Cast", graph.add("Greater", "pieces", none), to_=TensorProto.FLOAT)
    count = graph.add("Max", graph.add("ReduceSum", there, axis), graph.constant("fewest", 1))
    vectors = graph.rows("pieces", "pieces")
    total = graph.add("ReduceSum", vectors, graph.whole_numbers("-2"), keepdims=0)
    words = graph.add("Div", total, count)
    read = [words, graph.rows("case", "cases"), graph.rows("quotation", "quoted")]
    states = graph.linear(graph.add("Concat", *read, axis=-1), "first")
    around = neighbours(graph)
    for layer, taps in enumerate(DILATIONS):
        seen = graph.norm(states, f"window{layer}.norm", 1e-5)
        seen = graph.add("Relu", graph.linear(seen, f"window{layer}", around=around[taps]))
        states = graph.add("Add", states, seen)
    return graph.finish(graph.linear(states, "labels"), [4])


def neighbours(graph: Graph) -> dict[int, str]:
    """Return for each of ``DILATIONS`` the places so far before, at and behind each place.

    In the place of one of another part stands the one behind the last, which is empty.
    """
    number, part = graph.parts()
    farthest = max(DILATIONS)
    beyond = graph.whole_numbers(f"{farthest},{farthest}")
    parts = graph.add("Pad", part, beyond, "none")  # There is no part 0.
    number, part = (graph.add("Unsqueeze", n, graph.whole_numbers("1")) for n in (number, part))
    found = {}
    for taps in DILATIONS:
        places = graph.add("Add", number, graph.whole_numbers(f"-{taps},0,{taps}"))
        padded = graph.add("Add", places, graph.whole_numbers(str(farthest)))
        same = graph.add("Equal", graph.add("Gather", parts, padded), part)
        found[taps] = graph.add("Where", same, places, graph.add("Size", number))
    return found
