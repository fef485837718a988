"""For or against: which narratives a statement bears on, and how.

The first, plain version: rules and word lists over what the analyst wrote, with
TF-IDF as the measure of shared words. Nothing is learned from data.
"""

from __future__ import annotations

from narratives.bearing.rating import rate_bearings

__all__ = ["rate_bearings"]
