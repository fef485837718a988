"""Claims of others inside a quotation: “The mayor told me that the dam held,” a guard said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter, itemgetter

from narratives.attribution.draft import Draft
from narratives.attribution.rules.according import drafts_of_according
from narratives.attribution.rules.links import link_drafts
from narratives.attribution.rules.names import THAT_CLAUSE, WHO_TOLD
from narratives.attribution.rules.verbs import drafts_of_verb
from narratives.attribution.sentences.cues import find_verbs, is_cleft
from narratives.attribution.sentences.phrases import is_finite
from narratives.attribution.sentences.text import Sentence, Token
from narratives.attribution.speakers import mend_speaker
from narratives.schema import Span

PLAIN = (
    THAT_CLAUSE,
    "verb and clause",
    "verb, addressee, that-clause",
    "verb, addressee, clause",
    "according to",
    WHO_TOLD,
)
"""Rules by which somebody who is quoted tells what another says; of others few are right."""
ENDS = (".", "!", "?")
OPENERS = ("‘", "“", "«")
CLOSERS = ("’", "'", "”", '"', "»")
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
    voices.sort(key=lambda voice: (voice[0], -voice[1]))  # The nearest voice comes last.
    drafts: list[Draft] = []
    for sentence in sentences:
        for plain in _quoted(sentence):
            at = bisect_right(voices, plain.start, key=itemgetter(0))
            near = voices[max(at - NEAR, 0) : at]
            outer = next((d for _, end, d in reversed(near) if end >= plain.end), None)
            if outer is None:
                continue
            for inner in _claims(plain):
                inner.content = [_without_closer(plain, span) for span in inner.content]
                inner.chain += (outer.voice or outer).source + outer.chain
                inner.retold, inner.sentence = True, sentence.number
                drafts.append(inner)
    return drafts


def _quoted(sentence: Sentence) -> Iterator[Sentence]:
    """Yield each sentence of each quotation, without its marks, as if unquoted."""
    if not sentence.english:
        return
    for number, group in groupby(sentence.tokens, attrgetter("quotation")):
        if number < 0:
            continue
        start, end = sentence.quotations[number].inner
        inside = [t._replace(quotation=-1) for t in group if start <= t.start < end]
        for tokens in _pieces(inside):
            words = [k for k, token in enumerate(tokens) if token.is_word]
            marks = [k for k, token in enumerate(tokens) if token.low in CLOSERS]
            if words and all(token.low != "?" for token in tokens[words[-1] :]):
                last = max((words[-1], *marks))
                yield replace(sentence, tokens=tuple(tokens[: last + 1]))


def _pieces(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each sentence, with the mark after its end: "‘All is well.’ We left"."""
    first = 0
    for k, token in enumerate(tokens):
        closed = token.low in CLOSERS and token.start == tokens[k - 1].end
        ended = tokens[k - 1 if closed else k].low in ENDS
        after = tokens[k + 1] if k + 1 < len(tokens) else token
        if ended and after.start > token.end:
            yield tokens[first : k + 1]
            first = k + 1
    yield tokens[first:]


def _without_closer(sentence: Sentence, span: Span) -> Span:
    """Cut off a mark that closes a quotation begun before the content: "we are safe.’"."""
    inside = sentence.places([span])
    marks = [k for k in inside if sentence.low(k) in (*CLOSERS, *OPENERS)]
    if marks != inside[-1:]:
        return span
    last = max((k for k in inside if sentence.tokens[k].is_word), default=inside[-1])
    return span[0], sentence.tokens[last].end


def _claims(sentence: Sentence) -> list[Draft]:
    """Return what single words of a quotation attribute to somebody with a name or role."""
    cues = list(find_verbs(sentence))
    found: list[Draft] = []
    for cue in cues:
        found += drafts_of_verb(sentence, cue, cues, found)
    found += drafts_of_according(sentence, cues)
    begun: set[int] = set()
    kept = []
    for draft in sorted(link_drafts(sentence, found), key=attrgetter("cue")):
        told = draft.method in PLAIN and draft.source and _is_told(sentence, draft, begun)
        if told and mend_speaker(sentence, draft) and not _names_no_claim(sentence, draft):
            kept.append(draft)
            begun.add(draft.start)
    return kept


def _is_told(sentence: Sentence, draft: Draft, begun: Collection[int]) -> bool:
    """Tell whether somebody with a name or role opens a clause, or what another one says there."""
    if sentence.is_a(sentence.places(draft.source)[0], "subject_pronoun", "question"):
        return False
    opens = draft.method == WHO_TOLD or draft.source[0][0] in begun
    return opens or _opens_clause(sentence, draft)


def _opens_clause(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether a mark, or a mark and "and", stands before who says it, or "It was"."""
    first = sentence.places(draft.source + draft.cue)[0]
    if sentence.is_a(0, "subordinator"):
        return False  # "If it rains, and the mayor says that …": nobody says so yet.
    if is_cleft(sentence):
        return True
    first -= sentence.is_a(first - 1, "coordinator") and sentence.low(first - 2) == ","
    return first <= 0 or not sentence.tokens[first - 1].is_word


def _names_no_claim(sentence: Sentence, draft: Draft) -> bool:
    """Tell "says what he thinks" and "asserted his right": no clause, or an open question."""
    inside = sentence.places(draft.content)
    verbs = sum(is_finite(sentence, k) for k in inside)
    verbs += sentence.low(inside[-1]).endswith("ed")  # "the warden lied"
    asks = sentence.is_a(inside[0], "question")
    opened = sentence.is_a(inside[0], "determiner", "possessive", "coordinator")
    return len(inside) < 2 or verbs < asks + opened  # "asserted his right"
