"""How each origin stands to each narrative: the tables behind the side-by-side view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from narratives import schema
from narratives.schema import Document, each
from narratives.scores import strengths

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


def voices_by_origin(
    voices: pd.DataFrame,
    firmness: pd.DataFrame,
    statements: pd.DataFrame,
    sources: pd.DataFrame,
    origins: pd.DataFrame,
    narratives: Iterable[str],
) -> pd.DataFrame:
    """Name who speaks for or against each narrative: one row for each independent voice.

    Parameters
    ----------
    voices, firmness : DataFrame
        As :func:`narratives.voices` and :func:`narratives.firmness` return them.
    statements, sources, origins : DataFrame
        Where the voices have their names from.
    narratives : iterable of str
        The ids, in the order of the case.

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
    >>> voices = comparison.voices_by_origin.set_index("origin_id")
    >>> voices.loc["ukrainian_state", ["narrative_id", "stance", "stake"]].values.tolist()
    [['ukrainian_trace', 'disputes', -1.0], ['false_flag', 'supports', 1.0]]
    """
    place = {narrative: n for n, narrative in enumerate(narratives)}
    firmest = firmness["strongest"].to_dict()
    rows = []
    for voice in each(voices.reset_index()):
        if voice.narrative_id not in place:
            continue
        ids = voice.statement_ids.split(";")
        rows.append(
            {
                **_named(voice, ids, statements, sources, origins),
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


def firmness_by_origin(
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    documents: Iterable[Document],
    voices: pd.DataFrame,
) -> pd.DataFrame:
    """Collect how firmly each voice puts it, one row for each strength it uses.

    Parameters
    ----------
    statements, bearings : DataFrame
    documents : iterable of Document
    voices : DataFrame
        As :func:`voices_by_origin` returns it.

    Returns
    -------
    DataFrame with columns ``FIRMNESS``
        Voices as in :func:`voices_by_origin`, firmest first. ``words`` are the words of
        the text that the strength rests on, several joined by "; "; where no word
        hedges, the cue.
    """
    texts = {document.document_id: document.text for document in documents}
    levels = strengths(statements, bearings, texts).reset_index()
    found = voices[["narrative_id", "stance", "origin_id", "name", "kind"]].merge(
        levels.rename(columns={"voice": "origin_id"}), on=["narrative_id", "stance", "origin_id"]
    )
    return found[list(FIRMNESS)]


def basis_by_narrative(basis: pd.DataFrame) -> pd.DataFrame:
    """Collect what the statements in support of each narrative rest on.

    Parameters
    ----------
    basis : DataFrame
        As :func:`narratives.basis` returns it.

    Returns
    -------
    DataFrame with columns ``BASIS``
        One row for each narrative and kind of basis that occurs. ``shown`` is the
        best that any of its items has: "shown" in the text, only "named", or "none".
    """
    table = basis.reset_index()
    found = table[(table["stance"] == "supports") & (table["items"] > 0)]
    return found[list(BASIS)].reset_index(drop=True)


def _named(
    voice: Any,
    ids: list[str],
    statements: pd.DataFrame,
    sources: pd.DataFrame,
    origins: pd.DataFrame,
) -> dict[str, Any]:
    """Name a voice, by its origin, its source or its words in the text."""
    source = voice.voice.removeprefix("source:")
    if voice.kind == "origin" and voice.voice in origins.index:
        name, kind = origins.at[voice.voice, "name"], origins.at[voice.voice, "kind"]
    elif voice.kind == "narrator":
        name, kind = schema.ARTICLE, "narrator"
    elif voice.kind == "unnamed":
        name, kind = "unnamed", "unspecified"
    elif source in sources.index:
        name, kind = sources.at[source, "name"], sources.at[source, "kind"]
    else:
        name, kind = statements.at[ids[0], "source_name"] or source, "unspecified"
    return {
        "narrative_id": voice.narrative_id,
        "stance": voice.stance,
        "origin_id": voice.voice,
        "name": str(name),
        "kind": str(kind),
    }
