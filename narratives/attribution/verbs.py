"""Attributions by a verb: X said, X denied Y, Y was rejected by X, X is believed to."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.cues import (
    Cue,
    is_a_noun_place,
    is_adverb,
    rows_by_word,
    verb_forms,
)
from narratives.attribution.draft import Draft
from narratives.attribution.phrases import (
    Range,
    clause_end,
    is_finite,
    is_tag,
    main_subject,
    object_end,
    phrase_after,
    skip_occasion,
    subject_before,
)
from narratives.attribution.text import Sentence
from narratives.schema import Span

QUOTABLE = frozenset("qchno")
CLAUSAL = frozenset("cho")
EVASIVE = frozenset(("say", "report", "confirm", "claim", "suggest", "know", "find", "publish"))
"""Classes of verbs whose negation means that nothing was said."""
BELIEFS = frozenset(("say", "report", "claim", "believe", "suggest", "find", "know"))
"""Classes of verbs whose passive without an agent implies an unnamed source."""
GOVERNING = frozenset(
    "continued continues went goes appeared appears seemed seems sought tried used".split()
)
"""Verbs that stand before "to say" without changing who says it."""


def drafts_of_verb(sentence: Sentence, cue: Cue, cues: Sequence[Cue], done: Sequence[Draft]) -> list[Draft]:
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
    if cue.form == "passive":
        return _passive(sentence, cue, cues)
    if cue.form == "infinitive":
        return _infinitive(sentence, cue, cues, done)
    if cue.negated and cue.kind in EVASIVE or cue.kind == "cite" and cue.form == "ing":
        return []
    if cue.kind == "refuse":
        return []
    inverted = _inverted(sentence, cue)
    if inverted is not None:
        return [inverted]
    subject = _subject(sentence, cue, done)
    if subject is None:
        return []
    if _is_nobody(sentence, subject):
        return []
    draft = Draft(
        source=_source_spans(sentence, subject),
        cue=[],
        content=[],
        method="",
        kind=cue.kind,
        sentence=sentence.number,
    )
    return _content_of(sentence, cue, cues, subject, draft)


def _subject(sentence: Sentence, cue: Cue, done: Sequence[Draft]) -> Range | None:
    if cue.form == "ing":
        before = sentence.low(cue.first - 1)
        if before in ("and", "or", ",", "while", "after", "before", "by", "without", "when", ""):
            for draft in reversed(done):
                if draft.source and draft.cue and draft.cue[0][0] < sentence.tokens[cue.first].start:
                    return _range_of(sentence, draft.source[0])
            return main_subject(sentence, cue.first)
        if cue.first > 0 and sentence.tokens[cue.first - 1].is_word and not is_a_noun_place(sentence, cue.first - 1):
            return subject_before(sentence, cue.first)
        return None
    before = cue.first - 1
    if sentence.low(before) in ("and", "but", "or"):
        # "said X and denied Y": the subject of the verb before.
        for draft in reversed(done):
            if draft.source and draft.cue:
                return _range_of(sentence, draft.source[0])
        return main_subject(sentence, before)
    return subject_before(sentence, cue.first)


def _range_of(sentence: Sentence, span: Span) -> Range | None:
    inside = [
        k for k, token in enumerate(sentence.tokens) if span[0] <= token.start and token.end <= span[1]
    ]
    return (inside[0], inside[-1] + 1) if inside else None


def _source_spans(sentence: Sentence, subject: Range) -> list[Span]:
    first, last = subject
    while last - first > 1 and sentence.low(last - 1) in (",", "—", "–", "--"):
        last -= 1
    return [sentence.span(first, last)]


def _is_nobody(sentence: Sentence, subject: Range) -> bool:
    return sentence.is_a(subject[0], "negative")


def _content_of(
    sentence: Sentence, cue: Cue, cues: Sequence[Cue], subject: Range, draft: Draft
) -> list[Draft]:
    frames = cue.frames
    at = cue.last
    while is_adverb(sentence, at) and sentence.low(at) != "not":
        at += 1
    tokens = sentence.tokens
    # A preposition that the verb calls for: hinted at, warned of.
    prepositions = {frame[1:] for frame in frames if frame.startswith("+")}
    if sentence.low(at) in prepositions and at + 1 < len(tokens):
        if sentence.low(at) == "out" and sentence.low(at + 1) == "that":
            at += 1
        return _right(sentence, draft, cue, at + 1, cues, "verb and preposition", clause=False)
    if "o" in frames:
        found = _addressed(sentence, draft, cue, cues, at)
        if found:
            return found
    moved = skip_occasion(sentence, at)
    for place in dict.fromkeys((at, moved)):
        word = sentence.low(place)
        quoted = place < len(tokens) and tokens[place].quotation >= 0
        if word in (",", ":") and place + 1 < len(tokens) and tokens[place + 1].quotation >= 0 and frames & QUOTABLE:
            draft = _with_left(sentence, draft, subject, cue)
            return _right(sentence, draft, cue, place + 1, cues, "verb and quotation")
        if word == ":" and frames & CLAUSAL and place + 1 < len(tokens):
            return _right(sentence, draft, cue, place + 1, cues, "verb and colon")
        if word == "that" and frames & CLAUSAL and place + 1 < len(tokens):
            return _right(sentence, draft, cue, place + 1, cues, "verb and that-clause")
        if quoted and frames & QUOTABLE:
            return _right(sentence, draft, cue, place, cues, "verb and quotation")
        if (
            sentence.is_a(place, "question")
            and frames & {"h", "c"}
            and cue.kind not in ("ask", "know", "order", "find")
        ):
            return _right(sentence, draft, cue, place, cues, "verb and question clause")
    if (
        sentence.low(subject[0] - 1) == "as"
        and sentence.low(moved) == ","
        and frames & QUOTABLE
        and moved + 1 < len(tokens)
    ):
        return _right(sentence, draft, cue, moved + 1, cues, "as X said")
    if frames & CLAUSAL and not sentence.is_a(at, "determiner", "possessive", "object_pronoun"):
        place = _that_ahead(sentence, at)
        if place is not None:
            return _right(sentence, draft, cue, place + 1, cues, "verb and that-clause")
    left = _left(sentence, subject, cue, at)
    if left is not None:
        draft.content = left
        if sentence.low(moved) == "," and _goes_on_after(sentence, cue, cues, moved + 1):
            draft.content.append(
                sentence.span(moved + 1, clause_end(sentence, moved + 1, cues))
            )
        draft.postposed = True
        draft.cue = [sentence.span(cue.first, cue.last)]
        draft.method = "verb after its content"
        return [draft]
    if cue.kind == "ask":
        return []
    if sentence.low(at) == "to" and "i" in frames:
        return _right(sentence, draft, cue, at, cues, "verb and infinitive")
    if "c" in frames:
        place = moved if moved < len(tokens) and sentence.low(moved) not in (",", ".") else at
        if _opens_clause(sentence, place):
            return _right(sentence, draft, cue, place, cues, "verb and clause")
    if frames & {"n", "a", "l"} and _opens_object(sentence, at):
        return _object(sentence, draft, cue, at, cues)
    if frames & {"n", "l"} and sentence.low(moved) in ("", ".", ",", ";"):
        label = _label_before(sentence, subject[0])
        if label is not None:
            draft.content = [sentence.span(*label)]
            draft.cue = [sentence.span(cue.first, cue.last)]
            draft.method = "verb after the claim it takes up"
            return [draft]
    return []


def _label_before(sentence: Sentence, before: int) -> Range | None:
    """Find "an accusation" in "an accusation that the company denies"."""
    at = before - 1
    if sentence.low(at) in ("that", "which"):
        at -= 1
    if sentence.low(at) == ",":
        at -= 1
    if at > 0 and sentence.is_a(at, "reduced"):
        first = at
        while first > 0 and at - first < 4 and not sentence.is_a(first, "determiner", "possessive"):
            first -= 1
        return (first, at + 1) if sentence.is_a(first, "determiner", "possessive") else (at, at + 1)
    return None


def _that_ahead(sentence: Sentence, at: int) -> int | None:
    """Find the "that" of "claimed hours after the fire that": no verb and no name before it."""
    for place in range(at, min(at + 9, len(sentence.tokens) - 1)):
        token = sentence.tokens[place]
        if token.low == "that":
            return place
        if not token.is_word or token.quotation >= 0 or is_finite(sentence, place):
            return None
        if place == at and token.is_name:
            return None
    return None


def _goes_on_after(sentence: Sentence, cue: Cue, cues: Sequence[Cue], at: int) -> bool:
    """Tell whether the clause that ", X said," interrupts goes on at ``at``."""
    if at + 2 >= len(sentence.tokens) or sentence.tokens[at].quotation >= 0:
        return False
    if any(other.first == at for other in cues if other is not cue):
        return False
    heads = {other.first: other for other in cues if other.first > at}
    last = len(sentence.tokens) - (sentence.low(len(sentence.tokens) - 1) == ".")
    if is_tag(sentence, at, last, heads):
        return False
    if sentence.is_a(at, "coordinator", "relative", "subordinator", "preposition"):
        return False
    if sentence.low(at) in ("according", "citing", "quoting", "adding") or sentence.low(at).endswith("ing"):
        return False
    return any(is_finite(sentence, k) for k in range(at, min(at + 25, len(sentence.tokens))))


def _addressed(
    sentence: Sentence, draft: Draft, cue: Cue, cues: Sequence[Cue], at: int
) -> list[Draft]:
    """Find the content after an addressee: told reporters on Monday that …"""
    tokens = sentence.tokens
    limit = min(at + 14, len(tokens))
    for place in range(at, limit):
        token = tokens[place]
        if token.quotation >= 0:
            if place > at:
                return _right(sentence, draft, cue, place, cues, "verb, addressee, quotation")
            return []
        if token.low in ("that", ":") and place > at and place + 1 < len(tokens):
            return _right(sentence, draft, cue, place + 1, cues, "verb, addressee, that-clause")
        if token.low == "about" or token.low == "of" and place == at + 1:
            return _right(sentence, draft, cue, place + 1, cues, "verb, addressee, about", clause=False)
        if token.low == "," and place + 1 < len(tokens) and tokens[place + 1].quotation >= 0:
            continue
        if token.low in (".", ";", ","):
            return []
        if place > at and is_finite(sentence, place):
            break
    if not sentence.is_a(at, "object_pronoun", "determiner", "possessive") and not (
        at < len(tokens) and (tokens[at].is_name or tokens[at].low.endswith("s"))
    ):
        return []
    start = at + 1
    if sentence.is_a(at, "determiner", "possessive"):
        start = at + 2
        while start < limit and not (
            sentence.is_a(start, "determiner", "possessive", "subject_pronoun") or tokens[start].is_name
        ):
            start += 1
    elif tokens[at].is_name:
        while start < limit and (tokens[start].is_name or sentence.low(start) == "'s"):
            start += 1
    if _opens_clause(sentence, start):
        return _right(sentence, draft, cue, start, cues, "verb, addressee, clause")
    return []


def _opens_clause(sentence: Sentence, at: int) -> bool:
    """Tell whether a clause with a verb of its own begins at ``at``."""
    if at >= len(sentence.tokens) or not (
        sentence.tokens[at].is_word or sentence.tokens[at].quotation >= 0
    ):
        return False
    if sentence.is_a(at, "preposition") and sentence.low(at) in ("of", "about", "against", "by"):
        return False
    for k in range(at + 1, min(at + 40, len(sentence.tokens))):
        if sentence.low(k) in (";", "."):
            return False
        if is_finite(sentence, k):
            return True
    return len(sentence.tokens) - at > 4 and not sentence.is_a(at, "preposition")


def _opens_object(sentence: Sentence, at: int) -> bool:
    if at >= len(sentence.tokens):
        return False
    token = sentence.tokens[at]
    if token.low == "that" and sentence.is_a(at + 1, "reduced"):
        return True
    if token.low in ("that", "to") or not (token.is_word or token.quotation >= 0):
        return False
    return not sentence.is_a(at, "preposition", "subordinator", "coordinator", "time")


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
    if end <= at:
        return []
    token = sentence.tokens[at]
    if token.quotation >= 0:
        quotation = sentence.quotations[token.quotation]
        start, stop = token.start, sentence.tokens[end - 1].end
        if quotation.end > stop:
            stop = quotation.end  # The quotation runs over several sentences.
            if not quotation.closed:
                draft.flags.add("unbalanced quotation")
        draft.content.append((start, stop))
    else:
        last = sentence.tokens[end - 1]
        stop = last.end
        if last.quotation >= 0:
            stop = max(stop, sentence.quotations[last.quotation].end)
        draft.content.append((token.start, stop))
    draft.cue = [sentence.span(cue.first, max(cue.last, _cue_end(sentence, cue, at)))]
    draft.method = method
    return [draft]


def _cue_end(sentence: Sentence, cue: Cue, at: int) -> int:
    """Take "that" or the preposition right after the verb into the cue."""
    if at == cue.last + 1 and sentence.tokens[cue.last].is_word:
        return at
    return cue.last


def _object(
    sentence: Sentence, draft: Draft, cue: Cue, at: int, cues: Sequence[Cue]
) -> list[Draft]:
    end = object_end(sentence, at, cues)
    if end <= at or sentence.low(at).endswith(("self", "selves")):
        return []
    if not cue.frames & {"n", "a"} and not _is_claim(sentence, at, end):
        return []
    label = _label_then_cue(sentence, at, end, cues)
    if label is not None and cue.kind not in ("deny", "doubt", "criticise"):
        # "proposed another theory, suggesting that …": two cues, one claim.
        draft.cue = [sentence.span(cue.first, end)]
        found = _content_of(
            sentence, label, cues, (0, 1), Draft(draft.source, [], [], "", cue.kind, sentence=sentence.number)
        )
        if found:
            found[0].cue = draft.cue + found[0].cue
            found[0].flags.add("two cues")
            return found
    draft.content = [sentence.span(at, end)]
    draft.cue = [sentence.span(cue.first, cue.last)]
    draft.method = "verb and object"
    return [draft]


def _is_claim(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the noun phrase stands for a claim: "the theory", "his version"."""
    return any(sentence.is_a(k, "reduced") for k in range(first, min(last, first + 5)))


