"""Measure how long an article takes, beside another build, in one run.

    python benchmarks/speed.py --build CLONE [--rounds 3]

drafts the articles of ``benchmarks/articles`` with both models, by turns with this build and
with that of CLONE, a checkout of another commit. Each run is a process of its own on one core. Each
paragraph gets a number behind it that is new in every round, so that nothing remembered
from an earlier round helps. The least of the rounds counts: processor milliseconds an article,
and the most memory that the process ever held.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
MODELS = ("accurate", "fast")
ROUNDS = 3


def measure(model: str) -> tuple[float, float]:
    """Return milliseconds an article and megabytes, of the package that this process imports."""
    import narratives as nv

    files = sorted((HERE / "articles").glob("*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    nv.extract_statements([nv.Document("warm", "The mayor said no.")], model=model)
    best = float("inf")
    for number in range(ROUNDS):
        documents = [
            nv.Document(
                file.stem,
                "\n\n".join(
                    f"{part} ({number}.{place})" for place, part in enumerate(text.split("\n\n"))
                ),
            )
            for file, text in zip(files, texts, strict=True)
        ]
        begun = time.process_time()
        for document in documents:
            nv.extract_statements([document], model=model)
        best = min(best, time.process_time() - begun)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return 1000 * best / len(files), held


def run(build: Path, model: str) -> tuple[float, float]:
    """Measure a build in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(build), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(Path(__file__).resolve()), "--model", model]
    done = subprocess.run(
        command, env=environment, cwd=build, capture_output=True, text=True, check=True
    )
    spent, held = json.loads(done.stdout)
    return float(spent), float(held)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--build", type=Path, help="checkout of the other commit")
    parser.add_argument("--rounds", type=int, default=3, help="processes of each build")
    parser.add_argument("--model", choices=MODELS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.model:
        print(json.dumps(measure(asked.model)))
        return
    if asked.build is None or not (asked.build / "narratives").is_dir():
        sys.exit("speed: --build names no checkout. Make one with git worktree add FOLDER COMMIT.")
    print("| model | ms an article, that build | this one | times | MB, that build | this one |")
    print("| --- | --- | --- | --- | --- | --- |")
    for model in MODELS:
        both = [
            (run(asked.build.resolve(), model), run(HERE.parent, model))
            for _ in range(asked.rounds)
        ]
        (old, old_held), (new, new_held) = (
            tuple(map(min, zip(*(pair[side] for pair in both), strict=True))) for side in (0, 1)
        )
        print(
            f"| {model} | {old:.1f} | {new:.1f} | {old / new:.2f} | {old_held:.0f} | "
            f"{new_held:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
