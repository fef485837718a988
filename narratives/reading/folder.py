"""A reader of bearings from a folder on disk: any classifier of entailment, ONNX or safetensors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from narratives.reading.passages import Account, Passage, texts_of
from narratives.reading.reader import ANSWERS, Reading
from narratives.reading.session import log_likely, open_session
from narratives.reading.weights import Network, open_weights
from narratives.schema import NarrativesError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

GRAPHS = ("model.onnx", "onnx/model.onnx")
WEIGHTS = "model.safetensors"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
"""What a graph may ask for, by name."""
LABELS = {
    "supports": "entailment entail entails entailed support supports supported",
    "disputes": "contradiction contradict contradicts contradicted contradictory "
    "refute refutes refuted dispute disputes disputed",
    "neither": "neutral neither none unrelated undetermined nei not_enough_info",
}
"""Labels by which config.json may call each of ``ANSWERS``, in any case and order."""
MOST_CONFIG, MOST_TOKENIZER, MOST_MODEL = 1_000_000, 200_000_000, 4_000_000_000
"""Bytes of config.json, tokenizer.json and the model that are still read."""
LONGEST = 4_000
"""Characters that are read of a passage, and of an account."""
MOST_PIECES = 512
"""Pieces of one pair; of more the end of the passage is left out."""
_OFFSET = ("camembert", "mpnet", "roberta", "xlm-roberta")
"""Networks that count places from two on."""


class FolderReader:
    """Reads with a cross-encoder from a folder, which says what a passage entails.

    The folder holds ``config.json``, ``tokenizer.json`` and either ``model.onnx`` (or
    ``onnx/model.onnx``) or ``model.safetensors``, as models of natural language inference are
    published. Entailment is read as support, contradiction as dispute. Such a model does not
    tell stated from implied: its bearings count as stated. Nothing is fetched, and no code
    of the folder is run.

    Parameters
    ----------
    path : str or Path

    Attributes
    ----------
    name : str
        The folder and the first digits of the SHA-256 of the model.

    Raises
    ------
    NarrativesError
        If a file is missing, too large or not regular, the labels cannot be mapped, or the
        model cannot be opened.

    Examples
    --------
    >>> FolderReader("no/such/folder")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: no/such/folder: there is no such folder. ...
    """

    def __init__(self, path: str | Path) -> None:
        folder = Path(path)
        if not folder.is_dir():
            raise NarrativesError(
                f"{folder}: there is no such folder. Name one with config.json, tokenizer.json "
                f"and {GRAPHS[0]} or {WEIGHTS}."
            )
        config = _read_config(folder / "config.json")
        self._order = order_of_labels(config.get("id2label"), folder / "config.json")
        self._tokenizer = _open_tokenizer(folder / "tokenizer.json", config)
        model = next(
            (folder / name for name in (*GRAPHS, WEIGHTS) if (folder / name).exists()), None
        )
        if model is None:
            raise NarrativesError(
                f"{folder}: there is no model. It needs {GRAPHS[0]}, {GRAPHS[1]} or {WEIGHTS}; "
                "weights that are stored in another way can hold code and are not read."
            )
        _check_file(model, MOST_MODEL)
        self._run = open_weights(model, config) if model.name == WEIGHTS else _open_graph(model)
        with model.open("rb") as file:
            digest = _digest(file.read, sha256())
        self.name = f"{folder.resolve().name} ({model.name}, SHA-256 {digest[:12]})"

    def read(
        self,
        passages: Sequence[Passage],
        accounts: Sequence[Account],
        progress: Callable[[int, int], None] | None = None,
    ) -> Reading:
        """Read every passage for every account, one pair at a time.

        Parameters
        ----------
        passages : sequence of Passage
        accounts : sequence of Account
        progress : callable, optional
            Called with the number of passages read and their total.

        Returns
        -------
        Reading
            Without states: what a person decides does not move it.

        Raises
        ------
        NarrativesError
            If the model gives no score for each of its labels.
        """
        scores = np.zeros((len(passages), len(accounts), len(ANSWERS)))
        for place, passage in enumerate(passages):
            premise = premise_of(passage)
            for column, account in enumerate(accounts):
                found = self._run(self._inputs(premise, account.statement))
                if found.shape != (1, len(ANSWERS)) or not np.isfinite(found).all():
                    raise NarrativesError(
                        f"{self.name}: the model gives scores of the shape {found.shape} for one "
                        f"pair, or no numbers. Allowed: one for each of {len(ANSWERS)} labels."
                    )
                scores[place, column] = found[0, self._order]
            if progress is not None:
                progress(place + 1, len(passages))
        return Reading(log_likely(scores), np.ones(scores.shape[:2]))

    def _inputs(self, premise: str, hypothesis: str) -> dict[str, np.ndarray]:
        pair = self._tokenizer.encode(premise[:LONGEST], hypothesis[:LONGEST])
        rows = (pair.ids, pair.attention_mask, pair.type_ids)
        return {
            name: np.array([row], dtype=np.int64) for name, row in zip(INPUTS, rows, strict=True)
        }


def premise_of(passage: Passage) -> str:
    """Return a passage as the text that is read: who says what, and the words around it.

    Examples
    --------
    >>> premise_of(Passage("Police", "said", "it rained", "Clouds came.", "It did rain."))
    'Police said: it rained. Clouds came. It did rain.'
    """
    (said,) = texts_of([passage])
    around = f"{passage.before} {passage.sentence}".strip()
    if not around or around == passage.content:
        return said
    return f"{said}{'' if said.endswith(('.', '!', '?')) else '.'} {around}"


def order_of_labels(id2label: object, where: Path) -> list[int]:
    """Return which score of a model is which of ``ANSWERS``.

    Parameters
    ----------
    id2label : object
        What config.json says under this key: the labels by their numbers.
    where : Path
        The file, for the message.

    Returns
    -------
    list of int
        The place of supports, disputes and neither.

    Raises
    ------
    NarrativesError
        If there are not three labels that say entailment, contradiction and neutral.

    Examples
    --------
    >>> order_of_labels({"0": "CONTRADICTION", "1": "neutral", "2": "Entailment"}, Path("c"))
    [2, 0, 1]
    """
    found: dict[str, int] = {}
    shown = "no id2label"
    if isinstance(id2label, Mapping):
        shown = ", ".join(f"{key}: {value}" for key, value in list(id2label.items())[:8])
        shown = f"id2label with {len(id2label)} labels ({' '.join(shown.split())[:200]})"
        for key, label in id2label.items():
            word = re.sub(r"[\s-]+", "_", str(label).strip().lower())
            for answer, names in LABELS.items():
                if word in names.split() and re.fullmatch(r"\d", str(key)):
                    found[answer] = int(key)
    places = [found.get(answer, -1) for answer in ANSWERS]
    if not isinstance(id2label, Mapping) or len(id2label) != 3 or sorted(places) != [0, 1, 2]:
        raise NarrativesError(
            f"{where}: it has {shown}. Allowed: three labels, 0 to 2 in any order, that say "
            "entailment, contradiction and neutral. Take a model of natural language inference, "
            "or write the names of its labels there."
        )
    return places


def _check_file(path: Path, most: int) -> None:
    if not path.is_file():
        raise NarrativesError(f"{path}: there is no such file, or it is not a regular one.")
    if path.stat().st_size > most:
        raise NarrativesError(f"{path}: the file has more than {most:,} bytes. Take a smaller one.")


def _read_config(path: Path) -> dict[str, Any]:
    _check_file(path, MOST_CONFIG)
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise NarrativesError(f"{path}: it cannot be read ({error}). Save it anew.") from error
    if not isinstance(config, dict):
        raise NarrativesError(f"{path}: this is not a mapping. Save the model anew.")
    return config


def _open_tokenizer(path: Path, config: Mapping[str, Any]) -> Tokenizer:
    from tokenizers import Tokenizer

    _check_file(path, MOST_TOKENIZER)
    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
        places = config.get("max_position_embeddings")
        most = places if isinstance(places, int) and places > 8 else MOST_PIECES
        most -= 2 if config.get("model_type") in _OFFSET and most == places else 0
        tokenizer.no_padding()
        tokenizer.enable_truncation(min(MOST_PIECES, most), strategy="longest_first")
    except Exception as error:
        raise NarrativesError(
            f"{path}: the tokenizer cannot be read ({' '.join(str(error).split())[:200]}). "
            "Save it anew as one file tokenizer.json."
        ) from error
    return tokenizer


def _open_graph(path: Path) -> Network:
    try:
        session = open_session(path)
    except Exception as error:
        raise NarrativesError(
            f"{path}: the graph cannot be opened ({' '.join(str(error).split())[:200]}). It must "
            "hold its weights itself. Export it anew."
        ) from error
    wanted = {each.name: str(each.type) for each in session.get_inputs()}
    types = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
    odd = [f"{name} ({kind})" for name, kind in wanted.items()
           if name not in INPUTS or kind not in types]  # fmt: skip
    if odd or "input_ids" not in wanted:
        raise NarrativesError(
            f"{path}: the graph asks for {', '.join(odd or wanted) or 'nothing'}. Allowed: whole "
            f"numbers named {', '.join(INPUTS)}, input_ids among them."
        )
    names = [each.name for each in session.get_outputs()]
    output = "logits" if "logits" in names else names[0]

    def run(given: dict[str, np.ndarray]) -> np.ndarray:
        inputs = {name: given[name].astype(types[kind]) for name, kind in wanted.items()}
        try:
            (found,) = session.run([output], inputs)
        except Exception as error:
            raise NarrativesError(
                f"{path}: the graph cannot be run ({' '.join(str(error).split())[:200]}). "
                "Export it anew, with its tokenizer.json."
            ) from error
        return np.asarray(found, dtype=np.float64)

    return run


def _digest(read: Callable[[int], bytes], digest: Any) -> str:
    while block := read(1 << 20):
        digest.update(block)
    return str(digest.hexdigest())