def _label_then_cue(sentence: Sentence, at: int, end: int, cues: Sequence[Cue]) -> Cue | None:
    """Return the participle that gives the content of "a theory", "a version" before it."""
    if not sentence.is_a(end - 1, "reduced") or sentence.is_a(at, "demonstrative"):
        return None
    for other in cues:
        if other.form == "ing" and other.first in (end, end + 1):
            return other
    return None


def _left(sentence: Sentence, subject: Range, cue: Cue, after: int) -> list[Span] | None:
    """Return what stands before "X said" where that is the content, else None."""
    if "q" not in cue.frames or cue.form != "finite" or subject[0] == 0:
        return None
    before = subject[0] - 1
    closing = sentence.tokens[before]
    rest = skip_occasion(sentence, after)
    ends = rest >= len(sentence.tokens) or sentence.low(rest) in (",", ".", ";", ":") or (
        sentence.low(rest) in ("after", "as", "while", "when", "and", "but", "in")
    )
    if sentence.low(rest) == "after":
        ends = True
    if "o" in cue.frames and not ends:
        addressee = phrase_after(sentence, after)
        if addressee is not None:
            rest = skip_occasion(sentence, addressee[1])
            ends = rest >= len(sentence.tokens) or sentence.low(rest) in (",", ".", ";", ":")
    quoted = closing.quotation >= 0 or (
        closing.low == "," and before >= 1 and sentence.tokens[before - 1].quotation >= 0
    )
    if quoted:
        return _left_of(sentence, before + (closing.quotation >= 0))
    if not ends or closing.low not in (",", "—", "–", "--"):
        return None
    interrupts = sentence.low(rest) == ","
    return _left_of(sentence, before) if before >= (1 if interrupts else 4) else None


