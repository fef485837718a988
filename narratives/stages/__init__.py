"""The whole way in one call: :func:`compare` and its result, :class:`Comparison`."""

from narratives.stages.build import compare
from narratives.stages.comparison import Comparison

__all__ = ["Comparison", "compare"]
