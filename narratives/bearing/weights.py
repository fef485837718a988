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

from narratives.bearing.features import RELEVANCE, STANCE, Pairs
from narratives.schema import STANCES, SchemaError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What decides, in log-odds.

    ``relevance`` has one number for each name in ``RELEVANCE``, ``stance`` one row for
    each name in ``STANCE`` and one column for each of ``schema.STANCES``; ``words`` the
    same for single listed words. ``bases`` are the log-odds before anything is seen.
    """

    relevance_base: float
    relevance: Floats
    stance_base: Floats
    stance: Floats
    words: Mapping[str, Floats]


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
        relevance, stance = content["relevance"], content["stance"]
        return Weights(
            float(relevance["base"]),
            np.array([float(relevance["weights"][name]) for name in RELEVANCE]),
            np.array([float(stance["base"][name]) for name in STANCES]),
            np.array([stance["weights"][name] for name in STANCE], dtype=np.float64),
            {str(word): np.array(row, dtype=float) for word, row in stance["words"].items()},
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


def relevance_logits(weights: Weights, features: Floats) -> Floats:
    """Return the log-odds that texts are about narratives, without their terms."""
    return np.asarray(features @ weights.relevance + weights.relevance_base)


def stance_logits(weights: Weights, pairs: Pairs) -> Floats:
    """Return the log-odds of each stance, shape (n_texts, n_narratives, 3)."""
    single = np.zeros((len(pairs.words), len(STANCES)))
    for row, words in enumerate(pairs.words):
        for word in words:
            found = weights.words.get(word)
            if found is not None:
                single[row] += found
    return np.asarray(pairs.stance @ weights.stance + weights.stance_base + single[:, None, :])


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
    weights: Weights, words: Sequence[str], towards: int, count: int = 3
) -> list[str]:
    """Return the listed words of a text that push most towards one stance."""
    pushed = []
    for word in words:
        row = weights.words.get(word)
        if row is not None:
            pushed.append((float(row[towards] - (row.sum() - row[towards]) / 2), word[2:]))
    return [word for push, word in sorted(pushed, reverse=True)[:count] if push > 0.15]
