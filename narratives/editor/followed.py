"""The case as it stands: taken along after each decision, and further when the person pauses."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from narratives.editor.listing import doubts_of
from narratives.editor.log import DecisionLog
from narratives.editor.pauses import DraftWeight, count_moved, read_ahead, teaching_of
from narratives.editor.standing import standing_of
from narratives.editor.walking import Intent, Walk
from narratives.reading import BearingReader, keep_readings, prepare_reader
from narratives.schema import Case, NarrativesError
from narratives.stages import Comparison
from narratives.stages.following import Following
from narratives.telling.moved import moves_of


class FollowedCase(Walk):
    """A case with its log, of which the tables follow decision by decision.

    Parameters
    ----------
    case : Case
        Read from a folder; a case without one has nowhere to keep decisions.
    who : str
        The name of the person; it can be given later.
    reader : BearingReader, optional
        As for :func:`narratives.compare`.

    Attributes
    ----------
    kept : DecisionLog
    following : Following
    tables : Comparison
        Where words are still to be read (``following.pending``), with the bearings before.
    standing, before : dict
        How the accounts stand, and stood before the last decision.
    moves : list
        Lines that no longer fit, as they were found last.
    weight : DraftWeight

    Raises
    ------
    NarrativesError
        If the case has no folder.
    """

    def __init__(self, case: Case, who: str = "", reader: BearingReader | None = None) -> None:
        if case.folder is None:
            raise NarrativesError(
                "case has no folder, so decisions could not be kept. "
                "Load it by nv.load_case(folder)."
            )
        super().__init__(case, who)
        self.kept = DecisionLog(Path(case.folder) / "review.jsonl", case.documents)
        self.following = Following(case, reader)
        self.tables: Comparison = self.following.after(self.log)
        keep_readings(self.following.reader)  # so that the editor opens sooner the next time
        prepare_reader(self.following.reader)  # so that the first decision does not wait for it
        self.standing = self.before = standing_of(self.tables)
        self.doubts = doubts_of(self.tables)
        self.moves = moves_of(self.log, self.tables)
        self.weight = DraftWeight(self.tables, self.kept.count())
        self._taught_by = teaching_of(self.log)
        self.begin()

    @property
    def path(self) -> Path:
        """Where the decisions stand."""
        return self.kept.path

    @property
    def log(self) -> pd.DataFrame:
        """The lines that hold, as a table."""
        return self.kept.holding

    def follow(self) -> None:
        """Take the case along after a decision; what it changed stays marked until the next."""
        self.before = self.standing
        self._take_along()

    def _take_along(self, *, learn: bool = False, wait: bool = False) -> None:
        self.tables = self.following.after(self.log, learn=learn, wait=wait)
        self.standing = standing_of(self.tables)
        known = {row["id"] for row in self.rows()}
        if self.at not in known:
            self.at = next(iter(row["id"] for row in self.listed()), "")

    def read_ahead(self, intent: Intent) -> tuple[None, str]:
        """Read words that are chosen and not decided, so that the decision need not wait."""
        read_ahead(self.following, self.tables, self.log, intent)
        return None, ""

    def read(self, _: Intent) -> tuple[None, str]:
        """Read the words that a decision did not wait for; say which bearings are others now."""
        pending = self.following.pending
        if not pending:
            return None, ""
        before = {row["id"]: row["marks"] for row in self.rows()}
        self._take_along(wait=True)
        told = [
            f"Statement {row['n']} was read again: {row['bears'] or 'bears on no account'}."
            for row in self.rows()
            if row["id"] in pending and row["marks"] != before.get(row["id"], "")
        ]
        return None, " ".join(told)

    def learn(self, _: Intent) -> tuple[None, str]:
        """Draft anew what decisions teach of other statements; weigh the draft by all of them."""
        teaching, moved = teaching_of(self.log), 0
        if teaching != self._taught_by:
            before = self.tables
            self._take_along(learn=True, wait=True)
            self._taught_by = teaching
            self.doubts = doubts_of(self.tables)
            self.moves = moves_of(self.log, self.tables)
            moved = count_moved(before.bearings, self.tables.bearings)
        self.weight.weigh(self.tables, self.kept.count())
        if not moved:
            return None, ""
        return None, f"The draft of the others has learned: {moved} bearings are read anew."
