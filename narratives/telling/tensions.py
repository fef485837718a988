"""Tensions: places where the text pulls in two directions and does not say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from narratives import schema
from narratives.schema import each, each_row, groups

TENSIONS = ("kind", "document_id", "spans", "statement_ids", "why")
"""Columns of the tensions table; ``spans`` are the words that pull, in text order."""

_LABELS = (
    "narrative|theory|theories|suggestion|idea|version|hint|claim|accusation|allegation|"
    "assertion|charge|finding|revelation|fact|proof"
)
_LABEL = re.compile(
    rf"\b(?:the|this|that|these|those|such|a|an)\s(?:\w{{2,20}}\s)?({_LABELS})s?\b", re.IGNORECASE
)
_FINAL = re.compile(
    r"\b(refut|debunk|disprov|disproof|expos|prov(?:e|es|ed|en|ing)\b|confirm|reveal)\w*",
    re.IGNORECASE,
)
_WEAK = ("hint", "possible")
_DONE = {"supports": "supported", "disputes": "disputed"}
_PUT_AS = {"hint": "a hint", "possible": "possible"}
_SUPPORTS, _DISPUTES = schema.STANCES[:2]
_BEARS = ("statement_id", "narrative_id", "stance")
_SAYS = (
    *("document_id", "content", "cue", "cue_text", "strength", "strength_words"),
    *("source_id", "source_name", "origin_id"),
)


def find_tensions(
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    reports: pd.DataFrame,
    items: pd.DataFrame,
    documents: Mapping[str, schema.Document],
    titles: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Find tensions of four general kinds.

    ``label``: what a source hints at or holds possible is later called a claim, an
    allegation or the like. ``strength``: one source puts the same narrative at
    different strengths. ``verdict_word``: a word such as *refuted* or *proves*
    attributes a statement whose basis the text does not show. ``two_positions``: one
    origin supports different narratives, or both supports and disputes one, or only
    denies in one place and in another puts forward an account that competes with what
    others put forward.

    Parameters
    ----------
    statements : DataFrame, columns ``schema.STATEMENTS`` and ``schema.RESOLVED_SOURCES``
    bearings : DataFrame, columns ``schema.BEARINGS``
    reports, items : DataFrame
        Which item a statement reports, and the basis of each item.
    documents : mapping of document id to Document
    titles : mapping of narrative id to title, optional
        Names of the narratives for readers. Default: their ids.

    Returns
    -------
    DataFrame with columns ``TENSIONS``
        One row a tension; a drafted list, to be read with the words at hand.
    """
    told = bearings[bearings["stance"].isin(("supports", "disputes"))][list(_BEARS)]
    table = told.merge(statements[list(_SAYS)], left_on="statement_id", right_index=True)
    rows = [
        *_labels(table, documents),
        *_strengths(table),
        *_verdict_words(table, statements, reports, items),
        *_two_positions(table, titles or {}),
    ]
    return pd.DataFrame(rows, columns=list(TENSIONS))


def _labels(
    table: pd.DataFrame, documents: Mapping[str, schema.Document]
) -> Iterator[dict[str, Any]]:
    weak = table[(table["stance"] == "supports") & table["strength"].isin(_WEAK)]
    for (document_id, narrative), group in groups(weak, ["document_id", "narrative_id"]):
        text = documents[document_id].text
        first = min(schema.parse_spans(row.content)[0] for row in each(group))
        firmer = table[
            (table["document_id"] == document_id) & (table["narrative_id"] == narrative)
        ].drop_duplicates("statement_id")
        found: list[schema.Span] = []
        told = []
        for row in each(firmer):
            for start, end in schema.parse_spans(row.content):
                for match in _LABEL.finditer(text, start, end):
                    if match.start() > first[0]:
                        found.append(match.span())
                        told.append(row.statement_id)
        if found:
            hedge = group.iloc[0]
            spans = [*schema.parse_spans(hedge["strength_words"] or hedge["cue"]), *found]
            label = ", ".join(f"“{text[s:e]}”" for s, e in sorted(set(found)))
            yield _tension(
                "label",
                document_id,
                spans,
                [hedge["statement_id"], *told],
                f"First put as {_PUT_AS[hedge['strength']]} by {hedge['source_name']}; later words "
                f"of the text call it {label}. The labels add no statement and raise no strength.",
            )


