"""What the rules and a tagger found, joined: one draft for each attribution."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.rules.names import family_of
from narratives.attribution.sentences.cue_words import verb_forms
from narratives.attribution.sentences.cues import is_adverb, is_cleft, is_said_by_anyone
from narratives.attribution.sentences.phrases import is_finite
from narratives.attribution.sentences.text import Sentence, Token
from narratives.lexicon import load_classes
from narratives.schema import Span, overlap, span_size
from narratives.tagging import Attribution, TaggedText

SAME = 0.5
"""Contents that share this much of the longer one are the same but for their edges."""
SURE = 0.8
"""Certainty from which the tagger's source stands against the rules' one."""
IN, OUT = 0.9, 0.1
"""A tagger's content stands where it is this sure of the words that it adds and leaves out."""
BARE = 3
"""Words up to which the object of a verb that no list has is no claim."""
OF_CLAUSES = frozenset("qcho")
"""Frames of a verb that quotations and clauses alone follow."""
NEGATED = load_classes()["negating"]
NOBODY = load_classes()["no_speaker"]
ARTICLES = load_classes()["article"]


def join_readings(
    sentences: Sequence[Sentence], drafts: Sequence[Draft], tagged: TaggedText
) -> list[Draft]:
    """Join the drafts of the rules with the attributions of a tagger.

    The rules know chains, flags and what a cue does, and cut a quotation that goes on in
    a later sentence off as a statement of its own; the tagger knows cues that no list
    has. Where both found an attribution, the rules' words stand, but for contents that
    the tagger is sure to cut better and sources that it finds elsewhere.

    Parameters
    ----------
    sentences : sequence of Sentence
    drafts : sequence of Draft
        What the rules found.
    tagged : TaggedText

    Returns
    -------
    list of Draft
        Those of the rules, and after them what the tagger alone found.
    """
    starts = [sentence.start for sentence in sentences]
    homes: dict[int, list[Draft]] = {}
    for draft in drafts:
        homes.setdefault(draft.sentence, []).append(draft)
    found = list(drafts)
    for read in tagged.attributions:
        if not read.cue or not starts:
            continue
        home = max(bisect_right(starts, read.cue[0][0]) - 1, 0)
        near = [draft for n in (home - 1, home, home + 1) for draft in homes.get(n, ())]
        attribution = _in_our_words(read, sentences[home])
        same = [draft for draft in near if overlap(draft.cue, attribution.cue)]
        if same:
            best = max(same, key=lambda d: (d.tagged is None, _shared(d, attribution)))
            if best.tagged is None:
                _take_over(best, attribution, tagged, sentences[home], near)
        elif not any(
            _holds(draft, attribution) or _is_heard(draft, attribution, sentences[home])
            for draft in near
        ) and not _is_no_claim(attribution, sentences[home]):
            found.append(_draft(attribution, sentences[home], home))
    return found


def _in_our_words(read: Attribution, sentence: Sentence) -> Attribution:
    """Cut an attribution as this package cuts it.

    The "that" after a cue is the cue's; a comma at an edge and an adverb before a source are
    nobody's; a source stands in the sentence of its cue, where it reaches into it; and what
    follows in later sentences is a statement of its own, whose speaker is carried over.
    """
    cue, content = list(read.cue), []
    for start, end in read.content:
        first = sentence.place(start)
        token = sentence.tokens[first]
        within = 0 <= first < len(sentence.tokens) - 1
        if within and token.low == "that" and token.end < end:
            if sentence.tokens[first - 1].end == cue[-1][1]:
                cue[-1] = (cue[-1][0], token.end)
            start = sentence.tokens[first + 1].start
        content.append((start, end))
    own = [span for span in content if span[0] < sentence.end] or content
    # "He conceded, however, that …": a lone word after the cue is no content.
    own = [(a, b) for a, b in own if a < cue[-1][1] or len(sentence.places([(a, b)])) > 1] or own
    return Attribution(
        tuple(
            _trim(_without_adverb(_within(span, sentence), sentence), sentence)
            for span in read.source
        ),
        tuple(cue),
        tuple(_trim(span, sentence) for span in own),
        read.sure_of_links,
    )


