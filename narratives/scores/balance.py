"""The first three views of a narrative: its voices, their firmness, and what they rest on."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from narratives.schema import (
    BASES,
    HOWS,
    NARRATOR,
    NO_NARRATIVE,
    SHOWN,
    STANCES,
    STRENGTHS,
    UNNAMED,
    parse_spans,
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
FIRMNESS = (
    "strongest",
    "strongest_words",
    "strongest_ids",
    "weakest",
    "weakest_words",
    "weakest_ids",
    "mentions",
    "statement_ids",
)
_JOINT = " … "
Rows = list[dict[Hashable, Any]]


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
    for (narrative, stance, (kind, voice)), said in _by_voice(statements, bearings).items():
        sources = list(dict.fromkeys(_source(row) for row in said))
        stake = math.nan if kind in VOICE_KINDS[2:] else _stake(stakes, sources, narrative)
        how = {
            name: _distinct(r["statement_id"] for r in said if r["how"] == name) for name in HOWS
        }
        every = _distinct(row["statement_id"] for row in said)
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
    flat = voices.reset_index().to_dict("records")
    found = list(dict.fromkeys(row["narrative_id"] for row in flat))
    wanted = found if narratives is None else _ids(narratives)
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


def firmness(
    statements: pd.DataFrame, bearings: pd.DataFrame, texts: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Give the strongest and the weakest own words of each voice for or against a narrative.

    The strength of a statement is that of its source's own words. What others call it
    afterwards ("claim", "allegations") is no word of the source and never raises it.
    Nothing is averaged: a hint and a certainty are two facts about a voice.

    Parameters
    ----------
    statements : DataFrame, columns ``schema.STATEMENTS``, ``source_id``, ``origin_id``
    bearings : DataFrame, columns ``schema.BEARINGS``
    texts : mapping of document_id to text, optional
        To read words that stand outside cue and content.

    Returns
    -------
    DataFrame with columns ``FIRMNESS``, indexed by narrative_id, stance and voice
        ``strongest`` and ``weakest`` are of ``schema.STRENGTHS``, empty where none is
        judged. The words are those of the text that the strength rests on, several
        joined by "; ", the cue where no word hedges. Ids are joined by ``;``.

    Raises
    ------
    SchemaError
        If columns are missing.

    Examples
    --------
    >>> row = {"source_id": "mayor", "origin_id": "town", "document_id": "d", "strength": "hint",
    ...        "strength_words": "10-17", "cue": "10-17", "cue_text": "hinted ", "content": "",
    ...        "content_text": "", "source": "", "source_text": ""}
    >>> bearing = {"statement_id": "s", "narrative_id": "arson", "stance": "supports",
    ...            "how": "stated"}
    >>> table = firmness(pd.DataFrame([row], index=["s"]), pd.DataFrame([bearing]))
    >>> table[["strongest", "strongest_words"]].iloc[0].tolist()
    ['hint', 'hinted']
    """
    columns = ("document_id", "strength", "strength_words", "cue", "cue_text", "content")
    require_columns(statements, (*columns, "content_text"), "statements")
    rows = []
    for (narrative, stance, (_, voice)), said in _by_voice(statements, bearings).items():
        known = [row for row in said if row["strength"] in STRENGTHS]
        levels = sorted((row["strength"] for row in known), key=STRENGTHS.index) or [""]
        cells: dict[str, Any] = {}
        for name, level in (("strongest", levels[-1]), ("weakest", levels[0])):
            at = [row for row in known if row["strength"] == level]
            cells[name] = level
            cells[f"{name}_words"] = "; ".join(_distinct(_own_words(row, texts) for row in at))
            cells[f"{name}_ids"] = ";".join(_distinct(row["statement_id"] for row in at))
        every = _distinct(row["statement_id"] for row in said)
        where = dict(zip(VOICE_INDEX, (narrative, stance, voice), strict=True))
        rows.append({**where, **cells, "mentions": len(every), "statement_ids": ";".join(every)})
    return pd.DataFrame(rows, columns=[*VOICE_INDEX, *FIRMNESS]).set_index(list(VOICE_INDEX))


