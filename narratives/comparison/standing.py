"""How each origin stands to each narrative: the tables behind the side-by-side view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.comparison.rows import each

if TYPE_CHECKING:
    from narratives.comparison.record import Comparison

VOICES = (
    "narrative_id",
    "stance",
    "origin_id",
    "name",
    "kind",
    "voice",
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
    """Name who speaks for or against each narrative: one row for each independent voice.

    Parameters
    ----------
    comparison : Comparison
        With the ``voices`` of :func:`narratives.scores.balance.voices`.

    Returns
    -------
    DataFrame with columns ``VOICES``
        In the order of the narratives, supports before disputes, voices in the order
        of their first mention. ``mentions`` counts statements and ``sources`` the
        sources behind them. ``stake`` is +1 or -1 where one is given, 0 where none
        is, NaN where the sources of an origin differ. ``how`` is "stated" if any
        statement is. ``strength`` is the firmest of the voice's own words. Only
        rows whose ``voice`` is "origin" are origins to be counted; the others are a
        "source" of unknown origin, all "unnamed" sources, the "narrator".
    """
    place = {narrative: n for n, narrative in enumerate(comparison.narratives.index)}
    rows = []
    for voice in each(comparison.voices.reset_index()):
        if voice.narrative_id not in place:
            continue
        ids = voice.statement_ids.split(";")
        strengths = comparison.statements.loc[ids, "strength"]
        stake = {1.0: 1.0, -1.0: -1.0, 0.0: float("nan")}.get(voice.stake, 0.0)
        rows.append(
            {
                **_named(comparison, voice, ids),
                "voice": voice.kind,
                "stake": stake,
                "how": "stated" if voice.stated else "implied",
                "mentions": voice.mentions,
                "sources": voice.sources,
                "strength": _firmest(strengths),
                "statement_ids": voice.statement_ids,
            }
        )
    stances = list(schema.STANCES)
    rows.sort(key=lambda row: (place[row["narrative_id"]], stances.index(row["stance"])))
    return pd.DataFrame(rows, columns=list(VOICES))


def firmness_by_origin(comparison: Comparison) -> pd.DataFrame:
    """Collect how firmly each voice puts it, one row for each strength it uses.

    Returns
    -------
    DataFrame with columns ``FIRMNESS``
        Voices as in :func:`voices_by_origin`, firmest first. ``words`` are the words of
        the text that the strength rests on, several joined by "; "; where no word
        hedges, the cue.
    """
    implied = {
        (row.statement_id, row.narrative_id)
        for row in each(comparison.bearings)
        if row.how == "implied"
    }
    rows: list[dict[str, Any]] = []
    for voice in each(comparison.voices_by_origin):
        said = comparison.statements.loc[voice.statement_ids.split(";")]
        levels = [s for s in reversed(schema.STRENGTHS) if (said["strength"] == s).any()]
        if not said["strength"].isin(schema.STRENGTHS).all():
            levels.append("")
        for level in levels:
            own = said[
                said["strength"] == level if level else ~said["strength"].isin(schema.STRENGTHS)
            ]
            all_implied = all((i, voice.narrative_id) in implied for i in own.index)
            words = dict.fromkeys(_own_words(comparison, row) for row in each(own))
            rows.append(
                {
                    "narrative_id": voice.narrative_id,
                    "stance": voice.stance,
                    "origin_id": voice.origin_id,
                    "name": voice.name,
                    "kind": voice.kind,
                    "strength": level,
                    "words": "; ".join(word for word in words if word),
                    "how": "implied" if all_implied else "stated",
                    "statement_ids": ";".join(own.index),
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
        reports = comparison.reports
        reports = reports[reports["statement_id"].isin(supporting) & reports["holds"].astype(bool)]
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


def _own_words(comparison: Comparison, row: Any) -> str:
    text = comparison.document(row.document_id).text
    words = schema.span_text(text, row.strength_words) or row.cue_text
    return " ".join(words.split()).strip(_QUOTES)


def _named(comparison: Comparison, voice: Any, ids: list[str]) -> dict[str, Any]:
    """Name a voice, by its origin, its source or its words in the text."""
    origins, sources = comparison.origins, comparison.sources
    source = voice.voice.removeprefix("source:")
    if voice.kind == "origin" and voice.voice in origins.index:
        name, kind = origins.at[voice.voice, "name"], origins.at[voice.voice, "kind"]
    elif voice.kind == "narrator":
        name, kind = "the article itself", "narrator"
    elif voice.kind == "unnamed":
        name, kind = "unnamed", "unspecified"
    elif source in sources.index:
        name, kind = sources.at[source, "name"], sources.at[source, "kind"]
    else:
        name, kind = comparison.statements.at[ids[0], "source_name"] or source, "unspecified"
    return {
        "narrative_id": voice.narrative_id,
        "stance": voice.stance,
        "origin_id": voice.voice,
        "name": str(name),
        "kind": str(kind),
    }


def _firmest(strengths: pd.Series[str]) -> str:
    known = [s for s in strengths if s in schema.STRENGTHS]
    return max(known, key=schema.STRENGTHS.index) if known else ""