def _within(span: Span, sentence: Sentence) -> Span:
    """Cut off what a tagger took of the next sentence, or of the one before: "Aarvik. Two men"."""
    start, end = max(span[0], sentence.start), min(span[1], sentence.end)
    if (start, end) == span or start >= end:
        return span
    last = sentence.at(end) - 1
    while not sentence.tokens[last].is_word:
        last -= 1
    return start, min(end, sentence.tokens[last].end)


def _without_adverb(span: Span, sentence: Sentence) -> Span:
    """Cut "Curiously," off the beginning of a span."""
    first = sentence.tokens[0]
    if span[0] == first.start and is_adverb(sentence, 0) and sentence.low(1) == ",":
        return (sentence.tokens[2].start, span[1]) if len(sentence.tokens) > 2 else span
    return span


def _trim(span: Span, sentence: Sentence) -> Span:
    """Cut a comma, an article or a "who" off the end of a span."""
    start, end = span
    at = sentence.at(end) - 1
    token = sentence.tokens[at]
    if at < 1 or token.end != end or token.start <= start:
        return span
    if token.low in (",", ";"):
        return start, token.start
    cut = token.low in ARTICLES or sentence.is_a(at, "relative")
    return (start, sentence.tokens[at - 1].end) if cut else span


def _is_no_claim(attribution: Attribution, sentence: Sentence) -> bool:
    """Tell whether nobody says that something is so.

    That is a cue that is negated or no word, "nobody" or an article alone as its speaker, a verb
    that attributes quotations alone ("asked", "read") without a quotation, or a verb that the
    lexicon does not have with a bare object ("seized two ships").
    """
    places = sentence.places(attribution.cue)
    cues = [sentence.tokens[k] for k in places]
    if not any(token.is_word for token in cues) or any(token.low in NEGATED for token in cues):
        return True
    if all(sentence.is_a(k, "naming") for k in places):
        return True  # "known as Wolf"
    if any(is_said_by_anyone(sentence, k) for k in places):
        return True
    source = [sentence.tokens[k] for k in sentence.places(attribution.source)]
    if source and (source[0].low in NOBODY or all(token.low in ARTICLES for token in source)):
        return True
    if not source and _has_nobody(sentence, attribution.cue[0][0]):
        return True  # "Neither the navy nor the captain said that …"
    marks = [(q.start, q.end) for q in sentence.quotations]
    words = [k for k in sentence.places(attribution.content) if sentence.tokens[k].is_word]
    if all(sentence.is_a(k, "determiner", "remarks") for k in words):
        return True  # "put out a statement"
    heard = any(token.low in load_classes()["hearing"] for token in cues)
    if heard and words and sentence.tokens[words[0]].is_name:
        return not any(is_finite(sentence, k) for k in words)  # "then heard Ms Lee of the police"
    calls = any(sentence.is_a(k, "calls") for k in places)
    if calls and words and sentence.is_a(words[0], "himself"):
        return True  # "calls itself Wolf"
    bare = len(words) <= BARE and not overlap(attribution.content, marks)
    if not _is_known(cues):
        return bare
    frames = {row["frames"] for token in cues for *_, row in verb_forms().get(token.low, ())}
    if bare and OF_CLAUSES.issuperset(" ".join(frames).split()):
        return True  # "remembered it"
    first = attribution.content[0][0]
    return frames == {"q"} and not any(start <= first < end for start, end in marks)


def _has_nobody(sentence: Sentence, cue: int) -> bool:
    """Tell whether a "no" or "neither" stands before a cue, with no comma between the two."""
    words = sentence.lows[: sentence.at(cue)]
    comma = max((k for k, word in enumerate(words) if word == ","), default=-1)
    return not NOBODY.isdisjoint(words[comma + 1 :])


def _is_known(cues: Sequence[Token]) -> bool:
    """Tell whether a verb of the cue is in the lexicon."""
    return any(not rest for token in cues for _, rest, _ in verb_forms().get(token.low, ()))


