"""Where a reported clause or object ends, without a parser."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from narratives.attribution.sentences.cue_words import verb_forms
from narratives.attribution.sentences.cues import Cue, is_adverb
from narratives.attribution.sentences.phrases import (
    apposition_end,
    is_finite,
    is_occasion,
    is_verbal,
    phrase_after,
)
from narratives.attribution.sentences.subjects import subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes
from narratives.schema import Span

WIDE = 9
"""Words within which "neither" and "nor" belong together."""
LONGEST_ASKER = 12
"""Words and marks before the colon that may say who asks."""
AGAINST = ("deny", "doubt")
"""Classes of verbs that stand against what is claimed."""


def skip_occasion(sentence: Sentence, at: int) -> int:
    """Skip words of time, place and addressee that may follow a verb of saying."""
    while at < len(sentence.tokens):
        word = sentence.low(at)
        if sentence.is_a(at, "time") or is_adverb(sentence, at):
            at += 1
        elif sentence.is_a(at, "time_opener") and sentence.is_a(at + 1, "time_noun"):
            at += 2
        elif (
            sentence.is_a(at, "preposition")
            and word not in load_classes()["told_of"]
            and (word != "to" or sentence.is_a(at + 1, "determiner", "object_pronoun"))
        ):
            end = at + 1
            while end < len(sentence.tokens) and end - at < 25:
                low = sentence.low(end)
                if low in (",", ";", ":", "that", ".") or sentence.tokens[end].quotation >= 0:
                    break
                if sentence.is_a(end, "time") and end > at + 1:
                    end += 1
                    break
                end += 1
            at = end
        else:
            break
    return at


def is_question(sentence: Sentence) -> bool:
    """Tell whether the sentence asks: "Did the mayor say that …?", "Q: And has he …?"."""
    if sentence.lows[-1] != "?":
        return False
    head = sentence.lows[:LONGEST_ASKER]
    first = head.index(":") + 1 if ":" in head else 0
    named = (sentence.tokens[k].is_name for k in range(first - 1) if sentence.tokens[k].is_word)
    first = first if all(named) else 0
    while first < len(sentence.tokens) - 1 and (
        (not sentence.tokens[first].is_word and sentence.tokens[first].quotation < 0)
        or sentence.is_a(first, "coordinator")
    ):
        first += 1
    return sentence.is_a(first, "asking")


def is_silence(sentence: Sentence, cue: Collection[Span]) -> bool:
    """Tell "refused to comment" and "it is unclear whether": words that claim nothing."""
    places = sentence.places(cue)
    return any(sentence.is_a(k, "silence") and sentence.low(k + 1) == "to" for k in places)


def is_balanced(sentence: Sentence, verb: int) -> bool:
    """Tell "neither supports nor refutes", "did not confirm or deny": for nothing, against nothing.

    Parameters
    ----------
    verb : int
        The token of one of the two verbs.
    """
    first = max(verb - WIDE, 0)
    opening = next(
        (k for k in range(verb - 1, first - 1, -1) if sentence.is_a(k, "negative", "silence")), None
    )
    if opening is None:
        return False
    last = min(verb + WIDE, len(sentence.tokens))
    joint = next((k for k in range(opening + 2, last) if sentence.low(k) in ("nor", "or")), last)
    pair = [_verb_between(sentence, opening + 1, joint), _verb_between(sentence, joint + 1, last)]
    sides = {kind in AGAINST for _, kind in pair if kind}
    return len(sides) == 2 and verb in [at for at, _ in pair]


def _verb_between(sentence: Sentence, first: int, last: int) -> tuple[int, str]:
    """Return the first verb of the lexicon and its class, "" where there is none."""
    for at in range(first, last):
        for _, rest, row in verb_forms().get(sentence.low(at), ()):
            if sentence.lows[at + 1 : at + 1 + len(rest)] == rest:
                return at, row["class"]
    return -1, ""


def clause_end(sentence: Sentence, first: int, cues: Collection[Cue]) -> int:
    """Find where the reported clause that begins at ``first`` ends.

    It ends with the sentence, or earlier where another attribution takes over:
    a participle of saying, "according to", a contrasting clause with a speaker
    of its own, a noun in apposition that stands for the claim.
    """
    heads = {cue.first: cue for cue in cues if cue.first > first}
    last = len(sentence.tokens)
    while last > first and (
        sentence.low(last - 1) in (".", "!", "?", "...") and sentence.tokens[last - 1].quotation < 0
    ):
        last -= 1
    for at in range(first + 1, last):
        token = sentence.tokens[at]
        if token.quotation >= 0:
            continue
        word = token.low
        if word == ";":
            return at
        if word in ("and", "but") and at + 1 in heads and heads[at + 1].form == "finite":
            return at - (sentence.low(at - 1) == ",")
        if word == "according" and at > first + 1:
            return at - (sentence.low(at - 1) == ",")
        closed = sentence.tokens[at - 1].quotation >= 0 and sentence.low(at - 2) == ","
        if word not in (",", "—", "–", "--", "-") and not closed:
            continue
        following = at if closed else at + 1
        if following in heads and heads[following].form == "ing":
            return at
        if sentence.low(following + 1) == "that" and sentence.is_a(following, "coordinator"):
            continue
        if sentence.is_a(following, "contrast"):
            return at
        if sentence.is_a(following, "new_clause") and any(
            cue.form == "finite" and 0 < cue.first - following < 30 for cue in heads.values()
        ):
            return at
        if _is_label(sentence, following):
            return at
        taken_up = as_said_end(sentence, following, heads.values())
        if sentence.low(taken_up) == "," and not has_verb(sentence, first, at):
            continue  # "that the crane, as the owner had warned, failed"
        if taken_up or is_tag(sentence, following, last, heads):
            return at
    return last


def before_main_clause(sentence: Sentence, first: int, last: int, cues: Collection[Cue]) -> int:
    """Cut a that-clause where the main clause begins: "When he said that X, Y left"."""
    if not sentence.is_a(0, "preposition", "opening", "subordinator"):
        return last
    verbs = {cue.head for cue in cues if cue.form == "finite"}
    for at in range(first + 2, last - 2):
        if sentence.low(at) != "," or sentence.tokens[at].quotation >= 0:
            continue
        near = range(at + 2, min(at + 12, last))
        apart = sentence.is_a(at + 1, "relative", "coordinator", "auxiliary", "past")
        if not apart and any(is_verbal(sentence, k) or k in verbs for k in near):
            return at
    return last


def has_verb(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a clause has its verb between two tokens, a past that no list has too."""
    return any(is_verbal(sentence, k) for k in range(first + 1, last))


