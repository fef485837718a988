"""Outlets and agencies in a sentence: who passes on what others say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from narratives.attribution.sentences.phrases import Range, is_finite, phrase_after
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes, load_lexicon

Words = tuple[str, ...]
Names = Mapping[str, tuple[Words, ...]]
"""The first word of each name, and the names that begin with it, longest first."""
NONE: Names = {}
LONGEST_LIST = 6
"""Outlets that a list of them may name."""


@cache
def known_outlets(kind: str = "") -> Names:
    """Map the first word of each name of the lexicon to the names, longest first.

    Parameters
    ----------
    kind : str
        Only agencies, or only outlets; all where it is empty.
    """
    rows = load_lexicon("outlets")
    return _by_first_word(
        tuple(row["name"].lower().split()) for row in rows if kind in ("", row["kind"])
    )


def _by_first_word(names: Iterable[Words]) -> Names:
    table: dict[str, list[Words]] = {}
    for words in names:
        table.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(found, key=len, reverse=True)) for word, found in table.items()}


def outlets_named(sentences: Iterable[Sentence]) -> Names:
    """Collect the names that a text gives beside a word such as "newspaper".

    "The daily Sol" makes "Sol" an outlet in the rest of the document.
    """
    found: dict[Words, None] = {}
    nouns = load_classes()["outlet_noun"]
    for sentence in sentences:
        if nouns.isdisjoint(sentence.words):
            continue
        for at, token in enumerate(sentence.tokens):
            if token.is_name or token.low not in nouns:
                continue
            last = _names_end(sentence, at + 1)
            if last > at + 1:
                found[sentence.lows[at + 1 : last]] = None
            first = _names_start(sentence, at)
            if 0 < first < at:
                found[sentence.lows[first:at]] = None
    return _by_first_word(found)


def _names_end(sentence: Sentence, at: int) -> int:
    while sentence.is_name(at):
        at += 1
    return at


def _names_start(sentence: Sentence, at: int) -> int:
    while sentence.is_name(at - 1):
        at -= 1
    return at


def find_outlet(
    sentence: Sentence,
    first: int,
    named: Names = NONE,
    *,
    last: int | None = None,
) -> Range | None:
    """Find the outlet or agency whose noun phrase begins at token ``first``.

    Parameters
    ----------
    named : mapping of first words to names
        Names that the document itself calls outlets, from :func:`outlets_named`.
    last : int, optional
        Where the phrase ends, if that is known; otherwise it is looked for.

    Returns
    -------
    (first, last) or None
        None where the phrase is somebody else: "the Water Agency", "the press",
        "the site manager", "the board of Radio Norte".
    """
    if last is None:
        phrase = phrase_after(sentence, first, wide=True)
        if phrase is None:
            return None
        last = phrase[1]
    for at in range(first, last):
        if at > first and (
            sentence.is_a(at, "preposition", "coordinator") or is_finite(sentence, at)
        ):
            return None
        end = _outlet_end(sentence, first, at, named)
        if end is None:
            continue
        if end < len(sentence.tokens):
            follower = sentence.tokens[end]
            ends = not follower.is_word or sentence.is_a(
                end,
                *("preposition", "time", "subordinator", "determiner", "possessive"),
                *("subject_pronoun", "auxiliary", "coordinator", "outlet_staff", "adverb"),
                *("time_opener", "relative"),
            )
            if not ends and end < last and not is_finite(sentence, end):
                continue  # "the radio operator", "the ANSA news agency"
        return first, end
    return None


def find_outlets(sentence: Sentence, first: int, named: Names = NONE) -> list[Range]:
    """Find the outlets of a list that begins at token ``first``: "CNN, Sol and Radio Norte".

    Parameters
    ----------
    named : mapping of first words to names
        Names that the document itself calls outlets.
    """
    found: list[Range] = []
    at = first
    while len(found) < LONGEST_LIST:
        outlet = find_outlet(sentence, at, named)
        if outlet is None:
            break
        found.append(outlet)
        at = outlet[1]
        comma = sentence.low(at) == ","
        joined = sentence.low(at + comma) in ("and", "or")
        if not (comma or joined):
            break
        at += comma + joined
    return found


def _outlet_end(sentence: Sentence, first: int, at: int, named: Names) -> int | None:
    """Return where an outlet's name or word that stands at ``at`` ends."""
    token = sentence.tokens[at]
    name = max(
        (
            words
            for words in (*known_outlets().get(token.low, ()), *named.get(token.low, ()))
            if sentence.lows[at : at + len(words)] == words
        ),
        key=len,
        default=None,
    )
    if name is not None and (token.is_name or token.text == "dpa"):
        return _names_end(sentence, at + len(name))
    before = sentence.low(at - 1) if at > first else ""
    if sentence.is_a(at, "outlet_noun") and not token.is_name:
        if before in ("telegram", "youtube"):
            return None
        return _names_end(sentence, at + 1)
    if token.low in load_classes()["broadcast"] and token.is_name:
        return _names_end(sentence, at + 1)
    if token.low in load_classes()["body_noun"]:
        kind = before in load_classes()["news_kind"]
        if token.is_name:
            return at + 1 if kind else None
        beside = token.low == "agency" and at > first and sentence.is_name(at - 1)
        return _names_end(sentence, at + 1) if kind or beside else None
    if token.low == "media" and sentence.is_a(at - 1, "outlet_modifier"):
        return at + 1
    if (
        token.is_name
        and at > first
        and sentence.is_a(at, "outlet_title")
        and not sentence.is_name(at + 1)
        and (sentence.tokens[at - 1].is_name or before == "the")
    ):
        return at + 3 if sentence.low(at + 1) == "of" and at + 2 < len(sentence.tokens) else at + 1
    return None
