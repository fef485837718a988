"""Two readers' score cards, held against a hand calculation."""

from __future__ import annotations

import pandas as pd
import pytest

from narratives.schema import SchemaError
from narratives.scores import card_agreement


def card(**scores: list[int | None]) -> pd.DataFrame:
    """Return a card with the scores of accounts a, b, c … by criterion."""
    given = {
        (account, criterion): score
        for criterion, line in scores.items()
        for account, score in zip("abcd", line, strict=False)
    }
    index = pd.MultiIndex.from_tuples(given, names=["narrative_id", "criterion"])
    return pd.DataFrame({"score": pd.array(list(given.values()), dtype="Int64")}, index=index)


def test_alpha_by_criterion_is_that_of_a_hand_calculation() -> None:
    first = card(named=[0, 1, 3, 3], origins=[2, 2, 2, 2])
    second = card(named=[0, 3, 3, 3], origins=[2, 2, 2, 2])
    found = card_agreement({"ana": first, "ben": second})
    # Scores given: 0 twice, 1 once, 3 five times. Middles of the ranks: 1, 2.5 and 5.5.
    # Observed: one pair of four, 1 and 3, 9 apart: 2 * 9 / 8 = 2.25.
    # Expected, over 8 * 7 ordered pairs: 0-1 2 * 1 * 2.25, 0-3 2 * 5 * 20.25, 1-3 1 * 5 * 9.
    expected = 2 * (2 * 2.25 + 10 * 20.25 + 5 * 9) / 56
    assert found.loc["named", "alpha"] == pytest.approx(1 - 2.25 / expected)
    assert found.loc["named", ["same", "cells", "unknown_to_one"]].tolist() == [0.75, 4, 0]
    # Of four cells drawn anew all may be the one that differs, or none may be.
    assert found.loc["named", "low"] < 0.1
    assert found.loc["named", "high"] == 1
    assert pd.isna(found.loc["origins", "alpha"])
    assert found.loc["origins", "same"] == 1


def test_unknown_is_no_score_and_is_counted_apart() -> None:
    first = card(named=[None, 1, 3, None])
    second = card(named=[2, 1, 3, None])
    found = card_agreement({"ana": first, "ben": second}).loc["named"]
    assert found["alpha"] == 1
    assert (found["cells"], found["unknown_to_one"], found["unknown_to_all"]) == (2, 1, 1)


def test_one_card_or_cards_of_other_accounts_are_refused() -> None:
    one = card(named=[1, 2])
    with pytest.raises(SchemaError, match=r"cards has 1 readers\. Give the cards of two or more"):
        card_agreement({"ana": one})
    with pytest.raises(SchemaError, match='the rows of "ben" are not those of "ana"'):
        card_agreement({"ana": one, "ben": card(named=[1, 2, 3])})
