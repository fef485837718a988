"""What a corpus costs: articles a second by workers, memory by size, the walk for copies.

    python benchmarks/corpus.py                     100 and 1,000 articles, 1 and 2 workers
    python benchmarks/corpus.py --sizes 100 1000 10000 --workers 1 2 --write
    python benchmarks/corpus.py --case seeds/crocus-city-hall --sizes 100

The articles are made from those of ``benchmarks/articles``, or of ``--texts FOLDER``: each takes
the paragraphs of one of them in another order, some left out, with numbers of its own, and every
fifth is a copy of an earlier one with a sentence more. So the words are those of articles; as many
share paragraphs, the walk for copies has more to do than among real ones.

Each run is a process of its own, with a new store. *Memory* is the most that one worker, and the
client, ever held (VmHWM of /proc, every tenth of a second); the client's is told before and after
the walk for copies. A run that finds another number of documents than were made ends the script.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

RESULTS = Path(__file__).with_name("RESULTS.md")
TEXTS = Path(__file__).with_name("articles")
BEGIN, END = "<!-- corpus: begin -->", "<!-- corpus: end -->"
COPIED = 5
"""Every so many articles one is a copy of an earlier one."""


def make_articles(texts: Path, number: int, seed: int = 1) -> list[dict[str, str]]:
    """Make articles from paragraphs; the same number and seed give the same articles."""
    bases = [p.read_text(encoding="utf-8").split("\n\n") for p in sorted(texts.glob("*.txt"))]
    random = Random(seed)
    made: list[dict[str, str]] = []
    for n in range(number):
        if n % COPIED == COPIED - 1:
            text = (
                f"{made[random.randrange(n)]['text']}\n\nThe desk of paper {n % 250} adds nothing."
            )
        else:
            base = bases[n % len(bases)]
            kept = random.sample(base, max(len(base) * 3 // 4, 1))
            text = re.sub(r"\d+", lambda m, n=n: str(int(m[0][:6]) + n % 97), "\n\n".join(kept))
        day = f"2031-{1 + n % 12:02}-{1 + n % 28:02}"
        made.append(
            {"id": f"a{n}", "publisher": f"paper {n % 250}", "published": day, "text": text}
        )
    return made


RUN = """
import json, os, sys, time
from narratives.corpus import read_corpus
from narratives.case import load_case
if __name__ == "__main__":
    where, store, workers, case = sys.argv[1:]
    began = time.perf_counter()
    marks = {}
    def held():
        return int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1])
    def told(state):
        marks.setdefault(state.step, (time.perf_counter() - began, held()))
        if state.step == "reading":
            marks["read"] = (time.perf_counter() - began, held())
    run = read_corpus(where, store, workers=int(workers), case=load_case(case) if case else None,
                      progress=told)
    json.dump({"documents": run.documents, "statements": run.statements, "pairs": run.copies,
               "listing": marks["reading"][0] - marks["listing the documents"][0],
               "begun": marks["reading"][0], "read": marks["read"][0],
               "whole": time.perf_counter() - began, "client": marks["read"][1],
               "cpu": sum(os.times()[2:4])}, sys.stdout)
"""
WALK = """
import json, resource, sys, time
from narratives.copies import walk_copies
from narratives.schema import Document
def held():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
lines = map(json.loads, open(sys.argv[1]))
texts = [Document(l["id"], l["text"], publisher=l["publisher"]) for l in lines]
next(walk_copies(texts[:10]), None)
before, began = held(), time.process_time()
pairs = sum(1 for _ in walk_copies(texts))
json.dump({"cpu": time.process_time() - began, "held": held() - before, "pairs": pairs}, sys.stdout)
"""


def held_by(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) if found else 0


def children_of(process: int) -> list[int]:
    try:
        return [
            int(number)
            for task in Path(f"/proc/{process}/task").iterdir()
            for number in (task / "children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):
        return []


def measure(corpus: Path, size: int, workers: int, case: str) -> dict[str, float]:
    """Read a corpus in a process of its own; seconds and kilobytes."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "run.py"
        script.write_text(RUN)
        store = Path(folder) / "store"
        command = [sys.executable, str(script), str(corpus), str(store), str(workers), case]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        worker = 0
        while client.poll() is None:
            worker = max([worker, *map(held_by, children_of(client.pid))])
            time.sleep(0.1)
        assert client.stdout is not None
        found: dict[str, float] = json.loads(client.stdout.read())
        bytes_kept = sum(p.stat().st_size for p in store.rglob("*.parquet"))
        parts = len(list((store / "parts").iterdir()))
        asked = time.perf_counter()
        code = f"import narratives as nv; nv.open_store({str(store)!r}).over_time('dam')"
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
        asked = time.perf_counter() - asked
    assert found["documents"] == size, found
    return {**found, "worker": worker, "bytes": bytes_kept, "parts": parts, "asked": asked}


