"""Words and quotations of one paragraph, as the rules see them.

All positions are code points into the document. Matching is done on a shadow
copy of the same length, so that no-break spaces and odd apostrophes do not hide
a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from operator import attrgetter, itemgetter
from typing import NamedTuple

from narratives.documents import Quotation, find_quotations, paragraph_languages
from narratives.documents.language import find_language
from narratives.lexicon import endings, load_classes
from narratives.lexicon.lists import CLASSES
from narratives.schema import Span

WORD = re.compile(
    r"[^\W\d_]++(?![\w.'-])"  # a plain word, most often
    r"|(?:[^\W\d_]\.){2,}(?:-\w+)*"  # U.S. and U.S.-based
    r"|(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|Jr|Sr|No)\.(?=\s)"
    r"|\d[\d.,:]*\d|\d"
    r"|n't\b"
    r"|(?:(?!n't\b)\w)+(?=n't\b)"
    rf"|\w+(?:-\w+|'(?!(?:{'|'.join(endings('clitics'))}|S)\b)\w+)*"
    rf"|'(?:{'|'.join(endings('clitics'))}|S)\b"
    r"|\.\.\.|--+|''|``|[^\w\s]"
)
LONGEST = 250
"""Words of a sentence that are read at once; a longer one is read in pieces, to bound the time."""


class Token(NamedTuple):
    """One word or mark: its text in the shadow copy, and where it stands."""

    text: str
    start: int
    end: int
    quotation: int
    """Number of the quotation the token stands in, marks included; -1 outside."""
    low: str
    """The word in lower case."""
    is_word: bool
    """Whether this is a word or a number and not a mark."""
    is_name: bool
    """Whether the word begins with a capital letter."""


_start, _end = attrgetter("start"), attrgetter("end")
_make = partial(tuple.__new__, Token)


@lru_cache(maxsize=50_000)
def read_word(text: str) -> tuple[str, bool, bool]:
    """Return a word in lower case, whether it is a word and no mark, and whether a name."""
    first = text[0]
    word = first.isalnum() or (first in "'n" and len(text) > 1)
    return text.lower(), word, first.isupper()


@cache
def _class_bits() -> dict[str, int]:
    """Give each closed class one bit, the same in every language."""
    names = dict.fromkeys((*load_classes(), *CLASSES))
    return {name: 1 << number for number, name in enumerate(names)}


@cache
def _word_bits(language: str) -> dict[str, int]:
    """Map the words of a language to the bits of their classes."""
    of_class = _class_bits()
    of_word: dict[str, int] = {}
    for name, words in load_classes(language).items():
        for word in words:
            of_word[word] = of_word.get(word, 0) | of_class[name]
    return of_word


class _Masks(dict[tuple[str, ...], int]):
    """The bits of several classes; one entry for each list of classes in the rules."""

    def __missing__(self, names: tuple[str, ...]) -> int:
        of_class = _class_bits()
        mask = 0
        for name in names:
            mask |= of_class[name]
        self[names] = mask
        return mask


_MASKS = _Masks()


def _given_names(tokens: tuple[Token, ...], words: frozenset[str]) -> list[int]:
    """Return where "April Stone" and "Will Berg" begin: no month and no auxiliary."""
    known = load_classes()["given_too"]
    if known.isdisjoint(words) or tokens[-1].low == "?":
        return []
    return [
        at
        for at, token in enumerate(tokens[:-1])
        if token.is_name and token.low in known and tokens[at + 1].is_name
    ]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence and the quotations of its paragraph."""

    tokens: tuple[Token, ...]
    quotations: tuple[Quotation, ...]
    paragraph: int
    number: int
    """Running number of the sentence in the document."""
    kind: str
    """Kind of the segment: body, headline or heading."""
    language: str = "en"
    """Code of the language of the paragraph; empty where it cannot be told."""
    lows: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """The words in lower case."""
    words: frozenset[str] = field(init=False, compare=False, repr=False)
    """The different words in lower case."""
    known: dict[tuple[str, int], bool] = field(init=False, compare=False, repr=False)
    """What rules have decided about single words of this sentence."""
    _classes: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        lows = tuple(token.low for token in self.tokens)
        of_word = _word_bits(self.language).get
        object.__setattr__(self, "lows", lows)
        object.__setattr__(self, "words", frozenset(lows))
        object.__setattr__(self, "known", {})
        classes = [of_word(low, 0) for low in lows]
        for at in _given_names(self.tokens, self.words):
            classes[at] = 0
        object.__setattr__(self, "_classes", tuple(classes))

    @property
    def english(self) -> bool:
        """Whether the paragraph is English, the language of the rules."""
        return self.language == "en"

    @property
    def start(self) -> int:
        """Where the first word begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the last word or mark ends."""
        return self.tokens[-1].end

    def span(self, first: int, last: int) -> Span:
        """Return the span from token ``first`` up to, not including, token ``last``."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def whole(self, first: int, last: int) -> Span:
        """Return the span of tokens, with the rest of the quotation in which the last stands."""
        start, end = self.span(first, last)
        number = self.tokens[last - 1].quotation
        return start, end if number < 0 else max(end, self.quotations[number].end)

    def places(self, spans: Iterable[Span]) -> list[int]:
        """Return the tokens that stand in some spans, whole or in part."""
        found: list[int] = []
        for start, end in spans:
            at = bisect_right(self.tokens, start, key=_end)
            while at < len(self.tokens) and self.tokens[at].start < end:
                found.append(at)
                at += 1
        return sorted(found)

    def at(self, place: int) -> int:
        """Return the first token that begins at a place of the text or after it."""
        return bisect_left(self.tokens, place, key=_start)

    def place(self, start: int) -> int:
        """Return the token that begins at a place of the text, -1 where none does."""
        at = self.at(start)
        return at if at < len(self.tokens) and self.tokens[at].start == start else -1

    def low(self, index: int) -> str:
        """Return the word at ``index`` in lower case, "" outside the sentence."""
        try:
            return self.lows[index] if index >= 0 else ""
        except IndexError:
            return ""

    def is_name(self, index: int) -> bool:
        """Tell whether the word at ``index`` begins with a capital letter, if there is one."""
        return 0 <= index < len(self.tokens) and self.tokens[index].is_name

    def is_a(self, index: int, *classes: str) -> bool:
        """Tell whether the word at ``index`` belongs to one of the closed classes."""
        if index < 0:
            return False
        try:
            return self._classes[index] & _MASKS[classes] != 0
        except IndexError:
            return False


def read_sentences(
    shadow: str,
    rows: Iterable[tuple[int, int, int, str]],
    holes: Iterable[Span] = (),
    language: str | None = None,
) -> list[Sentence]:
    """Cut the sentences of a document into words and mark what is quoted.

    Parameters
    ----------
    shadow : str
        Shadow copy of the document's text.
    rows : iterable of (paragraph, start, end, kind)
        The sentences in the order of the text.
    holes : iterable of (start, end)
        Words that are left out: datelines and credits.
    language : str, optional
        The language of the text; found from its words if it is not given.

    Returns
    -------
    list of Sentence
        Sentences without a word are left out.
    """
    found: list[Sentence] = []
    left_out = sorted(holes)
    paragraphs: dict[int, list[tuple[int, int, str]]] = {}
    for paragraph, start, end, kind in rows:
        paragraphs.setdefault(paragraph, []).append((start, end, kind))
    usual = find_language(shadow) if language is None else language
    languages = paragraph_languages(
        [shadow[told[0][0] : told[-1][1]] for told in paragraphs.values()], usual
    )
    for (paragraph, sentences), code in zip(paragraphs.items(), languages, strict=True):
        quotations = tuple(find_quotations(shadow, sentences[0][0], sentences[-1][1]))
        for start, end, kind in sentences:
            words = [(match[0], *match.span()) for match in WORD.finditer(shadow, start, end)]
            near = left_out[bisect_left(left_out, start, key=lambda hole: hole[1]) :][:3]
            for hole in near:
                if hole[0] < end:
                    words = [word for word in words if not hole[0] <= word[1] < hole[1]]
            quoted = [-1] * len(words)
            begun = bisect_right(quotations, start, key=_end)
            for number in range(begun, bisect_left(quotations, end, key=_start)):
                first = bisect_left(words, quotations[number].start, key=itemgetter(1))
                last = bisect_left(words, quotations[number].end, key=itemgetter(1))
                quoted[first:last] = [number] * (last - first)
            tokens = [
                _make((word, first, last, number, *read_word(word)))
                for (word, first, last), number in zip(words, quoted, strict=True)
            ]
            for first in range(0, len(tokens), LONGEST):
                piece = tuple(tokens[first : first + LONGEST])
                if any(token.is_word for token in piece):
                    found.append(Sentence(piece, quotations, paragraph, len(found), kind, code))
    return found
