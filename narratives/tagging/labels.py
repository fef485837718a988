"""Labels of words and the best sequence of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narratives.schema import ROLES

LABELS = ("O", *(f"{part}-{role}" for role in ROLES for part in "BI"))
"""O outside; B- where a passage of a role begins, I- where it goes on."""

_INSIDE = np.array([name.startswith("I-") for name in LABELS])
_FOLLOWS = np.array([[b[0] != "I" or a[2:] == b[2:] for b in LABELS] for a in LABELS])
"""Whether label ``b`` (column) may follow label ``a`` (row)."""


def best_labels(scores: NDArray[np.float64]) -> list[int]:
    """Find the likeliest sequence of labels in which every passage has a beginning.

    Parameters
    ----------
    scores : array of shape (n_words, n_labels)
        Log-probabilities of ``LABELS``.

    Returns
    -------
    list of int
        A place in ``LABELS`` for each word.

    Notes
    -----
    Viterbi's algorithm with no weights of transitions: a passage goes on only where
    it began, and all else is left to the scores.

    Examples
    --------
    >>> scores = np.log(np.full((2, 7), 0.1))
    >>> scores[0, LABELS.index("B-cue")] = -2
    >>> scores[1, LABELS.index("I-source")] = 0
    >>> [LABELS[n] for n in best_labels(scores)]
    ['B-source', 'I-source']
    """
    if not len(scores):
        return []
    likeliest = scores.argmax(axis=1)
    if not _INSIDE[likeliest[0]] and _FOLLOWS[likeliest[:-1], likeliest[1:]].all():
        return [int(label) for label in likeliest]
    steps = np.where(_FOLLOWS, 0.0, -np.inf)
    best = np.where(_INSIDE, -np.inf, scores[0])
    back = np.zeros(scores.shape, dtype=np.int8)
    for word in range(1, len(scores)):
        ways = best[:, None] + steps
        back[word] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[word]
    label = int(best.argmax())
    found = [label]
    for word in range(len(scores) - 1, 0, -1):
        label = int(back[word, label])
        found.append(label)
    return found[::-1]
