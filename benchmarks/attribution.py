"""Measure who says what on annotated news, beside a plain baseline.

    python benchmarks/attribution.py --polnear FOLDER              dev, both models
    python benchmarks/attribution.py --polnear FOLDER --split test another split of the folder
    python benchmarks/attribution.py --polnear FOLDER --write      replace the section of RESULTS.md

FOLDER holds PolNeAR: ``data/SPLIT/text``, ``data/SPLIT/attributions`` and its ``score.py``,
which does the scoring. Statements are cut as PolNeAR cuts attributions before they are
scored (``polnear.as_polnear`` says how). Speed is of the whole of ``extract_statements`` on
one core, beside one pass of a regular expression over the same texts in the same run.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pandas as pd
from polnear import Article, Attribution, Reading, agrees, as_polnear, load_articles

from narratives import Document, extract_statements
from narratives.bearing.calibration import calibration_error, reliability
from narratives.documents import find_quotations, shadow
from narratives.schema import ROLES, parse_spans
from narratives.tagging import MODELS, tag_text
from narratives.tagging.taggers import load_session

RELIABILITY = Path(__file__).with_name("attribution_reliability.csv")
RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- attribution: begin -->", "<!-- attribution: end -->"
LEAST = 0.35
"""Statements of a lower probability are not scored: PolNeAR's annotators would not mark them."""
LINES = ("words in the next lines", "line of a transcript")
"""Rules that make a statement of each point of a long turn."""
KINDS = ("direct", "mixed", "indirect")
KNOWN = (
    ("a second human annotator (18 articles)", "81/70/92", "79/72/69", "75", "97/89/69", ""),
    ("textacy on a CoreNLP parse", "20/21/47", "27/32/12", "21", "", ""),
    ("GenderGapTracker on a CoreNLP parse", "55/34/68", "51/46/32", "41", "", ""),
)
"""Rows that issue 3 reports and this script does not run."""


class Measured(NamedTuple):
    """What one system found in the articles of a split."""

    found: dict[str, list[Attribution]]
    uncut: dict[str, list[Attribution]]
    """Each statement by itself, as the table has it."""
    likely: list[tuple[float, bool]]
    """Probability and truth of each statement that PolNeAR could have annotated."""
    seconds: float