def as_said_end(sentence: Sentence, at: int, cues: Iterable[Cue]) -> int:
    """Return where "as the owner had warned" ends, whose "as" or "just as" is at ``at``, or 0.

    Nothing but an occasion and a hearer follows its verb: "as her friend told the court in May".
    """
    at += is_adverb(sentence, at)
    if sentence.low(at) != "as":
        return 0
    for cue in cues:
        subject = subject_before(sentence, cue.first)
        if cue.form == "passive" and cue.first == at + 1:
            end = skip_occasion(sentence, cue.last)
            agent = phrase_after(sentence, end + 1) if sentence.low(end) == "by" else None
            end = skip_occasion(sentence, agent[1]) if agent else end
        elif cue.form == "finite" and subject is not None and subject[0] == at + 1:
            end = after_hearer(sentence, cue)
        else:
            continue
        return end if sentence.low(end) in (",", ".", ";", "") else 0
    return 0


def after_hearer(sentence: Sentence, cue: Cue) -> int:
    """Return where the occasion and the hearer after a verb end: "told the court in May"."""
    end = skip_occasion(sentence, cue.last)
    told = "o" in cue.frames and sentence.low(end) != ","
    hearer = phrase_after(sentence, end) if told else None
    return skip_occasion(sentence, hearer[1]) if hearer else end


def _is_label(sentence: Sentence, at: int) -> bool:
    """Tell whether "a claim rejected by", "a theory that", "a view he shares" begins at ``at``."""
    if sentence.low(at) not in ("a", "an"):
        return False
    return any(sentence.is_a(k, "reduced") for k in range(at + 1, at + 4))


def is_tag(sentence: Sentence, at: int, last: int, heads: Mapping[int, Cue]) -> bool:
    """Tell whether ", X said" or ", said X" closes the sentence from ``at`` on."""
    if last - at > 14:
        return False
    commas = [k for k in range(at, last) if sentence.low(k) == ","]
    stop = commas[0] if commas else last
    for k in range(at, stop):
        if k not in heads or heads[k].form != "finite":
            continue
        if k == at:
            return sentence.low(heads[k].last) != "that"
        apart = sentence.is_a(at, "preposition", "subordinator")  # "in which she advises him"
        end = skip_occasion(sentence, heads[k].last)
        if (end if apart else after_hearer(sentence, heads[k])) >= stop:
            return True
    return False


def object_end(sentence: Sentence, first: int, cues: Collection[Cue]) -> int:
    """Find where the noun phrase that is attributed, beginning at ``first``, ends."""
    end = clause_end(sentence, first, cues)
    for at in range(first + 1, end):
        if sentence.is_a(at, "preposition") and is_occasion(sentence, at):
            return at
        if sentence.low(at) in ("and", "but") and _begins_attribution(sentence, at + 1, cues):
            return at - (sentence.low(at - 1) == ",")
        if sentence.low(at) != "," or sentence.tokens[at].quotation >= 0:
            continue
        if any(sentence.is_a(k, "list_word") for k in range(first, at + 2)):
            continue
        if list_goes_on(sentence, at, end):
            continue
        if sentence.low(at + 1) == "of":
            continue
        after = apposition_end(sentence, at)
        if after is not None and sentence.is_a(after + 1, "of_accused"):
            continue  # "accused Peru, the former ally, of …"
        return at
    return end


def _begins_attribution(sentence: Sentence, at: int, cues: Collection[Cue]) -> bool:
    """Tell whether "Minister Berg accused" begins here: a name or role and its verb."""
    named = at < len(sentence.tokens) and sentence.tokens[at].is_name
    if not (named or sentence.is_a(at, "determiner", "possessive", "subject_pronoun")):
        return False
    verbs = {cue.first for cue in cues if cue.form == "finite"}
    return any(k in verbs for k in range(at + 1, at + 7))


def runs_on(sentence: Sentence, first: int, cues: Collection[Cue]) -> bool:
    """Tell "any role and Minister Berg accused": an object, and the next attribution."""
    end = object_end(sentence, first, cues)
    joint = next((k for k in range(first, end + 2) if sentence.low(k) in ("and", "but")), 0)
    return end in (joint, joint - 1)


def list_goes_on(sentence: Sentence, comma: int, end: int) -> bool:
    """Tell whether the comma separates members of a list that an "and" closes."""
    for at in range(comma + 1, min(comma + 10, end)):
        word = sentence.low(at)
        if word in ("and", "or"):
            return sentence.low(at - 1) != "," or at - comma < 8
        if is_finite(sentence, at) or sentence.is_a(at, "subordinator", "relative"):
            return False
    return False
