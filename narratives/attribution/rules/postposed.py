"""Where the speaker stands after the words, or between them: "…", X said; said X."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.clauses import (
    after_hearer,
    as_said_end,
    clause_end,
    has_verb,
    is_tag,
    skip_occasion,
)
from narratives.attribution.sentences.cue_words import verb_forms
from narratives.attribution.sentences.cues import Cue, is_adverb, is_cleft
from narratives.attribution.sentences.phrases import Range, is_finite, phrase_after
from narratives.attribution.sentences.subjects import subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.schema import Span


def goes_on_after(sentence: Sentence, cues: Sequence[Cue], at: int) -> bool:
    """Tell whether the clause that ", X said," interrupts goes on at ``at``."""
    heads = {other.first: other for other in cues if other.first > at}
    last = len(sentence.tokens) - (sentence.low(len(sentence.tokens) - 1) == ".")
    if is_tag(sentence, at, last, heads):
        return False
    if sentence.is_a(at, "coordinator", "relative", "subordinator", "preposition"):
        return sentence.low(at) == "that" or (sentence.is_a(at, "relative") and is_cleft(sentence))
    if sentence.low(at).endswith("ing"):
        return False
    return any(is_finite(sentence, k) for k in range(at, min(at + 25, len(sentence.tokens))))


def content_before(sentence: Sentence, subject: Range, cue: Cue) -> list[Span] | None:
    """Return what stands before "X said" where that is the content, else None."""
    of_record = "r" in cue.frames and any(
        sentence.is_a(k, "record_subject") for k in range(*subject)
    )
    if not (of_record or "q" in cue.frames) or cue.form != "finite" or subject[0] == 0:
        return None
    before = subject[0] - 1
    if sentence.low(before) == "as" and before > 0:
        before -= 1
    closing = sentence.tokens[before]
    rest = after_hearer(sentence, cue)
    ends = (
        rest >= len(sentence.tokens)
        or sentence.low(rest) in (",", ".", ";", ":")
        or sentence.is_a(rest, "after_tag")
    )
    if closing.quotation >= 0:
        return stretch_before(sentence, before + 1)
    if not ends or closing.low not in (",", "—", "–", "--", "-"):
        return None
    interrupts = sentence.low(rest) == ","
    enough = before > 2 or any(is_finite(sentence, k) for k in range(before))
    return stretch_before(sentence, before) if interrupts or enough else None


def content_as_said(
    sentence: Sentence, subject: Range, cue: Cue, cues: Sequence[Cue], done: Sequence[Draft]
) -> list[Span] | None:
    """Return what ", as X said" takes up: what stands before it, or around it.

    Parameters
    ----------
    subject : (first, last)
        That of ``cue``.
    done : sequence of Draft
        What earlier verbs gave: of "Quint said the crane failed, as the owner had warned" the
        owner's words are the crane's.

    Returns
    -------
    list of spans or None
        None where no such clause stands here; empty where it takes up no claim.
    """
    comma = subject[0] - 2
    while is_adverb(sentence, comma):
        comma -= 1
    after = as_said_end(sentence, subject[0] - 1, (cue,))
    if not after or sentence.low(comma) != ",":
        return None
    end = sentence.tokens[comma - 1].end
    for draft in done:
        if end in (draft.end, max((stop for _, stop in draft.source + draft.cue), default=0)):
            return list(draft.content)
    first = max((k.last for k in cues if k.form == "finite" and k.last < comma), default=0)
    first += sentence.low(first) == "that"
    before = [sentence.span(first, comma)]
    if sentence.low(after) != ",":
        return before
    if any(other.first == after + 1 for other in cues):
        return []  # "Quint, as the owner had feared, said that …"
    if sentence.is_a(first, "preposition", "subordinator"):
        return None  # "On Monday, as the owner had warned, the crane failed"
    if has_verb(sentence, first, comma):
        return before
    return [*before, sentence.span(after + 1, clause_end(sentence, after + 1, cues))]


def stretch_before(sentence: Sentence, end: int) -> list[Span]:
    """Return the stretch that ends at token ``end``, reaching back to its quotation's start."""
    first = 0
    for at in range(end - 1, -1, -1):
        if sentence.tokens[at].quotation >= 0:
            continue
        if (sentence.low(at) == ";" and not _ends_entity(sentence, at)) or (
            sentence.low(at) == ":" and any(sentence.low(k) in verb_forms() for k in range(at))
        ):
            first = at + 1
            break
    while first < end - 1 and (
        sentence.is_a(first, "coordinator")
        or not (sentence.tokens[first].is_word or sentence.tokens[first].quotation >= 0)
    ):
        first += 1
    start, stop = sentence.span(first, end)
    opening = sentence.tokens[first].quotation
    if opening >= 0:
        start = min(start, sentence.quotations[opening].start)
    return [(start, stop)]