def _left_of(sentence: Sentence, end: int) -> list[Span]:
    """Return the stretch that ends at token ``end``, reaching back to its quotation's start."""
    first = 0
    for at in range(end - 1, -1, -1):
        if sentence.tokens[at].quotation >= 0:
            continue
        if sentence.low(at) == ";" or sentence.low(at) == ":" and any(
            sentence.low(k) in verb_forms() for k in range(at)
        ):
            first = at + 1
            break
    while first < end - 1 and (
        sentence.is_a(first, "coordinator") or not (
            sentence.tokens[first].is_word or sentence.tokens[first].quotation >= 0
        )
    ):
        first += 1
    start, stop = sentence.span(first, end)
    opening = sentence.tokens[first].quotation
    if opening >= 0:
        start = min(start, sentence.quotations[opening].start)
    return [(start, stop)]


def _with_left(sentence: Sentence, draft: Draft, subject: Range, cue: Cue) -> Draft:
    """Add the first part of a quotation that "X said" interrupts."""
    before = subject[0] - 1
    if before >= 1 and sentence.low(before) == "," and sentence.tokens[before].quotation < 0:
        before -= 1
    if before >= 0 and sentence.tokens[before].quotation >= 0 and "q" in cue.frames:
        draft.content = _left_of(sentence, before + 1)
    return draft


