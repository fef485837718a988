"""For or against: which narratives a statement bears on, and how.

The estimator loads when it is first used: scikit-learn takes longer than all else that a
command loads, and no command needs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from narratives.bearing.calibration import calibration_error, reliability
from narratives.bearing.explaining import explain_bearing, explain_bearings
from narratives.bearing.explanation import Explanation
from narratives.bearing.rating import rate_bearings
from narratives.bearing.reviewed import changed_bearings, examples_from_review, least_sure
from narratives.bearing.sureness import (
    is_drafted,
    is_unread,
    is_unsure,
    sure_bearings,
    unsure_bearings,
)

if TYPE_CHECKING:
    from narratives.bearing.classifier import BearingClassifier

_HOMES = {"BearingClassifier": "classifier"}

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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'narratives.bearing' has no attribute {name!r}")
    return getattr(import_module(f"narratives.bearing.{_HOMES[name]}"), name)
