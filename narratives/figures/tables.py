"""The numbers and words behind each figure, as tables; no drawing here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.schema import each, groups
from narratives.telling import find_gaps, find_shared_evidence
from narratives.telling.words import basis_word, unquoted

if TYPE_CHECKING:
    from narratives.comparison import Tables

SIDE_BY_SIDE = (
    "row",
    "narrative_id",
    "label",
    "kind",
    "number",
    "stance",
    "stake",
    "strength",
    "shown",
    "words",
    "how",
    "texts",
    "statement_ids",
)
ROWS = ("account", "voices", "firmness", "basis", "disputed", "shared", "gaps", "outside")
COLOURS = (
    "#2f6690",
    "#b07d1e",
    "#6d4c93",
    "#5b6770",
    "#7f5a3c",
    "#4f8fc4",
    "#a8668f",
    "#1d3557",
    "#8f7a2c",
    "#8a7fb8",
    "#8b7d70",
    "#3c7a89",
)
"""One hue an account: blue, ochre, violet and on; no red beside green."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_POINTING = re.compile(r"(?:a|an|the|this|that|these|those|such|it|its)\s+\w+\Z", re.IGNORECASE)


def account_colours(narratives: pd.DataFrame) -> dict[str, str]:
    """Give each narrative its colour: the one of the case, or one of twelve by turns.

    Parameters
    ----------
    narratives : DataFrame, columns ``schema.NARRATIVES``

    Returns
    -------
    dict of narrative id to "#rrggbb"
    """
    colours = {}
    for n, (narrative, colour) in enumerate(narratives["colour"].items()):
        given = isinstance(colour, str) and _COLOUR.match(colour)
        colours[str(narrative)] = str(colour) if given else COLOURS[n % len(COLOURS)]
    return colours


def account_words(comparison: Tables, narrative: str) -> tuple[str, str]:
    """Choose the words of the document that put an account most openly.

    Of the contents that support the narrative in so many words, those of a source come
    before those of the article's own voice, those with a term of the narrative before
    others, and longer ones before shorter; phrases that only point back ("this claim")
    are passed over.

    Returns
    -------
    (words, statement_id)
        Both empty where no statement states the narrative.
    """
    bearings = comparison.bearings
    chosen = bearings[
        (bearings["narrative_id"] == narrative)
        & (bearings["stance"] == "supports")
        & (bearings["how"] == "stated")
    ]["statement_id"]
    best = ("", "")
    best_rank = (False, False, 0)
    listed: Any = comparison.narratives.at[narrative, "terms"]
    terms = [str(term).casefold() for term in listed]
    for statement in chosen:
        row = comparison.statements.loc[statement]
        words = " ".join(row["content_text"].split())
        if row["polarity"] != "asserts" or _POINTING.match(words) or not words:
            continue
        named = row["source_id"] not in (schema.NARRATOR, schema.UNNAMED)
        about = any(term in words.casefold() for term in terms)
        rank = (named, about, min(len(words), 200))
        if rank > best_rank:
            best, best_rank = (unquoted(words), str(statement)), rank
    return best


def side_by_side_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers and words of the side-by-side figure.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with columns ``SIDE_BY_SIDE``
        One row for each thing drawn. ``row`` is the row of the figure: account (the
        document's words), voices (one origin; ``number`` counts its statements, and
        ``texts`` has the ids of the documents in which it is heard, joined by ";"),
        firmness (one origin at one strength), basis (one kind), disputed (one origin,
        or none), shared (evidence behind several narratives, their ids joined by ";"),
        gaps (one question), outside (statements that bear on no narrative).

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> table = nv.side_by_side_table(comparison)
    >>> table[table["row"] == "disputed"]["label"].tolist()
    ['no one in this text', 'Ukrainian state', 'no one in this text']
    """
    rows: list[dict[str, Any]] = []
    gaps = find_gaps(comparison)
    for narrative in comparison.narratives.index:
        words, statement = account_words(comparison, narrative)
        rows.append(
            {
                "row": "account",
                "narrative_id": narrative,
                "label": comparison.narratives.at[narrative, "title"],
                "words": words,
                "statement_ids": statement,
            }
        )
        rows += _voices(comparison, narrative, "supports", "voices")
        rows += _firmness(comparison, narrative)
        rows += _basis(comparison, narrative)
        rows += _voices(comparison, narrative, "disputes", "disputed") or [
            {
                "row": "disputed",
                "narrative_id": narrative,
                "label": "no one in this text",
                "number": 0,
                "stance": "disputes",
            }
        ]
        rows += [
            {
                "row": "gaps",
                "narrative_id": narrative,
                "label": gap.question,
                "statement_ids": gap.statement_ids,
            }
            for gap in each(gaps[gaps["narrative_id"] == narrative])
        ]
    rows += [
        {
            "row": "shared",
            "narrative_id": shared.narrative_ids,
            "label": shared.label,
            "words": shared.why,
            "number": len(shared.narrative_ids.split(";")),
            "statement_ids": shared.statement_ids,
        }
        for shared in each(find_shared_evidence(comparison))
    ]
    rows += _outside(comparison)
    rows.sort(key=lambda row: ROWS.index(row["row"]))
    blank = {c: "" for c in SIDE_BY_SIDE if c not in ("number", "stake")}
    table = pd.DataFrame([{**blank, **row} for row in rows], columns=list(SIDE_BY_SIDE))
    return table.astype({"number": float, "stake": float})


def voices_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers of :func:`plot_voices`: statements, sources and origins.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame indexed by ``narrative_id`` and ``stance``
        ``statements`` (mentions), ``sources``, ``origins`` and ``origins_with_stake``;
        the article's own voice is no origin and is counted under ``narrator``.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> int(nv.voices_table(comparison).loc[("isis", "supports"), "origins"])
    5
    """
    voices = comparison.voices_by_origin
    rows = []
    for narrative in comparison.narratives.index:
        for stance in ("supports", "disputes"):
            mine = voices[(voices["narrative_id"] == narrative) & (voices["stance"] == stance)]
            others = mine[mine["voice"] != "narrator"]
            origins = mine[mine["voice"] == "origin"]
            rows.append(
                {
                    "narrative_id": narrative,
                    "stance": stance,
                    "statements": int(others["mentions"].sum()),
                    "sources": int(others["sources"].sum()),
                    "origins": len(origins),
                    "origins_with_stake": int(origins["stake"].notna().sum()),
                    "narrator": int(mine["mentions"].sum() - others["mentions"].sum()),
                }
            )
    return pd.DataFrame(rows).set_index(["narrative_id", "stance"])


