"""A mark held against the statement that the case has: what a person changed, and what is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from narratives.exchange.marks import BEARS, LABELS, PARTS, SAME, Mark, order_bearings
from narratives.review.corrections import nearest
from narratives.schema import SchemaError, parse_spans

Said = tuple[str, dict[str, Any]]
"""A place in a file, and the line of review that it asks for."""
_CORRECTED = ("content", "source", "cue", "chain", "kind", "strength", "polarity", "source_id")
_DRAFTED = ("strength_words", "source_name", "inferred")
"""What no line of review corrects: it follows from what a line does."""


def changes_of(
    mark: Mark,
    held: Mapping[str, Mark],
    narratives: Sequence[str],
    why: str,
    tell: Callable[[str, str, str, bool, str], None],
) -> list[Said] | None:
    """List what a mark says otherwise than the case.

    Parameters
    ----------
    mark : Mark
        With who and when.
    held : mapping of statement to Mark
        The case as it stands.
    narratives : sequence of str
        Those of the case, in its order.
    why : str
    tell : callable
        Takes place, target, field, False and the reason for what is not taken.

    Returns
    -------
    list of (place, entry), or None where the case has no such statement and it is new
    """
    for problem in mark.problems:
        tell(mark.place, mark.statement_id, "", False, problem)
    name = mark.statement_id or _same_words(mark, held)
    if not name:
        return None
    if name not in held:
        near = nearest(name, held)
        more = f" The nearest is {near}." if near else ""
        tell(
            mark.place,
            name,
            "",
            False,
            f"the case has no statement {name} now: the draft has changed, or a person left it "
            f"out.{more}",
        )
        return []
    now = held[name].fields
    said: list[Said] = []
    if mark.fields.get("status") == "reject":
        return [(mark.place, _entry(mark, name, "status", "reject", why))]
    for part in _CORRECTED:
        wanted = mark.fields.get(part)
        if wanted is None or wanted == now[part]:
            continue
        if not wanted and part not in ("source", "cue", "chain"):
            tell(mark.place, name, part, False, f"the file gives no {part}; what stands is kept")
            continue
        said.append((mark.place, _entry(mark, name, part, wanted, why)))
    for part in _DRAFTED:
        wanted = mark.fields.get(part)
        if wanted and wanted != now[part]:
            tell(mark.place, name, part, False, "no line of review sets it; it follows from others")
    if mark.fields.get(BEARS) is not None:
        wanted_bearings = order_bearings(list(mark.fields[BEARS]), narratives)
        if wanted_bearings != now[BEARS]:
            value = _bearings(wanted_bearings)
            said.append((mark.place, _entry(mark, name, "bearings", value, why)))
    if not said:
        tell(mark.place, name, "", False, SAME)
    return said


def additions_of(mark: Mark, why: str) -> list[Said]:
    """Return the line that adds a statement which the case does not have."""
    value = {
        name: mark.fields[name]
        for name in (*PARTS, *LABELS)
        if mark.fields.get(name) not in (None, "", False)
    }
    if mark.fields.get(BEARS):
        value["bearings"] = _bearings(mark.fields[BEARS])
    return [(mark.place, _entry(mark, mark.document_id, "statement", value, why))]


def _same_words(mark: Mark, held: Mapping[str, Mark]) -> str:
    """Return the statement of the same words, where the file gives no id.

    Two statements may share their content: then cue or source tell them apart.
    """
    try:
        content = parse_spans(mark.fields.get("content", "") or "")
    except SchemaError:
        return ""
    alike = [
        name
        for name, other in held.items()
        if other.document_id == mark.document_id and parse_spans(other.fields["content"]) == content
    ]
    for part in ("cue", "source"):
        same = [name for name in alike if held[name].fields[part] == mark.fields.get(part)]
        if same:
            return same[0]
    return alike[0] if len(alike) == 1 and not mark.fields.get("cue") else ""


def _entry(mark: Mark, target: str, name: str, value: Any, why: str) -> dict[str, Any]:
    return {
        "at": mark.at,
        "who": mark.who,
        "target": target,
        "field": name,
        "value": value,
        "why": why,
    }


def _bearings(bearings: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
    return [{"narrative": n, "stance": s, "how": h} for n, s, h in bearings]
