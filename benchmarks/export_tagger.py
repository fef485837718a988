"""A tagger that was taught as an ONNX graph."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn


class Graph(nn.Module):
    """What the package runs: one segment at a time, log-probabilities out."""

    def __init__(self, tagger: nn.Module) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(
        self, pieces: torch.Tensor, cases: torch.Tensor, quoted: torch.Tensor
    ) -> torch.Tensor:
        scores = self.tagger(pieces, cases, quoted, torch.ones_like(pieces))
        return torch.log_softmax(scores, -1)


def export(tagger: nn.Module, pieces: torch.Tensor, to: Path, *, whole_numbers: bool) -> None:
    """Write a tagger as an ONNX graph, its weights in eight bits where asked.

    Seven of the eight bits are used: on processors without VNNI the products of full
    eight-bit numbers overflow their sums.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    names = ["pieces", "cases", "quoted"]
    flags = torch.ones(pieces.shape[:2], dtype=torch.int64)
    plain = to.with_suffix(".plain.onnx")
    torch.onnx.export(
        Graph(tagger.eval()),
        (pieces, flags, flags),
        plain,
        input_names=names,
        output_names=["scores"],
        dynamic_axes={name: {1: "places"} for name in [*names, "scores"]},
        opset_version=17,
        dynamo=False,
    )
    if not whole_numbers:
        plain.rename(to)
        return
    ready = to.with_suffix(".ready.onnx")
    quant_pre_process(plain, ready, skip_symbolic_shape=True)
    quantize_dynamic(ready, to, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    plain.unlink()
    ready.unlink()
