"""Attributions without a verb of saying: by a noun, a phrase, an adverb or a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from narratives.attribution.draft import Draft
from narratives.attribution.rules.postposed import goes_on_after, stretch_before
from narratives.attribution.sentences.clauses import (
    before_main_clause,
    clause_end,
    has_verb,
    object_end,
    skip_occasion,
)
from narratives.attribution.sentences.cue_words import rows_by_word
from narratives.attribution.sentences.cues import Cue, is_adverb
from narratives.attribution.sentences.phrases import Range, is_finite, is_verbal, phrase_after
from narratives.attribution.sentences.subjects import subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes
from narratives.schema import NARRATOR, UNNAMED

LONGEST_ROUND = 12
"""Words between "rumours spread" and what they say."""


def drafts_of_nouns(sentence: Sentence, cues: Sequence[Cue]) -> list[Draft]:
    """Return the attributions of one sentence that do not hang on a verb of saying."""
    return [*_nouns(sentence, cues), *_alleged(sentence, cues), *_heard(sentence, cues)]


def _nouns(sentence: Sentence, cues: Sequence[Cue]) -> Iterator[Draft]:
    """Read "X's claim that", "a denial by X", "warnings from X that"."""
    nouns = rows_by_word("noun")
    if sentence.words.isdisjoint(nouns):
        return
    heads = {cue.head for cue in cues}
    for at, token in enumerate(sentence.tokens):
        row = nouns.get(token.low)
        if row is None or token.quotation >= 0 or at in heads:
            continue
        frames = row["frames"].split()
        owner = _owner(sentence, at)
        source: Range | None = owner
        first = owner[1] if owner else at
        cue_end = at + 1
        following = at + 1
        if source is None and sentence.low(following) in ("by", "from"):
            source = phrase_after(sentence, following + 1, stop=load_classes()["after_claimant"])
            if source is not None:
                following = source[1]
                cue_end = at + 2
        stated = source is not None and "that" in frames
        if stated and sentence.is_a(following, "be") and sentence.low(following + 1) == "that":
            following += 1  # "her position is that"
        apart = _set_apart(sentence, following, cues)
        if source is None:
            following = following + 1 if apart else _that_after(sentence, following)
        word = sentence.low(following)
        introduced = stated and word == ":" and token.low != "accounts"
        if introduced or (word == "that" and "that" in frames):
            start = following + 1
        elif word in frames and source is not None:
            start = following + (word in load_classes()["claim_of"])
        else:
            continue
        if source is None and (
            row["class"] not in ("suggest", "claim", "doubt", "deny", "report")
            or _governed(at, cues)
        ):
            continue
        if word == "that" and (
            sentence.is_a(start, "auxiliary") or sentence.low(start).endswith("ed")
        ):
            continue  # "stories that have appeared": the clause describes the noun.
        if word in ("that", ":"):
            end = apart or clause_end(sentence, start, cues)
            done = apart or any(sentence.is_a(k, "spreading") for k in range(at, following))
            if not done and not any(is_finite(sentence, k) for k in range(at)):
                end = before_main_clause(sentence, start, end, cues)
                end = _before_second_verb(sentence, start, end)
        else:
            end = object_end(sentence, start, cues)
            if not any(is_finite(sentence, k) for k in range(at)):
                end = next((k for k in range(start + 1, end) if is_verbal(sentence, k)), end)
        if end <= start:
            continue
        stop = _refuted(sentence, end + (apart > 0)) if source is None else 0
        if stop:
            # "Claims that X are false": what the narrator says of X.
            words = [sentence.span(first, cue_end), sentence.span(end, stop)]
            said = [sentence.span(start, end)]
            yield Draft([], words, said, "narrator's remark on a claim", "relate", NARRATOR)
            continue
        source = source or _maker(sentence, end + (apart > 0))
        who = [sentence.span(*source)] if source else []
        words, said = [sentence.span(first, cue_end)], [sentence.span(start, end)]
        yield Draft(who, words, said, "noun", row["class"], "" if source else UNNAMED)


def _maker(sentence: Sentence, at: int) -> Range | None:
    """Find who made the claim of "The claim that X was first made by Y", from ``at`` on."""
    verb = at + 1
    while is_adverb(sentence, verb):
        verb += 1
    made = sentence.is_a(verb, "making") and sentence.low(verb + 1) == "by"
    return phrase_after(sentence, verb + 2) if made else None


def _refuted(sentence: Sentence, at: int) -> int:
    """Return where "are false", "have no basis", "does not stand up" ends at ``at``, or 0."""
    verb = at + 1
    while is_adverb(sentence, verb) and sentence.low(verb) != "not":
        verb += 1
    low = sentence.low(verb)
    if sentence.is_a(at, "be"):
        if low == "not" and sentence.is_a(verb + 1, "upheld"):
            return verb + 2
        return verb + 1 if sentence.is_a(verb, "refuted") else 0
    if sentence.is_a(at, "have"):
        return verb + 2 if low == "no" and sentence.is_a(verb + 1, "grounds") else 0
    if low in ("not", "n't") and sentence.is_a(verb + 1, "upholding"):
        return verb + 2 + (sentence.low(verb + 2) in ("up", "water"))
    return 0


def _owner(sentence: Sentence, noun: int) -> Range | None:
    """Find the possessive before a noun: "X's own first claim", "his claim"."""
    at = noun - 1
    while at >= 0 and noun - at < 5 and sentence.tokens[at].is_word:
        if sentence.low(at) == "'s":
            return _owner_phrase(sentence, at)
        if sentence.is_a(at, "possessive"):
            return at, at + 1
        if sentence.is_a(
            at, "determiner", "preposition", "auxiliary", "subordinator", "coordinator"
        ):
            return None
        at -= 1
    return _owner_phrase(sentence, at) if sentence.low(at) == "'" else None


def _owner_phrase(sentence: Sentence, last: int) -> Range | None:
    """Walk left over the name or noun phrase that carries the possessive."""
    first = last
    while first > 0:
        word = sentence.tokens[first - 1]
        joins = sentence.is_a(first - 1, "auxiliary", "subordinator", "coordinator")
        if not word.is_word or joins or sentence.is_a(first - 1, "preposition"):
            break
        if sentence.is_a(first - 1, "determiner", "possessive"):
            first -= 1
            break
        if not word.is_name and first < last and sentence.tokens[first].is_name:
            break
        first -= 1
    return (first, last) if first < last else None


def _that_after(sentence: Sentence, at: int) -> int:
    """Skip "on social media" and "spread in the town" between a rumour and its that-clause."""
    verb = at
    while is_adverb(sentence, verb) or sentence.is_a(verb, "have", "be"):
        verb += 1
    spreads = sentence.is_a(verb, "spreading")
    first = verb if spreads else at
    for k in range(first, min(first + (LONGEST_ROUND if spreads else 5), len(sentence.tokens))):
        if sentence.low(k) == "that":
            return k
        closed = sentence.is_a(k, "auxiliary") or (sentence.is_a(k, "determiner") and not spreads)
        if not sentence.tokens[k].is_word or closed:
            break
    return at


def _set_apart(sentence: Sentence, at: int, cues: Sequence[Cue]) -> int:
    """Return the comma after "A theory, that the book was sold, has been doing the rounds", or 0.

    ``at`` is what stands after the noun. Where somebody "dismissed" it, that is what is said.
    """
    if sentence.low(at) != "," or sentence.low(at + 1) != "that":
        return 0
    for k in range(at + 3, len(sentence.tokens) - 1):
        if sentence.low(k) == "," and is_finite(sentence, k + 1):
            told = any(cue.first <= k + 1 < cue.last for cue in cues)
            return 0 if told else k
    return 0


def _before_second_verb(sentence: Sentence, first: int, last: int) -> int:
    """Cut a that-clause where the verb follows whose subject the whole phrase is.

    "Her claim that the vault was empty surprised nobody": the clause ends
    before "surprised".
    """
    seen = -1
    for at in range(first + 1, last):
        if not is_verbal(sentence, at):
            continue
        before = sentence.low(at - 1)
        joined = before == "," or sentence.is_a(
            at - 1, "coordinator", "subordinator", "relative", "determiner", "auxiliary"
        )
        if seen >= 0 and not joined:
            return at
        seen = at
    return last


def _governed(noun: int, cues: Sequence[Cue]) -> bool:
    """Tell whether the noun is the object of a verb of saying: "rejected claims that"."""
    return any(cue.last <= noun <= cue.last + 3 for cue in cues)


def _heard(sentence: Sentence, cues: Sequence[Cue]) -> Iterator[Draft]:
    """Read "The owner, a jury at Lund heard on Monday, lit it": said in court, by nobody named."""
    if sentence.words.isdisjoint(load_classes()["court"]):
        return
    for at in range(1, len(sentence.tokens) - 1):
        helped = sentence.is_a(at - 1, "be", "have")
        told = sentence.is_a(at, "hearing") or (helped and sentence.is_a(at, "told"))
        if not told or sentence.tokens[at].quotation >= 0:
            continue
        first = max((k + 1 for k in range(at) if sentence.low(k) == ","), default=0)
        if not sentence.is_a(first + sentence.is_a(first, "determiner"), "court"):
            continue
        rest = skip_occasion(sentence, at + 1)
        opens = sentence.is_a(rest, "determiner", "possessive", "subject_pronoun")
        opens = opens and not first and has_verb(sentence, rest, len(sentence.tokens))
        clause = sentence.low(rest) == "that" or opens
        said = [] if clause or not first else stretch_before(sentence, first - 1)
        if clause or (sentence.low(rest) == "," and goes_on_after(sentence, cues, rest + 1)):
            rest += sentence.low(rest) in ("that", ",")
            said.append(sentence.span(rest, clause_end(sentence, rest, cues)))
        elif rest < len(sentence.tokens) - 1 or not said:
            continue
        court, cue = (
            sentence.span(*part) for part in ((first, at - helped), (at - helped, at + 1))
        )
        rule = "heard in court"
        yield Draft([], [cue], said, rule, "say", UNNAMED, [court], postposed=bool(first))


def _alleged(sentence: Sentence, cues: Sequence[Cue]) -> Iterator[Draft]:
    """Read "allegedly", "reportedly" and "alleged plot": a source that nobody names."""
    if sentence.words.isdisjoint(_allegings()):
        return
    for at, token in enumerate(sentence.tokens):
        if token.quotation >= 0:
            continue
        if token.low in rows_by_word("adverb"):
            verb = at
            while sentence.is_a(verb - 1, "auxiliary"):
                verb -= 1
            subject = subject_before(sentence, verb)
            end = clause_end(sentence, at + 1, cues)
            if subject is not None and end > at + 1:
                said = [sentence.span(subject[0], at), sentence.span(at + 1, end)]
                yield Draft([], [sentence.span(at, at + 1)], said, "adverb", "alleged", UNNAMED)
        elif token.low in rows_by_word("adjective") and sentence.is_a(at + 1, "deed"):
            said = [sentence.span(at + 1, object_end(sentence, at + 1, cues))]
            yield Draft([], [sentence.span(at, at + 1)], said, "adjective", "alleged", UNNAMED)


@cache
def _allegings() -> frozenset[str]:
    return frozenset((*rows_by_word("adverb"), *rows_by_word("adjective")))
