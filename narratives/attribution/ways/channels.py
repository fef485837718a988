"""Outlets to which, or through which, somebody spoke: links of the chain beside a cue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from narratives.attribution.draft import Draft, lies_in
from narratives.attribution.sentences.phrases import Range
from narratives.attribution.sentences.text import Sentence
from narratives.attribution.ways.outlets import Names, find_outlets
from narratives.lexicon import load_classes
from narratives.schema import Span, overlap, span_size

TELLING = load_classes()["telling"]
SPEAKING = load_classes()["speaking"]
LEADING = load_classes()["leads_to_outlet"]
LEAD = 15
"""Code points that the words before a link may have in "as cited by TASS"."""
PASSIVE_GAP = 4
"""Words that may stand between "an interview" and "with", "published" and "by"."""


@cache
def _watched() -> frozenset[str]:
    """Return the English words by which a channel can be found."""
    classes = load_classes()
    return TELLING | SPEAKING | LEADING | classes["remarks"] | classes["passed_on"]


def add_channels(sentences: Sequence[Sentence], drafts: Iterable[Draft], named: Names) -> None:
    """Add the outlet that somebody spoke to or was quoted by to the chain of a statement.

    "Told Radio Norte that", "in an interview with the daily Sol", "quoted by TASS",
    "in remarks carried by state television", "said on Radio Norte".
    """
    homes: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.cue and draft.source:
            homes.setdefault(draft.sentence, []).append(draft)
    for number, own in homes.items():
        sentence = sentences[number]
        for opening, (first, last), anchor in _find_channels(sentence, own, named):
            _add(sentence, own, opening, sentence.span(first, last), anchor)
        for draft in own:
            draft.content = _without_links(draft)


def _without_links(draft: Draft) -> list[Span]:
    """Return the content without pieces like "as cited by TASS"."""
    size = 2 * span_size(draft.chain) + LEAD
    links = [span for span in draft.chain if not overlap(draft.source, [span])]
    spoken = [
        (start, end)
        for start, end in draft.content
        if end - start > size or not overlap(links, [(start, end)])
    ]
    return spoken or draft.content


def drop_links(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop what a tagger reads against the rules.

    That is "citing X" as said, and a source as a cue: "X said, according to TASS, that …".
    """
    ruled: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.method:
            ruled.setdefault(draft.sentence, []).append(draft)
    return [
        draft
        for draft in drafts
        if draft.method
        or not any(
            lies_in(draft.content, other.chain)
            or lies_in(draft.source, other.chain)
            or (overlap(draft.cue, other.source) and overlap(draft.content, other.content))
            for other in ruled.get(draft.sentence, ())
        )
    ]


def _find_channels(
    sentence: Sentence, drafts: Sequence[Draft], named: Names
) -> Iterator[tuple[int, Range, Draft | None]]:
    """Yield where the phrase begins, an outlet in it, and the statement it must belong to.

    Of several, "told CNN and Sol", the last comes first.
    """
    cue_ends = {token_end: draft for draft in drafts for _, token_end in draft.cue}
    if sentence.words.isdisjoint(_watched()):
        return
    for at, token in enumerate(sentence.tokens):
        if token.quotation >= 0 or token.low not in _watched():
            continue
        place: int | None = None
        outlets: list[Range] = []
        anchor = None
        if token.low in TELLING:
            anchor = next((d for d in drafts if overlap(d.cue, [(token.start, token.end)])), None)
            if anchor is not None:
                place, outlets = at + 1, find_outlets(sentence, at + 1, named)
        elif token.low in SPEAKING:
            after = at + 1
            if sentence.is_a(after, "spoke_to"):
                place, outlets = at, find_outlets(sentence, after + 1, named)
        elif token.low in LEADING and token.start - 1 in cue_ends:
            place, outlets = at, find_outlets(sentence, at + 1, named)
            anchor = cue_ends[token.start - 1]
        elif sentence.is_a(at, "remarks") and at > 0:
            place, outlets = _occasion(sentence, at, named)
        elif sentence.is_a(at, "passed_on") and sentence.is_a(at + 1, "passed_by"):
            before = at - 1
            if sentence.low(before) in (",", "as") or sentence.is_a(before, "be"):
                place = at - (sentence.low(before) == "as")
                outlets = find_outlets(sentence, at + 2, named)
        if place is not None:
            for outlet in reversed(outlets):
                yield place, outlet, anchor


def _occasion(sentence: Sentence, at: int, named: Names) -> tuple[int | None, list[Range]]:
    """Read "in an interview with X", "in remarks to reporters carried by X" from its noun."""
    opening = at
    while opening > 0 and at - opening < 5 and sentence.tokens[opening - 1].is_word:
        opening -= 1
        if sentence.is_a(opening, "preposition"):
            break
    for place in range(at + 1, min(at + 1 + 3 * PASSIVE_GAP, len(sentence.tokens))):
        token = sentence.tokens[place]
        if token.quotation >= 0 or not token.is_word or token.low == "that":
            break
        by = sentence.is_a(place - 1, "passed_on") and token.low in load_classes()["passed_by"]
        near = place - at <= PASSIVE_GAP and token.low in load_classes()["interviewed_by"]
        if by or near:
            outlets = find_outlets(sentence, place + 1, named)
            if outlets:
                return opening, outlets
    return None, []


def _add(
    sentence: Sentence, drafts: Sequence[Draft], opening: int, link: Span, anchor: Draft | None
) -> None:
    """Give the link to the statement whose cue stands nearest before it, or the first one."""
    start = sentence.tokens[opening].start
    fitting = [
        d
        for d in sorted(drafts, key=lambda d: min(d.cue)[0])
        if not overlap(d.source + d.chain, [link]) and not overlap(d.content, [(start, link[1])])
    ]
    if anchor is not None:
        fitting = [d for d in fitting if d is anchor]
    if not fitting:
        return
    before = [d for d in fitting if min(d.cue)[0] < start]
    chosen = before[-1] if before else fitting[0]
    chosen.chain = [link, *chosen.chain]
    spoken = [span for span in chosen.content if not start <= span[0] < link[1]]
    chosen.content = spoken or chosen.content
