"""The same case judged by another reader: graded and rated anew, read as the first has it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from narratives.review import apply_to_items, apply_to_sources
from narratives.review.readings import is_outside
from narratives.schema import Case
from narratives.scores import diagnosticity, rank_narratives, weigh_items
from narratives.stages.comparison import Comparison


def keep_text_alone(case: Case) -> Case:
    """Take from the lines of all readers those that rest on knowledge from outside the text.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> len(case.readings["second"]), len(keep_text_alone(case).readings["second"])
    (21, 18)
    """
    readings = {name: review[~is_outside(review)] for name, review in case.readings.items()}
    return replace(case, review=case.review[~is_outside(case.review)], readings=readings)


def judge_again(
    comparison: Comparison, review: pd.DataFrame, *, outside: bool = True
) -> Comparison:
    """Replay another reader's grades and ratings over a comparison.

    What the text says stays as the first reader has it: statements, bearings, items and who
    reports them. What is not graded or rated anew stays as well.

    Parameters
    ----------
    comparison : Comparison
    review : DataFrame
        Lines with the fields rating, credibility, relevance and reliability.
    outside : bool
        Whether lines that rest on knowledge from outside the text count; their reason begins
        with "Outside the text: ".

    Returns
    -------
    Comparison

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> first = nv.compare(case)
    >>> second = judge_again(first, case.readings["second"], outside=False)
    >>> (first.ranking["inconsistency"] > 0).sum(), (second.ranking["inconsistency"] > 0).sum()
    (np.int64(0), np.int64(3))
    """
    lines = review if outside else review[~is_outside(review)]
    sources, of_sources = apply_to_sources(comparison.sources, lines)
    items = apply_to_items(
        comparison.items, comparison.reports, comparison.matrix, lines, comparison.statements
    )
    matrix = items.matrix.reindex(columns=comparison.matrix.columns)
    weights = weigh_items(items.items)
    ranking = rank_narratives(matrix, weights, comparison.relations)
    corrections = pd.concat([of_sources, items.corrections]).sort_values("line", kind="stable")
    return replace(
        comparison,
        sources=sources,
        items=items.items,
        matrix=matrix,
        weights=weights,
        ranking=ranking,
        inconsistency=ranking[["inconsistency", "score", "rated"]].reindex(matrix.columns),
        diagnosticity=diagnosticity(matrix),
        ratings=items.ratings,
        corrections=corrections.reset_index(drop=True),
        readings={},
        text_alone=None,
    )
