"""Measure the way after a decision, as a share of the whole way taken anew.

    python benchmarks/following.py             the seed, and 20 texts of its length
    python benchmarks/following.py --documents 1
    python benchmarks/following.py --write     replace the section of RESULTS.md

One decision of each kind is taken on the first text; *after* is the time until the tables and the
summary stand, in seconds of the processor, so that what else the machine does counts for less.
*anew* is the same by ``compare`` and ``summary``, with all loaded and the statements known to the
reader. *learning* is what decisions teach the draft of other statements, which the editor leaves
until the person pauses. The texts are those of ``benchmarks/report.py``, with the review of each.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from report import SEED, multiply

from narratives import compare, load_case
from narratives.review.log import REVIEW
from narratives.stages.following import Following

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- following: begin -->", "<!-- following: end -->"
GOALS = {1: 0.3, 20: 1.0}


def decisions_on(tables: Any, document: str) -> list[tuple[str, str, Any]]:
    """Return one decision of each kind about a text."""
    own = tables.statements[tables.statements["document_id"] == document]
    names = [str(name) for name in own.index]
    account = str(tables.narratives.index[0])
    start, end = map(int, str(own.loc[names[6], "content"]).split(";")[0].split("-"))
    item = next(i for i in tables.items.index if i in set(tables.reports["item_id"]))
    return [
        (names[3], "status", "accept"),
        (names[4], "bearings", [{"narrative": account, "stance": "disputes"}]),
        (names[5], "strength", "hint"),
        (names[6], "content", f"{start}-{max(start + 1, end - 8)}"),
        (names[7], "status", "reject"),
        (str(item), "rating", {account: "II"}),
        (str(tables.sources.index[0]), "reliability", "A"),
    ]


def measure(number: int) -> list[dict[str, Any]]:
    case = load_case(SEED)
    case = multiply(case, number) if number > 1 else case
    following = Following(case)
    tables = following.after(case.review)
    lines = case.review.to_dict("records")
    rows = []
    for target, field, value in decisions_on(tables, case.documents[0].document_id):
        line = {"line": len(lines) + 1, "at": "2031-05-06", "who": "bench", "why": ""}
        lines.append({**line, "target": target, "field": field, "value": value})
        review = pd.DataFrame(lines, columns=list(REVIEW))
        began = time.process_time()
        quick = following.after(review, learn=False).summary()
        after = time.process_time() - began
        whole = replace(case, review=review)
        compare(whole, reader=following.reader)  # so that what is new is known to the reader
        began = time.process_time()
        slow = compare(whole, reader=following.reader).summary()
        anew = time.process_time() - began
        what = f"{field} {value}" if field == "status" else field
        rows.append({"what": what, "after": after, "anew": anew, "alike": quick == slow})
    began = time.process_time()
    following.after(pd.DataFrame(lines, columns=list(REVIEW)))
    rows.append(
        {"what": "learning", "after": time.process_time() - began, "anew": anew, "alike": True}
    )
    return rows


def in_words(found: dict[int, list[dict[str, Any]]]) -> str:
    lines = [
        "| texts | decision | after, s | anew, s | ratio | same summary |",
        "|---|---|---|---|---|---|",
    ]
    for number, rows in found.items():
        for row in rows:
            ratio = row["after"] / row["anew"]
            alike = "yes" if row["alike"] else "once it has learned"
            cells = (number, row["what"], *(f"{row[n]:.2f}" for n in ("after", "anew")))
            lines.append(f"| {' | '.join(map(str, cells))} | {ratio:.2f} | {alike} |")
        worst = max(row["after"] for row in rows if row["what"] != "learning")
        lines.append(f"| {number} | *slowest* | {worst:.2f} | | | goal {GOALS.get(number, '')} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    told = in_words({number: measure(number) for number in given.documents})
    print(told)
    if given.write:
        text = RESULTS.read_text(encoding="utf-8")
        head, _, rest = text.partition(BEGIN)
        _, _, tail = rest.partition(END)
        RESULTS.write_text(f"{head}{BEGIN}\n\n{told}\n\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
