"""``narratives agreement`` at a terminal."""

from __future__ import annotations

import json

import pytest

from narratives.cli import main

MAYOR = "flood:39-104"


@pytest.fixture
def run(capsys, make_case):
    def call(*lines, options=()):
        review = [
            {"at": f"2031-05-07T10:0{n}:00Z", "target": MAYOR, "field": "status"}
            | dict(zip(("who", "value", "why"), line, strict=True))
            for n, line in enumerate(lines)
        ]
        with pytest.raises(SystemExit) as end:
            main(["agreement", str(make_case(review=review)), *options])
        assert end.value.code == 0
        return capsys.readouterr().out

    return call


TWO = (("Ana", "reject", "it hints"), ("Ben", "accept", "it is\x1b[31m sure"))


def test_it_tells_alpha_the_words_each_ones_reason_and_the_summary_by_each(run):
    out = " ".join(run(*TWO).split())
    # One pair of two values says nothing of how often they agree.
    assert "status – one target is too few for a 1 1 number." in out
    assert "How far Ana and Ben agree" in out
    words = "The dam above Orlen broke on Sunday because it was never repaired"
    assert f"{MAYOR} status {words} Ana: reject: it hints Ben: accept: it is�[31m sure" in out
    assert "By the lines of Ana alone Two accounts are put beside this text" in out
    assert "By the lines of Ben alone As by all lines together." in out


def test_one_person_is_told_that_agreement_takes_two(run):
    out = " ".join(run(TWO[0]).split())
    assert out.startswith("Only Ana has decided anything here. Agreement takes two people")
    assert "alpha" not in out


def test_a_program_gets_a_row_for_each_person_and_difference(run):
    rows = [json.loads(line) for line in run(*TWO, options=("--format", "jsonl")).splitlines()]
    assert [(row["who"], row["value"], row["words"][:7]) for row in rows] == [
        ("Ana", "reject", "The dam"),
        ("Ben", "accept", "The dam"),
    ]
