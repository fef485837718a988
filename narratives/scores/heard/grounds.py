"""The second and third view of a narrative: how firmly it is put, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from narratives.schema import BASES, SHOWN, STRENGTHS, parse_spans, records_of, require_columns
from narratives.scores.heard.balance import (
    SIDES,
    VOICE_INDEX,
    distinct,
    gather_voices,
    narrative_ids,
)

LEVELS = ("strength", "words", "how", "statement_ids")
"""Columns of :func:`strengths`."""
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
"""Columns of :func:`firmness`."""
_JOINT = " … "
_MARKS = ' "“”„«»'


def strengths(
    statements: pd.DataFrame, bearings: pd.DataFrame, texts: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Give every strength that a voice uses for or against a narrative, with its words.

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
    DataFrame with columns ``LEVELS``, indexed by narrative_id, stance and voice
        One row for each strength, firmest first, what was not judged last with an empty
        ``strength``. ``words`` are those of the text that the strength rests on, several
        joined by "; ", the cue where no word hedges. ``how`` is "stated" if any of the
        statements is. Ids are joined by ``;``.

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
    >>> strengths(pd.DataFrame([row], index=["s"]), pd.DataFrame([bearing])).iloc[0].tolist()
    ['hint', 'hinted', 'stated', 's']
    """
    rows = _strengths(statements, bearings, texts)
    return pd.DataFrame(rows, columns=[*VOICE_INDEX, *LEVELS]).set_index(list(VOICE_INDEX))


def _strengths(
    statements: pd.DataFrame, bearings: pd.DataFrame, texts: Mapping[str, str] | None
) -> list[dict[str, str]]:
    columns = ("document_id", "strength", "strength_words", "cue", "cue_text", "content")
    require_columns(statements, (*columns, "content_text"), "statements")
    rows = []
    for (narrative, stance, (_, voice)), said in gather_voices(statements, bearings).items():
        where = dict(zip(VOICE_INDEX, (narrative, stance, voice), strict=True))
        for level in (*reversed(STRENGTHS), ""):
            at = [row for row in said if _level(row) == level]
            if at:
                words = distinct(_own_words(row, texts) for row in at)
                stated = any(row["how"] == "stated" for row in at)
                cells = (level, "; ".join(words), "stated" if stated else "implied")
                ids = ";".join(distinct(row["statement_id"] for row in at))
                rows.append({**where, **dict(zip(LEVELS, (*cells, ids), strict=True))})
    return rows


