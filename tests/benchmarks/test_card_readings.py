"""The readings of the score card are whole, and the table of RESULTS.md is theirs."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from card import READINGS, RESULTS, read_cards, write_section

from narratives import card_agreement
from narratives.schema import CARD


def test_both_readers_read_every_criterion_of_every_account():
    readings = pd.read_csv(READINGS, dtype="str")
    criteria = {criterion for some in CARD.values() for criterion in some}
    assert set(readings["level"]) == {"0", "1", "2", "3", "unknown"}
    assert (readings["words"].str.len() > 0).all()
    for _, rows in readings.groupby(["reader", "text", "account"]):
        assert set(rows["criterion"]) == criteria
        assert len(rows) == len(criteria)


def test_the_table_of_the_results_is_what_the_readings_give():
    found = card_agreement(read_cards())
    # Counted by hand: six cells that both rate, five alike; 3 and 1 for the trace differ.
    assert found.loc["kind", ["cells", "same"]].tolist() == [6, 5 / 6]
    assert write_section(found) in RESULTS.read_text(encoding="utf-8")
