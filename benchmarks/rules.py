"""Take out one rule, part or pass at a time and print what is lost and gained, for both taggers.

    python benchmarks/rules.py --polnear FOLDER --events FOLDER --sheets FOLDER
    python benchmarks/rules.py ... --only "noun;passive with its agent;speakers"
    python benchmarks/rules.py ... --model fast  one tagger alone: a rule costs seconds
    python benchmarks/rules.py ... --write       replace the section of RESULTS.md

The texts are PolNeAR's development articles, the invented development articles, the invented
events, single statements of the invented sheets and the golden lines. Each is tagged once;
what the taggers read is kept in a temporary folder, so that a run costs no more than Python.
Only texts in which a rule drafts something are read again for it, and only those whose table
changes are scored again. Changes are in points, of the accurate / the fast tagger.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import pickle
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import annotation
import articles
import attribution
import events
import pandas as pd
import polnear

from narratives import Document, extract_statements, tagging
from narratives.attribution import passes
from narratives.attribution.rules.names import RULES
from narratives.schema import Span, parse_spans, span_text
from narratives.tagging import MODELS, TaggedText, tag_text

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
GOLDEN_FILES = ("attribution", "chains", "labels", "quotations", "claims", "speakers")
TAGGING = Path(str(tagging.__file__)).parent
EVERY = 20
"""Every so many statement of the sheets is read."""
RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
PARTS = {
    "according": ("drafts_of_according", "drafts_of_quoted_as"),
    "inner claims": ("drafts_of_inner_claims",),
    "introduced": ("drafts_of_introductions",),
    "labels": ("drafts_of_labels",),
    "links": ("find_links",),
    "nouns": ("drafts_of_nouns",),
    "posts": ("drafts_of_posts",),
    "quoted": ("drafts_of_quotations",),
    "relations": ("drafts_of_relations",),
    "scopes": ("drafts_of_scopes", "drafts_of_details"),
    "silence": ("claims_nothing",),
    "transcripts": ("drafts_of_transcripts",),
    "unclosed": ("free_speakers",),
    "wires": ("find_wires",),
}
"""Functions of the passes that are taken out together, by what they are about."""
KEPT = ("sentences", "likely")
"""Passes without which there are no drafts."""
SHOWN = (
    "golden",
    "polnear attrib/content+source",
    "polnear exact/content",
    "polnear indirect",
    "articles recall",
    "articles precision",
    "events",
    "events source",
    "sheets",
)
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


def keep_tags(folder: Path) -> None:
    """Let extraction take what a tagger read of a text from a folder, once it is there."""
    memory: dict[str, TaggedText] = {}
    graphs = {
        model: hashlib.sha256((TAGGING / f"{model}.onnx").read_bytes()).hexdigest()
        for model in MODELS
    }

    def kept(shadow: str, spans: Iterable[Span], model: str) -> TaggedText:
        listed = list(spans)
        key = hashlib.sha256(repr((model, graphs[model], listed, shadow)).encode()).hexdigest()
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


@contextmanager
def without_pass(name: str) -> Iterator[None]:
    """Let extraction leave out one pass; the sentences without asides are then all sentences."""

    def as_they_are(work: passes.Work) -> None:
        work.plain, work.asides = work.sentences, [[] for _ in work.sentences]

    def nothing(_: passes.Work) -> None:
        pass

    whole = passes.PASSES
    stands_in = {"asides": as_they_are}
    passes.PASSES = tuple(
        one._replace(run=stands_in.get(name, nothing)) if one.name == name else one for one in whole
    )
    try:
        yield
    finally:
        passes.PASSES = whole


@contextmanager
def without_part(name: str) -> Iterator[None]:
    """Let the functions of one part find nothing; sentences stay as they are."""

    def nothing(*_: object) -> list[object]:
        return []

    def as_they_are(sentences: list[object]) -> list[object]:
        return sentences

    whole = {function: getattr(passes, function) for function in PARTS[name]}
    for function in whole:
        setattr(passes, function, as_they_are if function == "free_speakers" else nothing)
    try:
        yield
    finally:
        for function, before in whole.items():
            setattr(passes, function, before)


@contextmanager
def watched(rule: str = "", made: set[str] | None = None) -> Iterator[None]:
    """Drop the drafts of one rule after each pass, or note in ``made`` which rules drafted."""

    def watching(one: passes.Pass) -> passes.Pass:
        def run(work: passes.Work) -> None:
            one.run(work)
            if made is not None:
                made.update(draft.method for draft in work.found)
            work.found = [d for d in work.found if not rule or d.method != rule]

        return one._replace(run=run)

    whole = passes.PASSES
    passes.PASSES = tuple(map(watching, whole))
    try:
        yield
    finally:
        passes.PASSES = whole


def count_all(texts: Sequence[Text], model: str, *, rule: str = "") -> dict[str, Counts]:
    """Count all texts; those whose table is the baseline's are not scored again.

    Where a rule is taken out, only texts in which it drafted something are read again.
    """
    total: dict[str, Counts] = {}
    for text in texts:
        known = text.baseline.get(model)
        if known is None:
            made: set[str] = set()
            with watched(made=made):
                table = extract_statements([text.document], model=model)
            counts = text.count(table)
            text.baseline[model] = (signature(table), counts)
            text.rules[model] = made
        elif rule and rule not in text.rules[model]:
            counts = known[1]
        else:
            with watched(rule):
                table = extract_statements([text.document], model=model)
            counts = known[1] if known[0] == signature(table) else text.count(table)
        total.setdefault(text.collection, Counter()).update(counts)
    return total


def describe(
    name: str, before: dict[str, dict[str, float]], now: dict[str, dict[str, float]]
) -> str:
    """Return one row of the table: what changes in points, the two taggers beside each other."""
    cells = [name]
    for figure in SHOWN:
        moved = [now[model][figure] - before[model][figure] for model in before]
        cells.append(" / ".join(f"{points:+.2f}" if points else "0" for points in moved))
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--polnear", type=Path, required=True, help="folder of PolNeAR")
    parser.add_argument("--events", type=Path, required=True, help="folder of the events")
    parser.add_argument("--sheets", type=Path, required=True, help="folder of the sheets")
    parser.add_argument("--only", help="names of rules, parts and passes, with semicolons between")
    parser.add_argument("--model", choices=MODELS, help="one tagger alone; both without it")
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    asked = parser.parse_args()
    folder = Path(tempfile.gettempdir()) / "narratives-rules-tags"
    folder.mkdir(exist_ok=True)
    keep_tags(folder)
    texts = load_texts(asked.polnear, asked.events, asked.sheets)
    models = (asked.model,) if asked.model else MODELS
    before = {model: figures_of(count_all(texts, model)) for model in models}
    lines = [f"| taken out | {' | '.join(SHOWN)} |", "|" + " --- |" * (len(SHOWN) + 1)]
    whole = [" / ".join(f"{before[model][name]:.1f}" for model in models) for name in SHOWN]
    lines.append(f"| nothing: {' / '.join(models)} | {' | '.join(whole)} |")
    print("\n".join(lines), flush=True)
    for name in (*RULES, *PARTS, *(one.name for one in passes.PASSES)):
        if name in KEPT or (asked.only and name not in asked.only.split(";")):
            continue
        now: dict[str, dict[str, float]] = {}
        for model in models:
            if name in RULES:
                now[model] = figures_of(count_all(texts, model, rule=name))
            else:
                with without_part(name) if name in PARTS else without_pass(name):
                    now[model] = figures_of(count_all(texts, model))
        kind = "rule" if name in RULES else "part" if name in PARTS else "pass"
        lines.append(describe(f"{kind}: {name}", before, now))
        print(lines[-1], flush=True)
    if asked.write:
        start, _, rest = RESULTS.read_text(encoding="utf-8").partition(f"{BEGIN}\n")
        after = rest.partition(f"{END}\n")[2]
        block = "\n".join([BEGIN, *lines, END, ""])
        RESULTS.write_text(f"{start}{block}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
