"""What stands around a statement, and what its speaker says elsewhere in the text.

A reader takes each statement by itself. What it finds in the statements just before and after
says which account the text is at, and which way it leans: an article stays with one account for a
while. And who speaks for an account seldom speaks against it in the next paragraph. A person reads
on in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from narratives.bearing.statements import ReadStatement
from narratives.reading import ANSWERS, BearingReader, EncoderReader, log_likely
from narratives.schema.arrays import Floats

NEIGHBOURS = 3
"""Statements before, and as many after, that are looked at."""
PLACES = 2 * NEIGHBOURS + 1
"""What is looked at: these neighbours, and the speaker's other statements."""
NOWHERE = -1
"""In the place of a neighbour that is not there."""
MOST_ODDS = 6.0
"""Log-odds of the reader beyond which more counts no more."""
LEAST_OWN = 0.06
"""What stands around a statement never lifts a stance that the statement makes less likely."""
_SUPPORTS, _DISPUTES, _NEITHER = map(ANSWERS.index, ("supports", "disputes", "neither"))


@dataclass(frozen=True)
class Surroundings:
    """What a statement's own reading and those around it are worth.

    Attributes
    ----------
    own : array of shape (2, 2)
        For "supports" and "disputes" against "neither": weights of the reader's two log-odds.
    around : array of shape (2, PLACES, 4)
        Weights of the four shares (for and against the account, and the rival that has most)
        of the statement before, the one after, the second before, and so on; last those of what
        the speaker says elsewhere.
    usual : array of shape (PLACES, 4)
        What stands there usually; in its place counts where there is no such statement.
    base : array of shape (2,)
    """

    own: Floats
    around: Floats
    usual: Floats
    base: Floats


@cache
def _shipped() -> Surroundings:
    text = files("narratives.bearing").joinpath("surroundings.json").read_text(encoding="utf-8")
    return Surroundings(**{name: np.array(value) for name, value in json.loads(text).items()})


def surroundings_of(reader: BearingReader) -> Surroundings | None:
    """Return what ``benchmarks/train_surroundings.py`` learned for the reader of the package.

    None for any other reader: nobody measured how its readings hang together.
    """
    return _shipped() if isinstance(reader, EncoderReader) else None


def neighbours_of(told: Sequence[ReadStatement]) -> NDArray[np.intp]:
    """Return which statements stand around each, in the order of their documents.

    Returns
    -------
    array of int, shape (n_statements, 2 * NEIGHBOURS)
        The one before, the one after, the second before, …; ``NOWHERE`` where there is none.
    """
    found = np.full((len(told), 2 * NEIGHBOURS), NOWHERE)
    documents: dict[str, list[int]] = {}
    for number, each in enumerate(told):
        documents.setdefault(each.document_id, []).append(number)
    for numbers in documents.values():
        numbers.sort(key=lambda n: (told[n].start, told[n].end, n))
        for place, number in enumerate(numbers):
            for far in range(1, NEIGHBOURS + 1):
                if place >= far:
                    found[number, 2 * far - 2] = numbers[place - far]
                if place + far < len(numbers):
                    found[number, 2 * far - 1] = numbers[place + far]
    return found


def number_speakers(told: Sequence[ReadStatement]) -> NDArray[np.intp]:
    """Return who makes each statement, as a number for each speaker of a document.

    Parameters
    ----------
    told : sequence of ReadStatement
        In any order, of any documents.

    Returns
    -------
    array of int, shape (n_statements,)
        ``NOWHERE`` where nobody is named and for the narrator, who tells of all accounts.

    Examples
    --------
    >>> from narratives.reading import Passage
    >>> told = [
    ...     ReadStatement("", "a", "", 0, 1, "0-1", Passage(name, "said", "it fell"), "en")
    ...     for name in ("Jo Lee", "narrator", "JO LEE")
    ... ]
    >>> number_speakers(told).tolist()
    [0, -1, 0]
    """
    numbers: dict[tuple[str, str], int] = {}
    return np.array(
        [
            numbers.setdefault((each.document_id, each.speaker), len(numbers))
            if each.speaker
            else NOWHERE
            for each in told
        ],
        dtype=np.intp,
    )


def shares_of(likely: Floats) -> Floats:
    """Return what a reader gives each account and, of each stance, the rival that has most.

    Parameters
    ----------
    likely : array of shape (n_statements, n_accounts, 3)

    Returns
    -------
    array of shape (n_statements, n_accounts, 4)
        Shares from 0 to 1; 0 for rivals where there is only one account.

    Examples
    --------
    >>> shares_of(np.log([[[0.7, 0.1, 0.2], [0.3, 0.5, 0.2]]])).round(1).tolist()
    [[[0.7, 0.1, 0.3, 0.5], [0.3, 0.5, 0.7, 0.1]]]
    """
    own = np.exp(likely[..., [_SUPPORTS, _DISPUTES]])
    rivals = np.zeros_like(own)
    for account in range(own.shape[1]):
        others = np.delete(own, account, axis=1)
        rivals[:, account] = others.max(axis=1, initial=0.0)
    return np.concatenate([own, rivals], axis=-1)


