"""Attributions by a passive: Y was rejected by X, X is believed to, it was reported that."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.rules.names import WHO_TOLD
from narratives.attribution.sentences.clauses import clause_end, object_end, skip_occasion
from narratives.attribution.sentences.cue_words import rows_by_word
from narratives.attribution.sentences.cues import Cue, is_adverb
from narratives.attribution.sentences.phrases import (
    Range,
    inside_relative,
    is_claim,
    is_finite,
    phrase_after,
)
from narratives.attribution.sentences.subjects import is_plain_past, subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes
from narratives.schema import NARRATOR, UNNAMED

TAKES_OBJECT = frozenset("nachl")
BELIEFS = frozenset(("say", "report", "claim", "believe", "suggest", "find"))
"""Classes of verbs whose passive without an agent implies an unnamed source."""
PLEADED = ("deny", "admit", "confirm")
"""Classes of verbs of which "it is denied that" tells what somebody says."""
CHARGES = {"blame": "on", "accuse": "of", "suspect": "of"}
"""Verbs whose passive without an agent says of somebody what nobody signs."""


def drafts_of_passive(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> list[Draft]:
    """Return the attributions that a passive makes: one for each agent, or one without a name."""
    at = cue.last
    while is_adverb(sentence, at):
        at += 1
    word = sentence.low(at)
    agent: Range | None = None
    by_at = at
    if word == "by" or (cue.kind == "echo" and word in load_classes()["echo_among"]):
        agent = phrase_after(sentence, at + 1, stop=load_classes()["after_agent"])
        by_at = at + 1
    else:
        for place in range(at, min(at + 12, len(sentence.tokens))):
            if sentence.low(place) == "that":
                break
            if sentence.low(place) == "by" and not sentence.low(place + 1).endswith("ing"):
                agent = phrase_after(sentence, place + 1)
                by_at = place + 1
                break
    if agent is not None and sentence.is_a(cue.head, "told"):
        return _told_by(sentence, cue, cues, agent, by_at)
    subject = _claim_with_clause(sentence, cue.first) or _passive_subject(sentence, cue)
    if agent is None:
        return _unnamed(sentence, cue, cues, subject, at)
    agent = _without_charge(sentence, agent, CHARGES.get(cue.lemma, ""))
    return _by_agent(sentence, cue, cues, agent, by_at, subject, at)


def _told_by(
    sentence: Sentence, cue: Cue, cues: Sequence[Cue], agent: Range, by_at: int
) -> list[Draft]:
    """Read "had been informed by X that": X speaks."""
    end = clause_end(sentence, agent[1] + 1, cues) if sentence.low(agent[1]) == "that" else 0
    if end <= agent[1] + 1:
        return []
    words, said = [sentence.span(cue.first, by_at)], [sentence.span(agent[1] + 1, end)]
    source = [sentence.span(*agent)]
    return [Draft(source, words, said, WHO_TOLD, cue.kind)]


def _claim_with_clause(sentence: Sentence, end: int) -> Range | None:
    """Find the subject of "The claim that the pier was weak was rejected"."""
    that = next((k for k in range(1, end - 1) if sentence.low(k) == "that"), 0)
    if not that or any(is_finite(sentence, k) for k in range(1, that)):
        return None
    closed = sentence.low(end - 1) == ","
    noun = that - 1 - closed  # "A third theory, that dust exploded, was rejected"
    named = sentence.low(noun) in rows_by_word("noun") or sentence.is_a(noun, "reduced")
    after = range(that + 1, end)
    inside = any(is_finite(sentence, k) or is_plain_past(sentence, k) for k in after)
    return (0, end - closed) if named and inside else None


def _without_charge(sentence: Sentence, agent: Range, word: str) -> Range:
    """Cut "of cutting corners" off the agent of "accused by the union of cutting corners"."""
    places = [k for k in range(agent[0] + 1, agent[1] - 1) if sentence.low(k) == word]
    return (agent[0], places[-1]) if places else agent


def _passive_subject(sentence: Sentence, cue: Cue) -> Range | None:
    if sentence.low(cue.first - 1) in ("and", "but", ","):
        # "a claim made by X and echoed by Y": the object of the verb before.
        for k in range(cue.first - 2, -1, -1):
            if sentence.low(k).endswith("ed") and sentence.low(k + 1) == "by":
                return subject_before(sentence, k)
        return subject_before(sentence, cue.first) or subject_before(sentence, cue.first - 1)
    return subject_before(sentence, cue.first)


def _by_agent(
    sentence: Sentence,
    cue: Cue,
    cues: Sequence[Cue],
    agent: Range,
    by_at: int,
    subject: Range | None,
    at: int,
) -> list[Draft]:
    timed = sentence.is_a(agent[1] - 1, "time", "month", "time_noun")
    if (
        timed
        or sentence.is_a(agent[0], "negative")
        or subject is None
        or not cue.frames & TAKES_OBJECT
    ):
        return []
    reduced = not sentence.is_a(cue.first, "auxiliary") and not is_claim(sentence, *subject)
    if reduced and cue.lemma in load_classes()["shown_by"]:
        return []  # "Fragments shown by state television bore marks"
    thing = cue.kind == "endorse" and any(sentence.is_a(k, "records") for k in range(*agent))
    if thing or _noun_cue_in(sentence, agent):
        # "supported by his admission": the narrator relates two things that were said.
        content = [sentence.span(by_at, clause_end(sentence, by_at, cues))]
        words = [sentence.span(subject[0], by_at)]
        return [Draft([], words, content, "narrator relates two claims", "relate", NARRATOR)]
    if not cue.frames & {"n", "a", "c", "h"} and not is_claim(sentence, *subject):
        return []
    content = [sentence.span(*subject)]
    if by_at - 1 > at:
        content.append(sentence.span(at, by_at - 1))
    else:
        rest = agent[1] + (sentence.low(agent[1]) == ",")
        if sentence.is_a(rest, "be") and sentence.low(rest + 1) == "that":
            # "One theory, put forward by X, is that …": the clause is what X puts forward.
            end = clause_end(sentence, rest + 2, cues)
            content = [sentence.span(rest + 2, end)] if end > rest + 2 else content
        elif sentence.is_a(rest, "after_taken_up"):
            content.append(sentence.span(rest, object_end(sentence, rest, cues)))
    words = [sentence.span(cue.first, cue.last), sentence.span(by_at - 1, by_at)]
    if by_at - 1 <= cue.last:
        words = [sentence.span(cue.first, by_at)]
    agents = [agent]
    if sentence.low(agent[1]) == "and" and sentence.low(agent[1] + 1) == "by":
        second = phrase_after(sentence, agent[1] + 2, stop=("who", "which"))
        agents += [second] if second is not None else []
    return [
        Draft(
            [sentence.span(*who)],
            words if who is agent else [sentence.span(who[0] - 1, who[0])],
            list(content),
            "passive with its agent",
            cue.kind,
        )
        for who in agents
    ]


def _noun_cue_in(sentence: Sentence, agent: Range) -> bool:
    return any(sentence.low(k) in rows_by_word("noun") for k in range(agent[0] + 1, agent[1]))


def _unnamed(
    sentence: Sentence, cue: Cue, cues: Sequence[Cue], subject: Range | None, at: int
) -> list[Draft]:
    """Read "is believed to", "it was reported that": a source that nobody names."""
    pleaded = cue.kind in PLEADED and sentence.low(cue.first - 1) == "it"
    if not (pleaded or cue.kind in BELIEFS) or (cue.negated and cue.kind != "admit"):
        return []
    if cue.lemma in load_classes()["unsaid_lemma"]:
        return []
    if sentence.low(cue.first - 1) == "it":
        at = skip_occasion(sentence, at)
    word = sentence.low(at)
    cue_span = [sentence.span(cue.first, cue.last)]
    if word == "that" and sentence.low(cue.first - 1) in ("it", "that"):
        end = clause_end(sentence, at + 1, cues)
        content = [sentence.span(at + 1, end)] if end > at + 1 else []
    elif word == "to" and subject is not None:
        end = clause_end(sentence, at, cues)
        if not sentence.is_a(cue.first, "auxiliary"):
            # "A gang believed to be abroad has left": the verb is the gang's.
            verbs = (k for k in range(at + 2, end) if is_finite(sentence, k))
            end = next((k for k in verbs if not inside_relative(sentence, k)), end)
        content = [sentence.span(*subject), sentence.span(at, end)] if end > at else []
    elif CHARGES.get(cue.lemma) == word and subject is not None:
        end = object_end(sentence, at, cues)
        content = [sentence.span(*subject), sentence.span(at, end)]
    else:
        return []
    return [Draft([], cue_span, content, "passive without agent", cue.kind, UNNAMED)]
