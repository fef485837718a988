"""Where a person is among the statements of a case: in which text, in which order, at which."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import pandas as pd

from narratives.comparison import Tables
from narratives.editor.listing import FILTERS, ORDERS, arrange, doubts_of, list_statements
from narratives.schema import Case

Intent = Mapping[str, Any]
"""What a person asks for: ``do`` names it; nothing in it is trusted."""


class Walk(ABC):
    """The way of one person through the statements of a case.

    Parameters
    ----------
    case : Case
    who : str
        The name of the person; it can be given later.

    Attributes
    ----------
    document : str
        The text at hand.
    order, show : str
        Keys of ``ORDERS`` and of ``FILTERS``, or for ``show`` the id of an account.
    at : str
        The statement at hand, "" where there is none.
    """

    tables: Tables
    """The tables of the case as they stand."""
    doubts: Mapping[str, tuple[float, str]]
    """How doubtful each statement was when the order was made."""

    def __init__(self, case: Case, who: str = "") -> None:
        self.case = case
        self.who = who
        self.document = case.documents[0].document_id
        self.order, self.show = "doubt", "all"
        self.at = ""
        self._listed_of: tuple[object, object] = (None, None)
        self._listed: dict[str, list[dict[str, Any]]] = {}

    @property
    @abstractmethod
    def log(self) -> pd.DataFrame:
        """The lines of review that hold, as a table."""

    def rows(self) -> list[dict[str, Any]]:
        """Return all statements of the text, in its order."""
        return self._rows_of(self.document)

    def rows_around(self, target: str) -> list[dict[str, Any]]:
        """Return the statements of the text in which a target stands, or of that at hand."""
        home = target.partition(":")[0]
        known = {document.document_id for document in self.case.documents}
        return self._rows_of(home) if home in known else self.rows()

    def _rows_of(self, document: str) -> list[dict[str, Any]]:
        """List the statements of a text once for each state of tables and log."""
        state = self.tables, self.log
        if any(one is not other for one, other in zip(state, self._listed_of, strict=True)):
            self._listed_of, self._listed = state, {}
        if document not in self._listed:
            self._listed[document] = list_statements(self.tables, document, self.log)
        return list(self._listed[document])

    def listed(self, document: str = "") -> list[dict[str, Any]]:
        """Return the statements that are gone through, in the order that was chosen.

        Parameters
        ----------
        document : str
            Of which text; "" for the one at hand.
        """
        accounts = {str(name): n for n, name in enumerate(self.case.narratives.index, 1)}
        return arrange(
            self._rows_of(document or self.document),
            self.doubts, order=self.order, show=self.show, who=self.who, accounts=accounts,
        )  # fmt: skip

    def begin(self) -> None:
        """Stand at the first statement of the first text that has one."""
        for document in self.case.documents:
            rows = self.listed(document.document_id)
            if rows:
                self.document, self.at = document.document_id, rows[0]["id"]
                return

    def go(self, intent: Intent) -> tuple[None, str]:
        """Go to the next statement, to the previous one, or to one by its id, in any text."""
        to = str(intent.get("to", ""))
        if to in ("next", "previous"):
            place = [row["id"] for row in self.listed()]
            return None, self.go_on(place, 1 if to == "next" else -1)
        if to not in {row["id"] for row in self.rows_around(to)}:
            return None, "There is no such statement any more."
        self.document, self.at = to.partition(":")[0], to
        return None, self._told_at()

    def go_on(self, place: list[str], step: int = 1, *, brief: bool = False) -> str:
        """Go to the next statement, or the one before, and say which it is.

        Where a list ends the next text follows, if any of its statements are to be shown.
        ``brief``: say only that a text or the list has ended.
        """
        listed = [row["id"] for row in self.listed()]
        if self.at in place:
            here = place.index(self.at)
            after = place[here + 1 :] if step > 0 else place[:here][::-1]
        else:
            after = listed
        found = next((name for name in after if name in listed), "")
        if found:
            self.at = found
            return "" if brief else self._told_at()
        names = [document.document_id for document in self.case.documents]
        here = names.index(self.document)
        for name in names[here + 1 :] if step > 0 else names[:here][::-1]:
            rows = self.listed(name)
            if rows:
                left = self._left()
                self.document, self.at = name, rows[0 if step > 0 else -1]["id"]
                word = "next" if step > 0 else "previous"
                told = f"The {word} text: {self._title()} {self._told_at()}"
                return f"{left} {told}".strip()
        if step < 0:
            return "This is the first one."
        return f"This was the last one of the list. {self._left()}".strip()

    def _left(self) -> str:
        number = sum(not row["whole"] and not row["out"] for row in self.rows())
        return f"Not yet decided here: {number}." if number else ""

    def _title(self) -> str:
        title = " ".join(self.tables.document(self.document).title.split()) or self.document
        return title if title.endswith((".", "?", "!")) else f"{title}."

    def _told_at(self) -> str:
        row = next((row for row in self.rows() if row["id"] == self.at), None)
        if row is None:
            return "There is no statement."
        bears = f", {row['bears']}" if row["bears"] else ""
        out = ", left out" if row["out"] else ""
        return f"Statement {row['n']}: {row['name']}: {row['said']}{bears}{out}."

    def choose(self, intent: Intent) -> tuple[None, str]:
        """Choose a text, an order, or which statements are shown."""
        document = str(intent.get("document", self.document))
        if document not in [d.document_id for d in self.case.documents]:
            return None, "There is no such text."
        order, show = str(intent.get("order", self.order)), str(intent.get("show", self.show))
        if order not in ORDERS:
            return None, f'There is no order "{order}". Known: {", ".join(ORDERS)}.'
        accounts = [str(name) for name in self.case.narratives.index]
        if show not in (*FILTERS, *accounts):
            return None, f'Nothing is shown by "{show}". Known: {", ".join((*FILTERS, *accounts))}.'
        if document != self.document:
            self.document, self.at = document, ""
        self.order, self.show = order, show
        self.doubts = doubts_of(self.tables)
        listed = self.listed()
        if self.at not in [row["id"] for row in listed]:
            self.at = next((row["id"] for row in listed), self.at)
        count = len(listed)
        return None, f"{count} {'statement' if count == 1 else 'statements'}. {self._told_at()}"
