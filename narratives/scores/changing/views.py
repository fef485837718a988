"""Views of what would change the order by contradiction: what is left out, what is flipped."""

from __future__ import annotations

import warnings

import pandas as pd

from narratives.schema import require_columns
from narratives.scores.changing.changes import JUDGED, VIEWS, WHAT, Weighed, what_would_change
from narratives.scores.changing.variations import ANOTHER_RATING

DROPS = ("kind", "dropped")
CHANGES = (*JUDGED, "item_ids")
"""Columns of :func:`drop_one`, besides one for each narrative."""
FLIPS = ("item_id", "narrative_id", "before", "after", "steps", *JUDGED)
"""Columns of :func:`flip_one`."""
_WITHOUT = {f"without {kind}": kind for kind in ("item", "origin", "report")}
_NUMBER = "inconsistency:"


def drop_one(changes: pd.DataFrame | Weighed) -> pd.DataFrame:
    """Keep, of what would change, what is left out: one item, one origin, one report.

    Without an origin, an item falls away when nobody else reports that it is so. A report whose
    origin is not established may be independent of all others, so each is left out as an origin
    of its own.

    Parameters
    ----------
    changes : DataFrame
        As :func:`narratives.what_would_change` returns it. A comparison is taken as well, with
        a warning, for this release.

    Returns
    -------
    DataFrame indexed by ``kind`` and ``dropped``
        ``kind`` is "item", "origin", or "report" for a report of unknown origin, and
        ``dropped`` its id. One column ``inconsistency:<narrative>`` for each narrative,
        missing where no item is left that addresses it; ``order`` in words, with "<"
        for "less contradicted than" and "=" for a tie; ``leader``, the narratives
        contradicted least, joined by ``;``, none where all are tied; whether leader and
        order change; and the items that fell away, joined by ``;``. Items first, in the order
        of the matrix, then origins and reports in the order of the reports.

    Raises
    ------
    SchemaError
        If columns are missing.

    Notes
    -----
    One thing is left out at a time: two weak items that together carry an order do
    not show here.

    Examples
    --------
    >>> matrix = pd.DataFrame({"arson": [-1, 1], "storm": [1, -2]}, index=["rain", "can"])
    >>> from types import SimpleNamespace
    >>> changes = what_would_change(SimpleNamespace(
    ...     matrix=matrix, weights=pd.Series(1.0, index=matrix.index),
    ...     reports=pd.DataFrame({
    ...         "item_id": ["rain", "can"], "statement_id": ["s1", "s2"], "holds": [True, True],
    ...         "source_id": ["mayor", "police"], "origin_id": ["town", "police"]}),
    ...     sources=pd.DataFrame({"reliability": ["", ""]}, index=["mayor", "police"]),
    ...     stakes=None))
    >>> drop_one(changes)[["order", "leader_changes"]]
                            order  leader_changes
    kind   dropped
    item   rain     arson < storm           False
           can      storm < arson            True
    origin town     arson < storm           False
           police   storm < arson            True
    """
    table = _table_of(changes, "drop_one")
    rows = table[table["kind"].isin(_WITHOUT)]
    numbers = [name for name in table.columns if str(name).startswith(_NUMBER)]
    found = _judged(rows.assign(kind=rows["kind"].map(_WITHOUT)))
    found = found.rename(columns={"changed": DROPS[1]})
    return found.set_index(list(DROPS))[[*numbers, *CHANGES]]


def flip_one(changes: pd.DataFrame | Weighed) -> pd.DataFrame:
    """Keep, of what would change, the smallest change of each rating that changes the order.

    Parameters
    ----------
    changes : DataFrame
        As for :func:`drop_one`.

    Returns
    -------
    DataFrame with columns ``FLIPS``
        One row for each rating of which a change alters the order by contradiction,
        fewest ``steps`` first; ``before`` and ``after`` are letters, a step leads from one
        letter to the next. A cell that is not rated is not filled.

    Raises
    ------
    SchemaError
        If columns are missing.

    Notes
    -----
    The smallest number of steps is the flip distance: 1 says that one rating, read one
    letter differently by another person, is enough.

    Examples
    --------
    >>> import narratives as nv
    >>> matrix = pd.DataFrame({"arson": [0, 1], "storm": [1, -1]}, index=["rain", "can"])
    >>> reports = pd.DataFrame({"item_id": ["rain", "can"], "source_id": ["mayor", "police"]})
    >>> sources = pd.DataFrame({"reliability": ["", ""]}, index=["mayor", "police"])
    >>> changes = nv.compare_tables(matrix, reports, sources).what_would_change
    >>> flip_one(changes).iloc[:2][["item_id", "narrative_id", "before", "after", "order"]]
      item_id narrative_id before after          order
    0    rain        arson      N     I  arson = storm
    1     can        storm      I     N  arson = storm
    """
    table = _table_of(changes, "flip_one")
    altered = table[f"{VIEWS[0]}_order_changes"].fillna(False).astype(bool)
    rows = _judged(table[(table["kind"] == ANOTHER_RATING) & altered])
    rows = rows.rename(columns={"changed": FLIPS[0]})[list(FLIPS)]
    rows = rows.sort_values("steps", kind="stable")
    return rows.drop_duplicates(list(FLIPS[:2])).reset_index(drop=True)


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of the view by contradiction their short names."""
    named = rows.drop(columns=[name for name in JUDGED if name in rows])
    named = named.rename(columns={f"{VIEWS[0]}_{name}": name for name in JUDGED})
    return named.astype(dict.fromkeys(JUDGED[2:], "bool"))


def _table_of(changes: pd.DataFrame | Weighed, name: str) -> pd.DataFrame:
    if not isinstance(changes, pd.DataFrame):
        warnings.warn(
            f"narratives.{name} takes the table of changes: write {name}(comparison."
            "what_would_change). That it takes a comparison goes with the next release.",
            FutureWarning,
            stacklevel=3,
        )
        found = getattr(changes, "what_would_change", None)
        changes = what_would_change(changes) if found is None else found
    judged = [f"{VIEWS[0]}_{each}" for each in JUDGED]
    require_columns(changes, (*WHAT, *judged), "changes")
    return changes
