"""The replay of a review over who has it from whom."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from narratives.review.corrections import correction, corrections_table
from narratives.schema import did_you_mean, records_of

FROM_NOBODY = "none"
"""What a person writes where a text has its words from no other."""


def apply_to_copies(
    review: pd.DataFrame, documents: Collection[str]
) -> tuple[dict[str, str], pd.DataFrame]:
    """Read from the review which text has its words from which.

    Parameters
    ----------
    review : DataFrame, columns ``REVIEW``
        Lines with the field ``copied_from``: the target is a text, the value the text that it
        has its words from, or ``FROM_NOBODY``.
    documents : collection of str
        Ids of the texts of the case.

    Returns
    -------
    decided : dict of a text to the one it has its words from, or ``FROM_NOBODY``
        Of several lines about one text the last.
    corrections : DataFrame, columns ``schema.CORRECTIONS``

    Examples
    --------
    >>> line = {"line": 1, "at": "2031-05-06", "who": "ana", "target": "b", "why": "",
    ...         "field": "copied_from", "value": "a"}
    >>> decided, corrections = apply_to_copies(pd.DataFrame([line]), ["a", "b"])
    >>> decided, corrections["status"].tolist()
    ({'b': 'a'}, ['applied'])
    """
    decided: dict[str, str] = {}
    told = []
    for entry in records_of(review):
        if entry["field"] != "copied_from":
            continue
        target, source = entry["target"], entry["value"]
        before = decided.get(target, "")
        if target not in documents:
            near = did_you_mean(target, documents)
            told.append(correction(entry, before, "gone", f"no such text is in the case.{near}"))
        elif source != FROM_NOBODY and (source not in documents or source == target):
            listed = "itself" if source == target else f'"{source}", which is no text of the case'
            told.append(
                correction(
                    entry,
                    before,
                    "refused",
                    f"it names {listed}. Write the id of another text, or "
                    f'"{FROM_NOBODY}".{did_you_mean(source, documents)}',
                )
            )
        else:
            told.append(correction(entry, before))
            decided[target] = source
    return decided, corrections_table(told)
