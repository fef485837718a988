"""Words that point back, "these allegations", and the statement that they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from narratives.bearing.statements import ReadStatement
from narratives.lexicon import load_lexicon
from narratives.reading import Passage

REACH = 1_500
"""Characters that pointing words reach back."""
AROUND = 100
"""Words of a statement with what stands around it that surely are read."""
_SHOWS = "this|that|these|those|such|the same|both"
_BEGINS = f"{_SHOWS}|the|all|its|his|her|their"


class Pointer(NamedTuple):
    """Words that point back, and to what.

    ``refers`` is ``accusation`` or ``account`` (somebody's assertion of one), ``denial`` (its
    rejection) or ``statement`` (what was last said of it).
    """

    words: str
    refers: str


class Meant(NamedTuple):
    """What pointing words mean: the words, and the span of the content that they stand for."""

    words: str
    span: str


class Stand(NamedTuple):
    """For and against how many accounts a statement is read by itself; see ``find_meant``."""

    supports: frozenset[int]
    disputes: frozenset[int]


@cache
def _nouns() -> dict[str, str]:
    rows = load_lexicon("pointers")
    return {row["noun"]: row["refers"] for row in rows if row["refers"] not in ("role", "group")}


@cache
def _phrase() -> re.Pattern[str]:
    nouns = "|".join(sorted(_nouns(), key=lambda noun: (-len(noun), noun)))
    return re.compile(
        rf"\b(?:(?P<shows>{_SHOWS})|{_BEGINS}|an?)\s"
        rf"(?:(?!(?:{_BEGINS}|an?)\s)[a-z]\w{{0,20}}\s){{0,2}}?(?P<noun>{nouns})\b",
        re.IGNORECASE,
    )


def find_pointer(content: str) -> Pointer | None:
    """Find words of a content that point back to something said before.

    "These allegations" always do; "the allegations" and "a claim" only where they are all
    that is said.

    Examples
    --------
    >>> find_pointer("these allegations")
    Pointer(words='these allegations', refers='accusation')
    >>> find_pointer("the allegations that a bomb went off") is None
    True
    """
    for match in _phrase().finditer(content[:400]):
        rest = content[match.end() :].strip(" .,\"'”’")
        alone = not rest and not content[: match.start()].strip(" \"'“‘")
        told = re.match(r"(?:that|of|about|against|linking|tying)\b", rest)
        if not told and (match["shows"] or alone):
            return Pointer(match[0], _nouns()[match["noun"].lower()])
    return None


def find_meant(
    number: int, pointer: Pointer, told: Sequence[ReadStatement], stands: Sequence[Stand]
) -> int | None:
    """Find which earlier statement of the document pointing words mean.

    The nearest one before that takes a stand of the kind: an accusation asserts an
    account, a denial rejects one. Where two statements of one sentence take stands on
    different accounts, it stays open.

    Parameters
    ----------
    number : int
        Of the statement with the words, in ``told``.
    pointer : Pointer
    told : sequence of ReadStatement
    stands : sequence of Stand
        What each statement is read as by itself.

    Returns
    -------
    int or None
        The number of the statement that is meant.
    """
    here = told[number]
    before = [
        n
        for n, each in enumerate(told)
        if n != number
        and each.document_id == here.document_id
        and each.end <= here.start
        and each.end >= here.start - REACH
        and _fits(stands[n], pointer.refers)
    ]
    if not before:
        return None
    nearest = max(before, key=lambda n: (told[n].end, n))
    beside = [n for n in before if told[n].passage.sentence == told[nearest].passage.sentence]
    if len({stands[n] for n in beside}) > 1:
        return None
    return nearest


def point_back(
    told: Sequence[ReadStatement], stands: Sequence[Stand]
) -> tuple[list[ReadStatement], dict[str, Meant]]:
    """Put what pointing words mean in their place, and before the sentence they stand in.

    Returns
    -------
    told : list of ReadStatement
        As given, where nothing is pointed to.
    meant : dict of statement id to Meant
    """
    found, meant = list(told), {}
    for number, each in enumerate(told):
        pointer = find_pointer(each.passage.content)
        place = None if pointer is None else find_meant(number, pointer, told, stands)
        if pointer is None or place is None:
            continue
        other = told[place].passage
        meant[each.statement_id] = Meant(pointer.words, told[place].span)
        passage = replace(each.passage, content=_in_place(each.passage.content, pointer, other))
        if other.content not in passage.before:
            said = f"{' '.join(filter(None, (other.source, other.cue)))}: {other.content}."
            passage = _put_before(passage, said)
        found[number] = replace(each, passage=passage)
    return found, meant


def _in_place(content: str, pointer: Pointer, other: Passage) -> str:
    """Put what was said behind the words that point to it."""
    said = other.content.strip(" .,")
    said = f"the denial that {said}" if pointer.refers == "denial" else said
    return content.replace(pointer.words, f"{pointer.words} (“{said}”)", 1)


def _put_before(passage: Passage, said: str) -> Passage:
    """Put what is meant before a passage, in the place of what would push it out of reading."""
    room = AROUND - len(f"{passage.content} {passage.sentence} {said}".split())
    last = passage.before.split()[-room:] if room > 0 else []
    return replace(passage, before=" ".join([said, *last]))


def _fits(stand: Stand, refers: str) -> bool:
    if refers in ("accusation", "account"):
        return bool(stand.supports)
    if refers == "denial":
        return bool(stand.disputes)
    return bool(stand.supports or stand.disputes)
