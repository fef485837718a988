"""The subject of a verb, without a parser: the noun phrase that ends before it."""

from __future__ import annotations

from narratives.attribution.sentences.cues import is_adverb
from narratives.attribution.sentences.phrases import (
    MARKS,
    MAX_APPOSITION,
    Range,
    follows_noun,
    inside_relative,
    is_finite,
    is_nounlike,
    is_verbal,
)
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes


def subject_before(sentence: Sentence, end: int) -> Range | None:
    """Find the noun phrase that ends right before token ``end``.

    Insertions between commas are part of the phrase ("Ruiz, a spokeswoman for
    the port,"); "who" and "which" lead to the phrase they stand for.

    Returns
    -------
    (first, last) or None
        None where no phrase stands there.
    """
    last = _skip_back_time(sentence, end)
    if sentence.is_a(last - 1, "relative") or follows_noun(sentence, last - 1):
        last -= 1
        if sentence.low(last - 1) == ",":
            last -= 1
            whole = _phrase_with_insertion(sentence, last)
            if whole is not None and sentence.is_a(whole[0], "determiner", "possessive") | (
                sentence.tokens[whole[0]].is_name
            ):
                return whole
        return _plain_phrase(sentence, last)
    if sentence.low(last - 1) in (",", ")", "—", "–", "--", "-"):
        return _phrase_with_insertion(sentence, last - 1)
    return _plain_phrase(sentence, last)


def _skip_back_time(sentence: Sentence, last: int) -> int:
    """Walk left over "on Monday", "later", "on March 25" that stand before a verb."""
    while True:
        noun = sentence.is_a(last - 1, "time_noun") and sentence.is_a(last - 2, "time_opener")
        if noun or (sentence.low(last - 1).isdigit() and sentence.is_a(last - 2, "month")):
            last -= 2
        elif sentence.is_a(last - 1, "time") or is_adverb(sentence, last - 1):
            last -= 1
        else:
            return last
        last -= sentence.is_a(last - 1, "before_day", "before_time")


def skip_time(sentence: Sentence, at: int) -> int:
    """Skip "on Monday", "later" between a verb and "by" or "from"."""
    while at < len(sentence.tokens):
        if sentence.is_a(at, "time") or is_adverb(sentence, at):
            at += 1
        elif sentence.is_a(at, "preposition") and sentence.is_a(at + 1, "time", "month"):
            at += 2 + sentence.low(at + 2).isdigit()
        else:
            break
    return at


def _left_edge(sentence: Sentence, last: int) -> int:
    """Walk left from ``last`` to the start of the clause the phrase stands in."""
    first = last
    while first > 0:
        at = first - 1
        token = sentence.tokens[at]
        word = token.low
        if token.quotation >= 0 or word == "," or word in MARKS:
            break
        if word in (".", "but") or sentence.is_a(at, "subordinator"):
            break
        if (
            word in load_classes()["joins_names"]
            and not _joins_names(sentence, at)
            and _clause_before(sentence, at)
        ):
            break
        infinitive = sentence.low(at - 1) == "to"
        if is_finite(sentence, at) and not infinitive and not inside_relative(sentence, at):
            break
        first = at
    return first


def _joins_names(sentence: Sentence, at: int) -> bool:
    """Tell whether "and" stands between two names: "Trade and Industry"."""
    return (
        0 < at < len(sentence.tokens) - 1
        and sentence.tokens[at - 1].is_name
        and sentence.tokens[at + 1].is_name
    )


def _clause_before(sentence: Sentence, at: int) -> bool:
    """Tell whether a whole clause stands before the "and" at ``at``."""
    for k in range(at - 1, -1, -1):
        token = sentence.tokens[k]
        if token.low == "," or token.low in MARKS:
            return token.quotation >= 0
        if is_finite(sentence, k):
            return True
    return False


def _plain_phrase(sentence: Sentence, last: int) -> Range | None:
    if last <= 0 or sentence.tokens[last - 1].quotation >= 0:
        return None
    if sentence.is_a(last - 1, "subject_pronoun"):
        return last - 1, last
    first = _left_edge(sentence, last)
    if follows_noun(sentence, first - 1):
        led = sentence.is_a(first, "auxiliary", "past") or is_verbal(sentence, first)
        led = led or sentence.is_a(first + 1, "determiner", "possessive")
        whole = _plain_phrase(sentence, first - 1) if led else None
        if whole is not None:
            return whole[0], last  # "The owner of a club that burned down in Ostrow denied"
    first = _strip_opening(sentence, first, last)
    while last > first and not (
        sentence.tokens[last - 1].is_word or sentence.low(last - 1) in (".", "'")
    ):
        last -= 1
    if not any(
        is_nounlike(sentence, k) or sentence.is_a(k, "determiner") for k in range(first, last)
    ):
        return None
    # "a nurse who declined to give her name" is one phrase.
    related = next(
        (
            k
            for k in range(first + 1, last)
            if sentence.is_a(k, "relative") and not sentence.is_a(k + 1, "determiner", "possessive")
        ),
        last,
    )
    for at in range(related - 1, first, -1):
        # A second article begins a second phrase: "a claim the trust".
        joined = sentence.is_a(
            at - 1, "determiner", "possessive", "preposition", "coordinator", "auxiliary"
        )
        if sentence.is_a(at, "determiner", "possessive") and not joined:
            return at, last
    return _widen_list(sentence, first, last), last


