"""The tables of a case in one frozen record, :class:`Tables`."""

from narratives.comparison.record import Tables

__all__ = ["Tables"]