def _inverted(sentence: Sentence, cue: Cue) -> Draft | None:
    """Read "…", said X."""
    if "q" not in cue.frames or cue.form != "finite" or cue.first == 0:
        return None
    before = cue.first - 1
    token = sentence.tokens[before]
    comma = token.low in (",", "—", "–", "--") and token.quotation < 0
    quoted = sentence.tokens[before - comma].quotation >= 0 if before - comma >= 0 else False
    if not quoted and not (comma and before >= 4):
        return None
    if cue.last >= len(sentence.tokens) or not sentence.tokens[cue.last].is_word:
        return None
    if not quoted and (
        sentence.low(cue.last) == "that"
        or subject_before(sentence, cue.first) is not None
        or any(is_finite(sentence, k) for k in range(cue.last, len(sentence.tokens)))
    ):
        return None
    source = phrase_after(sentence, cue.last)
    if source is None or sentence.is_a(cue.last, "subordinator", "preposition", "question"):
        return None
    draft = Draft(
        source=[sentence.span(*source)],
        cue=[sentence.span(cue.first, cue.last)],
        content=_left_of(sentence, before + (not comma)),
        method="verb before its source",
        kind=cue.kind,
        sentence=sentence.number,
        postposed=True,
    )
    at = skip_occasion(sentence, source[1])
    for place in (at, at + 1):
        if place < len(sentence.tokens) and sentence.tokens[place].quotation >= 0:
            quotation = sentence.quotations[sentence.tokens[place].quotation]
            draft.content.append((quotation.start, quotation.end))
            break
    return draft