def _take_over(
    draft: Draft,
    attribution: Attribution,
    tagged: TaggedText,
    sentence: Sentence,
    near: Sequence[Draft],
) -> None:
    """Give a draft of the rules the words that the tagger reads better.

    Passives, nouns, labels and what else is not a plain verb keep the words of the rules.
    """
    draft.tagged = attribution
    if family_of(draft.method) != "verb":
        return
    shared = _shared(draft, attribution)
    others = [s for other in near for s in (other.source, other.cue, other.content)]
    apart = not any(
        overlap(attribution.content, spans) and not overlap(spans, draft.content)
        for spans in others
    )
    if apart and _cuts_better(attribution, draft, tagged, sentence):
        draft.content = list(attribution.content)
    above = bool(draft.source) and draft.source[0][1] <= sentence.start
    if shared < SAME or above:
        return
    if draft.cites or overlap(draft.chain, attribution.source):
        return  # "TASS, citing Quint, reported that": Quint.
    if _is_beside(draft, attribution, sentence) and any(
        overlap(other.source, attribution.source) for other in near
    ):
        return  # "According to Ruiz, the brakes failed, but the company denied it."
    who = all(sentence.is_a(k, "relative") for k in sentence.places(attribution.source))
    if who and is_cleft(sentence):
        return  # "It was a neighbour who said": the neighbour.
    size = span_size(attribution.source)
    within = overlap(draft.source, attribution.source) >= size
    if not within and tagged.certainty(attribution.source, "source") >= SURE:
        draft.source = list(attribution.source)


def _is_beside(draft: Draft, attribution: Attribution, sentence: Sentence) -> bool:
    """Tell whether a noun phrase right before the cue is the source by the rules alone."""
    if not draft.source or overlap(draft.source, attribution.source):
        return False
    cue = max(sentence.place(draft.cue[0][0]), 0)
    adjacent = sentence.tokens[cue - 1].end == draft.source[-1][1]
    return adjacent and not sentence.is_a(cue - 1, "subject_pronoun", "relative")


def _cuts_better(
    attribution: Attribution, draft: Draft, tagged: TaggedText, sentence: Sentence
) -> bool:
    """Tell whether the tagger is sure of the words on which it and the rules differ.

    A clause that contrasts with the content is the narrator's by the rules, and stays so;
    so do the words that attribute: "claimed responsibility for".
    """
    after = sentence.at(draft.end)
    while sentence.low(after) == "," or is_adverb(sentence, after):
        after += 1
    apart = sentence.is_a(after, "contrast") or sentence.low(after) == "as"
    apart = apart or (sentence.is_a(0, "subordinator") and sentence.low(after - 1) == ",")
    apart = apart and after < len(sentence.tokens)
    if apart and overlap(attribution.content, [sentence.span(after, after + 1)]):
        return False
    ours, theirs = tagged.words(draft.content), tagged.words(attribution.content)
    added, left_out = theirs - ours, ours - theirs
    return (not added or tagged.mean(added, "content") >= IN) and (
        not left_out or tagged.mean(left_out, "content") <= OUT
    )


def _shared(draft: Draft, attribution: Attribution) -> float:
    """Return the share of the longer content that both have."""
    sizes = [sum(b - a for a, b in spans) for spans in (draft.content, attribution.content)]
    return overlap(draft.content, attribution.content) / max(*sizes, 1)


def _holds(draft: Draft, attribution: Attribution) -> bool:
    """Tell whether the rules read the attribution as a part of another one.

    It came by way of others, or stands inside a content: a tagger that was taught no
    attribution inside another has nothing to say about one. "Rumours" that spread are no speaker
    of their own where the rules read them as the words that attribute.
    """
    round_ = family_of(draft.method) == "noun" and (
        not attribution.source or overlap(draft.cue, attribution.source)
    )
    shared = (draft.chain or round_) and overlap(draft.content, attribution.content)
    return bool(shared) or overlap(draft.content, attribution.cue) > 0


def _is_heard(draft: Draft, attribution: Attribution, sentence: Sentence) -> bool:
    """Tell whether the attribution is only that somebody heard what a draft of the rules says."""
    cues = [sentence.tokens[k] for k in sentence.places(attribution.cue)]
    heard = any(token.low in load_classes()["hearing"] for token in cues)
    return heard and overlap(attribution.content, draft.cue) > 0


def _draft(attribution: Attribution, sentence: Sentence, home: int) -> Draft:
    cue, content = list(attribution.cue), list(attribution.content)
    draft = Draft(list(attribution.source), cue, content, "", sentence=home, tagged=attribution)
    draft.postposed = content[0] < cue[0]
    draft.known_cue = _is_known([sentence.tokens[k] for k in sentence.places(cue)])
    return draft
