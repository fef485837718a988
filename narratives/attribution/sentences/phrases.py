"""Where a noun phrase begins and ends, without a parser.

Closed word classes and marks carry the decisions. Token ranges are given as
(first, last) with ``last`` exclusive.
"""

from __future__ import annotations

from collections.abc import Collection

from narratives.attribution.sentences.cue_words import phrases, verb_forms
from narratives.attribution.sentences.cues import is_adverb, is_cleft, is_naming
from narratives.attribution.sentences.text import Sentence

Range = tuple[int, int]
MARKS = frozenset(';:()[]“”„«»"—–?!') | {"--", "''", "``"}
MAX_APPOSITION = 45
"""Words an insertion between a name and its verb may have."""


def is_finite(sentence: Sentence, index: int) -> bool:
    """Tell whether the word is most probably a finite verb; no word is one outside the sentence."""
    known = sentence.known.get(("finite", index))
    if known is None:
        known = sentence.known["finite", index] = _is_finite(sentence, index)
    return known


def _is_finite(sentence: Sentence, index: int) -> bool:
    word = sentence.low(index)
    if word in ("", "'s", "'") or is_naming(sentence, index):
        return False
    if index and sentence.tokens[index].is_name and sentence.kind != "headline":
        return False  # "Igor Vents", "in May"
    pronoun = sentence.is_a(index - 1, "pronoun_like")
    if sentence.is_a(index, "auxiliary", "past"):
        return pronoun or not sentence.is_a(index - 1, "determiner", "possessive")
    before = sentence.tokens[index - 1] if index else None
    if word in verb_forms() and before is not None:
        names = {name for name, rest, _ in verb_forms()[word] if not rest}
        if "past" in names:
            return pronoun or (
                before.is_word
                and not sentence.is_a(
                    index - 1, "determiner", "possessive", "preposition", "coordinator"
                )
            )
        if "s" in names and not sentence.is_a(index, "verb_or_noun"):
            return True
        if "base" in names and not sentence.is_a(index, "verb_or_noun"):
            return sentence.is_a(index - 1, "plural")
    return (
        word.endswith("ed")
        and len(word) > 4
        and before is not None
        and (
            (before.is_name and not sentence.is_a(index - 1, "determiner"))
            or sentence.is_a(index - 1, "subject_pronoun")
            or before.low.endswith("s")
        )
        and sentence.low(index + 1) not in ("by",)
        and sentence.is_a(index + 1, "determiner", "preposition", "possessive", "object_pronoun")
    )


def is_verbal(sentence: Sentence, index: int) -> bool:
    """Tell whether the word may be a finite verb, a past tense that no list has too."""
    return sentence.low(index).endswith("ed") or is_finite(sentence, index)


def is_nounlike(sentence: Sentence, index: int) -> bool:
    """Tell whether the word can be the head of a noun phrase."""
    return (
        index >= 0
        and sentence.tokens[index].is_word
        and not sentence.is_a(
            index, "preposition", "auxiliary", "subordinator", "coordinator", "determiner"
        )
        and sentence.low(index) not in verb_forms()
    )


def follows_noun(sentence: Sentence, that: int) -> bool:
    """Tell whether a "that" describes the noun before it: "a note that was lost"."""
    articled = sentence.is_a(that - 2, "determiner", "possessive")
    return sentence.low(that) == "that" and (articled or is_nounlike(sentence, that - 1))


def inside_relative(sentence: Sentence, at: int) -> bool:
    """Tell whether the verb at ``at`` belongs to a clause with who, which or that."""
    back = at - 1
    while is_adverb(sentence, back) or sentence.is_a(back, "auxiliary"):
        back -= 1
    if sentence.low(back) == "to" and sentence.is_a(back + 1, "infinitive"):
        back -= 1 + is_adverb(sentence, back - 1)
        return is_finite(sentence, back) and inside_relative(sentence, back)  # "who asked to be"
    owned = "whose" in (sentence.low(back - 1), sentence.low(back - 2))
    return owned or sentence.is_a(back, "relative") or sentence.low(back) == "that"


