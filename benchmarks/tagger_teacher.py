"""A tagger that ships as a teacher: what it says of words, and layers for a student to begin as."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from read_graphs import NORMS, PARTS, read_numbers
from torch import nn

from narratives.reading import log_likely, open_session
from narratives.tagging.pieces import Segment
from narratives.tagging.taggers import inputs_of


class Teacher:
    """A tagger that ships: what it says of words, and layers for a student to begin as."""

    def __init__(self, graph: Path) -> None:
        self.numbers = read_numbers(graph)
        self.session = open_session(graph)

    def likely(self, segment: Segment) -> NDArray[np.float32]:
        """Return what each piece is likely to be."""
        (scores,) = self.session.run(None, inputs_of([segment]))
        return np.exp(log_likely(scores[0])).astype(np.float32)

    def begin(self, student: nn.Module, layers: Sequence[int]) -> None:
        """Give a student the tables, these layers and the labels of the teacher."""
        own, tables = student.state_dict(), "encoder.embeddings."
        for name, table in (
            (f"{tables}word_embeddings", "pieces"),
            (f"{tables}position_embeddings", "place"),
            ("case", "case"),
            ("quoted", "quotation"),
        ):
            own[f"{name}.weight"][: len(self._table(table))] = self._table(table)
        own[f"{tables}token_type_embeddings.weight"][0] = torch.tensor(self.numbers["first"])
        self._norm(own, f"{tables}LayerNorm", "embedding.norm")
        for number, layer in enumerate(layers):
            name, old = f"encoder.encoder.layer.{number}.", f"layer{layer}."
            weight, bias = self._layer(f"{old}heads")
            for head, rows, base in zip(
                ("query", "key", "value"), weight.chunk(3), bias.chunk(3), strict=True
            ):
                own[f"{name}attention.self.{head}.weight"] = rows
                own[f"{name}attention.self.{head}.bias"] = base
            for part, place in PARTS.items():
                own[f"{name}{place}.weight"], own[f"{name}{place}.bias"] = self._layer(old + part)
            for part, place in NORMS.items():
                self._norm(own, name + place, old + part)
        own["labels.weight"], own["labels.bias"] = self._layer("labels")
        student.load_state_dict(own)

    def _table(self, name: str) -> torch.Tensor:
        whole = self.numbers[f"{name}.table"].astype(np.float32)
        zero = np.float32(self.numbers[f"{name}.zero"])
        return torch.tensor((whole - zero) * self.numbers[f"{name}.scale"])

    def _layer(self, name: str) -> tuple[torch.Tensor, torch.Tensor]:
        weight = self.numbers[f"{name}.weight"].astype(np.float32) * self.numbers[f"{name}.scale"]
        return torch.tensor(weight.T.copy()), torch.tensor(self.numbers[f"{name}.bias"])

    def _norm(self, own: dict[str, torch.Tensor], name: str, old: str) -> None:
        for part in ("weight", "bias"):
            own[f"{name}.{part}"] = torch.tensor(self.numbers[f"{old}.{part}"])
