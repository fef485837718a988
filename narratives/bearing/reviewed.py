"""What a person decided about bearings, as examples; and what to read next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narratives.bearing.sureness import is_unsure
from narratives.reading import ANSWERS
from narratives.review.corrections import added_id
from narratives.schema import NO_NARRATIVE, records_of, require_columns

PARTS = 8
"""A statement that a person decided is drafted without its part of the decisions."""


def examples_from_review(
    review: pd.DataFrame, statements: pd.DataFrame, narratives: Iterable[str] | None = None
) -> pd.DataFrame:
    """Turn the bearings that a person set into examples.

    Parameters
    ----------
    review : DataFrame
        As ``load_review`` returns it; of two lines on one statement the last counts.
    statements : DataFrame indexed by ``statement_id``
        After the review, with ``cue_text`` and ``content_text``. Lines on statements
        that are not among them are left out.
    narratives : iterable of str, optional
        Ids of the narratives of the case; lines that name others are left out.

    Returns
    -------
    DataFrame with ``text``, ``narrative_id``, ``stance`` and ``statement_id``
        A statement set to bear on no narrative has narrative "none".
    """
    require_columns(statements, ("cue_text", "content_text"), "statements")
    known = None if narratives is None else {str(narrative) for narrative in narratives}
    given: dict[str, list[dict[str, str]]] = {}
    for entry in records_of(review):
        target, value = str(entry["target"]), entry["value"]
        if entry["field"] == "statement" and value.get("bearings") is not None:
            target, value = added_id(entry, statements.index), value["bearings"]
        elif entry["field"] != "bearings":
            continue
        unknown = known is not None and any(b["narrative"] not in known for b in value)
        if target in statements.index and not unknown:
            given[target] = list(value)
    rows = []
    for target, bearings in given.items():
        cue, content = (str(statements.at[target, f"{part}_text"]) for part in ("cue", "content"))
        text = f"{cue} {content}".strip()
        rows += [(text, str(b["narrative"]), str(b["stance"]), target) for b in bearings] or [
            (text, NO_NARRATIVE, "neutral", target)
        ]
    columns = ["text", "narrative_id", "stance", "statement_id"]
    return pd.DataFrame(rows, columns=columns).astype("str")


def answers_of(
    examples: pd.DataFrame, key: str, narratives: Sequence[str]
) -> tuple[list[str], NDArray[np.intp]]:
    """Write examples as answers for every narrative.

    Parameters
    ----------
    examples : DataFrame with ``narrative_id``, ``stance`` and the column ``key``
    key : str
        The column that names what was decided: ``text`` or ``statement_id``.
    narratives : sequence of str

    Returns
    -------
    names : list of str
        What was decided, in the order of the table.
    answers : array of shape (n_names, n_narratives)
        Places in ``reading.ANSWERS``; narratives that were not named are "neither".

    Examples
    --------
    >>> table = pd.DataFrame({"text": ["x"], "narrative_id": ["b"], "stance": ["disputes"]})
    >>> answers_of(table, "text", ["a", "b"])[1].tolist()
    [[2, 1]]
    """
    names = list(dict.fromkeys(examples[key].astype(str)))
    place = {name: number for number, name in enumerate(names)}
    answers = np.full((len(names), len(narratives)), ANSWERS.index("neither"))
    column = {name: number for number, name in enumerate(narratives)}
    for row in records_of(examples):
        stance = str(row["stance"])
        if row["narrative_id"] in column and stance in ANSWERS:
            answers[place[str(row[key])], column[row["narrative_id"]]] = ANSWERS.index(stance)
    return names, answers


def leave_out(
    decided: Sequence[str], statements: Sequence[str], parts: int = PARTS
) -> Iterator[tuple[list[int], list[int]]]:
    """Deal statements so that none is drafted by what was learned from itself.

    Parameters
    ----------
    decided : sequence of str
        Ids of the statements that a person decided.
    statements : sequence of str
        Ids of all.
    parts : int
        Into how many parts decided statements are dealt.

    Yields
    ------
    statements, decided : list of int
        Places of some statements, and of the decisions that may teach their draft.

    Examples
    --------
    >>> list(leave_out(["a", "b"], ["a", "b", "c"], parts=2))
    [([2], [0, 1]), ([0], [1]), ([1], [0])]
    """
    part = {name: number % parts for number, name in enumerate(sorted(set(decided)))}
    for own in (-1, *sorted(set(part.values()))):
        some = [n for n, name in enumerate(statements) if part.get(name, -1) == own]
        if some:
            yield some, [n for n, name in enumerate(decided) if part[name] != own]


def least_sure(
    bearings: pd.DataFrame, count: int = 5, reviewed: Iterable[str] = ()
) -> pd.DataFrame:
    """Return the statements whose bearing is least sure, for a person to read first.

    Unsure bearings come first, nearest to their threshold; then the others, from the lowest
    probability on.

    Parameters
    ----------
    bearings : DataFrame, columns ``schema.BEARINGS``
        As ``rate_bearings(..., unsure=True)`` returns it, or without the unsure ones.
    count : int
    reviewed : iterable of str
        Statements that a person has read; they are left out.

    Returns
    -------
    DataFrame
        The row of ``bearings`` that is least sure, for each of at most ``count``
        statements, least sure first. Statements that were not read are left out.

    Examples
    --------
    >>> bearings = pd.DataFrame({"statement_id": ["a:1-2", "a:3-4", "a:5-6"],
    ...     "narrative_id": "leak", "probability": [0.9, 0.5, 0.3],
    ...     "why": ["read as for it", "read as for it", "unsure: rather for it"]})
    >>> least_sure(bearings, 2)["statement_id"].tolist()
    ['a:5-6', 'a:3-4']
    """
    require_columns(bearings, ("statement_id", "narrative_id", "probability", "why"), "bearings")
    rest = bearings[~bearings["statement_id"].isin(list(reviewed))].dropna(subset="probability")
    # What is said of the statement as a whole repeats its unsure bearings.
    repeated = rest["statement_id"].isin(rest.loc[is_unsure(rest), "statement_id"])
    rest = rest[~(repeated & rest["narrative_id"].eq(NO_NARRATIVE))]
    doubt = rest["probability"].where(~is_unsure(rest), -rest["probability"])
    order = rest.loc[doubt.sort_values(kind="stable").index].drop_duplicates("statement_id")
    return order.head(count).reset_index(drop=True)


def changed_bearings(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Set the bearings of two runs side by side, where they differ.

    Parameters
    ----------
    before, after : DataFrame, columns ``schema.BEARINGS``

    Returns
    -------
    DataFrame indexed by ``statement_id``, columns ``before`` and ``after``
        Each as "narrative stance", several joined by ";".

    Examples
    --------
    >>> one = pd.DataFrame({"statement_id": ["a:1-2"], "narrative_id": ["bomb"],
    ...     "stance": ["supports"]})
    >>> changed_bearings(one, one.assign(stance="disputes")).iloc[0].tolist()
    ['bomb supports', 'bomb disputes']
    """
    columns = {"before": _written(before), "after": _written(after)}
    both = pd.DataFrame(columns).fillna("").rename_axis("statement_id")
    return both[both["before"] != both["after"]]


def _written(bearings: pd.DataFrame) -> pd.Series:
    words = bearings["narrative_id"] + " " + bearings["stance"]
    return words.groupby(bearings["statement_id"]).agg(lambda some: ";".join(sorted(some)))
