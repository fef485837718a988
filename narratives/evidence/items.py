"""Statements to evidence items: group what reports the same thing, and rate it carefully."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narratives.evidence.asking import (
    ask_about_denial,
    ask_about_disagreement,
    ask_about_stakes,
)
from narratives.evidence.basis import judge_basis
from narratives.evidence.grouping import (
    DISPUTES,
    SUPPORTS,
    Bearing,
    GroupedRow,
    collect_bearings,
    find_antecedents,
    group_statements,
)
from narratives.evidence.naming import label_item
from narratives.schema import (
    BASES,
    ITEMS,
    NO_NARRATIVE,
    RATINGS,
    REPORTS,
    SHOWN,
    Document,
    Span,
    each_row,
    parse_spans,
    records_of,
    require_columns,
    span_text,
    typed_table,
)

QUESTIONS = ("item_id", "narrative_id", "statement_ids", "question")
"""Columns of the questions that a draft asks the person instead of rating silently."""


@dataclass(frozen=True)
class Evidence:
    """Evidence items, who reports them, and how each stands to the narratives.

    Parameters
    ----------
    items : DataFrame indexed by ``item_id``, columns ``schema.ITEMS``
        In the order of the first report. ``credibility`` and ``relevance`` are left
        open for a person: NaN and empty.
    reports : DataFrame, columns ``schema.REPORTS``
        One row for each item and statement that reports it. ``holds`` is False where
        the statement says that the item is not so.
    matrix : DataFrame of shape (n_items, n_narratives)
        +1 (C) or -1 (I), NaN where the item does not bear on the narrative or its
        reports disagree.
    basis : DataFrame indexed by ``statement_id``
        What each statement rests on, as :func:`judge_basis` returns it.
    questions : DataFrame, columns ``QUESTIONS``
        What the draft does not rate and asks the person.
    left_out : tuple of str
        Statements that bear on no narrative.
    """

    items: pd.DataFrame
    reports: pd.DataFrame
    matrix: pd.DataFrame
    basis: pd.DataFrame
    questions: pd.DataFrame
    left_out: tuple[str, ...] = ()


def form_items(
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    documents: Iterable[Document],
    sources: pd.DataFrame | None = None,
    *,
    stakes: pd.DataFrame | None = None,
    narratives: Sequence[str] | pd.DataFrame | None = None,
    basis: pd.DataFrame | None = None,
) -> Evidence:
    """Group statements that report the same thing into items, and draft their ratings.

    Two statements report the same thing where

    - they come from one origin, bear alike on the same narratives and rest on the same
      kind of basis (all that rests on a word alone is one kind); or
    - their content is the same in other words, they rest on the same kind of basis and
      share a bearing; or
    - one only points to what the other says ("this claim"), adds no basis of its own
      and shares a bearing.

    A denial that points to an item, or denies it in the same words, is listed among
    the reports of that item as one that does not hold. That somebody denies is an item
    as well, apart from what is denied, so the denial also reports an item of its own.

    The draft rates C where the reports of an item support a narrative and I where they
    dispute it. All else stays missing: what the text leaves open is not neutral.

    Parameters
    ----------
    statements : DataFrame, columns ``schema.STATEMENTS``, indexed by ``statement_id``
        ``source_id`` and ``origin_id`` are used where they are present; an empty
        origin is one that is not established.
    bearings : DataFrame, columns ``schema.BEARINGS``
    documents : iterable of Document
    sources : DataFrame indexed by ``source_id``, columns ``schema.SOURCES``, optional
    stakes : DataFrame of shape (n_sources, n_narratives), optional
        +1 wants the narrative believed, -1 disbelieved.
    narratives : sequence of str, or DataFrame indexed by ``narrative_id``, optional
        The columns of the matrix. Default: those that the bearings name, in order.
    basis : DataFrame, optional
        What ``judge_basis`` made of the same statements. Default: it is judged.

    Returns
    -------
    Evidence
        An item is called ``item:`` and the id of its first report.

    Raises
    ------
    SchemaError
        If columns are missing or a document is not given.

    Examples
    --------
    >>> import pandas as pd
    >>> note = Document("note", "The mayor said neglect broke the dam.")
    >>> row = {"document_id": "note", "source": "0-9", "cue": "10-14", "content": "15-36",
    ...        "polarity": "asserts", "source_name": "the mayor", "source_text": "The mayor",
    ...        "cue_text": "said", "content_text": "neglect broke the dam"}
    >>> bearing = {"statement_id": "note:15-36", "narrative_id": "neglect",
    ...            "stance": "supports", "how": "stated", "antecedent": ""}
    >>> evidence = form_items(
    ...     pd.DataFrame([row], index=["note:15-36"]), pd.DataFrame([bearing]), [note]
    ... )
    >>> evidence.items["label"].tolist()
    ['the mayor, said: neglect broke the dam']
    >>> evidence.matrix.loc["item:note:15-36", "neglect"]
    np.float64(1.0)
    """
    documents = tuple(documents)
    columns = ("statement_id", "narrative_id", "stance", "how", "antecedent")
    require_columns(bearings, columns, "bearings")
    require_columns(statements, ("cue_text", "content_text"), "statements")
    basis = judge_basis(statements, documents, sources) if basis is None else basis
    columns_of_matrix = _narratives(narratives, bearings)
    titles = _titles(narratives)
    bears = collect_bearings(bearings)
    order = _in_document_order(statements, documents)
    told = _rows(statements, basis, [key for key in order if key in bears])
    pointing = _pointing(bearings, told)
    groups, denied = group_statements(told, bears, find_antecedents(told, pointing))
    texts = {document.document_id: document.text for document in documents}
    meant = {key: span_text(texts[told[key]["document_id"]], s) for key, s in pointing.items()}
    home = {member: f"item:{group[0]}" for group in groups for member in group}
    groups_of = {home[group[0]]: group for group in groups}
    place = {key: n for n, key in enumerate(told)}
    kinds = {} if sources is None else sources["kind"].to_dict()
    wanted: dict[Hashable, Any] = {} if stakes is None else stakes.to_dict()
    items, ratings, questions = [], [], []
    reports: list[dict[str, Any]] = []
    for group in groups:
        name = home[group[0]]
        inside = set(group)
        deniers = [key for key in told if key not in inside and denied[key] & inside]
        items.append(_item(told, group, meant))
        rating, unsettled = _rate(group, bears, columns_of_matrix)
        ratings.append(rating)
        reports.extend(
            _report(told[key], key, name, holds=key in inside)
            for key in sorted([*group, *deniers], key=place.__getitem__)
        )
        asked = ask_about_stakes(told, group, bears, kinds, wanted, titles)
        for key in deniers:
            label = label_item(told, groups_of[home[key]], meant)
            asked += ask_about_denial(key, told[key], label, bears[key])
        asked += ask_about_disagreement(unsettled, group, titles)
        questions += [(name, n, ";".join(members), text) for n, text, members in asked]
    index = pd.Index([home[group[0]] for group in groups], name="item_id", dtype="str")
    return Evidence(
        items=typed_table(items, {**dict.fromkeys(ITEMS, "str"), "credibility": float}, index),
        reports=typed_table(reports, {**dict.fromkeys(REPORTS, "str"), "holds": bool}),
        matrix=pd.DataFrame(
            ratings,
            index=index,
            columns=pd.Index(columns_of_matrix, name="narrative_id", dtype="str"),
            dtype=float,
        ),
        basis=basis,
        questions=pd.DataFrame(questions, columns=list(QUESTIONS), dtype="str"),
        left_out=tuple(key for key in order if key not in bears),
    )


def _narratives(narratives: Sequence[str] | pd.DataFrame | None, found: pd.DataFrame) -> list[str]:
    if isinstance(narratives, pd.DataFrame):
        return [str(n) for n in narratives.index]
    if narratives is not None:
        return list(narratives)
    return [str(n) for n in dict.fromkeys(found["narrative_id"]) if n != NO_NARRATIVE]


def _titles(narratives: Sequence[str] | pd.DataFrame | None) -> dict[str, str]:
    """Name the narratives as readers know them, where their titles are given."""
    if not isinstance(narratives, pd.DataFrame) or "title" not in narratives.columns:
        return {}
    return {str(n): f"“{title}”" for n, title in narratives["title"].items() if title}


def _in_document_order(statements: pd.DataFrame, documents: Sequence[Document]) -> list[str]:
    place = {document.document_id: n for n, document in enumerate(documents)}
    contents = statements[["document_id", "content"]].itertuples(name=None)
    return [
        key
        for *_, key in sorted(
            (place[document], min(parse_spans(content), default=(0, 0)), key)
            for key, document, content in contents
        )
    ]


def _rows(
    statements: pd.DataFrame, basis: pd.DataFrame, order: Sequence[str]
) -> dict[str, dict[str, Any]]:
    told, judged = dict(each_row(statements)), dict(each_row(basis))
    return {key: {**told[key], **judged[key]} for key in order}


def _pointing(bearings: pd.DataFrame, told: Mapping[str, GroupedRow]) -> dict[str, list[Span]]:
    return {
        str(row["statement_id"]): parse_spans(row["antecedent"])
        for row in records_of(bearings)
        if row["antecedent"] and row["statement_id"] in told
    }


def _item(
    told: Mapping[str, GroupedRow], group: list[str], meant: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "label": label_item(told, group, meant),
        "basis": min((told[member]["basis"] for member in group), key=BASES.index),
        "shown": max((told[member]["shown"] for member in group), key=SHOWN.index),
        "credibility": math.nan,
        "relevance": "",
        "rated_by": "draft",
    }


def _rate(
    group: list[str], bears: Mapping[str, set[Bearing]], narratives: Sequence[str]
) -> tuple[list[float], list[str]]:
    """Rate an item; also name the narratives on which its reports disagree."""
    ratings, unsettled = [], []
    for narrative in narratives:
        stances = {stance for key in group for n, stance, _ in bears[key] if n == narrative}
        if len(stances) > 1:
            unsettled.append(narrative)
        letter = {SUPPORTS: "C", DISPUTES: "I"}[stances.pop()] if len(stances) == 1 else "NA"
        ratings.append(RATINGS.get(letter, math.nan))
    return ratings, unsettled


def _report(row: GroupedRow, statement_id: str, item_id: str, *, holds: bool) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "statement_id": statement_id,
        "source_id": row.get("source_id") or "",
        "origin_id": row.get("origin_id") or "",
        "holds": holds,
        "copied_from": "",
    }
