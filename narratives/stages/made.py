"""A comparison of tables made by hand: a door for teaching and for simulations, without a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from narratives.schema import (
    BEARINGS,
    CORRECTIONS,
    ITEMS,
    ORIGINS,
    REPORTS,
    RESOLVED_SOURCES,
    SEGMENTS,
    SOURCES,
    STATEMENTS,
    read_relations,
    relations_table,
)
from narratives.scores import (
    basis,
    diagnosticity,
    firmness,
    rank_narratives,
    voices,
)
from narratives.stages.comparison import Comparison
from narratives.stages.given import check_given
from narratives.strength import find_loaded_words
from narratives.telling.tensions import TENSIONS


def compare_tables(
    matrix: pd.DataFrame,
    reports: pd.DataFrame,
    sources: pd.DataFrame,
    stakes: pd.DataFrame | None = None,
    *,
    weights: pd.Series[float] | None = None,
    titles: dict[str, str] | None = None,
    labels: dict[str, str] | None = None,
    relations: pd.DataFrame | Iterable[Sequence[str]] = (),
    question: str = "",
) -> Comparison:
    """Compare accounts from tables that a person or a simulation made, without any document.

    Parameters
    ----------
    matrix : DataFrame of shape (n_items, n_narratives)
        Ratings from -2 (``II``) to +2 (``CC``), NaN where an item does not bear.
    reports : DataFrame with columns ``item_id``, ``source_id``
        ``holds`` (default True), ``origin_id`` (default: the source itself, which is then an
        origin of its own; an empty text where it is not known) and ``copied_from`` may be left
        out.
    sources : DataFrame indexed by ``source_id``
        ``reliability`` (A to F, or empty) and ``name`` may be left out.
    stakes : DataFrame of shape (n_sources, n_narratives), optional
        +1 wants the narrative believed, -1 wants it disbelieved.
    weights : Series indexed by item, optional
        For contradiction. Default: 1.
    titles, labels : mapping of a narrative, or an item, to its words, optional
    relations : DataFrame with columns ``schema.RELATIONS``, or iterable of triples
        What one account is to another: ``contains``, ``excludes`` or ``goes_with``, as in
        ``[("neglect", "goes_with", "flood")]``. Two that are not named exclude each other.
    question : str

    Returns
    -------
    Comparison
        With matrix, reports and registers, and all that follows from them: contradiction,
        support, what would change. What needs a text is empty: statements, voices, firmness.

    Raises
    ------
    SchemaError
        If a table lacks columns, names what is in no other table or holds a value that is not
        known, or relations do not fit; a line for each.

    Examples
    --------
    >>> matrix = pd.DataFrame({"neglect": [2, -1], "explosives": [0, 1]}, index=["cracks", "bang"])
    >>> reports = pd.DataFrame({"item_id": ["cracks", "bang"], "source_id": ["engineer", "farmer"]})
    >>> sources = pd.DataFrame({"reliability": ["B", "D"]}, index=["engineer", "farmer"])
    >>> dam = compare_tables(matrix, reports, sources)
    >>> dam.ranking["inconsistency"].to_dict()
    {'explosives': 0.0, 'neglect': 1.0}
    >>> dam.support_by_narrative["probability"].round(2).to_dict()
    {'neglect': 0.54, 'explosives': 0.45, 'none of these': 0.02}

    Where both may be so, each is likelier, and the summary says that they may:

    >>> both = compare_tables(
    ...     matrix, reports, sources, relations=[("neglect", "goes_with", "explosives")])
    >>> both.support_by_narrative["probability"].round(2).to_dict()
    {'neglect': 0.64, 'explosives': 0.57, 'none of these': 0.02}
    """
    check_given(matrix, reports, sources, stakes, weights, titles or {}, labels or {})
    names = [str(narrative) for narrative in matrix.columns]
    told = _reports(reports)
    rated = matrix.rename(columns=str).rename(index=str)
    rated.columns.name, rated.index.name = "narrative_id", "item_id"
    weight = pd.Series(1.0, index=rated.index, name="weight") if weights is None else weights
    related = relations_table(read_relations(relations, names))
    ranking = rank_narratives(rated, weight, related)
    register = _sources(sources, told)
    wants = pd.DataFrame(index=register.index, columns=names, dtype=float)
    statements = _empty((*STATEMENTS, *RESOLVED_SOURCES), "statement_id")
    bearings = pd.DataFrame(columns=list(BEARINGS))
    items = _items(rated, labels or {})
    return Comparison(
        name="tables",
        question=question,
        documents=(),
        narratives=_narratives(names, titles or {}),
        sources=register,
        origins=_origins(told, register),
        stakes=wants if stakes is None else stakes,
        relations=related,
        segments=pd.DataFrame(columns=list(SEGMENTS)),
        statements=statements,
        bearings=bearings,
        items=items,
        reports=told,
        matrix=rated,
        weights=weight,
        voices=voices(statements, bearings, None),
        firmness=firmness(statements, bearings),
        basis=basis(items, told, bearings, names),
        inconsistency=ranking[["inconsistency", "score", "rated"]].reindex(names),
        ranking=ranking,
        diagnosticity=diagnosticity(rated),
        loaded_words=find_loaded_words(()),
        tensions=pd.DataFrame(columns=list(TENSIONS)),
        corrections=pd.DataFrame(columns=list(CORRECTIONS)),
    )


def _reports(given: pd.DataFrame) -> pd.DataFrame:
    table = given.reset_index(drop=True).copy()
    if "holds" not in table:
        table["holds"] = True
    if "origin_id" not in table:
        table["origin_id"] = table["source_id"]
    if "copied_from" not in table:
        table["copied_from"] = ""
    if "statement_id" not in table:
        table["statement_id"] = [f"report-{n}" for n in range(1, len(table) + 1)]
    return table[list(REPORTS)].astype({"item_id": "str", "statement_id": "str"})


def _sources(given: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    origins = dict(zip(told["source_id"], told["origin_id"], strict=True))
    table = pd.DataFrame(index=given.index.rename("source_id"), columns=list(SOURCES))
    table["name"] = given.get("name", [str(source) for source in given.index])
    table["aliases"] = [() for _ in given.index]
    table["outside"] = [() for _ in given.index]
    table["kind"] = "unspecified"
    table["origin_id"] = [origins.get(source, "") for source in given.index]
    table["reliability"] = given.get("reliability", "")
    return table


def _origins(told: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    known = [o for o in dict.fromkeys(told["origin_id"]) if isinstance(o, str) and o]
    names = register["name"].to_dict()
    rows = [(names.get(origin, origin), "unspecified") for origin in known]
    return pd.DataFrame(rows, columns=list(ORIGINS), index=pd.Index(known, name="origin_id"))


def _narratives(names: list[str], titles: dict[str, str]) -> pd.DataFrame:
    rows = {
        "title": [titles.get(name, name) for name in names],
        "statement": "",
        "terms": [() for _ in names],
        "examples_for": [() for _ in names],
        "examples_against": [() for _ in names],
        "colour": "",
    }
    return pd.DataFrame(rows, index=pd.Index(names, name="narrative_id"))


def _items(rated: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(index=rated.index, columns=list(ITEMS))
    table["label"] = [labels.get(item, item) for item in rated.index]
    table["basis"], table["shown"], table["relevance"] = "bare_assertion", "none", ""
    table["credibility"] = float("nan")
    table["rated_by"] = "hand"
    return table


def _empty(columns: tuple[str, ...], index: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), index=pd.Index([], name=index, dtype="str"))