def firmness(
    statements: pd.DataFrame, bearings: pd.DataFrame, texts: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Give the strongest and the weakest own words of each voice for or against a narrative.

    Parameters
    ----------
    statements, bearings, texts
        As for :func:`strengths`, which gives all degrees between the two as well.

    Returns
    -------
    DataFrame with columns ``FIRMNESS``, indexed by narrative_id, stance and voice
        ``strongest`` and ``weakest`` are of ``schema.STRENGTHS``, empty where none is
        judged. Ids are joined by ``;``.

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
    place = {key: n for n, key in enumerate(statements.index)}
    voices: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in _strengths(statements, bearings, texts):
        voices.setdefault(tuple(row[name] for name in VOICE_INDEX), []).append(row)
    rows = []
    for index, levels in voices.items():
        ids = ";".join(row["statement_ids"] for row in levels).split(";")
        every = sorted(ids, key=place.__getitem__)
        judged = [row for row in levels if row["strength"]]
        unjudged = dict.fromkeys(LEVELS, "")
        cells: dict[str, Any] = {}
        for name, row in (
            ("strongest", judged[0] if judged else unjudged),
            ("weakest", judged[-1] if judged else unjudged),
        ):
            cells[name] = row["strength"]
            cells[f"{name}_words"] = row["words"]
            cells[f"{name}_ids"] = row["statement_ids"]
        where = dict(zip(VOICE_INDEX, index, strict=True))
        rows.append({**where, **cells, "mentions": len(every), "statement_ids": ";".join(every)})
    return pd.DataFrame(rows, columns=[*VOICE_INDEX, *FIRMNESS]).set_index(list(VOICE_INDEX))


def basis(
    items: pd.DataFrame,
    reports: pd.DataFrame,
    bearings: pd.DataFrame,
    narratives: Iterable[str] | pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count what the statements for and against each narrative rest on.

    An item counts for a narrative where a statement that reports it as so supports that
    narrative. Its rating does not matter here: a hint that would fit another narrative
    just as well is still a hint at the one that it names.

    Parameters
    ----------
    items : DataFrame indexed by ``item_id``, columns ``schema.ITEMS``
    reports : DataFrame, columns ``schema.REPORTS``
    bearings : DataFrame, columns ``schema.BEARINGS``
    narratives : iterable of str or DataFrame indexed by ``narrative_id``, optional
        All narratives to count, so that one without a basis shows as zero. Default:
        those that the bearings name.

    Returns
    -------
    DataFrame with columns ``items``, ``shown``, ``item_ids``, ``statement_ids``
        Indexed by narrative_id, stance and basis: one row for every kind of
        ``schema.BASES``, with 0 items where the text gives none. ``shown`` is the best
        of the items: "shown", only "named", "none"; empty without items. The
        statements are the reports that hold and bear so.

    Raises
    ------
    SchemaError
        If columns are missing.

    Examples
    --------
    >>> items = pd.DataFrame({"basis": ["images"], "shown": ["named"]}, index=["i"])
    >>> reports = pd.DataFrame({"item_id": ["i"], "statement_id": ["s"], "holds": [True]})
    >>> bearings = pd.DataFrame(
    ...     {"statement_id": ["s"], "narrative_id": ["arson"], "stance": ["supports"]}
    ... )
    >>> basis(items, reports, bearings).loc[("arson", "supports", "images")]
    items                1
    shown            named
    item_ids             i
    statement_ids        s
    Name: (arson, supports, images), dtype: object
    """
    require_columns(items, ("basis", "shown"), "items")
    require_columns(reports, ("item_id", "statement_id", "holds"), "reports")
    require_columns(bearings, ("statement_id", "narrative_id", "stance"), "bearings")
    bears: dict[tuple[Any, Any], set[Any]] = {}
    for row in records_of(bearings):
        bears.setdefault((row["narrative_id"], row["stance"]), set()).add(row["statement_id"])
    told = [
        (row["item_id"], row["statement_id"])
        for row in records_of(reports[reports["holds"].astype(bool)])
    ]
    kinds, shown = items["basis"].to_dict(), items["shown"].to_dict()
    found = dict.fromkeys(n for n, stance in bears if stance in SIDES)
    rows = []
    for narrative in found if narratives is None else narrative_ids(narratives):
        for stance in SIDES:
            own = bears.get((narrative, stance), set())
            for kind in BASES:
                said = [(i, s) for i, s in told if s in own and kinds.get(i) == kind]
                behind = {i for i, _ in said}
                ids = [str(i) for i in items.index if i in behind]
                best = max((shown[i] for i in behind), key=SHOWN.index, default="")
                statements = ";".join(distinct(s for _, s in said))
                rows.append((narrative, stance, kind, len(ids), best, ";".join(ids), statements))
    index = ["narrative_id", "stance", "basis"]
    columns = [*index, "items", "shown", "item_ids", "statement_ids"]
    return pd.DataFrame(rows, columns=columns).set_index(index)


def _level(row: Mapping[str, Any]) -> str:
    return str(row["strength"]) if row["strength"] in STRENGTHS else ""


def _own_words(row: Mapping[str, Any], texts: Mapping[str, str] | None) -> str:
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
    told = _JOINT.join(dict.fromkeys(word.strip() for word in words)) or str(row["cue_text"])
    # The colon of a label says nothing of how firm it is.
    return " ".join(told.split()).strip(_MARKS) if any(map(str.isalnum, told)) else ""
