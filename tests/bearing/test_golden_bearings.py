"""The golden lines as a measure of the shipped reader: how many it gets wholly right."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from bearing_case import SETS, rate, written

LEAST_RIGHT = 0.5
"""Share of lines of which every statement has exactly its bearings.

Measured with the graph and the odds of 2026-11-29: 66 of 130 lines, 0.508.
"""
MOST_OPPOSITE = 0.2
"""Share of drafted pairs whose stance is the opposite of the line's.

Measured with the graph and the odds of 2026-11-29: 21 of 136 pairs, 0.154.
"""

FILE = Path(__file__).parents[1] / "golden" / "bearings.tsv"


@cache
def lines():
    text = FILE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((x for x in text if not x.startswith("#")), delimiter="\t"))


@cache
def drafted():
    """Return what is expected and what is drafted for each line, an entry a statement."""
    found = []
    for line in lines():
        _, statements, bearings = rate(line["text"], SETS[line["set"]])
        expected = [set(entry.split("+")) for entry in line["expected"].split(";")]
        found.append((expected, written(statements, bearings)))
    return found


def stances(entry):
    return dict(pair.split(":")[:2] for pair in entry if pair != "none")


def test_every_line_names_a_set_and_its_accounts():
    for line in lines():
        for entry in line["expected"].split(";"):
            for pair in entry.split("+"):
                assert pair == "none" or pair.split(":")[0] in SETS[line["set"]], line["rule"]


def test_every_line_has_an_entry_for_each_of_its_statements():
    wrong = [
        line["rule"]
        for line, (expected, found) in zip(lines(), drafted(), strict=True)
        if len(expected) != len(found)
    ]
    assert wrong == []


def test_enough_lines_are_wholly_right():
    failing = [
        f"{line['set']}, {line['rule']}: expected {line['expected']}, drafted "
        + ";".join("+".join(sorted(entry)) for entry in found)
        for line, (expected, found) in zip(lines(), drafted(), strict=True)
        if expected != found
    ]
    share = 1 - len(failing) / len(lines())
    assert share >= LEAST_RIGHT, "\n".join([f"{share:.3f} of the lines are right", *failing])


def test_few_drafted_pairs_are_of_the_opposite_stance():
    pairs, opposite = 0, []
    for line, (expected, found) in zip(lines(), drafted(), strict=True):
        for right, entry in zip(expected, found, strict=True):
            wanted = stances(right)
            for name, stance in stances(entry).items():
                pairs += 1
                if wanted.get(name, stance) != stance:
                    opposite.append(f"{line['set']}, {line['rule']}: drafted {name} {stance}")
    share = len(opposite) / max(1, pairs)
    assert share <= MOST_OPPOSITE, "\n".join([f"{share:.3f} of {pairs} pairs", *opposite])
