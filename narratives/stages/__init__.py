"""The whole way in one call: :func:`compare` and its result, :class:`Comparison`."""

from narratives.stages.build import compare
from narratives.stages.comparison import Comparison
from narratives.stages.made import compare_tables
from narratives.stages.people import agreement_between, compare_persons

__all__ = ["Comparison", "agreement_between", "compare", "compare_persons", "compare_tables"]
