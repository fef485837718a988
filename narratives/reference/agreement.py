"""Pair the drafted statements with the items of a reference, and count what agrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narratives.case.annotation import check_reference
from narratives.reference.entries import (
    Entry,
    read_draft,
    read_items,
    read_never,
    same_source,
    token_f1,
)
from narratives.reference.pairing import merge_entries, nearest_entry, pair_entries
from narratives.schema import (
    NO_NARRATIVE,
    Case,
    CaseError,
    Document,
    NarrativesError,
    Span,
    require_columns,
    span_text,
)
from narratives.stages import compare


@dataclass(frozen=True)
class Agreement:
    """How far a draft agrees with a reference.

    Parameters
    ----------
    summary : DataFrame indexed by measure, columns right, of, share
        ``share`` is right / of, from 0 to 1, NaN where ``of`` is 0.
    items : DataFrame indexed by the reference's item id
        ``required``; ``statement_id``, empty where not found; ``content_f1``, that of the
        nearest statement where not found; ``found``, ``source``, ``merged``, ``bearing``,
        ``strength``, all false where not found; ``reference`` and ``drafted``, the words
        of the item and of the (nearest) statement.
    extras : DataFrame indexed by statement_id, columns source_name, words
        Drafted statements that are no item.
    never : DataFrame, columns text, statement_id, words
        What came out and must not.
    """

    summary: pd.DataFrame
    items: pd.DataFrame
    extras: pd.DataFrame
    never: pd.DataFrame


def measure_agreement(case: Case) -> Agreement:
    """Draft a case without its review and measure the draft against its references.

    Parameters
    ----------
    case : Case
        With a ``reference``, or with ``references`` of several documents, which are counted
        together: the id of an item then begins with that of its document.

    Returns
    -------
    Agreement

    Raises
    ------
    CaseError
        If the case has no reference, or it was made for a text that is not in the case.
    NarrativesError
        If that text cannot be read.
    """
    references = {"reference.json": case.reference} if case.reference is not None else {}
    references |= {f"reference-{name}.json": each for name, each in case.references.items()}
    if not references:
        raise CaseError([f"{case.name}: there is no reference.json to measure against."])
    found = {}
    for file, reference in references.items():
        _check_shape(reference, file)
        found[file] = _find_document(reference, case.documents, file)
    draft = compare(case, draft=True)
    for document in found.values():
        if document.document_id in draft.unread:
            raise NarrativesError(draft.warnings[draft.unread.index(document.document_id)])
    measured = [
        measure_draft(draft.statements, draft.bearings, found[file], reference)
        for file, reference in references.items()
    ]
    return measured[0] if len(measured) == 1 else _together(measured, found.values())


def _together(measured: Sequence[Agreement], documents: Iterable[Document]) -> Agreement:
    """Add up what was measured on several texts; an item's id begins with its document."""
    summary = sum(
        (each.summary[["right", "of"]] for each in measured[1:]),
        measured[0].summary[["right", "of"]],
    )
    summary["share"] = summary["right"] / summary["of"].where(summary["of"] > 0)
    items = []
    for each, document in zip(measured, documents, strict=True):
        names = [f"{document.document_id}:{item}" for item in each.items.index]
        items.append(each.items.set_axis(names))
    return Agreement(
        summary=summary,
        items=pd.concat(items).rename_axis("item"),
        extras=pd.concat([each.extras for each in measured]),
        never=pd.concat([each.never for each in measured], ignore_index=True),
    )


