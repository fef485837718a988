"""Labels of words and the best sequence of them."""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from narratives.schema import ROLES

LABELS = ("O", *(f"{part}-{role}" for role in ROLES for part in "BI"))
"""O outside; B- where a passage of a role begins, I- where it goes on."""

_FREE = [one[0] != "I" for one in LABELS]
"""Whether a label may follow every other; one inside a passage follows its own kind."""
_PAIRS = [(LABELS.index(f"B-{role}"), LABELS.index(f"I-{role}")) for role in ROLES]
_AFTER = {inside: (begins, inside) for begins, inside in _PAIRS}


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
        if not _FREE[label] and before not in _AFTER[label]:
            break
        before = label
    else:
        return likeliest
    rows = scores.tolist()
    best = [score if free else -inf for score, free in zip(rows[0], _FREE, strict=True)]
    back: list[list[int]] = []
    for row in rows[1:]:
        top = max(best)
        steps = [best.index(top)] * len(LABELS)
        following = [top + score for score in row]
        for begins, inside in _PAIRS:
            way = begins if best[begins] >= best[inside] else inside
            steps[inside], following[inside] = way, best[way] + row[inside]
        best = following
        back.append(steps)
    label = best.index(max(best))
    found = [label]
    for steps in reversed(back):
        label = steps[label]
        found.append(label)
    return found[::-1]
