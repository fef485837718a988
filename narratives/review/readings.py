"""A second reader's review: grades and ratings given anew, beside those of the first."""

from __future__ import annotations

import pandas as pd

from narratives.schema import CaseError

GLOB = "review-*.jsonl"
"""The files of other readers, beside ``review.jsonl``; ``*`` is the name of the reading."""
JUDGED = ("rating", "credibility", "relevance", "reliability")
"""What another reader may give anew. What the text says is settled in ``review.jsonl``."""
OUTSIDE = "Outside the text: "
"""How the reason begins of a line that rests on knowledge from elsewhere."""


def check_reading(name: str, review: pd.DataFrame) -> None:
    """Refuse a line of another reader that decides what the text says.

    Raises
    ------
    CaseError
        With every such line.
    """
    problems = [
        f'{name}, line {line}: the field "{field}" is not for another reader. '
        f"Use {', '.join(JUDGED)}; what the text says is decided in review.jsonl."
        for line, field in zip(review["line"], review["field"], strict=True)
        if field not in JUDGED
    ]
    if problems:
        raise CaseError(problems)


def is_outside(review: pd.DataFrame) -> pd.Series[bool]:
    """Tell which lines rest on knowledge from outside the text.

    Examples
    --------
    >>> review = pd.DataFrame({"why": ["Outside the text: it warned of it.", "It saw the gate."]})
    >>> is_outside(review).tolist()
    [True, False]
    """
    found: pd.Series[bool] = review["why"].astype("str").str.startswith(OUTSIDE)
    return found
