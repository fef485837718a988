"""Measure drafts of invented events, from the text to the bearing, against two readers' pairs.

    python benchmarks/events.py --events FOLDER                 statements, sources and bearings
    python benchmarks/events.py --events FOLDER --build CLONE   of another checkout, beside it
    python benchmarks/events.py --events FOLDER --misses        what is missing or wrong
    python benchmarks/events.py --events FOLDER --write         replace the section of RESULTS.md

FOLDER holds articles ``NN.txt`` with their annotation ``NN.json``: the question, the accounts in
one sentence each, and statements with source, content and bearings. A drafted statement is an
annotated one if the token F1 of their contents is at least .5, paired one to one. A pair
(statement, account, stance) is right if the paired annotation has it; optional statements count
neither way when they are missed. *Given the statements* is the bearings of the annotated
statements themselves, so that nothing of extraction is in it. Another build is run by its own
Python files, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- events: begin -->", "<!-- events: end -->"
ALIKE = 0.5
STANCES = ("supports", "disputes")
Pair = tuple[str, str]


def load_events(folder: Path) -> list[dict[str, Any]]:
    found = []
    for path in sorted(folder.glob("[0-9]*.json")):
        event = json.loads(path.read_text(encoding="utf-8"))
        event["text"] = path.with_suffix(".txt").read_text(encoding="utf-8")
        found.append(event)
    if not found:
        raise SystemExit(f"events: {folder} holds no NN.json with NN.txt beside it.")
    return found


def tokens(text: str, start: int) -> set[int]:
    return {start + match.start() for match in re.finditer(r"\w+", text)}


def places_of(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in tokens(text[start:end], start)}


def f1(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


def draft(folder: Path) -> list[dict[str, Any]]:
    """Draft every event with the package that this process imports: from the text, and given."""
    import pandas as pd

    import narratives as nv
    from narratives.schema import STATEMENTS, parse_spans

    told = []
    for event in load_events(folder):
        document = nv.Document(event["id"], event["text"])
        accounts = pd.DataFrame(
            {
                "title": list(event["narratives"]),
                "statement": list(event["narratives"].values()),
                "terms": [()] * len(event["narratives"]),
                "examples_for": [()] * len(event["narratives"]),
                "examples_against": [()] * len(event["narratives"]),
                "colour": "",
            },
            index=pd.Index(event["narratives"], name="narrative_id"),
        )
        statements = nv.extract_statements([document])
        drafted = statements.to_dict("records")
        places = [places_of(event["text"], parse_spans(row["content"])) for row in drafted]
        rows = []
        for number, gold in enumerate(event["statements"]):
            row: dict[str, Any] = dict.fromkeys(STATEMENTS, "")
            said = tokens(gold["content"], gold["start"])
            alike = (n for n, place in enumerate(places) if f1(said, place) >= ALIKE)
            # Cue and polarity are no part of the annotation: the draft's, where it found them.
            for n in list(alike)[:1]:
                row |= {key: drafted[n][key] for key in ("source", "cue", "cue_text", "polarity")}
            row |= {
                "document_id": event["id"],
                "content": f"{gold['start']}-{gold['start'] + len(gold['content'])}",
                "content_text": gold["content"],
                **dict.fromkeys(("source_text", "source_name"), gold["source"]),
                "polarity": row["polarity"] or "asserts",
            }
            rows.append((f"{event['id']}:{number}", row))
        given = pd.DataFrame([row for _, row in rows], index=[key for key, _ in rows])
        told.append(
            {
                "statements": [
                    {
                        "id": str(key),
                        "spans": parse_spans(row["content"]),
                        "source": str(row["source_name"]),
                        "source_text": str(row["source_text"]),
                    }
                    for key, row in zip(statements.index, drafted, strict=True)
                ],
                "bearings": bearings_of(nv.rate_bearings(statements, accounts, [document])),
                "given": bearings_of(nv.rate_bearings(given, accounts, [document])),
            }
        )
    return told


def bearings_of(table: Any) -> list[dict[str, Any]]:
    sure = table["sure"] if "sure" in table.columns else [True] * len(table)
    return [
        {key: row[key] for key in ("statement_id", "narrative_id", "stance", "how", "probability")}
        for row, certain in zip(table.to_dict("records"), sure, strict=True)
        if certain and row["stance"] in STANCES and row["narrative_id"] != "none"
    ]


def pair_statements(event: dict[str, Any], drafted: list[dict[str, Any]]) -> dict[int, int]:
    gold = [tokens(s["content"], s["start"]) for s in event["statements"]]
    ours = [places_of(event["text"], each["spans"]) for each in drafted]
    worth = np.array([[f1(g, o) for o in ours] for g in gold]).reshape(len(gold), len(ours))
    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return {int(i): int(j) for i, j in chosen if worth[i, j] >= ALIKE}


def same_source(gold: dict[str, Any], drafted: dict[str, Any]) -> bool:
    words = {
        w.lower()
        for name in (drafted["source"], drafted["source_text"])
        for w in re.findall(r"\w+", name)
    }
    if gold["source"] in ("narrator", "unnamed"):
        return drafted["source"] in ("narrator", "unnamed") or not drafted["source"]
    small = {"the", "a", "an", "of", "in", "his", "her", "its", "by", "and", "to", "who"}
    return any(
        words & ({w.lower() for w in re.findall(r"\w+", name)} - small)
        for name in (gold["source"], *gold["source_ok"])
    )


def count_pairs(
    event: dict[str, Any], bearings: list[dict[str, Any]], number_of: dict[str, int]
) -> Counter[str]:
    """Count drafted pairs; ``number_of`` says which annotated statement an id is."""
    counts: Counter[str] = Counter()
    gold = [{b["narrative"]: b for b in s["bears"]} for s in event["statements"]]
    hit: set[tuple[int, str]] = set()
    for row in bearings:
        counts["drafted"] += 1
        number = number_of.get(row["statement_id"], -1)
        right = gold[number].get(row["narrative_id"]) if number >= 0 else None
        good = right is not None and right["stance"] == row["stance"]
        counts["right"] += good
        counts["opposite"] += right is not None and not good
        if row["probability"] >= 0.8:
            counts["sure"] += 1
            counts["sure right"] += good
        if good:
            hit.add((number, row["narrative_id"]))
    for number, each in enumerate(gold):
        for account, bearing in each.items():
            found = (number, account) in hit
            if found or not event["statements"][number]["optional"]:
                counts["pairs"] += 1
                counts[bearing["how"]] += 1
                counts[f"{bearing['how']} found"] += found
    return counts


def measure(events: list[dict[str, Any]], told: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    whole: dict[str, Counter[str]] = {
        "text": Counter(),
        "given": Counter(),
        "statements": Counter(),
    }
    for event, ours in zip(events, told, strict=True):
        pairing = pair_statements(event, ours["statements"])
        number_of = {ours["statements"][j]["id"]: i for i, j in pairing.items()}
        whole["text"] += count_pairs(event, ours["bearings"], number_of)
        numbers = {f"{event['id']}:{n}": n for n in range(len(event["statements"]))}
        whole["given"] += count_pairs(event, ours["given"], numbers)
        needed = [n for n, s in enumerate(event["statements"]) if not s["optional"]]
        whole["statements"] += Counter(
            {
                "drafted": len(ours["statements"]),
                "right": len(pairing),
                "pairs": len(needed) + sum(n not in needed for n in pairing),
                "source": sum(
                    same_source(event["statements"][i], ours["statements"][j])
                    for i, j in pairing.items()
                ),
            }
        )
    return whole


def share(counts: Counter[str], part: str, of: str) -> str:
    return f"{counts[part] / counts[of]:.2f}" if counts[of] else ""


def row_of(name: str, counts: Counter[str]) -> str:
    right = 2 * counts["right"] / max(1, counts["drafted"] + counts["pairs"])
    cells = [
        name,
        str(counts["pairs"]),
        f"{right:.2f}",
        share(counts, "right", "drafted"),
        share(counts, "right", "pairs"),
        share(counts, "stated found", "stated"),
        share(counts, "implied found", "implied"),
        f"{counts['opposite']} of {counts['drafted']}",
        f"{counts['sure right']} of {counts['sure']}",
    ]
    return f"| {' | '.join(cells)} |"


def table_of(builds: dict[str, dict[str, Counter[str]]]) -> str:
    head = (
        "| bearings | pairs | F1 | precision | recall | stated | implied | opposite | right at .8 |"
    )
    lines = [head, "|" + " --- |" * 9]
    for name, whole in builds.items():
        lines.append(row_of(f"{name}, from the text", whole["text"]))
        lines.append(row_of(f"{name}, given the statements", whole["given"]))
    lines += ["", "| statements | F1 | precision | recall | right source |", "|" + " --- |" * 5]
    for name, whole in builds.items():
        c = whole["statements"]
        right = 2 * c["right"] / max(1, c["drafted"] + c["pairs"])
        lines.append(
            f"| {name} | {right:.2f} | {share(c, 'right', 'drafted')} | "
            f"{share(c, 'right', 'pairs')} | {share(c, 'source', 'right')} |"
        )
    return "\n".join(lines)


def run_other(build: Path, folder: Path) -> list[dict[str, Any]]:
    """Draft with another checkout, in a process that imports it and nothing of this one."""
    environment = os.environ | {"PYTHONPATH": str(build)}
    command = [sys.executable, __file__, "--events", str(folder), "--print-draft"]
    done = subprocess.run(command, env=environment, cwd=build, capture_output=True, check=True)
    return json.loads(done.stdout)


def print_misses(events: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    for event, ours in zip(events, told, strict=True):
        print(f"== {event['id']} {event['question']}")
        drafted: dict[str, dict[str, str]] = {}
        for row in ours["given"]:
            text = f"{row['stance']} {row['how']} {row['probability']:.2f}"
            drafted.setdefault(row["statement_id"], {})[row["narrative_id"]] = text
        for number, gold in enumerate(event["statements"]):
            right = {b["narrative"]: f"{b['stance']} {b['how']}" for b in gold["bears"]}
            found = drafted.get(f"{event['id']}:{number}", {})
            known, read = ({k: v.split()[0] for k, v in of.items()} for of in (right, found))
            if known != read:
                print(f"  {gold['source']}: {gold['content'][:90]}")
                print(f"    is {right}\n    drafted {found}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=Path, required=True)
    parser.add_argument("--build", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--print-draft", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.print_draft:
        print(json.dumps(draft(arguments.events)))
        return
    events = load_events(arguments.events)
    told = draft(arguments.events)
    builds = {"this build": measure(events, told)}
    if arguments.build:
        builds["the other build"] = measure(events, run_other(arguments.build, arguments.events))
    text = table_of(builds)
    print(text)
    if arguments.misses:
        print_misses(events, told)
    if arguments.write:
        old = RESULTS.read_text(encoding="utf-8")
        before, after = old.split(BEGIN)[0], old.split(END)[1]
        RESULTS.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
