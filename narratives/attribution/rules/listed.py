"""Attributions in a language that has a list of cues and no grammar of its own.

The rules of the other modules are English. These know the forms of the cues, the words
that join a clause to them, marks and capital letters; what they do not know they leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from narratives.attribution.draft import Draft
from narratives.attribution.rules.labels import drafts_of_labels
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import forms_of, has_list, load_lexicon
from narratives.schema import Span, overlap

LONGEST_SOURCE = 12
"""Words that a source may have; more than that are a clause."""
SHORTEST_CLAUSE = 3
"""Words that a clause before its cue must have."""
METHOD = "listed cue"
_LABELS = ("label_word", "label_source", "label_details", "label_quote", "label_end")
BOUNDS = (",", ";", ":", "–", "—", "-", "--", "(", ")", ".", "!", "?", "...")

_Row = Mapping[str, str]
_Entry = tuple[tuple[str, ...], _Row]


def drafts_of_listed_cues(sentence: Sentence) -> list[Draft]:
    """Return the attributions of the listed cues of a sentence's language.

    A verb takes a quotation beside it, a clause behind a word of the class ``that``, or,
    with its source behind it, the clause before it. A phrase takes the words up to the
    next comma as its source and the rest as its content.

    Parameters
    ----------
    sentence : Sentence
        Of a language other than English.

    Returns
    -------
    list of Draft
        Empty where the language has no cues.
    """
    drafts: list[Draft] = []
    for first, last, row in _find_cues(sentence):
        if row["pos"] == "phrase":
            draft = _of_phrase(sentence, first, last)
        else:
            draft = _of_verb(sentence, first, last, row["frames"].split() or ["q", "c"])
        if draft is not None:
            drafts.append(draft)
    return drafts


def judge_listed(language: str, cue: str) -> tuple[str, str]:
    """Return strength and polarity as a language's list of cues gives them.

    Parameters
    ----------
    language : str
    cue : str
        The words of the cue; empty for a quotation without one.

    Returns
    -------
    strength : str
        Empty where it cannot be judged.
    polarity : str
    """
    words = tuple(cue.lower().split())
    for rest, row in _forms(language).get(words[0], ()) if words else ():
        if rest == words[1:]:
            return row["strength"], row["polarity"]
    return "", "asserts"


@cache
def _forms(language: str) -> dict[str, tuple[_Entry, ...]]:
    """Map the first word of each form of a cue to its further words and its row."""
    if language == "en" or not has_list("cues", language):
        return {}
    found: dict[str, list[_Entry]] = {}
    for row in load_lexicon("cues", language):
        for form in forms_of(row["lemma"], language):
            word, *rest = form.split()
            found.setdefault(word, []).append((tuple(rest), row))
    return {
        word: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for word, entries in found.items()
    }


def _find_cues(sentence: Sentence) -> Iterator[tuple[int, int, _Row]]:
    forms = _forms(sentence.language)
    at = 0
    while at < len(sentence.tokens):
        last = at + 1
        if sentence.tokens[at].quotation < 0:
            for rest, row in forms.get(sentence.low(at), ()):
                if sentence.lows[at + 1 : at + 1 + len(rest)] == rest:
                    last = at + 1 + len(rest)
                    yield at, last, row
                    break
        at = last


def _of_verb(sentence: Sentence, first: int, last: int, frames: Iterable[str]) -> Draft | None:
    begin, stop = _piece(sentence, first, last)
    before = _trim(sentence, begin, first)
    behind = _name_behind(sentence, last, stop)
    source = before or behind
    end = max(last, source[1] if source else last)
    content: Span | None = None
    if "q" in frames:
        content = _quotation_beside(sentence, begin, stop)
    if content is None and "c" in frames:
        joint = end + (sentence.low(end) == ",")
        if sentence.is_a(joint, "that") and joint + 1 < len(sentence.tokens):
            content = _rest(sentence, joint + 1)
    if content is None and "q" in frames and not before and behind:
        content = _clause_before(sentence, begin)
    if content is None or source is None:
        return None
    who, words = [sentence.span(*source)], [sentence.span(first, last)]
    return Draft(who, words, [content], METHOD, postposed=content < words[0])


def _of_phrase(sentence: Sentence, first: int, last: int) -> Draft | None:
    begin, stop = _piece(sentence, first, last)
    if not last < stop <= last + LONGEST_SOURCE:
        return None
    content: Span | None = None
    if stop + 1 < len(sentence.tokens) and begin == first:
        content = _rest(sentence, stop + 1)
    if begin == first and (content is None or begin > 0):
        content = _quotation_beside(sentence, begin, stop) or (
            _clause_before(sentence, begin) if begin else content
        )
    if content is None:
        return None
    who, words = [sentence.span(last, stop)], [sentence.span(first, last)]
    return Draft(who, words, [content], METHOD, postposed=content < words[0])


def _piece(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Return the tokens around a cue up to the next mark or quotation on either side."""

    def bounds(at: int) -> bool:
        return sentence.low(at) in BOUNDS or sentence.tokens[at].quotation >= 0

    while first > 0 and not bounds(first - 1):
        first -= 1
    while last < len(sentence.tokens) and not bounds(last):
        last += 1
    return first, last


