"""What begins right of a verb: a clause, a noun phrase, a that-clause."""

from __future__ import annotations

from narratives.attribution.sentences.phrases import Range, is_finite
from narratives.attribution.sentences.subjects import is_plain_past
from narratives.attribution.sentences.text import Sentence


def only_points(sentence: Sentence, at: int) -> bool:
    """Tell whether "that" goes with a noun ("that assessment") and opens no clause."""
    for k in range(at + 1, min(at + 6, len(sentence.tokens))):
        if not sentence.tokens[k].is_word or sentence.is_a(k, "preposition"):
            return sentence.low(at + 1) == "." or sentence.is_a(k - 1, "reduced")
    return False


def from_record(sentence: Sentence, subject: Range, at: int) -> bool:
    """Tell whether a study, a record or an inquiry finds something, or anybody finds evidence."""
    if any(sentence.is_a(k, "record_subject") for k in range(*subject)):
        return True
    return any(sentence.is_a(k, "evidence") for k in range(at, at + 3))


def after_insertion(sentence: Sentence, at: int) -> int:
    """Skip what commas set off between verb and "that": "believes, from the photos, that"."""
    if sentence.low(at) != ",":
        return at
    comma = next((k for k in range(at + 1, at + 14) if sentence.low(k) == ","), at)
    return comma + 1 if comma > at and sentence.low(comma + 1) == "that" else at


def that_ahead(sentence: Sentence, at: int) -> int | None:
    """Find the "that" of "claimed hours after the fire that": no verb and no name before it."""
    for place in range(at, min(at + 9, len(sentence.tokens) - 1)):
        token = sentence.tokens[place]
        if token.low == "that":
            # "reported faults that evening", and not "that night had fallen"
            if not sentence.is_a(place + 1, "time_noun") or is_finite(sentence, place + 2):
                return place
            continue
        if not token.is_word or is_finite(sentence, place):
            return None
        if place == at and token.is_name:
            return None
    return None


def opens_clause(sentence: Sentence, at: int) -> bool:
    """Tell whether a clause with a verb of its own begins at ``at``."""
    if at >= len(sentence.tokens) or not sentence.tokens[at].is_word:
        return False
    if sentence.is_a(at, "no_clause"):
        return False
    for k in range(at + 1, min(at + 40, len(sentence.tokens))):
        if sentence.low(k) in (";", "."):
            return False
        if is_finite(sentence, k) or is_plain_past(sentence, k):
            return True
    return not sentence.is_a(at, "preposition")


def opens_object(sentence: Sentence, at: int, *, clausal: bool) -> bool:
    """Tell whether a noun phrase begins at ``at``."""
    if at >= len(sentence.tokens):
        return False
    token = sentence.tokens[at]
    pointed = sentence.is_a(at + 1, "reduced") or sentence.low(at + 1) == "."
    if token.low == "that" and (not clausal or pointed):
        return True
    if not token.is_word:
        return False
    if sentence.is_a(at, "time_opener") and sentence.is_a(at + 1, "time_noun"):
        return False
    return not sentence.is_a(at, "preposition", "subordinator", "coordinator", "time")


def label_before(sentence: Sentence, before: int) -> Range | None:
    """Find "an accusation" in "an accusation that the company denies"."""
    at = before - 1 - (sentence.low(before - 1) in ("that", "which"))
    led = sentence.is_a(at - 1, "determiner", "possessive")
    return (at - led, at + 1) if sentence.is_a(at, "reduced") else None
