"""Take out one rule at a time and count what is lost and gained, for both taggers.

    python benchmarks/rules.py --polnear FOLDER --events FOLDER      every pass and every rule
    python benchmarks/rules.py ... --only passive,label              those alone
    python benchmarks/rules.py ... --write                           replace the section of RESULTS.md

The texts are PolNeAR's development articles, the invented development articles, the invented
events and the golden lines. Each is tagged once; what the taggers read is kept in a temporary
folder, so that a run costs no more than Python. Only texts whose drafts change are
scored again.
"""

from __future__ import annotations

import csv
import hashlib
import json
import pickle
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import annotation
import articles
import attribution
import events
import pandas as pd
import polnear

from narratives import Document, extract_statements
from narratives.attribution import passes
from narratives.schema import Span, parse_spans, span_text
from narratives.tagging import TaggedText, tag_text

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
EVERY = 6
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


def load_texts(polnear_folder: Path, events_folder: Path, sheets_folder: Path) -> list[Text]:
    found = [*_of_polnear(polnear_folder), *_of_articles(), *_of_events(events_folder)]
    found += _of_sheets(sheets_folder)
    for name in ("attribution", "chains", "labels", "quotations", "claims", "speakers"):
        found += _of_golden(name)
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


def _of_golden(name: str) -> Iterable[Text]:
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


def keep_tags(folder: Path) -> None:
    """Let extraction take what a tagger read of a text from a folder, once it is there."""
    memory: dict[str, TaggedText] = {}

    def kept(shadow: str, spans: Iterable[Span], model: str) -> TaggedText:
        listed = list(spans)
        key = hashlib.sha256(repr((model, listed, shadow)).encode()).hexdigest()
        if key not in memory:
            path = folder / key
            if path.is_file():
                memory[key] = pickle.loads(path.read_bytes())
            else:
                memory[key] = tag_text(shadow, listed, model)
                path.write_bytes(pickle.dumps(memory[key]))
        return memory[key]

    passes.tag_text = kept  # type: ignore[assignment]


def figures_of(counts: dict[str, Counts]) -> dict[str, float]:
    """Return one figure for each thing that must not get worse, in points; more is better."""
    found: dict[str, float] = {}
    if "polnear" in counts:
        c = counts["polnear"]
        for name in ("attrib/content+source", "exact/source", "exact/cue", "exact/content"):
            found[f"polnear {name}"] = (
                200 * c[f"{name} hits"] / max(1, c[f"{name} drafted"] + c[f"{name} gold"])
            )
        found["polnear indirect"] = (
            100 * c["recall/indirect hits"] / max(1, c["recall/indirect gold"])
        )
    if "articles" in counts:
        c = counts["articles"]
        found["articles recall"] = 100 * c["required found"] / max(1, c["required"])
        found["articles precision"] = 100 * c["right"] / max(1, c["drafted"])
        right = sum(c[name] for name in articles.ATTRIBUTES)
        found["articles attributes"] = 100 * right / max(1, len(articles.ATTRIBUTES) * c["found"])
    if "events" in counts:
        c = counts["events"]
        found["events"] = 200 * c["right"] / max(1, c["drafted"] + c["pairs"])
        found["events source"] = 100 * c["source"] / max(1, c["right"])
    if "sheets" in counts:
        c = counts["sheets"]
        found["sheets"] = 200 * c["hits"] / max(1, c["drafted"] + c["gold"])
    if "golden" in counts:
        found["golden"] = 100 * counts["golden"]["right"] / max(1, counts["golden"]["lines"])
    return found


def signature(table: pd.DataFrame) -> object:
    columns = ["source", "cue", "content", "chain", "source_name", "probability"]
    columns += ["polarity", "strength", "kind", "inferred", "flags"]
    return tuple(map(tuple, table[columns].itertuples()))


def count_all(texts: Sequence[Text], model: str) -> dict[str, Counts]:
    """Count all texts; those whose table is the baseline's are not scored again."""
    total: dict[str, Counts] = {}
    for text in texts:
        table = extract_statements([text.document], model=model)
        key = signature(table)
        known = text.baseline.get(model)
        counts = known[1] if known is not None and known[0] == key else text.count(table)
        if known is None:
            text.baseline[model] = (key, counts)
        total.setdefault(text.collection, Counter()).update(counts)
    return total
