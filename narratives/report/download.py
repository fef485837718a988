"""All tables of a comparison as one file: JSON, and CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from narratives.comparison import Comparison

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def pack_tables(comparison: Comparison) -> bytes:
    """Pack all tables into a ZIP archive: ``comparison.json`` and a CSV file for each.

    Every entry carries the earliest date that the format knows, so that the same
    tables give the same bytes. CSV cells of text that a spreadsheet would run as a
    formula begin with an apostrophe; JSON holds them as they are.

    Returns
    -------
    bytes
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _add(archive, "comparison.json", _json(comparison))
        for name, table in comparison.to_tables().items():
            _add(archive, f"tables/{name}.csv", _csv(_flat(table)))
    return file.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text.encode("utf-8", "backslashreplace"))


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    return table.reset_index() if table.index.names != [None] else table


def _csv(table: pd.DataFrame) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_harmless(str(c)) for c in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_harmless(plain_value(value)) for value in row])
    return out.getvalue()


def _harmless(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _json(comparison: Comparison) -> str:
    tables = {}
    for name, table in comparison.to_tables().items():
        flat = _flat(table)
        tables[name] = {
            "columns": [str(c) for c in flat.columns],
            "rows": [
                [plain_value(v) for v in row] for row in flat.itertuples(index=False, name=None)
            ],
        }
    content = {
        "case": comparison.name,
        "question": comparison.question,
        "draft": comparison.draft,
        "summary": comparison.summary(),
        "warnings": list(comparison.warnings),
        "tables": tables,
    }
    return json.dumps(content, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def plain_value(value: Any) -> Any:
    """Turn a cell into what JSON can hold; what is missing becomes None."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain_value(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain_value(v) for k, v in value.items()}
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return None if value is pd.NA or value is pd.NaT else str(value)
