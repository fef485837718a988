"""How well copies are found: 150 pairs of articles on one event, by two readers.

    python benchmarks/copies.py ARTICLES [--write]
    python benchmarks/copies.py ARTICLES --folding 2   statements of every second pair

``ARTICLES`` is ``articles.jsonl`` of the set on Olenivka (BogdanIvasiuk/RUWA, 493 articles of some
250 publishers); its texts belong to their publishers and are not here. ``copies_gold.tsv`` names
pairs by their ids in it, with a label:

- *copy*: half or more of one of the two, without page furniture, stands in the other, word for
  word or lightly edited, in whatever order;
- *partial*: at least one sentence of reporting stands in both;
- *quotation*: only somebody's words, quoted or reported, stand in both;
- *independent*: none of these.

A sentence that the journalist worded is reporting, though it says what somebody said.

The pairs were drawn over seven bands of shared rows of five words, no article in more than three.
Two readers labelled them. Both are language models and no person, and of one family: what both
overlook stands here. The first read with the shared words marked and their share beside each
sentence, twice. The second read the bare texts, a few at a time, without publishers or titles and
without any label or measure, and wrote all labels down before they were compared. The two agree on
140 (kappa below). The second settled the other 10 by the definitions above: where the shares of
words and of whole sentences that stand in the other were under a half, or on either side of it,
*partial* (5 that the first had as *copy*); a shared quotation that the second had overlooked (2);
whose wording the shared sentence is (3). Every second pair of each label of the first reader
served to choose the thresholds of ``narratives/copies/judging.py`` ("choose"); the others were
looked at after that ("report"). By the settled labels of "choose" one threshold moved: a copy is
half of a text, as the definition has it, and no longer .45.

With ``--folding`` the statements of the pairs that share words are drafted, by the fast tagger, and
folded: by their place alone, and where they make one claim besides. Those that only the first folds
are printed.

Beside it stands plain Jaccard on sets of words, a copy from .55 on, as a simple tool has it.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from sklearn.metrics import cohen_kappa_score

from narratives.attribution import extract_statements
from narratives.copies import Clock, find_copies, fold_statements, walk_copies
from narratives.copies.finding import MOST as COMPARED, compare_texts
from narratives.copies.index import CopyIndex
from narratives.copies.words import TextWords, read_words
from narratives.schema import Document

GOLD = Path(__file__).with_name("copies_gold.tsv")
RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- copies: begin -->", "<!-- copies: end -->"
LABELS = ("copy", "partial", "quotation", "independent")
JACCARD = 0.55
MOST = 12
"""Earlier texts with which each is compared in the walk through all."""


class Labelled(NamedTuple):
    """A pair of the gold: its settled label, the half that it belongs to, and both readings."""

    first: str
    second: str
    label: str
    part: str
    reader_one: str
    reader_two: str


def read_gold() -> list[Labelled]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Labelled(*row) for row in rows[1:]]


def measure_readers() -> list[str]:
    """Say how far the two readers agree, on all labels and on copies alone."""
    gold = read_gold()
    one, other = [row.reader_one for row in gold], [row.reader_two for row in gold]
    lines = ["| two readers on | agree | kappa |", "| --- | --- | --- |"]
    for name, a, b in (
        ("four labels", one, other),
        (
            "copy or not",
            [str(label == "copy") for label in one],
            [str(label == "copy") for label in other],
        ),
    ):
        same = sum(x == y for x, y in zip(a, b, strict=True))
        lines.append(f"| {name} | {same} of {len(gold)} | {cohen_kappa_score(a, b):.2f} |")
    return [*lines, ""]


def label_of(a: TextWords, b: TextWords) -> str:
    pair = compare_texts(("a", "b"), a, b)
    if pair is None:
        return "independent"
    return {"same": "copy", "lead": "partial"}.get(pair.relation, pair.relation)


def jaccard(a: TextWords, b: TextWords) -> float:
    one, other = set(a.words), set(b.words)
    return len(one & other) / max(len(one | other), 1)


def rates(found: list[tuple[bool, bool]]) -> str:
    """Write precision and recall of (is one, was called one)."""
    hit = sum(true and called for true, called in found)
    called = sum(called for _, called in found)
    true = sum(true for true, _ in found)
    precision = f"{hit / called:.2f} ({hit} of {called})" if called else "–"
    return f"{precision} | {hit / true:.2f} ({hit} of {true})"


def measure_pairs(articles: dict[str, str]) -> list[str]:
    gold = read_gold()
    words = {name: read_words(articles[name]) for row in gold for name in row[:2]}
    lines = ["| pairs | copies by | precision | recall |", "| --- | --- | --- | --- |"]
    for part in ("choose", "report"):
        here = [row for row in gold if row[3] == part]
        ours = [
            (label == "copy", label_of(words[a], words[b]) == "copy") for a, b, label, *_ in here
        ]
        plain = [
            (label == "copy", jaccard(words[a], words[b]) >= JACCARD) for a, b, label, *_ in here
        ]
        lines.append(f"| {part} ({len(here)}) | passages | {rates(ours)} |")
        lines.append(f"| {part} ({len(here)}) | Jaccard ≥ {JACCARD} | {rates(plain)} |")
    lines += ["", "| label, *report* | " + " | ".join(LABELS) + " |"]
    lines.append("| --- |" + " --- |" * len(LABELS))
    here = [row for row in gold if row[3] == "report"]
    counts = Counter((label, label_of(words[a], words[b])) for a, b, label, *_ in here)
    for label in LABELS:
        row = " | ".join(str(counts[label, called]) for called in LABELS)
        lines.append(f"| {label} | {row} |")
    return lines


def measure_candidates(articles: dict[str, str]) -> list[str]:
    """Count how many of the copies of the gold the index offers at all."""
    index, names = CopyIndex(), list(articles)
    met: dict[frozenset[str], int] = {}
    for name in names:
        offered = index.meet(read_words(articles[name]))
        for rank, candidate in enumerate(offered):
            met[frozenset((name, names[candidate.number]))] = rank
    lines = [
        "",
        f"| label | offered by the index | among the {COMPARED} that share most sentences |",
        "| --- | --- | --- |",
    ]
    for label in LABELS:
        pairs = [frozenset((row.first, row.second)) for row in read_gold() if row.label == label]
        offered_of = sum(pair in met for pair in pairs)
        compared = sum(met.get(pair, COMPARED) < COMPARED for pair in pairs)
        of = f"of {len(pairs)}"
        lines.append(f"| {label} | {offered_of} {of} | {compared} {of} |")
    return lines


def measure_cost(articles: dict[str, str]) -> list[str]:
    """Time a walk through a quarter, half and all texts, then all again with other words put in."""
    texts = list(articles.values())
    sizes = [len(texts) // 4, len(texts) // 2, len(texts)]
    stream = [Document(str(n), text) for n, text in enumerate(texts)]
    for again in (1,):
        for n, text in enumerate(texts):
            changed = " ".join(
                f"{word}{again}" if place % 9 == again else word
                for place, word in enumerate(text.split(" "))
            )
            stream.append(Document(f"{n}-{again}", changed))
    sizes += [2 * len(texts)]
    lines = ["", "| texts | pairs | milliseconds a text |", "| --- | --- | --- |"]
    for size in sizes:
        begun = time.process_time()
        found = sum(1 for _ in walk_copies(stream[:size], most=MOST))
        spent = time.process_time() - begun
        lines.append(f"| {size} | {found} | {1000 * spent / size:.0f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines.append("")
    lines.append(f"Peak memory of the process: {peak} MB.")
    return lines


def measure_folding(articles: dict[str, str], every: int) -> list[str]:
    """Count the statements that are folded, and list those that another claim keeps apart."""
    by_place = by_claim = 0
    lines = []
    for row in [row for row in read_gold() if row.label != "independent"][::every]:
        texts = {name: articles[name] for name in row[:2]}
        documents = [Document(name, text, language="en") for name, text in texts.items()]
        statements = extract_statements(documents, model="fast")
        pairs, clock = find_copies(documents), Clock(documents)
        bare = statements.drop(columns=["content_text", "polarity"])
        placed = fold_statements(bare, pairs, [], clock)
        folded = fold_statements(statements, pairs, [], clock, texts=texts)
        by_place, by_claim = by_place + len(placed), by_claim + len(folded)
        for key in placed.index.difference(folded.index):
            words = statements["content_text"]
            lines.append(f"{row.label} {key}: {words[placed['copy_of'][key]]} | {words[key]}")
    return [f"folded by place {by_place}, and by claim {by_claim}", *lines]


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("articles", type=Path)
    reader.add_argument("--write", action="store_true")
    reader.add_argument("--folding", type=int, default=0, help="every so many pairs")
    given = reader.parse_args()
    rows = map(json.loads, given.articles.read_text(encoding="utf-8").splitlines())
    articles = {row["id"]: row["text"] for row in sorted(rows, key=lambda r: r["published"])}
    if given.folding:
        print("\n".join(measure_folding(articles, given.folding)))
        return
    lines: list[str] = []
    lines += measure_readers()
    print("\n".join(lines), flush=True)
    for measure in (measure_pairs, measure_candidates, measure_cost):
        found = measure(articles)
        print("\n".join(found), flush=True)
        lines += found
    body = "\n".join(lines)
    if given.write:
        text = RESULTS.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        RESULTS.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
