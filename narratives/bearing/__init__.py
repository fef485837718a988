"""For or against: which narratives a statement bears on, and how."""

from __future__ import annotations

from narratives.bearing.calibration import calibration_error, reliability
from narratives.bearing.classifier import BearingClassifier
from narratives.bearing.explaining import Explanation, explain_bearing
from narratives.bearing.rating import is_unsure, rate_bearings, sure_bearings
from narratives.bearing.reviewed import changed_bearings, examples_from_review, least_sure

__all__ = [
    "BearingClassifier",
    "Explanation",
    "calibration_error",
    "changed_bearings",
    "examples_from_review",
    "explain_bearing",
    "is_unsure",
    "least_sure",
    "rate_bearings",
    "reliability",
    "sure_bearings",
]
