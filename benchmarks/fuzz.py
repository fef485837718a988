"""Give the suite hostile input, and count what is refused and what fails.

    python benchmarks/fuzz.py                                10,000 documents, 3,000 case folders
    python benchmarks/fuzz.py --documents 500 --folders 50 --seed 7
    python benchmarks/fuzz.py --keep FOLDER                  keep the input of each kind of failure
    python benchmarks/fuzz.py --write                        replace the section of RESULTS.md

A document is read and drafted, one in ten by the accurate tagger. A case folder is an invented one,
its text, or one to three of its files, drawn anew; it is loaded, compared, written as a page, and
measured against its reference where it has one. *Refused* is what ends in a message of the suite.
*Failed* is any other exception, a document that ``compare`` had to leave out, a span that is not
the words it says, and a call that takes more than 10 s of the processor or more than 1 GB.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import hostile

from narratives import extract_statements, load_case
from narratives.documents import read_document
from narratives.reference import measure_agreement
from narratives.report import render_report
from narratives.schema import NarrativesError, span_text
from narratives.stages import compare

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- fuzz: begin -->", "<!-- fuzz: end -->"
SECONDS, MEMORY = 10.0, 1_000_000_000


class TooLong(BaseException):
    """A call has had its time. No handler for errors stops it."""


@dataclass
class Tally:
    """What became of the input of one class."""

    tried: int = 0
    refused: int = 0
    slowest: float = 0.0
    failed: Counter[str] = field(default_factory=Counter)
    smallest: dict[str, bytes] = field(default_factory=dict)

    def fail(self, kind: str, raw: bytes) -> None:
        self.failed[kind] += 1
        if kind not in self.smallest or len(raw) < len(self.smallest[kind]):
            self.smallest[kind] = raw


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Stop a call after so many seconds of the processor; the clock of a busy machine lies."""

    def stop(*_: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def attempt(tally: Tally, raw: bytes, run: Callable[[], str]) -> None:
    """Run one call and note how it ends; what it returns says what is wrong, or nothing."""
    tally.tried += 1
    started = time.process_time()
    try:
        with bounded(SECONDS):
            wrong = run()
        if wrong:
            tally.fail(wrong, raw)
    except NarrativesError:
        tally.refused += 1
    except TooLong:
        tally.fail(f"more than {SECONDS:.0f} s", raw)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        tally.fail(f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}", raw)
    tally.slowest = max(tally.slowest, time.process_time() - started)


def read_text(raw: bytes, model: str) -> str:
    document = read_document("hostile.txt", raw=raw)
    table = extract_statements([document], model=model)
    for row in table.to_dict("records"):
        for part in ("source", "cue", "content"):
            if span_text(document.text, row[part]) != row[f"{part}_text"]:
                return f"{part} is not its words"
    return ""


def take_case(folder: Path) -> str:
    case = load_case(folder)
    comparison = compare(case)
    if comparison.unread:
        return f"unread: {comparison.warnings[0].partition('here (')[2].partition(')')[0]}"
    render_report(comparison).encode("utf-8")
    if case.reference is not None:
        measure_agreement(case)
    return ""


def base_files() -> dict[str, bytes]:
    """Return the files of an invented case, with a review and a reference."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from flood_case import CASE_YAML, DOCUMENTS_YAML, FLOOD

    at = {"at": "2031-05-06T10:00:00Z", "who": "Ana", "why": ""}
    wall = {"label": "The wall", "basis": "images", "shown": "named"}
    wall |= {"statements": ["flood:39-104"], "holds": {}}
    added = {"cue": "84-88", "content": "39-74", "kind": "indirect", "strength": "likely"}
    added |= {"source_id": "mayor", "polarity": "asserts"}
    values = (
        ("flood:39-104", "strength", "likely"),
        ("flood:39-104", "bearings", [{"narrative": "neglect", "stance": "supports"}]),
        ("flood:124-152", "status", "reject"),
        ("item:flood:39-104", "rating", {"neglect": "C", "sabotage": "I"}),
        ("mayor", "reliability", "B"),
        ("wall", "item", wall),
        ("flood", "statement", added),
        ("review", "torn", 3),
    )
    lines = [{**at, "target": t, "field": f, "value": v} for t, f, v in values]
    start = FLOOD.index("it was never")
    span = {"start": start, "end": start + 21, "text": FLOOD[start : start + 21]}
    item = {
        "id": "A1",
        "source": {"canonical": "the mayor", "spans": [span]},
        "cue": [span],
        "content": [span],
        "hedging": "certain",
        "bearings": [{"narrative": "neglect", "stance": "supports", "how": "stated"}],
        "contested_bearings": [],
    }
    reference = {
        "document": {"sha256": read_document("f.txt", raw=FLOOD.encode()).sha256},
        "items": [item],
        "scoring": {"required": ["A1"], "accept_merges": [["A1", "A1"]]},
        "boilerplate": [{"kind": "caption", "span": span}],
        "segments": [{"line": 1, "start": 0, "end": 9}],
    }
    return {
        "case.yaml": CASE_YAML.encode(),
        "documents/documents.yaml": DOCUMENTS_YAML.encode(),
        "documents/flood.txt": FLOOD.encode(),
        "review.jsonl": "".join(json.dumps(line) + "\n" for line in lines).encode(),
        "reference.json": json.dumps(reference).encode(),
    }


def draw_folder(rng: Random, base: dict[str, bytes], sources: list[str]) -> dict[str, bytes]:
    files = dict(base)
    if rng.random() < 0.6:
        del files["reference.json"]
    if rng.random() < 0.4:
        del files["review.jsonl"]
    changed = rng.sample(sorted(files), min(rng.randint(1, 3), len(files)))
    if rng.random() < 0.4:
        # A text alone, with a review of another one: most of these go the whole way.
        files.pop("reference.json", None)
        changed = ["documents/flood.txt"]
    for name in changed:
        if name.endswith(".yaml"):
            files[name] = hostile.draw_yaml(rng, files[name])
        elif name.endswith(".txt"):
            files[name] = hostile.draw_text(rng, sources)
        elif name.endswith(".jsonl"):
            lines = [json.loads(line) for line in base[name].splitlines()]
            files[name] = hostile.draw_review(rng, lines)
        else:
            files[name] = hostile.draw_json(rng, json.loads(base[name]), rng.randint(0, 3))
    return files


def fuzz(documents: int, folders: int, seed: int, accurate: int = 10) -> dict[str, Tally]:
    """Try so many documents, one in ``accurate`` of them with that tagger, and case folders."""
    sources = hostile.articles()
    base = base_files()
    tallies = {"documents": Tally(), "case folders": Tally()}
    for number in range(documents):
        raw = hostile.draw_text(Random(f"{seed} text {number}"), sources)
        model = "fast" if number % accurate else "accurate"
        attempt(tallies["documents"], raw, lambda raw=raw, m=model: read_text(raw, m))
    for number in range(folders):
        files = draw_folder(Random(f"{seed} case {number}"), base, sources)
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "case"
            (folder / "documents").mkdir(parents=True)
            for name, raw in files.items():
                (folder / name).write_bytes(raw)
            shown = b"\n".join(b"== " + n.encode() + b"\n" + raw for n, raw in files.items())
            attempt(tallies["case folders"], shown, lambda f=folder: take_case(f))
    return tallies


def bound_memory() -> None:
    """Let a runaway call end in MemoryError: what is held now, and as much again as is allowed."""
    with suppress(OSError, ValueError):
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, resource.RLIM_INFINITY))


def write_section(tallies: dict[str, Tally], command: str) -> str:
    lines = [f"`{command}`", "", "| class | tried | refused | failed | slowest |"]
    lines.append("| --- " * 5 + "|")
    for name, t in tallies.items():
        failed = sum(t.failed.values())
        lines.append(f"| {name} | {t.tried:,} | {t.refused:,} | {failed} | {t.slowest:.1f} s |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines += ["", *(f"- {n} × {kind}" for t in tallies.values() for kind, n in t.failed.items())]
    lines.append(f"Most memory: {peak:.0f} MB. Python {platform.python_version()}.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--folders", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--accurate", type=int, default=10, help="one document in so many")
    parser.add_argument("--keep", type=Path, help="a folder for the input of each failure")
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    given = parser.parse_args()
    fuzz(2, 1, 0, 1)  # What is loaded once is nobody's memory.
    bound_memory()
    tallies = fuzz(given.documents, given.folders, given.seed, given.accurate)
    command = f"python benchmarks/fuzz.py --documents {given.documents} --folders {given.folders}"
    section = write_section(tallies, f"{command} --seed {given.seed} --accurate {given.accurate}")
    print(section)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        for tally in tallies.values():
            for kind, raw in tally.smallest.items():
                name = "".join(c if c.isalnum() else "_" for c in kind)[:80]
                (given.keep / f"{name}.txt").write_bytes(raw)
    if given.write:
        head, _, rest = RESULTS.read_text(encoding="utf-8").partition(BEGIN)
        tail = rest.partition(END)[2]
        RESULTS.write_text(f"{head}{BEGIN}\n{section}\n{END}{tail}", encoding="utf-8")
    sys.exit(any(tally.failed for tally in tallies.values()))


if __name__ == "__main__":
    main()
