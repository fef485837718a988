"""Pointing words: "these allegations", "this group", "it", and what they point back to."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from narratives.bearing.words import stance_words
from narratives.lexicon import load_lexicon


class Pointer(NamedTuple):
    """Words that point back.

    ``refers`` is ``accusation`` or ``account`` (the narrative itself), ``statement``
    (what was last said of it, with its stance), ``denial`` (its rejection) or
    ``group`` (its actor). ``firm`` is false where the words may mean something else.
    """

    words: str
    refers: str
    owner: str
    firm: bool


@cache
def _nouns() -> dict[str, str]:
    rows = load_lexicon("pointers")
    return {row["noun"]: row["refers"] for row in rows if row["refers"] != "role"}


@cache
def _phrase() -> re.Pattern[str]:
    nouns = "|".join(sorted(_nouns(), key=lambda noun: (-len(noun), noun)))
    return re.compile(
        rf"\b(?P<sign>the same|this|that|these|those|such|all|both|the|an?|its|his|her|their|"
        rf"similar|(?-i:(?P<owner>[A-Z]\w{{1,30}})))\s{{1,3}}(?:[a-z]\w{{0,20}}\s){{0,2}}?"
        rf"(?P<noun>{nouns})\b",
        re.IGNORECASE,
    )


_BARE = re.compile(r"\s*[\"“]?(it|this|that|these|those|them)\b", re.IGNORECASE)
_OWN = re.compile(
    r"[\s\"']*(?:that|linking|about|of|tying|implicating|against|blaming|regarding)\b"
)


def find_pointer(content: str, cue: str) -> Pointer | None:
    """Find the words that point back, in the content first and then in the cue.

    Examples
    --------
    >>> find_pointer("these allegations", "refuted")
    Pointer(words='these allegations', refers='accusation', owner='', firm=True)
    >>> find_pointer("a bridge over the river", "described") is None
    True
    """
    for text, in_cue in ((content, False), (cue, True)):
        for match in _phrase().finditer(text):
            sign = match["sign"].lower().strip()
            refers = _nouns()[match["noun"].lower()]
            if stance_words("alternative").search(match[0]):
                continue
            ends = not text[match.end() :].strip(" .,\"'”’")
            begins = not text[: match.start()].strip(" \"'“”")
            shows = sign in ("the same", "this", "that", "these", "those", "such", "similar")
            if sign in ("a", "an") and not (begins and (ends or in_cue)):
                continue
            if refers == "group" and not (shows or sign == "the"):
                continue
            owner = match["owner"] or ""
            between = match[0][len(match["sign"]) : -len(match["noun"])].split()
            if any(word[0].isupper() for word in between):
                continue
            described = bool(_OWN.match(text, match.end()))
            if not shows and described and not ends:
                continue
            firm = shows or ends or begins or refers == "accusation"
            return Pointer(match[0].strip(), refers, owner, firm)
    bare = _BARE.match(content)
    if bare:
        return Pointer(bare[1], "statement", "", len(content.split()) <= 4)
    return None


def find_alternative(content: str, cue: str) -> str:
    """Return the words that call a statement a rival of another account, or nothing.

    Examples
    --------
    >>> find_alternative("a gas leak", "offered a rival explanation:")
    'rival explanation'
    """
    for text in (cue, content):
        for match in stance_words("alternative").finditer(text):
            after = text[match.end() :].split(None, 2)
            for number, word in enumerate(after[:2]):
                noun = word.strip(" .,:;\"'”’").lower()
                if _nouns().get(noun) in ("accusation", "account", "statement"):
                    return " ".join([match[0], *after[: number + 1]]).strip(" .,:;\"'")
    return ""
