"""Hold the scores of the invented case against what is known to have happened.

    python benchmarks/invented.py            print the table
    python benchmarks/invented.py --write    replace the section of RESULTS.md

``seeds/marigold-airship`` was made up, so its truth is known; no score reads it. The table has each
account by each reading: the person's who read all eight texts, and that of a reader of the third
day, who had six of them.
"""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import pandas as pd

import narratives as nv

FOLDER = Path(__file__).parent
CASE = FOLDER.parent / "seeds" / "marigold-airship"
RESULTS = FOLDER / "RESULTS.md"
BEGIN, END = "<!-- invented: begin -->", "<!-- invented: end -->"


def measure(case: nv.Case) -> pd.DataFrame:
    """Return each account by each reading, with contradiction and support."""
    comparison = nv.compare(case)
    readings = {"all texts": comparison, **comparison.readings}
    bare = nv.compare(dataclasses.replace(case, review=case.review.iloc[:0], readings={}))
    rows = []
    for reading, one in {"draft alone": bare, **readings}.items():
        for account in case.narratives.index:
            told = one.support_by_narrative.loc[account]
            rows.append(
                {
                    "reading": reading,
                    "account": account,
                    "so": account == case.truth.narrative_id,
                    "rank": one.ranking.at[account, "rank"],
                    "contradiction": one.ranking.at[account, "inconsistency"],
                    "support": told["probability"],
                    "withheld": bool(one.support.withheld),
                }
            )
    return pd.DataFrame(rows)


def write_section(found: pd.DataFrame) -> str:
    """Write the table in Markdown, and the Brier score of each reading's support."""
    lines = [
        "| reading | account | it was so | rank by contradiction | contradiction | support |",
        "| --- " * 6 + "|",
    ]
    for row in found.itertuples():
        told = f"{row.support:.3f}" + (", withheld" if row.withheld else "")
        lines.append(
            f"| {row.reading} | {row.account} | {'yes' if row.so else 'no'} | {row.rank:g} "
            f"| {row.contradiction:.2f} | {told} |"
        )
    loss = (found["support"] - found["so"]) ** 2
    lines += ["", "Brier score of support (lower is better; a uniform guess over three has 0.667):"]
    sums = loss.groupby(found["reading"], sort=False).sum()
    lines += ["; ".join(f"{reading} {total:.3f}" for reading, total in sums.items()) + "."]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    given = parser.parse_args()
    section = write_section(measure(nv.load_case(CASE)))
    print(section)
    if given.write:
        head, _, rest = RESULTS.read_text(encoding="utf-8").partition(BEGIN)
        tail = rest.partition(END)[2]
        RESULTS.write_text(f"{head}{BEGIN}\n{section}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
