"""The replay of a review over drafted statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import nan
from typing import Any

import pandas as pd

from narratives.review.checks import STATEMENT_ID
from narratives.review.corrections import (
    DraftRow,
    added_id,
    correction,
    corrections_table,
    nearest,
    statement_gone,
)
from narratives.review.rows import TEXTS, flag_by_hand, set_field
from narratives.schema import (
    NARRATOR,
    SPANS,
    UNNAMED,
    Document,
    SchemaError,
    did_you_mean,
    parse_spans,
    records_of,
    require_columns,
    typed_table,
)

_FIELDS = (
    "status",
    "source",
    "cue",
    "content",
    "kind",
    "strength",
    "polarity",
    "source_id",
    "source_name",
    "chain",
    "merge",
)


def apply_to_statements(
    statements: pd.DataFrame,
    review: pd.DataFrame,
    documents: Iterable[Document],
    sources: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replay the review over drafted statements.

    A statement keeps the id under which it was reviewed, also where its content is
    corrected. One that a person added stands in the place of a drafted one with the same cue and
    content: a later draft may find what was missing. A content that was corrected to what a
    later draft reads is read so. Rejected statements and those merged into another are left out; a
    later "accept" brings them back.

    What the machine held of its own reading goes with that reading: ``probability``
    where source, cue or content are corrected, ``link_probability`` where the source
    or its id is. A corrected source has ``resolved_by`` "review", the name its words
    give, and an empty ``source_id`` until it is looked up in the register; one whose
    id a person gave keeps that name. What the draft had stands in ``corrections``.

    Parameters
    ----------
    statements : DataFrame, columns ``schema.STATEMENTS``, indexed by ``statement_id``
    review : DataFrame, columns ``REVIEW``, as :func:`load_review` returns it
    documents : iterable of Document
        The texts that the spans point into.
    sources : DataFrame indexed by ``source_id``, columns ``schema.SOURCES``, optional
        With it, a corrected ``source_id`` sets ``source_name`` to the name in the
        register, and an unknown one is refused.

    Returns
    -------
    statements : DataFrame
        With the columns of the argument; corrected and added ones have the flag
        ``by_hand``, added ones the method "review".
    corrections : DataFrame, columns ``schema.CORRECTIONS``
        One row for each line that concerns statements, in the order of the review.

    Examples
    --------
    >>> from narratives.review.log import load_review
    >>> empty, _ = load_review("no-review-yet.jsonl")
    >>> draft = pd.DataFrame({"document_id": ["flood"], "content": ["4-9"]}, index=["flood:4-9"])
    >>> table, corrections = apply_to_statements(draft, empty, [])
    >>> len(table), len(corrections)
    (1, 0)
    """
    require_columns(statements, ("document_id", "content"), "statements")
    texts = {document.document_id: document.text for document in documents}
    rows: dict[str, DraftRow] = dict(
        zip(map(str, statements.index), records_of(statements), strict=True)
    )
    out: dict[str, str] = {}
    added: list[str] = []
    told = []
    for entry in records_of(review):
        if entry["field"] == "statement":
            told.append(_add(entry, rows, added, texts, sources, statements.columns))
        elif entry["field"] in _FIELDS and STATEMENT_ID.match(entry["target"]):
            told.append(_correct(entry, rows, out, texts, sources))
    kept = {key: row for key, row in rows.items() if key not in out}
    if added:
        place = {document: n for n, document in enumerate(texts)}
        kept = dict(sorted(kept.items(), key=lambda pair: _place(pair[1], place)))
    name = statements.index.name or "statement_id"
    index = pd.Index(pd.Series(list(kept), dtype="str"), name=name)
    if len(statements):
        types = {str(column): kind for column, kind in statements.dtypes.items()}
        return typed_table(kept.values(), types, index), corrections_table(told)
    table = pd.DataFrame(list(kept.values()), index=index, columns=list(statements.columns))
    return table, corrections_table(told)


def _correct(
    entry: Mapping[Any, Any],
    rows: dict[str, DraftRow],
    out: dict[str, str],
    texts: Mapping[str, str],
    sources: pd.DataFrame | None,
) -> DraftRow:
    target, name, value = entry["target"], entry["field"], entry["value"]
    if target not in rows:
        by_now = _read_so_by_now(entry, rows)
        return correction(entry, value) if by_now else statement_gone(entry, rows)
    row = rows[target]
    if name == "status":
        before = out.pop(target, "drafted")
        if value == "reject":
            out[target] = "reject"
        return correction(entry, before)
    if name == "merge":
        return _merge(entry, rows, out)
    if name in SPANS:
        wrong = _outside(value, texts.get(row["document_id"]))
        if wrong:
            return correction(entry, row.get(name, ""), "refused", wrong)
    if name == "source_id" and not _known_source(value, sources):
        return correction(
            entry, row.get("source_id", ""), "refused", _unknown_source(value, sources)
        )
    drafted: Any = row.get(name, row.get("source_name", ""))
    set_field(row, name, value, texts, sources)
    flag_by_hand(row)
    return correction(entry, drafted)


