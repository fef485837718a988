from __future__ import annotations

import itertools

import numpy as np
import pytest

from narratives.tagging.labels import LABELS, best_labels


def allowed(labels: tuple[int, ...]) -> bool:
    names = ["O", *(LABELS[n] for n in labels)]
    return all(b[0] != "I" or (a != "O" and a[2:] == b[2:]) for a, b in itertools.pairwise(names))


@pytest.mark.parametrize("seed", range(5))
def test_the_sequence_is_the_best_of_all_that_are_allowed(seed):
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(7), size=4)).astype(np.float32)
    every = [row for row in itertools.product(range(7), repeat=4) if allowed(row)]
    best = max(every, key=lambda row: sum(scores[word, label] for word, label in enumerate(row)))
    assert tuple(best_labels(scores)) == best


def test_no_words_have_no_labels():
    assert best_labels(np.empty((0, 7), dtype=np.float32)) == []
