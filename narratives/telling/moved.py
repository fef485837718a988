"""Decisions that no longer fit: which they are, and where each may belong now, in words."""

from __future__ import annotations

from math import isnan

import pandas as pd

from narratives.comparison import Tables
from narratives.review.moving import Move, find_moves
from narratives.review.values import write_value_plainly
from narratives.telling.words import shorten

LONGEST = 160
"""Characters of the value of a line that are told."""


def moves_of(review: pd.DataFrame, tables: Tables) -> list[Move]:
    """Return the lines of review that no longer fit, each with the nearest place.

    Parameters
    ----------
    review : DataFrame, columns ``review.REVIEW`` and ``words``
    tables : Tables
        The comparison with that review.

    Returns
    -------
    list of Move

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> moves_of(case.review, nv.compare(case))
    []
    """
    known = [*tables.drafted_statements.index, *tables.statements.index, *tables.items.index]
    return find_moves(review, tables.corrections, dict.fromkeys(map(str, known)), tables.documents)


def move_in_words(move: Move) -> str:
    """Say in a sentence where a line may belong now.

    Examples
    --------
    >>> line = {"target": "dam:4-9", "field": "kind", "value": "direct"}
    >>> move_in_words(Move(3, line, "dam:5-10", 96.0, {**line, "target": "dam:5-10"}))
    'line 3: dam:4-9 kind direct: to dam:5-10 (96 of 100 alike).'
    """
    told = f"line {move.line}: {move.entry['target']} {move.entry['field']} "
    told += shorten(write_value_plainly(str(move.entry["field"]), move.entry["value"]), LONGEST)
    if move.moved is not None:
        if not move.near:
            return f"{told}: its words stand elsewhere now, or its statements have new addresses."
        where = move.near
        return f"{told}: to {where} ({move.likeness:.0f} of 100 alike)."
    if not move.near:
        return f"{told}: nothing here is near. Decide again, or leave it."
    if isnan(move.likeness):
        return (
            f"{told}: the line carries no words. The nearest by its place is {move.near}: look "
            "there, and decide again."
        )
    return (
        f"{told}: the nearest is {move.near} ({move.likeness:.0f} of 100 alike), which is too "
        "unlike, or the words chosen are gone. Look there, and decide again."
    )
