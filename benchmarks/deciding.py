"""The words that decided, found with few readings, beside those that a search of all words finds.

    python benchmarks/deciding.py            two cases in `fresh`, and the drafts of both seeds
    python benchmarks/deciding.py CASE...    other case folders; --most N bearings of each

For the page of a case few words of each bearing are left out, those likely to have decided first
(``narratives/bearing/promising.py``). Here every word of a statement and an account, up to 40, is
left out of the same bearings, one at a time. Of some bearings one word takes .05 of the
probability or more; *same word* are those of them whose first word takes as much within .015;
*share* is what the best of the few words takes, as a share of what the best of all takes, summed
up. *Read* are rows that the reader read for it beyond those of the draft. Each word that is shown
is checked: left out in the search of all words, it gives the same probability.

The weights were chosen on `ferry` and on the drafts of the seeds; `bridge` was written after that.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import narratives as nv
from narratives.reading import EncoderReader, reader as reading
from narratives.telling.deciding import explain_drafted

HERE = Path(__file__).parent
CASES = [
    HERE / "fresh" / "ferry",
    HERE / "fresh" / "bridge",
    HERE.parent / "seeds" / "crocus-city-hall",
    HERE.parent / "seeds" / "marigold-airship",
]
TELLING, NEARLY = 0.05, 0.015
ALL = 40


def measure(folder: Path, most: int) -> str:
    case = nv.load_case(folder)
    compared = nv.compare(case, draft=True, reader=EncoderReader())
    before, start = reading._run.cache_info().misses, time.process_time()
    found = explain_drafted(compared, most).found
    seconds, rows = time.process_time() - start, reading._run.cache_info().misses - before
    decided = same = shown = 0
    taken = whole_taken = 0.0
    for (statement, narrative), why in found.items():
        (whole,) = nv.explain_bearings(
            compared.statements, compared.narratives, [(statement, narrative)],
            compared.documents, compared.sources, compared.stakes, most=ALL, reader=compared.reader,
        )  # fmt: skip
        few, every = (-min([0.0, *table.words["change"]]) for table in (why, whole))
        taken, whole_taken = taken + few, whole_taken + every
        decided += every >= TELLING
        same += every >= TELLING and few >= every - NEARLY
        for word, row in why.deciding().iterrows():
            shown += 1
            if word in whole.words.index:
                assert row["without"] == whole.words.loc[word, "without"], (statement, word)
    return (
        f"| {folder.name} | {len(found)} | {rows} | {seconds:.1f} s | {same} of {decided} | "
        f"{taken / max(whole_taken, 1e-9):.2f} | {shown} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("--most", type=int, default=60, help="bearings of each case")
    asked = parser.parse_args()
    print("| case | bearings | read | processor | same word | share | words shown |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for folder in asked.cases or CASES:
        print(measure(folder, asked.most), flush=True)


if __name__ == "__main__":
    main()
