"""A workbook for spreadsheets: one sheet for each table, and the ratings."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.documents import read_bytes
from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.opening import MOST
from narratives.exchange.rating_rows import rating_rows, read_rows
from narratives.report.download import plain_value
from narratives.review import REVIEW
from narratives.schema import Case, NarrativesError

if TYPE_CHECKING:
    from openpyxl import Workbook

RATINGS_SHEET = "ratings by person"
LONGEST = 32_767
"""Letters of a cell in Excel."""
_UNPACKED = 500_000_000
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TOO_MANY = 100_000

GOES = (
    ("each table of the comparison", "a sheet of its name"),
    ("the ratings", f'the sheet "{RATINGS_SHEET}", as in the CSV'),
    ("the review", 'the sheet "review", the value as JSON'),
    ("the note", 'the sheet "note", which stands first'),
)
CANNOT = (
    "A cell holds 32,767 letters: of a longer text the beginning is written, with … at its end.",
    "Control characters, which a workbook cannot hold, are replaced; line ends are line feeds.",
    "Only the ratings are read back; other sheets are for reading.",
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write the workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    _sheet(book, "note", [[sentence] for sentence in out.note])
    _sheet(book, RATINGS_SHEET, rating_rows(out.comparison))
    keys = [key for key in REVIEW if key != "line"]
    lines = [
        [json.dumps(line[k], ensure_ascii=False) if k == "value" else line[k] for k in keys]
        for line in out.lines
    ]
    _sheet(book, "review", [keys, *lines])
    for name, table in out.comparison.to_tables().items():
        flat = table.reset_index() if table.index.names != [None] else table
        rows = [[plain_value(cell) for cell in row] for row in flat.itertuples(index=False)]
        _sheet(book, name, [[str(column) for column in flat.columns], *rows])
    file = io.BytesIO()
    book.save(file)
    return {"": file.getvalue()}


def _sheet(book: Workbook, name: str, rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell

    sheet = book.create_sheet(name[:31])
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=None)
            if isinstance(value, bool | int | float) or value is None:
                cell.value = value
            else:
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                cell.value = _text(text)
                # Set by hand: a text that begins with "=" is taken for a formula otherwise.
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)


def _text(text: str) -> str:
    text = _NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Excel counts UTF-16 units.
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"


def recognise(path: Path, content: Any) -> bool:
    """Tell a workbook by its name."""
    del content
    return path.suffix.lower() == ".xlsx"


def read(path: Path, case: Case) -> ReadFile:
    """Read the sheet of the ratings; formulas are not run, their kept results count."""
    from openpyxl import load_workbook

    raw = io.BytesIO(read_bytes(path, MOST))
    try:
        with zipfile.ZipFile(raw) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > _UNPACKED:
            raise NarrativesError(f"{path}: unpacked, it has more than {_UNPACKED:,} bytes.")
        book = load_workbook(raw, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        if isinstance(error, NarrativesError):
            raise
        raise NarrativesError(f"{path}: this is no workbook ({error}).") from error
    names = book.sheetnames
    sheet = book[RATINGS_SHEET] if RATINGS_SHEET in names else book[names[0]]
    rows = [
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(max_row=_TOO_MANY, values_only=True)
    ]
    book.close()
    return read_rows(rows, case, f'sheet "{sheet.title}", row')


FORMAT = FileFormat(
    name="xlsx",
    what="a workbook with one sheet a table",
    endings=(".xlsx",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="ratings",
    extra="xlsx",
)
