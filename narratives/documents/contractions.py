"""A lost or odd apostrophe: "didnt", "did n't", "didn`t", "didn&rsquo;t".

The apostrophe of "didn't" carries the denial, and programs lose it more often than any other
sign. Behind a verb that takes "n't", whatever stands between the two letters is read as one.
"""

from __future__ import annotations

import re
from functools import cache

from narratives.documents.letters import Edit
from narratives.documents.turning import helping_verbs

_IRREGULAR = ("ca", "wo", "sha", "need", "ought", "dare", "ai")
"""Beside the auxiliaries: those that change before "n't", and those that are other verbs too."""
_WITHOUT = {"am", "be", "been", "being", "may", "shall", "will"}
"""Auxiliaries that no "n't" follows."""
_LIKE_ONE = "`´ʼʹ′‛‘’ʻˈ＇'"
"""Signs that look like an apostrophe."""
_CODE = (
    r"&(?:amp;)?(?:[lr]squo|apos|prime|#0*39|#0*14[56]|#821[67]|#[xX]0*27|#[xX]201[89]);?|#39;|"
    r"\\u201[89]|\\u0027|\\x27|\\x9[12]|\\22[12]|=9[12]|=27|=E2=80=9[89]|%27|%u201[89]|%E2%80%9[89]|"
    r"<U\+201[89]>|<9[12]>|\{?\\textquote(?:right|single)\s?\}?"
)
"""An apostrophe as programs write it."""
_OTHER = r"\\?[^\w\s]{1,2}|_|[^\x00-\x7f]{1,4}"
_BETWEEN = re.compile(r"(?<=[^\W\d_])[`´ʹ′‛＇](?=[^\W\d_])")
_ENGLISH = re.compile(r"\b(?:the|and|of)\b", re.I)
_BEFORE_A_WORD = re.compile(
    r"\b(?:his|her|its|their|our|your|my|the|a|is|are|was|were|be|been|as)\s+$", re.I
)
"""Before "wont" and "cant", which are words there."""


@cache
def _pattern() -> re.Pattern[str]:
    verbs = helping_verbs() - _WITHOUT
    either = "|".join(sorted({*verbs, *_IRREGULAR}, key=len, reverse=True))
    between = rf"\s?(?:[{_LIKE_ONE}]{{1,2}}|{_CODE})\s?|{_OTHER}|(?P<space>\s)|(?P<none>)"
    return re.compile(
        rf"(?<![^\W_])(?:{either})(?P<sign>(?P<apart>\s?)n(?:{between})t)(?![^\W_])", re.I
    )


def find_contractions(text: str) -> list[Edit]:
    r"""Find what is "n't" with a lost or an odd apostrophe.

    Other apostrophes are read as such where one of their look-alikes stands between letters.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Edit
        In the order of the text.

    Examples
    --------
    >>> find_contractions("They didn`t see it.")
    [Edit(start=8, end=11, text="n't")]
    >>> find_contractions("It was the cant of his day, as was his wont.")
    []
    """
    english = None
    found = []
    for match in _pattern().finditer(text):
        sign = match["sign"]
        if sign.lower() in ("n't", "n’t", "not"):
            continue
        if match["none"] is not None or match["space"] is not None:
            english = bool(_ENGLISH.search(text)) if english is None else english
            word = match[0].lower()
            if not english:
                continue
            before = text[max(0, match.start() - 12) : match.start()]
            if word in ("wont", "cant") and _BEFORE_A_WORD.search(before):
                continue
        large = sign[-1] == "T"
        if large != sign.strip().startswith("N"):
            continue
        found.append(Edit(*match.span("sign"), "N'T" if large else "n't"))
    taken = {at for edit in found for at in range(edit.start, edit.end)}
    found += [Edit(*m.span(), "'") for m in _BETWEEN.finditer(text) if m.start() not in taken]
    return sorted(found)
