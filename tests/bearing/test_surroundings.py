from __future__ import annotations

import math

import numpy as np
import pytest
from fixed_reader import FixedReader

from narratives.bearing.statements import ReadStatement
from narratives.bearing.surroundings import (
    NEIGHBOURS,
    NOWHERE,
    PLACES,
    Surroundings,
    neighbours_of,
    number_speakers,
    read_around,
    shares_of,
    surroundings_of,
    weigh,
)
from narratives.reading import EncoderReader, Passage

EVEN = np.log(np.full((1, 1, 3), 1 / 3))


def at(document: str, start: int, speaker: str = "") -> ReadStatement:
    key = f"{document}:{start}"
    said = Passage(speaker, "", "it fell")
    return ReadStatement(key, document, "", start, start + 5, f"{start}-{start + 5}", said, "en")


def test_neighbours_stand_in_the_order_of_the_text_whatever_the_order_of_the_table():
    told = [at("a", 90), at("b", 5), at("a", 10), at("a", 50)]

    found = neighbours_of(told)

    none = [NOWHERE] * (2 * NEIGHBOURS - 4)
    assert found[3].tolist() == [2, 0, NOWHERE, NOWHERE, *none]
    assert found[2].tolist() == [NOWHERE, 3, NOWHERE, 0, *none]


def test_another_document_is_no_surrounding():
    assert (neighbours_of([at("a", 0), at("b", 10)]) == NOWHERE).all()


def test_no_more_than_three_statements_of_a_side_are_looked_at():
    found = neighbours_of([at("a", 10 * n) for n in range(9)])

    assert found[4].tolist() == [3, 5, 2, 6, 1, 7]


def test_shares_hold_the_rival_that_has_most_of_each_stance():
    likely = np.log([[[0.1, 0.2, 0.7], [0.6, 0.1, 0.3], [0.2, 0.5, 0.3]]])

    assert shares_of(likely)[0].round(2).tolist() == [
        [0.1, 0.2, 0.6, 0.5],
        [0.6, 0.1, 0.2, 0.5],
        [0.2, 0.5, 0.6, 0.2],
    ]


def test_one_account_has_no_rivals():
    assert shares_of(EVEN)[0, 0, 2:].tolist() == [0, 0]


def test_what_a_person_decided_counts_for_its_neighbours_and_not_for_itself():
    likely = np.repeat(EVEN, 2, axis=0)
    told_by_two = [at("a", 0, "Jo Lee"), at("a", 10, "Ana Ruiz")]
    near, speakers = neighbours_of(told_by_two), number_speakers(told_by_two)

    plain = read_around(likely, near, speakers, {})
    told = read_around(likely, near, speakers, {0: np.array([1])})

    np.testing.assert_array_equal(told[0], plain[0])
    assert told[1, 0, 0].round(3).tolist() == [0, 1, 0, 0]


def test_a_speaker_is_one_in_all_of_a_document_and_the_narrator_is_nobody():
    told = [
        at("a", 0, "Jo Lee"),
        at("a", 9, "narrator"),
        at("a", 20, "JO LEE"),
        at("b", 0, "Jo Lee"),
    ]

    here, narrator, again, elsewhere = number_speakers(told)

    assert here == again != elsewhere
    assert narrator == NOWHERE
    assert number_speakers([at("a", 0), at("a", 9)]).tolist() == [NOWHERE, NOWHERE]


def test_a_pronoun_that_nobody_is_known_by_is_no_speaker():
    assert number_speakers([at("a", 0, "He"), at("a", 9, "he")]).tolist() == [NOWHERE, NOWHERE]


def test_what_a_speaker_says_elsewhere_is_counted_as_by_hand():
    likely = np.log([[[0.8, 0.1, 0.1]], [[0.6, 0.2, 0.2]], [[0.1, 0.7, 0.2]], [[0.3, 0.3, 0.4]]])
    told = [at("a", 10 * n, name) for n, name in enumerate(["Lee", "Lee", "Lee", "Ruiz"])]

    around = read_around(likely, neighbours_of(told), number_speakers(told), {1: np.array([0])})

    # Of Lee's other two the sum, divided by three: the second is decided and counts as 1.
    assert around[0, 0, -1, :2].tolist() == pytest.approx([(1 + 0.1) / 3, (0 + 0.7) / 3])
    assert around[1, 0, -1, :2].tolist() == pytest.approx([(0.8 + 0.1) / 3, (0.1 + 0.7) / 3])
    assert around[3, 0, -1].tolist() == [0, 0, 0, 0]


