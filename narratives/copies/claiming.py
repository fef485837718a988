"""Whether two passages that share their words make one claim, or the later corrects the earlier."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from functools import cache, lru_cache
from typing import Any, NamedTuple

from narratives.copies.aligning import Step, word_steps
from narratives.copies.amounts import are_other_numbers
from narratives.copies.changes import LONG, kind_of_change
from narratives.copies.counted import read_amounts
from narratives.copies.words import TextWords, read_words
from narratives.lexicon import load_classes, load_lexicon
from narratives.schema import POLARITIES
from narratives.sources.words import country_of, is_role, titles

DIFFERENCES = ("number", "negation", "name")
"""What makes one claim of two words for word alike another one."""
HELD = 40
"""Wordings of one claim against which another is held."""
_TURNED = set(POLARITIES[:2])
"""Words said and words denied are two claims, whatever else they share."""
HEADING = 0.6
"""Share of the words of a line that are written large from which it is a heading."""
_OWN = re.compile(r"(?:['’]s?|(?:-[a-z]+)+)\Z")
_amounts = lru_cache(maxsize=20_000)(read_amounts)
"""Each wording is held against several others."""
_OPENS = re.compile(r"[\"“”„«‘:([]\s?\Z|['’]\Z")


def find_difference(before: str, after: str, names: Set[str] = frozenset()) -> str:
    """Say what makes a later claim, in the words of an earlier one, another claim.

    It has another number for the same thing, however it is written; a "not" more or less; or
    another name in the place of a name. Words that were left out, added or put for others make no
    other claim, nor does another spelling of a number or a name.

    Parameters
    ----------
    before, after : str
        What is said in the earlier text and in the later.
    names : set of str
        Words that the texts write large inside a sentence (:func:`written_large`): at the head of
        a sentence a capital alone makes no name.

    Returns
    -------
    str
        One of ``DIFFERENCES``; empty where both make the same claim.

    Examples
    --------
    >>> find_difference("at least a dozen people were killed", "at least 12 people were killed")
    ''
    >>> find_difference("at least a dozen people were killed", "at least 20 people were killed")
    'number'
    >>> find_difference("the gate was locked", "the gate was not locked")
    'negation'
    >>> find_difference("the order came from Olga Berg", "the order came from Ivo Sand")
    'name'
    """
    if before == after:
        return ""
    own = frozenset(names & (_large_in(before) | _large_in(after)))
    return _difference(before, after, own)


@lru_cache(maxsize=20_000)
def _difference(before: str, after: str, names: frozenset[str]) -> str:
    """Compare two wordings; after a decision of a person the same ones are compared again."""
    if are_other_numbers(_amounts(before), _amounts(after)):
        return "number"
    a, b = read_words(before), read_words(after)
    steps = [step for step in word_steps(a, b, 0, len(a), 0, len(b)) if step.tag != "equal"]
    both = [(_side(a, s.a_first, s.a_last), _side(b, s.b_first, s.b_last)) for s in steps]
    # The same numbers in another order: 12 dead and 20 hurt, 20 dead and 12 hurt.
    if any(_is_number(one, other) for one, other in both):
        return "number"
    if any(_is_denial(one, other) for one, other in both):
        return "negation"
    if any(
        step.tag == "replace" and _is_name(a, b, step, one, other, names)
        for step, (one, other) in zip(steps, both, strict=True)
    ):
        return "name"
    return ""


class Wording(NamedTuple):
    """What a statement says: where it stands among those that say the same, and its words."""

    place: tuple[Any, ...]
    document: str
    words: str
    polarity: str


class Claims:
    """Groups of statements that make one claim, each wording once.

    Parameters
    ----------
    texts : mapping of a document to its text
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._large: dict[str, frozenset[str]] = {}
        self._said: dict[str, list[Wording]] = {}

    def add(self, key: str, said: Wording) -> None:
        """Begin a group with one statement."""
        self._said[key] = [said]

    def join(self, first: str, last: str) -> bool:
        """Put a group into another, unless a wording of one makes another claim than the other's.

        ``first`` and ``last`` are the keys by which the groups were begun.
        """
        ours = self._said[first]
        known = {(said.words, said.polarity) for said in ours}
        new = [said for said in self._said[last] if (said.words, said.polarity) not in known]
        if any(self._differ(one, other) for one in ours[:HELD] for other in new[:HELD]):
            return False
        ours += new
        return True

    def _differ(self, one: Wording, other: Wording) -> bool:
        if {one.polarity, other.polarity} == _TURNED:
            return True
        before, after = sorted((one, other), key=lambda said: said.place)
        names = self._names(before.document) | self._names(after.document)
        return bool(find_difference(before.words, after.words, names))

    def _names(self, document: str) -> frozenset[str]:
        if document not in self._large:
            self._large[document] = _written_large_in(self._texts.get(document, ""))
        return self._large[document]


def _side(text: TextWords, first: int, last: int) -> str:
    return text.text[slice(*text.span(first, last))] if first < last else ""


