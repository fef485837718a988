"""What a person decided: each decision with its reason, where it belongs on the page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from narratives import schema
from narratives.schema import each
from narratives.telling.words import shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

_SPANS = ("source", "cue", "content")
_GRADES = ("credibility", "relevance", "reliability")
_NAMES = {
    "source_id": "source",
    "shown": "what is shown",
    "rating": "ratings",
    "sha256": "text",
    "bearings": "bearing",
}


def list_decisions(
    comparison: Tables,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    """Give one row for each line of the review, with what it is about and what it changes.

    Returns
    -------
    list of dict
        ``place`` is the id of the statement, item or source that the page shows and that
        the decision is about, empty where there is none. ``word`` says in short what was
        decided, ``told`` the same with what the draft had. ``changes`` is False where
        the person confirms the draft.
    """
    several = comparison.corrections["who"].nunique() > 1
    rows = []
    for row in each(comparison.corrections):
        changes = _changes(row)
        word, draft = _word(row, changes), _draft(comparison, row, accounts) if changes else ""
        told = f"{word}; the draft: {draft}" if draft else word
        rows.append(
            {
                **{name: getattr(row, name) for name in schema.CORRECTIONS},
                "place": _place(comparison, row, numbers),
                "word": word,
                "told": f"{told} ({row.who})" if several else told,
                "accounts": (),
                "meant": (),
                "changes": changes,
                "applied": row.status == "applied",
            }
        )
    return rows


def reasons_by_place(decisions: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Gather the decisions that were applied by what they are about."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in decisions:
        if row["applied"] and row["place"]:
            found[row["place"]].append(row)
    return found


def sum_up_decisions(
    comparison: Tables,
    decisions: Sequence[dict[str, Any]],
    numbers: Mapping[str, int],
    sources: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Count the decisions, and list where the reason of each is given.

    Returns
    -------
    dict
        ``number`` of lines, how many ``change`` and how many ``confirm`` the draft, by
        ``who`` and ``when``; ``kinds`` of decision with the places that tell the reason;
        ``apart``, the decisions about what the page does not show, or not applied.
    """
    links = {str(row["id"]): (str(row["anchor"]), str(row["id"])) for row in sources}
    links |= {str(i): (f"e{n}", f"E{n}") for n, i in enumerate(comparison.items.index, start=1)}
    links |= {statement: (f"s{n}", str(n)) for statement, n in numbers.items()}
    kinds: dict[str, list[tuple[str, str]]] = {}
    for row in decisions:
        if row["applied"] and row["place"]:
            places = kinds.setdefault(row["word"], [])
            places += [link] if (link := links[row["place"]]) not in places else []
    applied = [row for row in decisions if row["applied"]]
    days = sorted({str(row["at"])[:10] for row in decisions})
    return {
        "number": len(decisions),
        "change": sum(row["changes"] for row in applied),
        "confirm": sum(not row["changes"] for row in applied),
        "who": list(dict.fromkeys(str(row["who"]) for row in decisions)),
        "when": " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "",
        "kinds": list(kinds.items()),
        "apart": [row for row in decisions if not (row["applied"] and row["place"])],
    }


def _place(comparison: Tables, row: Any, numbers: Mapping[str, int]) -> str:
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


def _draft(comparison: Tables, row: Any, accounts: Mapping[str, dict[str, Any]]) -> str:
    """Write what the draft had, in the words of the page."""
    draft = str(row.draft)
    letter = {narrative: account["letter"] for narrative, account in accounts.items()}
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
    if row.field in _SPANS and document in {d.document_id for d in comparison.documents}:
        return f"“{shorten(schema.span_text(comparison.document(document).text, draft))}”"
    return draft


def _read(value: Any) -> Any:
    """Read a value that is written as JSON; anything else is an empty mapping."""
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return {}
