"""The whole way in one call: :func:`compare` and its result, :class:`Comparison`."""

from narratives.comparison.build import compare
from narratives.comparison.record import Comparison

__all__ = ["Comparison", "compare"]
