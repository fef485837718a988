"""What would change the order by contradiction: one item, one origin, one rating."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import pandas as pd

from narratives.schema import UNNAMED, require_columns
from narratives.scores.orders import (
    check_contradictions,
    compare_orders,
    letter_of,
    nearest_ratings,
    order_of,
)

DROPS = ("kind", "dropped")
CHANGES = ("order", "leader", "leader_changes", "order_changes", "item_ids")
"""Columns of :func:`drop_one`, besides one for each narrative."""
FLIPS = (
    "item_id",
    "narrative_id",
    "before",
    "after",
    "steps",
    "order",
    "leader",
    "leader_changes",
    "order_changes",
)
"""Columns of :func:`flip_one`."""
KINDS = ("item", "origin", "report")


class Rated(Protocol):
    """What :func:`drop_one` and :func:`flip_one` need of a comparison."""

    @property
    def matrix(self) -> pd.DataFrame:
        """Items by narratives."""

    @property
    def weights(self) -> pd.Series[float]:
        """Weight of each item."""

    @property
    def reports(self) -> pd.DataFrame:
        """Who reports each item."""


def drop_one(comparison: Rated) -> pd.DataFrame:
    """Leave out one item, then one origin, and see whether the order of narratives changes.

    Without an origin, an item falls away when nobody else reports that it is so. A
    report whose origin is not established may be independent of all others, so each
    is left out as an origin of its own.

    Parameters
    ----------
    comparison : object with ``matrix``, ``weights`` and ``reports``
        Such as a :class:`~narratives.Comparison`. ``reports`` has the columns
        ``item_id``, ``statement_id``, ``origin_id``, ``holds``.

    Returns
    -------
    DataFrame indexed by ``kind`` and ``dropped``
        ``kind`` is "item", "origin", or "report" for a report of unknown origin, and
        ``dropped`` its id. One column ``inconsistency:<narrative>`` for each narrative,
        missing where no item is left that addresses it; ``order`` in words, with "<"
        for "less contradicted than" and "=" for a tie; ``leader``, the narratives
        contradicted least, joined by ``;``, none where all are tied; whether leader and
        order change; and the
        items that fell away, joined by ``;``. Items first, in the order of the
        matrix, then origins in the order of the reports.

    Raises
    ------
    SchemaError
        If ``reports`` lacks columns, or matrix and weights do not fit.

    Notes
    -----
    One thing is left out at a time: two weak items that together carry an order do
    not show here.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> case = SimpleNamespace(
    ...     matrix=pd.DataFrame({"arson": [-1, 1], "storm": [1, -2]}, index=["rain", "can"]),
    ...     weights=pd.Series({"rain": 1.0, "can": 1.0}),
    ...     reports=pd.DataFrame({"item_id": ["rain", "can"], "statement_id": ["s1", "s2"],
    ...                           "origin_id": ["town", "police"], "holds": [True, True]}),
    ... )
    >>> drop_one(case)[["order", "leader_changes"]]
                            order  leader_changes
    kind   dropped
    item   rain     arson < storm           False
           can      storm < arson            True
    origin town     arson < storm           False
           police   storm < arson            True
    """
    case = check_contradictions(comparison.matrix, comparison.weights)
    whole = order_of(case.narratives, case.scores())
    rows = []
    for kind, dropped, gone in find_drops(case.items, comparison.reports):
        scores = case.scores(without=set(gone))
        order = order_of(case.narratives, scores)
        rows.append((kind, dropped, *scores, *compare_orders(order, whole), ";".join(gone)))
    names = [f"inconsistency:{narrative}" for narrative in case.narratives]
    return pd.DataFrame(rows, columns=[*DROPS, *names, *CHANGES]).set_index(list(DROPS))


def flip_one(comparison: Rated) -> pd.DataFrame:
    """Find, for each rating, the smallest change of it that changes the order.

    Parameters
    ----------
    comparison : object with ``matrix`` and ``weights``

    Returns
    -------
    DataFrame with columns ``FLIPS``
        One row for each rating of which a change alters the order by contradiction,
        fewest ``steps`` first; ``before`` and ``after`` are letters, a step leads from one
        letter to the next. Of two changes of the same size, the one that changes the
        leader is shown. A cell that is not rated is not filled.

    Raises
    ------
    SchemaError
        If matrix and weights do not fit.

    Notes
    -----
    The smallest number of steps is the flip distance: 1 says that one rating, read one
    letter differently by another person, is enough.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> case = SimpleNamespace(
    ...     matrix=pd.DataFrame({"arson": [0, 1], "storm": [1, -1]}, index=["rain", "can"]),
    ...     weights=pd.Series({"rain": 1.0, "can": 1.0}),
    ... )
    >>> flip_one(case).iloc[:2][["item_id", "narrative_id", "before", "after", "order"]]
      item_id narrative_id before after          order
    0    rain        arson      N     I  arson = storm
    1     can        storm      I     N  arson = storm
    """
    case = check_contradictions(comparison.matrix, comparison.weights)
    whole = order_of(case.narratives, case.scores())
    rows = []
    for item, given in zip(case.items, case.ratings, strict=True):
        for n, narrative in enumerate(case.narratives):
            if given[n] != given[n]:
                continue
            for letters, rating in nearest_ratings(given[n]):
                changed = (*given[:n], rating, *given[n + 1 :])
                order = order_of(case.narratives, case.scores(instead={item: changed}))
                if order != whole:
                    steps = abs(rating - given[n])
                    told = compare_orders(order, whole)
                    rows.append((item, narrative, letter_of(given[n]), letters, steps, *told))
    rows.sort(key=lambda row: (row[4], not row[7]))
    table = pd.DataFrame(rows, columns=list(FLIPS))
    return table.drop_duplicates(["item_id", "narrative_id"]).reset_index(drop=True)


def find_drops(items: Sequence[str], reports: pd.DataFrame) -> Iterator[tuple[str, str, list[str]]]:
    """Name what can be left out, and the items that fall with it.

    Yields
    ------
    (kind, id, items)
    """
    require_columns(reports, ("item_id", "statement_id", "origin_id", "holds"), "reports")
    for item in items:
        yield KINDS[0], item, [item]
    known = set(items)
    falls: dict[tuple[str, str], list[str]] = {
        voice: []
        for item, voice in zip(reports["item_id"], voices_of(reports), strict=True)
        if item in known
    }
    speakers = speakers_of(reports)
    for item in items:
        alone = speakers.get(item, set())
        if len(alone) == 1:
            falls[next(iter(alone))].append(item)
    for voice in sorted(falls, key=lambda voice: KINDS.index(voice[0])):
        yield *voice, falls[voice]


def speakers_of(reports: pd.DataFrame) -> dict[str, set[tuple[str, str]]]:
    """Name, for each item, the voices without which it falls away.

    Those who say that it is so; where nobody does, those who say that it is not.
    """
    tables: dict[bool, dict[str, set[tuple[str, str]]]] = {True: {}, False: {}}
    for item, holds, voice in zip(
        reports["item_id"], reports["holds"], voices_of(reports), strict=True
    ):
        tables[bool(holds)].setdefault(item, set()).add(voice)
    return {**tables[False], **tables[True]}


def voices_of(reports: pd.DataFrame) -> list[tuple[str, str]]:
    """Name the independent voice of each report."""
    pairs = zip(reports["statement_id"], reports["origin_id"], strict=True)
    return [voice_of(statement, origin) for statement, origin in pairs]


def voice_of(statement: object, origin: object) -> tuple[str, str]:
    """Name the independent voice of a report: its origin, or itself where none is known."""
    if isinstance(origin, str) and origin not in ("", UNNAMED):
        return KINDS[1], origin
    return KINDS[2], str(statement)
