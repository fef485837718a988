"""What waits for a pause: words read ahead, what the draft learns, how often it was right."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pandas as pd

from narratives.comparison import Tables
from narratives.editor.deciding import entries_for
from narratives.editor.standing import EVERY, how_often_right
from narratives.schema import ROLES, NarrativesError
from narratives.stages.following import Following

NOBODY_YET = "nobody yet"
_READ_ANEW = ("statement", "source_id", "source_name", *ROLES)
"""Fields whose decisions have words read that were not read so before."""
_TEACHES = ("bearings", "statement", "merge", *ROLES)
"""Fields whose decisions may move the draft of other statements, which is drafted in a pause."""


def read_ahead(
    following: Following, tables: Tables, log: pd.DataFrame, intent: Mapping[str, Any]
) -> None:
    """Read words that are chosen and not decided, so that the decision need not wait.

    Nothing is kept by this and nothing is drawn.

    Parameters
    ----------
    following : Following
    tables : Tables
    log : DataFrame, columns ``review.REVIEW``
        The lines that hold.
    intent : mapping
        What a person would ask for: ``changes``, or the ``value`` of a new statement.
    """
    adds = "value" in intent
    with suppress(NarrativesError):  # which is told where somebody decides so
        asked = {**intent, "do": "add" if adds else "keep", "why": ""}
        entries = entries_for(tables, asked, NOBODY_YET)
        entries = [entry for entry in entries if entry["field"] in _READ_ANEW]
        if entries:
            line = 1 + int(log["line"].max() if len(log) else 0)
            rows = [{"at": "", "words": "", "line": line + n, **e} for n, e in enumerate(entries)]
            review = pd.concat([log, pd.DataFrame(rows)], ignore_index=True)
            following.read_ahead(review, entries[0]["target"].partition(":")[0])


def teaching_of(log: pd.DataFrame) -> list[tuple[str, str]]:
    """Return what of a log may move the draft of other statements: target and value."""
    left_out = (log["field"] == "status") & (log["value"] == "reject")
    some = log[log["field"].isin(_TEACHES) | left_out]
    return [(str(t), repr(v)) for t, v in zip(some["target"], some["value"], strict=True)]


def count_moved(before: pd.DataFrame, after: pd.DataFrame) -> int:
    """Count the statements whose bearings are others than they were.

    Examples
    --------
    >>> one = pd.DataFrame([("a", "leak", "supports")],
    ...     columns=["statement_id", "narrative_id", "stance"])
    >>> count_moved(one, one), count_moved(one, one.assign(stance="disputes"))
    (0, 1)
    """
    columns = ["statement_id", "narrative_id", "stance"]
    one, two = (set(map(tuple, table[columns].to_numpy().tolist())) for table in (before, after))
    return len({row[0] for row in one ^ two})


class DraftWeight:
    """How often the draft was right on what was checked, as it was weighed last.

    Attributes
    ----------
    rows : list of dict
        As :func:`narratives.editor.standing.how_often_right` returns them; empty before the
        first twenty decisions.
    decisions : int
        By how many decisions it was weighed.
    """

    def __init__(self, tables: Tables, decisions: int) -> None:
        self.weigh(tables, decisions)

    def weigh(self, tables: Tables, decisions: int) -> None:
        """Weigh the draft by all decisions; between twenties that waits for a pause."""
        self.decisions = decisions
        self.rows = how_often_right(tables) if decisions >= EVERY else []

    def weigh_if_due(self, tables: Tables, decisions: int) -> str:
        """Weigh the draft if twenty more decisions are full; say so, or nothing."""
        done = decisions // EVERY
        if done <= self.decisions // EVERY:
            return ""
        self.weigh(tables, decisions)
        return f"{done * EVERY} decisions: see how often the draft was right."
