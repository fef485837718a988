"""A review as it goes on: what a person does comes in, a line is written, the case is followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from narratives.editor.deciding import ReviewLine, entries_for
from narratives.editor.followed import FollowedCase
from narratives.editor.listing import letters_of
from narratives.editor.log import Steps
from narratives.editor.lost import lost_decisions
from narratives.editor.naming import name_decision
from narratives.editor.people import others_said
from narratives.editor.showing import Shown, draw
from narratives.editor.walking import Intent
from narratives.reading import BearingReader
from narratives.review.repeating import DECIDED_SO, said_already
from narratives.schema import Case, NarrativesError, records_of
from narratives.schema.guide import quoted
from narratives.telling.moved import moves_of


class ReviewSession(FollowedCase):
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
        super().__init__(case, who, reader)
        self.trouble = ""
        self.on_kept: Callable[[str], None] = lambda _: None

    def view(self) -> dict[str, Any]:
        """Return everything that the editor draws, ready for JSON."""
        return draw(
            Shown(
                question=self.case.question,
                folder=quoted(str(self.path.parent)),
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
                lost=lost_decisions(self.tables, self.moves, self.log),
                undo=len(self.kept.undo),
                redo=len(self.kept.redo),
                right=self.weight.rows,
                right_of=self.weight.decisions,
                reading=self.following.pending,
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
                told = "" if do in UNASKED and known == self.trouble else self.trouble
                return {"kept": None, "text": told}
            return {"kept": False, "text": f"Not kept. {error}"}
        self.trouble = ""
        torn, self.kept.news = self.kept.news, ""
        return {"kept": kept, "text": " ".join(filter(None, (text, news, torn)))}

    def _catch_up(self) -> str:
        """Read what others have written since; return a word about it."""
        if not self.kept.is_changed:
            return ""
        count = len(self.kept.lines)
        self.kept.read()
        self.follow()
        self.moves = moves_of(self.log, self.tables)
        others = self.kept.lines.iloc[count:]["who"]
        names = [name for name in dict.fromkeys(map(str, others)) if name != self.who]
        new = len(self.kept.lines) - count
        self.kept.forget_what_is_gone()
        if new <= 0:
            if self.kept.news:  # that says what there is to say
                return ""
            return "The log was changed by another program and was read again."
        by = f" by {', '.join(names)}" if names else ""
        return f"{new} new {'line' if new == 1 else 'lines'}{by} came in."

    def _decide(self, entries: list[ReviewLine], intent: Intent) -> tuple[bool | None, str]:
        place = [row["id"] for row in self.listed()]
        known = {row["id"] for row in self.rows()}
        before = records_of(self.log)
        again = [entry for entry in entries if said_already(before, entry)]
        entries = [entry for entry in entries if entry not in again]
        told = [f"{DECIDED_SO.capitalize()}: {self._named(entry)}." for entry in again]
        if not entries:
            told.append("Nothing was written.")
            if intent.get("next"):
                told.append(self.go_on(place, brief=True))
            return None, " ".join(filter(None, told))
        told = [*(f"Kept: {self._named(entry)}." for entry in entries), *told]
        self.kept.keep(entries)
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
            told.append(self.go_on(place, brief=True))
        return True, " ".join(
            filter(None, [*told, self.weight.weigh_if_due(self.tables, self.kept.count())])
        )

    def _read_and_follow(self) -> str:
        """Follow what was written; where that fails the line is on the disk all the same."""
        try:
            self.kept.read()
            self.follow()
        except NarrativesError as error:
            return f"What follows from it cannot be shown: {error}"
        return ""

    def _named(self, entry: ReviewLine) -> str:
        numbers = {str(row["id"]): int(row["n"]) for row in self.rows_around(entry["target"])}
        return name_decision(entry, self.tables, numbers)

    def _set_name(self, intent: Intent) -> tuple[None, str]:
        name = " ".join(str(intent.get("who", "")).split())[:100]
        self.who = name
        return None, f"Decisions are kept in the name of {name}." if name else "No name is given."

    def _undo(self, _: Intent) -> tuple[bool | None, str]:
        return self._take_back(self.kept.undo, self.kept.redo, "Taken back")

    def _redo(self, _: Intent) -> tuple[bool | None, str]:
        return self._take_back(self.kept.redo, self.kept.undo, AGAIN)

    def _take_back(self, stack: Steps, other: Steps, word: str) -> tuple[bool | None, str]:
        """Write lines that take back the last ones; what was taken back so can be done again."""
        if not stack:
            return None, f"There is nothing to be {word.lower()}."
        if word == AGAIN:
            before = records_of(self.log)
            meant = [self.kept.meant(line) for line in stack[-1]]
            if all(said_already(before, line) for line in meant):
                stack.pop()  # decided again meanwhile, in another window
                names = "; ".join(self._named(line) for line in meant)
                return None, f"{DECIDED_SO.capitalize()}: {names}. Nothing was written."
        lines = self.kept.take_back(stack, other, self.who)
        failure = self._read_and_follow()
        if failure:
            return True, f"{word}. {failure}"
        meant = [self.kept.meant(line) for line in lines]
        names = "; ".join(self._named(line) for line in meant)
        target = meant[0]["target"]
        if target in {row["id"] for row in self.rows_around(target)}:
            self.document, self.at = target.partition(":")[0], target
        return True, f"{word}: {names}."

    def _look(self, _: Intent) -> tuple[None, str]:
        return None, ""


UNASKED = ("look", "ready")
"""What the editor does by itself: it draws nothing where nothing has come in."""
AGAIN = "Done again"
_DOING: dict[str, Callable[[ReviewSession, Intent], tuple[bool | None, str]]] = {
    "go": ReviewSession.go,
    "name": ReviewSession._set_name,
    "choose": ReviewSession.choose,
    "undo": ReviewSession._undo,
    "redo": ReviewSession._redo,
    "look": ReviewSession._look,
    "learn": ReviewSession.learn,
    "read": ReviewSession.read,
    "ready": ReviewSession.read_ahead,
}
