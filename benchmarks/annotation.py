"""Hand annotations of articles: how they are read, and paired with drafted statements.

A statement is an item if the F1 of their content tokens is at least 0.7 and the source is
right: it has the head word of the item's source, or the item's name. Both may be one of
several that are accepted. Where the annotation accepts that items are one statement, one
statement may stand for them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from narratives.reference import CONTENT_F1, head_word
from narratives.reference.entries import Entry, read_draft, token_f1
from narratives.schema import (
    NARRATIVES,
    NARRATOR,
    STATEMENTS,
    UNNAMED,
    Document,
    format_spans,
    overlap,
    span_text,
)

FOLDER = Path(__file__).with_name("articles")
SMALL = {"the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "from"}
SMALL |= {"as", "its", "his", "her", "their", "that", "who", "which", "s"}
TITLES = {"mr", "mrs", "ms", "dr", "prof", "sen", "gov", "gen", "col", "cmdr", "brig"}
TITLES |= {"president", "minister"}
Spans = list[tuple[int, int]]
Pieces = list[list[Any]]


@dataclass(frozen=True)
class Article:
    """One article: its text, and what its annotation says."""

    document: Document
    split: str
    narratives: pd.DataFrame
    items: list[dict[str, Any]]
    never: Pieces


def load_articles(*splits: str, folder: Path = FOLDER) -> list[Article]:
    articles = []
    for path in sorted(folder.glob("*.json")):
        given = json.loads(path.read_text(encoding="utf-8"))
        if splits and given["split"] not in splits:
            continue
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        about = given["document"]
        narratives = pd.DataFrame(given["narratives"]).set_index("id").rename_axis("narrative_id")
        narratives["terms"] = narratives["terms"].map(tuple)
        empty = {name: "" for name in NARRATIVES if name not in narratives}
        articles.append(
            Article(
                Document(about["id"], text, title=about["title"], publisher=about["publisher"]),
                given["split"],
                narratives.assign(**empty)[list(NARRATIVES)],
                given["items"],
                given["never"],
            )
        )
    return articles


def spans_of(pieces: Pieces) -> Spans:
    return [(start, end) for start, end, _ in pieces]


def words_of(pieces: Pieces) -> str:
    return " … ".join(words for *_, words in pieces)


def as_statements(article: Article, *, also: bool = False) -> pd.DataFrame:
    """Write the items as a perfect draft would, with ``also`` a row for each accepted content."""
    rows, ids = [], []
    for item in article.items:
        for content in (item["content"], *(item.get("also_content", ()) if also else ())):
            row: dict[str, Any] = dict.fromkeys(STATEMENTS, "")
            row |= {"document_id": article.document.document_id, "inferred": item["inferred"]}
            for part, pieces in (*((p, item[p]) for p in ("source", "cue")), ("content", content)):
                row[part] = format_spans(spans_of(pieces))
                row[f"{part}_text"] = words_of(pieces)
            for part in ("kind", "strength", "polarity", "source_name"):
                row[part] = item[part][0]
            rows.append(row | {"candidates": row["source_name"], "method": "reference"})
            ids.append(item["id"])
    return pd.DataFrame(rows, index=pd.Index(ids, name="statement_id"))


def name_words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", name).replace("’", "'").casefold()
    words = re.findall(r"[\w&]+", re.sub(r"'s\b|(?<=s)'(?=\s)", "", plain))
    return [word for word in words if word not in SMALL]


def same_name(name: str, accepted: Iterable[str], *, last: bool = False) -> bool:
    """Tell whether a name is an accepted one, titles apart; ``last``: or ends as it does."""
    ours = name_words(name)
    for words in map(name_words, accepted):
        core = set(words) - TITLES or set(words)
        if words == ours or (core <= set(ours) and len(ours) <= len(words) + 6):
            return True
        if last and words and ours and words[-1] == ours[-1]:
            return True
    return False


def right_source(article: Article, item: dict[str, Any], drafted: Entry) -> bool:
    accepted = (item["source"], *item.get("also_source", ()))
    narrated = [item["source_name"][0] == NARRATOR, *[True] * (len(accepted) - 1)]
    return any(
        _as_accepted(article.document.text, spans_of(pieces), item["source_name"], own, drafted)
        for pieces, own in zip(accepted, narrated, strict=True)
    )


def _as_accepted(
    text: str, source: Spans, names: list[str], narrated: bool, drafted: Entry
) -> bool:
    """Compare with one accepted source; no words stand for the narrator or one carried on."""
    if not source and narrated:
        return not drafted.source or drafted.name == NARRATOR
    if not source or not drafted.source:
        named = not source or drafted.name not in ("", NARRATOR, UNNAMED)
        return named and same_name(drafted.name, names, last=True)
    if overlap(source, drafted.source):
        heads = [head_word(text, span) for span in source]
        phrases = [(span[0], head_word(text, span)[1]) for span in drafted.source]
        return overlap(heads, phrases) > 0
    words = span_text(text, drafted.source)
    return same_name(drafted.name, names) and same_name(words, names)


@dataclass(frozen=True)
class Pairing:
    """Which item is which statement: ``found`` one to one, ``merged`` besides, by numbers."""

    found: dict[int, int]
    merged: dict[int, int]

    @property
    def used(self) -> set[int]:
        return {*self.found.values(), *self.merged.values()}


def pair(article: Article, drafted: list[Entry]) -> Pairing:
    """Pair items and statements one to one: as many required items as can be, then by F1."""
    numbers = {item["id"]: number for number, item in enumerate(article.items)}
    worth = np.zeros((len(numbers), len(drafted)))
    contents: list[list[Entry]] = [[] for _ in numbers]
    for entry in read_draft(as_statements(article, also=True), article.document):
        contents[numbers[entry.entry_id]].append(entry)
    sourced = [[right_source(article, item, d) for d in drafted] for item in article.items]
    for i, accepted in enumerate(contents):
        for j, statement in enumerate(drafted):
            f1 = max(token_f1(entry.tokens, statement.tokens) for entry in accepted)
            if f1 >= CONTENT_F1 and sourced[i][j]:
                # Of equals the later one is taken, so that the result hangs on nothing else.
                worth[i, j] = f1 + j / 1e6 + (1000 if article.items[i]["required"] else 10)
    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    found = {int(i): int(j) for i, j in chosen if worth[i, j]}
    taken = {j: i for i, j in found.items()}
    merged = {}
    for i, item in enumerate(article.items):
        own = contents[i][0].tokens
        for group in item.get("merges", ()) if i not in found else ():
            members = [numbers[name] for name in group]
            whole = set().union(*(contents[m][0].tokens for m in members))
            for j, statement in enumerate(drafted):
                ours = taken.get(j) in members or (
                    j not in taken
                    and token_f1(statement.tokens, whole) >= CONTENT_F1
                    and any(sourced[m][j] for m in members)
                )
                if ours and len(statement.tokens & own) >= CONTENT_F1 * len(own):
                    merged[i] = j
    return Pairing(found, merged)
