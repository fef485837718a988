"""Who is cited: "TASS, citing X, reported", "Citing X, TASS said", "X, quoted by TASS, said"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.cue_words import phrases
from narratives.attribution.sentences.phrases import Range, phrase_after
from narratives.attribution.sentences.text import Sentence
from narratives.attribution.ways.outlets import find_outlet
from narratives.lexicon import load_classes
from narratives.schema import Span, overlap

REPORTING = frozenset(("say", "report", "according", "cite"))
"""Classes of cues by which one source passes on the words of another."""
CITES = frozenset((*REPORTING, "claim", "find"))
"""Classes of cues whose source can be citing somebody else."""
CITED = load_classes()["quoting_verb"] | load_classes()["citing"]


def cite_drafts(sentence: Sentence, drafts: list[Draft]) -> list[Draft]:
    """Make who is cited the source, and who reported it a link of the chain."""
    for at, stop in _citings(sentence):
        cited = phrase_after(sentence, stop, wide=True)
        if cited is None or any(sentence.is_a(k, "records") for k in range(*cited)):
            continue  # Data and documents are what a statement rests on, not who makes it.
        draft = _citing_draft(sentence, drafts, at, cited)
        if draft is None:
            continue
        reporter = _head(sentence, draft.source, at)
        if sentence.low(at) not in CITED and not is_outlet(sentence, reporter):
            continue  # "Ruiz said, referring to the mayor": nobody is cited.
        link = sentence.span(at, stop)
        drafts = [one for one in drafts if not overlap(one.cue, [link])]
        draft.chain = reporter + draft.chain
        draft.source = [sentence.span(*cited)]
        draft.cue = sorted([*draft.cue, link])
        draft.cites = True
    return drafts


def _citings(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where the words "citing", "with reference to", "which cited" stand."""
    known = phrases("cite")
    if sentence.words.isdisjoint(known) and CITED.isdisjoint(sentence.words):
        return
    for at, token in enumerate(sentence.tokens):
        if token.quotation >= 0:
            continue
        for words in known.get(token.low, ()):
            if sentence.lows[at : at + len(words)] == words:
                yield at, at + len(words)
        if (
            token.low in load_classes()["quoting_verb"]
            and sentence.is_a(at - 1, "relative")
            and sentence.low(at - 2) == ","
        ):
            yield at, at + 1


def _citing_draft(
    sentence: Sentence, drafts: Sequence[Draft], at: int, cited: Range
) -> Draft | None:
    """Return the statement whose source cites somebody at token ``at``."""
    token = sentence.tokens[at]
    own = [(token.start, token.end)]
    named = [d for d in drafts if d.source and d.kind in CITES and not overlap(d.cue, own)]
    around = [d for d in named if _splits(sentence, d, at)]
    if around:
        return around[0]
    before = [d for d in named if d.cue[0][0] < token.start]
    if before:
        return max(before, key=lambda d: d.cue[0][0])
    apart = sentence.low(cited[1]) == ","
    return min(named, key=lambda d: d.cue[0][0], default=None) if apart else None


def _splits(sentence: Sentence, draft: Draft, at: int) -> bool:
    """Tell whether "citing" stands inside the words of the source: "TASS, citing X,"."""
    token = sentence.tokens[at]
    apart = sentence.low(at - 1) == "," or sentence.is_a(at - 1, "relative")
    return apart and overlap(draft.source, [(token.start, token.end)]) > 0


def _head(sentence: Sentence, source: Sequence[Span], at: int) -> list[Span]:
    """Return the words of a source up to the comma before token ``at``."""
    cut = sentence.tokens[at - 2 - sentence.is_a(at - 1, "relative")].end
    if not any(start < sentence.tokens[at].start < end for start, end in source):
        return list(source)
    return [(start, min(end, cut)) for start, end in source]


def is_outlet(sentence: Sentence, source: Sequence[Span]) -> bool:
    """Tell whether a source is an outlet or agency."""
    inside = sentence.places(source[:1])
    return find_outlet(sentence, inside[0], last=inside[-1] + 1) is not None
