"""Krippendorff's alpha against the worked example of its author and against NLTK."""

from __future__ import annotations

import math

import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask

from narratives.scores.people.alpha import LEVELS, krippendorff_alpha

# The twelve units of K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), part C:
# four observers, with values missing.
UNITS = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
]


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_the_example_of_its_author_comes_out(level: str, expected: float) -> None:
    assert krippendorff_alpha([UNITS], level, draws=1)[0] == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize("level", ["nominal", "interval"])
def test_nltk_computes_the_same(level: str) -> None:
    random = np.random.default_rng(5)
    units = random.integers(4, size=(9, 5)).astype(float).tolist()
    triples = [(who, n, value) for n, unit in enumerate(units) for who, value in enumerate(unit)]
    apart = (lambda a, b: float(a != b)) if level == "nominal" else lambda a, b: (a - b) ** 2
    expected = AnnotationTask(triples, apart).alpha()

    assert krippendorff_alpha([units], level, draws=1)[0] == pytest.approx(expected)


@pytest.mark.parametrize("level", LEVELS)
def test_the_interval_is_that_of_a_plain_loop_over_drawn_groups(level: str) -> None:
    groups = [[unit] for unit in UNITS]
    _, low, high = krippendorff_alpha(groups, level, draws=50, seed=3)
    random = np.random.default_rng(3)
    drawn = []
    for _ in range(50):
        chosen = random.integers(len(groups), size=len(groups))
        drawn.append(krippendorff_alpha([[UNITS[n] for n in chosen]], level, draws=1)[0])

    assert [low, high] == pytest.approx(np.quantile(drawn, [0.025, 0.975]).tolist())


def test_full_agreement_is_one_and_a_single_value_has_no_alpha() -> None:
    assert krippendorff_alpha([[[1, 1], [2, 2]]], draws=5)[0] == 1.0
    assert all(map(math.isnan, krippendorff_alpha([[[1, 1], [1, 1]]], draws=5)))
    assert all(map(math.isnan, krippendorff_alpha([], draws=5)))
    assert all(map(math.isnan, krippendorff_alpha([[[1], [2]]], draws=5)))
