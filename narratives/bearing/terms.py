"""A person's terms as evidence: names and phrases of an account that a statement uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from narratives.documents import shadow
from narratives.reading import log_likely
from narratives.schema.arrays import Floats

PUSH = 3.0
"""Log-odds that a term adds to "it bears on the account"; shared by as many as have the term."""


@dataclass(frozen=True)
class Terms:
    """The terms of some accounts, ready to be looked for.

    ``patterns`` holds, for each account, its terms with what finds them; ``owners`` how
    many accounts have a term.
    """

    patterns: tuple[tuple[tuple[str, re.Pattern[str]], ...], ...]
    owners: dict[str, int]


def read_terms(terms: Sequence[Sequence[str]]) -> Terms:
    """Make the terms of each account ready.

    A term in capitals ("IS") is found in capitals only; of others case is no matter. A
    last word may end in *s*.

    Parameters
    ----------
    terms : sequence of sequences of str
        One for each account.

    Examples
    --------
    >>> found = find_terms(read_terms([("gas leak",), ("IS",)]), "Gas leaks are what it is.")
    >>> found
    [('Gas leaks',), ()]
    """
    owners: dict[str, int] = {}
    patterns = []
    for own in terms:
        kept = dict.fromkeys(" ".join(shadow(str(term)).split()) for term in own)
        for term in kept:
            owners[term.casefold()] = owners.get(term.casefold(), 0) + 1
        patterns.append(tuple((term, _pattern(term)) for term in kept if term))
    return Terms(tuple(patterns), owners)


def _pattern(term: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, term.split()))
    flags = re.NOFLAG if term.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w){words}(?:e?s)?(?!\w)", flags)


def find_terms(terms: Terms, text: str) -> list[tuple[str, ...]]:
    """Return the terms that a text uses, as it writes them, for each account."""
    plain = shadow(text)
    return [
        tuple(dict.fromkeys(m[0] for _, pattern in own if (m := pattern.search(plain))))
        for own in terms.patterns
    ]


def push_of_terms(terms: Terms, texts: Sequence[str]) -> Floats:
    """Return the log-odds that terms add, texts by accounts; 0 where none is used."""
    push = np.zeros((len(texts), len(terms.patterns)))
    for row, text in enumerate(texts):
        plain = shadow(text)
        for number, own in enumerate(terms.patterns):
            found = [t for t, pattern in own if pattern.search(plain)]
            push[row, number] = max((PUSH / terms.owners[t.casefold()] for t in found), default=0.0)
    return push


def push_likely(likely: Floats, push: Floats) -> Floats:
    """Add what terms push to log-probabilities of ``reading.ANSWERS``, of both stances alike.

    Examples
    --------
    >>> even = np.log([[[0.2, 0.2, 0.6]]])
    >>> np.exp(push_likely(even, np.array([[PUSH]]))).round(2).tolist()
    [[[0.47, 0.47, 0.07]]]
    """
    return log_likely(likely + np.stack([push, push, 0 * push], axis=-1))