def _is_number(before: str, after: str) -> bool:
    if not before or not after or max(len(before), len(after)) > 40:
        return False
    one, other = _amounts(before), _amounts(after)
    return len(one) == len(other) == 1 and are_other_numbers(one, other)


def _is_denial(before: str, after: str) -> bool:
    """Tell whether one of two short pieces denies, and the other does not.

    What was left out or added at length says more or less, and turns nothing round.
    """
    one, other = (list(_parts(text)) for text in (before, after))
    if len(one) > LONG or len(other) > LONG:
        return False
    negative = load_classes()["negative"]
    return sum(w in negative for w in one) % 2 != sum(w in negative for w in other) % 2


def _parts(text: str) -> Iterator[str]:
    """Yield the words in small letters, "didn't" as "did" and "n't"."""
    for word in text.replace("’", "'").lower().split():
        plain = word.strip('.,;:!?"“”()')
        if plain.endswith("n't"):
            yield plain[:-3]
            yield "n't"
        elif plain:
            yield plain


def _is_name(
    a: TextWords, b: TextWords, step: Step, before: str, after: str, names: Set[str]
) -> bool:
    one = _names(a, step.a_first, step.a_last, names)
    other = _names(b, step.b_first, step.b_last, names)
    if not one or not other or _amounts(before) or _amounts(after):
        return False
    # "Gunmen" and "terrorists" at the head of a sentence are labels, no names.
    if kind_of_change(before, after) in ("label", ""):
        return False
    return not _mean_one(one, other)


def _names(text: TextWords, first: int, last: int, names: Set[str]) -> list[str]:
    """Return the words of a piece that is nothing but a name, without titles; else none."""
    heads = {begin for begin, _ in text.sentences}
    found = []
    for place in range(first, last):
        word = _OWN.sub("", text.text[text.starts[place] : text.ends[place]])
        small = word.lower()
        if word[:1].isupper() and (place not in heads or word in names or country_of([small])):
            if small not in titles() and not is_role(small):
                found.append(word)
        elif small not in _joining():
            return []
    return found


@lru_cache(maxsize=20_000)
def _large_in(text: str) -> frozenset[str]:
    """Return the words that are written large, without what hangs on them."""
    words = read_words(text)
    spans = zip(words.starts, words.ends, words.capital, strict=True)
    return frozenset(_OWN.sub("", text[first:last]) for first, last, large in spans if large)


@lru_cache(maxsize=256)
def _written_large_in(text: str) -> frozenset[str]:
    return written_large(read_words(text))


def written_large(text: TextWords) -> frozenset[str]:
    r"""Return the words that a text writes large inside its sentences, and never small.

    Headings that write every word large count for nothing.

    Examples
    --------
    >>> told = "Gunmen of Hamas came. He saw gunmen, she said: \"Some came from Gaza.\""
    >>> sorted(written_large(read_words(told)))
    ['Gaza', 'Hamas']
    """
    large, small = set(), set()
    for first, last in text.sentences:
        capital = text.capital[first:last]
        heading = sum(capital) > HEADING * len(capital)
        for place in range(first, last):
            word = _OWN.sub("", text.text[text.starts[place] : text.ends[place]])
            before = text.text[max(0, text.starts[place] - 2) : text.starts[place]]
            if not text.capital[place]:
                small.add(word.casefold())
            elif place > first and not heading and not _OPENS.search(before):
                large.add(word)
    return frozenset(word for word in large if word.casefold() not in small)


def _mean_one(one: list[str], other: list[str]) -> bool:
    """Tell whether two names may be one: other spelling, a part of it, its initials, its people."""
    lands = [country_of([word.lower() for word in words]) for words in (one, other)]
    if lands[0] and lands[0] == lands[1]:
        return True
    if _initials(one, other) or _initials(other, one):
        return True
    short, long = sorted((one, other), key=len)
    return all(any(_alike(x, y) for y in long) for x in short)


def _initials(one: list[str], other: list[str]) -> bool:
    """Tell whether a word in capitals can stand for words: "ISW" for those of the institute."""
    large = len(one) == 1 and len(other) > 1 and one[0].isupper()
    return large and "".join(word[0] for word in other).upper() == one[0].replace(".", "")


def _alike(one: str, other: str) -> bool:
    """Tell whether two words can be spellings of one: the same consonants, or a form of it."""
    a, b = (unicodedata.normalize("NFKD", word).casefold() for word in (one, other))
    if _bones(a) == _bones(b) and a[:1] == b[:1]:
        return True
    short, long = sorted((a, b), key=len)
    stem = short.rstrip("ae")
    return len(stem) >= LONG and stem != short and long.startswith(stem)


def _bones(word: str) -> str:
    """Return the consonants and figures of a word, each once: "Kyiv" and "Kiev" have the same."""
    kept = "".join(c for c in word if c.isalnum() and c not in "aeiouyj")
    return re.sub(r"([^\d])\1+", r"\1", kept)


@cache
def _joining() -> frozenset[str]:
    """Return the small words that may stand in a name: "Institute for the Study of War"."""
    rows = load_lexicon("naming")
    joining = " ".join(row["words"] for row in rows if row["class"] == "connector")
    return frozenset(joining.split())
