"""Write tables and notes: for a person at a terminal, for a pipe, for a program.

Text from documents never reaches a terminal raw: control characters, which could
move the cursor or colour the screen, and marks that turn the direction of writing
are replaced.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console, RenderableType


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


class Tagger(StrEnum):
    """Which tagger reads beside the rules."""

    accurate = "accurate"
    fast = "fast"


WIDTH = 80
"""Columns of text where the width of the output is not known."""
ADDRESS = 28
"""Letters of an address that a table does not break."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROL_BUT_BREAKS = re.compile(_CONTROL.pattern.replace(r"\x00-\x1f", r"\x00-\x09\x0b-\x1f"))
_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_RAW_IN_JSON = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def make_harmless(text: str, *, keep_breaks: bool = False) -> str:
    r"""Replace what a terminal would obey, and breaks by spaces.

    Parameters
    ----------
    text : str
    keep_breaks : bool
        Keep line feeds, for messages of several lines.

    Examples
    --------
    >>> make_harmless("a\x1b[31mred\nb") == "a\ufffd[31mred b"
    True
    """
    if keep_breaks:
        return _CONTROL_BUT_BREAKS.sub("\ufffd", text)
    return _CONTROL.sub("\ufffd", _BREAKS.sub(" ", text))


def note(message: str) -> None:
    """Write a message to standard error."""
    print(make_harmless(message, keep_breaks=True), file=sys.stderr)


def prepare_streams() -> None:
    """Let no character of a document stop the output: unknown ones are written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write_json_line(row: Mapping[str, Any], out: IO[str] | None = None) -> None:
    r"""Write one row as one line of JSON.

    Examples
    --------
    >>> write_json_line({"source": [[4, 9]], "source_name": "the river\u2028board"})
    {"source": [[4, 9]], "source_name": "the river\u2028board"}
    """
    line = json.dumps(row, ensure_ascii=False, allow_nan=False)
    line = _RAW_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
    print(line, file=out or sys.stdout)


def write_csv(rows: Iterable[Sequence[Any]], out: IO[str] | None = None) -> None:
    """Write rows as CSV that a spreadsheet does not run.

    A text that begins like a formula gets an apostrophe in front.

    Examples
    --------
    >>> write_csv([["source", "share"], ["=1+1", 0.5]])
    source,share
    '=1+1,0.5
    """
    from narratives.report.download import defuse

    def plain(cell: Any) -> Any:
        # Judged as it stands: what is harmless to a terminal may hide how a text begins.
        if not isinstance(cell, str):
            return cell
        text = make_harmless(cell)
        return f"'{text}" if defuse(cell) != cell else defuse(text)

    writer = csv.writer(out or sys.stdout, lineterminator="\n")
    for row in rows:
        writer.writerow([plain(cell) for cell in row])


def make_console(file: IO[str] | None = None) -> Console:
    """Return a console that is plain when its output goes to a pipe or a file."""
    from rich.console import Console

    out = file or sys.stdout
    width = None if out.isatty() else WIDTH
    return Console(file=out, width=width, highlight=False, markup=False, emoji=False)


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str = "",
    widths: Sequence[int] = (),
    spaced: bool = False,
    addresses: bool = False,
) -> None:
    """Print a table that wraps its cells, with lines only at a terminal.

    Parameters
    ----------
    columns : sequence of str
    rows : iterable of sequences of str, as long as ``columns``
    title : str
        Printed above it.
    widths : sequence of int
        How the width is shared out, one number a column. Default: by need.
    spaced : bool
        Leave an empty line between rows, for cells of several lines.
    addresses : bool
        The first column begins with addresses to be copied: they are not broken unless they are
        long.
    """
    rows = list(rows)
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console = make_console()
    if title:
        _print(console, Text(make_harmless(title), style="bold"))
    table = Table(
        box=box.SIMPLE_HEAD if console.is_terminal else box.Box("    \n" * 8, ascii=True),
        show_edge=False,
        pad_edge=False,
        expand=bool(widths),
        header_style="bold",
        leading=int(spaced),
    )
    for number, column in enumerate(columns):
        ratio = widths[number] if widths else None
        longest = None
        if addresses and not number:
            parts = (part for row in rows for part in row[0].split())
            longest = min(max(map(len, parts), default=0), ADDRESS)
            ratio = None
        table.add_column(
            Text(make_harmless(column)), ratio=ratio, min_width=longest, overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(make_harmless(cell)) for cell in row))
    _print(console, table)
    print()


def print_paragraph(text: str, *, bold: bool = False, indent: int = 0) -> None:
    """Print running text, wrapped, ``indent`` columns from the left."""
    from rich.padding import Padding
    from rich.text import Text

    written = Text(make_harmless(text), style="bold" if bold else "")
    _print(make_console(), Padding(written, (0, 0, 0, indent)) if indent else written)


def _print(console: Console, what: RenderableType) -> None:
    """Print without the spaces that pad each line to the width."""
    with console.capture() as lines:
        console.print(what)
    for line in lines.get().splitlines():
        print(line.rstrip(), file=console.file)


@contextmanager
def show_progress(what: str, *, hidden: bool = False) -> Iterator[Callable[..., None]]:
    """Show on standard error what is being done, if that is a terminal.

    Parameters
    ----------
    what : str
        The whole of the work, in a word.
    hidden : bool
        Show nothing.

    Yields
    ------
    callable
        Takes the name of the step that begins, and if known its number, counted from 0,
        and how many steps there are.
    """
    if hidden or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.text import Text

    console = make_console(sys.stderr)
    with console.status(Text(make_harmless(what))) as status:

        def show(step: str, number: int = 0, of: int = 0) -> None:
            place = f" ({number + 1} of {of})" if of else ""
            status.update(Text(make_harmless(f"{what}: {step}{place}")))

        yield show
