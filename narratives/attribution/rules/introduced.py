"""Words in lines of their own: after "Berg said:", as a list, and in a transcript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.clauses import skip_occasion
from narratives.attribution.sentences.cues import find_verbs
from narratives.attribution.sentences.phrases import phrase_after
from narratives.attribution.sentences.subjects import subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.schema import overlap

INTRODUCES = frozenset("qc")
"""Frames of a verb that a quotation or a clause may follow."""
LONGEST_ITEM = 30
"""Words that a line of a list may have."""
LONGEST_NAME = 4
"""Words that the name of a speaker in a transcript may have."""
ENDS = (".", "!", "?", ":", ";")


def drafts_of_introductions(sentences: Sequence[Sentence], found: list[Draft]) -> list[Draft]:
    """Return what stands in the lines after "Mayor Anna Berg wrote on Telegram:".

    That is a quotation, or two or more lines without a full stop. What else was found with
    the same cue, or in the same quotation, goes.
    """
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda s: s.paragraph)]
    drafts: list[Draft] = []
    for number, paragraph in enumerate(paragraphs[:-1]):
        opening = _speaker_before_colon(paragraph[-1])
        if opening is None:
            continue
        following = paragraphs[number + 1]
        first = following[0]
        quoted = bool(first.quotations) and first.quotations[0].start == first.start
        spans = (
            [(first, first.quotations[0].start, first.quotations[0].end)]
            if quoted
            else [(line, line.start, line.end) for line in _items(paragraphs[number + 1 :])]
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


def _speaker_before_colon(sentence: Sentence) -> Draft | None:
    """Read who speaks in "Mayor Anna Berg wrote on Telegram:" with nothing said yet."""
    last = len(sentence.tokens) - 1
    if not sentence.english or sentence.low(last) != ":" or sentence.tokens[last].quotation >= 0:
        return None
    for cue in reversed(list(find_verbs(sentence))):
        if cue.form != "finite" or cue.negated or not cue.frames & INTRODUCES:
            continue
        after = skip_occasion(sentence, cue.last)
        if after < last and "o" in cue.frames:
            addressee = phrase_after(sentence, after)
            after = skip_occasion(sentence, addressee[1]) if addressee else after
        subject = subject_before(sentence, cue.first)
        if after < last or subject is None:
            return None
        cued = [sentence.span(cue.first, cue.last)]
        return Draft([sentence.span(*subject)], cued, [], "", sentence=sentence.number)
    return None


def _items(paragraphs: Sequence[list[Sentence]]) -> list[Sentence]:
    """Return the lines of a list; none where there is one alone."""
    lines: list[Sentence] = []
    for paragraph in paragraphs:
        line = paragraph[0]
        short = len(paragraph) == 1 and len(line.tokens) <= LONGEST_ITEM
        if not short or line.low(len(line.tokens) - 1) in ENDS or line.quotations:
            break
        lines.append(line)
    return lines if len(lines) > 1 else []


def drafts_of_transcripts(sentences: Sequence[Sentence]) -> list[Draft]:
    """Return the answers of "Q: … A: …" and "Interviewer: … Berg: …".

    A transcript has at least two labels that stand before a colon twice or more. What
    ends with a question mark is no statement.
    """
    spoken = list(_labelled(sentences))
    counts = Counter(label for label, *_ in spoken)
    labels = {label for label, times in counts.items() if times > 1}
    if len(labels) < 2:
        return []
    drafts: list[Draft] = []
    for label, sentence, colon in spoken:
        last = len(sentence.tokens)
        if label not in labels or sentence.low(last - 1) == "?" or colon + 1 >= last:
            continue
        source, cue = sentence.span(0, colon), sentence.span(colon, colon + 1)
        content = sentence.span(colon + 1, last)
        drafts.append(
            Draft([source], [cue], [content], "line of a transcript", sentence=sentence.number)
        )
    return drafts


def _labelled(sentences: Sequence[Sentence]) -> Iterator[tuple[tuple[str, ...], Sentence, int]]:
    for sentence in sentences:
        words = sentence.lows[: LONGEST_NAME + 1]
        colon = words.index(":", 1) if ":" in words[1:] else 0
        if colon and all(sentence.tokens[k].is_name for k in range(colon)):
            yield sentence.lows[:colon], sentence, colon
