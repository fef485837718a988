"""How far two readers agree on score cards, criterion by criterion."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from narratives.schema import SchemaError
from narratives.scores.card.criteria import CRITERIA
from narratives.scores.people.alpha import krippendorff_alpha

AGREED = ("title", "alpha", "low", "high", "same", "cells", "unknown_to_one", "unknown_to_all")
"""Columns of :func:`card_agreement`, which is indexed by criterion."""
LEAST = 0.67
"""Krippendorff's alpha below which a criterion is to be worded more sharply, or to go."""


def card_agreement(cards: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Measure how far readers agree on score cards, by Krippendorff's alpha.

    Scores are ranks, 0 to 3. A criterion that nobody can judge is unknown and no score; where
    one reader gives a score and another says unknown, the cell is counted apart and no alpha
    can see it. Cards of several texts may be measured together: give each account a name of
    its own, such as ``pd.concat({"text": card})`` does.

    Parameters
    ----------
    cards : mapping of a reader to the score card that this reader has
        As :func:`narratives.score_card` returns it, all with the same rows.

    Returns
    -------
    DataFrame indexed by criterion, columns ``AGREED``
        ``alpha`` is 1 where all agree and 0 where they agree as often as chance would have it;
        missing where fewer than two cells have two scores, or all scores are alike. ``low``
        and ``high`` are the ends of its 95 % interval, cells drawn anew. ``same`` is the share
        of cells with equal scores among those with two, missing where there is none; ``cells``
        their number; ``unknown_to_one`` those that one reader calls unknown and another does
        not; ``unknown_to_all`` those that all call unknown.

    Raises
    ------
    SchemaError
        If there are fewer than two cards, or their rows differ.

    Notes
    -----
    Of few cells alpha says little: read it beside ``cells``. Where no cell differs, its interval
    is 1 to 1 however few they are. Agreement is no sign that the readers are right.

    References
    ----------
    .. [1] K. Krippendorff, *Content Analysis*, 4th ed., 2018, ch. 12.

    Examples
    --------
    >>> import narratives as nv
    >>> first = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> cards = {"first": first.score_card, "second": first.readings["second"].score_card}
    >>> found = card_agreement(cards)
    >>> found["title"].iloc[-1], round(found["alpha"].iloc[-1], 2), found["cells"].iloc[-1]
    ('Does it tell the accounts apart?', np.float64(0.53), np.int64(3))
    """
    if len(cards) < 2:
        raise SchemaError(f"cards has {len(cards)} readers. Give the cards of two or more.")
    (name, first), *others = cards.items()
    for other, card in others:
        if not card.index.sort_values().equals(first.index.sort_values()):
            raise SchemaError(
                f'cards: the rows of "{other}" are not those of "{name}". Give cards of the same '
                "accounts and criteria."
            )
    scores = pd.DataFrame({who: card["score"] for who, card in cards.items()})
    rows = []
    for criterion, line in CRITERIA.items():
        given = scores[scores.index.get_level_values("criterion") == criterion]
        cells = [[float(n) for n in row if not pd.isna(n)] for row in given.to_numpy()]
        judged = [cell for cell in cells if len(cell) > 1]
        same = [len(set(cell)) == 1 for cell in judged]
        alpha = low = high = math.nan
        if len(judged) > 1:
            alpha, low, high = krippendorff_alpha([[cell] for cell in judged], "ordinal")
        rows.append(
            (
                criterion,
                line.title,
                alpha,
                low,
                high,
                sum(same) / len(same) if same else float("nan"),
                len(judged),
                sum(0 < len(cell) < len(cards) for cell in cells),
                sum(not cell for cell in cells),
            )
        )
    return pd.DataFrame(rows, columns=["criterion", *AGREED]).set_index("criterion")
