"""Labels that reach over lines: "Source: …", "Details: …", "Quote: …", "– Name"."""

# No text of the benchmarks has such lines; of 493 real articles on one event 15 have "Source:".

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narratives.attribution.draft import Draft
from narratives.attribution.rules.headlines import DASHES
from narratives.attribution.rules.labels import LONGEST_LABEL, is_name_and_role, told_from
from narratives.attribution.sentences.clauses import is_balanced, is_silence
from narratives.attribution.sentences.phrases import Range, is_occasion
from narratives.attribution.sentences.text import Sentence
from narratives.attribution.ways.outlets import Names, find_outlet, outlets_named
from narratives.lexicon import load_classes
from narratives.schema import Span
from narratives.sources.words import is_role

LONGEST_KIND = 3
"""Words that "Source", "Direct quote" before a colon may have."""
LABELS = ("source", "quote", "details")
"""Kinds of labels that name who speaks, or bring his words; of the classes label_…."""


@dataclass
class _Voice:
    """Who is named by "Source:", the cue, and the outlets between."""

    source: list[Span]
    cue: list[Span]
    chain: list[Span]
    outlet: bool


def drafts_of_scopes(sentences: Sequence[Sentence], found: Sequence[Draft]) -> list[Draft]:
    """Return statements whose speaker a label in another sentence or line names.

    "Source: X" names who says what "Quote:" brings, up to the next label of another kind.
    A line "– Name" under a quotation names its speaker.

    Parameters
    ----------
    sentences : sequence of Sentence
    found : sequence of Draft
        What was found in single sentences.
    """
    drafts = _signed(sentences, found)
    taken = {draft.sentence for draft in (*found, *drafts)}
    spoken = {draft.sentence: draft for draft in found if draft.source}
    before: Draft | None = None
    for sentence, label, first, voice in _walk(sentences):
        if label == "quote" and sentence.number not in taken:
            drafts += _quote(sentence, first, voice, before)
        before = spoken.get(sentence.number, before)
    return drafts


