"""First sentences that say the same in other words."""

from __future__ import annotations

from narratives.copies.aligning import AlignedPassage, word_steps
from narratives.copies.words import TextWords
from narratives.lexicon import words_of_classes

LIKE = 62.0
"""Least likeness of two leads, 0 to 100 (``rapidfuzz.fuzz.token_sort_ratio`` of their stems)."""
LEAST = 6
"""Words with meaning, names left out, that two leads must share."""
SHORTEST, LONGEST = 10, 70
"""Words of a sentence that can be a lead."""
_STEM = 5
_LIGHT = (
    "determiner", "preposition", "auxiliary", "subject_pronoun", "object_pronoun",
    "subordinator", "coordinator", "relative", "be", "have", "do", "modal", "time",
)  # fmt: skip


def find_lead(text: TextWords) -> tuple[int, int] | None:
    """Return the words of the first sentence that can be a lead, or None."""
    sizes = ((first, last) for first, last in text.sentences[:8])
    return next((pair for pair in sizes if SHORTEST <= pair[1] - pair[0] <= LONGEST), None)


def compare_leads(a: TextWords, b: TextWords) -> AlignedPassage | None:
    """Compare the leads of two texts.

    Returns
    -------
    AlignedPassage or None
        The two sentences, where they say the same in other words: most of their words with
        meaning are the same, in whatever order. Names alone are not enough, for all texts of
        one event share them.

    Examples
    --------
    >>> from narratives.copies.words import read_words
    >>> a = read_words("Two workers died when fire destroyed a grain store in the port on Monday.")
    >>> b = read_words("Fire in a port grain store killed two workers and destroyed it on Monday.")
    >>> compare_leads(a, b).same > 0
    True
    """
    one, other = find_lead(a), find_lead(b)
    if one is None or other is None:
        return None
    stems, names = _stems(a, *one)
    others, _ = _stems(b, *other)
    if len((set(stems) & set(others)) - names) < LEAST:
        return None
    from rapidfuzz import fuzz

    if fuzz.token_sort_ratio(" ".join(stems), " ".join(others)) < LIKE:
        return None
    return _aligned(a, b, one, other)


def _aligned(
    a: TextWords, b: TextWords, one: tuple[int, int], other: tuple[int, int]
) -> AlignedPassage:
    steps = tuple(word_steps(a, b, *one, *other))
    return AlignedPassage(*one, *other, steps)


def _stems(text: TextWords, first: int, last: int) -> tuple[list[str], set[str]]:
    """Return the beginnings of the words that carry meaning, and which of them are names."""
    light = words_of_classes(_LIGHT)
    kept, names = [], set()
    for n in range(first, last):
        word = text.words[n]
        if word not in light:
            kept.append(word[:_STEM])
            if text.capital[n] and n > first:
                names.add(word[:_STEM])
    return kept, names
