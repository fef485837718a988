"""Who speaks: no hearer, none who is criticised, no event."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.cue_words import phrases, rows_by_word
from narratives.attribution.sentences.cues import is_adverb, is_cleft
from narratives.attribution.sentences.phrases import Range, insertion_end, phrase_after
from narratives.attribution.sentences.subjects import skip_time, subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes
from narratives.schema import UNNAMED, Span
from narratives.sources.words import titles

LONGEST_OCCASION = 6
"""Words that "Late on Sunday", "Speaking on Tuesday" before a name may have."""
UNSAID = 4
"""Words before a cue within which "stopped short of" begins."""


def mend_speaker(sentence: Sentence, draft: Draft) -> bool:
    """Give a draft the speaker that its words have; tell whether anybody speaks.

    Hearers and those who are criticised are no speakers, nor is an event; a time before a
    name is no part of it.

    Parameters
    ----------
    sentence : Sentence
        That of its cue.
    draft : Draft
        Changed in place.
    """
    cue = sentence.places(draft.cue)
    if not cue:
        return True
    if is_unsaid(sentence, cue) or _is_nobody(sentence, draft) or _is_asked(sentence, draft):
        return False
    _from_hearer(sentence, draft, cue)
    if _is_drawn(sentence, draft, cue):
        draft.source, draft.speaker = [], UNNAMED
        draft.method = "nobody who is named"
    draft.source = [
        _without_insertion(sentence, _without_occasion(sentence, _without_cause(sentence, span)))
        for span in draft.source
    ]
    return True


def _is_asked(sentence: Sentence, draft: Draft) -> bool:
    """Tell "So you would say that the dam was old?": who is asked has not said it."""
    inside = sentence.places(draft.source)
    return sentence.lows[-1] == "?" and [sentence.low(k) for k in inside] == ["you"]


def _without_cause(sentence: Sentence, span: Span) -> Span:
    """Read "made me" in "this made me think that …" as "me"."""
    inside = sentence.places([span])
    caused = len(inside) == 2 and sentence.is_a(inside[0], "causing")
    return sentence.span(inside[1], inside[1] + 1) if caused else span


def _is_nobody(sentence: Sentence, draft: Draft) -> bool:
    """Tell "It is not clear who said that" and "It was not Quint who said that"."""
    inside = sentence.places(draft.source)
    if not inside or not is_cleft(sentence):
        return False
    alone = sentence.is_a(inside[0], "relative")
    first, last = (inside[0] - 1, inside[0]) if alone else (inside[0], inside[-1] + 1)
    last = insertion_end(sentence, last) or last
    if not sentence.is_a(last, "relative") and sentence.low(last) != "that":
        return False
    if sentence.is_a(first - 1, "negative"):
        return True
    named = sentence.is_a(first, "subject_pronoun", "plural") or sentence.tokens[first].is_name
    one = last - first == 1 and sentence.is_a(first - 1, "be")
    return one and not named and not sentence.low(first).endswith("s")


def is_unsaid(sentence: Sentence, cue: Sequence[int]) -> bool:
    """Tell whether words before the verb say that nothing was said: "stopped short of saying"."""
    for at in range(max(cue[0] - UNSAID, 0), cue[-1]):
        for words in phrases("unsaid").get(sentence.lows[at], ()):
            end = at + len(words)
            told = sentence.low(at - 1) == "i"  # "I should say that …"
            if (
                not told
                and cue[0] <= end <= cue[-1]
                and sentence.lows[at : at + len(words)] == words
            ):
                return True
    return False


def _from_hearer(sentence: Sentence, draft: Draft, cue: Sequence[int]) -> None:
    """Read "was told by Y that" and "heard from Y that": Y speaks, and who is told does not."""
    told = next((k for k in cue if sentence.is_a(k, "told") and _is_passive(sentence, k)), None)
    near = range(max(cue[0] - LONGEST_OCCASION, 0), cue[-1] + 1)
    heard = next((k for k in near if sentence.is_a(k, "heard")), None)
    verb = told if told is not None else heard
    if verb is None or (told is None and _is_passive(sentence, verb)):
        return  # "A guard was heard saying that": the guard speaks.
    after = skip_time(sentence, verb + 1)
    phrase = None
    if told is None and (_hears_say(sentence, draft, cue, after) or verb not in cue):
        return
    if sentence.low(after) == ("by" if told is not None else "from"):
        one = sentence.is_a(after + 1, "pronoun_like")
        stop = load_classes()["after_one_teller" if one else "after_teller"]
        phrase = phrase_after(sentence, after + 1, stop=stop)
    hears_that = sentence.is_a(verb, "hearing") and sentence.low(after) == "that"
    if phrase is None:
        if told is not None or hears_that:
            draft.source, draft.speaker = [], UNNAMED
        return
    phrase = _before_clause(sentence, phrase)
    draft.source, draft.speaker = [sentence.span(*phrase)], ""
    draft.method = draft.method or "who told somebody"
    draft.cue = [sentence.span(cue[0], max(after + 1, verb + 1))]
    end = sentence.tokens[phrase[1] - 1].end
    said = [(max(start, end), stop) for start, stop in draft.content if stop > end]
    draft.content = said or draft.content


def _hears_say(sentence: Sentence, draft: Draft, cue: Sequence[int], after: int) -> bool:
    """Read "heard the mayor say that": who is heard speaks, by a verb without an ending."""
    said = next((k for k in cue if sentence.is_a(k, "overheard")), 0)
    phrase = phrase_after(sentence, after, stop=(sentence.low(said),)) if said > after else None
    if phrase is None or phrase[1] != said:
        return False
    draft.source, draft.speaker = [sentence.span(*phrase)], ""
    return True


def _before_clause(sentence: Sentence, phrase: Range) -> Range:
    """Cut "the dam was safe" off "told by officials the dam was safe"."""
    first, last = phrase
    for at in range(first + 1, last):
        joined = sentence.is_a(at - 1, "preposition", "coordinator", "determiner", "possessive")
        opens = sentence.is_a(at, "determiner", "possessive", "subject_pronoun")
        if opens and not joined and sentence.tokens[at - 1].is_word:
            return first, at
    return phrase


def _is_passive(sentence: Sentence, verb: int) -> bool:
    at = verb - 1
    while at > 0 and is_adverb(sentence, at):
        at -= 1
    return sentence.is_a(at, "be") and sentence.low(at) != "'s"  # "he's told reporters"


def _is_drawn(sentence: Sentence, draft: Draft, cue: Sequence[int]) -> bool:
    """Tell "faced criticism that" and "the blast raised fears that": nobody here speaks."""
    last = max((k for k in cue if sentence.low(k) not in ("that", "of")), default=cue[0])
    near = range(max(last - 3, 0), last)
    if not draft.source:
        return False
    if any(sentence.is_a(k, "drawing") for k in near):
        return sentence.low(last) in rows_by_word("noun") or last > cue[0]
    raised = next((k for k in near if sentence.is_a(k, "raising")), 0)
    subject = subject_before(sentence, raised) if raised else None
    if subject is None:
        return False
    after = (k for k in range(*subject) if sentence.is_a(k, "preposition"))
    return sentence.is_a(next(after, subject[1]) - 1, "event")


def _without_occasion(sentence: Sentence, span: Span) -> Span:
    """Cut "Late on Sunday" and "In Lund" off the name that follows them."""
    inside = range(*(sentence.at(place) for place in span))
    if len(inside) < 2:
        return span
    first, last = inside[0], inside[-1]
    if first == 0 and sentence.is_a(0, "asks_how"):
        return sentence.tokens[1].start, span[1]  # "Why experts fear a new break"
    named = sentence.is_a(1, "determiner", "possessive") or sentence.low(1) in titles()
    comma = next((k for k in inside[1:-1] if sentence.low(k) == ","), 0)
    if first < 2 and comma and named and sentence.low(0).endswith("ing"):
        return sentence.tokens[comma + 1].start, span[1]  # "Questioning Mr Orr, Ivo Lund claimed"
    times = [
        k
        for k in inside[: LONGEST_OCCASION - 1]
        if sentence.is_a(k, "time", "month") and k < last and sentence.tokens[k + 1].is_name
    ]
    if times:
        return sentence.tokens[times[-1] + 1].start, span[1]
    named = all(sentence.tokens[k].is_name for k in range(1, last + 1))
    if first <= 1 and last > 2 and named and sentence.is_a(0, "placing"):
        return sentence.tokens[2].start, span[1]
    return span


def _without_insertion(sentence: Sentence, span: Span) -> Span:
    """Cut ", however" and ", for her part" off the end of a name."""
    inside = sentence.places([span])
    comma = max((k for k in inside if sentence.low(k) == ","), default=0)
    tail = sentence.lows[comma + 1 : inside[-1] + 1] if comma else ()
    if tail and tail in phrases("insertion").get(tail[0], ()):
        return span[0], sentence.tokens[comma - 1].end
    return span
