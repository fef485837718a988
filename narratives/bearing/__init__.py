"""For or against: which narratives a statement bears on, and how."""

from __future__ import annotations

from narratives.bearing.calibration import calibration_error, reliability
from narratives.bearing.classifier import BearingClassifier
from narratives.bearing.explaining import Explanation, explain_bearing, explain_bearings
from narratives.bearing.rating import rate_bearings
from narratives.bearing.reviewed import changed_bearings, examples_from_review, least_sure
from narratives.bearing.sureness import (
    is_drafted,
    is_unread,
    is_unsure,
    sure_bearings,
    unsure_bearings,
)

__all__ = [
    "BearingClassifier",
    "Explanation",
    "calibration_error",
    "changed_bearings",
    "examples_from_review",
    "explain_bearing",
    "explain_bearings",
    "is_drafted",
    "is_unread",
    "is_unsure",
    "least_sure",
    "rate_bearings",
    "reliability",
    "sure_bearings",
    "unsure_bearings",
]