def _infinitive(
    sentence: Sentence, cue: Cue, cues: Sequence[Cue], done: Sequence[Draft]
) -> list[Draft]:
    """Read "went on to say that": the infinitive after a verb that keeps its subject."""
    first = cue.first - 2
    while first > 0 and sentence.low(first) in ("on", "out", "ahead"):
        first -= 1
    if sentence.low(first) not in GOVERNING:
        return []
    subject = _subject(sentence, Cue(first, first, first + 1, "", "", frozenset(), "finite", False), done)
    if subject is None or _is_nobody(sentence, subject):
        return []
    draft = Draft(_source_spans(sentence, subject), [], [], "", cue.kind, sentence=sentence.number)
    widened = Cue(first, cue.head, cue.last, cue.lemma, cue.kind, cue.frames, "finite", cue.negated)
    return _content_of(sentence, widened, cues, subject, draft)


def _passive(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> list[Draft]:
    at = cue.last
    while is_adverb(sentence, at):
        at += 1
    word = sentence.low(at)
    agent: Range | None = None
    by_at = at
    if word == "by" or cue.kind == "echo" and word in ("across", "in", "throughout"):
        agent = phrase_after(sentence, at + 1, stop=("who", "which", "through"))
        by_at = at + 1
    elif cue.frames & {"n", "a", "c", "h", "l"}:
        for place in range(at, min(at + 12, len(sentence.tokens))):
            if sentence.low(place) in (",", ";", ".", "that") or sentence.tokens[place].quotation >= 0:
                break
            if sentence.low(place) == "by" and not sentence.low(place + 1).endswith("ing"):
                agent = phrase_after(sentence, place + 1)
                by_at = place + 1
                break
    subject = _passive_subject(sentence, cue)
    if agent is not None:
        return _by_agent(sentence, cue, cues, agent, by_at, subject, at)
    return _unnamed(sentence, cue, cues, subject, at)


def _passive_subject(sentence: Sentence, cue: Cue) -> Range | None:
    if sentence.low(cue.first - 1) in ("and", "but", ","):
        at = cue.first - 1
        # "a claim made by X and echoed by Y": the object of the verb before.
        for k in range(at - 1, -1, -1):
            if sentence.tokens[k].is_word and sentence.low(k).endswith("ed") and sentence.low(k + 1) == "by":
                return subject_before(sentence, k)
        if sentence.low(at) == ",":
            return subject_before(sentence, cue.first) or subject_before(sentence, at)
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
    if cue.kind in ("order", "know", "promise", "publish") or not cue.frames & {"n", "h", "c", "a", "l"}:
        return []
    if _is_nobody(sentence, agent) or subject is None:
        return []
    if _noun_cue_in(sentence, agent):
        # The agent is itself something said ("supported by his admission"): the narrator relates them.
        return [
            Draft(
                source=[],
                cue=[sentence.span(subject[0], by_at)],
                content=[sentence.span(by_at, clause_end(sentence, by_at, cues))],
                method="narrator relates two claims",
                kind="relate",
                speaker="narrator",
                sentence=sentence.number,
            )
        ]
    if not cue.frames & {"n", "a", "c", "h"} and not _is_claim(sentence, *subject):
        return []
    content = [sentence.span(*subject)]
    if by_at - 1 > at:
        content.append(sentence.span(at, by_at - 1))
    else:
        rest = agent[1]
        if sentence.low(rest) in ("that", "as", "of", "to", "for") and rest + 1 < len(sentence.tokens):
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
            source=[sentence.span(*who)],
            cue=list(words) if who is agent else [sentence.span(who[0] - 1, who[0])],
            content=list(content),
            method="passive with its agent",
            kind=cue.kind,
            sentence=sentence.number,
        )
        for who in agents
    ]


