"""A review as it goes on: what a person does comes in, a line is written, the case is followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from narratives.editor.deciding import SPANS, ReviewLine, entries_for
from narratives.editor.listing import (
    FILTERS,
    ORDERS,
    arrange,
    doubts_of,
    letters_of,
    list_statements,
)
from narratives.editor.people import in_words, others_said
from narratives.editor.showing import Shown, draw
from narratives.editor.standing import EVERY, standing_of
from narratives.reading import BearingReader
from narratives.review import UNDO, append_review, load_review, mark_of, without_undone
from narratives.review.log import REVIEW
from narratives.review.words import with_words
from narratives.schema import Case, NarrativesError, span_text
from narratives.stages import Comparison
from narratives.stages.following import Following

Intent = Mapping[str, Any]


class ReviewSession:
    """One person's review of a case, as the editor shows it.

    The log on the disk is the only place where decisions stand. Before each one the lines are
    read that others have written since, and a decision counts as kept when its line is on the
    disk; ``on_kept`` is called then, before what follows from it is computed.

    Parameters
    ----------
    case : Case
        Read from a folder; a case without one has nowhere to keep decisions.
    who : str
        The name of the person; it can be given later.
    reader : BearingReader, optional
        As for :func:`narratives.compare`.

    Raises
    ------
    NarrativesError
        If the case has no folder.

    Examples
    --------
    >>> import narratives as nv
    >>> session = ReviewSession(nv.load_case("seeds/crocus-city-hall"))
    >>> session.view()["at"]["id"].startswith("crocus:")
    True
    >>> session.act({"do": "accept", "target": "crocus:0-48"})["text"]
    'Not kept. Write your name first: each decision is kept with it.'
    """

    def __init__(self, case: Case, who: str = "", reader: BearingReader | None = None) -> None:
        if case.folder is None:
            raise NarrativesError(
                "case has no folder, so decisions could not be kept. "
                "Load it by nv.load_case(folder)."
            )
        self.case = case
        self.who = who
        self.path = Path(case.folder) / "review.jsonl"
        self.document = case.documents[0].document_id
        self.order, self.show = "doubt", "all"
        self.at = ""
        self.following = Following(case, reader)
        self.told_torn: set[str] = set()
        self.news = self.trouble = ""
        self.lines, self.seen = self._read()
        self.tables: Comparison = self.following.after(self.log)
        self.standing = self.before = standing_of(self.tables)
        self.doubts = doubts_of(self.tables)
        self.taught_by = self._teaching()
        self.told_right = self._count() // EVERY
        self.on_kept: Callable[[str], None] = lambda _: None
        self.undo: list[list[ReviewLine]] = []
        self.redo: list[list[ReviewLine]] = []
        self.at = next(iter(row["id"] for row in self.listed()), "")

    @property
    def log(self) -> pd.DataFrame:
        """The lines that hold, as a table."""
        rows = without_undone(self.lines.to_dict("records"))  # type: ignore[arg-type]
        return self.lines.iloc[:0] if not rows else pd.DataFrame(rows, columns=list(REVIEW))

    def rows(self) -> list[dict[str, Any]]:
        """Return all statements of the text, in its order."""
        return list_statements(self.tables, self.document, self.log)

    def listed(self, document: str = "") -> list[dict[str, Any]]:
        """Return the statements that are gone through, in the order that was chosen.

        Parameters
        ----------
        document : str
            Of which text; "" for the one at hand.
        """
        accounts = {str(name): n for n, name in enumerate(self.case.narratives.index, 1)}
        return arrange(
            list_statements(self.tables, document or self.document, self.log),
            self.doubts, order=self.order, show=self.show, who=self.who, accounts=accounts,
        )  # fmt: skip

    def view(self) -> dict[str, Any]:
        """Return everything that the editor draws, ready for JSON."""
        return draw(
            Shown(
                question=self.case.question,
                who=self.who,
                document=self.document,
                order=self.order,
                show=self.show,
                at=self.at,
                tables=self.tables,
                log=self.log,
                rows=self.rows(),
                listed=self.listed(),
                doubts=self.doubts,
                before=self.before,
                standing=self.standing,
                undo=len(self.undo),
                redo=len(self.redo),
            )
        )

    def act(self, intent: Intent) -> dict[str, Any]:
        """Do what a person asks for.

        Parameters
        ----------
        intent : mapping
            ``do`` names it; what else there is hangs on that. Nothing in it is trusted.

        Returns
        -------
        dict
            ``kept`` is True where a line was written, False where one was to be written and was
            not, None where nothing was to be written. ``text`` says it, for eyes and ears.
        """
        do = str(intent.get("do", ""))
        try:
            news = self._catch_up()
            doing = _DOING.get(do)
            if doing is not None:
                kept, text = doing(self, intent)
            else:
                kept, text = self._decide(entries_for(self.tables, intent, self.who), intent)
        except NarrativesError as error:
            writes = do not in _DOING or do in ("undo", "redo")
            # What stops every look is told once, and again with what a person does.
            known, self.trouble = self.trouble, str(error)
            if not writes:
                told = "" if do == "look" and known == self.trouble else self.trouble
                return {"kept": None, "text": told}
            return {"kept": False, "text": f"Not kept. {error}"}
        self.trouble = ""
        torn, self.news = self.news, ""
        return {"kept": kept, "text": " ".join(filter(None, (text, news, torn)))}

    def _read(self) -> tuple[pd.DataFrame, tuple[int, int]]:
        """Read the log; a line that cannot be read is told once."""
        seen = _stamp(self.path)
        lines, warnings = load_review(self.path, undone=True)
        places = [warning.split(": ", 1)[0] for warning in warnings]
        fresh = [
            warning
            for place, warning in zip(places, warnings, strict=True)
            if place not in self.told_torn
        ]
        self.told_torn = set(places)
        self.news = " ".join(filter(None, (self.news, *fresh)))
        return lines, seen

    def _count(self) -> int:
        """Count the decisions that hold."""
        return int((self.log["field"] != "sha256").sum())

    def _catch_up(self) -> str:
        """Read what others have written since; return a word about it."""
        if _stamp(self.path) == self.seen:
            return ""
        count = len(self.lines)
        self.lines, self.seen = self._read()
        self._follow()
        others = self.lines.iloc[count:]["who"]
        names = [name for name in dict.fromkeys(map(str, others)) if name != self.who]
        new = len(self.lines) - count
        self._forget_what_is_gone()
        if new <= 0:
            if self.news:  # that says what there is to say
                return ""
            return "The log was changed by another program and was read again."
        by = f" by {', '.join(names)}" if names else ""
        return f"{new} new {'line' if new == 1 else 'lines'}{by} came in."

    def _forget_what_is_gone(self) -> None:
        """Drop the steps whose lines no longer stand in the log: they cannot be taken back."""
        marks = {mark_of(row) for row in self.lines.to_dict("records")}
        for steps in (self.undo, self.redo):
            steps[:] = [lines for lines in steps if all(mark_of(line) in marks for line in lines)]

    def _follow(self, *, learn: bool = False) -> None:
        self.before = self.standing
        self.tables = self.following.after(self.log, learn=learn)
        self.standing = standing_of(self.tables)
        known = {row["id"] for row in self.rows()}
        if self.at not in known:
            self.at = next(iter(row["id"] for row in self.listed()), "")

    def _write(self, entries: Iterable[ReviewLine]) -> list[ReviewLine]:
        """Write lines; when this returns they are on the disk."""
        now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        lines = [{"at": now, **entry} for entry in entries]
        append_review(self.path, with_words(lines, self.case.documents))
        return lines

    def _decide(self, entries: list[ReviewLine], intent: Intent) -> tuple[bool, str]:
        place = [row["id"] for row in self.listed()]
        known = {row["id"] for row in self.rows()}
        told = [f"Kept: {self._named(entry)}." for entry in entries]
        self.undo.append(self._write(entries))
        self.redo.clear()
        self.on_kept(" ".join(told))
        failure = self._read_and_follow()
        if failure:
            return True, " ".join([*told, failure])
        told += [
            f"{said['who']} decided otherwise: {other['field']} {said['value']}. "
            "Both stand in the log; the last one counts."
            for other in others_said(self.log, entries, self.who, letters_of(self.tables))
            for said in other["said"]
        ]
        if intent.get("do") == "add":
            self.at = next((r["id"] for r in self.rows() if r["id"] not in known), self.at)
        elif intent.get("next"):
            told.append(self._go_on(place, brief=True))
        return True, " ".join(filter(None, [*told, self._right()]))

    def _read_and_follow(self) -> str:
        """Follow what was written; where that fails the line is on the disk all the same."""
        try:
            self.lines, self.seen = self._read()
            self._follow()
        except NarrativesError as error:
            return f"What follows from it cannot be shown: {error}"
        return ""

    def _named(self, entry: ReviewLine) -> str:
        """Say in words what a line decides."""
        numbers = {row["id"]: row["n"] for row in self.rows()}
        items = {str(item): n for n, item in enumerate(self.tables.items.index, 1)}
        target, name, value = entry["target"], entry["field"], entry["value"]
        place = f"statement {numbers[target]}" if target in numbers else target
        place = f"item {items[target]}" if target in items else place
        if target in self.tables.sources.index:
            place = str(self.tables.sources.at[target, "name"])
        if name == "status":
            return f"{place} {'accepted' if value == 'accept' else 'left out'}"
        if name == "statement":
            return "a statement added"
        if name == "merge":
            return f"{place} merged into statement {numbers.get(value, value)}"
        if name in SPANS:
            text = self.tables.document(self.document).text
            words = f"“{_words(text, value)}”" if value else "no words"
            return f"{place}, {name}: {words}"
        words = in_words(name, value, letters_of(self.tables))
        return f"{place}, {name.replace('_', ' ')}: {words}"

    def _right(self) -> str:
        done = self._count() // EVERY
        if done <= self.told_right:
            return ""
        self.told_right = done
        return f"{done * EVERY} decisions: see how often the draft was right."

    def _go_on(self, place: list[str], step: int = 1, *, brief: bool = False) -> str:
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
                open_here = sum(not row["whole"] and not row["out"] for row in self.rows())
                left = f"Not yet decided here: {open_here}. " if open_here else ""
                self.document, self.at = name, rows[0 if step > 0 else -1]["id"]
                word = "next" if step > 0 else "previous"
                return f"{left}The {word} text: {self._title()}. {self._told_at()}"
        return "This was the last one of the list." if step > 0 else "This is the first one."

    def _title(self) -> str:
        return " ".join(self.tables.document(self.document).title.split()) or self.document

    def _told_at(self) -> str:
        row = next((row for row in self.rows() if row["id"] == self.at), None)
        if row is None:
            return "There is no statement."
        bears = f", bears on {row['marks']}" if row["marks"] else ""
        out = ", left out" if row["out"] else ""
        return f"Statement {row['n']}: {row['name']}: {row['said']}{bears}{out}."

    def _go(self, intent: Intent) -> tuple[None, str]:
        to = str(intent.get("to", ""))
        if to in ("next", "previous"):
            place = [row["id"] for row in self.listed()]
            return None, self._go_on(place, 1 if to == "next" else -1)
        if to not in {row["id"] for row in self.rows()}:
            return None, "There is no such statement any more."
        self.at = to
        return None, self._told_at()

    def _set_name(self, intent: Intent) -> tuple[None, str]:
        name = " ".join(str(intent.get("who", "")).split())[:100]
        self.who = name
        return None, f"Decisions are kept in the name of {name}." if name else "No name is given."

    def _choose(self, intent: Intent) -> tuple[None, str]:
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

    def _undo(self, _: Intent) -> tuple[bool | None, str]:
        return self._take_back(self.undo, self.redo, "Taken back")

    def _redo(self, _: Intent) -> tuple[bool | None, str]:
        return self._take_back(self.redo, self.undo, "Done again")

    def _take_back(
        self, stack: list[list[ReviewLine]], other: list[list[ReviewLine]], word: str
    ) -> tuple[bool | None, str]:
        """Write lines that take back the last ones; what was taken back so can be done again."""
        if not stack:
            return None, f"There is nothing to be {word.lower()}."
        lines = stack[-1]
        back = [
            {"who": self.who or line["who"], "target": line["target"], "field": UNDO,
             "value": mark_of(line), "why": ""}
            for line in lines
        ]  # fmt: skip
        written = self._write(back)
        stack.pop()
        other.append(written)
        failure = self._read_and_follow()
        if failure:
            return True, f"{word}. {failure}"
        meant = [self._meant(line) for line in lines]
        names = "; ".join(self._named(line) for line in meant)
        target = meant[0]["target"]
        if target in {row["id"] for row in self.rows()}:
            self.at = target
        return True, f"{word}: {names}."

    def _meant(self, line: ReviewLine) -> ReviewLine:
        """Return the decision that a line is about, through any number of takings back."""
        marks = {mark_of(row): row for row in self.lines.to_dict("records")}
        while line["field"] == UNDO and line["value"] in marks:
            line = {str(key): value for key, value in marks[line["value"]].items()}
        return line

    def _look(self, _: Intent) -> tuple[None, str]:
        return None, ""

    def _learn(self, _: Intent) -> tuple[None, str]:
        """Draft anew what decisions teach of other statements."""
        teaching = self._teaching()
        if teaching == self.taught_by:
            return None, ""
        before = self.tables
        self._follow(learn=True)
        self.taught_by = teaching
        self.doubts = doubts_of(self.tables)
        moved = _moved(before.bearings, self.tables.bearings)
        if not moved:
            return None, ""
        return None, f"The draft of the others has learned: {moved} bearings are read anew."

    def _teaching(self) -> list[tuple[str, str]]:
        log = self.log
        some = log[log["field"].isin(["bearings", "statement"])]
        return [(str(t), repr(v)) for t, v in zip(some["target"], some["value"], strict=True)]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _words(text: str, spans: str) -> str:
    words = " ".join(span_text(text, spans).split())
    return words if len(words) <= 100 else words[:100] + "…"


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> int:
    columns = ["statement_id", "narrative_id", "stance"]
    one, two = (set(map(tuple, table[columns].to_numpy().tolist())) for table in (before, after))
    return len({row[0] for row in one ^ two})


_DOING: dict[str, Callable[[ReviewSession, Intent], tuple[bool | None, str]]] = {
    "go": ReviewSession._go,
    "name": ReviewSession._set_name,
    "choose": ReviewSession._choose,
    "undo": ReviewSession._undo,
    "redo": ReviewSession._redo,
    "look": ReviewSession._look,
    "learn": ReviewSession._learn,
}
