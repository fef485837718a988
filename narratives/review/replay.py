"""The replay of a review over the draft: statements, bearings, sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from narratives.review.fields import STATEMENT_ID, did_you_mean
from narratives.schema import (
    BEARINGS,
    CORRECTIONS,
    NARRATOR,
    NO_NARRATIVE,
    UNNAMED,
    Document,
    SchemaError,
    format_spans,
    parse_spans,
    require_columns,
    span_text,
)

_SPANS = ("source", "cue", "content", "chain", "strength_words")
_TEXTS = {"source": "source_text", "cue": "cue_text", "content": "content_text"}
_FIELDS = (
    "status",
    "source",
    "cue",
    "content",
    "kind",
    "strength",
    "polarity",
    "source_id",
    "chain",
    "merge",
)
BY_HAND = "by_hand"
"""The flag of a statement that a person corrected or added."""

Row = dict[str, Any]


def apply_to_statements(
    statements: pd.DataFrame,
    review: pd.DataFrame,
    documents: Iterable[Document],
    sources: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replay the review over drafted statements.

    A statement keeps the id under which it was reviewed, also where its content is
    corrected. Rejected statements and those merged into another are left out; a
    later "accept" brings them back.

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
    rows: dict[str, Row] = {
        str(key): {str(k): v for k, v in row.items()}
        for key, row in zip(statements.index, statements.to_dict("records"), strict=True)
    }
    out: dict[str, str] = {}
    added: list[str] = []
    told = []
    for entry in review.to_dict("records"):
        if entry["field"] == "statement":
            told.append(_add(entry, rows, added, texts, sources))
        elif entry["field"] in _FIELDS and STATEMENT_ID.match(entry["target"]):
            told.append(_correct(entry, rows, out, texts, sources))
    kept = {key: row for key, row in rows.items() if key not in out}
    if added:
        place = {document: n for n, document in enumerate(texts)}
        kept = dict(sorted(kept.items(), key=lambda pair: _place(pair[1], place)))
    name = statements.index.name or "statement_id"
    index = pd.Index(pd.Series(list(kept), dtype="str"), name=name)
    table = pd.DataFrame(list(kept.values()), index=index, columns=list(statements.columns))
    if len(statements):
        table = table.astype(statements.dtypes.to_dict())
    return table, corrections_table(told)


def apply_to_bearings(
    bearings: pd.DataFrame,
    review: pd.DataFrame,
    statements: pd.DataFrame | None = None,
    narratives: Iterable[str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replay the review over drafted bearings.

    A person's bearings take the place of all drafted ones of the statement, with
    probability 1. An empty list says that it bears on no narrative.

    Parameters
    ----------
    bearings : DataFrame, columns ``schema.BEARINGS``
    review : DataFrame, columns ``REVIEW``
    statements : DataFrame indexed by ``statement_id``, optional
        The statements after review; tells which targets there are. Without it the
        statements that ``bearings`` names.
    narratives : iterable of str, optional
        Ids of the narratives of the case; others are refused.

    Returns
    -------
    bearings : DataFrame, columns ``schema.BEARINGS``
        Without those of statements that the review left out.
    corrections : DataFrame, columns ``schema.CORRECTIONS``
    """
    require_columns(bearings, BEARINGS, "bearings")
    rows: dict[str, list[Row]] = (
        {} if statements is None else {str(k): [] for k in statements.index}
    )
    left_out = dropped(review)
    for row in bearings.to_dict("records"):
        rows.setdefault(str(row["statement_id"]), []).append({str(k): v for k, v in row.items()})
    known = None if narratives is None else [str(narrative) for narrative in narratives]
    told = []
    for entry in review.to_dict("records"):
        target, given = entry["target"], entry["value"]
        if entry["field"] == "statement" and given.get("bearings") is not None:
            target, given = added_id(entry, rows), given["bearings"]
            if target in rows:
                rows[target] = _bearing_rows(target, given, entry["why"], rows[target])
            continue
        if entry["field"] != "bearings" or not STATEMENT_ID.match(target):
            continue
        if target not in rows:
            told.append(_gone(entry, rows) if target not in left_out else _row(entry, ""))
            continue
        drafted = "; ".join(f"{b['narrative_id']} {b['stance']} {b['how']}" for b in rows[target])
        unknown = [
            b["narrative"] for b in given if known is not None and b["narrative"] not in known
        ]
        if unknown:
            told.append(
                _row(
                    entry,
                    drafted,
                    "refused",
                    f'narrative "{unknown[0]}" is not in the case. Known: {", ".join(known or ())}.'
                    f"{did_you_mean(unknown[0], known or ())}",
                )
            )
            continue
        rows[target] = _bearing_rows(target, given, entry["why"], rows[target])
        told.append(_row(entry, drafted))
    kept = [row for key, some in rows.items() if key not in left_out for row in some]
    table = pd.DataFrame(kept, columns=list(bearings.columns))
    text = dict.fromkeys([c for c in BEARINGS if c != "probability"], "str")
    return table.astype({**text, "probability": "float64"}), corrections_table(told)


