"""Measure the report: how long it takes, how large it is, how soon a browser can use it.

    python benchmarks/report.py            1, 10 and 100 documents of the seed's length
    python benchmarks/report.py --documents 1 10
    python benchmarks/report.py --write    replace the section of RESULTS.md

The documents are copies of the seed's article in which the names of sources have an ending of
their own, in the text as in the register, so that no source or origin of one is that of another.
Names that an account contains stay, or the copies would bear on nothing. The review is one that
makes the items of each copy, or the draft would join them.

Each size has a process of its own; *memory* is the most that process held, and for the browser
what the page's process holds once it can be used. *Usable* is the time from opening the file
until everything is laid out, the scripts have run and two frames are drawn, the best of three.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from narratives import load_case
from narratives.report import render_report
from narratives.schema import Case, Document
from narratives.stages import compare

SEED = Path(__file__).parents[1] / "seeds" / "crocus-city-hall"
RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- report: begin -->", "<!-- report: end -->"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
GOALS = {1: 1.0, 100: 3.0}
USABLE = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
    () => done([performance.now() / 1000, document.querySelectorAll('*').length]))))"""


def letters(number: int) -> str:
    """Write a number with two letters: an ending that reads as part of a name."""
    return chr(97 + number // 26) + chr(97 + number % 26)


def multiply(case: Case, number: int) -> Case:
    """Return a case with so many documents, each with sources and origins of its own."""
    accounts = case.narratives[["title", "statement"]].to_numpy().ravel().tolist()
    accounts += [term for terms in case.narratives["terms"] for term in terms]
    kept = set(re.findall(r"\w+", " ".join(accounts)))
    names = [n for row in case.sources.itertuples() for n in (row.name, *row.aliases)]
    own = {w for name in names for w in re.findall(r"[A-Z][^\W\d]+", name)} - kept
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(own))})\b")
    documents: list[Document] = []
    sources, origins, stakes = [case.sources.iloc[:0]], [case.origins.iloc[:0]], []
    seen: set[str] = set()
    for k in range(number):
        ending = letters(k)

        def rename(text: str, ending: str = ending) -> str:
            return pattern.sub(lambda found: found[0] + ending, text)

        documents += [
            dataclasses.replace(d, document_id=f"{d.document_id}-{k}", text=rename(d.text))
            for d in case.documents
        ]
        table = case.sources.assign(
            name=case.sources["name"].map(rename),
            aliases=[tuple(map(rename, names)) for names in case.sources["aliases"]],
            origin_id=case.sources["origin_id"].map(lambda o, k=k: f"{o}-{k}" if o else o),
        )
        # A name without an ending is one source in all documents.
        table["aliases"] = [tuple(a for a in names if a not in seen) for names in table["aliases"]]
        table = table[~table["name"].isin(seen)]
        seen |= {*table["name"], *(a for names in table["aliases"] for a in names)}
        stakes.append(case.stakes.loc[table.index].rename(index=lambda s, k=k: f"{s}-{k}"))
        sources.append(table.rename(index=lambda s, k=k: f"{s}-{k}"))
        origins.append(case.origins.rename(index=lambda o, k=k: f"{o}-{k}"))
    copies = dataclasses.replace(
        case,
        documents=tuple(documents),
        sources=pd.concat(sources),
        origins=pd.concat(origins),
        stakes=pd.concat(stakes),
        review=case.review.iloc[:0],
    )
    return copies if number == 1 else dataclasses.replace(copies, review=keep_apart(case, number))


