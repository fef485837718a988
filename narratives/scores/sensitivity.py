"""What would change the order: leave one item out, leave one origin out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pandas as pd

from narratives.schema import UNNAMED, require_columns
from narratives.scores.inconsistency import rank_narratives

DROPS = ("kind", "dropped")
CHANGES = ("order", "leader", "leader_changes", "order_changes", "item_ids")
"""Columns of :func:`drop_one`, besides one for each narrative."""
KINDS = ("item", "origin", "report")

Order = tuple[tuple[str, ...], ...]
"""Ranks from the least contradicted; narratives of one rank together."""


class Rated(Protocol):
    """What :func:`drop_one` needs of a comparison."""

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
        contradicted least, joined by ``;``; whether leader and order change; and the
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
    matrix, weights, reports = comparison.matrix, comparison.weights, comparison.reports
    require_columns(reports, ("item_id", "statement_id", "origin_id", "holds"), "reports")
    whole = _order(rank_narratives(matrix, weights))
    names = [f"inconsistency:{narrative}" for narrative in matrix.columns]
    rows = []
    for kind, dropped, gone in _drops(matrix, reports):
        table = rank_narratives(matrix.drop(index=gone), weights)
        order = _order(table)
        rows.append(
            (
                kind,
                dropped,
                *table["inconsistency"].reindex(matrix.columns),
                " < ".join(" = ".join(tied) for tied in order),
                ";".join(order[0]) if order else "",
                order[:1] != whole[:1],
                order != whole,
                ";".join(gone),
            )
        )
    return pd.DataFrame(rows, columns=[*DROPS, *names, *CHANGES]).set_index(list(DROPS))


def _drops(matrix: pd.DataFrame, reports: pd.DataFrame) -> Iterator[tuple[str, str, list[str]]]:
    """Name what can be left out, and the items that fall with it."""
    for item in matrix.index:
        yield KINDS[0], str(item), [item]
    voices: dict[str, set[tuple[str, str]]] = {}
    denials: dict[str, set[tuple[str, str]]] = {}
    for row in reports.to_dict("records"):
        table = voices if row["holds"] else denials
        table.setdefault(row["item_id"], set()).add(_origin(row["statement_id"], row["origin_id"]))
    order = [
        _origin(row["statement_id"], row["origin_id"])
        for row in reports.to_dict("records")
        if row["item_id"] in matrix.index
    ]
    for voice in sorted(dict.fromkeys(order), key=lambda voice: KINDS.index(voice[0])):
        gone = [item for item in matrix.index if (voices.get(item) or denials.get(item)) == {voice}]
        yield *voice, gone


def _origin(statement: str, origin: object) -> tuple[str, str]:
    if isinstance(origin, str) and origin not in ("", UNNAMED):
        return KINDS[1], origin
    return KINDS[2], str(statement)


def _order(table: pd.DataFrame) -> Order:
    """Return the narratives by rank; names within a tie in alphabetical order."""
    ranked = table["rank"].dropna()
    return tuple(
        tuple(sorted(str(n) for n in ranked.index[ranked == rank]))
        for rank in sorted(ranked.unique())
    )
