"""Which language the letters of a Cyrillic text show, before its words are asked."""

from __future__ import annotations

import re
from collections import Counter

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_VOWEL_SIGN = re.compile(r"ъ(?![еёюяЕЁЮЯ])", re.I)
"""The sign where Bulgarian has a vowel; in Russian it stands before е, ё, ю and я alone."""
_OTHERS = "әғқңөұүһҗҙҡҫђћљњџјѓќѕ"
"""Letters of Kazakh, Tatar, Serbian, Macedonian and their kin."""
RARE = 0.1
"""Share up to which letters of another language may come from names and quotations."""
ENOUGH = 0.004
"""Share of the letters that a letter of one language alone has to have."""
OTHER = "other"
"""The answer for letters of a language that has no word list here."""


def language_of_letters(text: str) -> str:
    """Return the language that the letters of a Cyrillic text show.

    ў is Belarusian; ъ as a vowel, without ы and э, is Bulgarian; ы or э without і and ї is
    Russian; і, ї, є or ґ without ы, э and ъ is Ukrainian. Detectors that were learned name
    short sentences wrongly and are sure of it; letters cannot be argued with.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        "be", "bg", "ru", "uk", ``OTHER``, or "" where the letters leave it open, as they do
        in texts of two languages and in a few words.

    Examples
    --------
    >>> [language_of_letters(t) for t in ("Учора ён быў тут", "Кметът обвини армията")]
    ['be', 'bg']
    >>> [language_of_letters(t) for t in ("Вы это видели", "Це сталося вночі", "Да", "Dam")]
    ['ru', 'uk', '', '']
    """
    found = Counter(_CYRILLIC.findall(text.lower()))
    number = sum(found.values())
    if not number:
        return ""
    least = ENOUGH * number
    russian = found["ы"] + found["э"]
    ukrainian = found["і"] + found["ї"] + found["є"] + found["ґ"]
    bulgarian = len(_VOWEL_SIGN.findall(text))
    others = sum(found[letter] for letter in _OTHERS)
    if found["ў"] >= max(1, least) and found["и"] <= RARE * found["і"]:
        return "be"
    if others >= max(2, 2 * least) and others > russian * RARE:
        return OTHER
    if bulgarian >= max(1, least) and russian <= RARE * bulgarian and ukrainian <= RARE * bulgarian:
        return "bg"
    if russian >= max(1, least) and ukrainian <= RARE * russian:
        return "ru"
    if ukrainian >= max(1, least) and russian + found["ъ"] <= RARE * ukrainian:
        return "uk"
    return ""
