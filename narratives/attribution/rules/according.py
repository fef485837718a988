"""Attributions by a phrase: according to X; X was quoted as saying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.rules.postposed import stretch_before
from narratives.attribution.sentences.clauses import clause_end
from narratives.attribution.sentences.cue_words import phrases
from narratives.attribution.sentences.cues import Cue
from narratives.attribution.sentences.phrases import (
    Range,
    apposition_end,
    is_finite,
    phrase_after,
)
from narratives.attribution.sentences.subjects import subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes
from narratives.schema import Span

QUOTED = load_classes()["quoting_verb"] | {"reported", "heard"}


def drafts_of_according(sentence: Sentence, cues: Sequence[Cue]) -> Iterator[Draft]:
    """Read "according to X": what stands before it, after it, or around it."""
    view = _view(sentence, cues)
    if view is not None:
        yield view
        return
    known = phrases("according")
    if sentence.words.isdisjoint(known):
        return
    for at, low in enumerate(sentence.lows):
        if low not in known or sentence.tokens[at].quotation >= 0:
            continue
        ends = (at + len(words) for words in known[low])
        stop = next((end for end in ends if sentence.lows[at:end] in known[low]), 0)
        if not stop:
            continue
        before = at - (sentence.low(at - 1) == ",")
        if low == "per" and not (before < at and sentence.is_name(stop)):
            continue
        source = _source_after(sentence, stop, opens=before <= 1)
        if source is None:
            continue
        content = []
        after = source[1]
        if sentence.low(after) in ("citing", "quoting"):
            after = next(
                (k for k in range(after, len(sentence.tokens)) if sentence.low(k) == ","), after
            )
        comma = sentence.low(after) == ","
        if any(token.is_word for token in sentence.tokens[:before]):
            content += stretch_before(sentence, before)
        if comma and before < 6:
            start = after + 1
            if sentence.is_a(start, "citing", "relative"):
                commas = (
                    k + 1 for k in range(start, len(sentence.tokens)) if sentence.low(k) == ","
                )
                start = next(commas, len(sentence.tokens) - 1)
            end = clause_end(sentence, start, cues)
            if end > start:
                content.append(sentence.span(start, end))
        who, words = [sentence.span(*source)], [sentence.span(at, stop)]
        yield Draft(who, words, content, "according to", "according")


def _source_after(sentence: Sentence, first: int, *, opens: bool) -> Range | None:
    """Find who it is according to: a phrase, with the name that follows a role.

    Where the clause is to come, what stands after the last comma is the clause, if nothing
    else can be: "According to Ruiz, the brakes failed, but the company denied it".
    """
    source = phrase_after(sentence, first, stop=("citing", "quoting"), wide=True)
    if source is None:
        return None
    last = source[1]
    while opens and _cannot_open(sentence, last):
        commas = [k for k in range(first + 1, last) if sentence.low(k) == ","]
        if not commas:
            break
        last = commas[-1]
    return first, _after_name(sentence, last, opens=opens)


def _cannot_open(sentence: Sentence, comma: int) -> bool:
    """Tell whether no clause begins behind the comma: the sentence ends, or "but" follows."""
    words = any(token.is_word for token in sentence.tokens[comma:])
    return not words or sentence.is_a(comma + 1, "coordinator")


def _after_name(sentence: Sentence, last: int, *, opens: bool) -> int:
    """Return where "a passenger, Milo Denk, 54" ends, ``last`` where no name follows a role."""
    if sentence.low(last) != ",":
        return last
    end = last + 1
    while sentence.is_name(end) or sentence.low(end) == "and":
        end += 1
    if end == last + 1 or (end < len(sentence.tokens) and sentence.tokens[end].is_word):
        return last
    while sentence.low(end) == ",":
        after = apposition_end(sentence, end)
        if after is None or (opens and _cannot_open(sentence, after)):
            break
        end = after
    return last if opens and _is_subject(sentence, end) else end


def _is_subject(sentence: Sentence, comma: int) -> bool:
    """Tell whether the verb of the name follows, or the rest of a list that the name begins."""
    listed = any(sentence.low(k) == "and" for k in range(comma + 1, comma + 5))
    return listed or is_finite(sentence, comma + 1)


def _view(sentence: Sentence, cues: Sequence[Cue]) -> Draft | None:
    """Read "In Ruiz's view, …" and "In her words, …" at the start of a sentence."""
    if sentence.low(0) != "in":
        return None
    comma = next((k for k in range(2, min(10, len(sentence.tokens))) if sentence.low(k) == ","), 0)
    noun = comma - 1
    if not sentence.is_a(noun, "view"):
        return None
    if sentence.is_a(1, "possessive"):
        source = (1, 2)
    else:
        mark = next((k for k in range(2, noun) if sentence.low(k) == "'s"), 0)
        if not mark:
            return None
        source = (1, mark)
    end = clause_end(sentence, comma + 1, cues)
    if end <= comma + 1:
        return None
    words, said = [sentence.span(0, 1), sentence.span(noun, comma)], [sentence.span(comma + 1, end)]
    return Draft([sentence.span(*source)], words, said, "in somebody's words")


def drafts_of_quoted_as(sentence: Sentence, cues: Sequence[Cue]) -> Iterator[Draft]:
    """Read "Radio Norte quoted him as saying that" and "she was quoted by TASS as saying"."""
    if sentence.words.isdisjoint(QUOTED):
        return
    for verb, token in enumerate(sentence.tokens):
        if token.low not in QUOTED or token.quotation >= 0:
            continue
        saying = _saying_after(sentence, verb)
        draft = _quoted_as(sentence, verb, saying, cues) if saying is not None else None
        if draft is not None:
            yield draft


def _saying_after(sentence: Sentence, verb: int) -> tuple[int, int] | None:
    """Return where "as saying" or "saying" stands that belongs to the verb."""
    for at in range(verb + 1, min(verb + 15, len(sentence.tokens))):
        if sentence.is_a(at, "saying") and sentence.low(at - 1) == "as":
            return at - 1, at + 1
    return None


def _quoted_as(
    sentence: Sentence, verb: int, saying: tuple[int, int], cues: Sequence[Cue]
) -> Draft | None:
    at, stop = saying
    chain: Range | None
    passive = sentence.is_a(verb - 1, "be")
    if passive:
        first = verb - 1
        while sentence.is_a(first - 1, "auxiliary"):
            first -= 1
        source = subject_before(sentence, first)
        chain = phrase_after(sentence, verb + 2) if sentence.low(verb + 1) == "by" else None
    else:
        source = phrase_after(sentence, verb + 1, stop=load_classes()["saying"] | {"as"})
        chain = subject_before(sentence, verb)
    if source is None:
        return None
    start = stop + (sentence.low(stop) in ("that", ",", ":"))
    after = sentence.low(stop)
    outer = chain if chain is not None and not passive else source
    addressed = sentence.low(stop - 1) == "telling"
    if (addressed or sentence.is_a(stop, "passed_by") or after in ("", ".", ",")) and outer[0] > 1:
        # "The bridge is safe, Quint was quoted as saying by the agency."
        before = outer[0] - 1
        before += sentence.tokens[before].quotation >= 0
        if after == "by":
            chain = phrase_after(sentence, stop + 1)
        said = stretch_before(sentence, before)[0]
        return _quoted(sentence, source, [(verb, verb + 1), (at, stop)], said, chain)
    end = clause_end(sentence, start, cues)
    if end <= start:
        return None
    words = [(verb, verb + 1), (at, stop)]
    return _quoted(sentence, source, words, sentence.whole(start, end), chain)


def _quoted(
    sentence: Sentence,
    source: Range,
    cue: Sequence[tuple[int, int]],
    said: Span,
    chain: Range | None,
) -> Draft:
    words = [sentence.span(*part) for part in cue]
    way = [sentence.span(*chain)] if chain is not None else []
    return Draft([sentence.span(*source)], words, [said], "quoted as saying", chain=way)
