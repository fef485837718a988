"""Small words of the sentences: numbers with their nouns, lists, quotations, cut labels."""

from __future__ import annotations

import math
from collections.abc import Sequence

from narratives.lexicon import load_classes
from narratives.schema import RATING_LETTERS
from narratives.sources.words import is_role

MOST_NAMES = 7
"""Names that a sentence lists; of more the first, and how many more there are."""
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_LONGEST = 90
_BASIS_WORDS = {"conduct": "conduct of suspects", "bare_assertion": "assertion"}
SHOWN_WORDS = {"shown": "shown", "named": "only named", "none": "only said"}
"""What is said of a basis, wherever it is told: what is only said has none given here."""


def count_word(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun, in words up to twelve.

    Examples
    --------
    >>> count_word(3, "account"), count_word(1, "account"), count_word(14, "account")
    ('three accounts', 'one account', '14 accounts')
    """
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else many or one + 's'}"


def number_of(number: int, noun: str) -> str:
    """Write a number with its noun, in figures.

    Examples
    --------
    >>> number_of(3, "account"), number_of(1, "account")
    ('3 accounts', '1 account')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Join words as prose does.

    Examples
    --------
    >>> join_words(["fire", "flood", "frost"])
    'fire, flood and frost'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def account_letter(number: int) -> str:
    """Return the letter of an account by its number from 0; the number from 1 where letters end.

    Examples
    --------
    >>> account_letter(1), account_letter(30)
    ('B', '31')
    """
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def basis_word(basis: str) -> str:
    """Write a kind of basis as readers know it.

    An assertion is not called bare: it may name a thing that could be looked at.

    Examples
    --------
    >>> [basis_word(kind) for kind in ("claim_of_responsibility", "conduct", "bare_assertion")]
    ['claim of responsibility', 'conduct of suspects', 'assertion']
    """
    return _BASIS_WORDS.get(basis, basis.replace("_", " "))


def within_sentence(name: str) -> str:
    """Write a name as it stands inside a sentence: "the council", but "The Hague Post".

    Somebody's "my cousin" stands in quotation marks, for it is not the reader's.

    Examples
    --------
    >>> within_sentence("The council"), within_sentence("Several readers"), within_sentence("Ann")
    ('the council', 'several readers', 'Ann')
    >>> within_sentence("My cousin"), within_sentence("spokesman for Lund Harbour")
    ('“my cousin”', 'a spokesman for Lund Harbour')
    """
    first, _, rest = name.partition(" ")
    if rest and first.lower() in load_classes()["first_person"] & load_classes()["possessive"]:
        return f"“{first.lower()} {rest}”"
    if rest and first.islower() and is_role(first):
        return f"{'an' if first.startswith(tuple('aeiou')) else 'a'} {name}"
    small = first.lower() in load_classes()["determiner"] | load_classes()["pronoun_like"]
    return f"{first.lower()} {rest}" if small and rest[:1].islower() else name


def rating_in_words(rating: float) -> str:
    """Write a rating by its letters; by its number where it lies between two.

    Examples
    --------
    >>> rating_in_words(-1.0), rating_in_words(-0.5), rating_in_words(float("nan"))
    ('I', '−0.5', 'NA')
    """
    if math.isnan(rating):
        return "NA"
    return RATING_LETTERS.get(rating, f"{rating:+.1f}".replace("-", "−"))


def shorten(words: str, longest: int = _LONGEST) -> str:
    """Cut words to a length, at a blank, with "…" for what is left out.

    Examples
    --------
    >>> shorten("the river rose in the night", 12)
    'the river…'
    """
    flat = " ".join(words.split())
    if len(flat) <= longest:
        return flat
    cut = flat[:longest]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(",;: ") + "…"
