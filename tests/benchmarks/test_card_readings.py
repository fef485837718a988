"""The readings of the score card are whole, and the table of RESULTS.md is theirs."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from card import AGAIN, READINGS, RESULTS, read_cards, write_section

from narratives import card_agreement
from narratives.schema import CARD
from narratives.scores.card.agreement import LEAST


def test_each_reader_reads_every_criterion_of_every_account():
    readings = pd.read_csv(READINGS, dtype="str")
    criteria = {criterion for some in CARD.values() for criterion in some}
    assert set(readings["level"]) == {"0", "1", "2", "3", "unknown"}
    assert (readings["words"].str.len() > 0).all()
    for _, rows in readings.groupby(["reader", "text", "account"]):
        assert set(rows["criterion"]) == criteria
        assert len(rows) == len(criteria)


def test_the_table_of_the_results_is_what_the_readings_give():
    cards = read_cards()
    # Counted by hand: six cells are rated. The trace (1, 3, 3) and the cut cable, here (1, 1, 3)
    # and there (0, 0, 3), differ.
    found = card_agreement(cards)
    assert found.loc["kind", ["cells", "same"]].tolist() == [6, 3 / 6]
    two = card_agreement({who: cards[who] for who in ("first", "second")})
    assert two.loc["kind", ["cells", "same"]].tolist() == [6, 5 / 6]
    assert write_section(cards) in RESULTS.read_text(encoding="utf-8")


def test_by_the_sharper_words_no_line_that_was_read_again_is_under_its_limit():
    cards = read_cards(AGAIN)
    found = card_agreement(cards).loc[["named", "kind", "checkable", "firmness"]]
    # Counted by hand: of 18 cells three of "checkable" differ and one of "firmness", whose
    # accounts of two texts both readers leave unknown.
    assert found["cells"].tolist() == [18, 18, 18, 16]
    assert (found["same"] * found["cells"]).round().tolist() == [18, 18, 15, 15]
    assert found["unknown_to_all"].tolist() == [0, 0, 0, 2]
    assert (found["alpha"] >= LEAST).all()
    assert write_section(cards) in RESULTS.read_text(encoding="utf-8")
