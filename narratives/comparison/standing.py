"""How each origin stands to each narrative: the tables behind the side-by-side view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.comparison.rows import each
from narratives.scores import strengths

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
        sources behind them. ``stake`` is the one of :func:`narratives.voices`: +1 or -1
        where one is given, 0 where the sources of an origin differ, NaN where none is
        given. ``how`` is "stated" if any
        statement is. ``strength`` is the firmest of the voice's own words. Only
        rows whose ``voice`` is "origin" are origins to be counted; the others are a
        "source" of unknown origin, all "unnamed" sources, the "narrator".

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> voices = voices_by_origin(comparison).set_index("origin_id")
    >>> voices.loc["ukrainian_state", ["narrative_id", "stance", "stake"]].values.tolist()
    [['ukrainian_trace', 'disputes', -1.0], ['false_flag', 'supports', 1.0]]
    """
    place = {narrative: n for n, narrative in enumerate(comparison.narratives.index)}
    firmest = comparison.firmness["strongest"].to_dict()
    rows = []
    for voice in each(comparison.voices.reset_index()):
        if voice.narrative_id not in place:
            continue
        ids = voice.statement_ids.split(";")
        rows.append(
            {
                **_named(comparison, voice, ids),
                "voice": voice.kind,
                "stake": voice.stake,
                "how": "stated" if voice.stated else "implied",
                "mentions": voice.mentions,
                "sources": voice.sources,
                "strength": firmest[(voice.narrative_id, voice.stance, voice.voice)],
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
    texts = {document.document_id: document.text for document in comparison.documents}
    levels = strengths(comparison.statements, comparison.bearings, texts).reset_index()
    voices = comparison.voices_by_origin[["narrative_id", "stance", "origin_id", "name", "kind"]]
    found = voices.merge(
        levels.rename(columns={"voice": "origin_id"}), on=["narrative_id", "stance", "origin_id"]
    )
    return found[list(FIRMNESS)]


def basis_by_narrative(comparison: Comparison) -> pd.DataFrame:
    """Collect what the statements in support of each narrative rest on.

    Returns
    -------
    DataFrame with columns ``BASIS``
        One row for each narrative and kind of basis that occurs. ``shown`` is the
        best that any of its items has: "shown" in the text, only "named", or "none".
    """
    table = comparison.basis.reset_index()
    found = table[(table["stance"] == "supports") & (table["items"] > 0)]
    return found[list(BASIS)].reset_index(drop=True)


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
