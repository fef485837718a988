"""The log on the disk as one person goes on with it: its lines, and steps to take back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from narratives.editor.deciding import ReviewLine
from narratives.review import UNDO, append_review, load_review, mark_of, without_undone
from narratives.review.order import moment_behind
from narratives.review.words import with_words
from narratives.schema import Document, records_of

Steps = list[list[ReviewLine]]
"""What was kept at once, step by step."""


class DecisionLog:
    """The lines of a review, those of others too, and what this person can take back.

    Parameters
    ----------
    path : Path
        A ``review.jsonl``; it need not be there yet.
    documents : sequence of Document
        The texts, whose words are kept with each line.

    Attributes
    ----------
    lines : DataFrame
        All lines, with those that were taken back.
    holding : DataFrame
        The lines that hold; another table only where the log was read again.
    undo, redo : list of steps
    news : str
        What is to be told of lines that cannot be read; each is told once.
    """

    def __init__(self, path: Path, documents: Sequence[Document]) -> None:
        self.path = path
        self.documents = documents
        self.undo: Steps = []
        self.redo: Steps = []
        self.news = ""
        self._told_torn: set[str] = set()
        self.read()

    @property
    def is_changed(self) -> bool:
        """Whether somebody has written since it was read."""
        return _stamp(self.path) != self._seen

    def count(self) -> int:
        """Count the decisions that hold."""
        return int((self.holding["field"] != "sha256").sum())

    def read(self) -> None:
        """Read the lines; one that cannot be read is told once."""
        seen = _stamp(self.path)
        self.lines, warnings = load_review(self.path, undone=True)
        rows = without_undone(records_of(self.lines))
        held = pd.DataFrame(rows, columns=list(self.lines.columns))
        self.holding = held if rows else self.lines.iloc[:0]
        self._seen = seen
        places = [warning.split(": ", 1)[0] for warning in warnings]
        fresh = [
            warning
            for place, warning in zip(places, warnings, strict=True)
            if place not in self._told_torn
        ]
        self._told_torn = set(places)
        self.news = " ".join(filter(None, (self.news, *fresh)))

    def keep(self, entries: Iterable[ReviewLine]) -> None:
        """Write a step; when this returns its lines are on the disk."""
        self.undo.append(self._write(entries))
        self.redo.clear()

    def take_back(self, stack: Steps, other: Steps, who: str) -> list[ReviewLine]:
        """Write lines that take back the last step of ``stack``, and put them on the other.

        Returns
        -------
        list of ReviewLine
            What is taken back.
        """
        lines = stack[-1]
        back = [
            {"who": who or line["who"], "target": line["target"], "field": UNDO,
             "value": mark_of(line), "why": ""}
            for line in lines
        ]  # fmt: skip
        written = self._write(back)
        stack.pop()
        other.append(written)
        return lines

    def meant(self, line: ReviewLine) -> ReviewLine:
        """Return the decision that a line is about, through any number of takings back."""
        marks = {mark_of(row): row for row in records_of(self.lines)}
        while line["field"] == UNDO and line["value"] in marks:
            line = {str(key): value for key, value in marks[line["value"]].items()}
        return line

    def forget_what_is_gone(self) -> None:
        """Drop the steps whose lines no longer stand in the log: they cannot be taken back."""
        marks = {mark_of(row) for row in records_of(self.lines)}
        for steps in (self.undo, self.redo):
            steps[:] = [lines for lines in steps if all(mark_of(line) in marks for line in lines)]

    def _write(self, entries: Iterable[ReviewLine]) -> list[ReviewLine]:
        now = moment_behind(self.lines["at"])
        lines = [{"at": now, **entry} for entry in entries]
        append_review(self.path, with_words(lines, self.documents))
        return lines


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