def _ends_entity(sentence: Sentence, at: int) -> bool:
    """Tell whether a semicolon ends what is left of a page's code: "&lt;", "&#187;"."""
    return "&" in (sentence.low(at - 2), sentence.low(at - 3))


def with_first_part(sentence: Sentence, draft: Draft, subject: Range) -> Draft:
    """Add the first part of a quotation that "X said" interrupts."""
    before = subject[0] - 1
    if before >= 0 and sentence.tokens[before].quotation >= 0:
        draft.content = stretch_before(sentence, before + 1)
    return draft


def draft_of_inverted(sentence: Sentence, cue: Cue) -> Draft | None:
    """Read "…", said X."""
    if "q" not in cue.frames or cue.form != "finite" or cue.first == 0:
        return None
    before = cue.first - 1
    token = sentence.tokens[before]
    comma = token.low in (",", "—", "–", "--", "-") and token.quotation < 0
    quoted = sentence.tokens[before - comma].quotation >= 0 if before - comma >= 0 else False
    if not quoted and not comma:
        return None
    source = phrase_after(sentence, cue.last)
    interrupts = comma and source is not None and sentence.low(source[1]) == ","
    if not quoted and (
        (
            not _signs_off(sentence, cue, source)
            and not _turns_after(sentence, source)
            and subject_before(sentence, cue.first) is not None
        )
        or (
            not interrupts
            and (
                before < 4
                or any(is_finite(sentence, k) for k in range(cue.last, len(sentence.tokens)))
            )
        )
    ):
        return None
    if source is None or sentence.is_a(cue.last, "subordinator", "preposition", "question"):
        return None
    words, said = (
        [sentence.span(cue.first, cue.last)],
        stretch_before(sentence, before + (not comma)),
    )
    source_spans = [sentence.span(*source)]
    draft = Draft(source_spans, words, said, "verb before its source", cue.kind, postposed=True)
    at = skip_occasion(sentence, source[1])
    numbers = [token.quotation for token in sentence.tokens[at : at + 2] if token.quotation >= 0]
    if numbers:
        quotation = sentence.quotations[numbers[0]]
        draft.content.append((quotation.start, quotation.end))
    elif interrupts and goes_on_after(sentence, (), source[1] + 1):
        end = clause_end(sentence, source[1] + 1, ())
        draft.content.append(sentence.whole(source[1] + 1, end))
    return draft


def _turns_after(sentence: Sentence, source: Range | None) -> bool:
    """Tell ", say divers, but …" from "The mayor, who left, said two strikes …"."""
    if source is None or sentence.is_a(source[0], "negative", "object_pronoun"):
        return False
    return sentence.low(source[1]) == "," and sentence.low(source[1] + 1) in ("but", "though")


def _signs_off(sentence: Sentence, cue: Cue, source: Range | None) -> bool:
    """Tell whether a verb in the present and a name close the sentence: "…, notes Ann Lee."."""
    end = skip_occasion(sentence, source[1]) if source else 0
    named = any(token.is_name for token in sentence.tokens[cue.last : end])
    closed = sentence.low(end) in ("", ".", ",", ";")
    return named and closed and sentence.low(cue.head).endswith("s")