def claims_nothing(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether what a tagger alone found is no claim.

    That is a line "Source: X", "refused to comment", "it is unclear whether", "if X says",
    "neither confirmed nor denied".
    """
    places = sentence.places(draft.cue)
    if any(is_balanced(sentence, at) for at in places) or is_silence(sentence, draft.cue):
        return True
    if sentence.is_a(0, "label_word") and sentence.low(1) == ":" and places[:1] == [0]:
        return True  # "Explained: what is known about the outbreak"
    if _label(sentence)[0] == "source":
        return True
    first = min((start for start, _ in draft.source), default=-1)
    at = max(sentence.place(first), 0)
    return _leaves_open(sentence, draft, at, places) or sentence.is_a(at - 1, "asking_clause")


def is_empty(sentence: Sentence, draft: Draft) -> bool:
    """Tell contents that claim nothing: "told us what", "they say it", "contradicts minister"."""
    said = [k for k in sentence.places(draft.content) if sentence.tokens[k].is_word]
    if len(said) == 1 and sentence.is_a(said[0], "empty"):
        return draft.kind == "say"
    names = said and all(sentence.tokens[k].is_name for k in said)
    if names and any(sentence.low(k) == "citing" for k in sentence.places(draft.cue)):
        return True  # "The council left, citing Brill"
    last = sentence.low(said[-1]) if said else ""
    return draft.kind == "deny" and len(said) < 3 and is_role(last)


def _leaves_open(sentence: Sentence, draft: Draft, source: int, cue: Sequence[int]) -> bool:
    """Tell "what we know about the blast", "who said what": what is known is not told."""
    opens = int(not sentence.tokens[0].is_word)  # "- Who wrote the letter."
    asks = sentence.is_a(opens, "question") and draft.source == [sentence.span(opens, opens + 1)]
    asks = asks and not sentence.tokens[opens].text.isupper()  # the WHO
    if asks or not sentence.is_a(source - 1, "left_open"):
        return asks
    after = next((k + 1 for k in cue if not sentence.is_a(k, "auxiliary", "negative")), cue[0] + 1)
    told = draft.content[-1][0] <= sentence.tokens[min(after + 1, len(sentence.tokens) - 1)].start
    return sentence.is_a(after, "topic") and told


def drafts_of_details(sentences: Sequence[Sentence], found: Sequence[Draft]) -> list[Draft]:
    """Return what is told under "Details:" in the words of the "Source:" before it.

    Sentences with a statement of their own keep it; where the source is an outlet, it
    is added to their chains.

    Parameters
    ----------
    sentences : sequence of Sentence
    found : sequence of Draft
        All that was found elsewhere.
    """
    homes: dict[int, list[Draft]] = {}
    for draft in found:
        homes.setdefault(draft.sentence, []).append(draft)
    drafts: list[Draft] = []
    details = False
    for sentence, label, first, voice in _walk(sentences):
        details = label == "details" or (details and not label)
        if voice is None:
            continue
        own = homes.get(sentence.number, ())
        for draft in own:
            if voice.outlet:
                draft.chain = [*draft.chain, *voice.source]
        if details and not own:
            cue = [*voice.cue, sentence.span(0, first - 1)] if first else list(voice.cue)
            said = [sentence.span(first, len(sentence.tokens))]
            draft = Draft(list(voice.source), cue, said, "label and colon")
            draft.chain, draft.sentence = list(voice.chain), sentence.number
            drafts.append(draft)
    return drafts


def _walk(
    sentences: Sequence[Sentence],
) -> Iterator[tuple[Sentence, str, int, _Voice | None]]:
    """Yield each sentence with its label, where its words begin, and who "Source:" named."""
    voice: _Voice | None = None
    for sentence in sentences:
        label, first = _label(sentence)
        if label == "source":
            voice = _voice(sentence, first, outlets_named(sentences))
        elif label == "other":
            voice = None
        yield sentence, label, first, voice


def _label(sentence: Sentence) -> tuple[str, int]:
    """Return which label opens the sentence, and the token after its colon."""
    words = sentence.lows[: LONGEST_KIND + 1]
    colon = words.index(":", 1) if ":" in words[1:] else 0
    if not colon or not sentence.tokens[0].is_name:
        return "", 0
    for name in LABELS:
        if sentence.is_a(colon - 1, f"label_{name}"):
            return name, colon + 1
    known = any(sentence.is_a(k, "label_word", "label_end") for k in (0, colon - 1))
    return ("other", colon + 1) if known else ("", 0)


def _voice(sentence: Sentence, first: int, named: Names) -> _Voice | None:
    """Read who "Source: X on Telegram", "Source: Radio Norte, citing X" names."""
    stop = len(sentence.tokens) - (sentence.low(len(sentence.tokens) - 1) == ".")
    parts: list[Range] = []
    cue, start = [sentence.span(0, first - 1)], first
    for at in range(first, stop + 1):
        cites = sentence.low(at) in ("citing", "quoting")
        leads = at > start and _leads_away(sentence, at)
        if not (cites or leads or at == stop or sentence.low(at) == ";"):
            continue
        if at > start:
            parts.append((start, at - (sentence.low(at - 1) == ",")))
        if cites:
            cue.append(sentence.span(at, at + 1))
        if leads:
            outlet = find_outlet(sentence, at + 1, named)
            parts += [outlet] if outlet else []
            break
        start = at + 1
    if not parts:
        return None
    outlets = [p for p in parts if (find_outlet(sentence, p[0], named) or (0, -1))[1] == p[1]]
    people = [part for part in parts if part not in outlets]
    source = [sentence.span(*part) for part in people or outlets]
    chain = [sentence.span(*part) for part in outlets if people]
    return _Voice(source, cue, chain, not people)


def _leads_away(sentence: Sentence, at: int) -> bool:
    """Tell whether "on Telegram", "in a statement", "in a comment to Sol" begins at ``at``."""
    placed = sentence.is_a(at + 1, "platform", "time") or is_occasion(sentence, at)
    return placed and sentence.low(at) in load_classes()["leads_away"]


def _quote(
    sentence: Sentence, first: int, voice: _Voice | None, before: Draft | None
) -> list[Draft]:
    """Return the words behind "Quote:", by the source of the label, or by who spoke before."""
    if first >= len(sentence.tokens):
        return []
    cue, said = [sentence.span(0, first - 1)], [told_from(sentence, first)]
    draft = Draft([], cue, said, "label and colon", sentence=sentence.number)
    if voice is not None:
        draft.source, draft.cue = list(voice.source), [*voice.cue, *cue]
        draft.chain = list(voice.chain)
    elif before is not None:
        draft.speaker, draft.voice = "carried over", before.voice or before
        draft.chain = list(before.chain)
    else:
        draft.speaker = "unnamed"
    return [draft]


def _signed(sentences: Sequence[Sentence], found: Sequence[Draft]) -> list[Draft]:
    """Read "– Ana Ruiz, mayor of Lima" after a quotation, on the same line or the next."""
    drafts: list[Draft] = []
    taken = {draft.sentence for draft in found}
    for before, sentence in pairwise(sentences):
        name = _name_after_dash(sentence)
        last = before.tokens[-1].quotation
        if name is None or last < 0 or not taken.isdisjoint((before.number, sentence.number)):
            continue
        quotation = before.quotations[last]
        who, dash = [sentence.span(*name)], [sentence.span(0, 1)]
        draft = Draft(who, dash, [(quotation.start, quotation.end)], "label after a dash")
        draft.sentence, draft.postposed = before.number, True
        drafts.append(draft)
    return drafts


def _name_after_dash(sentence: Sentence) -> Range | None:
    """Return the name and role of a sentence that is a dash and a name, and no clause."""
    tokens = sentence.tokens
    last = len(tokens) - (tokens[-1].low == ".")
    if tokens[0].low not in DASHES or last > LONGEST_LABEL:
        return None
    return (1, last) if is_name_and_role(sentence, 1, last) else None
