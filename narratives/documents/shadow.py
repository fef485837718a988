"""A copy of a text for matching: same length, odd characters made plain."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""What stands between two ends of lines."""
BLANK_LINE = re.compile(r"(?>\r\n|[\r\n\x0b\x0c\x85\u2028\u2029])\s*[\r\n\x0b\x0c\x85\u2028\u2029]")
"""An empty line between two others."""
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
_ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|[a-z]{2,6}) ?;")
_DOUBLE = '«»“”„"'
_DEBRIS = f"{_DOUBLE}‘’'–—…&\u00a0\u2009"
_SINGLE_QUOTES = re.compile("[\u2018\u2019]")


@lru_cache(maxsize=8)
def shadow(text: str) -> str:
    """Return a copy of the same length in which odd characters are plain.

    Words are looked for in the shadow, positions are used on the text itself.

    - No-break, thin and other spaces and tabs become a space; line ends stay.
    - A curly apostrophe becomes a straight one; a curly single quotation mark stays.
    - Cyrillic and Greek letters that look Latin become Latin, in words that are
      otherwise Latin.
    - What a page left of its code ("&#171 ;") becomes the mark it stands for and spaces.
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
    plain = _ENTITY.sub(_mark, text) if "&" in text else text
    plain = _ODD.sub(lambda m: _PLAIN[m[0]], plain)
    if _INVISIBLES.search(plain):
        plain = _INVISIBLES.sub(lambda m: _invisible(plain, m.start()), plain)
    if _NOT_LATIN.search(plain):
        plain = _FOREIGN_WORD.sub(lambda m: _latin(m[0]), plain)
    return _straighten(plain)


def _mark(entity: re.Match[str]) -> str:
    """Return the mark of an HTML entity beside its word, with spaces for the rest."""
    code, text = entity[0], entity.string
    mark = unescape(code.replace(" ", ""))
    before = text[entity.start() - 1 : entity.start()]
    after = text[entity.end() : entity.end() + 1]
    if len(mark) != 1 or mark not in _DEBRIS or (mark in "’'&" and before.isalnum()):
        return code
    if mark not in _DOUBLE:
        return mark.ljust(len(code))
    opens = mark in "«„" or (mark in '“"' and after.isalnum() and not before.isalnum())
    # Guillemets alone stand apart from their words; so the whole code is part of the mark.
    return "«".ljust(len(code)) if opens else "»".rjust(len(code))


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
