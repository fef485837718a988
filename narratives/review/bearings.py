"""The replay of a review over bearings and over the register of sources."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from narratives.review.checks import STATEMENT_ID
from narratives.review.corrections import (
    DraftRow,
    added_id,
    correction,
    corrections_table,
    dropped,
    statement_gone,
)
from narratives.schema import (
    BEARINGS,
    NO_NARRATIVE,
    UNSURE,
    did_you_mean,
    records_of,
    require_columns,
    typed_table,
)


def apply_to_bearings(
    bearings: pd.DataFrame,
    review: pd.DataFrame,
    statements: pd.DataFrame | None = None,
    narratives: Iterable[str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replay the review over drafted bearings.

    A person's bearings take the place of all drafted ones of the statement, with
    probability 1. An empty list says that it bears on no narrative.

    Parameters
    ----------
    bearings : DataFrame, columns ``schema.BEARINGS``
    review : DataFrame, columns ``REVIEW``
    statements : DataFrame indexed by ``statement_id``, optional
        The statements after review; tells which targets there are. Without it the
        statements that ``bearings`` names.
    narratives : iterable of str, optional
        Ids of the narratives of the case; others are refused.

    Returns
    -------
    bearings : DataFrame, columns ``schema.BEARINGS``
        Without those of statements that the review left out.
    corrections : DataFrame, columns ``schema.CORRECTIONS``
    """
    require_columns(bearings, BEARINGS, "bearings")
    rows: dict[str, list[DraftRow]] = (
        {} if statements is None else {str(k): [] for k in statements.index}
    )
    left_out = dropped(review)
    for row in records_of(bearings):
        rows.setdefault(str(row["statement_id"]), []).append(row)
    known = None if narratives is None else [str(narrative) for narrative in narratives]
    told = []
    for entry in records_of(review):
        target, given = entry["target"], entry["value"]
        if entry["field"] == "statement" and given.get("bearings") is not None:
            target, given = added_id(entry, rows), given["bearings"]
            if target in rows:
                rows[target] = _by_hand(target, given, entry["why"], rows[target])
            continue
        if entry["field"] != "bearings" or not STATEMENT_ID.match(target):
            continue
        if target not in rows:
            told.append(
                statement_gone(entry, rows) if target not in left_out else correction(entry, "")
            )
            continue
        drafted = "; ".join(map(_in_words, rows[target]))
        unknown = [
            b["narrative"] for b in given if known is not None and b["narrative"] not in known
        ]
        if unknown:
            told.append(
                correction(
                    entry,
                    drafted,
                    "refused",
                    f'narrative "{unknown[0]}" is not in the case. Known: {", ".join(known or ())}.'
                    f"{did_you_mean(unknown[0], known or ())}",
                )
            )
            continue
        rows[target] = _by_hand(target, given, entry["why"], rows[target])
        told.append(correction(entry, drafted))
    kept = [row for key, some in rows.items() if key not in left_out for row in some]
    types = {**dict.fromkeys(bearings.columns, "str"), "probability": "float64"}
    return typed_table(kept, types), corrections_table(told)


def _in_words(row: DraftRow) -> str:
    """Write a bearing that stood before a person's; one that counts nowhere says so."""
    told = f"{row['narrative_id']} {row['stance']} {row['how']}"
    under = str(row["why"]).startswith(UNSURE) and row["narrative_id"] != NO_NARRATIVE
    return f"{told} ({UNSURE})" if under else told


def apply_to_sources(
    sources: pd.DataFrame, review: pd.DataFrame, origins: Iterable[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replay the reliability grades and the origins of the review over the register of sources.

    Parameters
    ----------
    sources : DataFrame indexed by ``source_id``, columns ``schema.SOURCES``
    review : DataFrame, columns ``REVIEW``
    origins : iterable of str, optional
        Ids of the origins of the case. Default: those that the sources have.

    Returns
    -------
    sources : DataFrame
    corrections : DataFrame, columns ``schema.CORRECTIONS``
    """
    require_columns(sources, ("reliability",), "sources")
    set_: dict[str, dict[str, str]] = {"reliability": _column(sources, "reliability")}
    if "origin_id" in sources:
        set_["origin"] = _column(sources, "origin_id")
    own = set_.get("origin", {}).values()
    known = [str(origin) for origin in (own if origins is None else origins)]
    told = []
    for entry in records_of(review):
        if entry["field"] not in set_:
            continue
        values, target, value = set_[entry["field"]], entry["target"], entry["value"]
        if target not in values:
            near = did_you_mean(target, values)
            told.append(correction(entry, "", "gone", f"no such source is in the register.{near}"))
        elif entry["field"] == "origin" and value not in known:
            listed = ", ".join(dict.fromkeys(filter(None, known)))
            message = f'origin "{value}" is not in the case. ' + (
                f"Known: {listed}.{did_you_mean(value, known)}"
                if listed
                else "It has no origins yet: write them under origins in case.yaml."
            )
            told.append(correction(entry, values[target], "refused", message))
        else:
            told.append(correction(entry, values[target]))
            values[target] = value
    table = sources.copy()
    for name, column in (("reliability", "reliability"), ("origin", "origin_id")):
        if name in set_:
            table[column] = pd.Series(list(set_[name].values()), index=sources.index, dtype="str")
    return table, corrections_table(told)


def _column(table: pd.DataFrame, name: str) -> dict[str, str]:
    return {str(key): value if isinstance(value, str) else "" for key, value in table[name].items()}


def apply_to_cards(review: pd.DataFrame, narratives: Iterable[str]) -> pd.DataFrame:
    """Say what becomes of each score of the score card that a person gave.

    Parameters
    ----------
    review : DataFrame, columns ``REVIEW``
    narratives : iterable of str
        Ids of the narratives of the case; lines about others are gone.

    Returns
    -------
    corrections : DataFrame, columns ``schema.CORRECTIONS``
        The score card reads the scores from the lines that were applied.
    """
    known = [str(narrative) for narrative in narratives]
    told = []
    for entry in records_of(review):
        if entry["field"] != "card":
            continue
        if entry["target"] in known:
            told.append(correction(entry, ""))
        else:
            near = did_you_mean(entry["target"], known)
            told.append(correction(entry, "", "gone", f"no such account is in the case.{near}"))
    return corrections_table(told)


def _by_hand(
    target: str, given: list[DraftRow], why: str, before: list[DraftRow]
) -> list[DraftRow]:
    antecedents = {b["narrative_id"]: b["antecedent"] for b in before}
    reason = why or "set by hand"
    shared = {"statement_id": target, "probability": 1.0, "why": reason}
    if not given:
        none = {"narrative_id": NO_NARRATIVE, "stance": "neutral", "how": "stated"}
        return [{**shared, **none, "antecedent": ""}]
    return [
        {
            **shared,
            "narrative_id": b["narrative"],
            "stance": b["stance"],
            "how": b.get("how", "stated"),
            "antecedent": antecedents.get(b["narrative"], ""),
        }
        for b in given
    ]
