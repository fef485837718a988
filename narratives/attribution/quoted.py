"""Quotations that no verb of the lexicon claims: another verb's, or a speaker carried over."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.phrases import phrase_after
from narratives.attribution.subjects import subject_before
from narratives.attribution.text import Quotation, Sentence
from narratives.schema import overlap

SHORT = 4
"""Quotations of fewer words are names, titles or words held at a distance."""


def drafts_of_quotations(sentences: Sequence[Sentence], found: Sequence[Draft]) -> list[Draft]:
    """Return statements for the quotations of a document that no rule has taken.

    A quotation next to a name and a verb that is not in the lexicon is that
    person's. One that fills whole sentences continues the speaker before it, in
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
        taken: list[Draft] = []
        for quotation in paragraph[0].quotations:
            if any(overlap([quotation.inner], other.content) for other in (*inside, *taken)):
                continue
            home = _home(paragraph, quotation)
            if home is None or _count(home, paragraph, quotation) < SHORT:
                continue
            draft: Draft | None = _odd_verb(home, quotation)
            if draft is None and _stands_alone(paragraph, home, quotation):
                before = _speaker_before(inside + taken, quotation.start)
                if before is None and (runs_on or _only_quotation(paragraph)):
                    before = voice
                draft = _carried(home, quotation, before)
            if draft is not None:
                if not quotation.closed:
                    draft.flags.add("unbalanced quotation")
                taken.append(draft)
        drafts += taken
        spoken = [d for d in (*inside, *taken) if d.source or d.voice is not None]
        opens = paragraph[0].quotations and paragraph[0].quotations[0].start == paragraph[0].start
        if spoken and opens:
            # A quotation over several paragraphs names its speaker at the end.
            first = min(spoken, key=lambda d: d.start)
            for early in waiting:
                early.voice, early.speaker = first.voice or first, "carried over"
        waiting = [d for d in taken if d.speaker == "unnamed" and "unbalanced quotation" in d.flags]
        ends = paragraph[0].quotations[-1] if paragraph[0].quotations else None
        runs_on = ends is not None and not ends.closed
        if spoken:
            last = max(spoken, key=lambda d: d.end)
            voice = last.voice or last
        elif not runs_on:
            voice = None
    return drafts


def _home(paragraph: Sequence[Sentence], quotation: Quotation) -> Sentence | None:
    for sentence in paragraph:
        if sentence.start <= quotation.start < sentence.end:
            return sentence
    return None


def _count(home: Sentence, paragraph: Sequence[Sentence], quotation: Quotation) -> int:
    return sum(
        token.is_word and quotation.start <= token.start < quotation.end
        for sentence in paragraph
        if sentence.number >= home.number
        for token in sentence.tokens
    )


def _stands_alone(paragraph: Sequence[Sentence], home: Sentence, quotation: Quotation) -> bool:
    """Tell whether the quotation fills its sentence, or its sentences, whole."""
    if home.start != quotation.start:
        return False
    last = next((s for s in paragraph if s.start < quotation.end <= s.end), home)
    return not any(token.is_word and token.start >= quotation.end for token in last.tokens)


def _only_quotation(paragraph: Sequence[Sentence]) -> bool:
    return all(token.quotation >= 0 or not token.is_word for s in paragraph for token in s.tokens)


def _speaker_before(drafts: Sequence[Draft], position: int) -> Draft | None:
    named = [d for d in drafts if d.start < position and (d.source or d.voice is not None)]
    last = max(named, key=lambda d: d.cue[0][0] if d.cue else d.start, default=None)
    return last if last is None else last.voice or last


def _carried(home: Sentence, quotation: Quotation, before: Draft | None) -> Draft:
    return Draft(
        source=[],
        cue=[],
        content=[quotation.inner],
        method="quotation without a cue",
        kind="say",
        speaker="carried over" if before is not None else "unnamed",
        chain=list(before.chain) if before is not None else [],
        sentence=home.number,
        voice=before,
    )


def _odd_verb(home: Sentence, quotation: Quotation) -> Draft | None:
    """Read '"…," Ruiz smiled' and 'Ruiz fumed: "…"': a name and any verb beside a quotation."""
    tokens = home.tokens
    inside = [k for k, token in enumerate(tokens) if quotation.start <= token.start < quotation.end]
    first, last = inside[0], inside[-1] + 1
    if last < len(tokens) and tokens[last - 2].low in (",", "!", "?") and last - first > 4:
        at = last
        person = phrase_after(home, at)
        if person is not None and person[1] < len(tokens):
            verb = person[1]
            if (
                tokens[verb].low.endswith(("ed", "s"))
                and tokens[verb].is_word
                and tokens[at].is_name
            ):
                return Draft(
                    [home.span(*person)],
                    [home.span(verb, verb + 1)],
                    [(quotation.start, quotation.end)],
                    "quotation and a verb not in the lexicon",
                    sentence=home.number,
                    postposed=True,
                )
    if first >= 2 and tokens[first - 1].low == ":":
        verb = first - 2
        subject = subject_before(home, verb) if tokens[verb].low.endswith(("ed", "s")) else None
        if subject is not None:
            return Draft(
                [home.span(*subject)],
                [home.span(verb, verb + 1)],
                [(quotation.start, quotation.end)],
                "verb not in the lexicon and quotation",
                sentence=home.number,
            )
    return None
