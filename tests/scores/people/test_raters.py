from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from narratives.schema import RATINGS, SchemaError
from narratives.scores import rater_agreement, rater_differences, rater_views

COLUMNS = ["item_id", "narrative_id", "who", "rating"]
LETTERS = [*RATINGS, "NA"]


def table(**given: str) -> pd.DataFrame:
    """One string of ratings a person: items i0, i1, ... against the narrative "flood"."""
    rows = [
        (f"i{n}", "flood", who, letters)
        for who, row in given.items()
        for n, letters in enumerate(row.split())
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def alpha_by_loop(ratings: pd.DataFrame, level: str) -> float:
    """Krippendorff's formula as written: observed over expected disagreement of all pairs."""
    units = {}
    for item, narrative, _, letters in ratings.itertuples(index=False, name=None):
        if letters != "NA":
            units.setdefault((item, narrative), []).append(RATINGS[letters])
    units = [values for values in units.values() if len(values) > 1]
    pool = [value for values in units for value in values]
    counts = {value: pool.count(value) for value in RATINGS.values()}

    def distance(a: float, b: float) -> float:
        if level == "interval":
            return (a - b) ** 2
        low, high = min(a, b), max(a, b)
        between = sum(counts[v] for v in RATINGS.values() if low <= v <= high)
        return (between - (counts[low] + counts[high]) / 2) ** 2

    observed = sum(
        distance(a, b) / (len(values) - 1)
        for values in units
        for a, b in itertools.permutations(values, 2)
    )
    expected = sum(distance(a, b) for a, b in itertools.permutations(pool, 2)) / (len(pool) - 1)
    return 1 - observed / expected


DAM = table(ana="CC C N I II NA C", ben="C C N II II C I", eva="CC N N NA I C NA")


@pytest.mark.parametrize("level", ["ordinal", "interval"])
def test_alpha_is_the_published_formula(level):
    found = rater_agreement(DAM, level=level, draws=10)
    assert found.alpha == pytest.approx(alpha_by_loop(DAM, level))
    assert (found.items, found.cells, found.raters) == (7, 7, ("ana", "ben", "eva"))


def test_the_published_ordinal_example_comes_out():
    # Krippendorff, Computing Krippendorff's alpha-reliability, 2011, case D: .815 ordinal,
    # .849 interval; the five values stand for II to CC.
    rows = {
        "a": "1 2 3 3 2 1 4 1 2 . . .",
        "b": "1 2 3 3 2 2 4 1 2 5 . 3",
        "c": ". 3 3 3 2 3 4 2 2 5 1 .",
        "d": "1 2 3 3 2 4 4 1 2 5 1 .",
    }
    names = dict(zip("12345", RATINGS, strict=True)) | {".": "NA"}
    given = table(**{who: " ".join(names[v] for v in row.split()) for who, row in rows.items()})
    assert rater_agreement(given, draws=1).alpha == pytest.approx(0.815, abs=5e-4)
    interval = rater_agreement(given, level="interval", draws=1).alpha
    assert interval == pytest.approx(0.849, abs=5e-4)


def test_alpha_of_three_cells_is_as_worked_out_by_hand():
    # ana: CC I N, ben: CC II N. The six ratings are CC 2, I 1, II 1, N 2; in the order of the
    # scale II, I, N, CC their middles stand at .5, 1.5, 3 and 5.
    # Observed: one cell of three differs, by (1.5 - .5) ** 2 = 1, so 1 of 3 pairs: 1 / 3.
    # Expected, over the 15 pairs of the six: II-I 1; II-N 2 * 6.25; II-CC 2 * 20.25; I-N 2 * 2.25;
    # I-CC 2 * 12.25; N-CC 4 * 4; together 99, so 99 / 15 = 6.6.
    found = rater_agreement(table(ana="CC I N", ben="CC II N"), draws=1)
    assert found.alpha == pytest.approx(1 - (1 / 3) / 6.6)


def test_a_rating_that_stands_twice_is_refused_before_it_counts_twice():
    twice = pd.concat([DAM, DAM.iloc[:1]])
    with pytest.raises(SchemaError, match=r'item "i0", narrative "flood": "ana" rated it twice'):
        rater_agreement(twice)


def test_the_interval_holds_alpha_and_the_seed_fixes_it():
    first = rater_agreement(DAM, draws=200)
    assert first.low <= first.alpha <= first.high <= 1
    assert first == rater_agreement(DAM, draws=200)
    assert first != rater_agreement(DAM, draws=200, seed=1)
    assert rater_agreement(DAM, draws=200, share=0.5).low >= first.low


def test_full_agreement_is_one_without_width():
    found = rater_agreement(table(ana="CC I N", ben="CC I N"), draws=50)
    assert (found.alpha, found.low, found.high) == (1, 1, 1)


def test_what_cannot_be_measured_says_why():
    alone = rater_agreement(table(ana="CC I N"))
    assert math.isnan(alone.alpha)
    assert alone.reason == "no cell is rated by two persons."
    alike = rater_agreement(table(ana="C C", ben="C C"))
    assert math.isnan(alike.low)
    assert "all ratings are alike" in alike.reason


def test_options_out_of_range_are_refused():
    with pytest.raises(SchemaError, match=r'level "ratio" is not known\. Use ordinal, interval'):
        rater_agreement(DAM, level="ratio")
    with pytest.raises(SchemaError, match="draws 0 must be at least 1"):
        rater_agreement(DAM, draws=0)


def test_differences_stand_widest_first_with_who_said_what():
    found = rater_differences(DAM)
    assert found["item_id"].tolist() == ["i6", "i0", "i1", "i3", "i4", "i5"]
    assert found["apart"].tolist()[:5] == [2, 1, 1, 1, 1]
    assert math.isnan(found["apart"].iloc[5]) or found["apart"].iloc[5] == 0
    first = found.iloc[0]
    assert first["ratings"] == "ana: C; ben: I; eva: NA"
    assert first["opposed"]
    assert first["not_applicable"] == 1
    assert rater_differences(table(ana="C I", ben="C I")).empty


def test_each_person_keeps_a_view_of_their_own():
    rows = [
        ("can", "arson", "ana", "CC"),
        ("can", "storm", "ana", "II"),
        ("can", "arson", "ben", "II"),
        ("can", "storm", "ben", "CC"),
        ("can", "quake", "ben", "NA"),
    ]
    views = rater_views(pd.DataFrame(rows, columns=COLUMNS), pd.Series({"can": 2.0}))
    assert views["inconsistency"].unstack().loc["ana", ["arson", "storm"]].tolist() == [0, 4]
    assert views["inconsistency"].unstack().loc["ben", ["arson", "storm"]].tolist() == [4, 0]
    assert views.loc[("ben", "quake"), "rated"] == 0
    assert rater_views(pd.DataFrame([], columns=COLUMNS)).empty


@given(
    st.lists(st.lists(st.sampled_from(LETTERS), min_size=4, max_size=4), min_size=2, max_size=4),
    st.randoms(),
)
def test_names_and_order_of_persons_change_nothing(rows, random):
    given_ratings = table(**{f"p{n}": " ".join(row) for n, row in enumerate(rows)})
    shuffled = given_ratings.sample(frac=1, random_state=random.randrange(1000))
    renamed = shuffled.assign(who="x" + shuffled["who"])
    first, last = rater_agreement(given_ratings, draws=3), rater_agreement(renamed, draws=3)
    np.testing.assert_allclose(
        [first.alpha, first.low, first.high], [last.alpha, last.low, last.high], rtol=1e-12
    )
    assert math.isnan(first.alpha) or first.alpha <= 1
    assert len(rater_differences(given_ratings)) == len(rater_differences(renamed))
