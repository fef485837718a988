"""What is set aside before a sentence is read: by whom somebody was quoted, marks around names.

"Residents quoted by Radio Norte say the dam leaked" is read as "Residents say the dam
leaked"; who quoted them becomes a link of the chain afterwards. "The union, however, says the
dam leaked" is read without "however".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.phrases import (
    Range,
    insertion_end,
    is_finite,
    is_nounlike,
)
from narratives.attribution.sentences.text import Sentence, Token
from narratives.attribution.ways.outlets import Names, find_outlets
from narratives.schema import Span

LONGEST_NAME = 6
"""Words that the name of a channel or a newspaper in marks may have."""


SHORT_NAME = 3
"""The same of a nickname."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Words set aside, where the word before them ends, and the outlets that they name."""

    words: Span
    before: int
    links: tuple[Span, ...]


def set_aside(sentence: Sentence, named: Names) -> tuple[Sentence, list[Aside]]:
    """Take "quoted by Radio Norte" and ", however," after a noun out of a sentence.

    Parameters
    ----------
    named : mapping of first words to names
        Names that the document itself calls outlets.

    Returns
    -------
    sentence : Sentence
        The same without those words.
    asides : list of Aside
    """
    if not sentence.english or sentence.words.isdisjoint(("by", ",")):
        return sentence, []
    asides: list[Aside] = []
    kept: list[Token] = []
    last = 0
    for at in range(1, len(sentence.tokens) - 1):
        if at < last or sentence.low(at) not in ("by", ",") or sentence.tokens[at].quotation >= 0:
            continue
        links: list[Range] = []
        if sentence.low(at) == "by":
            first = _opening(sentence, at - 1)
            links = _links(sentence, at + 1, named) if first > last else []
            end = links[-1][1] + (sentence.low(first) == ",") if links else 0
        else:
            first, end = at, insertion_end(sentence, at)
        if not end:
            continue
        kept += sentence.tokens[last:first]
        last = end
        spans = tuple(sentence.span(*link) for link in links)
        asides.append(Aside(sentence.span(first, last), sentence.tokens[first - 1].end, spans))
    kept += sentence.tokens[last:]
    return (replace(sentence, tokens=tuple(kept)) if asides else sentence), asides


def _opening(sentence: Sentence, verb: int) -> int:
    """Return where "quoted", "who were quoted", ", as quoted" begins after a noun, or 0."""
    if not sentence.is_a(verb, "quoted_by", "asked_by"):
        return 0
    first = verb
    while sentence.is_a(first - 1, "be", "have"):
        first -= 1
    if first < verb and not sentence.is_a(first - 1, "relative"):
        return 0  # "Quint was quoted by TASS as saying": the verb of the sentence.
    first -= first < verb or sentence.low(first - 1) == "as"
    first -= sentence.low(first - 1) == ","
    noun = is_nounlike(sentence, first - 1) and not is_finite(sentence, first - 1)
    return first if noun and sentence.tokens[first - 1].quotation < 0 else 0


def _links(sentence: Sentence, first: int, named: Names) -> list[Range]:
    """Return who is named after "by": outlets, or who cites somebody, or an acronym."""
    found = find_outlets(sentence, first, named)
    if found:
        return found
    at = first + sentence.is_a(first, "determiner", "possessive")
    last = at
    while sentence.is_name(last):
        last += 1
    whole = all(token.text.isupper() for token in sentence.tokens[at:last])
    cites = sentence.is_a(first - 2, "quoted_by")
    return [(first, last)] if last > at and (whole or cites) else []


def without_marks(sentence: Sentence) -> tuple[Sentence, list[Span]]:
    """Take the marks of names out of a sentence: the channel "Harbour Watch".

    Returns
    -------
    sentence : Sentence
        The same with the name as plain words.
    names : list of (start, end)
        Where the names stand, with their marks.
    """
    if not sentence.quotations or not sentence.english:
        return sentence, []
    names: list[Span] = []
    tokens = list(sentence.tokens)
    at = 1
    while at < len(tokens):
        number, first = tokens[at].quotation, at
        while at < len(tokens) and tokens[at].quotation == number:
            at += 1
        named = number >= 0 and (
            _is_name(sentence, tokens[first - 1 : at])
            or _is_nickname(sentence, tokens[first - 1 : at + 1], at - first)
        )
        if named:
            names.append((tokens[first].start, tokens[at - 1].end))
            inner = tokens[first + 1 : at - 1]
            tokens[first:at] = [token._replace(quotation=-1) for token in inner]
            at -= 2
    return (replace(sentence, tokens=tuple(tokens)) if names else sentence), names


def _is_name(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Tell whether the tokens are a noun such as "channel", "group" and a name in marks."""
    inner = tokens[2:-1]
    if not 0 < len(inner) <= LONGEST_NAME or tokens[1].is_word:
        return False
    noun = sentence.at(tokens[0].start)
    return (
        sentence.is_a(noun, "titled", "outlet_noun")
        and inner[0].is_name
        and all(
            token.is_name or sentence.is_a(k, "determiner", "preposition", "coordinator")
            for k, token in enumerate(inner, noun + 2)
        )
    )


def _is_nickname(sentence: Sentence, tokens: Sequence[Token], size: int) -> bool:
    """Tell whether a name of few words stands inside a name, or after "known as"."""
    inner = tokens[2:size]
    if not 0 < len(inner) <= SHORT_NAME or not all(token.is_name for token in inner):
        return False
    before, after = tokens[0], tokens[size + 1 :]
    at = sentence.at(before.start)
    within = before.is_name and bool(after) and after[0].is_name
    known = before.low == "as" and sentence.is_a(at - 1, "naming")
    return within or known or sentence.is_a(at, "naming")


def with_marks(drafts: Sequence[Draft], names: Sequence[Span]) -> None:
    """Take the marks of names in again where a source, a link or a content ends with one."""
    firsts = [first for first, _ in names]

    def widened(place: int) -> Span:
        at = bisect_left(firsts, place) - 1
        return names[at] if at >= 0 and place < names[at][1] else (place, place)

    def all_widened(spans: Sequence[Span]) -> list[Span]:
        return [(widened(start)[0], widened(end)[1]) for start, end in spans]

    for draft in drafts:
        draft.source = all_widened(draft.source)
        draft.chain = all_widened(draft.chain)
        draft.content = all_widened(draft.content)


def put_back(drafts: Sequence[Draft], asides: Sequence[Aside]) -> None:
    """Make links of what was set aside beside a source, and words again elsewhere."""
    for aside in (one for one in asides if one.links):
        for draft in drafts:
            quoted = [(a, b) for a, b in draft.source if a < aside.before <= b]
            if quoted:
                draft.chain = [*aside.links, *draft.chain]
                draft.source = [
                    (a, aside.before if (a, b) in quoted else b) for a, b in draft.source
                ]
            draft.content = [
                (start, aside.words[1] if end == aside.before else end)
                for start, end in draft.content
            ]
