"""All tables of a comparison as one file, for programs and for the page's own script."""

from __future__ import annotations

import io
import json
import math
import zipfile
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from narratives.comparison import Comparison


def pack_tables(comparison: Comparison) -> bytes:
    """Pack all tables into a ZIP archive with one entry, ``comparison.json``.

    The script of the page reads the tables from there to save each as CSV, so that
    nothing stands in the page twice. The entry carries the earliest date that the format
    knows: the same tables give the same bytes.

    Returns
    -------
    bytes
    """
    file = io.BytesIO()
    entry = zipfile.ZipInfo("comparison.json", (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(entry, _json(comparison).encode("utf-8"), compresslevel=9)
    return file.getvalue()


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    return table.reset_index() if table.index.names != [None] else table


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
