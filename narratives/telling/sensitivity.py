"""What would change the order of the accounts, in sentences for any case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.schema import ARTICLE, NARRATOR, each
from narratives.scores.changing.changes import VIEWS
from narratives.scores.changing.variations import (
    ANOTHER_ASSUMPTION,
    ANOTHER_GRADE,
    ANOTHER_RATING,
    OPPOSITE,
    WITHOUT_DOCUMENT,
    WITHOUT_ITS_ORIGIN,
)
from narratives.telling.ranks import NO_ORDER_YET
from narratives.telling.words import join_words, shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

LEFT_OUT = ("without item", "without origin", "without report", WITHOUT_DOCUMENT)
"""Kinds of change that leave something out."""
_CONTRADICTION, _SUPPORT = VIEWS
_MOST = 4
_LONGEST = 60


def changes_in_words(comparison: Tables) -> list[str]:
    """Say what would change the order of the accounts, one thing at a time.

    Left out: one item, one origin, one report of unknown origin. Read differently: one
    rating or one grade, by as few steps as are enough. Doubted: one assumption, one item
    that may have been planted.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    list of str
        One paragraph on the order by contradiction, then, where a person has rated items,
        one on the order by support. Where there is no order, or nothing changes it, the
        paragraph says so; so does the one paragraph on a draft that no person has looked at.

    Notes
    -----
    It puts :attr:`Comparison.what_would_change` into words: one change at a time. Two
    changes together may do what neither does alone.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> print(changes_in_words(comparison)[1])
    By support: the ranking is withheld, so there is no order to change.
    """
    if not comparison.reviewed:
        return [NO_ORDER_YET]
    views = VIEWS[:1] if comparison.ratings.empty else VIEWS
    return [f"By {view}: {' '.join(_sentences(comparison, view))}" for view in views]


def flip_in_words(comparison: Tables, view: str = _CONTRADICTION) -> str:
    """Say how many ratings would each be enough to change the order, and by how many steps.

    Parameters
    ----------
    comparison : Comparison
    view : {"contradiction", "support"}

    Returns
    -------
    str
        One sentence; it says so where no single rating is enough.

    Examples
    --------
    >>> import narratives as nv
    >>> flip_in_words(nv.compare(nv.load_case("seeds/crocus-city-hall")), "support")
    'No single rating would be enough to make one.'
    """
    goal = "change the order" if _is_ordered(comparison, view) else "make one"
    return _fewest_steps(comparison, view, ANOTHER_RATING, "rating", goal)


def names_of_changes(comparison: Tables, kind: str) -> dict[str, str]:
    """Return what readers call the things that a kind of change is about, by their ids.

    Parameters
    ----------
    comparison : Comparison
    kind : str
        One of ``scores.variations.KINDS``.

    Returns
    -------
    dict of str to str
        Items by their labels, origins and sources by their names; empty for reports and
        assumptions, which have no name but their id.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> names_of_changes(comparison, "without origin")["narrator"]
    'the article itself'
    """
    if kind == "without origin":
        return {**_texts(comparison.origins["name"]), NARRATOR: ARTICLE}
    if kind == ANOTHER_GRADE:
        return _texts(comparison.sources["name"])
    if kind == WITHOUT_DOCUMENT:
        return {d.document_id: d.title or d.document_id for d in comparison.documents}
    if kind in ("without report", ANOTHER_ASSUMPTION):
        return {}
    return _texts(comparison.items["label"])


def _texts(column: pd.Series[Any]) -> dict[str, str]:
    return {str(key): str(text) for key, text in column.items()}


def _sentences(comparison: Tables, view: str) -> Iterator[str]:
    if view == _SUPPORT and comparison.support.withheld:
        yield "the ranking is withheld, so there is no order to change."
        return
    accounts = _order(comparison, view).replace(" < ", " = ").split(" = ")
    if len(accounts) < 2:
        yield "fewer than two accounts are rated, so there is no order to change."
        return
    first, *rest = _left_out(comparison, view)
    yield first[0].lower() + first[1:]
    yield from rest
    yield flip_in_words(comparison, view)
    if view == _SUPPORT:
        yield _fewest_steps(comparison, view, ANOTHER_GRADE, "grade", "change it")
        yield _swept(comparison)
    yield _planted(comparison, view)


def _order(comparison: Tables, view: str) -> str:
    order: Any = comparison.what_would_change[f"{view}_order"].iloc[0]
    return str(order)


def _is_ordered(comparison: Tables, view: str) -> bool:
    return " < " in _order(comparison, view)


def _altered(comparison: Tables, view: str, *kinds: str) -> pd.DataFrame:
    """Keep the changes of some kinds that alter the order, or make one where there is none."""
    changes = comparison.what_would_change
    altered = changes[f"{view}_order_changes"].fillna(False).astype(bool)
    if not _is_ordered(comparison, view):
        # An account that is no longer rated leaves the others as tied as they were.
        altered &= changes[f"{view}_order"].str.contains(" < ", regex=False)
    return changes[altered & changes["kind"].isin(kinds)]


def _left_out(comparison: Tables, view: str) -> Iterator[str]:
    rows = _altered(comparison, view, *LEFT_OUT)
    if not _is_ordered(comparison, view):
        if rows.empty:
            yield "There is no order, and leaving out any one item or origin gives none either."
        else:
            yield f"There is no order, but one without {_listed(comparison, rows)}."
        return
    if rows.empty:
        yield "No single item and no single origin changes the order."
        return
    ranked = rows[f"{view}_order"] != ""
    leads = rows[f"{view}_leader_changes"].fillna(False).astype(bool) & ranked
    for chosen, told in (
        (leads, "The first place changes without"),
        (ranked & ~leads, "The order changes behind the first place without"),
        (~ranked, "No order could be given without"),
    ):
        if chosen.any():
            yield f"{told} {_listed(comparison, rows[chosen])}."


def _listed(comparison: Tables, rows: pd.DataFrame) -> str:
    """Name what is left out; of many things the first few."""
    names = dict.fromkeys(_name(comparison, row) for row in each(rows))
    shown = list(names)[:_MOST]
    more = len(names) - len(shown)
    return join_words([*shown, f"any of {more} more"] if more else shown, "or")


def _name(comparison: Tables, row: Any) -> str:
    name = shorten(names_of_changes(comparison, row.kind).get(row.changed, row.changed), _LONGEST)
    told = {
        "without item": f"“{name}”",
        "without report": f"the report {name}",
        WITHOUT_DOCUMENT: f"the text “{name}”",
    }
    return told.get(row.kind, name)


def _fewest_steps(comparison: Tables, view: str, kind: str, noun: str, goal: str) -> str:
    rows = _altered(comparison, view, kind)
    steps: Any = rows["steps"].min()
    number = len(rows[rows["steps"] == steps])
    if not number:
        return f"No single {noun} would be enough to {goal}."
    which = f"One {noun}" if number == 1 else f"Any one of {number} {noun}s"
    size = "one step" if steps == 1 else f"{steps:.0f} steps"
    return f"{which} would be enough to {goal}, if it were given {size} higher or lower."


def _swept(comparison: Tables) -> str:
    names = list(dict.fromkeys(_altered(comparison, _SUPPORT, ANOTHER_ASSUMPTION)["changed"]))
    if not names:
        return "No assumption changes it within its range."
    verb = "changes" if len(names) == 1 else "change"
    return f"Of the assumptions, {join_words(names)} {verb} it within the range."


def _planted(comparison: Tables, view: str) -> str:
    items = len(comparison.matrix.index)
    goal = ("change the order", "changes the order")
    if not _is_ordered(comparison, view):
        goal = ("make one", "makes one")
    turned, dropped = (
        len(_altered(comparison, view, kind)) for kind in (OPPOSITE, WITHOUT_ITS_ORIGIN)
    )
    share = f"{turned} of {items} items" if turned else "no item"
    return (
        f"Suppose one item was planted: with its ratings turned round, {share} "
        f"{goal[turned < 2]}; left out with all else that its origins report, "
        f"{dropped or 'none'} {'do' if dropped > 1 else 'does'}."
    )
