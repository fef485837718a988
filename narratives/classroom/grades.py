"""Grades of a class as CSV: for a spreadsheet, or with the columns of nbgrader."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from narratives.classroom.answers import QUESTIONS
from narratives.classroom.record import ClassTables
from narratives.report.download import defuse
from narratives.schema import NarrativesError, each_row

FORMS = ("plain", "nbgrader")
NBGRADER = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
"""Columns of what ``nbgrader export`` writes."""
PLAIN = ("pupil", "marked", "answers", "with_key", "with_class", *QUESTIONS, "brier")
MOST = 100


def write_grades(
    results: ClassTables, path: str | Path, *, form: str = "plain", assignment: str = "marking"
) -> Path:
    """Write one row for each pupil.

    Parameters
    ----------
    results : ClassResults
    path : str or Path
        A CSV file in UTF-8.
    form : {"plain", "nbgrader"}
        "plain" has shares in percent and the score of the probabilities. "nbgrader" has the
        columns that nbgrader's own export has, so that what takes its grades takes these too;
        the score is the share with the key, out of 100.
    assignment : str
        What nbgrader calls the lesson.

    Returns
    -------
    Path

    Raises
    ------
    NarrativesError
        If the form is not known or the file cannot be written.

    Notes
    -----
    nbgrader reads lists of students and assignments, and grades from notebooks that it gave
    out itself; it has no import of grades. Its gradebook stays as it is.
    """
    if form not in FORMS:
        raise NarrativesError(f'form "{form}" is not known. Use {" or ".join(FORMS)}.')
    rows: list[list[object]] = [list(PLAIN if form == "plain" else NBGRADER)]
    for name, row in each_row(results.pupils):
        if form == "plain":
            shares = [_percent(row[c]) for c in ("key", "class", *QUESTIONS)]
            brier = "" if math.isnan(row["brier"]) else f"{row['brier']:.4f}"
            rows.append([name, int(row["marked"]), int(row["answers"]), *shares, brier])
        else:
            score = _percent(row["key"]) or "0.0"
            rows.append([assignment, "", "", name, "", "", "", score, "0.0", score, float(MOST)])
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([[defuse(c) if isinstance(c, str) else c for c in r] for r in rows])
    except OSError as error:
        raise NarrativesError(
            f'path "{path}" cannot be written: {error.strerror or error}. '
            "Choose a folder that you may write to."
        ) from error
    return Path(path)


def _percent(share: float) -> str:
    return "" if math.isnan(share) else f"{MOST * share:.1f}"
