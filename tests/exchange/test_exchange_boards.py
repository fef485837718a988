"""Boards for competing hypotheses, as their published code describes them.

Read on 2026-11-30, facts only:

- Open Synthesis (twschiller/open-synthesis, ``openach/models.py`` at 71acef8 and
  ``openach/urls.py`` at 4522015): ratings are numbers, 0 not applicable, 1 very inconsistent to 5
  very consistent, shown in words. No address imports or exports a board.
- Open Source ACH (Burton/Analysis-of-Competing-Hypotheses, ``import.php`` and
  ``import_action.php`` at bd8ff88): imports .achz of PARC's tool alone, which the format achz
  writes (``test_exchange_achz.py``). ``VALUES`` of an evidence has a rating for each hypothesis,
  joined by commas, one of six. What is none of the six is stored as the rating of the cell before
  it, without a word.
- Intel Workbench (solomonneas/intel-workbench, ``src/store/useProjectStore.ts`` at 06db850):
  imports and exports a project as JSON, which the format intel-workbench writes
  (``test_exchange_intel_workbench.py``).
- ArkhamMirror (mantisfury/ArkhamMirror, ``packages/arkham-shard-ach/arkham_shard_ach/export.py`` at
  e51d370): exports a CSV with the columns Evidence, the hypotheses by title, Source, Type,
  Credibility and Relevance; ratings are signs, not rated is N/A; scores stand below an empty row.
"""

from __future__ import annotations

import csv
import io

import pytest
from traded import left

from narratives.exchange.rating_rows import read_rows
from narratives.schema import RATINGS

OPEN_SYNTHESIS = {
    "Very Inconsistent": "II",
    "Inconsistent": "I",
    "Neutral": "N",
    "Consistent": "C",
    "Very Consistent": "CC",
    "N/A": "NA",
}
PARC = {"I I": "II", "I": "I", "N": "N", "C": "C", "C C": "CC", "NA": "NA"}
"""The six values that Open Source ACH knows on import; it stores them in the words above."""
ARKHAM = {"--": "II", "-": "I", "N": "N", "+": "C", "++": "CC", "N/A": "NA"}


def imported_by_open_source_ach(values: str) -> list[str]:
    """Return what the board stores of the ratings of an evidence, in our letters."""
    stored, last = [], ""
    for value in values.split(","):
        last = PARC.get(value, last)
        stored.append(last)
    return stored


@pytest.mark.parametrize("written", [OPEN_SYNTHESIS, PARC, ARKHAM], ids=["words", "parc", "signs"])
def test_every_rating_of_a_board_is_read_as_its_letters(trade, written):
    assert set(written.values()) == {*RATINGS, "NA"}
    rows = [["evidence_id", "Neglect"], *(["item_warned", cell] for cell in written)]
    read = read_rows(rows, trade.case, "row")
    assert [rating[3] for rating in read.ratings] == list(written.values())
    assert read.left == ()


def test_the_numbers_of_open_synthesis_are_not_read_for_its_0_is_no_neutral(trade):
    rows = [["evidence_id", "Neglect"], *(["item_warned", str(n)] for n in range(6))]
    read = read_rows(rows, trade.case, "row")
    assert read.ratings == ()
    assert [why for _, why in read.left] == [
        f'"{n}" is no rating. Allowed: II, I, N, C, CC, NA' for n in range(6)
    ]


def test_our_letters_without_a_space_would_be_the_cell_before_in_open_source_ach(trade, tmp_path):
    spaced = {letters: value for value, letters in PARC.items()}
    trade.export(tmp_path / "orlen.csv", "csv")
    text = (tmp_path / "orlen.csv").read_text(encoding="utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    cells = [row[head.index("Neglect [neglect]") :] for row in rows]
    assert {letters for row in cells for letters in row} >= {"CC", "C", "N", "NA"}
    for row in cells:
        values = ",".join(spaced[letters] for letters in row)
        assert imported_by_open_source_ach(values) == row
    # This is why achz writes the two letters apart, and NA where nothing was rated.
    assert imported_by_open_source_ach("C,II") == ["C", "C"]


def test_a_table_of_arkham_mirror_comes_back_by_the_words_of_its_evidence(trade, tmp_path):
    text = (
        "Evidence,Neglect,Sabotage,Source,Type,Credibility,Relevance\r\n"
        "The  ministry was warned,+,--,Orlen Post,testimony,0.50,0.50\r\n"
        "A bang was heard,N/A,++,a neighbour,testimony,0.50,0.50\r\n"
        "\r\n"
        "Scores\r\n"
        "Hypothesis,Rank,Inconsistencies,Weighted Score,Normalized Score\r\n"
        "Neglect,1,0,0.000,100.0\r\n"
    )
    path = tmp_path / "matrix.csv"
    path.write_text(text, encoding="utf-8", newline="")
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert [(e["who"], e["target"], e["value"]) for e in taken.entries] == [
        ("Mia", "item_warned", {"neglect": "C", "sabotage": "II"})
    ]
    told = left(taken)
    assert told["row 3"] == "no item of the case has these words, or several have"
    assert told["row 6"].endswith("is no rating. Allowed: II, I, N, C, CC, NA")


def test_words_that_two_items_share_name_neither():
    import pandas as pd

    from narratives.exchange.deciding import _items_by_words

    class Held:
        items = pd.DataFrame({"label": ["a bang", "a bang", "rust"]}, index=["one", "two", "three"])

    assert _items_by_words(Held()) == {"rust": "three"}
