"""Invented articles as the taggers learn from them: cut as PolNeAR cuts, and what is left open.

A sheet marks each statement, and as statements some plain acts too ("<She> {has sold} [the
rights]"), which attribute nothing. Where the cue is no word that PolNeAR's training part has as
one, the words of the statement teach nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from polnear import Article, Attribution, with_marks
from sheets import load_sheets
from train_sets import HELD_ARTICLE

from narratives.schema import ROLES, Span, overlap

SHEETS = Path(__file__).parent / "sheets"
LEAST = 3
"""A word is a cue that is one so often."""
HELPERS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been being by could did do does for had has have he his i if in is "
        "it its may might must not of on or she should so that the their they to was we were what "
        "which will with would",
    )
)


def cue_words(articles: list[Article]) -> frozenset[str]:
    """Return the words that are cues in annotated articles, without those that only help."""
    counts = Counter(
        word
        for article in articles
        for attribution in article.attributions
        for start, end in attribution["cue"]
        for word in re.findall(r"[^\W\d_]+", article.text[start:end].lower())
    )
    return frozenset(w for w, n in counts.items() if n >= LEAST and w not in HELPERS)


def sheet_articles(cues: frozenset[str]) -> tuple[list[Article], list[list[Span]]]:
    """Return the invented articles that may be learned from, and the spans that teach nothing."""
    events = [e for e in load_sheets(sorted(SHEETS.glob("[a-z].txt"))) if "article" in e]
    articles, open_spans = [], []
    for number, event in enumerate(events):
        if number % HELD_ARTICLE == HELD_ARTICLE // 2:
            continue  # kept apart, as by train_sets.py
        article, left = as_article(event["event"], event["article"], event["statements"], cues)
        articles.append(article)
        open_spans.append(left)
    return articles, open_spans


def as_article(
    name: str, text: str, statements: list[dict], cues: frozenset[str]
) -> tuple[Article, list[Span]]:
    """Turn marks into attributions; an attribution inside another is left out, as PolNeAR does."""
    found: list[Attribution] = []
    left: list[Span] = []
    for statement in statements:
        spans: Attribution = {role: sorted(statement["spans"][role]) for role in ROLES}
        words = re.findall(r"[^\W\d_]+", " ".join(text[a:b] for a, b in spans["cue"]).lower())
        every = [span for role in ROLES for span in spans[role]]
        if not cues.intersection(words):
            left.append((min(a for a, _ in every), max(b for _, b in every)))
            continue
        spans["content"] = [with_that(text, with_marks(text, span)) for span in spans["content"]]
        found.append(spans)
    outer = [
        one
        for one in found
        if not any(overlap(one["cue"], other["content"]) > 0 for other in found if other is not one)
    ]
    return Article(name, text, outer), left


def with_that(text: str, span: Span) -> Span:
    """PolNeAR counts the "that" before a clause to the content."""
    start, end = span
    return (start - 5, end) if text[max(0, start - 6) : start].lower().endswith(" that ") else span