def basis(items: pd.DataFrame, matrix: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Count what the items for and against each narrative rest on.

    Parameters
    ----------
    items : DataFrame indexed by ``item_id``, columns ``schema.ITEMS``
    matrix : DataFrame of shape (n_items, n_narratives)
        A rating above 0 counts for a narrative, below 0 against it.
    reports : DataFrame, columns ``schema.REPORTS``

    Returns
    -------
    DataFrame with columns ``items``, ``shown``, ``item_ids``, ``statement_ids``
        Indexed by narrative_id, stance and basis: one row for every kind of
        ``schema.BASES``, with 0 items where the text gives none. ``shown`` is the best
        of the items: "shown", only "named", "none"; empty without items. The
        statements are the reports that hold.

    Raises
    ------
    SchemaError
        If columns are missing.

    Examples
    --------
    >>> items = pd.DataFrame({"basis": ["images"], "shown": ["named"]}, index=["i"])
    >>> matrix = pd.DataFrame({"arson": [1.0]}, index=["i"])
    >>> reports = pd.DataFrame({"item_id": ["i"], "statement_id": ["s"], "holds": [True]})
    >>> basis(items, matrix, reports).loc[("arson", "supports", "images")]
    items                1
    shown            named
    item_ids             i
    statement_ids        s
    Name: (arson, supports, images), dtype: object
    """
    require_columns(items, ("basis", "shown"), "items")
    require_columns(reports, ("item_id", "statement_id", "holds"), "reports")
    told: dict[Hashable, list[str]] = {}
    for row in reports.to_dict("records"):
        if row["holds"]:
            told.setdefault(row["item_id"], []).append(row["statement_id"])
    kinds = items["basis"].to_dict()
    shown = items["shown"].to_dict()
    rows = []
    for narrative in matrix.columns:
        ratings = matrix[narrative].to_dict()
        for stance, sign in zip(SIDES, (1, -1), strict=True):
            for kind in BASES:
                found = [i for i, r in ratings.items() if sign * r > 0 and kinds.get(i) == kind]
                best = max((shown[i] for i in found), key=SHOWN.index, default="")
                said = _distinct(s for item in found for s in told.get(item, ()))
                ids = ";".join(map(str, found))
                rows.append((narrative, stance, kind, len(found), best, ids, ";".join(said)))
    index = ["narrative_id", "stance", "basis"]
    columns = [*index, "items", "shown", "item_ids", "statement_ids"]
    return pd.DataFrame(rows, columns=columns).set_index(index)


def _by_voice(
    statements: pd.DataFrame, bearings: pd.DataFrame
) -> dict[tuple[str, str, tuple[str, str]], Rows]:
    """Gather the statements by narrative, stance and voice, in the order of the tables."""
    require_columns(statements, ("source_id", "origin_id"), "statements")
    require_columns(bearings, ("statement_id", "narrative_id", "stance", "how"), "bearings")
    place = {key: n for n, key in enumerate(statements.index)}
    said = dict(zip(statements.index, statements.to_dict("records"), strict=True))
    narratives = {n: at for at, n in enumerate(dict.fromkeys(bearings["narrative_id"]))}
    rows = [
        {**said[row["statement_id"]], **row}
        for row in bearings.to_dict("records")
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
    gathered: dict[tuple[str, str, tuple[str, str]], Rows] = {}
    for row in rows:
        key = (row["narrative_id"], row["stance"], _voice(_source(row), row["origin_id"]))
        gathered.setdefault(key, []).append(row)
    return gathered


def _source(row: Mapping[Hashable, Any]) -> str:
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


def _count(name: str, rows: Rows) -> tuple[list[str], list[str]]:
    """Return the ids of what a count counts, and the statements behind them."""
    if name in ("mentions", "stated", "implied"):
        column = "statement_ids" if name == "mentions" else f"{name}_ids"
        told = _distinct(s for row in rows for s in _split(row[column]))
        return told, told
    if name == "sources":
        rows = [row for row in rows if row["sources"]]
        counted = _distinct(s for row in rows for s in _split(row["source_ids"]) if s != UNNAMED)
    elif name == "unresolved":
        rows = [row for row in rows if row["kind"] in VOICE_KINDS[1:3]]
        counted = _distinct(s for row in rows for s in _split(row["statement_ids"]))
    elif name == "narrator":
        rows = [row for row in rows if row["kind"] == NARRATOR]
        counted = _distinct(s for row in rows for s in _split(row["statement_ids"]))
    else:
        rows = [
            r
            for r in rows
            if (r["self_serving"] if name == "self_serving" else r["kind"] == "origin")
        ]
        counted = [row["voice"] for row in rows]
    return counted, _distinct(s for row in rows for s in _split(row["statement_ids"]))


def _own_words(row: Mapping[Hashable, Any], texts: Mapping[str, str] | None) -> str:
    """Read the words of the strength from the text, or from the cue and the content."""
    words = []
    for start, end in parse_spans(row["strength_words"]):
        if texts is not None and row["document_id"] in texts:
            words.append(texts[row["document_id"]][start:end])
            continue
        for part in ("cue", "content"):
            at = 0
            for low, high in parse_spans(row[part]):
                if low <= start and end <= high:
                    words.append(row[f"{part}_text"][at + start - low : at + end - low])
                at += high - low + len(_JOINT)
    return " … ".join(dict.fromkeys(word.strip() for word in words)) or str(row["cue_text"])


def _ids(narratives: Iterable[str] | pd.DataFrame) -> list[str]:
    return list(narratives.index if isinstance(narratives, pd.DataFrame) else narratives)


def _split(ids: str) -> list[str]:
    return ids.split(";") if ids else []


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