def _read_so_by_now(entry: Mapping[Any, Any], rows: Mapping[str, DraftRow]) -> bool:
    """Tell whether the draft has the content to which a person corrected another draft."""
    if entry["field"] != "content":
        return False
    wanted = {"target": entry["target"].split(":")[0], "value": {"content": entry["value"]}}
    name = added_id(wanted, ())
    return name in rows and parse_spans(rows[name]["content"]) == parse_spans(entry["value"])


def _merge(entry: Mapping[Any, Any], rows: Mapping[str, DraftRow], out: dict[str, str]) -> DraftRow:
    target, into = entry["target"], entry["value"]
    if into not in rows:
        near = nearest(into, rows)
        more = f" The nearest is {near}." if near else ""
        return correction(entry, "", "refused", f"the draft has no statement {into}.{more}")
    if into == target or into in out:
        return correction(
            entry, "", "refused", f"{into} is left out itself. Merge into a statement that stays."
        )
    out[target] = "merged"
    flag_by_hand(rows[into])
    return correction(entry, "")


def _add(
    entry: Mapping[Any, Any],
    rows: dict[str, DraftRow],
    added: list[str],
    texts: Mapping[str, str],
    sources: pd.DataFrame | None,
    columns: Iterable[str],
) -> DraftRow:
    document, value = entry["target"], entry["value"]
    if document not in texts:
        near = did_you_mean(document, texts)
        return correction(entry, "", "gone", f'there is no document "{document}".{near}')
    for name in SPANS:
        wrong = _outside(value.get(name, ""), texts[document])
        if wrong:
            return correction(entry, "", "refused", f"{name}: {wrong}")
    source_id = value.get("source_id", "")
    if source_id and not _known_source(source_id, sources):
        return correction(entry, "", "refused", _unknown_source(source_id, sources))
    name = added_id(entry, ())
    if name in rows and name not in added and _is_same(rows[name], value):
        del rows[name]  # The draft has it by now; the person's stands in its place.
    cue = parse_spans(value.get("cue", "") or "") or parse_spans(value["content"])
    own = f"{name}@{min(cue)[0]}"
    for known in (name, own):
        if known in added and _is_said_by_the_same(rows[known], value):
            for key in ("kind", "strength", "polarity"):
                if value.get(key):
                    set_field(rows[known], key, value[key], texts, sources)
            return correction(entry, "")  # Another person has added it too: it is one statement.
    name = own if name in rows else name
    if name in rows:
        return correction(
            entry, name, "refused", f"the statement {name} is there already. Correct it."
        )
    row: DraftRow = dict.fromkeys(columns, "")
    row |= {name: nan for name in ("link_probability", "probability") if name in row}
    row |= {"document_id": document, "kind": "indirect", "polarity": "asserts"}
    row |= {"inferred": False, "method": "review", "resolved_by": "", "source_name": UNNAMED}
    for key in (*SPANS, "kind", "strength", "polarity"):
        if key in value or key in TEXTS:
            set_field(row, key, value.get(key, ""), texts, sources)
    row["inferred"] = value.get("inferred", False)
    row["source_name"] = value.get("source_name") or row.get("source_text") or UNNAMED
    if source_id:
        set_field(row, "source_id", source_id, texts, sources)
    row["flags"] = ""
    flag_by_hand(row)
    rows[name] = row
    added.append(name)
    return correction(entry, "")


def _is_same(row: DraftRow, value: Mapping[str, Any]) -> bool:
    """Tell whether a drafted statement has the cue and content of one that a person added."""
    return all(
        parse_spans(str(row.get(name, "") or "")) == parse_spans(value.get(name, "") or "")
        for name in ("cue", "content")
    )


def _is_said_by_the_same(row: DraftRow, value: Mapping[str, Any]) -> bool:
    """Tell whether a statement that a person added has the words and the speaker of another."""
    span, by = (str(value.get(name, "") or "") for name in ("source", "source_id"))
    name = value.get("source_name") or row.get("source_text") or row.get("source_name")
    same = parse_spans(str(row.get("source", "") or "")) == parse_spans(span)
    speaks = row.get("source_id", "") == by if by else row.get("source_name") == name
    return _is_same(row, value) and same and speaks


def _outside(spans: str, text: str | None) -> str:
    """Say why spans do not fit a text, or nothing."""
    if text is None:
        return "the document of this statement is not in the case."
    try:
        last = max((end for _, end in parse_spans(spans)), default=0)
    except SchemaError as error:
        return str(error)
    if last > len(text):
        return f'span "{spans}" ends at {last}; the text has {len(text)} characters.'
    return ""


def _known_source(source: str, sources: pd.DataFrame | None) -> bool:
    return sources is None or source in (NARRATOR, UNNAMED) or source in sources.index


def _unknown_source(source: str, sources: pd.DataFrame | None) -> str:
    known = [] if sources is None else [str(key) for key in sources.index]
    near = did_you_mean(source, known)
    return f'source "{source}" is not in the register. Known: {", ".join(known)}.{near}'


def _place(row: DraftRow, documents: Mapping[str, int]) -> tuple[int, int]:
    start = min(parse_spans(row["content"]), default=(0, 0))[0]
    return documents.get(row["document_id"], len(documents)), start
