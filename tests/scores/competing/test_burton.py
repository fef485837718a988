from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from narratives.schema import SchemaError
from narratives.scores import (
    burton_diagnosticity,
    burton_inconsistency,
    burton_weights,
    diagnosticity,
    list_ratings,
)

LETTERS = ["CC", "C", "N", "I", "II", "NA"]

# Why did the dam break? The fog fits no account, the can fits one.
DAM = pd.DataFrame(
    {"neglect": [-2.0, 2.0, 1.0], "blast": [-2.0, -2.0, -1.0], "quake": [-2.0, -1.0, math.nan]},
    index=["fog", "log book", "sensor"],
)


def test_the_published_sum_by_hand():
    weights = pd.Series({"fog": 0.5, "log book": 2.0, "sensor": 1.0})
    score = burton_inconsistency(list_ratings(DAM), weights)
    assert score.to_dict() == {"neglect": 1.0, "blast": 6.0, "quake": 3.0}


def test_the_sum_runs_over_all_persons():
    both = pd.concat([list_ratings(DAM, "ana"), list_ratings(DAM, "ben")])
    assert (burton_inconsistency(both) == 2 * burton_inconsistency(list_ratings(DAM))).all()


def test_an_item_that_contradicts_every_narrative_ranks_first_and_separates_nothing():
    published = burton_diagnosticity(list_ratings(DAM))
    assert published.to_dict() == {"fog": 6.0, "log book": 3.0, "sensor": 1.0}
    assert published.idxmax() == "fog"
    assert diagnosticity(DAM)["fog"] == 0
    assert diagnosticity(DAM).idxmax() == "log book"


def test_credibility_weighs_two_one_and_a_half():
    items = pd.DataFrame({"credibility": [1, 2, 3, 4, 5, 6, None]})
    assert burton_weights(items).tolist() == [2, 2, 1, 0.5, 0.5, 1, 1]


def test_what_is_no_grade_and_what_lacks_a_weight_is_refused():
    with pytest.raises(SchemaError, match='items, "i": credibility 0 is not a grade'):
        burton_weights(pd.DataFrame({"credibility": [0]}, index=["i"]))
    with pytest.raises(SchemaError, match='weights lack the item "log book"'):
        burton_inconsistency(list_ratings(DAM), pd.Series({"fog": 1.0}))


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from("xy"), st.sampled_from("pq"),
            st.sampled_from(LETTERS),
        ),
        unique_by=lambda row: row[:3],
    ),
    st.sampled_from(["CC", "C", "N", "NA"]),
)  # fmt: skip
def test_a_supporting_rating_never_raises_the_score(rows, letters):
    columns = ["item_id", "narrative_id", "who", "rating"]
    before = burton_inconsistency(pd.DataFrame(rows, columns=columns))
    more = [*rows, *(("new", n, "p", letters) for n in "xy")]
    after = burton_inconsistency(pd.DataFrame(more, columns=columns))
    assert (after == before.reindex(after.index, fill_value=0.0)).all()
    loop = dict.fromkeys(before.index, 0)
    for _, narrative, _, given_letters in rows:
        loop[narrative] += {"II": 2, "I": 1}.get(given_letters, 0)
    assert before.to_dict() == loop