def test_who_speaks_for_an_account_elsewhere_is_rather_for_it_here():
    by = surroundings_of(EncoderReader())
    around = np.full((2, 1, PLACES, 4), np.nan)
    around[0, 0, -1], around[1, 0, -1] = [0.6, 0, 0, 0], [0, 0.6, 0, 0]

    supporter, critic = np.exp(weigh(np.repeat(EVEN, 2, axis=0), around, by))[:, 0]

    assert supporter[0] > 1.5 * critic[0]
    assert critic[1] > 1.5 * supporter[1]


def test_a_reading_is_weighed_as_by_hand():
    by = Surroundings(
        own=np.array([[2.0, 0], [0.5, 1.0]]),
        around=np.full((2, PLACES, 4), 3.0),
        usual=np.full((PLACES, 4), 0.25),
        base=np.array([-1.0, 0.0]),
    )
    likely = np.log([[[0.5, 0.25, 0.25], [0.2, 0.6, 0.2]]])
    around = np.full((1, 2, PLACES, 4), np.nan)
    around[0, 0, 1] = [0.25, 0.75, 0.25, 0.25]

    found = np.exp(weigh(likely, around, by))[0, 0]

    # For: 2 ln 2 - 1 + 3 * 0.5; against: 0.5 ln 2 + ln 1 + 3 * 0.5; neither: 0.
    odds = [math.exp(2 * math.log(2) + 0.5), math.exp(0.5 * math.log(2) + 1.5), 1.0]
    assert found == pytest.approx([each / sum(odds) for each in odds], abs=2e-3)


@pytest.mark.parametrize(("own", "lifted"), [(0.07, True), (0.05, False)])
def test_what_a_statement_leaves_out_is_not_lifted_by_what_stands_around_it(own, lifted):
    by = Surroundings(
        own=np.eye(2),
        around=np.full((2, PLACES, 4), 3.0),
        usual=np.zeros((PLACES, 4)),
        base=np.zeros(2),
    )
    likely = np.log([[[own, 0.2, 0.8 - own]]])
    around = np.full((1, 1, PLACES, 4), np.nan)
    around[0, 0, 0] = [0.5, 0, 0, 0]

    found = np.exp(weigh(likely, around, by))[0, 0]

    # Each stance against "neither", times e to the 3 * 0.5; one that is left out stays as it is.
    odds = [own / (0.8 - own), 0.2 / (0.8 - own) * math.exp(1.5), 1.0]
    odds[0] *= math.exp(1.5) if lifted else 1
    assert found == pytest.approx([each / sum(odds) for each in odds], abs=2e-3)


def test_where_nothing_stands_the_usual_is_taken():
    by = surroundings_of(EncoderReader())
    assert by is not None
    around = np.broadcast_to(by.usual, (1, 1, *by.usual.shape))

    np.testing.assert_array_equal(weigh(EVEN, around, by), weigh(EVEN, None, by))


def test_no_single_reading_outweighs_all_others_without_bound():
    by = surroundings_of(EncoderReader())
    sure, surer = (np.log([[[1 - 2 * p, p, p]]]) for p in (1e-6, 1e-9))

    np.testing.assert_array_equal(weigh(sure, None, by), weigh(surer, None, by))


def test_other_readers_are_taken_as_they_are():
    reader = FixedReader(lambda _passage, _account: (0.5, 0.2, 0.3))

    assert surroundings_of(reader) is None
    assert weigh(EVEN, None, None) is EVEN


def test_what_a_speaker_says_elsewhere_is_the_same_to_the_last_digit_in_any_order():
    rng = np.random.default_rng(19)
    likely = np.log(rng.dirichlet(np.ones(3), size=(40, 2)))
    order = rng.permutation(40)
    near, speakers = np.full((40, 2 * NEIGHBOURS), NOWHERE), np.zeros(40, dtype=np.intp)

    found = read_around(likely, near, speakers, {})
    shuffled = read_around(likely[order], near, speakers, {})

    np.testing.assert_array_equal(shuffled[:, :, -1], found[order][:, :, -1])
