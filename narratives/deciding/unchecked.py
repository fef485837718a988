"""What a person should look at next: what is least sure first, each with its address."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from math import nan
from typing import Any

import pandas as pd

from narratives.bearing.sureness import is_unread, is_unsure
from narratives.comparison import Tables
from narratives.deciding.checked import STATEMENT, applied_lines, checked_fields, whole_statements
from narratives.deciding.counting import heard_sources, is_graded, rated_items
from narratives.schema import NO_NARRATIVE, RATING_LETTERS, records_of

UNCHECKED = (
    "kind",
    "target",
    "field",
    "doubt",
    "hangs",
    "draft",
    "value",
    "words",
    "why",
    "decided",
)
"""Columns of :func:`list_unchecked`."""
HELD = 2.0
"""How many mistakes must be seen before they count as much as what the machine says of itself."""

_LEARNED = (("status", STATEMENT), ("source_id", "source_id"), ("bearings", "bearings"))
"""Fields with a doubt, each with its name among what was checked."""


def list_unchecked(tables: Tables, *, decided: bool = False) -> pd.DataFrame:
    """List what a person should look at, least sure first, each with its address.

    Parameters
    ----------
    tables : Tables
        A comparison with its review.
    decided : bool
        List what is decided already too.

    Returns
    -------
    DataFrame with columns ``UNCHECKED``
        ``target`` and ``field`` are those of the line of review that decides it: a statement and
        ``status``, or ``source_id`` where a word was linked to a name; a statement and
        ``bearings``; an item and ``rating``; a source and ``reliability``. ``doubt`` is the
        chance, 0 to 1, that a person would decide otherwise than the draft; NaN where the machine
        gives none, as of items and sources, which stand last, those first on which most hangs.
        ``hangs`` counts the statements behind an item or of a source, and the items that a
        statement reports. ``draft`` is what stands now, in words; ``value`` is what a line of
        review says that confirms it, as :func:`narratives.review.values.read_value` reads it,
        empty where there is nothing to confirm. ``why`` says why it is listed.

    Notes
    -----
    The doubt begins with the probability that the machine gives its own reading. It gets better
    by what was decided: where the draft was wrong more often than its probabilities foresaw, by
    the same rule or for the same account, the odds of a mistake are raised by that much, and the
    other way round. With W mistakes where E were foreseen they are multiplied by
    (W + 2) / (E + 2), a ratio held to 1 while little is known; a group is held to the ratio of
    its field in the same way. What was decided about a statement never counts in its own doubt.
    The draft of bearings learns from decisions too, by
    :func:`narratives.bearing.examples_from_review`, never from its own.

    Examples
    --------
    >>> import narratives as nv
    >>> table = list_unchecked(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> table.loc[0, ["target", "field"]].tolist()
    ['crocus:480-564', 'source_id']
    """
    rows = [*_statements(tables), *_links(tables), *_bearings(tables)]
    rows += _items(tables)
    rows += _sources(tables)
    table = pd.DataFrame(rows, columns=[*UNCHECKED, "group"])
    table["doubt"] = table["doubt"].astype("float64")
    table = _learn(table, checked_fields(tables))
    if not decided:
        table = table[~table["decided"].astype(bool)]
    last = table["kind"].isin(["item", "source"])
    table = table.assign(last=last, rank=-table["hangs"].where(last, 0))
    table = table.sort_values(
        ["last", "doubt", "kind", "rank"],
        ascending=[True, False, True, True],
        kind="stable",
        na_position="last",
    )
    text = [column for column in UNCHECKED if column not in ("doubt", "hangs", "decided")]
    types = {**dict.fromkeys(text, "str"), "hangs": "int64", "decided": "bool"}
    return table[list(UNCHECKED)].reset_index(drop=True).astype(types)


def said_in_short(told: Mapping[Any, Any]) -> str:
    """Say who makes a statement and by which words, on one line.

    Examples
    --------
    >>> said_in_short({"source_name": "Ana Ruiz", "cue_text": "said"})
    'Ana Ruiz: said'
    >>> said_in_short({"source_name": "Ana Ruiz", "cue_text": ":"})
    'Ana Ruiz: a label'
    """
    cue = str(told["cue_text"])
    worded = any(map(str.isalnum, cue)) or not cue
    return f"{told['source_name']}: {(cue or 'no cue') if worded else 'a label'}"


def _statements(tables: Tables) -> Iterator[dict[str, Any]]:
    looked = whole_statements(applied_lines(tables))
    drafted = tables.drafted_statements
    reports = tables.reports["statement_id"].value_counts()
    now: dict[Hashable, Any] = tables.statements.to_dict("index")
    machine: dict[Hashable, Any] = drafted.to_dict("index")
    # What a person left out teaches, and is listed with what is decided.
    listed = {name: row for name, row in machine.items() if str(name) in looked} | now
    for name, told in listed.items():
        if told.get("method") == "review":
            continue
        before = machine.get(name, told)
        chance = _chance(before.get("probability"))
        left_out = "" if name in now else "left out: "
        yield {
            "kind": "statement",
            "target": str(name),
            "field": "status",
            "doubt": 1 - chance,
            "hangs": int(reports.get(name, 0)),
            "draft": left_out + said_in_short(told),
            "value": "accept" if name in now else "",
            "words": told["content_text"],
            "why": f"read with a probability of {chance:.2f} ({before['method']})"
            if chance == chance
            else "the machine gives no probability",
            "decided": name in looked,
            "group": str(before.get("method", "")),
        }


def _chance(value: Any) -> float:
    """Return a probability; NaN where a table made by hand has none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return nan


def _links(tables: Tables) -> Iterator[dict[str, Any]]:
    looked = whole_statements(applied_lines(tables))
    if "link_probability" not in tables.statements:
        return
    chances = tables.statements["link_probability"].map(_chance)
    linked = tables.statements[chances.notna()]
    reports = tables.reports["statement_id"].value_counts()
    for name, told in linked.to_dict("index").items():
        chance = float(told["link_probability"])
        yield {
            "kind": "statement",
            "target": str(name),
            "field": "source_id",
            "doubt": 1 - chance,
            "hangs": int(reports.get(name, 0)),
            "draft": told["source_name"],
            "value": str(told["source_id"]),
            "words": told["source_text"],
            "why": f"linked to the name with a probability of {chance:.2f}",
            "decided": str(name) in looked,
            "group": str(told["resolved_by"]),
        }


def _bearings(tables: Tables) -> Iterator[dict[str, Any]]:
    now = tables.bearings
    # Tables that were made by other means keep no draft apart.
    drafted = tables.drafted_bearings if len(tables.drafted_bearings) else now
    if drafted.empty:
        return
    by_hand = set(now.loc[now["probability"] == 1, "statement_id"].astype(str))
    counted: dict[str, list[str]] = {}
    for bearing in records_of(now[now["narrative_id"] != NO_NARRATIVE]):
        some = counted.setdefault(str(bearing["statement_id"]), [])
        some.append(f"{bearing['narrative_id']} {bearing['stance']} {bearing['how']}")
    doubts = drafted.assign(unsure=is_unsure(drafted), unread=is_unread(drafted))
    doubts["doubt"] = doubts["probability"].where(doubts["unsure"], 1 - doubts["probability"])
    # What is said of a statement as a whole repeats its unsure bearings.
    in_doubt = doubts["statement_id"].isin(doubts.loc[doubts["unsure"], "statement_id"])
    doubts = doubts[~(in_doubt & doubts["narrative_id"].eq(NO_NARRATIVE))]
    most = doubts.sort_values("doubt", ascending=False, kind="stable").drop_duplicates(
        "statement_id"
    )
    by_statement = {row["statement_id"]: row for row in records_of(most)}
    reports = tables.reports["statement_id"].value_counts()
    for name, content in tables.statements["content_text"].items():
        row = by_statement.get(name)
        if row is None:
            continue
        none = row["narrative_id"] == NO_NARRATIVE
        told = NO_NARRATIVE if none else f"{row['narrative_id']} {row['stance']} {row['how']}"
        yield {
            "kind": "bearings",
            "target": str(name),
            "field": "bearings",
            "doubt": nan if row["unread"] else float(row["doubt"]),
            "hangs": int(reports.get(name, 0)),
            "draft": f"unsure: rather {told}" if row["unsure"] else told,
            "value": "; ".join(counted.get(str(name), ())) or NO_NARRATIVE,
            "words": str(content),
            "why": str(row["why"])
            if row["unread"]
            else f"read with a probability of {float(row['probability']):.2f}",
            "decided": str(name) in by_hand,
            "group": f"{row['narrative_id']} {row['stance']}",
        }


def _items(tables: Tables) -> Iterator[dict[str, Any]]:
    rated = rated_items(tables)
    upheld = tables.reports[tables.reports["holds"].astype(bool)]["item_id"].value_counts()
    accounts = [str(name) for name in tables.matrix.columns]
    persons = tables.ratings.groupby("item_id")["narrative_id"].nunique()
    for row in tables.items.to_dict("index").items():
        name, told = str(row[0]), row[1]
        cells = [float(cell) for cell in tables.matrix.loc[[row[0]]].to_numpy()[0]]
        letters = [RATING_LETTERS.get(cell, "NA") for cell in cells]
        rating = "; ".join(f"{n} {given}" for n, given in zip(accounts, letters, strict=True))
        count = int(persons.get(name, 0))
        yield {
            "kind": "item",
            "target": name,
            "field": "rating",
            "doubt": nan,
            "hangs": int(upheld.get(name, 0)),
            "draft": rating,
            "value": rating,
            "words": told["label"],
            "why": f"rated by a person for {count} of {len(accounts)} accounts",
            "decided": name in rated,
            "group": "",
        }


def _sources(tables: Tables) -> Iterator[dict[str, Any]]:
    said = tables.statements["source_id"].value_counts()
    for source in heard_sources(tables):
        graded = is_graded(tables, source)
        grade = str(tables.sources.at[source, "reliability"]) if graded else ""
        yield {
            "kind": "source",
            "target": source,
            "field": "reliability",
            "doubt": nan,
            "hangs": int(said.get(source, 0)),
            "draft": grade or "no grade",
            "value": grade,
            "words": str(tables.sources.at[source, "name"]),
            "why": f"graded {grade}" if graded else "no person has graded it",
            "decided": graded,
            "group": "",
        }


def _learn(table: pd.DataFrame, checked: pd.DataFrame) -> pd.DataFrame:
    """Move each doubt by the mistakes that were seen beside those foreseen, never by its own."""
    again = table.copy()
    for name, field in _LEARNED:
        told = checked[checked["field"] == field].set_index("target")["right"]
        rows = table[(table["field"] == name) & table["doubt"].notna()]
        seen = rows[rows["target"].isin(list(told.index))]
        if seen.empty:
            continue
        wrong = (~told.loc[seen["target"]].astype(bool)).astype(float).set_axis(seen.index)
        foreseen = seen["doubt"]
        own_wrong = wrong.reindex(rows.index, fill_value=0.0)
        own_seen = foreseen.reindex(rows.index, fill_value=0.0)
        field_ratio = (wrong.sum() - own_wrong + HELD) / (foreseen.sum() - own_seen + HELD)
        by_wrong = rows["group"].map(wrong.groupby(seen["group"]).sum()).fillna(0.0)
        by_seen = rows["group"].map(foreseen.groupby(seen["group"]).sum()).fillna(0.0)
        ratio = (by_wrong - own_wrong + HELD * field_ratio) / (by_seen - own_seen + HELD)
        odds = rows["doubt"] * ratio
        again.loc[rows.index, "doubt"] = odds / (1 - rows["doubt"] + odds)
    return again
