"""The texts on which rules.py counts what a rule is worth, each with how its table is counted."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import annotation
import articles
import attribution
import events
import pandas as pd
import polnear

from narratives import Document
from narratives.schema import parse_spans, span_text

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
GOLDEN_FILES = ("attribution", "chains", "labels", "quotations", "claims", "speakers", "turns")
EVERY = 20
"""Every so many statement of the sheets is read."""
COLUMNS = ("source", "cue", "content", "kind", "chain")
Counts = Counter[str]


@dataclass
class Text:
    """A text, which of the collections it is from, and how a table of it is counted."""

    collection: str
    document: Document
    count: Callable[[pd.DataFrame], Counts]
    baseline: dict[str, tuple[object, Counts]] = field(default_factory=dict)
    """By tagger: what identifies the drafted table, and its counts."""
    rules: dict[str, set[str]] = field(default_factory=dict)
    """By tagger: the rules that drafted something."""


def load_texts(polnear_folder: Path, events_folder: Path, sheets_folder: Path) -> list[Text]:
    found = [*_of_polnear(polnear_folder), *_of_articles(), *_of_events(events_folder)]
    found += _of_sheets(sheets_folder)
    for name in GOLDEN_FILES:
        found += of_golden(name)
    return found


def _of_polnear(folder: Path) -> Iterable[Text]:
    scorer = attribution.load_scorer(folder)
    for article in polnear.load_articles(folder, "dev"):

        def count(table: pd.DataFrame, article: polnear.Article = article) -> Counts:
            sure = table["probability"].tolist()
            readings = attribution.read_table(table, article.text)
            found = [r.found for r in readings if sure[r.members[0]] >= attribution.LEAST]
            tally = scorer.Tally()
            scorer.score_document(article.text, article.attributions, found, tally)
            counts: Counts = Counter()
            for key, (hits, drafted, gold) in tally.items():
                name = "/".join(key)
                counts.update({f"{name} hits": hits, f"{name} drafted": drafted})
                counts[f"{name} gold"] += gold
            return counts

        yield Text("polnear", Document(article.name, article.text), count)


def _of_articles() -> Iterable[Text]:
    for article in annotation.load_articles("dev"):

        def count(table: pd.DataFrame, article: annotation.Article = article) -> Counts:
            return articles.measure_statements(article, table)[0]

        yield Text("articles", article.document, count)


def _of_events(folder: Path) -> Iterable[Text]:
    for event in events.load_events(folder):

        def count(table: pd.DataFrame, event: dict[str, Any] = event) -> Counts:
            drafted = [
                {
                    "id": str(key),
                    "spans": parse_spans(row["content"]),
                    "source": row["source_name"],
                    "source_text": row["source_text"],
                }
                for key, row in zip(table.index, table.to_dict("records"), strict=True)
            ]
            told = [{"statements": drafted, "bearings": [], "given": []}]
            return events.measure([event], told)["statements"]

        yield Text("events", Document(event["id"], event["text"]), count)


def _of_sheets(folder: Path) -> Iterable[Text]:
    """Read single statements of the invented sheets, each with what stands before it."""
    number = 0
    for path in sorted(folder.glob("[a-j].jsonl")):
        for line in path.read_text("utf-8").splitlines():
            event = json.loads(line)
            for said in event["statements"]:
                number += 1
                if number % EVERY:
                    continue
                yield _of_statement(said, f"{event['event']}-{number}")


def _of_statement(said: dict[str, str], name: str) -> Text:
    before = f"{said['before']} " if said["before"] else ""
    text = before + said["sentence"]
    gold = set(re.findall(r"\w+", said["content"].lower()))
    who = set(re.findall(r"\w+", said["source"].lower())) - annotation.SMALL
    nobody = said["source"] in ("", "unnamed", "narrator")

    def count(table: pd.DataFrame) -> Counts:
        hits = drafted = 0
        for row in table.to_dict("records"):
            if parse_spans(row["content"])[0][0] < len(before):
                continue
            drafted += 1
            ours = set(re.findall(r"\w+", row["content_text"].lower()))
            alike = 2 * len(ours & gold) / max(1, len(ours) + len(gold))
            named = f"{row['source_name']} {row['source_text']}".lower()
            right = bool(set(re.findall(r"\w+", named)) & who) or (nobody and not row["source"])
            hits += alike >= annotation.CONTENT_F1 and right
        return Counter({"hits": min(hits, 1), "drafted": drafted, "gold": 1})

    return Text("sheets", Document(name, text), count)


def of_golden(name: str) -> Iterable[Text]:
    lines = (GOLDEN / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader(
        (line for line in lines if not line.startswith("#")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    by_text: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_text.setdefault(row["text"], []).append(row)
    whole = name != "attribution"
    for text, lined in by_text.items():
        wanted = {tuple(r[c] for c in COLUMNS) for r in lined if r["kind"] != "<nothing>"}
        document = Document("golden", text.replace("¶", "\n\n"))

        def count(
            table: pd.DataFrame,
            document: Document = document,
            wanted: set[tuple[str, ...]] = wanted,
            lines: int = len(lined),
            nothing: bool = not wanted,
        ) -> Counts:
            found = rows_found(document, table)
            right = found == wanted if whole or nothing else wanted <= found
            return Counter({"lines": lines, "right": lines * right})

        yield Text("golden", document, count)


def rows_found(document: Document, table: pd.DataFrame) -> set[tuple[str, ...]]:
    """Return the statements of a table as the golden lines write them."""
    found = set()
    for row in table.itertuples():
        source = row.source_text
        if not source:
            source = "<carried over>" if row.inferred else f"<{row.source_name}>"
        chain = " > ".join(document.text[a:b] for a, b in parse_spans(row.chain))
        content = span_text(document.text, row.content)
        found.add((source, row.cue_text.strip(), content, row.kind, chain))
    return found
