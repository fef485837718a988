"""The statement at hand with everything that can be decided about it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from narratives.bearing.sureness import BY_HAND
from narratives.comparison import Tables
from narratives.editor.listing import ListedStatement, letters_of, speaker
from narratives.editor.people import decisions_on, differences
from narratives.schema import PLACES, RATING_LETTERS, parse_spans, records_of, span_text
from narratives.telling.words import account_letter, basis_word


def describe(
    tables: Tables, row: ListedStatement, log: pd.DataFrame, doubt: tuple[float, str] | None
) -> dict[str, Any]:
    """Describe one statement for the panel.

    Parameters
    ----------
    tables : Tables
    row : dict
        As :func:`narratives.editor.listing.list_statements` returns it.
    log : DataFrame, columns ``review.REVIEW``
        The lines that hold.
    doubt : (float, str), optional
        How doubtful it is, and why.

    Returns
    -------
    dict
        What the panel shows, ready for JSON.

    Examples
    --------
    >>> import narratives as nv
    >>> from narratives.editor.listing import list_statements
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> tables = nv.compare(case)
    >>> rows = list_statements(tables, "crocus", case.review)
    >>> at = describe(tables, rows[0], case.review, None)
    >>> at["bearings"][0]["stance"], at["bearings"][0]["how"], at["items"][0]["ratings"]["isis"]
    ('supports', 'implied', 'C')
    """
    name = row["id"]
    table = tables.drafted_statements if row["out"] else tables.statements
    told = table.loc[name].to_dict()
    text = tables.document(str(told["document_id"])).text
    source = str(told["source_id"])
    items = _items(tables, name)
    letters = letters_of(tables)
    targets = [name, *(item["id"] for item in items), *([source] if source else [])]
    return {
        "id": name,
        "n": row["n"],
        "out": row["out"],
        "by": row["by"],
        "added": row["added"],
        "whole": row["whole"],
        "set": row["set"],
        **{part: str(told[part]) for part in PLACES},
        **{f"{part}_words": _words(text, str(told[part])) for part in PLACES},
        "kind": str(told["kind"]),
        "strength": str(told["strength"]),
        "strength_words": _words(text, str(told["strength_words"])),
        "polarity": str(told["polarity"]),
        "source_id": source,
        "source_name": speaker(tables, source, str(told["source_name"])),
        "registered": source in tables.sources.index,
        "reliability": _cell(tables.sources, source, "reliability"),
        "origin": _cell(tables.sources, source, "origin_id"),
        "linked": _chance(told.get("link_probability")),
        "chance": _chance(told.get("probability")),
        "candidates": [c for c in str(told["candidates"]).split(";") if c],
        "bearings": [] if row["out"] else _bearings(tables, name, log),
        "items": items,
        "doubt": None if doubt is None else {"chance": round(doubt[0], 2), "why": doubt[1]},
        "decisions": decisions_on(log, targets, letters),
        "differences": differences(log, targets, letters),
        "place": min(parse_spans(str(told["content"])) or [(0, 0)])[0],
    }


def _bearings(tables: Tables, name: str, log: pd.DataFrame) -> list[dict[str, Any]]:
    """Return for each account whether it is supported or disputed, and by whom that was said."""
    found = []
    sure, unsure = (
        [row for row in records_of(table) if row["statement_id"] == name]
        for table in (tables.bearings, tables.unsure)
    )
    lines = zip(log["target"], log["field"], log["who"], strict=True)
    set_by = [str(who) for target, field, who in lines if (target, field) == (name, "bearings")]
    by_hand = any(row["probability"] == BY_HAND for row in sure)
    hand = (set_by[-1] if set_by else "hand") if by_hand else ""
    for n, narrative in enumerate(tables.narratives.index):
        told: dict[str, Any] = {
            "account": str(narrative),
            "letter": account_letter(n),
            "stance": "none",
            "how": "stated",
            "chance": None,
            "hand": hand,
            "why": "",
            "unsure": "",
        }
        for row in (row for row in sure if row["narrative_id"] == narrative):
            told |= {name: str(row[name]) for name in ("stance", "how", "why")}
            told["chance"] = None if by_hand else _chance(row["probability"])
        for row in (row for row in unsure if row["narrative_id"] == narrative):
            told["unsure"] = str(row["stance"])
            told["chance"], told["why"] = _chance(row["probability"]), str(row["why"])
        found.append(told)
    return found


def _items(tables: Tables, name: str) -> list[dict[str, Any]]:
    numbers = {str(item): n for n, item in enumerate(tables.items.index, 1)}
    found = []
    own = tables.reports[tables.reports["statement_id"] == name]
    for item, holds in zip(own["item_id"], own["holds"], strict=True):
        if item not in numbers:
            continue
        told = tables.items.loc[item]
        cells = tables.matrix.loc[item]
        credibility = float(told["credibility"])
        found.append(
            {
                "id": str(item),
                "n": numbers[str(item)],
                "label": str(told["label"]),
                "basis": str(told["basis"]),
                "basis_word": basis_word(str(told["basis"])),
                "shown": str(told["shown"]),
                "ratings": {
                    str(narrative): RATING_LETTERS.get(float(cell), "NA")
                    for narrative, cell in cells.items()
                },
                "relevance": str(told["relevance"]),
                "credibility": "" if math.isnan(credibility) else str(int(credibility)),
                "by": [who for who in str(told["rated_by"]).split(";") if who and who != "draft"],
                "reports": int((tables.reports["item_id"] == item).sum()),
                "holds": bool(holds),
            }
        )
    return found


def _words(text: str, spans: str) -> str:
    return " ".join(span_text(text, spans).split())


def _cell(table: pd.DataFrame, key: str, column: str) -> str:
    if key not in table.index:
        return ""
    value = table.at[key, column]
    return value if isinstance(value, str) else ""


def _chance(value: Any) -> float | None:
    number = float("nan") if value is None else float(value)
    return None if math.isnan(number) else round(number, 2)
