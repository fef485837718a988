"""How rare a word is in English, by its place in a list of words in the order of their use."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

FIRST = 1996
"""Lines of the list before the first word."""


def rarity_of(word: str) -> float:
    """Return how rare a word is: 0 for the commonest, 1 for one that the list lacks.

    Examples
    --------
    >>> round(rarity_of("people"), 2), round(rarity_of("embankment"), 2), rarity_of("zorbatron")
    (0.02, 0.97, 1.0)
    """
    if " " in word:
        return max(rarity_of(part) for part in word.split())
    ranks = _ranks()
    place = ranks.get(word)
    if place is None:
        return 1.0
    return math.log(max(place - FIRST, 1) / FIRST + 1.0) / math.log(len(ranks) / FIRST + 1.0)


@cache
def _ranks() -> dict[str, int]:
    path = files("narratives") / "tagging" / "vocabulary.txt"
    words = path.read_text(encoding="utf-8").splitlines()
    return {word: place for place, word in enumerate(words) if place >= FIRST and word[:1] != "#"}
