"""A classifier of entailment from a folder: what is read of it, and what is refused."""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from narratives.reading import ANSWERS, Account, FolderReader, Passage
from narratives.reading.folder import INPUTS, order_of_labels
from narratives.schema import NarrativesError

WORDS = ("[UNK]", "[CLS]", "[SEP]", "[PAD]", "fell", "stood", "perhaps")
NLI = {"0": "contradiction", "1": "entailment", "2": "neutral"}
WEIGHT = 20.0
Make = Callable[..., Path]


# A graph is written here byte by byte, for the package onnx is not needed to read one.


def field(number: int, value: int | bytes | str) -> bytes:
    """Return a field of a message in the encoding of Protocol Buffers."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    raw = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(raw)) + raw


def varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def named_type(name: str, kind: int, shape: Iterable[int | str]) -> bytes:
    sizes = (field(1, field(1 if isinstance(size, int) else 2, size)) for size in shape)
    tensor = field(1, kind) + field(2, b"".join(sizes))
    return field(1, name) + field(2, field(1, tensor))


def tiny_graph(
    inputs: Iterable[str] = INPUTS, kind: int = 7, order: Iterable[int] = (1, 0, 2)
) -> bytes:
    """Return a graph whose scores are the mean of a table's rows, by the numbers of words.

    "fell" speaks for entailment, "stood" for contradiction, "perhaps" for neutral; ``order``
    says which score each of them moves, and ``kind`` is 7 for int64 and 6 for int32.
    """
    table = np.zeros((len(WORDS), 3), dtype=np.float32)
    for word, column in zip(("fell", "stood", "perhaps"), order, strict=True):
        table[WORDS.index(word), column] = WEIGHT
    tensor = field(1, len(WORDS)) + field(1, 3) + field(2, 1) + field(8, "table")
    tensor += field(9, struct.pack(f"<{table.size}f", *table.ravel()))
    first = next(iter(inputs))
    gather = field(1, "table") + field(1, first) + field(2, "rows") + field(4, "Gather")
    axes = field(1, "axes") + field(8, 1) + field(20, 7)
    flat = field(1, "keepdims") + field(3, 0) + field(20, 2)
    mean = field(1, "rows") + field(2, "logits") + field(4, "ReduceMean")
    mean += field(5, axes) + field(5, flat)
    graph = field(1, gather) + field(1, mean) + field(2, "tiny") + field(5, tensor)
    graph += b"".join(field(11, named_type(name, kind, (1, "n"))) for name in inputs)
    graph += field(12, named_type("logits", 1, (1, 3)))
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13))


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make_folder(
        labels: Any = NLI, graph: bytes | None = None, place: str = "model.onnx", **config: Any
    ) -> Path:
        folder = tmp_path / "nli"
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        told = {"model_type": "bert", "id2label": labels, "max_position_embeddings": 32, **config}
        (folder / "config.json").write_text(json.dumps(told))
        tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(WORDS)}, "[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]",
            pair="[CLS] $A [SEP] $B:1 [SEP]:1",
            special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
        )
        tokenizer.save(str(folder / "tokenizer.json"))
        (folder / place).write_bytes(tiny_graph() if graph is None else graph)
        return folder

    return make_folder


FELL = Passage("He", "said", "it fell", "", "It fell, he said.")
STOOD = Passage("He", "said", "it stood", "", "")
DAM = [Account("The dam broke.")]


def stances(folder: Path, *passages: Passage) -> list[str]:
    reading = FolderReader(folder).read(passages or (FELL, STOOD), DAM)
    return [ANSWERS[number] for number in reading.likely[:, 0].argmax(axis=1)]


@pytest.mark.parametrize("place", ["model.onnx", "onnx/model.onnx"])
def test_entailment_supports_and_contradiction_disputes(make: Make, place: str) -> None:
    folder = make(place=place)
    perhaps = Passage("He", "said", "perhaps", "", "")
    assert stances(folder, FELL, STOOD, perhaps) == ["supports", "disputes", "neither"]


def test_a_reading_has_the_shape_of_passages_by_accounts_and_sums_to_one(make: Make) -> None:
    told: list[tuple[int, int]] = []
    reader = FolderReader(make())
    reading = reader.read([FELL, STOOD], [*DAM, *DAM, *DAM], lambda *n: told.append(n))
    assert reading.likely.shape == (2, 3, 3)
    assert np.exp(reading.likely).sum(axis=2) == pytest.approx(np.ones((2, 3)), abs=1e-3)
    assert (reading.stated.shape, reading.states, reading.notes) == ((2, 3), None, ())
    assert told == [(1, 2), (2, 2)]
    assert reader.read([], DAM).likely.shape == (0, 1, 3)
    assert reader.read([FELL], []).likely.shape == (1, 0, 3)


def test_a_reader_is_named_by_its_folder_and_the_digits_of_its_model(make: Make) -> None:
    name = FolderReader(make()).name
    assert name.startswith("nli (model.onnx, SHA-256 ")
    assert name != FolderReader(make(graph=tiny_graph(order=(0, 1, 2)))).name


@pytest.mark.parametrize(
    ("labels", "order"),
    [
        ({"0": "ENTAILMENT", "1": "NEUTRAL", "2": "CONTRADICTION"}, (0, 2, 1)),
        ({"2": "entailed", "0": "Refutes", "1": "Not Enough-Info"}, (2, 0, 1)),
        ({0: "SUPPORTS", 1: "disputes", 2: "NEI"}, (0, 1, 2)),
    ],
)
def test_labels_are_read_in_any_spelling_and_order(
    make: Make, labels: dict[str, str], order: tuple[int, int, int]
) -> None:
    assert order_of_labels(labels, Path("config.json")) == list(order)
    perhaps = Passage("He", "said", "perhaps", "", "")
    folder = make(labels=labels, graph=tiny_graph(order=order))
    assert stances(folder, FELL, STOOD, perhaps) == ["supports", "disputes", "neither"]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (None, "it has no id2label"),
        (["entailment"], "it has no id2label"),
        ({"0": "LABEL_0", "1": "LABEL_1"}, r"2 labels \(0: LABEL_0, 1: LABEL_1\)"),
        ({"0": "entailment", "1": "not_entailment"}, r"not_entailment\). Allowed: three labels"),
        ({"0": "entailment", "1": "neutral", "2": "joy"}, "id2label with 3 labels"),
        ({"0": "entailment", "1": "entail", "2": "neutral"}, "id2label with 3 labels"),
        ({"0": "entailment", "1": "neutral", "5": "contradiction"}, "5: contradiction"),
        ({"0": "entailment", "1": "neutral", "2": "contradiction", "3": "x"}, "4 labels"),
    ],
)
def test_labels_that_cannot_be_mapped_are_refused(make: Make, labels: Any, found: str) -> None:
    with pytest.raises(NarrativesError, match=found) as error:
        FolderReader(make(labels=labels))
    assert "Allowed: three labels, 0 to 2 in any order, that say entailment" in str(error.value)
    assert "config.json" in str(error.value)


@pytest.mark.parametrize("inputs", [INPUTS[:1], INPUTS[:2], INPUTS])
@pytest.mark.parametrize("kind", [6, 7])
def test_a_graph_gets_the_inputs_it_asks_for(
    make: Make, inputs: tuple[str, ...], kind: int
) -> None:
    assert stances(make(graph=tiny_graph(inputs, kind))) == ["supports", "disputes"]


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        (b"no graph", r"model.onnx: the graph cannot be opened .* Export it anew"),
        (tiny_graph(("pixels",)), r"asks for pixels \(tensor\(int64\)\). Allowed: whole numbers"),
        (tiny_graph(("attention_mask",)), r"asks for attention_mask. Allowed: .*input_ids among"),
    ],
)
def test_a_graph_of_another_kind_is_refused(make: Make, graph: bytes, message: str) -> None:
    with pytest.raises(NarrativesError, match=message):
        FolderReader(make(graph=graph))


def test_a_graph_that_cannot_be_run_on_a_word_is_a_message(make: Make) -> None:
    folder = make()
    told = json.loads((folder / "tokenizer.json").read_text())
    told["model"]["vocab"]["fell"] = 4_000
    (folder / "tokenizer.json").write_text(json.dumps(told))
    with pytest.raises(NarrativesError, match=r"the graph cannot be run .* with its tokenizer"):
        FolderReader(folder).read([FELL], DAM)


def test_a_long_passage_is_cut_at_its_end_and_the_account_kept(make: Make) -> None:
    long = Passage("He", "said", "perhaps " * 500, "", "")
    account = [Account("fell " * 5)]
    reading = FolderReader(make()).read([long], account)
    assert reading.likely[0, 0, ANSWERS.index("supports")] > reading.likely[0, 0, 1]


def test_missing_files_are_named(make: Make, tmp_path: Path) -> None:
    with pytest.raises(NarrativesError, match=r"gone: there is no such folder. Name one with"):
        FolderReader(tmp_path / "gone")
    folder = make()
    (folder / "model.onnx").unlink()
    (folder / "pytorch_model.bin").write_bytes(b"code")
    with pytest.raises(NarrativesError, match=r"there is no model. It needs .*can hold code"):
        FolderReader(folder)
    (folder / "tokenizer.json").unlink()
    with pytest.raises(NarrativesError, match=r"tokenizer.json: there is no such file"):
        FolderReader(folder)
    (folder / "config.json").unlink()
    with pytest.raises(NarrativesError, match=r"config.json: there is no such file"):
        FolderReader(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.onnx"])
def test_a_pipe_in_the_place_of_a_file_is_not_opened(make: Make, name: str) -> None:
    folder = make()
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(NarrativesError, match=rf"{name}: there is no such file, or it is not a re"):
        FolderReader(folder)


def test_files_that_are_too_large_are_not_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make()
    monkeypatch.setattr("narratives.reading.folder.MOST_MODEL", 10)
    with pytest.raises(NarrativesError, match=r"model.onnx: the file has more than 10 bytes"):
        FolderReader(folder)
    (folder / "config.json").write_text(" " * 1_000_001)
    with pytest.raises(NarrativesError, match=r"config.json: .*more than 1,000,000 bytes"):
        FolderReader(folder)


@pytest.mark.parametrize(
    ("words", "message"),
    [("{", r"config.json: it cannot be read"), ("[]", r"config.json: this is not a mapping")],
)
def test_a_config_that_is_none_is_refused(make: Make, words: str, message: str) -> None:
    folder = make()
    (folder / "config.json").write_text(words)
    with pytest.raises(NarrativesError, match=message):
        FolderReader(folder)


def test_a_tokenizer_that_is_none_is_refused(make: Make) -> None:
    folder = make()
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(NarrativesError, match=r"tokenizer.json: the tokenizer cannot be read"):
        FolderReader(folder)


# Weights in safetensors


def test_weights_without_the_extra_are_a_message_that_names_it(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("torch", "transformers", "safetensors"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "0")
    with pytest.raises(NarrativesError, match=r'Install the extra readers: pip install "narrat'):
        FolderReader(make(place="model.safetensors", graph=b""))
    assert os.environ["HF_HUB_OFFLINE"] == os.environ["TRANSFORMERS_OFFLINE"] == "1"


def test_a_network_of_an_unknown_kind_is_refused(make: Make) -> None:
    folder = make(place="model.safetensors", graph=b"", model_type="custom")
    with pytest.raises(NarrativesError, match=r'model_type "custom" is not read.*Allowed: bert'):
        FolderReader(folder)


def test_weights_are_read_through_torch_where_it_is_installed(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch", reason="the extra readers is not installed")
    transformers = pytest.importorskip("transformers")
    saving = pytest.importorskip("safetensors.torch")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    small = {"vocab_size": len(WORDS), "hidden_size": 8, "num_hidden_layers": 1}
    small |= {"num_attention_heads": 2, "intermediate_size": 8}
    hostile = {"auto_map": {"AutoConfig": "evil.Config"}, "_attn_implementation": "evil/kernel"}
    folder = make(place="model.safetensors", graph=b"", **small, **hostile)
    torch.manual_seed(0)
    shape = transformers.AutoConfig.for_model(
        "bert", id2label=NLI, max_position_embeddings=32, **small
    )
    network = transformers.AutoModelForSequenceClassification.from_config(shape).eval()
    weights = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
    saving.save_file(weights, folder / "model.safetensors")
    reader = FolderReader(folder)
    with torch.inference_mode():
        given = reader._inputs("He said: it fell. It fell, he said.", DAM[0].statement)
        wanted = network(**{n: torch.from_numpy(v) for n, v in given.items()}).logits
    likely = torch.log_softmax(wanted, -1)[0, [1, 0, 2]].numpy()
    assert reader.read([FELL], DAM).likely[0, 0] == pytest.approx(likely, abs=1e-3)
    del weights["classifier.weight"]
    saving.save_file(weights, folder / "model.safetensors")
    with pytest.raises(NarrativesError, match=r"lack 1 parts of the network, classifier.weight am"):
        FolderReader(folder)
    (folder / "model.safetensors").write_bytes(b"x" * 100)
    with pytest.raises(NarrativesError, match=r"the weights cannot be read as config.json says"):
        FolderReader(folder)
