"""Labelled words to attributions: which source and which content belong to which cue.

Two logistic regressions over what stands between the passages, learned from annotated
articles; their weights lie in ``links.json``.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from itertools import accumulate
from math import exp, log1p
from operator import attrgetter, mul

from narratives.schema import ROLES
from narratives.tagging.labels import LABELS
from narratives.tagging.words import INSIDE, Paragraph

NEAR = 20
"""Passages on each side that are looked at for a link, to bound the time."""
LEAST = 0.25
"""A link less likely than this is not made."""
FEATURES = (
    "one",
    "gap",
    "gap_outside_quotation",
    "before",
    "other_sentence",
    "sentences_between",
    "cues_between",
    "sources_between",
    "contents_between",
    "nearest",
    "adjacent",
    "quoted",
    "cue_quoted",
    "same_quotation",
    "length",
    "according",
    "according_before",
    "before_other_sentence",
    "quoted_other_sentence",
    "comma_between",
    "colon_between",
    "other_between_before",
)


_first = attrgetter("first")
_PARTS = [tuple(label.split("-")) for label in LABELS[1:]]


@dataclass(frozen=True, slots=True)
class RolePassage:
    """Words ``first`` to ``last``, inclusive, of one paragraph that carry one role."""

    role: str
    first: int
    last: int


@dataclass(slots=True)
class Link:
    """A cue with the source and the contents that belong to it; places in one paragraph."""

    paragraph: int
    cue: RolePassage | None
    source: RolePassage | None = None
    contents: list[RolePassage] = field(default_factory=list)
    likely: float = 1.0
    """Product of the likelihoods of the links made."""


def find_passages(labels: Sequence[int]) -> list[RolePassage]:
    """Join the labels of a paragraph's words into passages.

    Examples
    --------
    >>> find_passages([LABELS.index(n) for n in ("B-source", "I-source", "O", "B-cue")])
    [RolePassage(role='source', first=0, last=1), RolePassage(role='cue', first=3, last=3)]
    """
    found: list[RolePassage] = []
    begun, of, last = 0, "", -1
    for word, number in enumerate(labels):
        if not number:
            continue
        part, role = _PARTS[number - 1]
        if part == "B" or role != of or last != word - 1:
            if of:
                found.append(RolePassage(of, begun, last))
            begun, of = word, role
        last = word
    if of:
        found.append(RolePassage(of, begun, last))
    return found


def number_sentences(words: Sequence[str]) -> list[int]:
    """Give each word of a paragraph the number of its sentence, by its marks alone."""
    numbers, number, ended = [], 0, False
    for place, word in enumerate(words):
        if ended and (word[0].isalnum() or word == "“"):
            before = words[place - 1]
            if word[0].isupper() or not word[0].isalpha() or before in ("!", "?"):
                number += 1
            ended = False
        if word in (".", "!", "?", "…"):
            ended = place > 0 and len(words[place - 1]) > 1
        numbers.append(number)
    return numbers


class MarkedParagraph:
    """A paragraph with its passages, as the features of a pair look at it."""

    def __init__(self, paragraph: Paragraph, passages: Sequence[RolePassage]) -> None:
        self.paragraph = paragraph
        self.passages = passages
        self.firsts = [passage.first for passage in passages]
        self.by_role = {role: [p for p in passages if p.role == role] for role in ROLES}

    @cached_property
    def sentences(self) -> list[int]:
        """Number of the sentence of each word."""
        return number_sentences(self.paragraph.words)

    @cached_property
    def inside(self) -> list[int]:
        """Words inside quotations before each word."""
        return [0, *accumulate(state == INSIDE for state in self.paragraph.quoted)]

    @cached_property
    def counts(self) -> list[list[int]]:
        """Passages of each role before each place in ``passages``."""
        return [[0, *accumulate(p.role == role for p in self.passages)] for role in ROLES]

    def features(self, cue: RolePassage, other: RolePassage) -> list[float]:
        """Return ``FEATURES`` of a cue and a source or a content."""
        words, quoted = self.paragraph.words, self.paragraph.quoted
        before = other.first < cue.first
        low, high = (other.last, cue.first) if before else (cue.last, other.first)
        first, end = bisect_right(self.firsts, low), bisect_left(self.firsts, high)
        end = max(first, end)
        sources, cues, contents = [n[end] - n[first] for n in self.counts]
        others = sources if other.role == "source" else contents
        gap = max(high - low - 1, 0)
        outside = gap - (self.inside[max(high, low + 1)] - self.inside[low + 1])
        apart = self.sentences[high] - self.sentences[low]
        near = self._nearest(other, before=not before)
        is_quoted = quoted[(other.first + other.last) // 2] == INSIDE
        cue_quoted = quoted[cue.first] == INSIDE
        according = words[cue.first].lower() in ("according", "per")
        marks = words[low + 1 : high] if gap <= 40 else []
        return [
            1.0,
            log1p(gap),
            log1p(outside),
            float(before),
            float(apart > 0),
            float(apart),
            float(cues),
            float(sources),
            float(contents),
            float(near is cue),
            float(gap == 0),
            float(is_quoted),
            float(cue_quoted),
            float(is_quoted and cue_quoted),
            log1p(other.last - other.first),
            float(according),
            float(according and before),
            float(before and apart > 0),
            float(is_quoted and apart > 0),
            float("," in marks),
            float(":" in marks),
            float(before and end - first > others),
        ]

    def _nearest(self, other: RolePassage, *, before: bool) -> RolePassage | None:
        """Return the cue nearest to a passage, on the side asked for."""
        cues = self.by_role["cue"]
        place = bisect_left(cues, other.first, key=_first) - before
        return cues[place] if 0 <= place < len(cues) else None

    def near(self, role: str, other: RolePassage) -> list[tuple[int, RolePassage]]:
        """Return the passages of a role around another one, each with its place."""
        found = self.by_role[role]
        place = bisect_left(found, other.first, key=_first)
        first = max(place - NEAR, 0)
        return list(enumerate(found[first : place + NEAR], first))


@cache
def load_weights() -> dict[str, list[float]]:
    """Return the weights of ``FEATURES`` for sources and for contents."""
    text = files("narratives.tagging").joinpath("links.json").read_text(encoding="utf-8")
    weights: dict[str, list[float]] = json.loads(text)
    return weights


def likelihood(weights: Sequence[float], features: Sequence[float]) -> float:
    """Return the likelihood of a link, 0 to 1, to six digits on every machine."""
    total = sum(map(mul, weights, features))
    return round(1 / (1 + exp(-max(-30.0, min(30.0, total)))), 6)


def link_passages(
    paragraphs: Sequence[Paragraph], labels: Sequence[Sequence[int]]
) -> list[list[Link]]:
    """Join the labelled passages of each paragraph into attributions.

    A cue takes the source that is likeliest its own; a content goes to the likeliest
    cue. A content without a cue in its paragraph stands alone.

    Parameters
    ----------
    paragraphs : sequence of Paragraph
    labels : sequence of sequences of int
        Places in ``LABELS`` for the words of each paragraph.

    Returns
    -------
    list of lists of Link, one for each paragraph
        In the order of the cues; cues without content are left out.
    """
    return [
        _link(number, MarkedParagraph(paragraph, find_passages(row)))
        for number, (paragraph, row) in enumerate(zip(paragraphs, labels, strict=True))
    ]


def _link(number: int, reading: MarkedParagraph) -> list[Link]:
    weights = load_weights()
    links = [Link(number, cue) for cue in reading.by_role["cue"]]
    for link in links:
        assert link.cue is not None
        likely = [
            (likelihood(weights["source"], reading.features(link.cue, source)), -n, source)
            for n, source in reading.near("source", link.cue)
        ]
        best = max(likely, default=None, key=lambda found: found[:2])
        if best is not None and best[0] >= LEAST:
            link.source = best[2]
            link.likely *= best[0]
    alone: list[Link] = []
    for content in reading.by_role["content"]:
        ranked = [
            (likelihood(weights["content"], reading.features(cue, content)), -n)
            for n, cue in reading.near("cue", content)
        ]
        if not ranked:
            alone.append(Link(number, None, None, [content]))
            continue
        best_likely, place = max(ranked)
        links[-place].contents.append(content)
        links[-place].likely *= best_likely
    return [link for link in links if link.contents] + alone
