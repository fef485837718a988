"""Measure drafts of invented articles against their hand annotation.

    python benchmarks/articles.py                      both splits, about half a minute
    python benchmarks/articles.py --split dev --misses with what is missing, too much or wrong
    python benchmarks/articles.py --bearings           for and against which narrative
    python benchmarks/articles.py --write              replace the section of RESULTS.md

``benchmarks/articles/README.md`` says what the articles are and how they are annotated.
``annotation.py`` says when a statement is an item. Required recall is of the required items,
accepted merges found; precision of all drafted statements, optional items right. Kind,
strength, polarity, source name and inferred are of the items found alone, and right if they
are among the accepted ones. *Never* counts statements that are no item and stand, at least
by half, in a text that is nobody's statement. Bearings leave out narratives that the
annotation calls contested; *stated right*: all stated ones are drafted, and besides them at
most implied ones of the annotation.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
from annotation import (
    Article,
    as_statements,
    load_articles,
    pair,
    same_name,
    spans_of,
    words_of,
)

from narratives import extract_statements, rate_bearings
from narratives.reference.entries import read_draft
from narratives.schema import overlap

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- articles: begin -->", "<!-- articles: end -->"
SPLITS = ("dev", "test")
ATTRIBUTES = ("kind", "strength", "polarity", "source name", "inferred")


def wrong_attributes(item: dict[str, Any], row: dict[str, Any]) -> list[str]:
    right = {name: row[name] in item[name] for name in ("kind", "strength", "polarity")}
    right["source name"] = same_name(row["source_name"], item["source_name"])
    right["inferred"] = bool(row["inferred"]) == item["inferred"] or "inferred_open" in item
    return [name for name in ATTRIBUTES if not right[name]]


def measure_statements(
    article: Article, statements: pd.DataFrame
) -> tuple[Counter[str], list[str]]:
    """Count what agrees, and describe what does not."""
    drafted = read_draft(statements, article.document)
    rows = statements.to_dict("records")
    pairing = pair(article, drafted)
    counts = Counter({"articles": 1, "items": len(article.items), "drafted": len(drafted)})
    counts |= Counter({"right": len(pairing.used), "found": len(pairing.found)})
    notes = []
    for i, item in enumerate(article.items):
        either = i in pairing.found or i in pairing.merged
        counts["required"] += item["required"]
        counts["required found"] += item["required"] and either
        if item["required"] and not either:
            who = words_of(item["source"]) or item["source_name"][0]
            said = f"{who} [{words_of(item['cue'])}] {words_of(item['content'])}"
            notes.append(f"  missing {item['id']}: {said}")
        elif i in pairing.found:
            row = rows[pairing.found[i]]
            wrong = wrong_attributes(item, row)
            counts.update(set(ATTRIBUTES) - set(wrong))
            for name in wrong:
                key = name.replace(" ", "_")
                notes.append(f"  {name} {item['id']}: {row[key]}, accepted {item[key]}")
    for j, statement in enumerate(drafted):
        if j not in pairing.used:
            length = sum(end - start for start, end in statement.content)
            spans = [[span] for span in spans_of(article.never)]
            never = any(overlap(statement.content, span) >= length / 2 for span in spans)
            counts["never"] += never
            notes.append(f"  {'never' if never else 'extra'}: {statement.words}")
    return counts, notes


def count_bearings(item: dict[str, Any], rated: pd.DataFrame) -> Counter[str]:
    """Compare the rated bearings of one statement with the item's, contested narratives apart."""
    contested = {"none", *item.get("contested", ())}
    given = {(n, stance): how for n, stance, how in item["bearings"] if n not in contested}
    rows = rated[rated["stance"] != "neutral"]
    pairs = zip(rows["narrative_id"], rows["stance"], strict=True)
    drafted = {(narrative, stance) for narrative, stance in pairs if narrative not in contested}
    stated = {pair for pair, how in given.items() if how == "stated"}
    turned = {(n, "disputes" if stance == "supports" else "supports") for n, stance in given}
    return Counter(
        {
            "statements": 1,
            "stated right": drafted - (given.keys() - stated) == stated,
            "pairs right": len(drafted & given.keys()),
            "pairs drafted": len(drafted),
            "pairs given": len(given),
            "opposite": len(drafted & turned - given.keys()),
        }
    )