def _strip_opening(sentence: Sentence, first: int, last: int) -> int:
    """Drop what opens a clause and is no part of its subject."""
    if sentence.is_a(first - 1, "have") and sentence.low(first).endswith(("ed", "en")):
        first += first < last - 1  # "had spoken to leaders, who said"
    while first < last - 1:
        if (
            sentence.is_a(first, "coordinator", "time")
            or is_adverb(sentence, first)
            or not sentence.tokens[first].is_word
        ) or sentence.is_a(first, "strips_before_subject"):
            first += 1
        elif sentence.is_a(first, "preposition"):
            at = last - 1
            while at > first and not sentence.is_a(
                at, "determiner", "possessive", "preposition", "time", "month"
            ):
                at -= 1
            inner = at if sentence.is_a(at, "determiner", "possessive") else at + 1
            return min(inner, last)
        else:
            break
    return first


def _widen_list(sentence: Sentence, first: int, last: int) -> int:
    """Take in the earlier members of a list: "Peru, Chile and Bolivia"."""
    if not any(sentence.low(k) in ("and", "or") for k in range(first, last)):
        return first
    while sentence.low(first - 1) == ",":
        edge = _left_edge(sentence, first - 1)
        if first - 1 - edge > 6 or edge >= first - 1 or not sentence.tokens[edge].is_name:
            break
        if sentence.is_a(edge, "preposition", "time", "subordinator"):
            break
        first = edge
    return first


def _phrase_with_insertion(sentence: Sentence, comma: int) -> Range | None:
    """Find a phrase followed by an insertion that ends at the mark ``comma``."""
    closing = sentence.low(comma)
    openers = {",": (",",), ")": ("(",)}.get(closing, (closing,))
    best: Range | None = None
    for at in range(comma - 1, max(comma - MAX_APPOSITION, 0), -1):
        token = sentence.tokens[at]
        if best is not None and sentence.low(best[0] - 1) == "as":
            break  # "as the inspector, Ana Ruiz, had noted"
        if token.low in (";", ":") or token.quotation >= 0:
            break
        if token.low in openers:
            head = _plain_phrase(sentence, at)
            related = sentence.is_a(at + 1, "relative")
            if (
                head is not None
                and (related or _is_head(sentence, head))
                and _inserted(sentence, at + 1, comma)
            ):
                best = head[0], comma
            elif sentence.low(at + 1) == "as":
                return head  # "Quint, as the owner had feared, said"
            elif best is not None:
                break
    if best is not None and closing == ")":
        return best[0], comma + 1
    return best


def _is_head(sentence: Sentence, phrase: Range) -> bool:
    first, last = phrase
    if sentence.is_a(first, "particle"):
        return False  # "In a letter read out on Sunday, the dean, Ann Lee, wrote"
    if sentence.is_a(first, "time", "month"):
        return False
    before = sentence.is_a(first - 1, "preposition")
    if before and not sentence.is_a(first - 1, "no_apposition_head"):
        return False
    articled = sentence.is_a(first, "determiner") and last - first > 1  # "The report"
    return articled or any(
        is_nounlike(sentence, k) and not is_adverb(sentence, k) for k in range(first, last)
    )


def _inserted(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the words can be an insertion: no clause of their own."""
    if sentence.is_a(first, "coordinator"):
        return False
    for at in range(first, last):
        if sentence.is_a(at, "relative") or follows_noun(sentence, at):
            return True
        led = at == first and sentence.low(at + 1) == "by"
        if not led and is_finite(sentence, at) and not inside_relative(sentence, at):
            return False
    return True


def main_subject(sentence: Sentence, before: int) -> Range | None:
    """Find the subject of the clause that a participle at ``before`` hangs on."""
    for at in range(1, before):
        if is_finite(sentence, at) and not inside_relative(sentence, at):
            found = subject_before(sentence, at)
            if found is not None:
                return found
    for at in range(1, before - 1):
        if is_plain_past(sentence, at):
            return subject_before(sentence, at)
    return None


def is_plain_past(sentence: Sentence, at: int) -> bool:
    """Tell a past tense that no list has by its object: "The guard locked the gate"."""
    word = sentence.tokens[at]
    return (
        word.low.endswith("ed")
        and len(word.low) > 4
        and sentence.is_a(at + 1, "determiner", "possessive", "object_pronoun")
        and is_nounlike(sentence, at - 1)
    )


def subject_after(sentence: Sentence, first: int) -> tuple[int, Range] | None:
    """Find the main clause that follows an opening participle: "Noting that X, Ruiz said".

    Returns
    -------
    (comma, subject) or None
        The token at which the opening ends, and the subject after it.
    """
    for comma in range(first, len(sentence.tokens) - 2):
        near = range(comma + 2, min(comma + 14, len(sentence.tokens)))
        verbs = (k for k in near if is_finite(sentence, k) or is_plain_past(sentence, k))
        found = subject_before(sentence, next(verbs, 0)) if sentence.low(comma) == "," else None
        if found is not None and found[0] == comma + 1:
            return comma, found
    return None