def row_of(size: int, workers: int, found: dict[str, float]) -> str:
    reading = found["read"] - found["begun"]
    cells = [
        f"{size:,}", str(workers), f"{reading:.0f}", f"{size / reading:.1f}",
        f"{found['cpu'] * 1e3 / size:.0f}", f"{found['statements']:,.0f}",
        f"{found['worker'] / 1024:.0f}", f"{found['client'] / 1024:.0f}",
        f"{found['listing'] * 1e3 / size:.2f}", f"{found['bytes'] / size / 1e3:.1f}",
        f"{found['parts']:.0f}", f"{found['asked']:.1f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


HEAD = (
    "| articles | workers | seconds to read | articles a second | CPU ms of workers for one | "
    "statements | MB of a worker | MB of the client | ms to list one | KB on disk of one | parts | "
    "seconds of one question |"
)
WALKED = "| articles | CPU s of the walk for copies | ms for one | MB more | KB for one | pairs |"


def walk(corpus: Path, size: int) -> str:
    """Measure the walk for copies alone, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", WALK, str(corpus)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)
    found = json.loads(done.stdout)
    return (
        f"| {size:,} | {found['cpu']:.1f} | {found['cpu'] * 1e3 / size:.1f} | "
        f"{found['held'] / 1024:.0f} | {found['held'] / size:.0f} | {found['pairs']:,} |"
    )


def ruled(head: str) -> str:
    return "|" + " --- |" * (head.count("|") - 1)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    reader.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    reader.add_argument("--texts", type=Path, default=TEXTS)
    reader.add_argument("--case", default="")
    reader.add_argument("--write", action="store_true")
    given = reader.parse_args()
    lines = [HEAD, ruled(HEAD)]
    walked = [WALKED, ruled(WALKED)]
    speed: dict[tuple[int, int], float] = {}
    whole: dict[tuple[int, int], float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            corpus = Path(folder) / f"{size}.jsonl"
            made = make_articles(given.texts, size)
            corpus.write_text("".join(json.dumps(line) + "\n" for line in made), encoding="utf-8")
            walked.append(walk(corpus, size))
            print(walked[-1], flush=True)
            for workers in given.workers:
                found = measure(corpus, size, workers, given.case)
                speed[size, workers] = size / (found["read"] - found["begun"])
                whole[size, workers] = found["whole"]
                lines.append(row_of(size, workers, found))
                print(lines[-1], flush=True)
    lines.append("")
    for (size, workers), seconds in whole.items():
        lines.append(
            f"{size:,} articles with {workers} workers: {seconds:.0f} seconds from the command to "
            f"the end, copies among them.  "
        )
    for size in given.sizes:
        if {(size, 1), (size, 2)} <= set(speed):
            gain = speed[size, 2] / speed[size, 1]
            lines += ["", f"{size:,} articles: two workers read {gain:.2f} times what one reads."]
    what = f"with the accounts of {given.case}" if given.case else "statements only"
    load = os.getloadavg()[0]
    lines += [
        "", f"{what.capitalize()}; the fast tagger; {platform.machine()}, {os.cpu_count()} cores, "
        f"load at the end {load:.0f}.",
    ]  # fmt: skip
    table = "\n".join([*lines, "", *walked])
    print(table)
    if given.write:
        text = RESULTS.read_text(encoding="utf-8")
        start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
        RESULTS.write_text(f"{text[:start]}\n{table}\n{text[end:]}", encoding="utf-8")


if __name__ == "__main__":
    main()
