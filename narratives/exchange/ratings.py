"""All ratings in one CSV, as boards for competing hypotheses lay it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from narratives.exchange.cells import read_csv
from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.rating_rows import rating_rows, read_rows
from narratives.exchange.relating import NO_RELATIONS
from narratives.exchange.sheets import find_head, read_decisions
from narratives.report.download import write_csv
from narratives.schema import Case

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
    "No board that we know takes a CSV: for Open Source ACH there is the format achz, for Intel "
    "Workbench intel-workbench. What boards write for ratings is read back, and items by their "
    "words.",
    "The note is not in the file, for a table has no place for it; the command prints it.",
    NO_RELATIONS,
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write the ratings."""
    return {"": write_csv(rating_rows(out.comparison)).encode("utf-8")}


def recognise(path: Path, content: Any) -> bool:
    """Tell a CSV by its name."""
    del content
    return path.suffix.lower() == ".csv"


def read(path: Path, case: Case) -> ReadFile:
    """Read decisions or ratings."""
    cells = read_csv(path)
    if find_head(cells.rows) is not None:
        return read_decisions(cells.rows, case, "row")
    return read_rows(cells.rows, case, "row")


FORMAT = FileFormat(
    name="csv",
    what="all ratings as boards for competing hypotheses lay them out",
    endings=(".csv",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="ratings; decisions of `narratives review --export`",
)