def keep_apart(case: Case, number: int) -> pd.DataFrame:
    """Write a review that makes the items of each copy, or the draft would join them."""
    first = compare(multiply(case, 1))
    lines = []
    for k in range(number):
        for n, (item, row) in enumerate(first.items.iterrows()):
            reports = first.reports[first.reports["item_id"] == item]
            value = {
                "label": f"{row['label']} ({letters(k)})",
                "basis": row["basis"],
                "shown": row["shown"],
                "statements": [s.replace("-0:", f"-{k}:", 1) for s in reports["statement_id"]],
            }
            if not reports["holds"].all():
                value["holds"] = dict.fromkeys(
                    [
                        s.replace("-0:", f"-{k}:", 1)
                        for s in reports.loc[~reports["holds"], "statement_id"]
                    ],
                    False,
                )
            lines.append((f"item-{k}-{n}", value))
    return pd.DataFrame(
        {
            "line": range(1, len(lines) + 1),
            "at": "2031-05-07T10:00:00+00:00",
            "who": "benchmark",
            "target": [target for target, _ in lines],
            "field": "item",
            "value": [value for _, value in lines],
            "why": "each copy is a text of its own",
        }
    )


def measure_one(number: int) -> dict[str, Any]:
    case = multiply(load_case(SEED), number)
    start = time.perf_counter()
    comparison = compare(case)
    compared = time.perf_counter()
    html = render_report(comparison, "2031-05-07")
    rendered = time.perf_counter()
    found: dict[str, Any] = {
        "documents": number,
        "statements": len(comparison.statements),
        "items": len(comparison.items),
        "compare": compared - start,
        "render": rendered - compared,
        "size": len(html.encode()),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_text(html, encoding="utf-8")
        return found | open_page(path)


def open_page(path: Path) -> dict[str, Any]:
    """Open the file in Chromium three times; nothing where there is none."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {}
    if program is None:
        return {}
    times = []
    with sync_playwright() as playwright:
        for _ in range(3):
            browser = playwright.chromium.launch(
                executable_path=program,
                args=["--disable-gpu"],
                chromium_sandbox=os.geteuid() != 0,
                timeout=300_000,
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900}, offline=True)
            page.set_default_timeout(300_000)
            page.goto(path.as_uri())
            seconds, nodes = page.evaluate(USABLE)
            memory = page_memory(browser)
            times.append(seconds)
            browser.close()
    return {"usable": min(times), "nodes": nodes, "page_memory": memory}


def page_memory(browser: Any) -> float:
    """Return the megabytes of the largest process of a page; nan where there is no /proc."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    held = [float("nan")]
    for process in processes:
        status = Path(f"/proc/{process['id']}/status")
        if process["type"] == "renderer" and status.is_file():
            size = re.search(r"VmRSS:\s+(\d+) kB", status.read_text(encoding="utf-8"))
            held.append(int(size[1]) / 1024 if size else float("nan"))
    return max(held[1:], default=held[0])


def write_section(rows: list[dict[str, Any]]) -> str:
    head = (
        "| documents | statements | items | compare | write the page | size | memory | elements "
        "| usable in Chromium | goal | memory of the page |"
    )
    lines = [head, "| --- " * 11 + "|"]
    for r in rows:
        goal = f"{GOALS[r['documents']]:.0f} s" if r["documents"] in GOALS else ""
        browser = (
            f"{r['nodes']:,} | {r['usable']:.2f} s | {goal} | {r['page_memory']:.0f} MB"
            if "usable" in r
            else f"no Chromium | | {goal} | "
        )
        lines.append(
            f"| {r['documents']} | {r['statements']:,} | {r['items']:,} | {r['compare']:.1f} s "
            f"| {r['render']:.2f} s | {r['size'] / 1000:,.0f} kB | {r['memory']:.0f} MB "
            f"| {browser} |"
        )
    return "\n".join(
        [
            *lines,
            "",
            f"Python {platform.python_version()}, {os.cpu_count()} cores, load "
            f"{os.getloadavg()[0]:.1f} when it ended.",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure_one(given.one)))
        return
    rows = []
    for number in given.documents:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(number)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        rows.append(json.loads(done.stdout))
    section = write_section(rows)
    print(section)
    if given.write:
        old = RESULTS.read_text(encoding="utf-8")
        head, _, rest = old.partition(BEGIN)
        _, _, tail = rest.partition(END)
        RESULTS.write_text(f"{head}{BEGIN}\n{section}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