def phrase_after(
    sentence: Sentence, first: int, *, stop: Collection[str] = (), wide: bool = False
) -> Range | None:
    """Find the noun phrase that begins at token ``first``.

    Parameters
    ----------
    stop : collection of str
        Words that end the phrase.
    wide : bool
        Keep phrases of place and time inside ("the ministry in Lima"), as after
        "according to"; otherwise they end the phrase once it has a name in it.
    """
    at = first
    named = False
    while at < len(sentence.tokens):
        token = sentence.tokens[at]
        word = token.low
        if word in stop or word in MARKS - {"(", ")"}:
            break
        if word == "(":
            closing = next((k for k in range(at, at + 12) if sentence.low(k) == ")"), 0)
            if not closing:
                break
            at = closing + 1
            continue
        if word == ",":
            end = apposition_end(sentence, at)
            if end is None:
                break
            at = end
            continue
        if word == "." and at == len(sentence.tokens) - 1:
            break
        if at > first and (
            (sentence.is_a(at, "relative") and not wide)
            or sentence.is_a(at, "subordinator", "time")
            or is_finite(sentence, at)
            or word in ("as", "but")
        ):
            break
        opens = at > first and sentence.is_a(at, "preposition") and word not in ("of", "for")
        if opens and ((named and not wide) or is_occasion(sentence, at)):
            break
        if word == "and" and (
            _starts_clause(sentence, at + 1) or sentence.is_a(at + 1, "preposition")
        ):
            break
        named = named or token.is_name or sentence.is_a(at, "object_pronoun", "subject_pronoun")
        at += 1
    return (first, at) if at > first else None


def is_occasion(sentence: Sentence, at: int) -> bool:
    """Tell whether "in a statement", "at a briefing", "on March 3" begins here."""
    if sentence.is_a(at, "no_occasion"):
        return False
    if sentence.is_a(at + 1, "time", "month"):
        return True
    if sentence.is_a(at + 1, "pointing_word"):
        return False
    return any(sentence.is_a(k, "occasion") for k in range(at + 1, at + 6))


def _starts_clause(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb or a new subject with its verb begins at ``at``."""
    if sentence.low(at) in verb_forms() and not sentence.is_a(at, "verb_or_noun"):
        return True
    return any(is_finite(sentence, k) for k in range(at, at + 6))


def apposition_end(sentence: Sentence, comma: int) -> int | None:
    """Return where the apposition that follows the comma ends, None if there is none."""
    first = comma + 1
    if sentence.low(first) == "that":
        return None
    if sentence.is_a(first, "relative") and sentence.low(first + 1) in verb_forms():
        return None  # "…, who said": another attribution.
    if not (
        sentence.is_a(first, "determiner", "relative")
        or sentence.is_a(first, "opens_apposition")
        or (sentence.low(first).isdigit() and sentence.low(first + 1) in (",", ""))
    ):
        return None
    at, related = first, False
    while at < len(sentence.tokens) and at - first < MAX_APPOSITION:
        word = sentence.low(at)
        if word in (",", ";", ":") or sentence.tokens[at].quotation >= 0:
            break
        if word == "." and at == len(sentence.tokens) - 1:
            break
        if sentence.is_a(at, "time"):
            break
        related = related or sentence.is_a(at, "relative")
        if not related and is_finite(sentence, at):
            return None
        at += 1
    return at


def is_claim(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the noun phrase stands for a claim: "the theory", "his version"."""
    return any(sentence.is_a(k, "reduced") for k in range(first, min(last, first + 5)))


def insertion_end(sentence: Sentence, comma: int) -> int:
    """Return where ", however," ends between a noun and its verb, 0 where none is there."""
    for words in phrases("insertion").get(sentence.low(comma + 1), ()):
        end = comma + 1 + len(words)
        if sentence.lows[comma + 1 : end] != words or sentence.low(end) != ",":
            continue
        cleft = sentence.low(end + 1) == "that" and is_cleft(sentence)
        verb = sentence.low(end + 1) in verb_forms()
        if cleft or verb or sentence.is_a(end + 1, "relative", "auxiliary", "past"):
            return end + 1
    return 0
