"""Write the shipped graphs in whole numbers that are the same on every machine.

    python benchmarks/quantize_graphs.py --polnear FOLDER

reads ``narratives/tagging/accurate.onnx`` and ``fast.onnx``, as the training commands or an
earlier run wrote them, sees on articles of PolNeAR's training part how large each layer's
numbers become, and writes both again, byte for byte the same on every run. It needs the
extra ``train``.

The products of every layer are whole numbers: activations in eight bits without sign times
weights in seven with it, so that on a processor without VNNI no pair of them overflows its
sixteen bits; within attention, whole numbers small enough for floats to hold every sum. The
scales are fixed here, so that no row depends on what else is read. What is left in floats is
done one number at a time, or in layers that give the same bits on AVX2 and AVX-512.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

import numpy as np
from exact_layers import HEADS, Numbers, Step, build_encoder, build_windows
from numpy.typing import NDArray
from polnear import load_articles
from read_graphs import read_numbers

from narratives.reading.session import open_session
from narratives.tagging.pieces import pack_segments
from narratives.tagging.taggers import inputs_of
from narratives.tagging.windows import pack_windows

FOLDER = Path(__file__).parents[1] / "narratives" / "tagging"
SEED = 0
ARTICLES = 60
SAMPLE = 2_000
"""Numbers of one layer that are kept of each paragraph."""
PARTS_OF_AN_OCTAVE = 16
"""Steps lie on a grid of powers of two, so that the last bit of a float decides no step."""
ROOM = 1.25
"""How much larger than all seen a number within attention may become before it is cut."""


def observe(
    graph: bytes, parts: list[dict[str, NDArray[np.int64]]]
) -> dict[str, NDArray[np.float32]]:
    """Return a sample of what each layer takes in, with its largest and smallest numbers."""
    draw = np.random.default_rng(SEED)
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        file.write(graph)
        file.flush()
        session = open_session(Path(file.name))
    names = [output.name for output in session.get_outputs()]
    seen: dict[str, list[NDArray[np.float32]]] = {
        name: [] for name in names if name not in ("scores", "states")
    }
    for part in parts:
        for name, values in zip(names, session.run(None, part), strict=True):
            if name in seen:
                flat = values.ravel()
                some = draw.choice(flat, min(SAMPLE, flat.size), replace=False)
                seen[name].append(np.append(some, [flat.min(), flat.max()]))
    return {name: np.concatenate(values) for name, values in seen.items()}


def on_grid(size: float) -> float:
    """Return the next larger number of the grid of steps."""
    return float(
        np.float32(2.0 ** (np.ceil(np.log2(size) * PARTS_OF_AN_OCTAVE) / PARTS_OF_AN_OCTAVE))
    )


def best_step(values: NDArray[np.float32]) -> Step:
    """Return the step of eight bits that loses least of the values, in squares.

    Large numbers are seldom: cutting the largest leaves smaller steps for all others.
    """
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    best, least = Step(1.0, 0), np.inf
    for below in np.linspace(0.3, 1.0, 15):
        for above in np.linspace(0.3, 1.0, 15):
            scale = on_grid(max((high * above - low * below) / 255, 1e-9))
            zero = int(np.clip(np.round(-low * below / scale), 0, 255))
            kept = np.clip(np.round(values / scale) + zero, 0, 255) - zero
            error = float(np.square(kept * scale - values, dtype=np.float64).mean())
            if error < least * (1 - 1e-9):
                best, least = Step(scale, zero), error
    return best


def find_steps(seen: dict[str, NDArray[np.float32]]) -> dict[str, Step]:
    """Return the step of every place at which numbers are made whole."""
    found = {}
    for name, values in seen.items():
        if name.endswith(HEADS):
            found[name] = Step(on_grid(float(np.abs(values).max()) * ROOM / 511), 0)
        else:
            found[name] = best_step(values)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--polnear", type=Path, required=True, help="folder of PolNeAR")
    parser.add_argument("--from", dest="source", type=Path, default=FOLDER, help="their folder")
    parser.add_argument("--to", type=Path, default=FOLDER, help="where to write them")
    asked = parser.parse_args()
    articles = random.Random(SEED).sample(load_articles(asked.polnear, "train"), ARTICLES)
    paragraphs = [article.paragraphs() for article in articles]
    for model, build, pack in (
        ("accurate", build_encoder, pack_segments),
        ("fast", build_windows, pack_windows),
    ):
        numbers: Numbers = read_numbers(asked.source / f"{model}.onnx")
        parts = [inputs_of([part]) for found in paragraphs for part in pack(found)]
        seen = observe(build(numbers, None).SerializeToString(deterministic=True), parts)
        steps = find_steps(seen)
        graph = build(numbers, steps).SerializeToString(deterministic=True)
        (asked.to / f"{model}.onnx").write_bytes(graph)
        print(f"{model}: {len(steps)} steps from {len(parts)} paragraphs, {len(graph):,} bytes")


if __name__ == "__main__":
    main()