def _noun_cue_in(sentence: Sentence, agent: Range) -> bool:
    last = agent[1] - 1
    return any(
        sentence.low(k) in rows_by_word("noun") and sentence.low(k - 1) not in ("of", "for")
        for k in range(agent[0], last + 1)
        if k > agent[0]
    )


def _unnamed(
    sentence: Sentence, cue: Cue, cues: Sequence[Cue], subject: Range | None, at: int
) -> list[Draft]:
    """Read "is believed to", "it was reported that": a source that nobody names."""
    if cue.kind not in BELIEFS or cue.negated:
        return []
    if not any(sentence.is_a(k, "be") for k in range(cue.first, cue.head)):
        return []
    if cue.lemma in ("expect", "know", "tell", "see", "show", "find", "write", "anticipate"):
        return []
    word = sentence.low(at)
    cue_span = [sentence.span(cue.first, cue.last)]
    if word == "that" and sentence.low(cue.first - 1) in ("it", "that"):
        end = clause_end(sentence, at + 1, cues)
        content = [sentence.span(at + 1, end)] if end > at + 1 else []
    elif word == "to" and subject is not None:
        end = clause_end(sentence, at, cues)
        content = [sentence.span(*subject), sentence.span(at, end)] if end > at else []
    elif word in ("on",) and cue.lemma in ("blame",) and subject is not None:
        end = object_end(sentence, at, cues)
        content = [sentence.span(*subject), sentence.span(at, end)]
    else:
        return []
    if not content:
        return []
    return [
        Draft([], cue_span, content, "passive without agent", cue.kind, "unnamed", sentence=sentence.number)
    ]
