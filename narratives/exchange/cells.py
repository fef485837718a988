"""Cells of spreadsheets: opened from CSV or a workbook as text, and what in them is no text."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.documents import read_bytes
from narratives.exchange.opening import MOST
from narratives.report.download import defuse
from narratives.schema import NarrativesError

if TYPE_CHECKING:
    from openpyxl import Workbook

FORMULA, DATE = "formula", "date"
"""Kinds of cells that hold no text."""
_UNPACKED = 500_000_000
_TOO_MANY = 100_000
_LOOKED_AT = 10
_MARKS = ",;\t"


@dataclass(frozen=True)
class Cells:
    """The cells of one sheet.

    Attributes
    ----------
    rows : list of list of str
    odd : dict of (row, column), counted from 0, to str
        The kind of each cell that holds no text: "formula" or "date".
    name : str
        The name of the sheet.
    """

    rows: list[list[str]]
    odd: dict[tuple[int, int], str] = field(default_factory=dict)
    name: str = ""


def take_off(cell: str) -> str:
    """Take off spaces, and the apostrophe that keeps a spreadsheet from running a text.

    Examples
    --------
    >>> take_off(" '=1+1 "), take_off("'tis")
    ('=1+1', "'tis")
    """
    cell = cell.strip()
    bare = cell.removeprefix("'")
    return bare if cell != bare and defuse(bare) == cell else cell


def read_csv(path: Path) -> Cells:
    """Read a CSV; spreadsheets of many countries write semicolons, or UTF-16 with tabs.

    Raises
    ------
    NarrativesError
        If it is no text in UTF-8 or UTF-16, or no CSV.
    """
    raw = read_bytes(path, MOST)
    coding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(coding)
    except UnicodeDecodeError as error:
        raise NarrativesError(
            f"{path}: this is not text in UTF-8 ({error}). Save it as CSV in "
            'UTF-8; spreadsheets call it "CSV UTF-8".'
        ) from error
    # A title, or an empty line, may stand above the names of the columns.
    lines = text.splitlines()[:_LOOKED_AT]
    first = next((line for line in lines if any(mark in line for mark in _MARKS)), "")
    mark = max(_MARKS, key=first.count)
    try:
        return Cells(list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)))
    except csv.Error as error:
        raise NarrativesError(f"{path}: this is no CSV ({error}).") from error


def read_heads(path: Path) -> dict[str, list[list[str]]]:
    """Return the first rows of each sheet of a workbook, by its name.

    Raises
    ------
    NarrativesError
        If it is no workbook, or too large.
    """
    book = _open(path, results=False)
    try:
        return {
            sheet.title: [
                [_text(cell.value) for cell in row] for row in sheet.iter_rows(max_row=_LOOKED_AT)
            ]
            for sheet in book.worksheets
        }
    except (SyntaxError, ValueError, KeyError, TypeError) as error:
        raise NarrativesError(f"{path}: its sheets cannot be read ({error}).") from error
    finally:
        book.close()


def read_book(path: Path, sheets: tuple[str, ...], *, results: bool) -> Cells:
    """Read a sheet of a workbook: the first of the named ones, or else the first of all.

    Parameters
    ----------
    path : Path
    sheets : tuple of str
    results : bool
        Take what a formula had given when the book was saved; otherwise name it as odd.

    Raises
    ------
    NarrativesError
        If it is no workbook, or too large.
    """
    book = _open(path, results=results)
    names = [sheet.title for sheet in book.worksheets]
    if not names:
        raise NarrativesError(f"{path}: this workbook has no sheet of cells.")
    title = next((name for name in sheets if name in names), names[0])
    rows: list[list[str]] = []
    odd: dict[tuple[int, int], str] = {}
    try:
        for number, row in enumerate(book[title].iter_rows(max_row=_TOO_MANY)):
            for column, cell in enumerate(row):
                if cell.data_type == "f":
                    odd[number, column] = FORMULA
                elif isinstance(cell.value, (date, time, timedelta)):
                    odd[number, column] = DATE
            rows.append([_text(cell.value) for cell in row])
    except (SyntaxError, ValueError, KeyError, TypeError) as error:
        raise NarrativesError(f"{path}: the sheet {title} cannot be read ({error}).") from error
    finally:
        book.close()
    return Cells(rows, odd, title)


def _open(path: Path, *, results: bool) -> Workbook:
    from openpyxl import load_workbook

    raw = io.BytesIO(read_bytes(path, MOST))
    try:
        with zipfile.ZipFile(raw) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > _UNPACKED:
            raise NarrativesError(f"{path}: unpacked, it has more than {_UNPACKED:,} bytes.")
        return load_workbook(raw, read_only=True, data_only=results)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        if isinstance(error, NarrativesError):
            raise
        raise NarrativesError(f"{path}: this is no workbook ({error}).") from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
