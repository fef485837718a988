"""Clauses of a statement: a negation reaches no further than its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from narratives.bearing.words import relation, stance_words

_CUT = re.compile(
    r"[;:]|(?<=less likely) (?=than)|,? (?=—|–)|(?<=[.!?])[\"'”’]? |"
    r"(?<!\bis)(?<!\bwas)(?<!\bare)(?<!\bwere)(?<!\bbe)(?<!\bbeen) (?=not (?:an?|the|by)\b)|"
    r", (?=(?:no|not|nothing|nobody|never|and|so)\b)",
    re.IGNORECASE,
)
_INSERTED = re.compile(r",\W*(?:and )?not [^,.;]{1,60}(?=,)")
_AND = re.compile(
    r" and (?=(?:an?|the|it|its|they|their|he|she|his|her|this|that)\b)", re.IGNORECASE
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|had|have|did|does|do|will|would|could|may|might|must|can|\w+ed)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\W*(?:but|and|though|although)\W+(?:it|they|this|that|these)\b", re.IGNORECASE
)


def find_clauses(content: str, at: Sequence[int]) -> list[tuple[int, int]]:
    """Cut at words of contrast and keep the clauses that name the narrative.

    Parameters
    ----------
    content : str
    at : sequence of int
        Where the narrative is named; empty for all clauses.

    Returns
    -------
    list of (start, end)

    Examples
    --------
    >>> find_clauses("a gas leak, not a bomb", [6])
    [(0, 10)]
    """
    cuts = {0, len(content)}
    for match in _CUT.finditer(content):
        cuts.add(match.end() if match[0].isspace() else match.start())
    cuts.update(match.start() for match in stance_words("contrast").finditer(content))
    cuts.update(point for match in _INSERTED.finditer(content) for point in match.span())
    for match in _AND.finditer(content):
        start = max(match.start() - 200, *(cut for cut in cuts if cut <= match.start()))
        if _FINITE.search(content, start, match.start()) and _FINITE.search(
            content, match.end(), match.end() + 200
        ):
            cuts.add(match.start())
    order = sorted(cuts)
    clauses = [(a, b) for a, b in pairwise(order) if b > a]
    named = [
        (a, b)
        for n, (a, b) in enumerate(clauses)
        if any(a <= point < b for point in at)
        or (
            n and at and _GOES_ON.match(content, a, b) and relation("involve").search(content, a, b)
        )
    ]
    return named or clauses
