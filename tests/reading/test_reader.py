"""The reader that the package carries: what it gives out, and that each pair is read alone."""

from __future__ import annotations

import random
from importlib.resources import files

import numpy as np
import pytest

from narratives.reading import ANSWERS, Account, EncoderReader, Passage, Reading
from narratives.reading.passages import pack_rows
from narratives.reading.reader import STEPS, _run, _session, inputs_of
from narratives.reading.session import GRID

ACCOUNTS = [Account("A bomb destroyed the bakery."), Account("Leaking gas blew up the bakery.")]
PASSAGES = [
    Passage("Police", "said", f"{words}", "", f"Police said {words}.")
    for words in (
        "a bomb went off",
        "no bomb went off",
        "gas had been leaking for weeks",
        "the street is closed",
        "a bomb went off, and nobody was there to see it on that Monday in spring",
        "it",
    )
]
LARGEST = 40 * 2**20
"""Bytes that the graph may have."""


def read(passages, accounts=ACCOUNTS):
    return EncoderReader().read(passages, accounts)


def same(one, two):
    return all(
        np.array_equal(getattr(one, part), getattr(two, part))
        for part in ("likely", "stated", "states")
    )


def part_of(reading, rows, columns=slice(None)):
    kept = (reading.likely, reading.stated, reading.states)
    return Reading(*(part[rows][:, columns] for part in kept))


def test_every_pair_has_an_answer_that_is_a_distribution():
    found = read(PASSAGES)
    assert found.likely.shape == (len(PASSAGES), 2, len(ANSWERS))
    assert np.exp(found.likely).sum(axis=-1) == pytest.approx(1, abs=1e-3)
    assert found.stated.shape == (len(PASSAGES), 2)
    assert ((found.stated >= 0) & (found.stated <= 1)).all()
    assert found.states.shape[:2] == (len(PASSAGES), 2)


def test_all_numbers_lie_on_a_grid():
    found = read(PASSAGES)
    for values, step in ((found.likely, GRID), (found.states, 1 / STEPS)):
        assert np.array_equal(values, np.round(values / step) * step)


def test_no_passage_changes_what_is_read_in_another():
    whole = read(PASSAGES)
    draw = random.Random(20)
    for _ in range(5):
        some = draw.sample(range(len(PASSAGES)), draw.randint(1, len(PASSAGES)))
        assert same(read([PASSAGES[n] for n in some]), part_of(whole, some))


def test_the_same_passage_twice_is_read_alike_and_once(monkeypatch):
    counted = []
    session = _session()

    class Counting:
        def run(self, *given):
            counted.append(1)
            return session.run(*given)

        def get_outputs(self):
            return session.get_outputs()

    monkeypatch.setattr("narratives.reading.reader._session", Counting)
    _run.cache_clear()  # What other tests read is known, and not read again.
    found = read([PASSAGES[0], PASSAGES[1], PASSAGES[0]])
    assert len(counted) == 2
    assert same(part_of(found, [0]), part_of(found, [2]))


def test_reading_twice_gives_the_same_to_the_last_bit():
    assert same(read(PASSAGES), read(PASSAGES))


def test_twenty_long_accounts_each_get_the_answer_of_their_row():
    accounts = [Account(f"Baker {n} planted a bomb " + "in the old town " * 30) for n in range(20)]
    rows = pack_rows(PASSAGES[0], accounts)
    assert len(rows) > 1
    found = read(PASSAGES[:1], accounts)
    assert np.isfinite(found.likely).all()
    assert (found.states != 0).any(axis=-1).all()
    for row in rows:
        alone = read(PASSAGES[:1], [accounts[n] for n in row.numbers])
        assert same(alone, part_of(found, [0], row.numbers))


def test_no_passage_and_no_account_give_empty_arrays():
    assert read([]).likely.shape == (0, 2, 3)
    assert read(PASSAGES[:2], []).likely.shape == (2, 0, 3)


def test_progress_is_told_of_every_passage():
    steps = []
    EncoderReader().read(PASSAGES[:3], ACCOUNTS, lambda *step: steps.append(step))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_the_pieces_of_each_account_are_marked_for_the_graph():
    (row,) = pack_rows(PASSAGES[0], ACCOUNTS)
    given = inputs_of(row)
    assert given["pieces"].shape == given["kinds"].shape == (1, len(row.pieces))
    for members, end, (start, close) in zip(
        given["members"], given["ends"], row.accounts, strict=True
    ):
        assert end == close
        assert np.flatnonzero(members).tolist() == list(range(start, close))


def test_an_empty_passage_is_read_without_a_mistake():
    assert np.isfinite(read([Passage("", "", "")]).likely).all()


def test_the_graph_is_small_enough_to_be_carried():
    graph = files("narratives.reading") / "bearings.onnx"
    assert len(graph.read_bytes()) <= LARGEST


def test_examples_are_read_beside_the_accounts_and_the_mean_of_both_is_taken():
    with_examples = [
        Account("A bomb destroyed the bakery.", "Fragments of a bomb were found."),
        Account("Leaking gas blew up the bakery.", "", "The pipes were sound."),
    ]
    raw = []
    for accounts in (ACCOUNTS, with_examples):
        (row,) = pack_rows(PASSAGES[0], accounts)
        raw.append(_session().run(["scores"], inputs_of(row))[0].astype(float))

    found = read(PASSAGES[:1], with_examples)

    scores = (raw[0] + raw[1])[:, : len(ANSWERS)] / 2
    likely = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    assert found.likely[0] == pytest.approx(likely, abs=GRID)
    assert abs(raw[0] - raw[1]).max() > 0.1
