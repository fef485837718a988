"""Words in lines of their own after "Berg said:": a quotation, a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.clauses import after_hearer
from narratives.attribution.sentences.cues import find_verbs
from narratives.attribution.sentences.phrases import Range, phrase_after
from narratives.attribution.sentences.subjects import subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.schema import overlap

INTRODUCES = frozenset("qc")
"""Frames of a verb that a quotation or a clause may follow."""
BELOW = 100
"""Paragraphs below "Berg said:" that are looked at, to bound the time."""
ENDS = (".", "!", "?", ":", ";")


def drafts_of_introductions(sentences: Sequence[Sentence], found: list[Draft]) -> list[Draft]:
    """Return what stands in the lines after "Mayor Anna Berg wrote on Telegram:".

    That is a quotation, or two or more lines without a full stop. What else was found with
    the same cue, or in the same quotation, goes.
    """
    drafts: list[Draft] = []
    for opening, following in openings(sentences):
        first = following[0][0]
        spans = (
            [(first, first.quotations[0].start, first.quotations[0].end)]
            if starts_quoted(first)
            else [(line, line.start, line.end) for line in _items(following)]
        )
        own: list[Draft] = []
        for home, start, end in spans:
            draft = Draft([], [], [(start, end)], "words in the next lines", sentence=home.number)
            if own:
                draft.speaker, draft.voice = "carried over", own[0]
            else:
                draft.source, draft.cue = list(opening.source), list(opening.cue)
            own.append(draft)
        if own:
            taken = [draft.content[0] for draft in own]
            found[:] = [
                d
                for d in found
                if not overlap(d.cue, opening.cue) and not overlap(d.content, taken)
            ]
        drafts += own
    return drafts


def openings(
    sentences: Sequence[Sentence],
) -> Iterator[tuple[Draft, list[list[Sentence]]]]:
    """Yield who speaks at the end of a paragraph, and the paragraphs after it."""
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda s: s.paragraph)]
    for number, paragraph in enumerate(paragraphs[:-1]):
        opening = _speaker_before_colon(paragraph[-1])
        if opening is not None:
            yield opening, paragraphs[number + 1 : number + 1 + BELOW]


def starts_quoted(first: Sentence) -> bool:
    """Tell whether a sentence begins with a quotation."""
    return bool(first.quotations) and first.quotations[0].start == first.start


def _speaker_before_colon(sentence: Sentence) -> Draft | None:
    """Read who speaks in "Mayor Anna Berg wrote on Telegram:" with nothing said yet."""
    last = len(sentence.tokens) - 1
    if not sentence.english or sentence.low(last) != ":":
        return None
    for cue in reversed(list(find_verbs(sentence))):
        if cue.form != "finite" or cue.negated or not cue.frames & INTRODUCES:
            continue
        subject = subject_before(sentence, cue.first)
        if after_hearer(sentence, cue) < last or subject is None:
            break
        return opening_of(sentence, subject, (cue.first, cue.last))
    return _who_issued(sentence, last)


def _who_issued(sentence: Sentence, last: int) -> Draft | None:
    """Read "The bank issued the following statement:" and "Statement by Mayor Anna Berg:"."""
    words = [k for k in range(last) if sentence.is_a(k, "remarks")]
    if not words:
        return None
    noun = words[-1]
    if sentence.low(noun + 1) in ("by", "from"):
        first = noun + 2
        named = phrase_after(sentence, first, wide=True)
        while named and sentence.low(named[1]) == "," and sentence.is_name(named[1] + 1):
            named = phrase_after(sentence, named[1] + 1, wide=True)  # "by its head, Ruth Lee"
        return opening_of(sentence, (first, named[1]), (noun, first)) if named else None
    verb = next((k for k in range(noun, 0, -1) if sentence.is_a(k, "issuing")), 0)
    subject = subject_before(sentence, verb) if verb else None
    return opening_of(sentence, subject, (verb, noun + 1)) if subject else None


def opening_of(sentence: Sentence, source: Range, cue: Range) -> Draft:
    """Return who speaks in a line, by the words that say so, with nothing said yet."""
    spans = [sentence.span(*source)], [sentence.span(*cue)]
    return Draft(*spans, [], "words in the next lines", sentence=sentence.number)


def _items(paragraphs: Sequence[list[Sentence]]) -> list[Sentence]:
    """Return the lines of a list; none where there is one alone."""
    lines: list[Sentence] = []
    for paragraph in paragraphs:
        line = paragraph[0]
        if line.low(len(line.tokens) - 1) in ENDS:
            break
        lines.append(line)
    return lines if len(lines) > 1 else []
