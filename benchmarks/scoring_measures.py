"""What scoring.py measures: chances and the truth in, one number a case or one number out."""

from __future__ import annotations

import math

import numpy as np
from scoring_methods import Method
from worlds import Cases, Floats


def brier(chances: Floats, truth: np.ndarray) -> Floats:
    """Return the squared error summed over narratives: 0 best, 2 worst."""
    so = np.arange(chances.shape[1]) == truth[:, None]
    return ((chances - so) ** 2).sum(axis=1)


def log_score(chances: Floats, truth: np.ndarray) -> Floats:
    return -np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-12))


def calibration_error(chances: Floats, truth: np.ndarray, bins: int = 10) -> float:
    """Return the mean gap between the chance of the leader and how often it is so."""
    said = chances.max(axis=1)
    right = chances.argmax(axis=1) == truth
    at = np.minimum((said * bins).astype(int), bins - 1)
    gaps = [abs((said[at == b] - right[at == b]).sum()) for b in range(bins)]
    return float(sum(gaps) / len(truth))


def wrong_when_sure(chances: Floats, truth: np.ndarray) -> tuple[float, int]:
    """Return the share wrong among leaders of .95 and above, and their number."""
    sure = chances.max(axis=1) >= 0.95
    wrong = chances.argmax(axis=1)[sure] != truth[sure]
    return (float(wrong.mean()) if len(wrong) else math.nan), len(wrong)


def interval(differences: Floats) -> tuple[float, float, float]:
    """Return the mean of paired differences with its 95 % interval."""
    half = 1.96 * differences.std(ddof=1) / math.sqrt(len(differences))
    return (
        float(differences.mean()),
        float(differences.mean() - half),
        float(differences.mean() + half),
    )


def fit_temperature(method: Method, cases: Cases) -> float:
    """Find the temperature of least log score, to a hundredth in its logarithm."""
    grid = np.exp(np.arange(-1.5, 3.0, 0.05))
    scores = [log_score(method(cases, t), cases.truth).mean() for t in grid]
    best = grid[int(np.argmin(scores))]
    fine = best * np.exp(np.arange(-0.05, 0.051, 0.01))
    return float(
        fine[int(np.argmin([log_score(method(cases, t), cases.truth).mean() for t in fine]))]
    )