def measure_draft(
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    document: Document,
    reference: Mapping[str, Any],
) -> Agreement:
    """Compare drafted statements and bearings of one document with a reference.

    Parameters
    ----------
    statements : DataFrame indexed by statement_id, columns of ``schema.STATEMENTS``
        Those of other documents are left out of the measure.
    bearings : DataFrame with columns of ``schema.BEARINGS``
    document : Document
        The text the reference was made for.
    reference : mapping
        The content of ``reference.json``.

    Returns
    -------
    Agreement
        Its summary has the measures *required found*, *required found with the right
        source* (of all required items), *statements that are right* (precision: found
        items with the right source and accepted merges, of all drafted statements),
        *narrative and stance*, *strength* (both of the required items found with the
        right source) and *never emitted* (texts kept out, of those named).

    Raises
    ------
    SchemaError
        If a table lacks columns.
    CaseError
        If the reference lacks a part or has another shape, or its spans are not the words it
        says; all mistakes at once.

    Examples
    --------
    >>> text = "The dam held, engineers said."
    >>> reference = {
    ...     "items": [{
    ...         "id": "A01",
    ...         "source": {"canonical": "engineers", "spans": [{"start": 14, "end": 23}]},
    ...         "cue": [{"start": 24, "end": 28}], "content": [{"start": 0, "end": 12}],
    ...         "bearings": [], "hedging": "certain",
    ...     }],
    ...     "scoring": {"required": ["A01"]},
    ... }
    >>> statements = pd.DataFrame(
    ...     {"document_id": "note", "source": "14-23", "cue": "24-28", "content": "0-12",
    ...      "source_name": "engineers", "strength": "likely"}, index=["note:0-12"])
    >>> bearings = pd.DataFrame(columns=["statement_id", "narrative_id", "stance"])
    >>> measure_draft(statements, bearings, Document("note", text), reference).summary
                                          right  of  share
    measure
    required found                            1   1    1.0
    required found with the right source      1   1    1.0
    statements that are right                 1   1    1.0
    narrative and stance                      1   1    1.0
    strength                                  0   1    0.0
    never emitted                             0   0    NaN
    """
    needed = ("document_id", "source", "cue", "content", "source_name", "strength")
    require_columns(statements, needed, "statements")
    require_columns(bearings, ("statement_id", "narrative_id", "stance"), "bearings")
    _check_shape(reference)
    items = read_items(reference, document)
    drafted = read_draft(statements, document)
    scoring = reference.get("scoring", {})
    required = set(scoring.get("required", [item.entry_id for item in items]))
    matched = pair_entries(items, drafted)
    merged = merge_entries(items, drafted, matched, scoring.get("accept_merges", ()))
    found = {**merged, **matched}

    rows = {}
    for item, given in zip(items, reference["items"], strict=True):
        partner = found.get(item.entry_id)
        nearest = partner or nearest_entry(item, drafted)
        rows[item.entry_id] = {
            "required": item.entry_id in required,
            "statement_id": partner.entry_id if partner else "",
            "content_f1": token_f1(item.tokens, nearest.tokens) if nearest else 0.0,
            "found": partner is not None,
            "source": partner is not None and same_source(item, partner),
            "merged": item.entry_id in merged,
            "bearing": partner is not None and _same_bearings(given, partner.entry_id, bearings),
            "strength": partner is not None and partner.strength == item.strength,
            "reference": item.words,
            "drafted": nearest.words if nearest else "",
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("item")
    right = {found[item_id].entry_id for item_id in found if rows[item_id]["source"]}
    forbidden = read_never(reference, document)
    broken = [
        (label, entry.entry_id, span_text(document.text, entry.content))
        for label, tokens in forbidden.items()
        for entry in drafted
        if tokens & entry.tokens
    ]
    return Agreement(
        summary=_summarise(table, right, drafted, forbidden, {label for label, *_ in broken}),
        items=table,
        extras=pd.DataFrame(
            [(e.entry_id, e.name, e.words) for e in drafted if e.entry_id not in right],
            columns=["statement_id", "source_name", "words"],
        ).set_index("statement_id"),
        never=pd.DataFrame(broken, columns=["text", "statement_id", "words"]),
    )


def _summarise(
    table: pd.DataFrame,
    right: set[str],
    drafted: Sequence[Entry],
    forbidden: Mapping[str, set[Span]],
    broken: set[str],
) -> pd.DataFrame:
    must = table[table["required"]]
    sourced = must[must["source"]]
    summary = pd.DataFrame(
        [
            ("required found", int(must["found"].sum()), len(must)),
            ("required found with the right source", len(sourced), len(must)),
            ("statements that are right", len(right), len(drafted)),
            ("narrative and stance", int(sourced["bearing"].sum()), len(sourced)),
            ("strength", int(sourced["strength"].sum()), len(sourced)),
            ("never emitted", len(forbidden) - len(broken), len(forbidden)),
        ],
        columns=["measure", "right", "of"],
    ).set_index("measure")
    summary["share"] = summary["right"] / summary["of"].where(summary["of"] > 0)
    return summary


def _same_bearings(item: Mapping[str, Any], statement_id: str, bearings: pd.DataFrame) -> bool:
    rows = bearings[bearings["statement_id"] == statement_id]
    drafted = set(zip(rows["narrative_id"], rows["stance"], strict=True))
    drafted = {pair for pair in drafted if pair[0] != NO_NARRATIVE and pair[1] != "neutral"}
    given = [b for b in item.get("bearings", ()) if b["narrative"] != NO_NARRATIVE]
    stated = [b for b in given if b.get("how") != "implied"]
    needed = {(b["narrative"], b["stance"]) for b in stated or given}
    allowed = {(b["narrative"], b["stance"]) for b in (*given, *item.get("contested_bearings", ()))}
    return needed <= drafted <= allowed


def _check_shape(reference: Mapping[str, Any], file: str = "reference.json") -> None:
    problems = [f"{file}: {problem}" for problem in check_reference(reference)]
    if problems:
        raise CaseError(problems)


def _find_document(
    reference: Mapping[str, Any], documents: Sequence[Document], file: str
) -> Document:
    wanted = reference.get("document", {}).get("sha256", "")
    for document in documents:
        if document.sha256 == wanted:
            return document
    known = ", ".join(f"{d.document_id} ({d.sha256[:12]}…)" for d in documents)
    raise CaseError(
        [
            f'{file}: document.sha256 "{wanted}" is of no document in the case. '
            f"The case has: {known or 'none'}. Restore the text the reference was made for, "
            "or make a new reference."
        ]
    )
