"""Hyphens at the end of lines: of a word that was broken there, or of the word itself."""

from __future__ import annotations

import re
from functools import cache, cached_property

from narratives.documents.letters import Edit
from narratives.documents.shadow import LINE
from narratives.lexicon import forms_of, load_lexicon
from narratives.lexicon.letters import word_pattern

_GLUED_DASH = re.compile(r"[^\W_][-—]$")
_BROKEN_WORD = re.compile(r"[^\W\d_]{2,}[-\u2010¬]$")
_PARTED = re.compile(r"(?<![^\W_])([^\W\d_]{2,})([-\u2010] )([^\W\d_]{2,})(?![^\W_])")
_APART = re.compile(r" [^\W\d_] [^\W\d_] ")
SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?![^\W_])")
"""Four letters or more, with a space behind each."""
_JOINS = ("and", "or", "und", "oder")


class KnownWords:
    """The words of a text, to tell a hyphen of a word from one of a line."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def known(self) -> frozenset[str]:
        """Words of the text, with their hyphens, in lower case."""
        return frozenset(word_pattern("-").findall(self.text.lower()))

    def keeps_hyphen(self, first: str, second: str) -> bool | None:
        """Tell whether two parts have a hyphen inside a line, too, None where nothing tells."""
        if f"{first}-{second}" in self.known:
            return True
        whole = first + second
        if whole in self.known or whole in listed_words():
            return False
        return True if first in _parts("first") or second in _parts("last") else None


@cache
def _parts(place: str) -> frozenset[str]:
    return frozenset(row["word"] for row in load_lexicon("hyphens") if row["place"] == place)


@cache
def listed_words() -> frozenset[str]:
    """Return the words that the rules look for, in lower case.

    A broken one of them must be made whole.

    Examples
    --------
    >>> "denied" in listed_words()
    True
    """
    lemmas = [row["lemma"] for row in load_lexicon("cues")]
    forms = [form for lemma in lemmas for form in forms_of(lemma)]
    other = [
        cell
        for name in ("denials", "hedges", "roles", "grammar")
        for row in load_lexicon(name)
        for column, cell in row.items()
        if column != "class"
    ]
    return frozenset(word for text in (*forms, *other) for word in text.lower().split())


def find_parted(text: str) -> list[Edit]:
    """Find words that stand in parts inside a line: "de- nied", "d e n i e d".

    The first comes of a line that was joined with its hyphen kept, the second of letters set
    apart. Both are read as one word where it is one that the rules look for or that stands
    whole in the text: "two- and threefold" stays.

    Examples
    --------
    >>> find_parted("The board de- nied it.")
    [Edit(start=12, end=14, text='')]
    """
    words = KnownWords(text)
    found = [
        Edit(*match.span(2), "")
        for match in (_PARTED.finditer(text) if "- " in text or "\u2010 " in text else ())
        if match[3].islower()
        and match[3] not in _JOINS
        and words.keeps_hyphen(match[1].lower(), match[3]) is False
    ]
    for match in SPACED.finditer(text) if _APART.search(text) else ():
        whole = match[0].replace(" ", "")
        if whole.lower() in words.known or whole.lower() in listed_words():
            found.append(Edit(*match.span(), whole))
    return sorted(found)


def ends_broken(line: str) -> bool:
    """Tell whether a line ends with letters and a hyphen."""
    return bool(_BROKEN_WORD.search(line))


def read_break(words: KnownWords, line: str, then: str) -> tuple[int, str]:
    """Say how a break between two lines that belong together is read.

    Parameters
    ----------
    words : KnownWords
        Those of the whole text.
    line, then : str
        The line and the one after it, without spaces around them.

    Returns
    -------
    dropped : int
        Characters at the end of the line that are not read: 1 for a hyphen of the line.
    between : str
        What is read between the two lines.

    Examples
    --------
    >>> known = KnownWords("")
    >>> read_break(known, "The spokes-", "man left."), read_break(known, "He was", "well.")
    ((1, ''), (0, ' '))
    >>> read_break(known, "A well-", "known firm.")
    (0, '')
    """
    # Marks of the line alone: a soft hyphen, and that of scanned pages.
    if line[-1] in "\u2010¬":
        return 1, ""
    if ends_broken(line) and then[0].islower():
        first = re.split(r"\W", line[:-1])[-1].lower()
        second = re.split(r"\W", then, maxsplit=1)[0].lower()
        keeps = words.keeps_hyphen(first, second)
        more = then[len(second) :].startswith("-") or "-" in line[:-1].split()[-1]
        if second in _JOINS and keeps is not False and not more:
            return 0, " "
        return (0 if keeps or (keeps is None and more) else 1), ""
    return 0, "" if _GLUED_DASH.search(line) else " "


def join_lines(text: str) -> str:
    r"""Return words with all their lines joined, whatever their form.

    Examples
    --------
    >>> join_lines("The ministry de-\n> nied that it had")
    'The ministry denied that it had'
    """
    words = KnownWords(text)
    whole = ""
    for match in LINE.finditer(text):
        bare = match[0].strip("> \t")
        if whole and bare:
            dropped, between = read_break(words, whole, bare)
            whole = whole[: len(whole) - dropped] + between + bare
        else:
            whole = whole or bare
    return whole
