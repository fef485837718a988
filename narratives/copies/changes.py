"""What changed between a passage and its copy: numbers, strength, names, labels, other words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from narratives.copies.judging import TextPair
from narratives.copies.words import WORD
from narratives.lexicon import load_classes, load_lexicon
from narratives.schema import Span

KINDS = ("number", "strength", "label", "name", "left out", "added", "wording")
"""What a change is about, most telling first; "wording" is all the rest."""
LONG = 4
"""Words from which what was left out or added is told apart from other wording."""
_FIGURES = re.compile(r"\d")
_SPELLING = 82
_CERTAIN = frozenset(("confirmed", "confirms", "clearly", "certainly", "undoubtedly", "proved"))


class Change(NamedTuple):
    """One difference between a passage and its copy.

    ``before`` and ``after`` are the words of the earlier and the later text, empty where words
    were added or left out; the places are code points.
    """

    kind: str
    before: str
    after: str
    first: Span
    second: Span


def find_changes(pair: TextPair, first: str, second: str) -> list[Change]:
    """List what changed in the passages that two texts share.

    Parameters
    ----------
    pair : TextPair
    first, second : str
        The texts of its two documents.

    Returns
    -------
    list of Change
        In the order of the later text.

    Examples
    --------
    >>> from narratives.copies import find_copies
    >>> from narratives.schema import Document
    >>> a = "Police said the explosion at the mill near Orlov may have killed 12 men on that day."
    >>> b = "Police said the attack at the mill near Orlov killed 15 men on that day."
    >>> [pair] = find_copies([Document("a", a), Document("b", b)])
    >>> [(change.kind, change.before, change.after) for change in find_changes(pair, a, b)]
    [('label', 'explosion', 'attack'), ('strength', 'may have', ''), ('number', '12', '15')]
    """
    found = []
    for passage in pair.passages:
        for tag, one, other in passage.steps:
            if tag == "equal":
                continue
            before, after = first[slice(*one)], second[slice(*other)]
            kind = kind_of_change(before, after)
            if kind:
                found.append(Change(kind, before, after, one, other))
    return found


def kind_of_change(before: str, after: str) -> str:
    """Say what a change is about, empty where it is only another spelling of one word.

    Examples
    --------
    >>> [kind_of_change(*words) for words in (("gunmen", "terrorists"), ("Kyiv", "Kiev"),
    ...     ("one", "eleven"), ("reportedly", ""), ("organised", "organized"))]
    ['label', 'name', 'number', 'strength', '']
    """
    one, other = WORD.findall(before), WORD.findall(after)
    lost, new = _only(one, other), _only(other, one)
    if (_numbers(lost) and _numbers(new)) or (_numbers(lost + new) and not (one and other)):
        return "number"
    if _hedges(before) != _hedges(after):
        return "strength"
    if _things(lost) & _things(new) or (_telling(lost) != _telling(new) and lost and new):
        return "label"
    if not lost and not new:
        return ""
    from rapidfuzz import fuzz

    if len(lost) == len(new) == 1 and fuzz.ratio(lost[0].lower(), new[0].lower()) >= _SPELLING:
        return "" if lost[0].islower() else "name"
    if any(map(_capital, lost)) and any(map(_capital, new)):
        return "name"
    if not one and len(other) >= LONG:
        return "added"
    if not other and len(one) >= LONG:
        return "left out"
    return "wording"


def _only(words: Iterable[str], others: Iterable[str]) -> list[str]:
    known = {word.casefold() for word in others}
    return [word for word in words if word.casefold() not in known]


def _capital(word: str) -> bool:
    return word[0].isupper()


def _numbers(words: Iterable[str]) -> set[str]:
    numerals = number_words()
    return {w.strip(",.") for w in words if _FIGURES.search(w) or w.casefold() in numerals}


@cache
def number_words() -> dict[str, int]:
    """Return the English words for numbers up to a hundred, with what they mean."""
    found = {row["word"]: int(row["value"]) for row in load_lexicon("numerals")}
    tens = {word: n for word, n in found.items() if n in range(20, 100, 10)}
    ones = {word: n for word, n in found.items() if n < 10}
    return found | {f"{ten}-{one}": a + b for ten, a in tens.items() for one, b in ones.items()}


@cache
def _hedge_pattern() -> re.Pattern[str]:
    words = {row["words"] for row in load_lexicon("hedges")} | _CERTAIN
    words -= load_classes()["preposition"]
    longest = sorted(map(re.escape, words), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.I)


def _hedges(text: str) -> list[str]:
    return sorted(word.casefold() for word in _hedge_pattern().findall(text))


def _things(words: Iterable[str]) -> set[str]:
    by_word = things_by_word()
    return {thing for word in words for thing in by_word.get(word.casefold(), ())}


def _telling(words: Iterable[str]) -> bool:
    """Tell whether a word names who did it or judges, so that another in its place is a label."""
    known = things_by_word()
    return any(
        "who did it" in known.get(word.casefold(), ()) or word.casefold() in _loaded()
        for word in words
    )


@cache
def _loaded() -> frozenset[str]:
    nouns = {row["words"] for row in load_lexicon("loaded") if row["pos"] == "noun"}
    return frozenset(nouns | {plural(word) for word in nouns})


@cache
def things_by_word() -> dict[str, tuple[str, ...]]:
    """Return what each word of ``namings.tsv`` can be a name for; phrases and plurals too."""
    found: dict[str, tuple[str, ...]] = {}
    for row in load_lexicon("namings"):
        for word in row["words"].split(", "):
            for form in (word, plural(word)):
                found[form] = (*found.get(form, ()), row["thing"])
    return found


def plural(word: str) -> str:
    """Return the plural of a noun by its spelling.

    Examples
    --------
    >>> plural("gunman"), plural("crash"), plural("prisoner of war"), plural("casualty")
    ('gunmen', 'crashes', 'prisoners of war', 'casualties')
    """
    head, of, rest = word.partition(" of ")
    if of:
        return f"{plural(head)}{of}{rest}"
    if word.endswith("man") and word != "german":
        return f"{word[:-2]}en"
    if word.endswith(("s", "sh", "ch", "x")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"
