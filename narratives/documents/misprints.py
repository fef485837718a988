"""Misprints of the words that turn what is said round: "n0t", "clenied", "con rmed", "d*nied".

One misread "not" turns a sentence round, so one is told, where other words are told from three on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from narratives.documents.hyphens import listed_words
from narratives.documents.lines import line_number
from narratives.documents.turning import denying_words, helping_verbs, turning_words

_WORD = re.compile(r"(?<![\w@#./-])[^\W_]{3,20}(?![\w@/-])")
SCANNED = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("1", "i"), ("5", "s"))
"""What scans read, and what stood there."""
_SEEN = (
    *(*SCANNED, ("cl", "d")),
    *(("m", "ni"), ("li", "h"), ("c", "e"), ("ii", "n"), ("tl", "d"), ("f", "s"), ("ſ", "s")),
)
_NOT = re.compile(
    r"\b([a-z]{2,6}) (n0t|nof|nol|nct|noi|nat|net|uot|hot|riot|mot|n[^\x00-\x7f]t|[^\x00-\x7f]ou)"
    r"(?= [a-z])",
    re.I,
)
_NONE_FOLLOWS = {"am", "be", "been", "being", "doing", "having"}
"""Verbs that help, and behind which a "not" is rare."""
_LIGATURES = ("fi", "ff", "fl", "ffi", "ffl")
_PAIR = re.compile(r"(?<![\w-])([a-z]{1,9})(\W|[ÞßæÝ])(?=([a-z]{2,10})(?![\w-]))", re.I)
_MASKED = re.compile(r"(?<![\w@#/.*])[a-z]+[*!@$#|?][a-z*!@$#|?]*[a-z](?![\w*/])", re.I)
_FIGURES = str.maketrans("0134578", "oieastb")
"""Figures that people write for letters, so that a filter does not see the word."""
_STROKES = str.maketrans("øđłħŧǝɐᴉıɹ", "odlhteaiir")


def misprints_in(text: str) -> Iterator[str]:
    """Yield words that seem to be misprints of words that deny or attribute, a sentence each.

    Parameters
    ----------
    text : str
        With its letters as they are read.

    Yields
    ------
    str
        Nothing where no word looks so.

    Examples
    --------
    >>> next(misprints_in("The guards did n0t see it.")).split(". ")[0]
    'a word that turns a sentence round may be misprinted, in line 1: "n0t" for "not"'
    >>> list(misprints_in("The guards did not see it."))
    []
    """
    found: dict[str, tuple[int, str]] = {}
    for match in _NOT.finditer(text):
        if match[1].lower() in helping_verbs() - _NONE_FOLLOWS:
            found.setdefault(match[2], (match.start(2), "not"))
    words: dict[str, int] = {}
    for match in _WORD.finditer(text):
        words.setdefault(match[0].lower(), match.start())
    for word, at in words.items():
        if len(word) > 4 and word not in listed_words() and not word.isdigit():
            was = next((w for w in _before(word) if w in denying_words()), "")
            if was:
                found.setdefault(word, (at, was))
    for match in _MASKED.finditer(text):
        pattern = re.compile(re.sub(r"[^a-z]", "[a-z]", match[0].lower()))
        fitting = [w for w in denying_words() if pattern.fullmatch(w)]
        if fitting:
            found.setdefault(match[0], (match.start(), min(fitting)))
    for at, seen, was in _ligatures(text):
        found.setdefault(seen, (at, was))
    if not found:
        return
    places = sorted((at, seen, was) for seen, (at, was) in found.items())
    for at, seen, was in places[:3]:
        yield (
            "a word that turns a sentence round may be misprinted, in line "
            f'{line_number(text, at)}: "{seen}" for "{was}". Nothing was changed: put the word '
            "right."
        )
    if len(places) > 3:
        yield f"So may {len(places) - 3} more words."


def _before(word: str) -> Iterator[str]:
    for seen, was in _SEEN:
        at = word.find(seen)
        while at >= 0:
            yield word[:at] + was + word[at + len(seen) :]
            at = word.find(seen, at + 1)
    yield word.translate(_FIGURES)
    if not word.isascii():
        bare = unicodedata.normalize("NFD", word.translate(_STROKES))
        yield "".join(one for one in bare if not unicodedata.combining(one))


def _ligatures(text: str) -> Iterator[tuple[int, str, str]]:
    """Find words that lost "fi", "fl" or "ff", which PDFs hold as one sign."""
    whole, listed = turning_words(), listed_words()
    for match in _PAIR.finditer(text):
        first, sign, second = match[1].lower(), match[2], match[3].lower()
        if second in listed or sign in ("'", "’", "-", ".", ",", ":", ";", '"', "/"):
            continue
        was = next(
            (first + one + second for one in _LIGATURES if first + one + second in whole), ""
        )
        if was:
            yield match.start(), text[match.start() : match.end(3)], was
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if (
            len(word) > 4
            and word.isascii()
            and word not in listed
            and word[:3] in ("con", "rea", "aff")
        ):
            for ligature in _LIGATURES[:3]:
                for at in range(1, 4):
                    if word[:at] + ligature + word[at:] in whole:
                        yield match.start(), match[0], word[:at] + ligature + word[at:]
