"""The tables of a case in one frozen record, :class:`Tables`."""

from narratives.comparison.record import Tables

__all__ = ["Tables"]

_MOVED = ("Comparison", "compare")
"""Names of 0.1 that stand in ``narratives.stages`` now, a room that this one may not import."""


def __getattr__(name: str) -> object:
    if name in _MOVED:
        # An AttributeError would reach "from narratives.comparison import compare" without words.
        raise ImportError(
            f"narratives.comparison.{name} is now narratives.{name}. "
            f"Write: from narratives import {name}"
        )
    raise AttributeError(f"module 'narratives.comparison' has no attribute {name!r}")
