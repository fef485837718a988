"""Measure how far readers agree on the score card, criterion by criterion.

    python benchmarks/card.py            print the table
    python benchmarks/card.py --write    replace the two sections of RESULTS.md

``card_readings.csv`` holds what each reader gave: text, account, criterion, level (0 to 3, or
unknown) and the words it rests on. The texts are the seed's article and the first two of
``seeds/marigold-airship``, each by itself, with the accounts of its case.
``card_readings_again.csv`` holds what two more readers gave by sharper words: four criteria, of
nine texts, with the statements for each account before them. ``card_readings_record.csv``, where
it is there, holds what two readers gave for *record* on the texts of ``card_record.md``.

Alpha is Krippendorff's for ranks, over the cells that two or more rate; its interval comes from
cells drawn anew. Cells of one text hang together, so the interval is rather too narrow. Where no
cell differs it is 1 to 1 however few they are: *equal* has Wilson's interval of the share beside
it. The last columns have the alpha of each two readers.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pandas as pd

from narratives import card_agreement
from narratives.deciding.right import wilson_interval
from narratives.schema import each

FOLDER = Path(__file__).parent
READINGS = FOLDER / "card_readings.csv"
AGAIN = FOLDER / "card_readings_again.csv"
RESULTS = FOLDER / "RESULTS.md"
RECORD = FOLDER / "card_readings_record.csv"
SECTIONS = {"card": READINGS, "card again": AGAIN, "card record": RECORD}
UNKNOWN = "unknown"


def read_cards(path: Path = READINGS) -> dict[str, pd.DataFrame]:
    """Return the score card of each reader, the accounts of each text under names of their own."""
    table = pd.read_csv(path, dtype="str")
    cards = {}
    for reader, rows in table.groupby("reader", sort=False):
        index = [rows["text"] + ":" + rows["account"], rows["criterion"]]
        score = rows["level"].where(rows["level"] != UNKNOWN).astype("Float64").astype("Int64")
        card = pd.DataFrame({"score": score.array}, index=index)
        cards[str(reader)] = card.rename_axis(["narrative_id", "criterion"])
    return cards


def write_section(cards: Mapping[str, pd.DataFrame]) -> str:
    """Write the table, and how many cells are rated, in Markdown."""
    found = card_agreement(cards)
    found = found[found[["cells", "unknown_to_one", "unknown_to_all"]].any(axis=1)]
    pairs = {
        " and ".join(two): card_agreement({who: cards[who] for who in two})["alpha"]
        for two in combinations(cards, 2)
    }
    lines = [
        "| criterion | alpha | 95 % | equal | 95 % | rated by two or more | unknown to some "
        f"| unknown to all | {' | '.join(pairs)} |",
        "| --- " * (8 + len(pairs)) + "|",
    ]
    for row in each(found.reset_index()):
        equal = round(row.same * row.cells) if row.cells else 0
        low, high = wilson_interval(equal, row.cells)
        lines.append(
            f"| {row.criterion}: {row.title} | {_figure(row.alpha)} "
            f"| {_between(row.low, row.high)} | {equal} of {row.cells} | {_between(low, high)} "
            f"| {row.cells} | {row.unknown_to_one} | {row.unknown_to_all} "
            f"| {' | '.join(_figure(alpha[row.criterion]) for alpha in pairs.values())} |"
        )
    counts = found[["cells", "unknown_to_one", "unknown_to_all"]].sum()
    lines += [
        "",
        f"{len(next(iter(cards.values())))} cells: two or more rate {counts['cells']} and all "
        f"leave {counts['unknown_to_all']} unknown; {counts['unknown_to_one']} are rated by some "
        "and unknown to others.",
    ]
    return "\n".join(lines)


def _figure(value: float) -> str:
    return "none" if value != value else f"{value:.2f}"


def _between(low: float, high: float) -> str:
    return "" if low != low else f"{low:.2f} to {high:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="replace the sections of RESULTS.md")
    given = parser.parse_args()
    for name, path in SECTIONS.items():
        if not path.is_file():
            continue
        section = write_section(read_cards(path))
        print(section)
        if given.write:
            begin, end = (f"<!-- {name}: {which} -->" for which in ("begin", "end"))
            head, _, rest = RESULTS.read_text(encoding="utf-8").partition(begin)
            _, _, tail = rest.partition(end)
            RESULTS.write_text(f"{head}{begin}\n{section}\n{end}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
