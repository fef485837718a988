"""Words that deny or attribute, in pieces, glued, stretched or printed twice.

Only words of :func:`turning_words` are made whole, and only where the pieces are words of no
list: "is land" and "a way" stay, "de nied" and "n ot" are read as one word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from narratives.documents.hyphens import listed_words
from narratives.documents.letters import Edit, keep_apart
from narratives.documents.shadow import shadow
from narratives.documents.turning import helping_verbs, turning_words
from narratives.lexicon.letters import word_pattern

_PIECES = re.compile(
    r"(?<![^\W_])([^\W\d_]{1,9})( - |[ \u00a0·•‧∙|_/\-\u2010\u2011])(?=([a-z]{1,9})(?![^\W_]))"
)
_LETTERS_APART = re.compile(r"(?<![\w.-])[a-z](?:([.\-·_*/])[a-z])(?:\1[a-z])+(?![\w-])", re.I)
_STUTTER = re.compile(r"(?<![\w-])(?:([a-z]{1,3})(?:-|- |… ?|\.\.\. ?))+(?=([a-z]{3,}))", re.I)
_STRETCHED = re.compile(r"([a-z])\1{2,}+", re.I)
_AROUND = re.compile(r"[a-z]{0,20}$", re.I)
_TWICE = re.compile(r"(?<![\w<@#-])([a-z]{3,20}+) \1(?![\w-])", re.I)
LONGEST = 30
"""Letters that a stretched word has at most, so that a row of them costs no more."""
_TWO_IN_A_ROW = frozenset({"had", "that", "no"})
_NOT_GLUED = re.compile(r"\b(?P<verb>[a-z]{2,6})(?P<gap> ?)not(?P<rest>[a-z]*)\b", re.I)
_NOT_WORDS = re.compile(
    r"(?:e|es|er|s|ing)$|(?:ed|eworth|ab|ic|if|ion|or|ar|at|ch|hing|with)", re.I
)
"""How words go on that begin with "not" and are one: "noted", "nothing", "notably"."""
_WORD = word_pattern()
_LETTER_NAME = re.compile(
    r"(?:LATIN LETTER SMALL CAPITAL|SQUARED LATIN CAPITAL LETTER|"
    r"NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER) ([A-Z])"
)
_DRAWN = re.compile(
    r"[\u1d00-\u1d22\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f\ua730\ua731\U0001f130-\U0001f189]+"
)
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{3,}")
"""Letters of which two are a flag."""
_LOOK = str.maketrans("ſıɑɡոօհսցԁⅼ", "siagnohugdl")
_ODD = re.compile("[ſıɑɡոօհսցԁⅼ]")


def find_damaged(text: str) -> list[Edit]:
    r"""Find words that deny or attribute and are damaged, and read them whole.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Edit
        In the order of the text, none over another.

    Examples
    --------
    >>> find_damaged("The board de nied it.")
    [Edit(start=12, end=13, text='')]
    >>> find_damaged("The is land lies a way off; they did notice.")
    []
    """
    found = [*_pieces(text), *_repeated(text), *_glued(text)]
    if not text.isascii():
        found += _drawn(text)
    return keep_apart(text, found)


@cache
def _halves() -> tuple[frozenset[str], frozenset[str]]:
    """Return the pieces that words that deny or attribute can begin and end with."""
    cuts = [(word[:at], word[at:]) for word in turning_words() for at in range(1, len(word))]
    return frozenset(first for first, _ in cuts), frozenset(second for _, second in cuts)


def _pieces(text: str) -> list[Edit]:
    whole, listed = turning_words(), listed_words()
    found = []
    # Few texts have such pieces at all, so that few are searched for two in a row.
    words = set(_WORD.findall(text.lower()))
    heads, tails = (words & half for half in _halves())
    odd = {piece for piece in heads | tails if piece not in listed or len(piece) == 1}
    for match in _PIECES.finditer(text) if odd and heads and tails else ():
        first, second = match[1].lower(), match[3]
        if first + second not in whole or {first, second} <= listed:
            continue
        # One letter is no word but "a" and "I"; of longer pieces neither may be one.
        single = min(len(first), len(second)) == 1 and not {first, second} & {"a", "i", "o", "s"}
        if single or not {first, second} & listed:
            found.append(Edit(*match.span(2), ""))
    for match in _LETTERS_APART.finditer(text):
        word = match[0].replace(match[1], "")
        if word.lower() in whole:
            found.append(Edit(*match.span(), word))
    return found


def _repeated(text: str) -> list[Edit]:
    whole = turning_words()
    found = []
    for match in _STUTTER.finditer(text):
        word = _WORD.match(text, match.end())
        start = match[1].lower()
        if (
            word
            and word[0].lower() in whole
            and word[0].lower().startswith(start)
            and len(word[0]) > len(start)
        ):
            found.append(Edit(*match.span(), ""))
    for match in _STRETCHED.finditer(text):
        before = _AROUND.search(text, max(0, match.start() - 20), match.start())
        start = before.start() if before else match.start()
        stretched = _WORD.match(text, start, match.end() + LONGEST)
        if stretched is None or len(stretched[0]) > LONGEST:
            continue
        for times in (r"\1", r"\1\1"):
            short = re.sub(r"(?i)([a-z])\1\1+", times, stretched[0])
            if short.lower() in whole:
                found.append(Edit(*stretched.span(), short))
                break
    found += [
        Edit(match.end(1), match.end(), "")
        for match in _TWICE.finditer(text)
        if match[1].lower() in whole - _TWO_IN_A_ROW
    ]
    return found


def _glued(text: str) -> list[Edit]:
    """Find "not" glued to its verb or to what follows: "didnot", "did notsee"."""
    if "not" not in text.lower():
        return []
    found = []
    for match in _NOT_GLUED.finditer(text):
        verb, rest = match["verb"].lower(), match["rest"]
        whole = match["gap"] or verb == "can"  # "cannot" and "did not" stay
        if verb not in helping_verbs() or (whole and not rest):
            continue
        if rest and _NOT_WORDS.match(rest):
            continue
        if not match["gap"]:
            found.append(Edit(match.start("gap"), match.start("gap"), " "))
        if rest:
            found.append(Edit(match.start("rest"), match.start("rest"), " "))
    return found


def _drawn(text: str) -> list[Edit]:
    """Find letters that are drawn as others are: small capitals, in squares, of other scripts."""
    found = []
    for match in _DRAWN.finditer(text):
        names = [_LETTER_NAME.fullmatch(unicodedata.name(one, "")) for one in match[0]]
        if all(names) and (len(names) > 2 or match[0][0] < "\U0001f130"):
            found.append(Edit(*match.span(), "".join(n[1] for n in names if n).lower()))
    for match in _FLAGS.finditer(text):
        word = "".join(chr(ord(one) - 0x1F1E6 + ord("a")) for one in match[0])
        if word in turning_words():
            found.append(Edit(*match.span(), word))
    if _ODD.search(text):
        for match in _WORD.finditer(text):
            plain = shadow(match[0].translate(_LOOK))
            if (
                plain != match[0]
                and plain.isascii()
                and (plain.lower() in listed_words() or "ſ" in match[0])
            ):
                found.append(Edit(*match.span(), plain))
    return found
