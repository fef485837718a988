"""What RESULTS.md says of the invented case is what its scores give."""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from invented import BEGIN, CASE, END, RESULTS
from once import compare_once

import narratives as nv


def test_the_results_have_every_account_as_all_texts_give_it():
    section = RESULTS.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    told = {
        (account, so): (float(rank), float(contradiction), float(support))
        for account, so, rank, contradiction, support in re.findall(
            r"^\| all texts \| (\w+) \| (\w+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$",
            section,
            re.M,
        )
    }
    comparison = compare_once(nv.load_case(CASE))
    ranks, support = comparison.ranking, comparison.support_by_narrative["probability"]
    assert told == {
        (account, "yes" if account == "worn_cable" else "no"): (
            ranks.at[account, "rank"],
            round(ranks.at[account, "inconsistency"], 2),
            round(support[account], 3),
        )
        for account in ("worn_cable", "cut_cable", "gust")
    }