def _trim(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """Return the source before a cue, without what leads in and what belongs to the verb."""
    while first < last and sentence.is_a(first, "coordinator", "adverb"):
        first += 1
    while first < last and sentence.is_a(last - 1, "auxiliary", "adverb", "negative"):
        last -= 1
    return (first, last) if 0 < last - first <= LONGEST_SOURCE else None


def _name_behind(sentence: Sentence, first: int, stop: int) -> tuple[int, int] | None:
    """Return the source behind a cue: up to the end of the first name."""
    at, named = first, False
    while at < stop and not sentence.is_a(at, "that"):
        token = sentence.tokens[at]
        joins = at + 1 < stop and sentence.tokens[at + 1].is_name and not token.is_name
        if named and not token.is_name and not joins:
            break
        named |= token.is_name
        at += 1
    return (first, at) if 0 < at - first <= LONGEST_SOURCE else None


def _quotation_beside(sentence: Sentence, begin: int, stop: int) -> Span | None:
    """Return the quotation behind the piece of a cue, or else the one before it."""
    at = stop + (sentence.low(stop) in (":", ","))
    number = sentence.tokens[at].quotation if at < len(sentence.tokens) else -1
    at = begin - 1
    while number < 0 <= at and sentence.tokens[at].quotation < 0 and sentence.low(at) in BOUNDS:
        at -= 1
    if number < 0 <= at:
        number = sentence.tokens[at].quotation
    return sentence.quotations[number].inner if number >= 0 else None


def _clause_before(sentence: Sentence, begin: int) -> Span | None:
    last = begin
    while last and not sentence.tokens[last - 1].is_word:
        last -= 1
    words = sum(token.is_word for token in sentence.tokens[:last])
    return sentence.span(0, last) if last < begin and words >= SHORTEST_CLAUSE else None


def _rest(sentence: Sentence, first: int) -> Span | None:
    last = len(sentence.tokens)
    while last > first and not sentence.tokens[last - 1].is_word:
        last -= sentence.tokens[last - 1].quotation < 0
        if last > first and sentence.tokens[last - 1].quotation >= 0:
            break
    return sentence.span(first, last) if last > first else None


def drafts_of_plain_labels(sentence: Sentence) -> list[Draft]:
    """Return what stands beside a name and a colon or dash, in a language without rules.

    Words that are not quoted need a name of two words or more beside them, and no
    headline: "Result: …" and "Blast in Olmen: three dead" name nobody.
    """
    if any(sentence.is_a(k, *_LABELS) for k in (0, 1)):
        return []
    marks = [quotation.inner for quotation in sentence.quotations]
    return [
        draft
        for draft in drafts_of_labels(sentence)
        if overlap(draft.content, marks)
        or (sentence.kind != "headline" and _names(sentence, draft.source) > 1)
    ]


def _names(sentence: Sentence, source: Iterable[Span]) -> int:
    words = (token for token in sentence.tokens if token.is_name)
    return sum(overlap(source, [(token.start, token.end)]) > 0 for token in words)
