"""From what a reader finds to how often it is right: learned on events held apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from narratives.reading import ANSWERS, BearingReader, EncoderReader, to_grid
from narratives.schema.arrays import Floats

WEAK = 0.5
"""A bearing less probable than this is likelier wrong than right."""


@dataclass(frozen=True)
class Odds:
    """How a reader's probabilities are made true, and which of them count.

    Attributes
    ----------
    slope, shift : float
        Stated log-odds are ``slope`` times the reader's, plus ``shift``.
    threshold : float
        From this probability on a bearing is drafted.
    unsure : float
        From this one up to the threshold it is unsure: shown and counted apart.
    margin : float
        Share of the better stance, of both, below which a bearing is unsure as well:
        the reader does not know which way.
    beside : float
        A bearing likelier wrong than right is unsure where another account has one of the
        same stance that is at least so probable. More than 1 switches it off.
    """

    slope: float = 1.0
    shift: float = 0.0
    threshold: float = 0.5
    unsure: float = 0.2
    margin: float = 0.7
    beside: float = 2.0


@dataclass(frozen=True)
class Judged:
    """What is said of some statements and accounts; arrays of statements by accounts.

    Attributes
    ----------
    against : array of bool
        The stance: disputes where true, supports where false.
    probability : array of float
        That the statement bears on the account in this way.
    sure, unsure : array of bool
        Which are drafted, and which are under the threshold; neither for all others.
    even : array of bool
        Where both stances are alike, so that none can be named.
    torn : array of bool
        Which are unsure because for and against are near each other.
    """

    against: NDArray[np.bool_]
    probability: Floats
    sure: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    even: NDArray[np.bool_]
    torn: NDArray[np.bool_]


@cache
def shipped_odds() -> Odds:
    """Return what ``benchmarks/calibrate_reader.py`` learned for the reader of the package."""
    text = files("narratives.bearing").joinpath("odds.json").read_text(encoding="utf-8")
    return Odds(**json.loads(text))


def odds_of(reader: BearingReader) -> Odds:
    """Return how the probabilities of a reader are taken: those learned, if it is the package's.

    Nobody measured another reader on events held apart: its own probabilities are taken as
    they are.

    Examples
    --------
    >>> from narratives.reading import ServedReader
    >>> odds_of(ServedReader("http://localhost:1", "m")) == Odds()
    True
    """
    return shipped_odds() if isinstance(reader, EncoderReader) else Odds()


def judge(likely: Floats, odds: Odds) -> Judged:
    """Decide which bearings are drafted, and how sure they are.

    Parameters
    ----------
    likely : array of shape (n_statements, n_accounts, 3)
        Log-probabilities of ``reading.ANSWERS``.
    odds : Odds

    Returns
    -------
    Judged

    Examples
    --------
    >>> found = judge(np.log([[[0.1, 0.7, 0.2], [0.3, 0.3, 0.4]]]), Odds())
    >>> found.against.tolist(), found.sure.tolist(), found.unsure.tolist()
    ([[True, False]], [[True, False]], [[False, True]])
    """
    chances = np.exp(likely)
    supports, disputes = (chances[..., ANSWERS.index(name)] for name in ANSWERS[:2])
    against = disputes > supports
    better = np.clip(np.where(against, disputes, supports), 1e-6, 1 - 1e-6)
    probability = made_true(better, odds)
    clear = to_grid(better / np.maximum(supports + disputes, 1e-6)) >= odds.margin
    sure = (probability >= odds.threshold) & clear
    for stance in (False, True):
        same = sure & (against == stance)
        surest = np.where(same, probability, 0.0).max(axis=-1, keepdims=True, initial=0.0)
        sure &= ~(same & (probability < WEAK) & (surest >= odds.beside))
    unsure = (probability >= odds.unsure) & ~sure
    torn = unsure & ~clear & (probability >= odds.threshold)
    return Judged(against, probability, sure, unsure, supports == disputes, torn)


def made_true(chances: Floats, odds: Odds) -> Floats:
    """Turn what a reader finds likely into how often it is right.

    Examples
    --------
    >>> made_true(np.array([0.5, 0.9]), Odds(slope=2.0)).round(2).tolist()
    [0.5, 0.99]
    """
    inside = np.clip(chances, 1e-6, 1 - 1e-6)
    log_odds = odds.slope * np.log(inside / (1 - inside)) + odds.shift
    # On the grid before anything is decided: all machines decide alike.
    return to_grid(1 / (1 + np.exp(-log_odds)))
