"""DuckDB and Parquet: the tables of a case, with spans as lists of start and end."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.marks import BEARS, LABELS, PARTS, Mark
from narratives.exchange.relating import propose_relations
from narratives.report.download import plain_rows
from narratives.review import REVIEW
from narratives.schema import RELATIONS, Case, NarrativesError, parse_spans

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Column = tuple[str, str]
_SPANS = 'STRUCT("start" BIGINT, "end" BIGINT)[]'
_BEARINGS = "STRUCT(narrative VARCHAR, stance VARCHAR, how VARCHAR)[]"
_KEYS = tuple(key for key in REVIEW if key != "line")
_FIELDS = (*PARTS, *LABELS, BEARS)
_MARKS: tuple[Column, ...] = (
    ("statement_id", "VARCHAR"),
    ("document_id", "VARCHAR"),
    *((part, _SPANS) for part in PARTS),
    *((label, "BOOLEAN" if label == "inferred" else "VARCHAR") for label in LABELS),
    (BEARS, _BEARINGS),
    ("exported", "VARCHAR"),
    ("decided_by", "VARCHAR"),
    ("decided_at", "VARCHAR"),
)
_MOST = 1_000_000
RELATED = "relations"
"""The table of relations; an older export has none."""

GOES = (
    ("statements", "the table marks: spans as list<struct<start, end>>, bearings as a list"),
    ("a change by hand", "decided_by and decided_at of the row, to be filled in by who changes it"),
    ("the texts", "the table texts, code point by code point"),
    ("the review", "the table review, the value as JSON"),
    ("each table of the comparison", "a table of its name"),
    ("what one account is to another", "the table relations: narrative_id, relation, other_id"),
    ("the note", "the table note"),
)
CANNOT = (
    "Positions count code points: in SQL, substring counts the same, strlen does not.",
    "In the tables of the comparison, as against marks, spans are text, as in the CSV.",
    "Read back are marks and review, and relations as proposals for case.yaml; other tables are "
    "for reading.",
)


def fill(con: DuckDBPyConnection, out: Outgoing) -> list[str]:
    """Put all tables into a database; return their names."""
    _table(con, "note", (("sentence", "VARCHAR"),), [[sentence] for sentence in out.note])
    texts = [[document.document_id, document.text] for document in out.case.documents]
    _table(con, "texts", (("document_id", "VARCHAR"), ("text", "VARCHAR")), texts)
    _table(con, "marks", _MARKS, [_row(mark) for mark in out.marks])
    lines = [
        [json.dumps(line[k], ensure_ascii=False) if k == "value" else line[k] for k in _KEYS]
        for line in out.lines
    ]
    _table(con, "review", tuple((key, "VARCHAR") for key in _KEYS), lines)
    names = ["note", "texts", "marks", "review"]
    for name, table in out.comparison.to_tables().items():
        head, rows = plain_rows(table)
        columns = [
            (column, _type([row[place] for row in rows])) for place, column in enumerate(head)
        ]
        _table(con, name, columns, [_as(row, columns) for row in rows])
        names.append(name)
    return names


def _table(
    con: DuckDBPyConnection, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]]
) -> None:
    told = ", ".join(f"{_quoted(column)} {kind}" for column, kind in columns)
    con.execute(f"CREATE TABLE {_quoted(name)} ({told})")
    if rows:
        marks = ", ".join(f"?::{kind}" for _, kind in columns)
        con.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", [list(r) for r in rows])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _type(cells: Sequence[Any]) -> str:
    given = [cell for cell in cells if cell is not None]
    for kind, name in ((bool, "BOOLEAN"), (int, "BIGINT"), (float, "DOUBLE")):
        if given and all(type(cell) is kind for cell in given):
            return name
    if given and all(type(cell) in (int, float) for cell in given):
        return "DOUBLE"
    return "VARCHAR"


def _as(row: Sequence[Any], columns: Sequence[Column]) -> list[Any]:
    return [
        json.dumps(cell, ensure_ascii=False)
        if kind == "VARCHAR" and cell is not None and not isinstance(cell, str)
        else cell
        for cell, (_, kind) in zip(row, columns, strict=True)
    ]


def _row(mark: Mark) -> list[Any]:
    spans = [
        [{"start": start, "end": end} for start, end in parse_spans(mark.fields[part])]
        for part in PARTS
    ]
    labels = [mark.fields[label] for label in LABELS]
    bears = [dict(zip(("narrative", "stance", "how"), b, strict=True)) for b in mark.fields[BEARS]]
    return [mark.statement_id, mark.document_id, *spans, *labels, bears, mark.exported, "", ""]


def write_duckdb(out: Outgoing) -> dict[str, bytes]:
    """Write the database."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.duckdb"
        with duckdb.connect(str(path)) as con:
            fill(con, out)
        return {"": path.read_bytes()}


def write_parquet(out: Outgoing) -> dict[str, bytes]:
    """Write a file for each table."""
    import duckdb

    files = {}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        for name in fill(con, out):
            path = Path(folder) / f"{name}.parquet"
            place = str(path).replace("'", "''")
            con.execute(f"COPY {_quoted(name)} TO '{place}' (FORMAT parquet)")
            files[path.name] = path.read_bytes()
    return files


