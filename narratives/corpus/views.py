"""The tables of a store as DuckDB sees them: of each text its last version, and nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narratives.corpus.parquet import COPY_ROWS, TABLES, Columns, quoted
from narratives.corpus.store import PARTS, copies_file, part_names

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def make_views(con: DuckDBPyConnection, store: Path) -> None:
    """Make the views documents, statements, bearings, failures and copies.

    Of a file that was read again because its text had changed, only the last version is seen.

    Parameters
    ----------
    con : DuckDBPyConnection
    store : Path
    """
    filled = bool(part_names(store))
    for name, columns in TABLES.items():
        place = str(store / PARTS / "*" / f"{name}.parquet")
        _view(con, f"all_{name}", place if filled else "", columns)
    con.execute(
        "CREATE VIEW last_versions AS SELECT path, max(version) AS version FROM "
        "(SELECT path, version FROM all_documents "
        "UNION ALL SELECT path, version FROM all_failures) GROUP BY path"
    )
    for name in ("documents", "failures"):
        con.execute(
            f"CREATE VIEW {name} AS SELECT a.* FROM all_{name} a "
            "SEMI JOIN last_versions USING (path, version)"
        )
    for name in ("statements", "bearings"):
        con.execute(
            f"CREATE VIEW {name} AS SELECT a.* FROM all_{name} a "
            "SEMI JOIN documents USING (document_id)"
        )
    copies = copies_file(store)
    _view(con, "copies", str(copies) if copies.is_file() else "", COPY_ROWS)


def _view(con: DuckDBPyConnection, name: str, place: str, columns: Columns) -> None:
    if place:
        told = f"SELECT * FROM read_parquet({quoted(place)})"
    else:
        told = "SELECT " + ", ".join(f'NULL::{kind} AS "{c}"' for c, kind in columns.items())
        told += " WHERE false"
    con.execute(f"CREATE VIEW {name} AS {told}")
