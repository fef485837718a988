"""How each origin stands to each narrative: the tables behind the side-by-side view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.comparison.rows import each_row, groups

if TYPE_CHECKING:
    from narratives.comparison.record import Comparison

VOICES = (
    "narrative_id",
    "stance",
    "origin_id",
    "name",
    "kind",
    "stake",
    "how",
    "mentions",
    "sources",
    "strength",
    "statement_ids",
)
FIRMNESS = (
    "narrative_id",
    "stance",
    "origin_id",
    "name",
    "kind",
    "strength",
    "words",
    "how",
    "statement_ids",
)
BASIS = ("narrative_id", "basis", "shown", "item_ids", "statement_ids")
_QUOTES = ' "“”„«»'


def voices_by_origin(comparison: Comparison) -> pd.DataFrame:
    """Collect who speaks for or against each narrative, one row an origin.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with columns ``VOICES``
        In the order of the narratives, supports before disputes, origins in the
        order of their first mention. ``mentions`` counts statements and ``sources``
        the different sources behind them. ``stake`` is +1 if a source of the origin
        wants the narrative believed, -1 if disbelieved, 0 if none is given, NaN if
        its sources disagree. ``how`` is "stated" if any statement is. ``strength``
        is the firmest of the statements; the words are in ``firmness_by_origin``.
        The document's own voice has the origin "narrator": it is no origin to be
        counted, and is shown apart.
    """
    rows = []
    for (narrative, stance, origin), group in _grouped(comparison, []):
        sources = sorted(set(group["source_id"]))
        rows.append(
            {
                **_named(comparison, narrative, stance, origin, group),
                "stake": _stake(comparison.stakes, sources, narrative),
                "how": _how(group),
                "mentions": len(group),
                "sources": len(sources),
                "strength": _firmest(group["strength"]),
                "statement_ids": ";".join(group.index),
            }
        )
    return pd.DataFrame(rows, columns=list(VOICES))


def firmness_by_origin(comparison: Comparison) -> pd.DataFrame:
    """Collect how firmly each origin puts it, one row for each strength it uses.

    Returns
    -------
    DataFrame with columns ``FIRMNESS``
        ``words`` are the words of the text that the strength rests on, several
        joined by "; "; where no word hedges, the cue.
    """
    rows = []
    for (narrative, stance, origin, strength), group in _grouped(comparison, ["strength"]):
        words: list[str] = []
        for _, row in each_row(group):
            text = comparison.document(row["document_id"]).text
            word = schema.span_text(text, row["strength_words"], " … ") or row["cue_text"]
            word = " ".join(word.split()).strip(_QUOTES)
            if word and word not in words:
                words.append(word)
        rows.append(
            {
                **_named(comparison, narrative, stance, origin, group),
                "strength": strength,
                "words": "; ".join(words),
                "how": _how(group),
                "statement_ids": ";".join(group.index),
            }
        )
    return pd.DataFrame(rows, columns=list(FIRMNESS))


def basis_by_narrative(comparison: Comparison) -> pd.DataFrame:
    """Collect what the statements in support of each narrative rest on.

    Returns
    -------
    DataFrame with columns ``BASIS``
        One row for each narrative and kind of basis that occurs. ``shown`` is the
        best that any of its items has: "shown" in the text, only "named", or "none".
    """
    rows: list[dict[str, Any]] = []
    for narrative in comparison.narratives.index:
        supporting = _supporting(comparison, narrative)
        reports = comparison.reports[comparison.reports["statement_id"].isin(supporting)]
        items = comparison.items.loc[
            [item for item in comparison.items.index if item in set(reports["item_id"])]
        ]
        for kind in schema.BASES:
            found = items[items["basis"] == kind]
            if found.empty:
                continue
            told = reports[reports["item_id"].isin(found.index)]["statement_id"]
            rows.append(
                {
                    "narrative_id": narrative,
                    "basis": kind,
                    "shown": max(found["shown"], key=schema.SHOWN.index),
                    "item_ids": ";".join(found.index),
                    "statement_ids": ";".join(dict.fromkeys(told)),
                }
            )
    return pd.DataFrame(rows, columns=list(BASIS))


def _supporting(comparison: Comparison, narrative: str) -> list[str]:
    bearings = comparison.bearings
    chosen = bearings[(bearings["narrative_id"] == narrative) & (bearings["stance"] == "supports")]
    return list(chosen["statement_id"])


def _grouped(comparison: Comparison, extra: list[str]) -> list[tuple[tuple[str, ...], Any]]:
    """Group the statements by narrative, stance, origin and the extra columns, in order."""
    bearings = comparison.bearings
    bearings = bearings[bearings["stance"].isin(("supports", "disputes"))]
    table = (
        bearings[["statement_id", "narrative_id", "stance", "how"]]
        .merge(comparison.statements, left_on="statement_id", right_index=True)
        .set_index("statement_id")
    )
    place = {statement: n for n, statement in enumerate(comparison.statements.index)}
    table = table.iloc[sorted(range(len(table)), key=lambda n: place[table.index[n]])]
    narratives = {narrative: n for n, narrative in enumerate(comparison.narratives.index)}
    found = [
        (key, group)
        for key, group in groups(table, ["narrative_id", "stance", "origin_id", *extra])
        if key[0] in narratives
    ]
    stances = list(schema.STANCES)
    found.sort(key=lambda pair: (narratives[pair[0][0]], stances.index(pair[0][1])))
    return found


def _named(
    comparison: Comparison, narrative: str, stance: str, origin: str, group: pd.DataFrame
) -> dict[str, Any]:
    if origin in comparison.origins.index:
        name, kind = comparison.origins.loc[origin, ["name", "kind"]]
    elif origin == schema.NARRATOR:
        name, kind = "the article itself", "narrator"
    elif origin == schema.UNNAMED:
        name, kind = "unnamed", "unspecified"
    else:
        name, kind = group["source_name"].iloc[0] or origin or "unnamed", "unspecified"
    return {
        "narrative_id": narrative,
        "stance": stance,
        "origin_id": origin,
        "name": name,
        "kind": kind,
    }


def _stake(stakes: pd.DataFrame, sources: list[str], narrative: str) -> float:
    if narrative not in stakes.columns:
        return 0.0
    known = stakes.loc[[s for s in sources if s in stakes.index], narrative].dropna()
    values = set(known) - {0.0}
    if not values:
        return 0.0
    return float(values.pop()) if len(values) == 1 else math.nan


def _how(group: pd.DataFrame) -> str:
    return "stated" if (group["how"] == "stated").any() else "implied"


def _firmest(strengths: pd.Series[str]) -> str:
    known = [s for s in strengths if s in schema.STRENGTHS]
    return max(known, key=schema.STRENGTHS.index) if known else ""
