"""Which statements report the same thing, and which deny what others say."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from narratives.lexicon import words_of_classes
from narratives.lexicon.letters import LETTER
from narratives.schema import (
    BASES,
    NARRATOR,
    NO_NARRATIVE,
    STANCES,
    UNNAMED,
    Span,
    overlap,
    parse_spans,
    records_of,
    span_size,
)

SAME_WORDS = 0.6
"""Least cosine between the content words of two statements that say the same."""
CONTAINED = 0.8
"""Least share of the shorter content's words that the longer must hold, from four words on."""
SUPPORTS, DISPUTES = STANCES[:2]
_WORDS_ONLY = ("intelligence_assessment", "expert_judgement", "official_statement", BASES[-1])
_WORD = re.compile(f"{LETTER}{{3,}}")
_STEM = 6
_LIGHT = (
    "determiner",
    "demonstrative",
    "possessive",
    "subject_pronoun",
    "object_pronoun",
    "relative",
    "negative",
    "preposition",
    "np_preposition",
    "subordinator",
    "coordinator",
    "auxiliary",
    "be",
    "have",
    "do",
    "modal",
    "time",
    "month",
    "adverb",
    "question",
)
# A word of more statements than this tells none of them apart.
_COMMON = 200

Bearing = tuple[str, str, str]
"""Narrative, stance, stated or implied."""
GroupedRow = Mapping[str, Any]
"""One statement, with what it rests on."""


def collect_bearings(bearings: pd.DataFrame) -> dict[str, set[Bearing]]:
    """Return the bearings of each statement that bears on a narrative."""
    bears: dict[str, set[Bearing]] = {}
    for row in records_of(bearings):
        if row["narrative_id"] != NO_NARRATIVE and row["stance"] in (SUPPORTS, DISPUTES):
            key = (str(row["narrative_id"]), str(row["stance"]), str(row["how"]))
            bears.setdefault(str(row["statement_id"]), set()).add(key)
    return bears


def find_antecedents(
    told: Mapping[str, GroupedRow], pointing: Mapping[str, list[Span]]
) -> dict[str, str]:
    """Find for each pointing statement the one whose content its antecedent covers best."""
    contents: dict[str, list[tuple[str, list[Span]]]] = {}
    for key, row in told.items():
        contents.setdefault(row["document_id"], []).append((key, parse_spans(row["content"])))
    pointed = {}
    for key, spans in pointing.items():
        best = 0
        for other, content in contents[told[key]["document_id"]]:
            shared = overlap(spans, content)
            half = min(span_size(spans), span_size(content)) / 2
            if other != key and shared > best and shared > half:
                best, pointed[key] = shared, other
    return pointed


def group_statements(
    told: Mapping[str, GroupedRow], bears: Mapping[str, set[Bearing]], pointed: Mapping[str, str]
) -> tuple[list[list[str]], dict[str, set[str]]]:
    """Group the statements; say for each which others it denies.

    Parameters
    ----------
    told : mapping of statement id to its row, in document order
    bears : mapping of statement id to its bearings
    pointed : mapping of a pointing statement to the one it points to

    Returns
    -------
    groups : list of lists of statement ids, each in document order
    denied : mapping of statement id to the ids of the statements it denies
    """
    place = {key: n for n, key in enumerate(told)}
    root = {key: key for key in told}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    def join(a: str, b: str) -> None:
        first, last = sorted((find(a), find(b)), key=place.__getitem__)
        root[last] = first

    denies = {key: row["polarity"] == "denies" for key, row in told.items()}
    family = {
        key: "word" if row["basis"] in _WORDS_ONLY else row["basis"] for key, row in told.items()
    }
    denied: dict[str, set[str]] = {key: set() for key in told}
    alike: dict[Hashable, str] = {}
    for key, row in told.items():
        origin = _origin(row)
        if origin:
            join(key, alike.setdefault((origin, frozenset(bears[key]), family[key]), key))
    for a, b in _same_words(
        {key: _content_words(row["content_text"]) for key, row in told.items()}
    ):
        if denies[a] != denies[b] and _oppose(bears[a], bears[b]):
            denier, other = (a, b) if denies[a] else (b, a)
            denied[denier].add(other)
        elif denies[a] == denies[b] and family[a] == family[b] and _agree(bears[a], bears[b]):
            join(a, b)
    for key, other in pointed.items():
        if denies[key] and _oppose(bears[key], bears[other]):
            denied[key].add(other)
        elif not denies[key] and family[key] == "word" and _agree(bears[key], bears[other]):
            join(key, other)
    groups: dict[str, list[str]] = {}
    for key in told:
        groups.setdefault(find(key), []).append(key)
    return list(groups.values()), denied


def _origin(row: GroupedRow) -> str:
    """Return a name for the origin, empty where nobody can tell."""
    source = row.get("source_id") or row["source_name"]
    if source == NARRATOR:
        return f"narrator of {row['document_id']}"
    origin = row.get("origin_id") or UNNAMED
    if origin != UNNAMED:
        return f"origin {origin}"
    several = ";" in str(row.get("candidates") or "")
    return f"source {source}" if source and source != UNNAMED and not several else ""


def _agree(a: set[Bearing], b: set[Bearing]) -> bool:
    return any(x[:2] == y[:2] for x in a for y in b) and not _oppose(a, b)


def _oppose(a: set[Bearing], b: set[Bearing]) -> bool:
    return any(x[0] == y[0] and x[1] != y[1] for x in a for y in b)


def _content_words(text: str) -> frozenset[str]:
    """Return the first letters of the words that carry meaning."""
    light = words_of_classes(_LIGHT)
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(word[:_STEM] for word in words if word not in light)


def _same_words(words: Mapping[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Return the pairs of statements whose content is the same in other words."""
    shared: dict[tuple[str, str], int] = {}
    holders: dict[str, list[str]] = {}
    for key, own in words.items():
        for word in sorted(own):
            for other in holders.setdefault(word, [])[:_COMMON]:
                shared[other, key] = shared.get((other, key), 0) + 1
            holders[word].append(key)
    found: Sequence[tuple[str, str]] = [
        (a, b)
        for (a, b), count in shared.items()
        if _same(count, *sorted((len(words[a]), len(words[b]))))
    ]
    return sorted(found)


def _same(shared: int, short: int, long: int) -> bool:
    cosine = shared / math.sqrt(short * long)
    return (short >= 3 and cosine >= SAME_WORDS) or (short >= 4 and shared >= CONTAINED * short)