def apply_to_sources(
    sources: pd.DataFrame, review: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replay the reliability grades of the review over the register of sources.

    Parameters
    ----------
    sources : DataFrame indexed by ``source_id``, columns ``schema.SOURCES``
    review : DataFrame, columns ``REVIEW``

    Returns
    -------
    sources : DataFrame
    corrections : DataFrame, columns ``schema.CORRECTIONS``
    """
    require_columns(sources, ("reliability",), "sources")
    grades = {str(key): str(grade) for key, grade in sources["reliability"].items()}
    told = []
    for entry in review.to_dict("records"):
        if entry["field"] != "reliability":
            continue
        if entry["target"] not in grades:
            near = did_you_mean(entry["target"], grades)
            told.append(_row(entry, "", "gone", f"no such source is in the register.{near}"))
            continue
        told.append(_row(entry, grades[entry["target"]]))
        grades[entry["target"]] = entry["value"]
    table = sources.copy()
    table["reliability"] = pd.Series(list(grades.values()), index=sources.index, dtype="str")
    return table, corrections_table(told)


def dropped(review: pd.DataFrame) -> set[str]:
    """Return the statements that the review leaves out in the end: rejected or merged."""
    out: set[str] = set()
    for entry in review.to_dict("records"):
        if entry["field"] == "merge" or (entry["field"], entry["value"]) == ("status", "reject"):
            out.add(entry["target"])
        elif (entry["field"], entry["value"]) == ("status", "accept"):
            out.discard(entry["target"])
    return out


def added_id(entry: Mapping[Any, Any], known: Iterable[str]) -> str:
    """Return the id that a statement added by hand has, or gets beside the known ones."""
    spans = parse_spans(entry["value"]["content"])
    name = f"{entry['target']}:{min(spans)[0]}-{max(end for _, end in spans)}"
    cue = parse_spans(entry["value"].get("cue", "") or "")
    with_cue = f"{name}@{min(cue)[0]}" if cue else f"{name}@{min(spans)[0]}"
    return with_cue if with_cue in known else name


def corrections_table(rows: list[Row]) -> pd.DataFrame:
    """Make a table of corrections from its rows."""
    table = pd.DataFrame(rows, columns=list(CORRECTIONS))
    text = dict.fromkeys([c for c in CORRECTIONS if c != "line"], "str")
    return table.astype({**text, "line": "int64"})


def write_value(value: object) -> str:
    """Write a drafted or corrected value as text: words as they are, the rest as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def nearest(target: str, known: Iterable[str]) -> str:
    """Return the id of the same document whose content stands nearest to that of a target.

    Examples
    --------
    >>> nearest("flood:10-40", ["flood:12-40", "flood:90-99", "storm:10-40"])
    'flood:12-40'
    """
    wanted = STATEMENT_ID.match(target)
    found: tuple[float, str] | None = None
    for name in known:
        match = STATEMENT_ID.match(name)
        if wanted is None or match is None or match[1] != wanted[1]:
            continue
        away = abs(int(match[2]) - int(wanted[2])) + abs(int(match[3]) - int(wanted[3]))
        if found is None or away < found[0]:
            found = (away, name)
    return "" if found is None else found[1]


def _row(entry: Mapping[Any, Any], draft: object, status: str = "applied", why: str = "") -> Row:
    told = {key: entry[key] for key in ("line", "at", "who", "target", "field", "why")}
    written = {"draft": write_value(draft), "value": write_value(entry["value"])}
    return {**told, **written, "status": status, "message": why}


def _gone(entry: Mapping[Any, Any], known: Mapping[str, Any]) -> Row:
    near = nearest(entry["target"], known)
    message = f"the draft has no statement {entry['target']}."
    message += f" The nearest is {near}." if near else " It has none of this document."
    return _row(entry, "", "gone", message)


def _correct(
    entry: Mapping[Any, Any],
    rows: dict[str, Row],
    out: dict[str, str],
    texts: Mapping[str, str],
    sources: pd.DataFrame | None,
) -> Row:
    target, name, value = entry["target"], entry["field"], entry["value"]
    if target not in rows:
        return _gone(entry, rows)
    row = rows[target]
    if name == "status":
        before = out.pop(target, "drafted")
        if value == "reject":
            out[target] = "reject"
        return _row(entry, before)
    if name == "merge":
        return _merge(entry, rows, out)
    if name in _SPANS:
        wrong = _outside(value, texts.get(row["document_id"]))
        if wrong:
            return _row(entry, row.get(name, ""), "refused", wrong)
    if name == "source_id" and not _known_source(value, sources):
        return _row(entry, row.get("source_id", ""), "refused", _unknown_source(value, sources))
    drafted: Any = row.get(name, row.get("source_name", ""))
    _set(row, name, value, texts, sources)
    _flag(row)
    return _row(entry, drafted)


def _merge(entry: Mapping[Any, Any], rows: Mapping[str, Row], out: dict[str, str]) -> Row:
    target, into = entry["target"], entry["value"]
    if into not in rows:
        near = nearest(into, rows)
        more = f" The nearest is {near}." if near else ""
        return _row(entry, "", "refused", f"the draft has no statement {into}.{more}")
    if into == target or into in out:
        return _row(
            entry, "", "refused", f"{into} is left out itself. Merge into a statement that stays."
        )
    out[target] = "merged"
    _flag(rows[into])
    return _row(entry, "")


def _set(
    row: Row, name: str, value: Any, texts: Mapping[str, str], sources: pd.DataFrame | None
) -> None:
    if name == "source_id":
        row["resolved_by"], row["candidates"] = "review", ""
        if "source_id" in row:
            row["source_id"] = value
        reserved = value in (NARRATOR, UNNAMED)
        if "origin_id" in row:
            known = sources is not None and not reserved
            row["origin_id"] = (
                sources.at[value, "origin_id"] if known and sources is not None else value
            )
        if reserved:
            row["source_name"] = value
        elif sources is not None:
            row["source_name"] = sources.at[value, "name"]
        return
    if name in _SPANS:
        value = format_spans(parse_spans(value))
    row[name] = value
    if name in _TEXTS:
        row[_TEXTS[name]] = span_text(texts[row["document_id"]], value)
    if name == "source" and value and row.get("resolved_by") != "review":
        row["source_name"], row["candidates"] = row["source_text"], ""


def _add(
    entry: Mapping[Any, Any],
    rows: dict[str, Row],
    added: list[str],
    texts: Mapping[str, str],
    sources: pd.DataFrame | None,
) -> Row:
    document, value = entry["target"], entry["value"]
    if document not in texts:
        near = did_you_mean(document, texts)
        return _row(entry, "", "gone", f'there is no document "{document}".{near}')
    for name in _SPANS:
        wrong = _outside(value.get(name, ""), texts[document])
        if wrong:
            return _row(entry, "", "refused", f"{name}: {wrong}")
    source_id = value.get("source_id", "")
    if source_id and not _known_source(source_id, sources):
        return _row(entry, "", "refused", _unknown_source(source_id, sources))
    name = added_id(entry, ())
    if name in rows:
        cue = parse_spans(value.get("cue", "") or "") or parse_spans(value["content"])
        name = f"{name}@{min(cue)[0]}"
    if name in rows:
        return _row(entry, name, "refused", f"the statement {name} is there already. Correct it.")
    row: Row = dict.fromkeys(next(iter(rows.values()), {}), "")
    row |= {"document_id": document, "kind": "indirect", "polarity": "asserts"}
    row |= {"inferred": False, "method": "review", "resolved_by": "", "source_name": UNNAMED}
    for key in (*_SPANS, "kind", "strength", "polarity"):
        if key in value or key in _TEXTS:
            _set(row, key, value.get(key, ""), texts, sources)
    row["inferred"] = value.get("inferred", False)
    row["source_name"] = value.get("source_name") or row.get("source_text") or UNNAMED
    if source_id:
        _set(row, "source_id", source_id, texts, sources)
    row["flags"] = ""
    _flag(row)
    rows[name] = row
    added.append(name)
    return _row(entry, "")


def _flag(row: Row) -> None:
    flags = [flag for flag in str(row.get("flags", "")).split(";") if flag]
    if BY_HAND not in flags:
        row["flags"] = ";".join([*flags, BY_HAND])


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


def _bearing_rows(target: str, given: list[Row], why: str, before: list[Row]) -> list[Row]:
    antecedents = {b["narrative_id"]: b["antecedent"] for b in before}
    reason = why or "set by hand"
    shared = {"statement_id": target, "probability": 1.0, "why": reason}
    if not given:
        none = {"narrative_id": NO_NARRATIVE, "stance": "neutral", "how": "stated"}
        return [{**shared, **none, "antecedent": ""}]
    return [
        {
            **shared,
            "narrative_id": b["narrative"],
            "stance": b["stance"],
            "how": b.get("how", "stated"),
            "antecedent": antecedents.get(b["narrative"], ""),
        }
        for b in given
    ]


def _place(row: Row, documents: Mapping[str, int]) -> tuple[int, int]:
    start = min(parse_spans(row["content"]), default=(0, 0))[0]
    return documents.get(row["document_id"], len(documents)), start
