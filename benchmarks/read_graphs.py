"""What a tagger learned, from its graph: as the training commands write it, or as it ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from exact_layers import Numbers
from numpy.typing import NDArray
from onnx import numpy_helper

SEVEN_BITS = 64
ENCODER = "tagger.encoder."
TABLES = {"case": "tagger.case", "quotation": "tagger.quoted"}
PARTS = {
    "told": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}
NORMS = {"told.norm": "attention.output.LayerNorm", "narrow.norm": "output.LayerNorm"}


def read_numbers(path: Path) -> Numbers:
    """Return the weights, scales, biases and tables of a tagger, by their names as it ships.

    Weights that are floats become whole numbers of seven bits and a sign, with a scale for
    each column; whole numbers stay as they are.
    """
    graph = onnx.load(path).graph
    found = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    if "labels.weight" in found:
        return found
    products = {
        node.output[0].rsplit("/MatMul", 1)[0]: node.input[1]
        for node in graph.node
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1].startswith("onnx::")
    }
    if "tagger.first.bias" in found:
        return _windows(found, products)
    return _encoder(found, products)


def _table(found: Numbers, name: str, old: str) -> Numbers:
    return {
        f"{name}.table": found[f"{old}.weight_quantized"],
        f"{name}.scale": found[f"{old}.weight_scale"],
        f"{name}.zero": found[f"{old}.weight_zero_point"],
    }


def _linear(found: Numbers, name: str, weight: str, bias: str) -> Numbers:
    """Return a layer: its weights in whole numbers, columns scaled, and its bias."""
    whole = weight.removesuffix("_quantized")
    if f"{whole}_scale" in found:
        return {
            f"{name}.weight": found[f"{whole}_quantized"],
            f"{name}.scale": found[f"{whole}_scale"],
            f"{name}.bias": found[bias],
        }
    return in_seven_bits(found[weight], name) | {f"{name}.bias": found[bias]}


def in_seven_bits(weight: NDArray[np.generic], name: str) -> Numbers:
    plain = np.asarray(weight, dtype=np.float32)
    scale = (np.abs(plain).max(axis=0) / SEVEN_BITS).astype(np.float32)
    return {
        f"{name}.weight": np.round(plain / np.maximum(scale, 1e-12)).astype(np.int8),
        f"{name}.scale": scale,
    }


def _norm(found: Numbers, name: str, old: str) -> Numbers:
    return {f"{name}.{part}": found[f"{old}.{part}"] for part in ("weight", "bias")}


def _encoder(found: Numbers, products: dict[str, str]) -> Numbers:
    tables = f"{ENCODER}embeddings."
    numbers = _table(found, "pieces", f"{tables}word_embeddings")
    numbers |= _table(found, "place", f"{tables}position_embeddings")
    for name, old in TABLES.items():
        numbers |= _table(found, name, old)
    kinds = _table(found, "kind", f"{tables}token_type_embeddings")
    first = kinds["kind.table"][0].astype(np.float32) - kinds["kind.zero"].astype(np.float32)
    numbers["first"] = first * kinds["kind.scale"]
    numbers |= _norm(found, "embedding.norm", f"{tables}LayerNorm")
    layer = 0
    while f"{ENCODER}encoder.layer.{layer}.output.dense.bias" in found:
        old, made = f"{ENCODER}encoder.layer.{layer}.", f"/tagger/encoder/encoder/layer.{layer}/"
        heads: Numbers = {}
        for head in ("query", "key", "value"):
            weight = products[f"{made}attention/self/{head}"]
            heads |= _linear(found, head, weight, f"{old}attention.self.{head}.bias")
        for part in ("weight", "scale", "bias"):
            joined = [heads[f"{head}.{part}"] for head in ("query", "key", "value")]
            numbers[f"layer{layer}.heads.{part}"] = np.concatenate(joined, axis=-1)
        for name, part in PARTS.items():
            weight = products[made + part.replace(".", "/")]
            numbers |= _linear(found, f"layer{layer}.{name}", weight, f"{old}{part}.bias")
        for name, part in NORMS.items():
            numbers |= _norm(found, f"layer{layer}.{name}", old + part)
        layer += 1
    return numbers | _linear(found, "labels", products["/tagger/labels"], "tagger.labels.bias")


def _windows(found: Numbers, products: dict[str, str]) -> Numbers:
    numbers = _table(found, "pieces", "tagger.vectors")
    for name, old in TABLES.items():
        numbers |= _table(found, name, old)
    numbers |= _linear(found, "first", products["/tagger/first"], "tagger.first.bias")
    window = 0
    while f"tagger.windows.{window}.weight" in found:
        name, old = f"window{window}", f"tagger.windows.{window}"
        # Out, in, tap: a row holds the word before, the word and the word after.
        weight = found[f"{old}.weight"].transpose(2, 1, 0).reshape(-1, found[f"{old}.bias"].size)
        numbers |= in_seven_bits(weight, name) | {f"{name}.bias": found[f"{old}.bias"]}
        numbers |= _norm(found, f"{name}.norm", f"tagger.norms.{window}")
        window += 1
    return numbers | _linear(found, "labels", products["/tagger/labels"], "tagger.labels.bias")
