"""Weights learned from labelled data, kept as a small readable file; see MODEL_CARD.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narratives.bearing.features import RELEVANCE, STANCE, STYLE, Pairs, style_of
from narratives.schema import STANCES, SchemaError

Floats = NDArray[np.float64]
ROWS = ("none", "rule", "estimator", "implied", "context", "none_estimator")
"""Names of what the probability of a drafted row is judged by."""
_AHEAD = 1.0
"""By how much, in log-odds, a denied denial supports rather than disputes."""


@dataclass(frozen=True)
class Weights:
    """What decides, in log-odds.

    ``relevance`` has one number for each name in ``RELEVANCE``. News sentences and posts
    say for and against in other ways, so there is a set of weights of stance for each kind
    of text, and the first axis of these arrays runs over the kinds: ``stance`` has one row
    for each name in ``STANCE`` and one column for each of ``schema.STANCES``, ``words`` the
    same for single words. Bases are the log-odds before anything is seen.
    ``rows`` has one number for each name in ``ROWS``: how likely a row that the rules
    drafted is right. ``gate_base`` and ``gate``, for the names in ``STYLE``, say how much
    a text looks like the second kind; with one kind they are not used.
    """

    gate_base: float
    gate: Floats
    relevance_base: float
    relevance: Floats
    stance_base: Floats
    stance: Floats
    words: Mapping[str, Floats]
    rows_base: float
    rows: Floats


def read_weights(content: Mapping[str, Any]) -> Weights:
    """Read weights from a mapping like the file's.

    Raises
    ------
    SchemaError
        If it was learned for other features than this version counts.

    Examples
    --------
    >>> read_weights({})
    Traceback (most recent call last):
    narratives.schema.SchemaError: the weights do not fit this version: ... Learn them anew ...
    """
    try:
        kinds = list(content["kinds"])
        near = content["relevance"]
        stands = [kind["stance"] for kind in kinds]
        names = dict.fromkeys(name for kind in stands for name in kind["words"])
        nothing = [0.0] * len(STANCES)
        words = {
            str(name): np.array([kind["words"].get(name, nothing) for kind in stands], dtype=float)
            for name in names
        }
        return Weights(
            float(content["gate"]["base"]),
            np.array([float(content["gate"]["weights"][name]) for name in STYLE]),
            float(near["base"]),
            np.array([float(near["weights"][name]) for name in RELEVANCE]),
            np.array([[float(kind["base"][name]) for name in STANCES] for kind in stands]),
            np.array([[kind["weights"][name] for name in STANCE] for kind in stands], dtype=float),
            words,
            float(content["rows"]["base"]),
            np.array([float(content["rows"]["weights"][name]) for name in ROWS]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SchemaError(
            f"the weights do not fit this version: {error!r} is missing or not a number. "
            "Learn them anew with benchmarks/train_bearings.py."
        ) from None


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with the package."""
    text = (files("narratives.bearing") / "weights.json").read_text(encoding="utf-8")
    return read_weights(json.loads(text))


def kinds_of(weights: Weights, texts: Sequence[str]) -> Floats:
    """Return how much each text is of each kind, shape (n_texts, n_kinds); rows sum to 1."""
    if len(weights.stance_base) == 1:
        return np.ones((len(texts), 1))
    style = np.array([style_of(text) for text in texts]).reshape(len(texts), len(STYLE))
    second = expit(style @ weights.gate + weights.gate_base)
    return np.stack([1.0 - second, second], axis=1)


def relevance_logits(weights: Weights, features: Floats) -> Floats:
    """Return the log-odds that texts are about narratives, without their terms."""
    return np.asarray(features @ weights.relevance + weights.relevance_base)


def stance_logits(weights: Weights, pairs: Pairs, kinds: Floats) -> Floats:
    """Return the log-odds of each stance, shape (n_texts, n_narratives, 3)."""
    found = np.zeros((*pairs.stance.shape[:2], len(STANCES)))
    for number, some in enumerate(weights.stance):
        found += kinds[:, number, None, None] * (pairs.stance @ some)
    single = np.asarray(kinds @ weights.stance_base)
    for row, words in enumerate(pairs.words):
        known = [weights.words[word] for word in words if word in weights.words]
        if known:
            single[row] += kinds[row] @ np.sum(known, axis=0)
    logits = found + single[:, None, :]
    # The words of a denied denial are words of denial; they must not outvote it.
    twice = pairs.stance[:, :, STANCE.index("rules_turn_twice")] > 0
    short = np.maximum(_AHEAD - (logits[:, :, 0] - logits[:, :, 1]), 0.0) * twice / 2.0
    logits[:, :, 0] += short
    logits[:, :, 1] -= short
    return np.asarray(logits)


def softmax(logits: Floats) -> Floats:
    """Turn log-odds into shares that sum to 1 along the last axis.

    Examples
    --------
    >>> softmax(np.array([0.0, 0.0])).tolist()
    [0.5, 0.5]
    """
    risen = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(risen / risen.sum(axis=-1, keepdims=True))


def expit(logits: Floats) -> Floats:
    """Turn log-odds into probabilities.

    Examples
    --------
    >>> float(expit(np.array(0.0)))
    0.5
    """
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))))


def pushing_words(
    weights: Weights, words: Sequence[str], towards: int, kinds: Floats, count: int = 3
) -> list[str]:
    """Return the listed words of a text that push most towards one stance."""
    pushed = []
    for word in words:
        known = weights.words.get(word)
        if known is not None:
            row = (kinds @ known).tolist()
            pushed.append((1.5 * row[towards] - sum(row) / 2, word[2:]))
    return [word for push, word in sorted(pushed, reverse=True)[:count] if push > 0.15]
