"""All tables of a comparison in one archive: each as CSV and as JSON."""

from __future__ import annotations

import gzip
import io
import json
import math
import re
import tarfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.telling import summary_in_words

if TYPE_CHECKING:
    from narratives.comparison import Tables

_FORMULA = re.compile(
    "[\t\r\n]|[\\s\u200b\u200e\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")
_CONTROL = re.compile("[\ud800-\udfff]")
_TOGETHER = (
    "narratives",
    "origins",
    "sources",
    "documents",
    "segments",
    "tensions",
    "statements",
    "loaded_words",
    "unsure",
    "bearings",
    "corrections",
    "reports",
    "firmness",
    "items",
    "voices",
    "ratings",
    "stakes",
    "basis",
    "support_by_narrative",
    "matrix",
    "weights",
    "ranking",
    "inconsistency",
    "score_card",
    "relations",
)
"""Tables that hold the same words, such as quotations and reasons: side by side, stored once."""
_LONG = "what_would_change"
"""Nothing quotes it, so it stands last."""


def pack_tables(comparison: Tables) -> bytes:
    """Pack all tables into a tar.gz archive: ``NAME.csv`` beside ``NAME.json``.

    In such an archive, unlike in a ZIP file, what two files share is stored once, and a
    table takes little more space in two formats than in one. The entries carry no
    date: the same tables give the same bytes.

    Returns
    -------
    bytes
        ``comparison.json`` (case, question, summary, warnings, the names of the tables)
        and two files for each table; ``relations`` only where accounts have some. ``json.load`` and
        ``pandas.read_json(..., orient="split")`` read the one, ``pandas.read_csv`` the
        other.
    """
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, text in _files(comparison):
            data = text.encode("utf-8")
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(file.getvalue(), 9, mtime=0)


def _files(comparison: Tables) -> Iterator[tuple[str, str]]:
    tables = comparison.to_tables()
    if tables["relations"].empty:
        del tables["relations"]
    about = {
        "case": comparison.name,
        "question": comparison.question,
        "draft": comparison.draft,
        "summary": summary_in_words(comparison),
        "warnings": list(comparison.warnings),
        "tables": list(tables),
    }
    yield "comparison.json", _json(about)
    together = [name for name in _TOGETHER if name in tables]
    names = [*together, *(name for name in tables if name not in (*together, _LONG)), _LONG]
    # What follows from criterion and score is said once, on the page; the words stand in the
    # statements.
    told = ["profile", "title", "level", "words", "raised_by"]
    tables["score_card"] = tables["score_card"].drop(columns=told)
    for name in names:
        head, rows = plain_rows(tables[name])
        yield f"{name}.csv", write_csv([head, *rows])
        yield f"{name}.json", _json({"columns": head, "data": rows})


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _CONTROL.sub("\ufffd", text)


def write_csv(rows: list[list[Any]]) -> str:
    r"""Write rows for a spreadsheet, with no cell that it would run as a formula.

    A text that begins like a formula gets an apostrophe before it; numbers stay numbers.
    What is missing is an empty cell, an empty text a cell with two quotation marks.

    Examples
    --------
    >>> write_csv([["a", "b"], ["=1+1", -2.5]])
    '\ufeff"a","b"\r\n"\'=1+1",-2.5\r\n'
    """
    lines = (",".join(map(_cell, row)) + "\r\n" for row in rows)
    return _CONTROL.sub("\ufffd", "\ufeff" + "".join(lines))


def defuse(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Spreadsheets look past spaces and invisible characters, and take signs of full width
    for the plain ones. Every table that is written as CSV goes through here.

    Examples
    --------
    >>> [defuse(text) for text in ("=1+1", " \uff201+1", "-2.5", "a = b")]
    ["'=1+1", "' \uff201+1", '-2.5', 'a = b']
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return json.dumps(value)
    text = defuse(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # Quoted as in JSON, a row is the same bytes in both files, and is stored once.
    return '"' + text.replace('"', '""') + '"'


def plain_rows(table: pd.DataFrame) -> tuple[list[str], list[list[Any]]]:
    """Return the names of the columns and the rows of a table; an index with a name comes first.

    Examples
    --------
    >>> plain_rows(pd.DataFrame({"n": [float("nan")]}, index=pd.Index(["a"], name="id")))
    (['id', 'n'], [['a', None]])
    """
    flat = table.reset_index() if table.index.names != [None] else table
    head = [str(column) for column in flat.columns]
    return head, [[plain_value(v) for v in row] for row in flat.itertuples(index=False, name=None)]


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
