"""Decisions that fit nothing here any more, or were refused: listed for another look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from narratives.comparison import Tables
from narratives.review.moving import Move
from narratives.schema import each
from narratives.telling.moved import move_in_words


def lost_decisions(
    tables: Tables, moves: Sequence[Move], log: pd.DataFrame
) -> list[dict[str, Any]]:
    """List what was decided and counts nowhere, each with the nearest place.

    Parameters
    ----------
    tables : Tables
        The comparison as it stands.
    moves : sequence of Move
        The lines that no longer fit, as they were found last.
    log : DataFrame, columns ``review.REVIEW``
        The lines that hold; a line that was taken back since is not listed.

    Returns
    -------
    list of dict
        With ``line``, ``who``, ``text``, and ``near``: the statement to look at, "" where none
        is near.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> lost_decisions(nv.compare(case), [], case.review)
    []
    """
    holding = dict(zip(log["line"], log["who"], strict=True))
    known = set(map(str, tables.statements.index))
    found = []
    for move in moves:
        if move.line in holding:
            near = move.near.removeprefix("item:")
            found.append((move.line, move_in_words(move), near if near in known else ""))
    told = {line for line, _, _ in found}
    for row in each(tables.corrections):
        if row.status != "applied" and row.line not in told:
            text = f"line {row.line}: {row.target} {row.field}: {row.message}"
            found.append((int(row.line), text, row.target if row.target in known else ""))
    return [
        {"line": line, "who": str(holding.get(line, "")), "text": text, "near": near}
        for line, text, near in sorted(found)
    ]