def measure_bearings(
    article: Article, statements: pd.DataFrame, found: dict[int, int]
) -> tuple[Counter[str], list[str]]:
    """Rate statements and compare those that are items: ``found`` from items to statements."""
    rated = rate_bearings(statements, article.narratives, [article.document])
    total, notes = Counter[str](), []
    for i, j in sorted(found.items()):
        item, own = article.items[i], rated[rated["statement_id"] == statements.index[j]]
        counts = count_bearings(item, own)
        total += counts
        if not counts["stated right"]:
            ours = [*zip(own["narrative_id"], own["stance"], strict=True)]
            notes.append(f"  bearing {item['id']}: {ours}, not {item['bearings']}")
    return total, notes


def share(counts: Counter[str], right: str, of: str) -> str:
    return f"{counts[right] / counts[of]:.2f}" if counts[of] else ""


def statement_cells(label: str, counts: Counter[str]) -> list[str]:
    recall = share(counts, "required found", "required")
    precision = share(counts, "right", "drafted")
    both = [
        counts[part] / max(1, counts[whole])
        for part, whole in (("required found", "required"), ("right", "drafted"))
    ]
    f1 = 2 * both[0] * both[1] / (sum(both) or 1)
    return [
        *(label, str(counts["articles"]), str(counts["items"])),
        f"{recall} ({counts['required found']} of {counts['required']})",
        f"{precision} ({counts['right']} of {counts['drafted']})",
        *(f"{f1:.2f}", str(counts["never"])),
        *(share(counts, name, "found") for name in ATTRIBUTES),
    ]


def bearing_cells(label: str, counts: Counter[str]) -> list[str]:
    return [
        *(label, str(counts["statements"]), share(counts, "stated right", "statements")),
        share(counts, "pairs right", "pairs drafted"),
        share(counts, "pairs right", "pairs given"),
        str(counts["opposite"]),
    ]


def as_markdown(names: tuple[str, ...], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (names, ["---"] * len(names), *rows))


STATEMENT_NAMES = ("split", "articles", "items", "required recall", "precision", "F1", "never")
BEARING_NAMES = ("split, statements", "number", "stated right", "precision of pairs")
BEARING_NAMES += ("recall of pairs", "opposite stance")


def measure(splits: tuple[str, ...], bearings: bool) -> tuple[str, list[str]]:
    """Draft every article of the splits; return the tables and what does not agree."""
    statement_rows, bearing_rows, notes = [], [], []
    for split in splits:
        total, of_found, of_reference = Counter[str](), Counter[str](), Counter[str]()
        for article in load_articles(split):
            drafted = extract_statements([article.document])
            counts, lines = measure_statements(article, drafted)
            total += counts
            if bearings:
                found = pair(article, read_draft(drafted, article.document)).found
                counts, more = measure_bearings(article, drafted, found)
                of_found += counts
                alone = dict(enumerate(range(len(article.items))))
                of_reference += measure_bearings(article, as_statements(article), alone)[0]
                lines += more
            notes += [f"{article.document.document_id} {article.document.title}", *lines]
        statement_rows.append(statement_cells(split, total))
        bearing_rows.append(bearing_cells(f"{split}, drafted and found", of_found))
        bearing_rows.append(bearing_cells(f"{split}, those of the annotation", of_reference))
    text = as_markdown((*STATEMENT_NAMES, *ATTRIBUTES), statement_rows)
    if bearings:
        text += "\n\n" + as_markdown(BEARING_NAMES, bearing_rows)
    return text, notes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=SPLITS, help="only this one")
    parser.add_argument("--bearings", action="store_true", help="rate the bearings too")
    parser.add_argument("--misses", action="store_true", help="list what is wrong, dev only")
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    given = parser.parse_args()
    if given.misses and given.split != "dev":
        parser.error("--misses lists details, which are not to be seen of test: add --split dev.")
    if given.write and given.split:
        parser.error("--write writes both splits: leave --split out.")
    splits = (given.split,) if given.split else SPLITS
    text, notes = measure(splits, given.bearings or given.write)
    print("\n".join([*notes, "", text] if given.misses else [text]))
    if given.write:
        before, _, rest = RESULTS.read_text(encoding="utf-8").partition(f"{BEGIN}\n")
        after = rest.partition(f"{END}\n")[2]
        block = f"{BEGIN}\n{text}\n{END}\n"
        RESULTS.write_text(f"{before}{block}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