def recognise_duckdb(path: Path, content: Any) -> bool:
    """Tell a database by its name."""
    del content
    return path.suffix.lower() in (".duckdb", ".db")


def recognise_parquet(path: Path, content: Any) -> bool:
    """Tell the folder of an export."""
    del content
    return path.is_dir() and (path / "marks.parquet").is_file()


def read_duckdb(path: Path, case: Case) -> ReadFile:
    """Read marks and review of a database, which cannot reach anything outside itself."""
    import duckdb

    if not path.is_file():
        raise NarrativesError(f"{path}: there is no such file. Check the name and the folder.")
    try:
        config: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": False}
        with duckdb.connect(str(path), read_only=True, config=config) as con:
            held = {str(name) for (name,) in con.execute("SHOW TABLES").fetchall()}
            return _read(con, '"marks"', '"review"', RELATED if RELATED in held else "", case)
    except duckdb.Error as error:
        raise NarrativesError(f"{path}: this cannot be read ({_first(error)}).") from error


def read_parquet(path: Path, case: Case) -> ReadFile:
    """Read marks and review of a folder."""
    import duckdb

    found = []
    for name in ("marks", "review", RELATED):
        file = path / f"{name}.parquet"
        if file.is_file():
            found.append("read_parquet('" + str(file).replace("'", "''") + "')")
        elif name == RELATED:
            found.append("")
        else:
            raise NarrativesError(f"{file}: there is no such file. Name the folder of an export.")
    try:
        with duckdb.connect() as con:
            return _read(con, found[0], found[1], found[2], case)
    except duckdb.Error as error:
        raise NarrativesError(f"{path}: this cannot be read ({_first(error)}).") from error


def _first(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _read(con: DuckDBPyConnection, marks: str, review: str, relations: str, case: Case) -> ReadFile:
    names = ", ".join(_quoted(name) for name, _ in _MARKS)
    rows = con.execute(f"SELECT {names} FROM {marks} LIMIT {_MOST}").fetchall()
    left: list[tuple[str, str]] = []
    known = {document.document_id for document in case.documents}
    found = []
    for number, row in enumerate(rows, 1):
        cells = dict(zip((name for name, _ in _MARKS), row, strict=True))
        place = f"marks, row {number}"
        if cells["document_id"] not in known:
            left.append((place, f'"{cells["document_id"]}" is no document of the case'))
            continue
        found.append(_mark(cells, place))
    lines = []
    keys = ", ".join(_quoted(key) for key in _KEYS)
    told = con.execute(f"SELECT {keys} FROM {review} LIMIT {_MOST}").fetchall()
    for number, row in enumerate(told, 1):
        place = f"review, row {number}"
        line = dict(zip(_KEYS, row, strict=True))
        try:
            line["value"] = json.loads(line["value"])
        except (TypeError, ValueError, RecursionError):
            left.append((place, "its value is no JSON"))
            continue
        lines.append((place, line))
    proposed: list[str] = []
    if relations:
        columns = ", ".join(map(_quoted, RELATIONS))
        rows = con.execute(f"SELECT {columns} FROM {relations} LIMIT {_MOST}").fetchall()
        said = [
            (f"relations, row {number}", str(one or ""), str(kind or ""), str(other or ""))
            for number, (one, kind, other) in enumerate(rows, 1)
        ]
        told, proposed = propose_relations(case, said, whole=True)
        left += told
    return ReadFile(tuple(found), tuple(lines), left=tuple(left), proposed=tuple(proposed))


def _mark(cells: dict[str, Any], place: str) -> Mark:
    fields: dict[str, Any] = {label: cells[label] or "" for label in LABELS}
    fields["inferred"] = bool(cells["inferred"])
    for part in PARTS:
        pieces = cells[part] or []
        fields[part] = ";".join(f"{piece['start']}-{piece['end']}" for piece in pieces)
    fields[BEARS] = tuple((b["narrative"], b["stance"], b["how"]) for b in cells[BEARS] or [])
    return Mark(
        cells["document_id"],
        fields,
        statement_id=cells["statement_id"] or "",
        exported=cells["exported"] or "",
        who=cells["decided_by"] or "",
        at=cells["decided_at"] or "",
        place=place,
    )


DUCKDB = FileFormat(
    name="duckdb",
    what="one database with all tables and the texts",
    endings=(".duckdb",),
    goes=GOES,
    cannot=CANNOT,
    write=write_duckdb,
    read=read_duckdb,
    recognise=recognise_duckdb,
    back="statements, bearings, the review; relations between accounts, as proposals",
    extra="duckdb",
)
PARQUET = FileFormat(
    name="parquet",
    what="a folder with one Parquet file a table",
    endings=(),
    goes=GOES,
    cannot=CANNOT,
    write=write_parquet,
    read=read_parquet,
    recognise=recognise_parquet,
    back="statements, bearings, the review; relations between accounts, as proposals",
    extra="duckdb",
)
