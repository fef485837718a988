"""The language of a passage, for readers that speak the page aloud."""

from __future__ import annotations

import re
from collections import Counter

from narratives.documents.language import language_of, paragraph_languages
from narratives.documents.quotations import find_quotations
from narratives.schema import Document

LONGEST = 5_000
"""Code points of the beginning of a passage that are looked at."""
SHORTEST = 12
"""A quotation with fewer code points shows no language of its own."""

# The letters of a script; then those that only one of its languages has. The tag is for the rest.
_LETTERS = {
    "und-Cyrl": (
        "\u0400-\u052f",
        {"ru": "ыэё", "uk": "іїєґ", "be": "ў", "bg": "ъ", "sr": "ђћџљњј", "mk": "ѓќѕ"},
    ),
    "ar": ("\u0600-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc", {"fa": "پچژگکی", "ur": "ٹڈڑےں"}),
    "zh": ("\u3040-\u30ff\u3400-\u9fff", {"ja": "のはをにたでとがしカンス"}),
    "he": ("\u0590-\u05ff\ufb1d-\ufb4f", {}),
    "el": ("\u0370-\u03ff\u1f00-\u1fff", {}),
    "hy": ("\u0530-\u058f", {}),
    "ka": ("\u10a0-\u10ff", {}),
    "hi": ("\u0900-\u097f", {}),
    "th": ("\u0e00-\u0e7f", {}),
    "ko": ("\uac00-\ud7a3\u1100-\u11ff", {}),
}
_COUNTED = {tag: re.compile(f"[{letters}]") for tag, (letters, _) in _LETTERS.items()}
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER = "".join(letters for letters, _ in _LETTERS.values())
_WORDS = re.compile(rf"(?<!\w)[{_OTHER}]{{2,}}(?:\W+[{_OTHER}]+)*(?!\w)")


def letters_language(text: str, language: str) -> str:
    """Name the language of words by their letters.

    Parameters
    ----------
    text : str
    language : str
        The language around them.

    Returns
    -------
    str
        A language tag; "und-Cyrl" for Cyrillic letters that many languages share.
        ``language`` itself for Latin letters, and for those it is written in.

    Examples
    --------
    >>> letters_language("Гребля встояла, і мер це знав", "en")
    'uk'
    >>> letters_language("La digue a cédé", "en")
    'en'
    """
    text = text[:LONGEST].lower()
    counts = {tag: len(letter.findall(text)) for tag, letter in _COUNTED.items()}
    tag = max(counts, key=lambda known: counts[known])
    if counts[tag] <= len(_LATIN.findall(text)):
        return language
    told = _LETTERS[tag][1]
    own = language.split("-")[0]
    found = Counter({code: sum(map(text.count, letters)) for code, letters in told.items()})
    best = max(found, key=lambda code: (found[code], code == own), default="")
    if best and found[best]:
        return language if best == own else best
    return language if own in (*told, tag) else tag


def written_in(document: Document) -> str:
    """Name the language that a document is in: what its words show, or what is said of it."""
    return language_of(document) or document.language


def passage_language(text: str, language: str) -> str:
    """Name the language of a passage: by its letters, or by its small words.

    Parameters
    ----------
    text : str
    language : str
        The language of the text around it.

    Returns
    -------
    str
        A language tag; ``language`` itself where the passage does not show another one.

    Examples
    --------
    >>> passage_language("Le maire dit que la digue est sûre et que nous restons.", "en")
    'fr'
    """
    told = letters_language(text, language)
    if told != language:
        return told
    return paragraph_languages([text[:LONGEST]], language)[0] or language


def foreign_words(text: str, language: str) -> list[tuple[int, int, str]]:
    """Find words in other letters than those around them.

    Returns
    -------
    list of (start, end, language)
        In the order of the text; none overlaps another.

    Examples
    --------
    >>> foreign_words("The mayor (Ольга Ткаченко) left.", "en")
    [(11, 25, 'und-Cyrl')]
    """
    found = [(*m.span(), letters_language(m[0], language)) for m in _WORDS.finditer(text)]
    return [run for run in found if run[2] != language]


def foreign_passages(text: str, language: str) -> list[tuple[int, int, str]]:
    """Find quotations in another language than the paragraph, and words in other letters.

    Parameters
    ----------
    text : str
        A paragraph.
    language : str
        The language of the paragraph.

    Returns
    -------
    list of (start, end, language)
        In the order of the text; none overlaps another.
    """
    found = []
    last = 0
    for quotation in find_quotations(text, 0, len(text)):
        start, end = quotation.inner
        tag = passage_language(text[start:end], language) if end - start >= SHORTEST else language
        if tag != language:
            found += _shift(foreign_words(text[last:start], language), last)
            found.append((start, end, tag))
            last = end
    return found + _shift(foreign_words(text[last:], language), last)


def _shift(found: list[tuple[int, int, str]], by: int) -> list[tuple[int, int, str]]:
    return [(start + by, end + by, tag) for start, end, tag in found]


def language_tag(code: str) -> str:
    """Return a language code that is fit for an attribute, or nothing."""
    pieces = code.split("-")
    fits = all(p.isascii() and p.isalnum() and len(p) <= 8 for p in pieces)
    return code if fits and 2 <= len(pieces[0]) <= 3 else ""
