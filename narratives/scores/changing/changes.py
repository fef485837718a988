"""What would change the answer: every single change, in one table, for two views side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pandas as pd

from narratives.scores.changing.orders import (
    Contradictions,
    Order,
    check_contradictions,
    compare_orders,
    order_of,
)
from narratives.scores.changing.reweighing import Weighing, read_case
from narratives.scores.changing.variations import (
    ANOTHER_ASSUMPTION,
    ANOTHER_GRADE,
    ANOTHER_RATING,
    AS_IT_STANDS,
    KINDS,
    Given,
    Variation,
    document_of,
    listed_variations,
    scaled_variations,
)
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.support import support

VIEWS = ("contradiction", "support")
WHAT = ("kind", "changed", "narrative_id", "before", "after", "steps", "item_ids")
JUDGED = ("order", "leader", "leader_changes", "order_changes")
"""Columns of :func:`what_would_change`: ``WHAT``, then ``JUDGED`` for each of ``VIEWS``."""


class Weighed(Protocol):
    """What :func:`what_would_change` needs of a comparison."""

    @property
    def matrix(self) -> pd.DataFrame:
        """Items by narratives."""

    @property
    def weights(self) -> pd.Series[float]:
        """Weight of each item."""

    @property
    def reports(self) -> pd.DataFrame:
        """Who reports each item."""

    @property
    def sources(self) -> pd.DataFrame:
        """The register, with the reliability grades."""

    @property
    def stakes(self) -> pd.DataFrame:
        """What each source wants believed."""


@dataclass(frozen=True)
class _Outcome:
    order: Order
    numbers: dict[str, float]


_NOTHING = _Outcome((), {})
_AS_GIVEN = Variation(AS_IT_STANDS, "")


@dataclass(frozen=True)
class _Case:
    """A case read once for both views."""

    contradictions: Contradictions
    weighing: Weighing
    told: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]
    relations: pd.DataFrame | None

    def contradiction(self, change: Variation) -> _Outcome:
        narratives = self.contradictions.narratives
        scores = self.contradictions.scores(change.without, change.instead)
        names = [f"inconsistency:{narrative}" for narrative in narratives]
        return _Outcome(order_of(narratives, scores), dict(zip(names, scores, strict=True)))

    def support(self, change: Variation) -> _Outcome:
        if change.texts:
            return self._support_without(change)
        chances, withheld = self.weighing.again(
            without=change.without,
            instead=change.instead,
            unheard=change.unheard,
            grades=change.grades,
            assumptions=change.assumptions,
        )
        return self._ranked(chances, withheld)

    def _support_without(self, change: Variation) -> _Outcome:
        """Weigh the reports of the other documents alone."""
        reports, matrix, sources, stakes = self.told
        gone = reports["statement_id"].map(document_of).isin(list(change.texts))
        left = reports[~gone & ~reports["item_id"].isin(list(change.without))]
        if "copied_from" in left:
            lost = left["copied_from"].isin(reports["statement_id"][gone])
            left = left.assign(copied_from=left["copied_from"].mask(lost, ""))
        still = replace(self.weighing.settings, ranges={})
        rest = matrix.drop(index=list(change.without))
        found = support(left, rest, sources, stakes, still, self.relations)
        chances = {str(name): float(p) for name, p in found.probabilities.items()}
        return self._ranked(chances, found.withheld)

    def _ranked(self, chances: Mapping[str, float], withheld: bool) -> _Outcome:
        named = self.weighing.narratives
        # The highest probability comes first.
        order = () if withheld else order_of(named, [-chances[n] for n in named])
        return _Outcome(order, {f"probability:{n}": p for n, p in chances.items()})


def what_would_change(comparison: Weighed, assumptions: Assumptions | None = None) -> pd.DataFrame:
    """Change one thing at a time, and see whether the order of the narratives changes.

    Nothing is melted: each change is judged by contradiction and by support, each in
    its own columns.

    Parameters
    ----------
    comparison : object with ``matrix``, ``weights``, ``reports``, ``sources``, ``stakes``
        Such as a :class:`~narratives.Comparison`; its ``relations`` count where it has any.
    assumptions : Assumptions, optional
        Of the support view; its ``ranges`` are swept one by one.

    Returns
    -------
    DataFrame
        Columns ``WHAT``: the ``kind`` of change, the id of what is ``changed``, the
        ``narrative_id`` of a rating, ``before`` and ``after``, the size of the change in
        ``steps`` of the scale, the items that fall away or are turned, joined by ``;``.
        Then for ``contradiction`` and ``support`` each: ``<view>_order`` ("a < b" says that
        a is less contradicted, or better supported, than b; "=" is a tie),
        ``<view>_leader``, ``<view>_leader_changes`` and ``<view>_order_changes``. Last the
        numbers, ``inconsistency:<narrative>`` and ``probability:<narrative>``.

        The first row is the case as it stands. Items, origins and reports are all listed,
        and so are assumptions and planted items; of ratings and grades those of which a
        change alters an order, with the smallest change that does so: the flip
        distance. Where the ranking by support is withheld for the case as it stands, the
        support columns in words are empty and "changes" is missing: there is no order to
        change, and the probabilities stand only at the case and at the assumptions. Where
        a change makes it withheld, its order is empty and has changed.

    Raises
    ------
    SchemaError
        As for :func:`narratives.rank_narratives` and :func:`narratives.support`.

    Notes
    -----
    A change is judged under the assumptions as given, and not over their ranges.

    "Planted" asks what would follow if an item had been made to be found: once as its
    opposite (every rating turned round), once without it and without anything else
    that its origins report. A report whose origin is not established is taken out by
    itself.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> case = SimpleNamespace(
    ...     matrix=pd.DataFrame({"arson": [2, 0], "storm": [-2, 1]}, index=["can", "rain"]),
    ...     weights=pd.Series({"can": 1.0, "rain": 1.0}),
    ...     reports=pd.DataFrame({
    ...         "item_id": ["can", "rain"], "statement_id": ["s1", "s2"],
    ...         "source_id": ["police", "mayor"], "origin_id": ["police", "town"],
    ...         "holds": [True, True]}),
    ...     sources=pd.DataFrame({"reliability": ["A", "D"]}, index=["police", "mayor"]),
    ...     stakes=pd.DataFrame(),
    ... )
    >>> table = what_would_change(case)
    >>> table.loc[table["kind"] == "without item", ["changed", "contradiction_order"]]
      changed contradiction_order
    1     can       arson = storm
    2    rain       arson < storm
    """
    settings = Assumptions() if assumptions is None else assumptions
    relations = getattr(comparison, "relations", None)
    contradictions = check_contradictions(comparison.matrix, comparison.weights, relations)
    joint = contradictions.worlds.joint
    given = Given(comparison.matrix, comparison.reports, comparison.sources, settings, joint)
    told = given.reports, given.matrix, given.sources, comparison.stakes
    base = support(*told, settings, relations)
    case = _Case(
        contradictions,
        read_case(*told, replace(settings, ranges={}), relations),
        told,
        relations,
    )
    standing = case.contradiction(_AS_GIVEN), case.support(_AS_GIVEN)
    rows = [_row(_AS_GIVEN, standing, standing, base.withheld)]
    for change in listed_variations(given):
        # Where there is no order by support, only the assumptions can tell why.
        idle = base.withheld and change.kind != ANOTHER_ASSUMPTION
        supported = _NOTHING if idle else case.support(change)
        rows.append(_row(change, (case.contradiction(change), supported), standing, base.withheld))
    rows += _smallest(given, case, standing, base.withheld)
    rows.sort(key=lambda row: KINDS.index(row["kind"]))
    columns = [*WHAT, *(f"{view}_{name}" for view in VIEWS for name in JUDGED)]
    table = pd.DataFrame(rows)
    table = table[[*columns, *(name for name in table.columns if name not in columns)]]
    changes = [f"{view}_{name}" for view in VIEWS for name in JUDGED[2:]]
    return table.astype(dict.fromkeys(changes, "boolean"))


def flip_distance(changes: pd.DataFrame, view: str = "contradiction") -> float:
    """Return the fewest steps by which one rating or one grade changes the order.

    Parameters
    ----------
    changes : DataFrame
        As :func:`what_would_change` returns it.
    view : str
        "contradiction" or "support".

    Returns
    -------
    float
        From 1 to 4; NaN where no single rating and no single grade is enough, or the
        ranking is withheld.

    Examples
    --------
    >>> changes = pd.DataFrame({"kind": ["another rating", "another grade"], "steps": [3.0, 1.0],
    ...                         "support_order_changes": [True, False]})
    >>> flip_distance(changes, "support")
    3.0
    """
    chosen = changes["kind"].isin((ANOTHER_RATING, ANOTHER_GRADE)) & changes[
        f"{view}_order_changes"
    ].fillna(False)
    return float(changes["steps"][chosen.astype(bool)].min())


def _smallest(
    given: Given,
    case: _Case,
    standing: tuple[_Outcome, _Outcome],
    withheld: bool,
) -> Iterator[dict[str, Any]]:
    """Yield, for each rating and each grade, the smallest change that alters an order."""
    for steps_of_one in scaled_variations(given):
        found: set[str] = set()
        for change in steps_of_one:
            wanted = [v for v in VIEWS if v not in found and not (v == VIEWS[1] and withheld)]
            if change.kind == ANOTHER_GRADE:
                wanted = [view for view in wanted if view == VIEWS[1]]
            if not wanted:
                break
            outcome = (
                case.contradiction(change),
                case.support(change) if VIEWS[1] in wanted else None,
            )
            altered = [
                view
                for view, new, old in zip(VIEWS, outcome, standing, strict=True)
                if view in wanted and new is not None and new.order != old.order
            ]
            if altered:
                found.update(altered)
                supported = _NOTHING if withheld else case.support(change)
                whole = outcome[0], outcome[1] or supported
                yield _row(change, whole, standing, withheld)


def _row(
    change: Variation,
    found: tuple[_Outcome, _Outcome],
    standing: tuple[_Outcome, _Outcome],
    withheld: bool,
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": change.kind,
        "changed": change.changed,
        "narrative_id": change.narrative,
        "before": change.before,
        "after": change.after,
        "steps": change.steps,
        "item_ids": ";".join(change.items),
    }
    for view, new, old in zip(VIEWS, found, standing, strict=True):
        none = view == VIEWS[1] and withheld
        judged = ("", "", pd.NA, pd.NA) if none else compare_orders(new.order, old.order)
        row |= {f"{view}_{name}": value for name, value in zip(JUDGED, judged, strict=True)}
    return row | found[0].numbers | found[1].numbers
