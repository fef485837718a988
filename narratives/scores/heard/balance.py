"""The first view of a narrative: who speaks for it and against it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from narratives.schema import (
    HOWS,
    NARRATOR,
    NO_NARRATIVE,
    STANCES,
    UNNAMED,
    records_of,
    require_columns,
)

SIDES = STANCES[:2]
"""Supports and disputes; a neutral statement is no voice for or against."""
VOICE_KINDS = ("origin", "source", "unnamed", "narrator")
VOICE_INDEX = ("narrative_id", "stance", "voice")
VOICES = (
    "kind",
    "mentions",
    "sources",
    "stated",
    "implied",
    "stake",
    "self_serving",
    "source_ids",
    "statement_ids",
    "stated_ids",
    "implied_ids",
)
"""Columns of :func:`voices`, which is indexed by ``VOICE_INDEX``."""
COUNTS = (
    "mentions",
    "sources",
    "origins",
    "unresolved",
    "narrator",
    "stated",
    "implied",
    "self_serving",
)
"""What :func:`count_voices` counts, once with ``_for`` and once with ``_against``."""
VoiceRows = list[dict[str, Any]]


def voices(
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    stakes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List who speaks for and against each narrative, one row for each independent voice.

    Two officials of one state are two sources and one voice; ten copies of one report
    are one voice with ten mentions. A source whose origin is not established is a row
    of its own, and so are all unnamed sources together and the document's own voice:
    none of these three is counted as an origin.

    Parameters
    ----------
    statements : DataFrame indexed by ``statement_id``
        With ``source_id`` and ``origin_id``; an empty origin is not established.
        Where the id is empty, ``source_name`` is used, if there is one.
    bearings : DataFrame, columns ``schema.BEARINGS``
    stakes : DataFrame of shape (n_sources, n_narratives), optional
        +1 wants the narrative believed, -1 wants it disbelieved, NaN no stake given.

    Returns
    -------
    DataFrame with columns ``VOICES``, indexed by narrative_id, stance and voice
        ``voice`` is the id of the origin, ``source:`` and the id of a source without
        one (its name in the text, where the register does not know it), "unnamed" or
        "narrator"; ``kind`` says which. ``stake`` is +1 or -1 where a stake is given,
        0 where the sources of one origin differ, NaN where none is given.
        ``self_serving`` is True where the voice gains by being believed. Ids are
        joined by ``;``, in the order of the statements table. Narratives and voices
        stand in the order of their first bearing and first mention.

    Raises
    ------
    SchemaError
        If columns are missing.

    Examples
    --------
    >>> statements = pd.DataFrame(
    ...     {"source_id": ["minister", "police", "radio"], "origin_id": ["state", "state", ""]},
    ...     index=["s1", "s2", "s3"],
    ... )
    >>> bearings = pd.DataFrame(
    ...     {"statement_id": ["s1", "s2", "s3"], "narrative_id": "arson",
    ...      "stance": "supports", "how": "stated"}
    ... )
    >>> voices(statements, bearings)[["kind", "mentions", "sources"]]
                                          kind  mentions  sources
    narrative_id stance   voice
    arson        supports state         origin         2        2
                          source:radio  source         1        1
    """
    rows = []
    for (narrative, stance, (kind, voice)), said in gather_voices(statements, bearings).items():
        sources = list(dict.fromkeys(_source(row) for row in said))
        stake = math.nan if kind in VOICE_KINDS[2:] else _stake(stakes, sources, narrative)
        how = {name: distinct(r["statement_id"] for r in said if r["how"] == name) for name in HOWS}
        every = distinct(row["statement_id"] for row in said)
        rows.append(
            {
                **dict(zip(VOICE_INDEX, (narrative, stance, voice), strict=True)),
                "kind": kind,
                "mentions": len(every),
                "sources": 0 if kind in VOICE_KINDS[2:] else len(set(sources) - {UNNAMED}),
                "stated": len(how["stated"]),
                "implied": len(how["implied"]),
                "stake": stake,
                "self_serving": stake == (1 if stance == SIDES[0] else -1),
                "source_ids": ";".join(sources),
                "statement_ids": ";".join(every),
                "stated_ids": ";".join(how["stated"]),
                "implied_ids": ";".join(how["implied"]),
            }
        )
    return pd.DataFrame(rows, columns=[*VOICE_INDEX, *VOICES]).set_index(list(VOICE_INDEX))


