"""What a person decided: each decision with its reason, where it belongs on the page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narratives import schema
from narratives.report.accounts import AccountKey, Accounts, Numbers, number_items
from narratives.schema import each
from narratives.telling.words import shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

_GRADES = ("credibility", "relevance", "reliability")
_NAMES = {
    "source_id": "source",
    "shown": "what is shown",
    "rating": "ratings",
    "sha256": "text",
    "bearings": "bearing",
}


@dataclass(frozen=True)
class Reason:
    """Why something was judged as it was.

    Attributes
    ----------
    why, told : str
        The reason, and what was decided where a person did.
    accounts : list of AccountKey
        For which it holds; empty where it is not about accounts.
    meant : list of str
        The words that a pointing word points back to.
    """

    why: str
    told: str
    accounts: list[AccountKey]
    meant: list[str]


@dataclass(frozen=True)
class Decision:
    """One line of the review.

    Attributes
    ----------
    target, at, who, why, status, message : str
        As in ``Comparison.corrections``.
    place : str
        The id of the statement, item or source that the page shows and that the decision is
        about; empty where there is none.
    word, told : str
        What was decided, in short, and with what the draft had.
    changes, applied : bool
        False where the person confirms the draft; False where it could not be applied.
    """

    target: str
    at: str
    who: str
    why: str
    status: str
    message: str
    place: str
    word: str
    told: str
    changes: bool
    applied: bool

    @property
    def reason(self) -> Reason:
        """What is said of it at its place."""
        return Reason(self.why, self.told, [], [])

    @property
    def is_shown(self) -> bool:
        """Whether it was applied to something that the page shows."""
        return self.applied and bool(self.place)


@dataclass(frozen=True)
class DecisionSum:
    """The decisions counted, and where the reason of each is given.

    Attributes
    ----------
    number, change, confirm : int
        Lines, and how many of those that were applied change or confirm the draft.
    who : list of str
    when : str
    kinds : list of (word, places)
        Each place an anchor and a name.
    apart : list of Decision
        Those about what the page does not show, or not applied.
    """

    number: int
    change: int
    confirm: int
    who: list[str]
    when: str
    kinds: list[tuple[str, list[tuple[str, str]]]]
    apart: list[Decision]


def list_decisions(comparison: Tables, numbers: Numbers, accounts: Accounts) -> list[Decision]:
    """Give one row for each line of the review, with what it is about and what it changes."""
    several = comparison.corrections["who"].nunique() > 1
    rows, set_before = [], set()
    for row in each(comparison.corrections):
        changes = _changes(row)
        word, draft = _word(row, changes), _draft(comparison, row, accounts) if changes else ""
        # What stood there is the draft's only until a person has set it.
        whose = "before" if (row.target, row.field) in set_before else "the draft"
        told = f"{word}; {whose}: {draft}" if draft else word
        if row.status == "applied":
            set_before.add((row.target, row.field))
        rows.append(
            Decision(
                target=row.target,
                at=row.at,
                who=row.who,
                why=row.why,
                status=row.status,
                message=row.message,
                place=_place(comparison, row, numbers),
                word=word,
                told=f"{told} ({row.who})" if several else told,
                changes=changes,
                applied=row.status == "applied",
            )
        )
    return rows


def decisions_by_place(decisions: Sequence[Decision]) -> dict[str, list[Decision]]:
    """Gather the decisions that were applied by what they are about."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.is_shown:
            found[decision.place].append(decision)
    return found


def reasons_of(decisions: Iterable[Decision]) -> list[Reason]:
    """Return what is said of some decisions at their place."""
    return [decision.reason for decision in decisions]


