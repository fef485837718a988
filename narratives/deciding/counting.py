"""How much of a case is decided, and by whom."""

from __future__ import annotations

import pandas as pd

from narratives.bearing.sureness import BY_HAND
from narratives.comparison import Tables
from narratives.deciding.checked import STATEMENT, WHOLE, added_statements, applied_lines
from narratives.schema import NARRATOR, RELIABILITIES, UNNAMED, records_of, typed_table

DECIDED = ("kind", "who", "decided", "of")
"""Columns of :func:`count_decided`."""
KINDS = ("statement", "bearings", "item", "source", "line")
"""What is counted: ``line`` stands for the lines of review that have an effect."""


def count_decided(tables: Tables) -> pd.DataFrame:
    """Count how much is decided, and by whom.

    Parameters
    ----------
    tables : Tables
        A comparison with its review.

    Returns
    -------
    DataFrame with columns ``DECIDED``
        For each kind of thing one row with an empty ``who``, for what anybody decided, and one for
        each person. A statement is decided where a person accepted it, corrected its words or
        added it; its bearings where a person set them; an item where a person rated it for every
        account; a source that speaks here where it has a grade. What two persons decided counts
        for both. Kinds without anything to decide have ``of`` 0.

    Examples
    --------
    >>> import narratives as nv
    >>> table = count_decided(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> table[table["who"] == ""][["kind", "decided", "of"]].head(2).to_numpy().tolist()
    [['statement', 18, 23], ['bearings', 15, 23]]
    """
    lines = applied_lines(tables)
    kept = [str(name) for name in tables.statements.index]
    by = {kind: _none() for kind in KINDS}
    for line in lines:
        target, name, who = line["target"], line["field"], line["who"]
        by["line"].setdefault(str(line["line"]), set()).add(who)
        if name == "bearings":
            by["bearings"].setdefault(target, set()).add(who)
        elif name == "reliability":
            by["source"].setdefault(target, set()).add(who)
        if name in WHOLE:
            by["statement"].setdefault(target, set()).add(who)
    _count_added(tables, lines, by)
    heard = heard_sources(tables)
    rated = rated_items(tables)
    for item, persons in rated.items():
        by["item"][item] = persons
    set_by_hand = by_hand(tables)
    graded = [source for source in heard if is_graded(tables, source)]
    decided = {
        "statement": [name for name in kept if name in by["statement"]],
        "bearings": [name for name in kept if name in set_by_hand],
        "item": list(rated),
        "source": graded,
        "line": list(by["line"]),
    }
    of = {
        "statement": len(kept),
        "bearings": len(kept),
        "item": len(tables.items),
        "source": len(heard),
        "line": len(tables.corrections),
    }
    people = list(dict.fromkeys(line["who"] for line in lines))
    rows = []
    for kind in KINDS:
        rows.append((kind, "", len(decided[kind]), of[kind]))
        for who in people:
            own = sum(who in by[kind].get(name, ()) for name in decided[kind])
            rows.append((kind, who, own, of[kind]))
    types = {"kind": "str", "who": "str", "decided": "int64", "of": "int64"}
    return typed_table((dict(zip(DECIDED, row, strict=True)) for row in rows), types)


def _none() -> dict[str, set[str]]:
    return {}


def _count_added(
    tables: Tables, lines: list[dict[str, object]], by: dict[str, dict[str, set[str]]]
) -> None:
    """Count statements that a person added: with them, their words and bearings are decided."""
    for added, document in added_statements(tables).items():
        for line in lines:
            if line["field"] == STATEMENT and line["target"] == document:
                by["statement"].setdefault(added, set()).add(str(line["who"]))
                by["bearings"].setdefault(added, set()).add(str(line["who"]))


def by_hand(tables: Tables) -> set[str]:
    """Return the statements of which a person set the bearings."""
    told = zip(tables.bearings["statement_id"], tables.bearings["probability"], strict=True)
    return {str(name) for name, chance in told if chance == BY_HAND}


def heard_sources(tables: Tables) -> list[str]:
    """Return the sources of the register that say something here, in the order of the register."""
    speaking = set(tables.statements["source_id"].astype(str)) - {NARRATOR, UNNAMED, ""}
    return [str(source) for source in tables.sources.index if source in speaking]


def is_graded(tables: Tables, source: str) -> bool:
    """Tell whether a person graded a source; F counts, for it says that no one can."""
    return str(tables.sources.at[source, "reliability"]) in RELIABILITIES


def rated_items(tables: Tables) -> dict[str, set[str]]:
    """Return who rated each item that persons have rated for every account."""
    narratives = set(map(str, tables.matrix.columns))
    rated: dict[str, set[str]] = {}
    by: dict[str, set[str]] = {}
    for row in records_of(tables.ratings):
        if row["narrative_id"] in narratives:
            rated.setdefault(row["item_id"], set()).add(row["narrative_id"])
            by.setdefault(row["item_id"], set()).add(row["who"])
    return {item: by[item] for item, some in rated.items() if some == narratives}