def firmness_table(comparison: Tables) -> pd.DataFrame:
    """Give the words of :func:`plot_firmness`: one row for each origin and strength.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with the columns of ``Comparison.firmness_by_origin``, supports only

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> nv.firmness_table(comparison).loc[0, "name"]
    'French state'
    """
    table = comparison.firmness_by_origin
    return table[table["stance"] == "supports"].reset_index(drop=True)


def matrix_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers of :func:`plot_matrix`: items that separate best come first.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame indexed by ``item_id``
        ``label``, one column of ratings for each narrative, and ``diagnosticity``.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> len(nv.matrix_table(comparison))
    12
    """
    table = comparison.matrix.copy()
    table.columns = [str(c) for c in table.columns]
    table.insert(0, "label", comparison.items.loc[table.index, "label"])
    table["diagnosticity"] = comparison.diagnosticity
    return table.sort_values("diagnosticity", ascending=False, kind="stable", na_position="last")


def _voices(comparison: Tables, narrative: str, stance: str, row: str) -> list[dict[str, Any]]:
    voices = comparison.voices_by_origin
    mine = voices[(voices["narrative_id"] == narrative) & (voices["stance"] == stance)]
    homes = comparison.statements["document_id"]
    return [
        {
            "row": row,
            "narrative_id": narrative,
            "label": voice.name,
            "kind": voice.kind,
            "number": voice.mentions,
            "stance": stance,
            "stake": voice.stake,
            "strength": voice.strength,
            "how": voice.how,
            "texts": ";".join(dict.fromkeys(homes[voice.statement_ids.split(";")])),
            "statement_ids": voice.statement_ids,
        }
        for voice in each(mine)
    ]


def _firmness(comparison: Tables, narrative: str) -> list[dict[str, Any]]:
    mine = firmness_table(comparison)
    mine = mine[mine["narrative_id"] == narrative]
    return [
        {
            "row": "firmness",
            "narrative_id": narrative,
            "label": voice.name,
            "kind": voice.kind,
            "number": len(voice.statement_ids.split(";")),
            "stance": voice.stance,
            "strength": voice.strength,
            "words": voice.words,
            "how": voice.how,
            "statement_ids": voice.statement_ids,
        }
        for voice in each(mine)
    ]


def _basis(comparison: Tables, narrative: str) -> list[dict[str, Any]]:
    basis = comparison.basis_by_narrative
    return [
        {
            "row": "basis",
            "narrative_id": narrative,
            "label": basis_word(kind.basis),
            "number": len(kind.item_ids.split(";")),
            "shown": kind.shown,
            "statement_ids": kind.statement_ids,
        }
        for kind in each(basis[basis["narrative_id"] == narrative])
    ]


def _outside(comparison: Tables) -> list[dict[str, Any]]:
    bearings = comparison.bearings
    bears = set(bearings[bearings["stance"].isin(("supports", "disputes"))]["statement_id"])
    apart = comparison.statements[~comparison.statements.index.isin(bears)]
    # A source whose origin is not established stays a voice of its own, under its name.
    alone = apart["origin_id"].eq("") & apart["source_id"].ne(schema.UNNAMED)
    apart = apart.assign(voice=apart["origin_id"].mask(alone, "source:" + apart["source_name"]))
    rows = []
    for voice, group in groups(apart, "voice"):
        name = group["source_name"].iloc[0]
        if voice in comparison.origins.index:
            name = comparison.origins.at[voice, "name"]
        elif voice == schema.NARRATOR:
            name = "the article itself"
        elif voice in (schema.UNNAMED, ""):
            name = "unnamed"
        rows.append(
            {
                "row": "outside",
                "label": name,
                "number": len(group),
                "words": unquoted(" ".join(group["content_text"].iloc[0].split())),
                "statement_ids": ";".join(group.index),
            }
        )
    return rows
