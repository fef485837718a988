"""What decisions teach: the head against scikit-learn and a plain loop."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from narratives.bearing import teaching
from narratives.bearing.teaching import HELD, HELD_ACCOUNT, Head, apply_head, teach_head
from narratives.reading import Reading, log_likely
from narratives.reading.session import GRID

WIDTH = 5


def reading_of(count, accounts=2, seed=0, even=False):
    draw = np.random.default_rng(seed)
    scores = np.zeros((count, accounts, 3)) if even else draw.normal(size=(count, accounts, 3))
    states = draw.normal(size=(count, accounts, WIDTH))
    return Reading(log_likely(scores), np.full((count, accounts), 0.5), states)


def answers_for(count, accounts=2, seed=1):
    return np.random.default_rng(seed).integers(0, 3, size=(count, accounts))


def test_without_decisions_there_is_no_head_and_nothing_moves():
    reading = reading_of(4)
    assert teach_head(reading_of(0), answers_for(0)) is None
    assert apply_head(None, reading) is reading


def test_a_reader_without_states_cannot_be_taught():
    reading = reading_of(4)
    bare = Reading(reading.likely, reading.stated)
    assert teach_head(bare, answers_for(4)) is None
    head = teach_head(reading, answers_for(4))
    assert apply_head(head, bare) is bare


def test_a_head_of_zeros_changes_nothing():
    reading = reading_of(4)
    zero = Head(np.zeros((3, WIDTH)), np.zeros((2, 3)), 1)
    assert np.abs(apply_head(zero, reading).likely - reading.likely).max() <= 2 * GRID


def test_the_head_is_what_scikit_learn_finds_on_the_states():
    # An even reading is no offset, and weights of the accounts held fast leave plain regression.
    reading, answers = reading_of(30, accounts=1, even=True), answers_for(30, accounts=1)
    rows = reading.states[:, 0] / np.sqrt(WIDTH) * 4.0
    both = np.hstack([rows, np.full((30, 1), np.sqrt(HELD / HELD_ACCOUNT))])
    right = LogisticRegression(C=1 / HELD, fit_intercept=False, tol=1e-10, max_iter=5000)
    right.fit(both, answers[:, 0])
    taught = apply_head(teach_head(reading, answers), reading)
    assert np.exp(taught.likely[:, 0]) == pytest.approx(right.predict_proba(both), abs=2e-3)


def test_the_head_is_where_a_plain_descent_ends():
    reading, answers = reading_of(12), answers_for(12)
    weights, base = np.zeros((3, WIDTH)), np.zeros((2, 3))
    for _ in range(3000):
        of_weights, of_base = HELD * weights, HELD_ACCOUNT * base
        for row in range(12):
            for column in range(2):
                state = reading.states[row, column] / np.sqrt(WIDTH) * 4.0
                logits = reading.likely[row, column] + weights @ state + base[column]
                chances = np.exp(logits - logits.max())
                chances /= chances.sum()
                chances[answers[row, column]] -= 1
                of_weights = of_weights + np.outer(chances, state)
                of_base[column] += chances
        weights, base = weights - 0.01 * of_weights, base - 0.01 * of_base
    head = teach_head(reading, answers)
    assert head.decisions == 12
    assert head.weights == pytest.approx(weights, abs=2e-3)
    assert head.base == pytest.approx(base, abs=2e-3)


@pytest.mark.parametrize("answer", range(3))
def test_what_was_decided_gets_likelier_for_others_like_it(answer, monkeypatch):
    # Held loosely, so that six decisions are enough to see it.
    monkeypatch.setattr(teaching, "HELD", 4.0)
    monkeypatch.setattr(teaching, "HELD_ACCOUNT", 1.0)
    reading = reading_of(6, even=True)
    head = teach_head(reading, np.full((6, 2), answer))
    others = reading_of(20, even=True, seed=9)
    taught = apply_head(head, others)
    assert (taught.likely[..., answer] > others.likely[..., answer]).mean() > 0.9
    assert np.exp(taught.likely).sum(axis=-1) == pytest.approx(1, abs=1e-3)


def test_more_decisions_move_more():
    others = reading_of(10, even=True, seed=9)
    moved = []
    for count in (1, 3, 10, 40):
        same = Reading(
            *(
                np.repeat(part[:1], count, axis=0)
                for part in (others.likely, others.stated, others.states)
            )
        )
        head = teach_head(same, np.zeros((count, 2), dtype=int))
        moved.append(float(apply_head(head, others).likely[0, 0, 0]))
    assert moved == sorted(moved)
    assert moved[-1] > moved[0] + 0.2


def test_a_decision_that_the_reader_already_has_moves_little():
    likely = np.log(np.tile([0.98, 0.01, 0.01], (3, 1, 1)))
    reading = Reading(likely, np.ones((3, 1)), np.ones((3, 1, WIDTH)))
    right = apply_head(teach_head(reading, np.zeros((3, 1), dtype=int)), reading)
    wrong = apply_head(teach_head(reading, np.ones((3, 1), dtype=int)), reading)
    assert np.exp(right.likely[0, 0, 0]) > 0.98 - GRID
    assert np.exp(wrong.likely[0, 0, 1]) > 0.05


def test_the_same_decisions_give_the_same_head_and_arguments_are_left_alone():
    reading, answers = reading_of(8), answers_for(8)
    kept = [part.copy() for part in (reading.likely, reading.stated, reading.states, answers)]
    one, two = teach_head(reading, answers), teach_head(reading, answers)
    assert (one.weights == two.weights).all()
    assert (one.base == two.base).all()
    apply_head(one, reading)
    given = (reading.likely, reading.stated, reading.states, answers)
    assert all((a == b).all() for a, b in zip(kept, given, strict=True))


def test_the_length_of_a_state_does_not_hang_on_its_dimensions():
    scaled = teaching._scaled
    assert np.linalg.norm(scaled(np.ones(4))) == pytest.approx(np.linalg.norm(scaled(np.ones(400))))