def odds_in(likely: Floats) -> Floats:
    """Return the log-odds of both stances against "neither", at most ``MOST_ODDS``.

    Parameters
    ----------
    likely : array of shape (n_statements, n_accounts, 3)

    Returns
    -------
    array of shape (n_statements, n_accounts, 2)
    """
    stances = likely[..., [_SUPPORTS, _DISPUTES]]
    return np.clip(stances - likely[..., [_NEITHER]], -MOST_ODDS, MOST_ODDS)


def read_around(
    likely: Floats,
    neighbours: NDArray[np.intp],
    speakers: NDArray[np.intp],
    decided: Mapping[int, NDArray[np.intp]],
) -> Floats:
    """Return what stands around each statement: as read, or as a person decided.

    Parameters
    ----------
    likely : array of shape (n_statements, n_accounts, 3)
    neighbours : array of shape (n_statements, 2 * NEIGHBOURS)
        As ``neighbours_of`` returns it.
    speakers : array of shape (n_statements,)
        As ``number_speakers`` returns it.
    decided : mapping of a statement's number to its answers
        Places in ``ANSWERS``, one for each account. They count for the other statements around
        it and of its speaker; for the statement itself they do not.

    Returns
    -------
    array of shape (n_statements, n_accounts, PLACES, 4)
        Missing (NaN) where no statement stands. Of a speaker's other statements the shares are
        added up and divided by one more than there are: few of them say less, none nothing.

    Examples
    --------
    >>> likely = np.log([[[0.8, 0.1, 0.1]], [[0.2, 0.2, 0.6]], [[0.1, 0.8, 0.1]]])
    >>> near = np.full((3, 2 * NEIGHBOURS), NOWHERE)
    >>> found = read_around(likely, near, np.array([0, NOWHERE, 0]), {})
    >>> found[:, 0, -1, :2].round(2).tolist()
    [[0.05, 0.4], [0.0, 0.0], [0.4, 0.05]]
    """
    told = np.array(likely, dtype=float)
    for number, answers in decided.items():
        told[number] = np.log(np.maximum(np.eye(len(ANSWERS))[answers], 1e-9))
    shares = shares_of(told)
    near = np.moveaxis(shares[neighbours], 1, 2)
    absent = np.broadcast_to((neighbours == NOWHERE)[:, None, :, None], near.shape)
    elsewhere = np.zeros_like(shares)
    for speaker in np.unique(speakers[speakers != NOWHERE]):
        own = np.flatnonzero(speakers == speaker)
        # Sorted, so that the sum is the same to the last digit in whatever order rows come.
        elsewhere[own] = (np.sort(shares[own], axis=0).sum(axis=0) - shares[own]) / len(own)
    return np.concatenate([np.where(absent, np.nan, near), elsewhere[:, :, None]], axis=2)


def weigh(likely: Floats, around: Floats | None, by: Surroundings | None) -> Floats:
    """Weigh the reading of statements with what stands around them.

    Parameters
    ----------
    likely : array of shape (n_statements, n_accounts, 3)
        Log-probabilities of ``reading.ANSWERS``.
    around : array of shape (n_statements, n_accounts, PLACES, 4), or None
        As ``read_around`` returns it; None where nothing stands around them.
    by : Surroundings or None
        None leaves the reading as it is.

    Returns
    -------
    array of the shape of ``likely``
        A multinomial logistic regression, whose third answer is "neither". A stance that the
        statement by itself makes less likely than ``LEAST_OWN`` is not lifted.

    Examples
    --------
    >>> by = Surroundings(np.eye(2), np.ones((2, PLACES, 4)), np.zeros((PLACES, 4)), np.zeros(2))
    >>> even = np.log(np.full((1, 1, 3), 1 / 3))
    >>> around = np.full((1, 1, PLACES, 4), np.nan)
    >>> around[0, 0, 0] = [0.6, 0, 0, 0]
    >>> np.exp(weigh(even, around, by)).round(2).tolist()
    [[[0.39, 0.39, 0.22]]]
    """
    if by is None:
        return likely
    logits = odds_in(likely) @ by.own.T + by.base
    if around is not None:
        apart = np.nan_to_num(around - by.usual, nan=0.0)
        logits = logits + np.einsum("napf,cpf->nac", apart, by.around)
    stances = likely[..., [_SUPPORTS, _DISPUTES]]
    unlifted = np.minimum(logits, stances - likely[..., [_NEITHER]])
    logits = np.where(stances < np.log(LEAST_OWN), unlifted, logits)
    whole = np.zeros(likely.shape)
    whole[..., _SUPPORTS], whole[..., _DISPUTES] = logits[..., 0], logits[..., 1]
    return log_likely(whole)
