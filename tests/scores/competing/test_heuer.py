"""Heuer's example: will Iraq retaliate for the bombing of its intelligence headquarters?

Psychology of Intelligence Analysis, 1999, ch. 8, figure 15. The labels are shortened;
plus is C and minus is I. His rule: the fewest minuses mark the hypothesis that is
probably most likely, the most minuses the one that is probably least likely.

The matrix is typed from memory: no copy of the figure could be reached to compare it cell
by cell. What could be compared: the text of the U.S. Army's training circular TC 2-33.4
(2009, par. 2-54 and 2-55) uses the same example and ranks the hypotheses minor, major,
none, as here; a public teaching page that paraphrases the example gives three of the six
rows, E1, E4 and E6, with the signs they have here, though its E1 turns the statement round.
The signs of E2, E3 and E5 have not been compared.
"""

from __future__ import annotations

import pandas as pd

from narratives.scores import (
    burton_inconsistency,
    contradiction,
    diagnosticity,
    list_ratings,
    open_synthesis_inconsistency,
    rank_narratives,
)

FIGURE = {
    # none, minor terrorist actions, major attack
    "E1 Saddam states that he will not retaliate": "+++",
    "E2 no terrorist offensive in the 1991 war": "++-",
    "E3 Iraq would not want to provoke another war": "++-",
    "E4 more radio broadcasts to agents": "-++",
    "E5 embassies told to take precautions": "-++",
    "E6 not to retaliate would be a loss of face": "-++",
}
MATRIX = pd.DataFrame(
    [[1.0 if sign == "+" else -1.0 for sign in signs] for signs in FIGURE.values()],
    index=list(FIGURE),
    columns=["none", "minor", "major"],
)
MINUSES = {"minor": 0, "major": 2, "none": 3}


def test_the_order_is_his_by_the_number_of_minuses():
    table = rank_narratives(MATRIX)
    assert table["inconsistency"].to_dict() == MINUSES
    assert list(table.index) == ["minor", "major", "none"]
    assert table["rank"].tolist() == [1, 2, 3]


def test_all_three_tools_agree_with_him():
    given = list_ratings(MATRIX)
    assert burton_inconsistency(given).to_dict() == MINUSES
    assert open_synthesis_inconsistency(given).to_dict() == MINUSES
    items = pd.DataFrame({"credibility": None, "relevance": ""}, index=MATRIX.index)
    table = contradiction(MATRIX, items)
    assert (-table["parc"]).to_dict() == MINUSES
    assert table["open_synthesis_consistency"].to_dict() == {"none": 3, "minor": 6, "major": 4}


def test_the_statement_that_fits_everything_has_no_diagnostic_value():
    values = diagnosticity(MATRIX)
    assert values.iloc[0] == 0
    assert (values.iloc[1:] > 0).all()
