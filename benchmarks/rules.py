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
import hashlib
import pickle
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import articles
import pandas as pd
from rule_texts import GOLDEN_FILES, Counts, Text, load_texts, of_golden

from narratives import extract_statements, tagging
from narratives.attribution import passes
from narratives.attribution.rules.names import RULES
from narratives.schema import Span
from narratives.tagging import MODELS, TaggedText, tag_text

# What mutants.py and the tests take from here.
__all__ = ["GOLDEN_FILES", "Text", "of_golden"]
TAGGING = Path(str(tagging.__file__)).parent
RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
PARTS = {
    "according": ("drafts_of_according", "drafts_of_quoted_as"),
    "inner claims": ("drafts_of_inner_claims",),
    "labels": ("drafts_of_labels",),
    "links": ("find_links",),
    "nouns": ("drafts_of_nouns",),
    "quoted": ("drafts_of_quotations",),
    "relations": ("drafts_of_relations",),
    "scopes": ("drafts_of_scopes", "drafts_of_details"),
    "silence": ("claims_nothing",),
    "turns": ("drafts_of_turns",),
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
