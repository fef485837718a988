"""Claims of others inside a quotation: “The mayor told me that the dam held,” a guard said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter, itemgetter

from narratives.attribution.draft import Draft
from narratives.attribution.rules.according import drafts_of_according
from narratives.attribution.rules.links import link_drafts
from narratives.attribution.rules.names import THAT_CLAUSE, WHO_TOLD
from narratives.attribution.rules.verbs import drafts_of_verb
from narratives.attribution.sentences.cues import find_verbs
from narratives.attribution.sentences.text import Sentence
from narratives.attribution.speakers import mend_speaker

PLAIN = (
    THAT_CLAUSE,
    "verb and clause",
    "verb, addressee, that-clause",
    "verb, addressee, clause",
    "according to",
    WHO_TOLD,
)
"""Rules by which somebody who is quoted tells what another says; of others few are right."""
NEAR = 4
"""Contents before a quotation among which that of its speaker is looked for."""


def drafts_of_inner_claims(sentences: Sequence[Sentence], found: Sequence[Draft]) -> list[Draft]:
    """Return what those who are quoted say that others said; who is quoted is in the chain.

    Who says it is named or told by a role: of "they say" nobody knows who it is.

    Parameters
    ----------
    sentences : sequence of Sentence
    found : sequence of Draft
        All that was found elsewhere.
    """
    voices = [(a, b, d) for d in found if (d.voice or d).source for a, b in d.content]
    voices.sort(key=itemgetter(0))
    drafts: list[Draft] = []
    for sentence in sentences:
        for plain in _quoted(sentence):
            at = bisect_right(voices, plain.start, key=itemgetter(0))
            near = voices[max(at - NEAR, 0) : at]
            outer = next((d for _, end, d in reversed(near) if end >= plain.end), None)
            if outer is None:
                continue
            for inner in _claims(plain):
                inner.chain += (outer.voice or outer).source + outer.chain
                inner.retold = True
                drafts.append(inner)
    return drafts


def _quoted(sentence: Sentence) -> Iterator[Sentence]:
    """Yield the words of each quotation in a sentence, without its marks, as if unquoted."""
    if not sentence.english or sentence.low(len(sentence.tokens) - 1) == "?":
        return
    for number, group in groupby(sentence.tokens, attrgetter("quotation")):
        if number < 0:
            continue
        start, end = sentence.quotations[number].inner
        tokens = [t._replace(quotation=-1) for t in group if start <= t.start < end]
        asks = bool(tokens) and tokens[-1].low == "?"
        while tokens and not tokens[-1].is_word:
            tokens.pop()
        if tokens and not asks:
            yield replace(sentence, tokens=tuple(tokens))


def _claims(sentence: Sentence) -> list[Draft]:
    """Return what single words of a quotation attribute to somebody with a name or role."""
    cues = list(find_verbs(sentence))
    found: list[Draft] = []
    for cue in cues:
        found += drafts_of_verb(sentence, cue, cues, found)
    found += drafts_of_according(sentence, cues)
    return [
        draft
        for draft in link_drafts(sentence, found)
        if draft.method in PLAIN
        and draft.source
        and (draft.method == WHO_TOLD or _opens_clause(sentence, draft))
        and mend_speaker(sentence, draft)
        and not sentence.is_a(sentence.places(draft.source)[0], "subject_pronoun", "question")
    ]


def _opens_clause(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether nothing but a mark stands before who says it: "It was late. The mayor said"."""
    first = sentence.places(draft.source + draft.cue)[0]
    return first == 0 or not sentence.tokens[first - 1].is_word