def _strengths(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for (document_id, _, stance, _), group in groups(
        table, ["document_id", "narrative_id", "stance", "source_id"]
    ):
        name = group["source_name"].iloc[0]
        own = group[group["strength"].isin(schema.STRENGTHS)].drop_duplicates("strength")
        reserved = group["source_id"].isin((schema.NARRATOR, schema.UNNAMED, "")).any()
        if len(own) < 2 or reserved:
            continue
        said = "; ".join(f"{row.strength} (“{row.cue_text}”)" for row in each(own))
        yield _tension(
            "strength",
            document_id,
            [s for row in each(own) for s in _words(row)],
            list(own["statement_id"]),
            f"{name}: one account {_DONE[stance]} at different strengths: {said}.",
        )


def _verdict_words(
    table: pd.DataFrame, statements: pd.DataFrame, reports: pd.DataFrame, items: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    shown = set(items.index[items["shown"] == "shown"])
    based = set(reports[reports["item_id"].isin(shown)]["statement_id"])
    bearing = set(table["statement_id"])
    for statement_id, row in each_row(statements):
        if statement_id not in bearing or statement_id in based:
            continue
        match = _FINAL.search(row["cue_text"])
        if match:
            yield _tension(
                "verdict_word",
                row["document_id"],
                schema.parse_spans(row["cue"]),
                [str(statement_id)],
                f"The text says “{row['cue_text']}”, a word for a settled matter, "
                "and shows no basis for it.",
            )


def _two_positions(table: pd.DataFrame, titles: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    reserved = (schema.NARRATOR, schema.UNNAMED, "")
    known = table[~table["origin_id"].isin(reserved)]
    for document_id, own in groups(known, "document_id"):
        backed = own[own["stance"] == _SUPPORTS]
        for origin, group in groups(own, "origin_id"):
            supports = _told(group, _SUPPORTS)
            disputes = _told(group, _DISPUTES)
            only_denies = {
                n: some
                for n, ids in disputes.items()
                if (some := [i for i in ids if not any(i in told for told in supports.values())])
            }
            rivals = set(backed[backed["origin_id"] != origin]["narrative_id"])
            beside = [n for n in rivals if n not in supports and n not in disputes]
            if len(supports) > 1 or set(supports) & set(disputes):
                positions = {_SUPPORTS: supports, _DISPUTES: disputes}
            elif supports and only_denies and beside:
                positions = {_DISPUTES: only_denies, _SUPPORTS: supports}
            else:
                continue
            yield _positions(str(document_id), group, positions, sorted(beside), titles)


def _told(group: pd.DataFrame, stance: str) -> dict[str, list[str]]:
    """List the statements of one stance by narrative."""
    rows = group[group["stance"] == stance]
    return {n: list(some["statement_id"]) for n, some in groups(rows, "narrative_id")}


def _positions(
    document_id: str,
    group: pd.DataFrame,
    positions: Mapping[str, Mapping[str, list[str]]],
    beside: list[str],
    titles: Mapping[str, str],
) -> dict[str, Any]:
    rows = group.drop_duplicates("statement_id").set_index("statement_id")
    said, spans, ids = [], [], []
    for stance, by_narrative in positions.items():
        for narrative, statements in by_narrative.items():
            first = rows.loc[statements[0]]
            name = titles.get(narrative, narrative)
            side = "for" if stance == _SUPPORTS else "against"
            said.append(f"{first['source_name']} (“{first['cue_text']}”) {side} “{name}”")
            spans += _words(first)
            ids += statements
    others = ", ".join(f"“{titles.get(n, n)}”" for n in beside)
    aside = f" None of them speaks of {others}, which others put forward." if others else ""
    return _tension(
        "two_positions",
        document_id,
        spans,
        ids,
        f"Statements of one origin hold different positions: {'; '.join(said)}.{aside} "
        "How they fit together is left to the reader.",
    )


def _words(row: Any) -> list[schema.Span]:
    return schema.parse_spans(row.strength_words or row.cue or row.content)


def _tension(
    kind: str, document_id: str, spans: list[schema.Span], statement_ids: list[str], why: str
) -> dict[str, Any]:
    return {
        "kind": kind,
        "document_id": document_id,
        "spans": schema.format_spans(set(spans)),
        "statement_ids": ";".join(dict.fromkeys(statement_ids)),
        "why": why,
    }
