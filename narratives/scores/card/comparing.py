"""Two accounts beside each other on the score card."""

from __future__ import annotations

import pandas as pd

from narratives.schema import SchemaError, require_columns
from narratives.scores.card.criteria import UNKNOWN

VERDICTS = ("better", "worse", "same", UNKNOWN)


def compare_cards(card: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Compare two accounts criterion by criterion; nothing is added up.

    Parameters
    ----------
    card : DataFrame
        As :func:`narratives.score_card` returns it.
    first, second : str
        Ids of narratives.

    Returns
    -------
    DataFrame indexed by criterion, columns profile, title, first, second, verdict
        The two scores and whether the first is "better", "worse" or the "same";
        "unknown" where either is unknown.

    Raises
    ------
    SchemaError
        If an account is not on the card.

    Examples
    --------
    >>> rows = [("quake", "named", "sources", "Who says it?", 3),
    ...         ("mine", "named", "sources", "Who says it?", 1)]
    >>> names = ["narrative_id", "criterion", "profile", "title", "score"]
    >>> card = pd.DataFrame(rows, columns=names).astype({"score": "Int64"})
    >>> card = card.set_index(["narrative_id", "criterion"])
    >>> compare_cards(card, "mine", "quake")["verdict"].to_dict()
    {'named': 'worse'}
    """
    require_columns(card, ("profile", "title", "score"), "card")
    known = list(dict.fromkeys(card.index.get_level_values(0)))
    for name in (first, second):
        if name not in known:
            raise SchemaError(
                f'narrative "{name}" is not on the card. Known: {", ".join(map(str, known))}.'
            )
    one, other = card.xs(first), card.xs(second)
    table = pd.DataFrame(one[["profile", "title"]]).copy()
    table["first"], table["second"] = one["score"], other["score"]
    table["verdict"] = [
        UNKNOWN
        if pd.isna(a) or pd.isna(b)
        else VERDICTS[0]
        if a > b
        else VERDICTS[1]
        if a < b
        else VERDICTS[2]
        for a, b in zip(one["score"], other["score"], strict=True)
    ]
    return table
