"""Tables: what they must have, and walking over them row by row or group by group.

pandas-stubs gives a cell the union of all types a table may hold. The columns of ``schema``
are known better than that, so what walks over a table hands its cells out as ``Any``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from narratives.schema.errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd


def require_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Refuse a table that lacks columns.

    Raises
    ------
    SchemaError
        Names the argument and every column that is missing.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise SchemaError(
            f"{name} lacks the columns {', '.join(missing)}. It has: "
            f"{', '.join(map(str, table.columns)) or 'none'}."
        )


def require_documents(statements: pd.DataFrame, known: Collection[str]) -> None:
    """Refuse statements of a document that is not there.

    Raises
    ------
    SchemaError
        Names every document that is missing.
    """
    unknown = sorted(set(statements["document_id"]) - set(known))
    if unknown:
        raise SchemaError(
            f"statements name the documents {', '.join(map(repr, unknown))}, which are not in "
            "documents. Pass every document the statements come from."
        )


def each(table: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows as named tuples; the index comes first, as ``Index``."""
    yield from table.itertuples()


def each_row(table: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Yield the index and the row as a Series."""
    yield from table.iterrows()


def groups(table: pd.DataFrame, by: str | list[str]) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Yield key and rows of each group, in the order of first appearance."""
    yield from table.groupby(by, sort=False, dropna=False)