def sum_up_decisions(
    comparison: Tables,
    decisions: Sequence[Decision],
    numbers: Numbers,
    anchors: Mapping[str, str],
) -> DecisionSum:
    """Count the decisions, and list where the reason of each is given.

    ``anchors`` are the places of the sources on the page, by their ids.
    """
    links = {source: (anchor, source) for source, anchor in anchors.items()}
    links |= {item: (f"e{n}", f"E{n}") for item, n in number_items(comparison).items()}
    links |= {statement: (f"s{n}", str(n)) for statement, n in numbers.items()}
    kinds: dict[str, list[tuple[str, str]]] = {}
    for decision in decisions:
        if decision.is_shown:
            places = kinds.setdefault(decision.word, [])
            places += [link] if (link := links[decision.place]) not in places else []
    applied = [decision for decision in decisions if decision.applied]
    days = sorted({str(decision.at)[:10] for decision in decisions})
    return DecisionSum(
        number=len(decisions),
        change=sum(decision.changes for decision in applied),
        confirm=sum(not decision.changes for decision in applied),
        who=list(dict.fromkeys(str(decision.who) for decision in decisions)),
        when=" to ".join(dict.fromkeys((days[0], days[-1]))) if days else "",
        kinds=_same_places_once(kinds),
        apart=[decision for decision in decisions if not decision.is_shown],
    )


def _same_places_once(
    kinds: Mapping[str, list[tuple[str, str]]],
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Join what was decided at several places, and at the same ones, into one line."""
    words: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for word, places in kinds.items():
        key = tuple(places) if len(places) > 1 else (*places, ("", word))
        words.setdefault(key, []).append(word)
    return [(", ".join(told), kinds[told[0]]) for told in words.values()]


def _place(comparison: Tables, row: Any, numbers: Numbers) -> str:
    target = str(row.target)
    if target in numbers or target in comparison.items.index or target in comparison.sources.index:
        return target
    if row.field == "statement":
        value = _read(row.value)
        spans = schema.parse_spans(str(value.get("content", ""))) or [(0, 0)]
        cue = schema.parse_spans(str(value.get("cue") or "")) or spans
        name = f"{target}:{spans[0][0]}-{max(end for _, end in spans)}"
        return next((n for n in (f"{name}@{cue[0][0]}", name) if n in numbers), "")
    return ""


def _changes(row: Any) -> bool:
    if row.field == "status":
        return str(row.value) != "accept" or row.draft not in ("", "drafted")
    if row.field == "bearings":
        given = _read(row.value) or [{"narrative": schema.NO_NARRATIVE, "stance": "neutral"}]
        told = {f"{b['narrative']} {b['stance']} {b.get('how', 'stated')}" for b in given}
        return told != set(str(row.draft).split("; "))
    if row.field == "rating":
        return bool(_read(row.draft) != _read(row.value))
    return row.field == "item" or str(row.draft) != str(row.value)


def _word(row: Any, changes: bool) -> str:
    name = _NAMES.get(row.field, str(row.field).replace("_", " "))
    if row.field == "status":
        left = "left out" if row.value == "reject" else "taken in again"
        return left if changes else "kept as drafted"
    if row.field in ("statement", "item"):
        return f"{row.field} {'redefined' if row.draft else 'made'} by hand"
    if row.field == "merge":
        return "folded into another"
    if row.field in _GRADES:
        return name if not changes else f"{name} {row.value}"
    return f"{name} {'set by hand' if changes else 'kept'}"


def _draft(comparison: Tables, row: Any, accounts: Accounts) -> str:
    """Write what the draft had, in the words of the page."""
    draft = str(row.draft)
    letter = {narrative: account.letter for narrative, account in accounts.items()}
    if row.field == "status" or not draft:
        return ""
    if row.field == "bearings":
        told = [bearing.split(" ") for bearing in draft.split("; ")]
        return ", ".join(
            f"{letter.get(n, 'none')} {stance}" + (" by implication" if how == "implied" else "")
            if n in letter
            else "none"
            for n, stance, how in (t for t in told if len(t) == 3)
        )
    if row.field == "rating":
        return ", ".join(f"{letter.get(n, n)} {letters}" for n, letters in _read(draft).items())
    document = str(row.target).partition(":")[0]
    if row.field in schema.ROLES and document in {d.document_id for d in comparison.documents}:
        return f"“{shorten(schema.span_text(comparison.document(document).text, draft))}”"
    return draft


def _read(value: Any) -> Any:
    """Read a value that is written as JSON; anything else is an empty mapping."""
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return {}
