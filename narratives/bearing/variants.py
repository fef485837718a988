"""A statement and its accounts with one word left out, read again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from narratives.lexicon.letters import word_pattern
from narratives.reading import Account, BearingReader, Passage, Reading

Pair = tuple[Passage, tuple[Account, ...]]
"""What is read at once: a passage, and all accounts beside it."""
SHORTEST = 3
"""Letters of a word that is worth leaving out; "no" is one as well."""
OF_ACCOUNT = 1 / 3
"""Share of the words that are taken from the account."""
_WORD = word_pattern("'’-", figures=True)
_SMALL = frozenset(("the", "and", "for", "that", "was", "were", "has", "had", "are", "its"))
_SHORT = frozenset(("no",))


@dataclass(frozen=True)
class Variant:
    """A pair as it is read, without ``word`` of ``where``; both empty where all is read."""

    passage: Passage
    accounts: tuple[Account, ...]
    word: str = ""
    where: str = ""


def list_variants(pair: Pair, column: int, most: int) -> list[Variant]:
    """Leave out the words of a statement and of one account in turn, and its examples.

    Parameters
    ----------
    pair : Pair
    column : int
        Place of the account.
    most : int
        Words that are left out: of the statement its cue first, then what the account says
        too, then the others in their order; at most a third are words of the account alone.

    Returns
    -------
    list of Variant
        The first is the pair as it is.

    Examples
    --------
    >>> said = Passage("Police", "denied", "that a bomb went off")
    >>> found = list_variants((said, (Account("A bomb exploded."),)), 0, 3)
    >>> [(each.word, each.where) for each in found[1:]]
    [('denied', 'statement'), ('bomb', 'statement'), ('exploded', 'account')]
    """
    passage, accounts = pair
    account = accounts[column]
    theirs = _words(account.statement)
    shared = {word.casefold() for word in theirs}
    content = _words(passage.content)
    said = [
        *_words(passage.cue),
        *(word for word in content if word.casefold() in shared),
        *content,
    ]
    own = _once(said, set())
    alone = _once(theirs, {word.casefold() for word in own})
    of_account = min(len(alone), max(round(most * OF_ACCOUNT), most - len(own)))
    chosen = [(word, "statement") for word in own[: most - of_account]]
    chosen += [(word, "account") for word in alone[:of_account]]
    found = [Variant(passage, accounts)]
    for word, where in chosen:
        found.append(Variant(*switch_off(pair, [word], column), word, where))
    for name in ("example_for", "example_against"):
        if example := str(getattr(account, name)):
            fewer = (*accounts[:column], replace(account, **{name: ""}), *accounts[column + 1 :])
            found.append(Variant(passage, fewer, example, "example"))
    return found


def switch_off(pair: Pair, words: Sequence[str], column: int) -> Pair:
    """Return a passage and accounts without some words, in the statement and in one account.

    Examples
    --------
    >>> said = Passage("Police", "denied", "that a bomb went off")
    >>> switch_off((said, (Account("A bomb exploded."),)), ["bomb"], 0)[1][0].statement
    'A exploded.'
    """
    if not words:
        return pair
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)\s*", re.IGNORECASE)
    passage, accounts = pair

    def cut(text: str) -> str:
        return pattern.sub("", text).strip()

    passage = replace(
        passage,
        cue=cut(passage.cue),
        content=cut(passage.content),
        sentence=cut(passage.sentence),
    )
    own = replace(accounts[column], statement=cut(accounts[column].statement))
    return passage, (*accounts[:column], own, *accounts[column + 1 :])


def read_variants(reader: BearingReader, variants: Sequence[Variant]) -> Reading:
    """Read variants, those that are alike once; those that share the accounts go together."""
    groups: dict[tuple[Account, ...], list[int]] = {}
    for number, variant in enumerate(variants):
        groups.setdefault(variant.accounts, []).append(number)
    likely, stated, states = {}, {}, {}
    for accounts, numbers in groups.items():
        passages = list(dict.fromkeys(variants[n].passage for n in numbers))
        place = {passage: row for row, passage in enumerate(passages)}
        reading = reader.read(passages, accounts)
        for n in numbers:
            row = place[variants[n].passage]
            likely[n], stated[n] = reading.likely[row], reading.stated[row]
            if reading.states is not None:
                states[n] = reading.states[row]
    order = range(len(variants))
    return Reading(
        np.stack([likely[n] for n in order]),
        np.stack([stated[n] for n in order]),
        np.stack([states[n] for n in order]) if states else None,
    )


def _words(text: str) -> list[str]:
    return list(_worth(match[0] for match in _WORD.finditer(text)))


def _worth(words: Iterator[str]) -> Iterator[str]:
    for word in words:
        small = word.lower()
        if small in _SHORT or (len(word) >= SHORTEST and small not in _SMALL):
            yield word


def _once(words: Sequence[str], taken: set[str]) -> list[str]:
    kept: dict[str, str] = {}
    for word in words:
        if word.casefold() not in taken:
            kept.setdefault(word.casefold(), word)
    return list(kept.values())
