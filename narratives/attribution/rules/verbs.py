"""Attributions by an active verb: X said that, "…", said X, X denied Y."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.rules.contents import content_of
from narratives.attribution.rules.passives import drafts_of_passive
from narratives.attribution.rules.postposed import content_as_said, draft_of_inverted
from narratives.attribution.sentences.clauses import is_balanced
from narratives.attribution.sentences.cue_words import phrases
from narratives.attribution.sentences.cues import Cue, is_a_noun_place
from narratives.attribution.sentences.phrases import Range, is_claim
from narratives.attribution.sentences.subjects import main_subject, subject_after, subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.schema import Span

EVASIVE = frozenset(("say", "report", "confirm", "claim", "suggest", "find", "publish"))
"""Classes of verbs whose negation means that nothing was said."""


def drafts_of_verb(
    sentence: Sentence, cue: Cue, cues: Sequence[Cue], done: Sequence[Draft]
) -> list[Draft]:
    """Return the attributions that one verb makes; most often none or one.

    Parameters
    ----------
    sentence : Sentence
    cue : Cue
    cues : sequence of Cue
        All verbs of the sentence.
    done : sequence of Draft
        What earlier verbs of the same sentence gave.
    """
    if is_balanced(sentence, cue.head):
        return []
    if cue.form == "passive":
        return drafts_of_passive(sentence, cue, cues)
    if cue.form == "infinitive":
        return _infinitive(sentence, cue, cues, done)
    evades = cue.kind == "refuse" or (cue.negated and cue.kind in EVASIVE)
    if evades or (cue.kind == "cite" and cue.form == "ing"):
        return []
    inverted = draft_of_inverted(sentence, cue)
    if inverted is not None:
        return [inverted]
    if cue.form == "ing" and cue.first == 0:
        return _opening(sentence, cue, cues)
    subject = _subject(sentence, cue, done)
    if subject is None or _is_nobody(sentence, subject):
        return []
    if sentence.is_a(subject[0] - 1, "asking_clause"):
        return []  # "It is unclear whether the mayor says that …": a question, no claim.
    if cue.form == "ing" and is_claim(sentence, *subject):
        return []  # "the claims linking A to B": what the claims say, not a voice of its own.
    draft = Draft(_source_spans(sentence, subject), [], [], "", cue.kind)
    said = content_as_said(sentence, subject, cue, cues, done)
    if said is None:
        return content_of(sentence, cue, cues, subject, draft)
    draft.cue, draft.content = [sentence.span(cue.first, cue.last)], said
    draft.method = "as X said"
    return [draft] if said else []


def _opening(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> list[Draft]:
    """Read "Noting that X, Ruiz said …": the subject comes after the content."""
    main = subject_after(sentence, cue.last)
    word = sentence.low(cue.last)
    if sentence.is_a(cue.last, "preposition") and f"+{word}" not in cue.frames:
        return []  # "Writing in the daily Sol, Ruiz …"
    if main is None or _is_nobody(sentence, main[1]):
        return []
    draft = Draft(_source_spans(sentence, main[1]), [], [], "", cue.kind)
    found = content_of(sentence, cue, cues, (0, 1), draft)
    last = sentence.tokens[main[0] - 1].end
    for one in found:
        one.content = [(start, min(end, last)) for start, end in one.content]
        one.method = "opening participle"
    return found


def _subject(sentence: Sentence, cue: Cue, done: Sequence[Draft]) -> Range | None:
    if cue.form == "ing":
        before = sentence.low(cue.first - 1)
        quoted = cue.first > 0 and sentence.tokens[cue.first - 1].quotation >= 0
        if quoted or before in (",", "") or sentence.is_a(cue.first - 1, "hangs_on"):
            return _same_subject(sentence, done) or main_subject(sentence, cue.first)
        if sentence.tokens[cue.first - 1].is_word and not is_a_noun_place(sentence, cue.first - 1):
            return subject_before(sentence, cue.first)
        return None
    at = cue.first - 1
    if sentence.is_a(at, "joins_verbs"):
        laughed = at - 1 if sentence.low(at - 1).endswith("ed") else 0  # "Ruiz laughed and said"
        found = _same_subject(sentence, done) or main_subject(sentence, at)
        return found or subject_before(sentence, laughed)
    return subject_before(sentence, cue.first)


def _same_subject(sentence: Sentence, done: Sequence[Draft]) -> Range | None:
    """Return the subject of the verb before: "said X and denied Y"."""
    inside = next((sentence.places(d.source[:1]) for d in reversed(done) if d.source), None)
    return (inside[0], inside[-1] + 1) if inside else None


def _source_spans(sentence: Sentence, subject: Range) -> list[Span]:
    first = subject[0] + 2 * (sentence.low(subject[0]) == "according")
    return [sentence.span(first, subject[1])]  # "according to TASS, which cited …"


def _is_nobody(sentence: Sentence, subject: Range) -> bool:
    nobody = sentence.is_a(subject[0], "no_speaker") or sentence.low(subject[0]) == "you"
    return nobody or sentence.low(subject[0] - 1) == "neither"


def _infinitive(
    sentence: Sentence, cue: Cue, cues: Sequence[Cue], done: Sequence[Draft]
) -> list[Draft]:
    """Read "went on to say that": the infinitive after a verb that keeps its subject."""
    first = cue.first - 2
    while sentence.is_a(first, "goes_on"):
        first -= 1
    mutual = sentence.low(cue.last) in phrases("mutual")
    if not sentence.is_a(first, "governing", *(("between_sides",) if mutual else ())):
        return []  # "continue to blame each other"
    subject = _subject(
        sentence, Cue(first, first, first + 1, "", "", frozenset(), "finite", False), done
    )
    if subject is None or _is_nobody(sentence, subject):
        return []
    draft = Draft(_source_spans(sentence, subject), [], [], "", cue.kind)
    widened = Cue(first, cue.head, cue.last, cue.lemma, cue.kind, cue.frames, "finite", cue.negated)
    return content_of(sentence, widened, cues, subject, draft)