def load_scorer(folder: Path) -> ModuleType:
    path = folder / "score.py"
    spec = importlib.util.spec_from_file_location("polnear_score", path)
    if not path.is_file() or spec is None or spec.loader is None:
        sys.exit(f"attribution: {path} is missing. It comes with PolNeAR and does the scoring.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quoted_beside_said(text: str) -> list[Attribution]:
    """Find what stands in quotation marks, with the nearest "said" and the name beside it."""
    found = []
    plain = shadow(text)
    for line in re.finditer(r"[^\n]+", plain):
        said = list(re.finditer(r"\b(said|says)\b", line.group()))
        for quotation in find_quotations(plain, *line.span()):
            content = [quotation.inner]
            if not said or quotation.inner[1] - quotation.inner[0] < 20:
                continue
            middle = quotation.start - line.start()
            near = min(said, key=lambda match: abs(match.start() - middle))
            cue = (line.start() + near.start(), line.start() + near.end())
            name = re.compile(r"(?:[A-Z][\w.'-]+ ?)+|\b(?:he|she|they)\b")
            before = list(name.finditer(plain, max(cue[0] - 60, line.start()), cue[0]))
            after = name.match(plain, cue[1] + 1, line.end())
            who = after or (before[-1] if before else None)
            source = [(who.start(), who.end())] if who else []
            found.append({"source": source, "cue": [cue], "content": content})
    return found


def read_table(statements: pd.DataFrame, text: str) -> list[Reading]:
    """Cut the statements of one document as PolNeAR cuts attributions."""
    rows: list[tuple[Attribution, int | None]] = []
    last: dict[str, int] = {}
    for number, row in enumerate(statements.to_dict("records")):
        spans = {role: parse_spans(row[role]) for role in ROLES}
        # A point of a long turn has the source and the cue of the one before.
        point = bool(rows) and spans["cue"] == rows[-1][0]["cue"] and row["method"].endswith(LINES)
        carried = point or row["resolved_by"] == "carried over"
        rows.append((spans, last.get(row["source_name"]) if carried else None))
        if not carried:
            last[row["source_name"]] = number
    return as_polnear(text, rows)


def run_model(articles: list[Article], model: str) -> Measured:
    extract_statements([Document("warm", "The mayor said no.")], model=model)
    found, uncut, likely, spent = {}, {}, [], 0.0
    for article in articles:
        document = Document("article", article.text)
        begun = time.process_time()
        statements = extract_statements([document], model=model)
        spent += time.process_time() - begun
        readings = read_table(statements, article.text)
        sure = statements["probability"].tolist()
        records = statements.to_dict("records")
        uncut[article.name] = [{r: parse_spans(row[r]) for r in ROLES} for row in records]
        found[article.name] = [r.found for r in readings if sure[r.members[0]] >= LEAST]
        for reading in readings:
            right = agrees(reading.found, article.attributions)
            likely += [(sure[number], right) for number in reading.members]
    return Measured(found, uncut, likely, spent)


def tagger_alone(text: str) -> list[Attribution]:
    """Return what the taggers alone read; a content without a cue goes on with the one before."""
    plain = shadow(text)
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    found: list[Attribution] = []
    for read in tag_text(plain, lines, "accurate").attributions:
        if read.cue:
            parts = (list(read.source), list(read.cue), list(read.content))
            found.append(dict(zip(ROLES, parts, strict=True)))
        elif found:
            found[-1]["content"] += read.content
    return found


def run_plain(articles: list[Article], read: Callable[[str], list[Attribution]]) -> Measured:
    begun = time.process_time()
    found = {article.name: read(article.text) for article in articles}
    return Measured(found, found, [], time.process_time() - begun)


def seconds_to_load(model: str) -> float:
    """Return the processor seconds it takes to load the graphs that a model reads with."""
    load_session.cache_clear()
    begun = time.process_time()
    for name in dict.fromkeys(("fast", model)):
        load_session(name)
    return time.process_time() - begun


def percent(rows: dict[str, dict[str, float]], *names: str, part: str = "f1") -> str:
    return "/".join(f"{100 * rows[name][part]:.0f}" for name in names)


def as_row(name: str, rows: dict[str, dict[str, float]], speed: float | None) -> tuple[str, ...]:
    return (
        name,
        percent(rows, *(f"token/{role}" for role in ROLES)),
        percent(rows, *(f"exact/{role}" for role in ROLES)),
        f"{100 * rows['attrib/content+source']['f1']:.1f}",
        percent(rows, *(f"recall/{kind}" for kind in KINDS), part="recall"),
        "" if speed is None else f"{speed:,.1f}",
    )


def table_of(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--polnear", type=Path, required=True, help="folder of PolNeAR")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    asked = parser.parse_args()
    scorer = load_scorer(asked.polnear)
    articles = load_articles(asked.polnear, asked.split)
    rows = list(KNOWN)
    plain = run_plain(articles, quoted_beside_said)
    pattern = re.compile(r"\b\w+\b")
    begun = time.process_time()
    for article in articles:
        sum(1 for _ in pattern.finditer(article.text))
    regular = len(articles) / max(time.process_time() - begun, 1e-9)
    scored = scorer.score(asked.polnear, asked.split, plain.found)
    rows.append(
        as_row("quotation marks and the nearest said", scored, len(articles) / plain.seconds)
    )
    chunks, errors, publishers, reliable = [], [], [], []
    alone = run_plain(articles, tagger_alone)
    scored = scorer.score(asked.polnear, asked.split, alone.found)
    speed = len(articles) / alone.seconds
    rows.append(as_row("the taggers of accurate alone, without rules", scored, speed))
    names = [f"chunk/{role}" for role in ROLES]
    chunks.append(("taggers alone", *(f"{100 * scored[name]['f1']:.1f}" for name in names)))
    for model in MODELS:
        measured = run_model(articles, model)
        scored = scorer.score(asked.polnear, asked.split, measured.found)
        rows.append(as_row(f"**ours, {model}**", scored, len(articles) / measured.seconds))
        uncut = scorer.score(asked.polnear, asked.split, measured.uncut)
        rows.append(as_row(f"{model}, each statement by itself", uncut, None))
        chunks.append((model, *(f"{100 * scored[name]['f1']:.1f}" for name in names)))
        stated, true = zip(*measured.likely, strict=True)
        reliable.append(reliability(stated, true).round(4).assign(of=model))
        errors.append((model, f"{calibration_error(stated, true):.3f}", str(len(stated))))
        for publisher in sorted({article.publisher for article in articles}):
            tally = scorer.Tally()
            own = [article for article in articles if article.publisher == publisher]
            for article in own:
                gold = article.attributions
                scorer.score_document(article.text, gold, measured.found[article.name], tally)
            hits, predicted, wanted = tally["attrib", "content+source"]
            f1 = 200 * hits / max(predicted + wanted, 1)
            publishers.append((model, publisher, str(len(own)), f"{f1:.1f}"))
    loading = {model: seconds_to_load(model) for model in MODELS}
    text = "\n\n".join(
        (
            f"PolNeAR {asked.split}, {len(articles)} articles; F1 in points.",
            table_of(
                (
                    "system",
                    "token source/cue/content",
                    "exact source/cue/content",
                    "attrib content+source",
                    "recall direct/mixed/indirect",
                    "articles/s per core",
                ),
                rows,
            ),
            f"One pass of the regular expression {pattern.pattern}: {regular:,.0f} articles/s. "
            f"Seconds to load: accurate {loading['accurate']:.2f}, fast {loading['fast']:.2f}.",
            table_of(("contiguous spans, exact", *ROLES), chunks),
            table_of(("probability", "expected calibration error", "statements"), errors),
            table_of(("model", "publisher", "articles", "attrib content+source"), publishers),
        )
    )
    print(text)
    if asked.write:
        before, _, rest = RESULTS.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        pd.concat(reliable).to_csv(RELIABILITY, index=False)
        RESULTS.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
