"""Walking over a table row by row or group by group.

pandas-stubs gives a cell the union of all types a table may hold; the columns of
``schema`` are known better than that, so these three hand cells out as ``Any``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def each(table: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows as named tuples; the index comes first, as ``Index``."""
    yield from table.itertuples()


def each_row(table: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Yield the index and the row as a Series."""
    yield from table.iterrows()


def groups(table: pd.DataFrame, by: str | list[str]) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Yield key and rows of each group, in the order of first appearance."""
    yield from table.groupby(by, sort=False, dropna=False)
