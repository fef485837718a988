"""Measure what a person waits for after a decision, beside the whole way taken anew.

    python benchmarks/following.py             the seed, and 20 texts of its length
    python benchmarks/following.py --documents 1
    python benchmarks/following.py --write     replace the section of RESULTS.md

Three decisions of each kind are taken in the editor on the first text, without a browser: *waited*
is the time from the decision until its line is kept and everything that the editor draws is made,
the middle one of three, by the clock, and *longest* the longest of them; *processor* is the middle
one in seconds of the processor, so that what else the machine does counts for less. *anew* is what
``compare`` and ``summary`` take of the processor for the same decisions, with all loaded and the
statements known to the reader. *learning* is what decisions teach the draft of other statements,
which the editor leaves until the person pauses. The editor has words read while the person who
chose them looks at them; *not ready* are decisions that came before that was done: what does not
hang on the new words is drawn at once, and *read after* is the time until their bearings and all
that follows from them are drawn too, which the editor has done in the next pause. The texts are
those of ``benchmarks/report.py``, with the review of each.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from report import SEED, multiply

from narratives import compare, load_case
from narratives.editor.session import ReviewSession
from narratives.review import append_review

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- following: begin -->", "<!-- following: end -->"
GOALS = {1: 0.3, 20: 1.0}


def decisions_on(tables: Any, document: str) -> Iterator[list[tuple[str, str, Any]]]:
    """Yield three decisions of each kind about a text: target, field and value."""
    own = tables.statements[tables.statements["document_id"] == document]
    names = [str(name) for name in own.index]
    account = str(tables.narratives.index[0])
    items = [str(i) for i in tables.items.index if i in set(tables.reports["item_id"])]
    some = names[3:6]
    spans = []
    for name in [*names[6:9], *names[15:18]]:
        start, end = map(int, str(own.loc[name, "content"]).split(";")[0].split("-"))
        spans.append((name, f"{start}-{max(start + 1, end - 8)}"))
    added = []
    for far, (_, span) in zip((11, 14, 17, 20, 23, 26), spans, strict=True):
        start = int(span.split("-")[0])
        added.append({"source_id": "unnamed", "content": f"{start}-{start + far}"})
    yield [(name, "status", "accept") for name in some]
    yield [(name, "bearings", [{"narrative": account, "stance": "disputes"}]) for name in some]
    yield [(name, "strength", "hint") for name in names[9:12]]
    yield [(name, "content", span) for name, span in spans[:3]]
    yield [(name, "content, not ready", span) for name, span in spans[3:]]
    yield [(document, "statement", value) for value in added[:3]]
    yield [(document, "statement, not ready", value) for value in added[3:]]
    yield [(name, "status", "reject") for name in names[12:15]]
    yield [(item, "rating", {account: "II"}) for item in items[:3]]
    yield [(str(source), "reliability", "A") for source in tables.sources.index[:3]]


def take(session: ReviewSession, target: str, field: str, value: Any) -> tuple[float, float]:
    """Take a decision; return the seconds until all is made that is drawn, by clock and processor.

    Raises
    ------
    RuntimeError
        If the decision was not kept: then nothing was measured.
    """
    field, _, waits = field.partition(", ")
    intent: dict[str, Any] = {"do": value, "target": target, "why": "measured", "next": True}
    if field == "statement":
        intent = {"do": "add", "document": target, "value": value, "why": "measured"}
    elif field != "status":
        change = {"target": target, "field": field, "value": value}
        intent = {"do": "keep", "changes": [change], "why": "measured"}
    if field in ("content", "statement") and not waits:
        session.act({**intent, "do": "ready"})
    clock, processor = time.perf_counter(), time.process_time()
    told = session.act(intent)
    session.view()
    found = time.perf_counter() - clock, time.process_time() - processor
    if not told["kept"]:
        raise RuntimeError(f"{field} of {target} was not kept: {told['text']}")
    return found


def read_after(session: ReviewSession) -> tuple[float, float]:
    """Have the words read that a decision did not wait for; return the seconds that takes."""
    clock, processor = time.perf_counter(), time.process_time()
    session.act({"do": "read"})
    session.view()
    return time.perf_counter() - clock, time.process_time() - processor


def measure(number: int, folder: Path) -> list[dict[str, Any]]:
    """Take the decisions on so many texts, whose log lies in a folder."""
    case = load_case(SEED)
    case = multiply(case, number) if number > 1 else case
    append_review(folder / "review.jsonl", case.review.drop(columns=["line"]).to_dict("records"))
    session = ReviewSession(replace(case, folder=folder), "bench")
    document, rows = case.documents[0].document_id, []
    for decisions in decisions_on(session.tables, document):
        waited, later = [], []
        for decision in decisions:
            waited.append(take(session, *decision))
            if session.following.pending:
                later.append(read_after(session))
        whole = replace(case, review=session.log)
        reader = session.following.reader
        compare(whole, reader=reader)  # so that what is new is known to the reader
        began = time.process_time()
        slow = compare(whole, reader=reader).summary()
        anew = time.process_time() - began
        clocks, processors = zip(*waited, strict=True)
        _, field, value = decisions[0]
        rows.append(
            {
                "what": f"{field} {value}" if field == "status" else field,
                "waited": median(clocks),
                "longest": max(clocks),
                "processor": median(processors),
                "anew": anew,
                "alike": session.tables.summary() == slow,
            }
        )
        if later:
            clocks, processors = zip(*later, strict=True)
            times = {"longest": max(clocks), "processor": median(processors), "anew": anew}
            told = {"what": f"{rows[-1]['what']}: read after", "alike": rows[-1]["alike"]}
            rows.append({**told, "waited": median(clocks), **times})
    clock, began = time.perf_counter(), time.process_time()
    session.act({"do": "learn"})
    session.view()
    waited, processor = time.perf_counter() - clock, time.process_time() - began
    times = {"waited": waited, "longest": waited, "processor": processor}
    rows.append({"what": "learning", **times, "anew": anew, "alike": True})
    return rows


def in_words(found: dict[int, list[dict[str, Any]]]) -> str:
    lines = [
        "| texts | decision | waited, s | longest, s | processor, s | anew, s | ratio "
        "| same summary |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for number, rows in found.items():
        for row in rows:
            ratio = row["processor"] / row["anew"]
            alike = "yes" if row["alike"] else "once it has learned"
            cells = (f"{row[n]:.2f}" for n in ("waited", "longest", "processor", "anew"))
            told = " | ".join((str(number), row["what"], *cells))
            lines.append(f"| {told} | {ratio:.2f} | {alike} |")
        kinds = [row for row in rows if not row["what"].endswith(("learning", "read after"))]
        worst = (f"{max(row[n] for row in kinds):.2f}" for n in ("waited", "longest", "processor"))
        goal = GOALS.get(number, "")
        lines.append(f"| {number} | *slowest* | {' | '.join(worst)} | | | goal {goal} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    found = {}
    for number in given.documents:
        with TemporaryDirectory() as folder:
            found[number] = measure(number, Path(folder))
    told = in_words(found)
    print(told)
    if given.write:
        text = RESULTS.read_text(encoding="utf-8")
        head, _, rest = text.partition(BEGIN)
        _, _, tail = rest.partition(END)
        RESULTS.write_text(f"{head}{BEGIN}\n\n{told}\n\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
