"""Labels of words and the best sequence of them."""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from narratives.schema import ROLES

LABELS = ("O", *(f"{part}-{role}" for role in ROLES for part in "BI"))
"""O outside; B- where a passage of a role begins, I- where it goes on."""

_MAY_PRECEDE = [
    [a for a, name in enumerate(LABELS) if one[0] != "I" or name[2:] == one[2:]] for one in LABELS
]
"""For each label, those that may stand before it: all of them before O and B-."""
_FREE = [one[0] != "I" for one in LABELS]


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
    likeliest: list[int] = scores.argmax(axis=1).tolist()
    before = 0
    for label in likeliest:
        if not (_FREE[label] or before in _MAY_PRECEDE[label]):
            break
        before = label
    else:
        return likeliest
    rows = scores.tolist()
    best = [score if free else -inf for score, free in zip(rows[0], _FREE, strict=True)]
    back: list[list[int]] = []
    for row in rows[1:]:
        top = best.index(max(best))
        steps = [
            top if free else max(ways, key=best.__getitem__)
            for free, ways in zip(_FREE, _MAY_PRECEDE, strict=True)
        ]
        best = [best[step] + score for step, score in zip(steps, row, strict=True)]
        back.append(steps)
    label = best.index(max(best))
    found = [label]
    for steps in reversed(back):
        label = steps[label]
        found.append(label)
    return found[::-1]
