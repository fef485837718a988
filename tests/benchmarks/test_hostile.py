"""A short part of ``fuzz.py`` and ``kills.py`` of the benchmarks: nothing foreign, nothing lost."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import fuzz
import hostile
import kills

from narratives.schema import NarrativesError


def test_the_same_seed_draws_the_same_input():
    sources = hostile.articles()
    base = fuzz.base_files()
    for number in range(20):
        one, other = (hostile.draw_text(Random(f"7 {number}"), sources) for _ in range(2))
        assert one == other
        one, other = (fuzz.draw_folder(Random(f"7 {number}"), base, sources) for _ in range(2))
        assert one == other


def test_the_case_that_folders_are_drawn_from_is_in_order(tmp_path):
    folder = tmp_path / "case"
    (folder / "documents").mkdir(parents=True)
    for name, raw in fuzz.base_files().items():
        (folder / name).write_bytes(raw)
    assert fuzz.take_case(folder) == ""


def test_hostile_input_is_read_or_refused_and_nothing_else(pytestconfig):
    # The draws of the short run are the first of the long one.
    more = 30 if pytestconfig.getoption("--thorough") else 12
    tallies = fuzz.fuzz(documents=more, folders=more // 3, seed=2, accurate=6)
    for tally in tallies.values():
        assert dict(tally.failed) == {}
        assert tally.tried - tally.refused > 0


def test_a_call_that_fails_or_takes_too_long_is_counted_by_its_kind(monkeypatch):
    monkeypatch.setattr(fuzz, "SECONDS", 0.05)

    def refuse() -> str:
        raise NarrativesError("no")

    def wait() -> str:
        while True:
            time.process_time()

    tally = fuzz.Tally()
    for run in (refuse, wait, lambda: str(1 // 0), lambda: "odd", lambda: ""):
        fuzz.attempt(tally, b"text", run)
    assert (tally.tried, tally.refused) == (5, 1)
    kinds = sorted(kind.partition(":")[0] for kind in tally.failed)
    assert kinds == ["ZeroDivisionError in test_hostile.py", "more than 0 s", "odd"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_killed_writers_lose_nothing_that_was_said_to_be_written():
    tallies = kills.kill(rounds=8, seed=3)
    assert {name: dict(+tally.wrong) for name, tally in tallies.items() if +tally.wrong} == {}
    assert sum(tally.written for tally in tallies.values()) > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")
def test_a_decision_that_is_gone_is_found(tmp_path):
    path = tmp_path / "review.jsonl"
    path.write_text(json.dumps({"at": "2031-05-06T10:00:00Z"}) + "\n", encoding="utf-8")
    tally = kills.Tally()
    kills.look_at_review(path, {"flood:1-2"}, tally)
    assert any(kind.startswith("locked") for kind in tally.wrong)
    path.unlink()
    kills.look_at_review(path, {"flood:1-2"}, tally)
    assert tally.wrong["lost"] == 1
