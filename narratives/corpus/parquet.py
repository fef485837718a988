"""Rows to Parquet, the same bytes for the same rows; DuckDB writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.schema import STATEMENTS, NarrativesError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Columns = Mapping[str, str]
TEXT, NUMBER, WHOLE, YES = "VARCHAR", "DOUBLE", "BIGINT", "BOOLEAN"
_KINDS = {"inferred": YES, "link_probability": NUMBER, "probability": NUMBER}

DOCUMENTS: Columns = {
    "document_id": TEXT, "path": TEXT, "version": WHOLE, "title": TEXT, "publisher": TEXT,
    "author": TEXT, "published": TEXT, "date": TEXT, "changed": TEXT, "language": TEXT,
    "url": TEXT, "characters": WHOLE, "statements": WHOLE, "sha256": TEXT, "text": TEXT,
}  # fmt: skip
"""``path`` is the place in the folder that was read; ``version`` counts the texts that stood
there, and only the last one counts. ``published`` is as given, ``date`` the same in the order of
ISO 8601, empty where it is missing or can be two days."""
STATEMENT_ROWS: Columns = {
    "statement_id": TEXT,
    **{name: _KINDS.get(name, TEXT) for name in STATEMENTS},
    "source_id": TEXT,
    "origin_id": TEXT,
}
"""``schema.STATEMENTS``, and the source and origin where a case has a register of them."""
BEARING_ROWS: Columns = {
    "statement_id": TEXT, "document_id": TEXT, "narrative_id": TEXT, "stance": TEXT, "how": TEXT,
    "probability": NUMBER, "unsure": YES, "why": TEXT, "antecedent": TEXT,
}  # fmt: skip
"""``schema.BEARINGS``; ``unsure`` is true for those under the reader's threshold."""
FAILURES: Columns = {"path": TEXT, "version": WHOLE, "sha256": TEXT, "why": TEXT}
COPY_ROWS: Columns = {
    "first": TEXT, "second": TEXT, "relation": TEXT, "share_first": NUMBER,
    "share_second": NUMBER, "passages": WHOLE, "source_id": TEXT, "source_name": TEXT,
    "standing": TEXT, "why": TEXT,
}  # fmt: skip
"""Pairs of texts that share passages; ``source_id`` and what follows say where the second has
its words from, if it is from the first."""
TABLES: Mapping[str, Columns] = {
    "documents": DOCUMENTS,
    "statements": STATEMENT_ROWS,
    "bearings": BEARING_ROWS,
    "failures": FAILURES,
}
"""The tables of a part."""


def connect() -> DuckDBPyConnection:
    """Open a database in memory, on one core.

    Raises
    ------
    NarrativesError
        If DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise NarrativesError(
            "A store needs DuckDB, which is not installed. Install it with python -m pip install "
            "'narratives[duckdb]'."
        ) from error
    con = duckdb.connect()
    con.execute("SET threads = 1")
    con.execute("SET preserve_insertion_order = true")
    return con


def quoted(words: str) -> str:
    """Write a text for SQL."""
    return "'" + words.replace("'", "''") + "'"


def write_parquet_file(
    con: DuckDBPyConnection, path: Path, columns: Columns, rows: Sequence[Sequence[Any]]
) -> None:
    """Write rows as a Parquet file: their order is kept, and nothing in it tells the time.

    Parameters
    ----------
    con : DuckDBPyConnection
    path : Path
    columns : mapping of a name to its type
    rows : sequence of sequences
        None for what is missing.
    """
    listed = [list(cells) for cells in zip(*rows, strict=True)] or [[] for _ in columns]
    chosen = ", ".join(f'unnest(?::{kind}[]) AS "{name}"' for name, kind in columns.items())
    con.execute(
        f"COPY (SELECT {chosen}) TO {quoted(str(path))} "
        "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)",
        listed,
    )
