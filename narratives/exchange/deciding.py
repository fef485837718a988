"""What a file of another tool says becomes lines of review, each checked; nothing else changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.case.checks import check_review
from narratives.case.tables import CaseTables
from narratives.exchange.diffing import Said, additions_of, changes_of
from narratives.exchange.marks import AS_EXPORTED, IN_REVIEW, SAME, Mark, marks_of
from narratives.review import (
    REVIEW,
    apply_to_bearings,
    apply_to_cards,
    apply_to_items,
    apply_to_sources,
    apply_to_statements,
    check_entry,
    mark_of,
)
from narratives.review.order import replay_order
from narratives.schema import Case, each

if TYPE_CHECKING:
    from narratives.comparison import Tables

REPORT = ("place", "target", "field", "taken", "why")
"""Columns of the report of an import: one row for each thing that the file says."""


@dataclass(frozen=True)
class ReadFile:
    """What a format read from a file, before anything is decided.

    Parameters
    ----------
    marks : tuple of Mark
    lines : tuple of (place, mapping)
        Lines of review that travelled with the case.
    ratings : tuple of (place, item, narrative, letters, who, at)
        Ratings; an empty ``who`` or ``at`` is not known.
    left : tuple of (place, why)
        What cannot be taken, and why.
    proposed : tuple of str
        Narratives and sources that the case may take, as lines for its ``case.yaml``.
    """

    marks: tuple[Mark, ...] = ()
    lines: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    ratings: tuple[tuple[str, str, str, str, str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    proposed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decided:
    """The lines that an import adds to a review, and what became of all that the file says."""

    entries: tuple[dict[str, Any], ...]
    report: pd.DataFrame = field(repr=False)


def decide(
    case: Case,
    read: ReadFile,
    compare: Callable[[Case], Tables],
    *,
    who: str,
    at: str,
    why: str,
    judge: Callable[[Case, Collection[int]], pd.DataFrame | None] | None = None,
) -> Decided:
    """Turn what was read into lines of review.

    Parameters
    ----------
    case : Case
    read : ReadFile
    compare : callable
        Compares a case. It is called once at most, and only where the file says something new.
    who, at : str
        Who decided and when, where the file does not say.
    why : str
        The reason of a line that comes from a mark or a rating.
    judge : callable, optional
        Takes a case and numbers of lines of its review. Says what becomes of them without a
        comparison, as a table of corrections, or None where it takes one.

    Returns
    -------
    Decided
        A line is taken where it is a valid line of review, fits the case and has an effect
        in the replay; each other thing that the file says has its reason in the report.
    """
    told = [_told(place, "", "", False, reason) for place, reason in read.left]
    lines = _new_lines(case, read, told)
    touched = []
    for mark in read.marks:
        if mark.untouched:
            told.append(_told(mark.place, mark.statement_id, "", False, AS_EXPORTED))
        else:
            touched.append(mark)
    if not lines and not touched and not read.ratings:
        return Decided((), _table(told))
    changed = replace(case, review=_with(case.review, [line for _, line in lines]))
    first = int(case.review["line"].max()) + 1 if len(case.review) else 1
    if judge is not None and not touched and not read.ratings:
        fates = judge(changed, range(first, first + len(lines)))
        if fates is not None:
            return Decided(tuple(_applied(fates, first, lines, told)), _table(told))
    compared = compare(changed)
    entries = _applied(compared.corrections, first, lines, told)
    held = {mark.statement_id: mark for mark in marks_of(compared)}
    narratives = [str(narrative) for narrative in case.narratives.index]

    def tell(*row: Any) -> None:
        told.append(dict(zip(REPORT, row, strict=True)))

    said: list[Said] = []
    for mark in touched:
        signed = replace(mark, who=mark.who or who, at=mark.at or at)
        given = changes_of(signed, held, narratives, why, tell)
        said += additions_of(signed, why) if given is None else given
    said += _ratings(read, compared, who, at, why, told)
    entries += _checked(case, compared, said, told)
    return Decided(tuple(entries), _table(told))


def _new_lines(
    case: Case, read: ReadFile, told: list[dict[str, Any]]
) -> list[tuple[str, dict[str, Any]]]:
    known = {mark_of(row) for row in case.review.to_dict("records")}
    fresh = []
    for place, line in read.lines:
        problems = check_entry(line) or _misfits(case, line)
        target = str(line.get("target", "")) if isinstance(line, Mapping) else ""
        name = str(line.get("field", "")) if isinstance(line, Mapping) else ""
        if problems:
            told.append(_told(place, target, name, False, " ".join(problems)))
        elif mark_of(line) in known:
            told.append(_told(place, target, name, False, IN_REVIEW))
        else:
            fresh.append((place, dict(line)))
            known.add(mark_of(line))
    return fresh


def _misfits(case: Case, line: Mapping[str, Any]) -> list[str]:
    """Say what in a line the case does not know: it would not load with such a line."""
    problems: list[str] = []
    register = CaseTables(
        case.question, case.narratives, case.sources, case.origins, case.stakes, case.settings
    )
    table = _with(case.review.iloc[:0], [line])
    check_review(Path("review.jsonl"), table, register, case.documents, problems, problems)
    hashes = {document.document_id: document.sha256 for document in case.documents}
    target = line["target"]
    if line["field"] == "sha256" and hashes.get(target, line["value"]) != line["value"]:
        problems.append(f"the text of {target} is another one: it has {hashes[target]}.")
    return [problem.removeprefix("review.jsonl, line 1: ") for problem in problems]


def _with(review: pd.DataFrame, lines: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    last = int(review["line"].max()) if len(review) else 0
    rows = [{"line": last + n, **line} for n, line in enumerate(lines, 1)]
    if not rows:
        return review
    together: list[Any] = [*review.to_dict("records"), *rows]
    table = pd.DataFrame(replay_order(together), columns=list(REVIEW))
    text = ("at", "who", "target", "field", "why")
    types: dict[str, Any] = {"line": "int64", "value": "object", **dict.fromkeys(text, "str")}
    return table.astype(types)


def _applied(
    corrections: pd.DataFrame,
    first: int,
    lines: list[tuple[str, dict[str, Any]]],
    told: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Tell what became of the lines, numbered from ``first``, where they were replayed."""
    failed = {
        int(row.line): str(row.message) for row in each(corrections) if row.status != "applied"
    }
    kept = []
    for number, (place, line) in enumerate(lines, first):
        reason = failed.get(number, "")
        if not reason:
            kept.append(line)
        told.append(_told(place, line["target"], line["field"], not reason, reason))
    return kept


