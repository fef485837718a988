"""Which rows of a table of bearings count: sure or unsure, read or not, drafted or set."""

from __future__ import annotations

import pandas as pd

from narratives.schema import NO_NARRATIVE, UNSURE, require_columns

NOT_READ = "not read"
"""How ``why`` begins for a statement in a language that the reader has not learned."""
BY_HAND = 1.0
"""The probability of what a person set; a drafted one stays below it."""


def is_unsure(bearings: pd.DataFrame) -> pd.Series:
    """Tell which bearings are under their threshold.

    A row says so in ``why``; what a person set is never unsure, and "none" is no bearing.

    Examples
    --------
    >>> table = pd.DataFrame({"narrative_id": ["a", "a", "none"], "probability": [0.3, 1.0, 0.7],
    ...     "why": ["unsure: rather for it", "unsure of this, I left it", "unsure: rather for a"]})
    >>> is_unsure(table).tolist()
    [True, False, False]
    """
    require_columns(bearings, ("narrative_id", "why"), "bearings")
    told = zip(_begins(bearings, UNSURE), bearings["narrative_id"], strict=True)
    found = [begins and narrative != NO_NARRATIVE for begins, narrative in told]
    return pd.Series(found, index=bearings.index, dtype="bool")


def is_unread(bearings: pd.DataFrame) -> pd.Series:
    """Tell which rows stand for statements that were not read.

    Their ``probability`` is missing: they are neither neutral nor silent.

    Examples
    --------
    >>> table = pd.DataFrame({"why": ["not read (ru)"], "probability": [float("nan")]})
    >>> is_unread(table).tolist()
    [True]
    """
    return pd.Series(_begins(bearings, NOT_READ), index=bearings.index, dtype="bool")


def is_drafted(bearings: pd.DataFrame) -> pd.Series:
    """Tell which rows say for or against which account on the word of the reader alone.

    Examples
    --------
    >>> table = pd.DataFrame({"narrative_id": ["leak", "leak", "none"],
    ...     "probability": [0.9, 1.0, 0.8]})
    >>> is_drafted(table).tolist()
    [True, False, False]
    """
    require_columns(bearings, ("narrative_id", "probability"), "bearings")
    found: pd.Series = bearings["narrative_id"].ne(NO_NARRATIVE) & (
        bearings["probability"].astype("float64") < BY_HAND
    )
    return found


def sure_bearings(bearings: pd.DataFrame) -> pd.DataFrame:
    """Leave out the bearings that are unsure.

    Parameters
    ----------
    bearings : DataFrame, columns ``schema.BEARINGS``
        As ``rate_bearings(..., unsure=True)`` returns it.

    Returns
    -------
    DataFrame
        Every statement still has a row.

    Examples
    --------
    >>> table = pd.DataFrame({"narrative_id": ["none", "a", "b"], "probability": [0.7, 0.2, 0.9],
    ...     "why": ["unsure: rather for a", "unsure: rather for it", "read as for it"]})
    >>> sure_bearings(table)["narrative_id"].tolist()
    ['none', 'b']
    """
    return bearings[~is_unsure(bearings)].reset_index(drop=True)


def unsure_bearings(bearings: pd.DataFrame) -> pd.DataFrame:
    """Keep the bearings that are unsure, one row for each statement and account.

    Parameters
    ----------
    bearings : DataFrame, columns ``schema.BEARINGS``
        As ``rate_bearings(..., unsure=True)`` returns it.

    Returns
    -------
    DataFrame
        Without the rows that say of a statement that it has no sure bearing.

    Examples
    --------
    >>> table = pd.DataFrame({"narrative_id": ["none", "a", "b"], "probability": [0.7, 0.2, 0.9],
    ...     "why": ["unsure: rather for a", "unsure: rather for it", "read as for it"]})
    >>> unsure_bearings(table)["narrative_id"].tolist()
    ['a']
    """
    return bearings[is_unsure(bearings)].reset_index(drop=True)


def _begins(bearings: pd.DataFrame, word: str) -> list[bool]:
    require_columns(bearings, ("why",), "bearings")
    found = [str(why).startswith(word) for why in bearings["why"]]
    if "probability" not in bearings.columns:
        return found
    # A reason that a person gave may begin with any word.
    chances = bearings["probability"].astype("float64")
    return [told and chance != BY_HAND for told, chance in zip(found, chances, strict=True)]
