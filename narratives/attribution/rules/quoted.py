"""Quotations that no verb claims: their speaker is carried over, or nobody is named."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.text import Sentence
from narratives.documents import Quotation
from narratives.lexicon import has_list
from narratives.schema import UNNAMED, Span, merge_spans

SHORT = 4
"""Quotations of fewer words are names, titles or words held at a distance."""

UNBALANCED = "unbalanced quotation"
"""Flag of words in a quotation without its closing or opening mark."""
OTHER_LANGUAGE = "language without word lists"
"""Flag of what is found by marks and labels alone, in a language that has no cues."""
CUES_ALONE = "language with cues alone"
"""Flag of what is found by the listed cues of a language that has no rules of its own."""


def drafts_of_quotations(sentences: Sequence[Sentence], found: Sequence[Draft]) -> list[Draft]:
    """Return statements for the quotations of a document that no rule has taken.

    A quotation that fills whole sentences continues the speaker before it, in
    the same paragraph or, where the paragraph before ended on a quotation, in
    the next. The speaker is then an inference and marked as one.
    """
    drafts: list[Draft] = []
    groups: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        groups.setdefault(sentence.paragraph, []).append(sentence)
    homes = {sentence.number: sentence.paragraph for sentence in sentences}
    by_paragraph: dict[int, list[Draft]] = {}
    for known in found:
        by_paragraph.setdefault(homes[known.sentence], []).append(known)
    voice: Draft | None = None
    waiting: list[Draft] = []
    runs_on = False
    for paragraph in groups.values():
        inside = by_paragraph.get(paragraph[0].paragraph, [])
        goes_on = runs_on or only_quotes(paragraph)
        taken = _of_paragraph(paragraph, inside, voice if goes_on else None)
        drafts += taken
        spoken = [d for d in (*inside, *taken) if d.source or d.voice is not None]
        quotations = paragraph[0].quotations
        if spoken and quotations and quotations[0].start == paragraph[0].start:
            # A quotation over several paragraphs names its speaker at the end.
            first = min(spoken, key=lambda d: d.start)
            for early in waiting:
                early.voice, early.speaker = first.voice or first, "carried over"
        runs_on = bool(quotations) and not quotations[-1].closed
        open_end = [d for d in taken if UNBALANCED in d.flags and not d.source]
        if not runs_on:
            waiting = []
        waiting += [d for d in open_end if d.speaker == "unnamed" or d.voice in waiting]
        if spoken:
            last = max(spoken, key=lambda d: d.end)
            voice = last.voice or last
        elif not runs_on:
            voice = None
    _flag(sentences, [*found, *drafts])
    return drafts


def _flag(sentences: Sequence[Sentence], drafts: Iterable[Draft]) -> None:
    """Flag what stands in a quotation that is not closed, and in a language without lists."""
    homes = {sentence.number: sentence for sentence in sentences}
    unclosed: dict[int, list[Span]] = {}
    for sentence in sentences:
        if sentence.paragraph not in unclosed:
            unclosed[sentence.paragraph] = [
                (quotation.start, quotation.end)
                for quotation in sentence.quotations
                if not quotation.closed
            ]
    for draft in drafts:
        home = homes[draft.sentence]
        if any(_touches(unclosed[home.paragraph], span) for span in draft.content):
            draft.flags.add(UNBALANCED)
        if not home.english:
            draft.flags.add(CUES_ALONE if has_list("cues", home.language) else OTHER_LANGUAGE)


def _of_paragraph(
    paragraph: Sequence[Sentence], inside: Sequence[Draft], voice: Draft | None
) -> list[Draft]:
    """Return statements for the quotations of one paragraph; one pass from left to right."""
    starts = [sentence.start for sentence in paragraph]
    covered = merge_spans(span for draft in inside for span in draft.content)
    coming = sorted((draft for draft in inside if draft.source), key=lambda d: d.start)
    coming.reverse()
    spoken_at = -1
    taken: list[Draft] = []
    for quotation in paragraph[0].quotations:
        while coming and coming[-1].start < quotation.start:
            named = coming.pop()
            at = named.cue[0][0] if named.cue else named.start
            if at >= spoken_at:
                spoken_at, voice = at, named
        if _touches(covered, quotation.inner):
            continue
        number = bisect_right(starts, quotation.start) - 1
        home = paragraph[max(number, 0)]
        last = paragraph[max(bisect_left(starts, quotation.end) - 1, number, 0)]
        words = _count_words(home, last, quotation)
        whole = voice is not None and _says_a_sentence(home, last, quotation)
        if words < SHORT and not (whole and home.english):
            continue
        if home.english and not _stands_alone(home, last, quotation):
            continue
        # In other languages who speaks stands near it in words that no rule reads: not guessed.
        draft = _carried(home, quotation, voice if home.english else None)
        if not quotation.closed:
            draft.flags.add(UNBALANCED)
        taken.append(draft)
    return taken


def _count_words(home: Sentence, last: Sentence, quotation: Quotation) -> int:
    """Count the words of a quotation in its first and its last sentence."""
    count = 0
    for sentence in (home,) if home is last else (home, last):
        first = sentence.at(quotation.start)
        stop = sentence.at(quotation.end)
        count += sum(token.is_word for token in sentence.tokens[first:stop])
    return count


def _touches(merged: Sequence[Span], span: Span) -> bool:
    at = bisect_left(merged, (span[1], span[1])) - 1
    return at >= 0 and merged[at][1] > span[0]


def _stands_alone(home: Sentence, last: Sentence, quotation: Quotation) -> bool:
    """Tell whether the quotation fills its sentence, or its sentences, whole."""
    if home.start != quotation.start:
        return False
    return not any(token.is_word and token.start >= quotation.end for token in last.tokens)


def _says_a_sentence(home: Sentence, last: Sentence, quotation: Quotation) -> bool:
    """Tell a short sentence, "Nobody ever came.", from a title or a word held at a distance."""
    inner = [t for t in (*home.tokens, *last.tokens) if t.start < quotation.inner[1]]
    return inner[-1].low in (".", "!", "?", "...")


def only_quotes(paragraph: Sequence[Sentence]) -> bool:
    """Tell whether all words of some sentences stand in quotations."""
    return all(token.quotation >= 0 or not token.is_word for s in paragraph for token in s.tokens)


def _carried(home: Sentence, quotation: Quotation, before: Draft | None) -> Draft:
    draft = Draft([], [], [quotation.inner], "quotation without a cue", "say", UNNAMED)
    draft.sentence, draft.voice = home.number, before
    if before is not None:
        draft.speaker, draft.chain = "carried over", list(before.chain)
    return draft