def _ratings(
    read: ReadFile,
    compared: Tables,
    who: str,
    at: str,
    why: str,
    told: list[dict[str, Any]],
) -> list[Said]:
    now = {(r.item_id, r.narrative_id, r.who): r.rating for r in each(compared.ratings)}
    named = _items_by_words(compared)
    unknown: dict[str, str] = {}
    rows: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for place, told_item, narrative, letters, by, when in read.ratings:
        item = named.get(plain_words(told_item), told_item)
        if len(item.split()) > 1:
            unknown[place] = item
            continue
        key = (place, item, by or who, when or at)
        fresh = now.get((item, narrative, by or who)) != letters
        rows.setdefault(key, {}).update({narrative: letters} if fresh else {})
    told += [
        _told(place, item, "rating", False, "no item of the case has these words, or several have")
        for place, item in unknown.items()
    ]
    said = []
    for (place, item, signed, when), value in sorted(rows.items(), key=lambda row: row[0][3]):
        if not value:
            told.append(_told(place, item, "rating", False, SAME))
            continue
        entry = {"at": when, "who": signed, "target": item, "field": "rating"}
        said.append((place, {**entry, "value": value, "why": why}))
    return said


def _items_by_words(compared: Tables) -> dict[str, str]:
    """Return the item of each label that one item alone has: boards know items by their words."""
    found: dict[str, list[str]] = {}
    for item, label in compared.items["label"].items():
        found.setdefault(plain_words(str(label)), []).append(str(item))
    ids = set(map(str, compared.items.index))
    return {words: one[0] for words, one in found.items() if len(one) == 1 and words not in ids}


def plain_words(text: str) -> str:
    """Return words with one space between them.

    Examples
    --------
    >>> plain_words(" a  bang ")
    'a bang'
    """
    return " ".join(text.split())


def _checked(
    case: Case, compared: Tables, said: list[Said], told: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Keep the entries that are valid, fit the case and are applied in a replay."""
    valid = []
    for place, entry in said:
        problems = check_entry(entry) or _misfits(case, entry)
        if problems:
            told.append(_told(place, entry["target"], entry["field"], False, " ".join(problems)))
        else:
            valid.append((place, entry))
    review = _with(compared.corrections.iloc[:0], [entry for _, entry in valid])
    if not valid:
        return []
    statements, of_statements = apply_to_statements(
        compared.statements, review, case.documents, compared.sources
    )
    names = [str(narrative) for narrative in case.narratives.index]
    _, of_bearings = apply_to_bearings(compared.bearings, review, statements, names)
    of_items = apply_to_items(
        compared.items, compared.reports, compared.matrix, review, statements
    ).corrections
    _, of_sources = apply_to_sources(compared.sources, review)
    fates = {}
    for table in (of_statements, of_bearings, of_items, of_sources, apply_to_cards(review, names)):
        for row in each(table):
            fates[int(row.line)] = (row.status == "applied", str(row.message))
    kept = []
    for number, (place, entry) in enumerate(valid, 1):
        taken, reason = fates.get(number, (True, ""))
        if taken:
            kept.append(entry)
        told.append(_told(place, entry["target"], entry["field"], taken, reason))
    return kept


def _told(place: str, target: str, name: str, taken: bool, why: str) -> dict[str, Any]:
    return dict(zip(REPORT, (place, target, name, taken, why), strict=True))


def _table(told: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(told, columns=list(REPORT))
    return table.astype({**dict.fromkeys(REPORT, "str"), "taken": "bool"})
