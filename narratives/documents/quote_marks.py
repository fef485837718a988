"""Marks of quotations that stand for others: two commas, backticks, corners, the wrong hand.

``find_quotations`` knows the marks of all families. These are read as the plain pair “ ”, so
that a sentence, a speaker and the words that are quoted are told apart as everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratives.documents.letters import Edit, keep_apart

_LEFT = r"(?:(?<=\s)|(?<=[(\[{—–])|(?<![\s\S]))"
"""Where a quotation may begin: behind a space, a bracket or a dash, or with the text."""
_RIGHT = r"(?=[\s.,;:!?)\]}—–]|$)"
_INNER = r"(?=\S)([^\n]{1,600}?)"
_ENDED = r"(?<=[.,!?…;:—-])"
_PAIRED = (
    ("<<", re.compile(rf"{_LEFT}(<<)(?=[^\W_]|[\"'“‘]){_INNER}(>>){_RIGHT}")),
    (",,", re.compile(rf"{_LEFT}(,,)(?=[^\W_]){_INNER}(``|''|[“”\"]){_RIGHT}")),
    ("``", re.compile(rf"{_LEFT}(``)(?=[^\W_]){_INNER}(''|``|\"){_RIGHT}")),
    ("´´", re.compile(rf"{_LEFT}(´´)(?=[^\W_]){_INNER}(´´){_RIGHT}")),
    ("`", re.compile(rf"{_LEFT}(`)(?=[A-Z])([^\n`´]{{1,600}}?){_ENDED}([`´']){_RIGHT}")),
)
_CORNERS = str.maketrans("「『」』", "““””")
_CORNER = re.compile("[「『」』]")
_OPENS = re.compile(r"”(?<=[\s(\[{—–]”)(?=[^\W_]|[‘'])|\A”(?=[^\W_]|[‘'])")
_CLOSES = re.compile(rf"“(?<=[\w.,!?…;:’']“){_RIGHT}")
_OTHER_HANDS = "„«»"
_STOP = re.compile(r"(?<=[A-Za-z0-9”\"’)])[。｡।۔]|(?<=[a-z])·(?= [A-Z]|\s*$)", re.M)
_DASHED = re.compile(r"(?<=[a-z][.!?])(?:--+|[–—])(?=[A-Z])")
"""Between two sentences, as old prints have it."""
_COMMAS = re.compile(r"(?<=[A-Za-z0-9”\"’)])[、،؛]")


def find_quote_marks(text: str) -> list[Edit]:
    r"""Find marks of quotations and sentences that stand for others.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Edit
        In the order of the text, none over another.

    Examples
    --------
    >>> find_quote_marks("<<No,>> she said.")
    [Edit(start=0, end=2, text='“'), Edit(start=5, end=7, text='”')]
    >>> find_quote_marks("“No,” she said; a 5” pipe.")
    []
    """
    return keep_apart(text, _all(text))


def _all(text: str) -> Iterator[Edit]:
    for sign, pattern in _PAIRED:
        for match in pattern.finditer(text) if sign in text else ():
            yield Edit(*match.span(1), "“")
            yield Edit(*match.span(match.re.groups), "”")
    for match in _DASHED.finditer(text) if "--" in text or not text.isascii() else ():
        yield Edit(*match.span(), " — ")
    if text.isascii():
        return
    for match in _CORNER.finditer(text):
        yield Edit(*match.span(), match[0].translate(_CORNERS))
    if not any(mark in text for mark in _OTHER_HANDS):
        # ”No” and ”No“, as in Swedish and by a slip: which hand a mark has is told by its place.
        for match in _OPENS.finditer(text) if "”" in text else ():
            yield Edit(*match.span(), "“")
        for match in _CLOSES.finditer(text) if "“" in text else ():
            yield Edit(*match.span(), "”")
    for match in _STOP.finditer(text):
        apart = text[match.end() : match.end() + 1]
        yield Edit(*match.span(), ". " if apart.isalnum() else ".")
    for match in _COMMAS.finditer(text):
        apart = text[match.end() : match.end() + 1]
        mark = ";" if match[0] == "؛" else ","
        yield Edit(*match.span(), f"{mark} " if apart.isalnum() else mark)
