"""Teach the fast tagger from annotated articles and from the encoder: one seeded command.

    python benchmarks/train_fast_tagger.py --polnear FOLDER

writes ``narratives/tagging/fast.onnx``, which ``quantize_graphs.py`` makes exact. It needs
the extra ``train``, and learns from what ``train_tagger.py`` learns from. The network sees a word
as the mean of its pieces, whose vectors begin as the 64 main directions of MiniLM's, and looks at
up to 126 words around it through dilated convolutions. It learns the labels of the annotation
and, at half weight, what the encoder gives them (``accurate.onnx``).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from export_tagger import Graph
from numpy.typing import NDArray
from polnear import Article, load_articles, split_apart
from safetensors.torch import load_file
from sheet_attributions import cue_words, sheet_articles
from torch import nn
from train_tagger import SEED, labels_of, model_folder

from narratives.schema import Span
from narratives.tagging.labels import LABELS
from narratives.tagging.pieces import CASES
from narratives.tagging.taggers import score_words
from narratives.tagging.windows import PIECES, pack_windows

TARGET = Path(__file__).parents[1] / "narratives" / "tagging" / "fast.onnx"
DIRECTIONS = 64
WIDTH = 128
DILATIONS = (1, 2, 4, 8, 16, 32, 1)
BATCH, LENGTH = 16, 512
RATE, VECTOR_RATE = 2e-3, 1e-3
TAUGHT = 0.5
"""Weight of what the encoder says against what the annotation says."""


class FastTagger(nn.Module):
    """Vectors of pieces, how a word is written and quoted, and dilated convolutions."""

    def __init__(self, vectors: torch.Tensor) -> None:
        super().__init__()
        self.vectors = nn.Embedding.from_pretrained(vectors, freeze=False, padding_idx=0)
        self.case = nn.Embedding(len(CASES), 8)
        self.quoted = nn.Embedding(5, 8)
        self.first = nn.Linear(vectors.shape[1] + 16, WIDTH)
        self.windows = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, 3, padding=step, dilation=step) for step in DILATIONS
        )
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.dropout = nn.Dropout(0.2)
        self.labels = nn.Linear(WIDTH, len(LABELS))

    def forward(
        self, pieces: torch.Tensor, cases: torch.Tensor, quoted: torch.Tensor, _: torch.Tensor
    ) -> torch.Tensor:
        count = (pieces > 0).sum(-1, keepdim=True).clamp(min=1)
        words = self.vectors(pieces).sum(-2) / count
        read = torch.cat([words, self.case(cases), self.quoted(quoted)], -1)
        states = self.first(self.dropout(read))
        for window, norm in zip(self.windows, self.norms, strict=True):
            seen = window(norm(states).transpose(1, 2)).transpose(1, 2)
            states = states + self.dropout(torch.relu(seen))
        return self.labels(self.dropout(states))


def main_directions() -> torch.Tensor:
    """Return MiniLM's vectors of pieces along their main directions, the first one zero."""
    weights = load_file(str(model_folder() / "model.safetensors"))
    vectors = weights["embeddings.word_embeddings.weight"].float()
    vectors = vectors - vectors.mean(0)
    _, _, directions = torch.linalg.svd(vectors.T @ vectors)
    found = vectors @ directions[:DIRECTIONS].T
    found = found / found.std() / 2
    found[0] = 0
    return found


def rows_of(
    article: Article, left: Sequence[Span] = ()
) -> list[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Return, run by run, pieces with case, quotation and label, and what the encoder says."""
    paragraphs = article.paragraphs()
    labels = labels_of(paragraphs, article, left)
    taught = score_words(paragraphs, "accurate")
    read, taught_rows = [], []
    for window in pack_windows(paragraphs):
        known = np.full(len(window.pieces), -100)
        said = np.zeros((len(window.pieces), len(LABELS)), dtype=np.float32)
        for place, paragraph, word in window.heads:
            known[place] = labels[paragraph][word]
            said[place] = np.exp(taught[paragraph][word])
        read.append(np.column_stack([window.pieces, window.cases, window.quoted, known]))
        taught_rows.append(said)
    columns, said = np.concatenate(read), np.concatenate(taught_rows)
    return [
        (columns[first : first + LENGTH], said[first : first + LENGTH])
        for first in range(0, len(columns), LENGTH)
    ]


def stack(batch: list[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> tuple[torch.Tensor, ...]:
    longest = max(len(columns) for columns, _ in batch)
    empty = [0] * (PIECES + 2) + [-100]
    columns = np.array([[*rows, *[empty] * (longest - len(rows))] for rows, _ in batch])
    said = np.zeros((len(batch), longest, len(LABELS)), dtype=np.float32)
    for number, (_, rows) in enumerate(batch):
        said[number, : len(rows)] = rows
    return torch.tensor(columns), torch.tensor(said)


def train(root: Path, epochs: int) -> FastTagger:
    articles, _ = split_apart(load_articles(root, "train"))
    data = [row for article in articles for row in rows_of(article)]
    for article, left in zip(*sheet_articles(cue_words(articles)), strict=True):
        data += rows_of(article, left)
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    tagger = FastTagger(main_directions()).train()
    vectors = list(tagger.vectors.parameters())
    rest = [p for name, p in tagger.named_parameters() if not name.startswith("vectors.")]
    optimizer = torch.optim.AdamW(
        [{"params": vectors, "lr": VECTOR_RATE}, {"params": rest, "lr": RATE}], weight_decay=0.01
    )
    steps = epochs * -(-len(data) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 50) * max(0.0, 1 - step / steps)
    )
    begun = time.perf_counter()
    for epoch in range(epochs):
        order = draw.sample(data, len(data))
        for first in range(0, len(order), BATCH):
            columns, said = stack(order[first : first + BATCH])
            pieces, cases, quoted = (
                columns[..., :PIECES],
                columns[..., PIECES],
                columns[..., PIECES + 1],
            )
            scores = tagger(pieces, cases, quoted, pieces)
            known = columns[..., -1]
            loss = nn.functional.cross_entropy(scores.transpose(1, 2), known)
            heads = known >= 0
            log_likely = torch.log_softmax(scores[heads], -1)
            loss = loss - TAUGHT * (said[heads] * log_likely).sum(-1).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        spent = time.perf_counter() - begun
        print(f"epoch {epoch + 1} of {epochs}: loss {loss.item():.3f}, {spent:.0f} s", flush=True)
    return tagger


def export(tagger: FastTagger, to: Path) -> None:
    """Write the graph, with its vectors in eight bits and all else as it is."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    plain = to.with_suffix(".plain.onnx")
    flags = torch.ones((1, 64), dtype=torch.int64)
    names = ["pieces", "cases", "quoted"]
    torch.onnx.export(
        Graph(tagger.eval()),
        (torch.ones((1, 64, PIECES), dtype=torch.int64), flags, flags),
        plain,
        input_names=names,
        output_names=["scores"],
        dynamic_axes={name: {1: "places"} for name in [*names, "scores"]},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(plain, to, weight_type=QuantType.QUInt8, op_types_to_quantize=["Gather"])
    plain.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--polnear", type=Path, required=True, help="folder of PolNeAR")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    export(train(asked.polnear, asked.epochs), TARGET)


if __name__ == "__main__":
    main()
