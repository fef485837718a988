"""Text from documents on its way into HTML: it stays text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from narratives.lexicon.letters import LETTER
from narratives.report.language import foreign_words

# Characters that reorder, hide or cannot stand in HTML: C0 and C1 controls, zero-width
# and bidi controls, blank letters, lone surrogates, tags. The soft hyphen stays as it is,
# and so do joiners and direction marks of ordinary writing (U+200C to U+200F), unless they
# follow a letter of a script that has no use for them. Of accents piled up on one letter, which
# hide the lines above, five stay.
_CONTROL = re.compile(
    "(?:[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u180e\u200b"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ud800-\udfff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]|(?<=[A-Za-z\u00c0-\u024f\u0370-\u052f])[\u200c-\u200f]"
    "|(?<=[\u0300-\u036f]{5})[\u0300-\u036f])+"
)
_UNBROKEN = re.compile(r"\S{40}(?=\S)")
MOST_KINDS = 6
"""Changes from one hidden character to the next that are written out in one place."""


def show(text: object) -> Markup:
    r"""Escape text, and write out characters that a reader could not see.

    Examples
    --------
    >>> show("<b>\u202e&")
    Markup('&lt;b&gt;<span class="ctl">U+202E</span>&amp;')
    """
    pieces: list[str] = []
    at = 0
    words = str(text)
    for match in _CONTROL.finditer(words):
        pieces.append(str(escape(words[at : match.start()])))
        pieces.append(_written_out(match))
        at = match.end()
    pieces.append(str(escape(words[at:])))
    return Markup("".join(pieces))


def between(text: object) -> Markup:
    r"""Escape text for a place between tags, where quotation marks stay as they are.

    A word that no screen is wide enough for may be broken after each 40 characters.

    Examples
    --------
    >>> between('a < "b"')
    Markup('a &lt; "b"')
    >>> len(between("w" * 100).split("<wbr>"))
    3
    """
    words = str(text)
    cuts = [0, *(match.end() for match in _UNBROKEN.finditer(words)), len(words)]
    pieces = [str(show(words[start:end])) for start, end in pairwise(cuts)]
    return Markup("<wbr>".join(pieces).replace("&#34;", '"').replace("&#39;", "'"))


def isolate(text: object, language: str = "en") -> Markup:
    r"""Escape text for a place between tags, its language and direction kept to itself.

    Parameters
    ----------
    text : object
    language : str
        Of the text; words in other letters say their own.

    Returns
    -------
    Markup
        Not for attributes: see :func:`plain`.

    Examples
    --------
    >>> isolate("\u05e2\u05d9\u05e8")
    Markup('<bdi><span lang="he">\u05e2\u05d9\u05e8</span></bdi>')
    """
    words = str(text)
    if words.isascii():
        return between(words)
    pieces = []
    at = 0
    for start, end, tag in foreign_words(words, language):
        own = Markup('<span lang="{}">{}</span>').format(tag, between(words[start:end]))
        pieces += [between(words[at:start]), own]
        at = end
    shown = Markup("").join([*pieces, between(words[at:])])
    return Markup("<bdi>{}</bdi>").format(shown) if LEFTWARDS.search(words) else shown


def quote(text: object, language: str = "") -> Markup:
    """Set words of a text in quotation marks, with their language where it is not English.

    Examples
    --------
    >>> quote("la digue", "fr"), quote("the dam", "en")
    (Markup('<span lang="fr">“la digue”</span>'), Markup('“the dam”'))
    """
    words = Markup("“{}”").format(isolate(text, language or "en"))
    foreign = language not in ("", "en")
    return Markup('<span lang="{}">{}</span>').format(language, words) if foreign else words


def leftward(text: str) -> bool:
    r"""Tell whether text is written from right to left: whether its first letter is.

    Examples
    --------
    >>> leftward("\u05e2\u05d9\u05e8 (Orlen)"), leftward("Orlen (\u05e2\u05d9\u05e8)")
    (True, False)
    """
    found = LEFTWARDS.search(text)
    return found is not None and _LETTER.search(text, 0, found.start()) is None


def plain(text: object) -> str:
    r"""Make text fit for an attribute: invisible characters become U+FFFD.

    Examples
    --------
    >>> plain("a\u202eb") == "a\ufffdb"
    True
    """
    return _CONTROL.sub(lambda match: "\ufffd" * len(match[0]), str(text))


def mixed_words(text: str) -> list[tuple[int, int]]:
    r"""Find the words that mix letters of scripts that look alike, such as Latin and Cyrillic.

    Returns
    -------
    list of (start, end)

    Examples
    --------
    >>> mixed_words("The \u0420ort of Selmont, \u041f\u043e\u0440\u0442")
    [(4, 8)]
    """
    return [
        match.span()
        for match in _LETTERS.finditer(text)
        if not match[0].isascii() and len(set(filter(None, map(_script, match[0])))) > 1
    ]


def tell_scripts(word: str) -> str:
    r"""Name the letters of the script that fewer letters of a word belong to.

    Examples
    --------
    >>> tell_scripts("\u0420ort")
    '\u0420 is CYRILLIC CAPITAL LETTER ER (U+0420)'
    """
    scripts = [script for script in map(_script, word) if script]
    rarest = min(dict.fromkeys(scripts), key=scripts.count)
    odd = dict.fromkeys(letter for letter in word if _script(letter) == rarest)
    return ", ".join(
        f"{letter} is {unicodedata.name(letter)} (U+{ord(letter):04X})" for letter in odd
    )


def hidden_characters(text: str) -> dict[str, list[int]]:
    r"""List the characters that a reader cannot see or that turn the direction, with their places.

    Examples
    --------
    >>> hidden_characters("a\u202eb\u202e")
    {'U+202E RIGHT-TO-LEFT OVERRIDE': [1, 3]}
    """
    found: dict[str, list[int]] = {}
    for match in _CONTROL.finditer(text):
        for place, character in enumerate(match[0], start=match.start()):
            found.setdefault(character, []).append(place)
    return {
        f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}": places
        for character, places in found.items()
    }


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """Return the script of a letter, of those whose letters can be taken for each other."""
    name = unicodedata.name(letter, "").split(" ")[0]
    return name if name in _ALIKE else ""


_LETTER = re.compile(LETTER)
LEFTWARDS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LETTERS = re.compile(f"{LETTER}{{2,60}}")
_ALIKE = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARMENIAN",
    "CHEROKEE",
    "COPTIC",
    "FULLWIDTH",
    "MATHEMATICAL",
)


def _written_out(match: re.Match[str]) -> str:
    runs = [(c, sum(1 for _ in same)) for c, same in groupby(match[0])]
    told = [f"U+{ord(c):04X}" + (f" ×{n}" if n > 1 else "") for c, n in runs[:MOST_KINDS]]
    more = sum(n for _, n in runs[MOST_KINDS:])
    told += [f"and {more} more"] if more else []
    return f'<span class="ctl">{" ".join(told)}</span>'
