"""One drafted statement, as a decision of a person leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from typing import Any

import pandas as pd

from narratives.review.corrections import DraftRow
from narratives.schema import NARRATOR, SPANS, UNNAMED, format_spans, parse_spans, span_text

TEXTS = {"source": "source_text", "cue": "cue_text", "content": "content_text"}
"""Columns of spans, and the columns of their words."""
FLAG_BY_HAND = "by_hand"
"""The flag of a statement that a person corrected or added."""
_NAMED = "named by hand"
"""Mark of a row whose ``source_id`` a person gave: no later span changes the name."""


def set_field(
    row: DraftRow, name: str, value: Any, texts: Mapping[str, str], sources: pd.DataFrame | None
) -> None:
    """Set a field of a row as a person decided it, and forget what the machine held of it.

    Parameters
    ----------
    row : dict
        One statement; it is changed.
    name : str
        A field of ``STATEMENT_FIELDS``.
    value : str
    texts : mapping of document_id to text
    sources : DataFrame indexed by ``source_id``, optional
    """
    if name == "source_id":
        row["resolved_by"], row["candidates"] = "review", ""
        row[_NAMED] = True
        _forget(row, "link_probability")
        if "source_id" in row:
            row["source_id"] = value
        reserved = value in (NARRATOR, UNNAMED)
        if "origin_id" in row:
            known = sources is not None and not reserved
            row["origin_id"] = (
                sources.at[value, "origin_id"] if known and sources is not None else value
            )
        if reserved:
            row["source_name"] = value
        elif sources is not None:
            row["source_name"] = sources.at[value, "name"]
        return
    if name == "source_name":
        # Looked up in the register again, by this name alone.
        row |= {"resolved_by": "review", "candidates": "", "source_name": value, _NAMED: True}
        _forget(row, "link_probability")
        row |= {key: "" for key in ("source_id", "origin_id") if key in row}
        return
    if name in SPANS and name != "chain":  # a chain goes from the source to the text
        value = format_spans(parse_spans(value))
    row[name] = value
    if name in TEXTS:
        row[TEXTS[name]] = span_text(texts[row["document_id"]], value)
        _forget(row, "probability")
    if name == "source":
        row["inferred"] = False
        if not row.get(_NAMED):
            _name_by_words(row)


def _name_by_words(row: DraftRow) -> None:
    """Name the source by the words that a person gave, and forget whom the machine meant."""
    row["source_name"], row["candidates"] = row["source_text"] or UNNAMED, ""
    row["resolved_by"] = "review"
    _forget(row, "link_probability")
    row |= {name: "" for name in ("source_id", "origin_id") if name in row}


def _forget(row: DraftRow, name: str) -> None:
    """Drop a probability of the machine's: a person's decision has none."""
    if name in row:
        row[name] = nan


def flag_by_hand(row: DraftRow) -> None:
    """Say in the flags that a person corrected or added the statement."""
    flags = [flag for flag in str(row.get("flags", "")).split(";") if flag]
    if FLAG_BY_HAND not in flags:
        row["flags"] = ";".join([*flags, FLAG_BY_HAND])
