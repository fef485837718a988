"""A copy of a text for matching: same length, odd characters made plain."""

from __future__ import annotations

import re

_SPACES = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062"
    "\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_HYPHENS = "\u2010\u2011"
_PLAIN = dict.fromkeys(_SPACES, " ") | dict.fromkeys(_HYPHENS, "-") | {"\u02bc": "'", "\u02b9": "'"}
_ODD = re.compile(f"[{''.join(_PLAIN)}]")
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјорсхуԁӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTXYaesijopcxydlABEZHIKMNOPTYXo",
)
_FOREIGN_WORD = re.compile(r"\w*[\u0370-\u03ff\u0400-\u052f]\w*")
_LATIN = re.compile(r"[A-Za-z]")
_NOT_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_SINGLE_QUOTES = re.compile("[\u2018\u2019]")


def shadow(text: str) -> str:
    """Return a copy of the same length in which odd characters are plain.

    Words are looked for in the shadow, positions are used on the text itself.

    - No-break, thin and other spaces and tabs become a space; line ends stay.
    - A curly apostrophe becomes a straight one; a curly single quotation mark stays.
    - Cyrillic and Greek letters that look Latin become Latin, in words that are
      otherwise Latin.
    - Soft hyphens, zero-width and direction marks become ``-`` inside a word and a
      space elsewhere.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        As long as ``text``.

    Examples
    --------
    >>> shadow("the\u00a0mayor’s aides")
    "the mayor's aides"
    """
    plain = _ODD.sub(lambda m: _PLAIN[m[0]], text)
    if _INVISIBLES.search(plain):
        plain = _INVISIBLES.sub(lambda m: _invisible(plain, m.start()), plain)
    if _NOT_LATIN.search(plain):
        plain = _FOREIGN_WORD.sub(lambda m: _latin(m[0]), plain)
    return _straighten(plain)


def _invisible(text: str, at: int) -> str:
    inside = 0 < at < len(text) - 1 and text[at - 1].isalpha() and text[at + 1].isalpha()
    return "-" if inside and text[at] != "\u200b" else " "


def _latin(word: str) -> str:
    if not _LATIN.search(word):
        return word
    plain = word.translate(_LOOKALIKES)
    return word if _NOT_LATIN.search(plain) else plain


def _straighten(text: str) -> str:
    """Make apostrophes straight and leave the marks that close a quotation."""
    pieces = []
    done, opened = 0, False
    for match in _SINGLE_QUOTES.finditer(text):
        at = match.start()
        if match[0] == "\u2018":
            opened = True
            continue
        before = text[at - 1 : at]
        after = text[at + 1 : at + 2]
        apostrophe = before.isalnum() and after.isalnum()
        apostrophe |= not opened and (before in ("s", "S") or after.isdigit())
        if apostrophe:
            pieces += [text[done:at], "'"]
            done = at + 1
        else:
            opened = False
    return "".join([*pieces, text[done:]])
