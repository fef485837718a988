"""What a person's decisions teach: a light head on the encoder's states, no training."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from narratives.reading import ANSWERS, Passage, Reading, log_likely
from narratives.schema.arrays import Floats

HELD = 40.0
"""How strongly the head is held to what the reader says; larger learns less."""
HELD_ACCOUNT = 100.0
"""The same for how often one account is borne on at all."""


@dataclass(frozen=True)
class Head:
    """What decisions add to a reader's log-probabilities.

    Attributes
    ----------
    weights : array of shape (3, n_dimensions)
        For each of ``reading.ANSWERS`` and each part of the state.
    base : array of shape (n_accounts, 3)
    decisions : int
        Statements that taught it.
    """

    weights: Floats
    base: Floats
    decisions: int


@dataclass
class Taught:
    """What decisions taught, kept: the next draft is moved by it and nothing is learned anew.

    Attributes
    ----------
    decided : list of str
        The statements that taught it.
    heads : dict
        The places of those whose decisions count, and what they taught.
    answers : dict
        What was decided, by statement id: it counts for the statements around.
    pointed : dict
        By statement id the passage with words that point back, and how it was read with what
        they mean. That stays until something is learned anew, even where a person corrects the
        words that are meant: so the person does not wait for all that point to them.
    """

    decided: list[str] = field(default_factory=list)
    heads: dict[tuple[int, ...], Head | None] = field(default_factory=dict)
    answers: dict[str, NDArray[np.intp]] = field(default_factory=dict)
    pointed: dict[str, tuple[Passage, Reading]] = field(default_factory=dict)


def teach_head(reading: Reading, answers: NDArray[np.intp]) -> Head | None:
    """Learn from decided statements how a reader errs on this case.

    The head is a multinomial logistic regression on the states, beside the reader's own
    log-probabilities, held to zero by a ridge, so that few decisions move it a little and
    many a lot.

    Parameters
    ----------
    reading : Reading
        Of the decided statements.
    answers : array of int, shape (n_statements, n_accounts)
        What the person decided, as places in ``ANSWERS``.

    Returns
    -------
    Head or None
        None where there is nothing to learn from: no decision, or a reader without states.

    Examples
    --------
    >>> none = np.log(np.full((2, 1, 3), [0.2, 0.2, 0.6]))
    >>> states = np.ones((2, 1, 4))
    >>> head = teach_head(Reading(none, np.ones((2, 1)), states), np.array([[0], [0]]))
    >>> taught = apply_head(head, Reading(none, np.ones((2, 1)), states))
    >>> bool(taught.likely[0, 0, 0] > none[0, 0, 0])
    True
    """
    if reading.states is None or not len(answers):
        return None
    # Half a second of imports that a draft without decisions does without.
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    count, accounts, width = reading.states.shape
    rows = _scaled(reading.states).reshape(count * accounts, width)
    offset = reading.likely.reshape(count * accounts, len(ANSWERS))
    account = np.tile(np.arange(accounts), count)
    wanted = np.eye(len(ANSWERS))[answers.reshape(-1)]
    size = width * len(ANSWERS)

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat[:size].reshape(len(ANSWERS), width)
        base = flat[size:].reshape(accounts, len(ANSWERS))
        logits = offset + rows @ weights.T + base[account]
        below = logits - logits.max(axis=1, keepdims=True)
        likely = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
        error = np.exp(likely) - wanted
        by_account = np.zeros_like(base)
        np.add.at(by_account, account, error)
        value = -(likely * wanted).sum()
        value += 0.5 * HELD * (weights**2).sum() + 0.5 * HELD_ACCOUNT * (base**2).sum()
        slope = [(error.T @ rows + HELD * weights).ravel()]
        slope.append((by_account + HELD_ACCOUNT * base).ravel())
        return float(value), np.concatenate(slope)

    start = np.zeros(size + accounts * len(ANSWERS))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    weights = found.x[:size].reshape(len(ANSWERS), width)
    return Head(weights, found.x[size:].reshape(accounts, len(ANSWERS)), count)


def apply_head(head: Head | None, reading: Reading) -> Reading:
    """Add to a reading what a head has learned; without a head it stays as it is."""
    if head is None or reading.states is None:
        return reading
    logits = reading.likely + _scaled(reading.states) @ head.weights.T + head.base[None]
    return replace(reading, likely=log_likely(logits))


def _scaled(states: Floats) -> Floats:
    """Bring states to a length that does not hang on their number of dimensions."""
    scaled: Floats = states / np.sqrt(states.shape[-1]) * 4.0
    return scaled
