"""All ratings in one CSV, as boards for competing hypotheses lay it out."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from narratives.documents import read_bytes
from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.opening import MOST
from narratives.exchange.rating_rows import rating_rows, read_rows
from narratives.report.download import write_csv
from narratives.schema import Case, NarrativesError

GOES = (
    ("an evidence item", "a row: its words, its id, its basis, its grades"),
    ("a narrative", "a column, named by its title and, in square brackets, its id"),
    ("a rating", "CC, C, N, I, II or NA; an empty cell where this person did not rate it"),
    ("a rater", "a row of his own for each item, with the time of his last rating of it"),
    ("what the machine drafted", "the rater draft, for items that no person rated"),
)
CANNOT = (
    "Statements, spans, sources and the reasons of ratings are not in it.",
    "A person's ratings of one item have one time here, that of the last.",
    "A text that a spreadsheet would run as a formula has an apostrophe before it.",
    "It is the file of no certain tool: a board that takes a table may want its columns renamed.",
    "The note is not in the file, for a table has no place for it; the command prints it.",
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write the ratings."""
    return {"": write_csv(rating_rows(out.comparison)).encode("utf-8")}


def recognise(path: Path, content: Any) -> bool:
    """Tell a CSV by its name."""
    del content
    return path.suffix.lower() == ".csv"


def read(path: Path, case: Case) -> ReadFile:
    """Read ratings; spreadsheets of many countries write semicolons, or UTF-16 with tabs."""
    raw = read_bytes(path, MOST)
    coding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(coding)
    except UnicodeDecodeError as error:
        raise NarrativesError(
            f"{path}: this is not text in UTF-8 ({error}). Save it as CSV in UTF-8."
        ) from error
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise NarrativesError(f"{path}: this is no CSV ({error}).") from error
    return read_rows(rows, case, "row")


FORMAT = FileFormat(
    name="csv",
    what="all ratings as boards for competing hypotheses lay them out",
    endings=(".csv",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="ratings",
)
