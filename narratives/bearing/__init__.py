"""For or against: which narratives a statement bears on, and how.

Rules and word lists read statements in their document; an estimator, which works
from definitions and learns from examples, says how surely.
"""

from __future__ import annotations

from narratives.bearing.calibration import calibration_error, reliability
from narratives.bearing.classifier import BearingClassifier
from narratives.bearing.encoder import load_encoder
from narratives.bearing.judging import changed_bearings, examples_from_review, least_sure
from narratives.bearing.rating import rate_bearings

__all__ = [
    "BearingClassifier",
    "calibration_error",
    "changed_bearings",
    "examples_from_review",
    "least_sure",
    "load_encoder",
    "rate_bearings",
    "reliability",
]
