"""Pointing words: "these allegations", "this group", "it", and what they point back to."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from narratives.bearing.words import relation, stance_words
from narratives.lexicon import load_lexicon


class Pointer(NamedTuple):
    """Words that point back.

    ``refers`` is ``accusation`` or ``account`` (the narrative itself), ``statement``
    (what was last said of it, with its stance), ``opposite`` (its reverse), ``denial``
    (its rejection), ``person`` (whoever said it) or ``group`` (its actor). ``firm`` is
    false where the words may mean something else. ``start`` is the place in the
    content, -1 in the cue.
    """

    words: str
    refers: str
    owner: str
    firm: bool
    start: int = -1


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


_BARE = re.compile(
    r"\s*[\"“]?(?:(?:an?|any|not an?|every|single|some|all|none|much|most|part) "
    r"(?:single )?(?:word )?of )?(it|this|that|these|those|them)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\W*(?P<words>so|as much|likewise|the same|the (?P<other>opposite|contrary|reverse))\W*\Z",
    re.IGNORECASE,
)
_AFTER_THAT = re.compile(
    r"that(?:\W*\Z| (?:is|was|were|are|has|had|have|would|could|can|may|might|must|does|did|do|"
    r"will|makes?|made|sounds?|seems?|looks?)\b| [\"“‘][^\"”’]{1,40}[\"”’]\W*\Z)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"[\s\"']*(?:that|linking|about|of|tying|implicating|against|blaming|regarding)\b"
)
_SHOWS = ("the same", "this", "that", "these", "those", "such", "similar")
_JUDGED = re.compile(
    r"\b(?:true|false|credible|plausible|likely|unlikely|possible|confirmed|ruled out|"
    r"evidence|proof|likely|correct|right|so|case)\b",
    re.IGNORECASE,
)


def find_pointer(content: str, cue: str) -> Pointer | None:
    """Find the words that point back, in the content first and then in the cue.

    Examples
    --------
    >>> find_pointer("these allegations", "refuted")
    Pointer(words='these allegations', refers='accusation', owner='', firm=True, start=0)
    >>> find_pointer("a bridge over the river", "described") is None
    True
    """
    whole = _WHOLE.match(content)
    if whole:
        refers = "opposite" if whole["other"] else "statement"
        return Pointer(whole["words"], refers, "", True, whole.start("words"))
    for text, in_cue in ((content, False), (cue, True)):
        for match in _phrase().finditer(text):
            pointer = _read_phrase(match, text, in_cue)
            if pointer is not None:
                return pointer
    bare = _BARE.match(content)
    if bare and (bare[1].lower() != "that" or _AFTER_THAT.match(content, bare.start(1))):
        short = len(content.split()) <= 4
        judged = _JUDGED.search(content) or stance_words("evaluation").search(content)
        if short or judged or stance_words("agree").search(cue):
            return Pointer(bare[1], "statement", "", short, bare.start(1))
    if stance_words("agree").search(cue) and len(content.split()) <= 4:
        return Pointer(content.strip(), "person", "", True, 0)
    return None


def _read_phrase(match: re.Match[str], text: str, in_cue: bool) -> Pointer | None:
    sign = match["sign"].lower().strip()
    refers = _nouns()[match["noun"].lower()]
    if stance_words("alternative").search(match[0]) or " more " in match[0]:
        return None
    ends = not text[match.end() :].strip(" .,\"'”’")
    begins = not text[: match.start()].strip(" \"'“”")
    shows = sign in _SHOWS
    if sign in ("a", "an") and not (begins and (ends or in_cue)):
        return None
    if refers == "group" and not (shows or sign == "the"):
        return None
    owner = match["owner"] or ""
    between = match[0][len(match["sign"]) : -len(match["noun"])].split()
    if any(word[0].isupper() for word in between):
        return None
    if not shows and bool(_OWN.match(text, match.end())) and not ends:
        return None
    if not shows and relation("vague").fullmatch(match["noun"]) and not begins:
        return None
    firm = shows or ends or begins or refers == "accusation"
    return Pointer(match[0].strip(), refers, owner, firm, -1 if in_cue else match.start())


def is_judgement(content: str) -> str:
    """Return the word of a content that is nothing but a judgement ("Nonsense"), else nothing.

    Examples
    --------
    >>> is_judgement("Utter nonsense."), is_judgement("nonsense about a bomb")
    ('nonsense', '')
    """
    if len(content.split()) > 3:
        return ""
    found = stance_words("evaluation").search(content)
    return found[0] if found and not content[found.end() :].strip(" .,\"'”’") else ""


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
