"""Tensions: places where the text pulls in two directions and does not say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from narratives import schema
from narratives.comparison.rows import each, each_row, groups

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


def find_tensions(
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    reports: pd.DataFrame,
    items: pd.DataFrame,
    documents: Mapping[str, schema.Document],
) -> pd.DataFrame:
    """Find tensions of four general kinds.

    ``label``: what a source hints at or holds possible is later called a claim, an
    allegation or the like. ``strength``: one source puts the same narrative at
    different strengths. ``verdict_word``: a word such as *refuted* or *proves*
    attributes a statement whose basis the text does not show. ``two_positions``: one
    origin supports different narratives.

    Parameters
    ----------
    statements : DataFrame, columns ``schema.STATEMENTS`` and ``schema.RESOLVED_SOURCES``
    bearings : DataFrame, columns ``schema.BEARINGS``
    reports, items : DataFrame
        Which item a statement reports, and the basis of each item.
    documents : mapping of document id to Document

    Returns
    -------
    DataFrame with columns ``TENSIONS``
        One row a tension; a drafted list, to be read with the words at hand.
    """
    table = bearings[bearings["stance"].isin(("supports", "disputes"))].merge(
        statements, left_on="statement_id", right_index=True
    )
    rows = [
        *_labels(table, documents),
        *_strengths(table),
        *_verdict_words(table, statements, reports, items),
        *_two_positions(table),
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
                f"First put as {hedge['strength']} by {hedge['source_name']}; later words of the "
                f"text call it {label}. The labels add no statement and raise no strength.",
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
            f"{name} {stance} one account at different strengths: {said}.",
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


def _two_positions(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    reserved = (schema.NARRATOR, schema.UNNAMED, "")
    own = table[(table["stance"] == "supports") & ~table["origin_id"].isin(reserved)]
    for (document_id, _), group in groups(own, ["document_id", "origin_id"]):
        first = group.drop_duplicates("narrative_id")
        if len(first) > 1:
            yield _tension(
                "two_positions",
                document_id,
                [s for row in each(first) for s in _words(row)],
                list(dict.fromkeys(first["statement_id"])),
                "Statements of one origin support different accounts: "
                + "; ".join(f"{r.source_name} “{r.cue_text}”" for r in each(first))
                + ". The text does not remark on it.",
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
