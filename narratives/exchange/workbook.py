"""A workbook for spreadsheets: one sheet for each table, and the ratings."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.comparison import Tables
from narratives.exchange.cells import read_book, read_heads, take_off
from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.opening import NOT_IN_XML
from narratives.exchange.rating_rows import rating_rows, read_rows
from narratives.exchange.sheets import HOW_TO, decision_rows, find_head, read_decisions
from narratives.report.download import plain_rows
from narratives.review import REVIEW
from narratives.schema import Case
from narratives.schema.guide import GUIDE

if TYPE_CHECKING:
    from openpyxl import Workbook

RATINGS_SHEET = "ratings by person"
LONGEST = 32_767
"""Letters of a cell in Excel."""
DECISIONS_SHEET = "decisions"
FIELDS_HEAD = ("of", "field", "what it decides", "values", "an example: target", "value")
_GUIDED = ("about", "field", "says", "values", "target", "value")
_WIDTHS = (
    (24, 12, 44, 34, 8, 30, 30, 30, 14),
    (12, 12, 34, 60, 22, 50),
    (100,),
)

GOES = (
    ("each table of the comparison", "a sheet of its name"),
    ("the ratings", f'the sheet "{RATINGS_SHEET}", as in the CSV'),
    ("the review", 'the sheet "review", the value as JSON'),
    ("the note", 'the sheet "note", which stands first'),
)
CANNOT = (
    "A cell holds 32,767 letters: of a longer text the beginning is written, with … at its end.",
    "Control characters, which a workbook cannot hold, are replaced; line ends are line feeds.",
    "Only the ratings, and decisions, are read back; other sheets are for reading, that of "
    "relations between accounts too.",
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
        head, rows = plain_rows(table)
        _sheet(book, name, [head, *rows])
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
    text = NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
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
    """Read the sheet of the decisions or of the ratings.

    Formulas are not run. Of ratings their kept results count; a decision is written by a person.
    Of several sheets of decisions one is read, and the others are told.
    """
    of_decisions = [name for name, rows in read_heads(path).items() if _has_decisions(rows)]
    first = DECISIONS_SHEET if DECISIONS_SHEET in of_decisions else "".join(of_decisions[:1])
    cells = read_book(path, (first, DECISIONS_SHEET, RATINGS_SHEET), results=False)
    if find_head(cells.rows) is not None:
        found = read_decisions(cells.rows, case, f'sheet "{cells.name}", row', cells.odd)
        why = f'it has decisions too, and only those of "{cells.name}" are read. Put its rows there'
        others = [(f'sheet "{name}"', why) for name in of_decisions if name != cells.name]
        return replace(found, left=(*found.left, *others))
    cells = read_book(path, (RATINGS_SHEET,), results=True)
    return read_rows(cells.rows, case, f'sheet "{cells.name}", row')


def _has_decisions(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a sheet to decide on; that of the review has targets and fields too."""
    head = find_head(rows)
    return head is not None and any(take_off(c).casefold() == "decision" for c in rows[head])


def write_decisions(tables: Tables, *, decided: bool = False) -> bytes:
    """Write what is least sure as a workbook to fill in, with the fields and their values."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    _sheet(book, DECISIONS_SHEET, decision_rows(tables, decided=decided))
    _sheet(book, "fields", [FIELDS_HEAD, *([getattr(f, n) for n in _GUIDED] for f in GUIDE)])
    _sheet(book, "how to", [[told.format(lists="the sheet fields")] for told in HOW_TO])
    for sheet, widths in zip(book.worksheets, _WIDTHS, strict=True):
        for letter, width in zip("ABCDEFGHI", widths, strict=False):
            sheet.column_dimensions[letter].width = width
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
        if sheet.title != "how to":
            for cell in sheet[1]:
                cell.font = Font(bold=True)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FORMAT = FileFormat(
    name="xlsx",
    what="a workbook with one sheet a table",
    endings=(".xlsx",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="ratings; decisions of `narratives review --export`",
    extra="xlsx",
)
