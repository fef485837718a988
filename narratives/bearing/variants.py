"""A statement and its accounts with one word left out, read again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from narratives.bearing.promising import rank_words
from narratives.reading import Account, BearingReader, Passage, Reading

Pair = tuple[Passage, tuple[Account, ...]]
"""What is read at once: a passage, and all accounts beside it."""
MOST_SAID = 100
"""Words that are read of a statement with what stands around it, about."""


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
        Words that are left out, those likely to have decided first
        (:func:`~narratives.bearing.promising.rank_words`).

    Returns
    -------
    list of Variant
        The first is the pair as it is, the last are those without an example.

    Examples
    --------
    >>> said = Passage("Police", "denied", "that a bomb went off")
    >>> found = list_variants((said, (Account("A bomb exploded."),)), 0, 3)
    >>> [(each.word, each.where) for each in found[1:]]
    [('denied', 'statement'), ('bomb', 'statement'), ('exploded', 'account')]
    """
    passage, accounts = pair
    account = accounts[column]
    found = [Variant(passage, accounts)]
    for word, where in rank_words(passage, account)[:most]:
        found.append(Variant(*switch_off(pair, [word], column), word, where))
    for name in ("example_for", "example_against"):
        if example := str(getattr(account, name)):
            fewer = (*accounts[:column], replace(account, **{name: ""}), *accounts[column + 1 :])
            found.append(Variant(passage, fewer, example, "example"))
    return found


def words_in(variant: Variant) -> int:
    """Return how many words are read of a variant, about: by them its reading takes its time.

    Accounts with examples are read a second time without them.

    Examples
    --------
    >>> said = Passage("Police", "denied", "that a bomb went off")
    >>> words_in(Variant(said, (Account("A bomb exploded."), Account("Gas leaked."))))
    12
    """
    p = variant.passage
    said = f"{p.source} {p.cue} {p.content} {p.before} {p.sentence}".split()
    views = 1 + any(a.example_for or a.example_against for a in variant.accounts)
    accounts = sum(len(account.text.split()) for account in variant.accounts)
    return views * (min(len(said), MOST_SAID) + accounts)


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
