"""The content of an active verb: what follows it, by the frames that the verb takes."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.rules.postposed import content_before, goes_on_after, with_first_part
from narratives.attribution.sentences.clauses import (
    after_hearer,
    before_main_clause,
    clause_end,
    list_goes_on,
    object_end,
    runs_on,
    skip_occasion,
)
from narratives.attribution.sentences.cue_words import rows_by_word
from narratives.attribution.sentences.cues import Cue, is_adverb
from narratives.attribution.sentences.openings import (
    after_insertion,
    from_record,
    label_before,
    only_points,
    opens_clause,
    opens_object,
    that_ahead,
)
from narratives.attribution.sentences.phrases import Range, is_claim, is_finite
from narratives.attribution.sentences.subjects import is_plain_past
from narratives.attribution.sentences.text import Sentence

CLAUSAL = frozenset("cho")


def content_of(
    sentence: Sentence, cue: Cue, cues: Sequence[Cue], subject: Range, draft: Draft
) -> list[Draft]:
    """Complete a draft that has its source: find the content that the verb takes.

    What stands right of the verb is tried first, by the frames of the lexicon,
    then what stands before the subject.
    """
    frames = cue.frames
    at = cue.last
    while is_adverb(sentence, at):
        at += 1
    tokens = sentence.tokens
    at = after_insertion(sentence, at)
    particle = cue.lemma.partition(" ")[2]
    if particle and sentence.low(cue.last) == particle:
        # "ruled this out"
        draft.content = [sentence.span(cue.last - 1, cue.last)]
        draft.cue = [sentence.span(cue.first, cue.last - 1), sentence.span(cue.last, cue.last + 1)]
        draft.method = "verb and object"
        return [draft]
    # A preposition that the verb calls for: hinted at, warned of.
    prepositions = {frame[1:] for frame in frames if frame.startswith("+")}
    if sentence.low(at) in prepositions:
        near = range(at + 1, min(at + 14, len(tokens)))
        that = next((k for k in near if sentence.low(k) == "that" or is_finite(sentence, k)), 0)
        if sentence.low(at) == "with" and sentence.low(that) == "that":
            return _right(sentence, draft, cue, that + 1, cues, "verb, addressee, that-clause")
        at += sentence.low(at) == "out" and sentence.low(at + 1) == "that"
        return _right(sentence, draft, cue, at + 1, cues, "verb and preposition", clause=False)
    if "o" in frames:
        found = _addressed(sentence, draft, cue, cues, at)
        if found:
            return found
    moved = after_insertion(sentence, skip_occasion(sentence, at))
    for place in dict.fromkeys((at, moved)):
        word = sentence.low(place)
        quoted = place < len(tokens) and tokens[place].quotation >= 0
        if word in (",", ":") and place + 1 < len(tokens) and tokens[place + 1].quotation >= 0:
            draft = with_first_part(sentence, draft, subject)
            return _right(sentence, draft, cue, place + 1, cues, "verb and quotation")
        if word == ":" and frames & CLAUSAL:
            return _right(sentence, draft, cue, place + 1, cues, "verb and colon")
        points = "n" in frames and only_points(sentence, place)
        if word == "that" and frames & CLAUSAL and not points:
            return _right(sentence, draft, cue, place + 1, cues, "verb and that-clause")
        if quoted:
            return _right(sentence, draft, cue, place, cues, "verb and quotation")
    if sentence.low(subject[0] - 1) == "as" and sentence.low(moved) == ",":
        return _right(sentence, draft, cue, moved + 1, cues, "as X said")
    if frames & CLAUSAL and not sentence.is_a(at, "determiner", "possessive", "object_pronoun"):
        gerund = cue.kind == "deny" and sentence.low(at).endswith("ing")
        ahead = None if gerund else that_ahead(sentence, at)
        if ahead is not None and not _is_claim_noun(sentence, ahead - 1):
            return _right(sentence, draft, cue, ahead + 1, cues, "verb and that-clause")
    left = content_before(sentence, subject, cue)
    if left is not None:
        draft.content, moved = left, after_hearer(sentence, cue)
        if sentence.low(moved) == "," and goes_on_after(sentence, cues, moved + 1):
            draft.content.append(sentence.span(moved + 1, clause_end(sentence, moved + 1, cues)))
        draft.postposed = True
        draft.cue = [sentence.span(cue.first, cue.last)]
        draft.method = "verb after its content"
        return [draft]
    if sentence.low(at) == "as" and sentence.low(at + 1) == "much":
        return _right(sentence, draft, cue, at, cues, "verb and object", clause=False)
    if sentence.low(at) == "to" and "i" in frames:
        return _right(sentence, draft, cue, at, cues, "verb and infinitive")
    if "n" in frames and cue.kind == "deny" and runs_on(sentence, at, cues):
        return _object(sentence, draft, cue, at, cues)
    if "c" in frames:
        place = moved if moved < len(tokens) and sentence.low(moved) not in (",", ".") else at
        if opens_clause(sentence, place):
            return _right(sentence, draft, cue, place, cues, "verb and clause")
    if "m" in frames:
        end = object_end(sentence, at, cues)
        if not any(
            sentence.low(k) == "at"
            and any(c.isdigit() for c in sentence.low(k + 1) + sentence.low(k + 2))
            for k in range(at, end)
        ):
            return []
        return _object(sentence, draft, cue, at, cues)
    if "r" in frames and from_record(sentence, subject, at):
        if opens_clause(sentence, at):
            return _right(sentence, draft, cue, at, cues, "verb and clause")
        return _object(sentence, draft, cue, at, cues)
    if sentence.low(at) == "as":
        # "rejected as nonsense the claim that …"
        for place in range(at + 2, min(at + 6, len(tokens))):
            if sentence.is_a(place, "determiner", "possessive"):
                return _object(sentence, draft, cue, at, cues)
    if (frames & {"n", "a", "l"} or (cue.negated and cue.kind == "believe")) and opens_object(
        sentence, at, clausal=bool(frames & CLAUSAL)
    ):
        return _object(sentence, draft, cue, at, cues)
    if frames & {"n", "l"} and sentence.low(moved) in ("", ".", ",", ";"):
        label = label_before(sentence, subject[0])
        if label is not None:
            draft.content = [sentence.span(*label)]
            draft.cue = [sentence.span(cue.first, cue.last)]
            draft.method = "verb after the claim it takes up"
            draft.takes_up = True
            return [draft]
    return []


def _is_claim_noun(sentence: Sentence, at: int) -> bool:
    """Tell whether "reports" stands here, as in "denied reports that"."""
    return sentence.low(at) in rows_by_word("noun") or sentence.is_a(at, "reduced")


def _addressed(
    sentence: Sentence, draft: Draft, cue: Cue, cues: Sequence[Cue], at: int
) -> list[Draft]:
    """Find the content after an addressee: told reporters on Monday that."""
    tokens = sentence.tokens
    if sentence.low(at) == "that":
        return []
    limit = min(at + 14, len(tokens))
    for place in range(at, limit):
        token = tokens[place]
        if token.quotation >= 0:
            return _right(sentence, draft, cue, place, cues, "verb, addressee, quotation")
        if token.low in ("that", ":") and place > at:
            return _right(sentence, draft, cue, place + 1, cues, "verb, addressee, that-clause")
        if token.low == "about" or (token.low == "of" and place == at + 1):
            return _right(
                sentence, draft, cue, place + 1, cues, "verb, addressee, about", clause=False
            )
        quoted = place + 1 < len(tokens) and tokens[place + 1].quotation >= 0
        if token.low == "," and (quoted or list_goes_on(sentence, place, limit)):
            continue  # "told CNN, Sol and Radio Norte that"
        if token.low in (".", ";", ","):
            return []
        if is_finite(sentence, place) or is_plain_past(sentence, place):
            break
    if at >= len(tokens) or not tokens[at].is_word:
        return []
    opener = sentence.is_a(at + 1, "determiner", "possessive", "subject_pronoun")
    if not sentence.is_a(at, "object_pronoun", "determiner", "possessive") and not (
        tokens[at].is_name or tokens[at].low.endswith("s") or opener
    ):
        return []
    start = at + 1
    her = sentence.is_a(at, "object_pronoun")  # "told her the dam held"
    if sentence.is_a(at, "determiner", "possessive") and not her:
        while start < limit and tokens[start].is_name:
            start += 1  # "the Hern Courier"
        start += start == at + 1
        while start < limit and not (
            sentence.is_a(start, "determiner", "possessive", "subject_pronoun")
            or tokens[start].is_name
        ):
            start += 1
    else:
        while start < limit and (tokens[start].is_name or sentence.low(start) == "'s"):
            start += 1
    begun = any(sentence.is_a(k, "subordinator") for k in range(at + 1, start))
    if not begun and opens_clause(sentence, start):
        return _right(sentence, draft, cue, start, cues, "verb, addressee, clause")
    return []  # "told them stories until the boat came": when, and not what


def _right(
    sentence: Sentence,
    draft: Draft,
    cue: Cue,
    at: int,
    cues: Sequence[Cue],
    method: str,
    *,
    clause: bool = True,
) -> list[Draft]:
    """Take as content what follows, up to the end of the clause."""
    end = clause_end(sentence, at, cues) if clause else object_end(sentence, at, cues)
    if clause and sentence.is_a(0, "subordinator") and "," not in sentence.lows[: cue.first]:
        end = before_main_clause(sentence, at, end, cues)
    if end <= at:
        return []
    draft.content.append(sentence.whole(at, end))
    word = sentence.low(cue.last)
    joined = at == cue.last + 1 and (word == "that" or f"+{word}" in cue.frames)
    draft.cue = [sentence.span(cue.first, cue.last + joined)]
    draft.method = method
    return [draft]


def _object(
    sentence: Sentence, draft: Draft, cue: Cue, at: int, cues: Sequence[Cue]
) -> list[Draft]:
    end = object_end(sentence, at, cues)
    if sentence.low(at).endswith(("self", "selves")):
        return []
    free = cue.frames & {"n", "a", "m", "r"} or (cue.negated and cue.kind == "believe")
    if not free and not is_claim(sentence, at, end):
        return []
    label = next((k for k in cues if k.form == "ing" and k.first in (end, end + 1)), None)
    reduced = sentence.is_a(end - 1, "reduced") and cue.kind not in ("deny", "doubt", "criticise")
    if label is not None and reduced:
        # "proposed another theory, suggesting that …": two cues, one claim.
        draft.cue = [sentence.span(cue.first, end)]
        second = Draft(draft.source, [], [], "", cue.kind)
        found = content_of(sentence, label, cues, (0, 1), second)
        if found:
            found[0].cue = draft.cue + found[0].cue
            found[0].flags.add("two cues")
            return found
    draft.content = [sentence.span(at, end)]
    draft.cue = [sentence.span(cue.first, cue.last)]
    thats = [k for k in range(at + 1, end) if sentence.low(k) == "that"]
    claim = any(_is_claim_noun(sentence, k - 1) for k in thats)
    draft.method = "claim with its clause" if claim else "verb and object"
    return [draft]