def count_voices(
    voices: pd.DataFrame, narratives: Iterable[str] | pd.DataFrame | None = None
) -> pd.DataFrame:
    """Count the voices of each narrative, every number with what it counts.

    Mentions are statements: those of origins, those unresolved (no origin
    established, unnamed sources included) and the narrator's own add up to all. Only
    origins are independent of each other as far as the case knows. A zero says that
    this text has nobody on that side; silence is not support.

    Parameters
    ----------
    voices : DataFrame
        As :func:`voices` returns it.
    narratives : iterable of str or DataFrame indexed by ``narrative_id``, optional
        All narratives to count, so that one without a voice shows as zero. Default:
        those that occur.

    Returns
    -------
    DataFrame with columns ``number``, ``counted``, ``statement_ids``
        Indexed by ``narrative_id`` and ``count`` (the names of ``COUNTS`` with
        ``_for`` or ``_against``). ``counted`` are the ids of what is counted and
        ``statement_ids`` the statements behind it, both joined by ``;``.
        ``["number"].unstack()`` gives a row a narrative.

    Examples
    --------
    >>> statements = pd.DataFrame(
    ...     {"source_id": ["minister", "police", "radio"], "origin_id": ["state", "state", ""]},
    ...     index=["s1", "s2", "s3"],
    ... )
    >>> bearings = pd.DataFrame(
    ...     {"statement_id": ["s1", "s2", "s3"], "narrative_id": "arson",
    ...      "stance": "supports", "how": "stated"}
    ... )
    >>> count_voices(voices(statements, bearings)).loc["arson"].head(4)
                  number               counted statement_ids
    count
    mentions_for       3              s1;s2;s3      s1;s2;s3
    sources_for        3  minister;police;radio      s1;s2;s3
    origins_for        1                 state         s1;s2
    unresolved_for     1                    s3            s3
    """
    require_columns(voices, VOICES, "voices")
    flat = records_of(voices.reset_index())
    found = list(dict.fromkeys(row["narrative_id"] for row in flat))
    wanted = found if narratives is None else narrative_ids(narratives)
    rows = []
    for narrative in wanted:
        for stance, side in zip(SIDES, ("for", "against"), strict=True):
            some = [r for r in flat if (r["narrative_id"], r["stance"]) == (narrative, stance)]
            for name in COUNTS:
                counted, told = _count(name, some)
                rows.append(
                    (narrative, f"{name}_{side}", len(counted), *map(";".join, (counted, told)))
                )
    columns = ["narrative_id", "count", "number", "counted", "statement_ids"]
    return pd.DataFrame(rows, columns=columns).set_index(columns[:2])


def gather_voices(
    statements: pd.DataFrame, bearings: pd.DataFrame
) -> dict[tuple[str, str, tuple[str, str]], VoiceRows]:
    """Gather the statements by narrative, stance and voice, in the order of the tables.

    Returns
    -------
    dict of (narrative, stance, (kind, voice)) to rows
        Each row holds the cells of a statement and of its bearing. Statements that bear
        on nothing, and bearings of statements that are not there, are left out.
    """
    require_columns(statements, ("source_id", "origin_id"), "statements")
    require_columns(bearings, ("statement_id", "narrative_id", "stance", "how"), "bearings")
    place = {key: n for n, key in enumerate(statements.index)}
    said = dict(zip(statements.index, records_of(statements), strict=True))
    narratives = {n: at for at, n in enumerate(dict.fromkeys(bearings["narrative_id"]))}
    rows = [
        {**said[row["statement_id"]], **row}
        for row in records_of(bearings)
        if row["narrative_id"] != NO_NARRATIVE
        and row["stance"] in SIDES
        and row["statement_id"] in said
    ]
    rows.sort(
        key=lambda row: (
            narratives[row["narrative_id"]],
            SIDES.index(row["stance"]),
            place[row["statement_id"]],
        )
    )
    gathered: dict[tuple[str, str, tuple[str, str]], VoiceRows] = {}
    for row in rows:
        key = (row["narrative_id"], row["stance"], _voice(_source(row), row["origin_id"]))
        gathered.setdefault(key, []).append(row)
    return gathered


def _source(row: Mapping[str, Any]) -> str:
    """Return the id of a source, or its name where the register does not know it."""
    known = row["source_id"]
    if isinstance(known, str) and known:
        return known
    name = row.get("source_name", "")
    return name.replace(";", ",") if isinstance(name, str) else ""


def _voice(source: Any, origin: Any) -> tuple[str, str]:
    """Return the kind of voice and its id."""
    if source == NARRATOR:
        return VOICE_KINDS[3], NARRATOR
    if isinstance(origin, str) and origin not in ("", UNNAMED, NARRATOR):
        return VOICE_KINDS[0], origin
    if isinstance(source, str) and source not in ("", UNNAMED):
        return VOICE_KINDS[1], f"source:{source}"
    return VOICE_KINDS[2], UNNAMED


def _stake(stakes: pd.DataFrame | None, sources: Sequence[str], narrative: str) -> float:
    if stakes is None or narrative not in stakes.columns:
        return math.nan
    given = stakes[narrative].to_dict()
    known = {float(given[s]) for s in sources if s in given and given[s] == given[s]}
    if not known:
        return math.nan
    return known.pop() if len(known) == 1 else 0.0


def _count(name: str, rows: VoiceRows) -> tuple[list[str], list[str]]:
    """Return the ids of what a count counts, and the statements behind them."""
    if name in ("mentions", "stated", "implied"):
        column = "statement_ids" if name == "mentions" else f"{name}_ids"
        told = distinct(s for row in rows for s in _split(row[column]))
        return told, told
    if name == "sources":
        rows = [row for row in rows if row["sources"]]
        counted = distinct(s for row in rows for s in _split(row["source_ids"]) if s != UNNAMED)
    elif name == "unresolved":
        rows = [row for row in rows if row["kind"] in VOICE_KINDS[1:3]]
        counted = distinct(s for row in rows for s in _split(row["statement_ids"]))
    elif name == "narrator":
        rows = [row for row in rows if row["kind"] == NARRATOR]
        counted = distinct(s for row in rows for s in _split(row["statement_ids"]))
    else:
        rows = [
            r
            for r in rows
            if (r["self_serving"] if name == "self_serving" else r["kind"] == "origin")
        ]
        counted = [row["voice"] for row in rows]
    return counted, distinct(s for row in rows for s in _split(row["statement_ids"]))


def narrative_ids(narratives: Iterable[str] | pd.DataFrame) -> list[str]:
    """Return the ids of narratives that are given as ids or as their table."""
    return list(narratives.index if isinstance(narratives, pd.DataFrame) else narratives)


def _split(ids: str) -> list[str]:
    return ids.split(";") if ids else []


def distinct(values: Iterable[str]) -> list[str]:
    """Return the values that are not empty, each once, in order."""
    return list(dict.fromkeys(value for value in values if value))
