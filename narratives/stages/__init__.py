"""The whole way in one call: :func:`compare` and its result, :class:`Comparison`."""

from narratives.stages.build import compare
from narratives.stages.comparison import Comparison
from narratives.stages.made import compare_tables

__all__ = ["Comparison", "compare", "compare_tables"]
