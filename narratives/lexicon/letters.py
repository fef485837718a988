"""What a letter and a word are, said once for all that looks at words.

A word is a run of letters of any script. What else belongs to it differs with the question:
figures where "2031" is a word, an apostrophe or a hyphen where "aren't" and "so-called" are
one. Each of these is named where a word is asked for, and nobody writes the pattern anew.
"""

from __future__ import annotations

import re
from functools import cache

LETTER = r"[^\W\d_]"
"""A letter of any script, as a piece of a pattern."""
FIGURE_OR_LETTER = r"[^\W_]"
"""A letter or a figure, as a piece of a pattern."""
ABBREVIATION = r"(?:[A-Z]\.){2,}(?:-[a-z]+)?"
"""Capitals with points, such as "U.S." or "U.S.-based", as a piece of a pattern."""
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of a script that is written from right to left."""


def word_of(inner: str = "", *, figures: bool = False) -> str:
    """Return a word as a piece of a pattern.

    Parameters
    ----------
    inner : str
        Marks that may stand inside a word, one at a time; a hyphen stands last.
    figures : bool
        Whether figures are letters too.

    Returns
    -------
    str

    Examples
    --------
    >>> re.findall(word_of(), "Orlen's so-called T4")
    ['Orlen', 's', 'so', 'called', 'T']
    >>> re.findall(word_of("'-", figures=True), "Orlen's so-called T4")
    ["Orlen's", 'so-called', 'T4']
    """
    one = FIGURE_OR_LETTER if figures else LETTER
    return f"{one}+(?:[{inner}]{one}+)*" if inner else f"{one}+"


def stands_alone(match: re.Match[str]) -> bool:
    """Tell whether what a pattern found is no part of a longer word.

    Examples
    --------
    >>> [stands_alone(re.search("dam", text)) for text in ("a dam.", "damp")]
    [True, False]
    """
    text, (start, end) = match.string, match.span()
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


@cache
def word_pattern(inner: str = "", *, figures: bool = False) -> re.Pattern[str]:
    """Return :func:`word_of` as a pattern that finds words.

    Examples
    --------
    >>> word_pattern().findall("Дамба tenía 3 puertas")
    ['Дамба', 'tenía', 'puertas']
    """
    return re.compile(word_of(inner, figures=figures))
