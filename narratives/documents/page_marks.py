"""What a page shows by its elements alone, written into its letters: marks, raised figures.

Whoever takes the text of a page loses three things that every reader of it sees. The marks of a
quotation in ``q`` are drawn by the browser; trafilatura 2.3.1 also ends the line behind one
(``findings/trafilatura_cuts_at_q.sh``). The number of a note in ``sup`` becomes part of the number
before it: "12" with note 3 reads as 123. Words that were struck out, as newspapers do where they
correct themselves, stand as if they held.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from narratives.documents.originals import tidy

_STRUCK = ("s", "del", "strike")
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,100}line-through", re.I)
_WHOLE = ("html", "body", "main", "article")
"""Elements that hold a page: none of them is struck out, whatever its style says."""
_OPENING, _CLOSING = "\"'“„«‚‘‹»", "\"'”“»’‘›«"
_FIGURES = re.compile(r"[0-9]{1,3}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TOLD, _LETTERS = 5, 60
"""Struck pieces that are told, and the letters of each."""
_PIECES = 50
"""Pieces of an element that are looked at for its first words."""
_NEAR = 8
"""Elements inside a quotation or a raised figure that are looked at; more say too little."""


def write_marks(root: Any) -> list[str]:
    """Write marks of quotations and raised figures into a parsed page; empty what is struck out.

    Parameters
    ----------
    root : lxml element
        Changed in place.

    Returns
    -------
    list of str
        A sentence that names what was struck out, if anything was.

    Examples
    --------
    >>> import lxml.html
    >>> page = lxml.html.fromstring("<p>She said <q>it held</q>.<sup>2</sup> <s>All</s> Two left.")
    >>> write_marks(page), " ".join(page.text_content().split())
    (['Struck out on the page, and left out: “All”.'], 'She said “it held”.² Two left.')
    """
    struck = _empty_struck(root)
    inner: dict[Any, bool] = {}
    for element in list(root.iter("q")):
        outer = next(element.iterancestors("q"), None)
        inner[element] = outer is not None and not inner[outer]
    for element, is_inner in inner.items():
        _quote(element, "‘’" if is_inner else "“”")
    for element in list(root.iter("sup")):
        _raise(element)
    return tell_struck(struck, "on the page")


def raise_figures(words: str) -> str:
    """Write the figures of a note or an exponent raised, and leave all else as it stands.

    Examples
    --------
    >>> raise_figures("12"), raise_figures("th")
    ('¹²', 'th')
    """
    return words.translate(_RAISED) if _FIGURES.fullmatch(words.strip()) else words


def tell_struck(struck: Sequence[str], where: str) -> list[str]:
    """Return a sentence that names what was struck out, in a list; none where nothing was.

    Examples
    --------
    >>> tell_struck(["ninety"], "in the file")
    ['Struck out in the file, and left out: “ninety”.']
    """
    if not struck:
        return []
    told = ", ".join(f"“{_cut(words)}”" for words in struck[:_TOLD])
    more = f" and {len(struck) - _TOLD} more" if len(struck) > _TOLD else ""
    return [f"Struck out {where}, and left out: {told}{more}."]


def _cut(words: str) -> str:
    return words if len(words) <= _LETTERS else f"{words[:_LETTERS].rstrip()}…"


def _empty_struck(root: Any) -> list[str]:
    """Empty the elements that are struck out, and return the first words of each."""
    words: list[str] = []
    gone: set[Any] = set()
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element in gone or element.tag in _WHOLE:
            continue
        if element.tag in _STRUCK or _LINE_THROUGH.search(element.get("style") or ""):
            first = _first_words(element)
            gone.update(element.iterdescendants())
            del element[:]
            element.text = None
            words += [first] if first else []
    return words


def _first_words(element: Any) -> str:
    found = ""
    for piece in islice(element.itertext(), _PIECES):
        found = (found + piece[: 4 * _LETTERS]).lstrip()
        if len(found) > 4 * _LETTERS:
            break
    return tidy(found)


def _first_letter(element: Any) -> str:
    """Return the first letter that is seen, "" where there is none, a space if it lies deep."""
    near = list(islice(element.iter(), _NEAR))
    for one in near:
        for words in (one.text, one.tail if one is not element else ""):
            if words and words.strip():
                return str(words.strip()[0])
    return "" if len(near) < _NEAR else " "


def _quote(element: Any, marks: str) -> None:
    """Set the marks that a browser draws, unless the page has typed some."""
    first = _first_letter(element)
    last = (element[-1].tail if len(element) else element.text) or ""
    before = element.getprevious()
    parent = element.getparent()
    words = before.tail if before is not None else parent.text if parent is not None else ""
    typed = first in _OPENING and last.rstrip()[-1:] in _CLOSING
    element.tag = "span"
    if not first or (typed and last.strip()) or (words or " ")[-1] in _OPENING:
        return
    element.text = marks[0] + (element.text or "")
    if len(element):
        element[-1].tail = last + marks[1]
    else:
        element.text += marks[1]


def _raise(element: Any) -> None:
    """Write the figures of a note or an exponent raised: they belong to no number before them."""
    if len(list(islice(element.iter(), _NEAR))) == _NEAR:
        return
    words = "".join(element.itertext())
    if (raised := raise_figures(words)) != words:
        del element[:]
        element.text = raised
        element.tag = "span"
