"""A draft is the same on a processor with AVX-512 and VNNI and on one with AVX2 alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from needed import program

ROOT = Path(__file__).parents[1]
OTHER = ("-cpu", "Haswell-v4")
"""A processor with AVX2, without AVX-512 and VNNI; the newest kind that QEMU emulates."""
NUMBERS = """
from narratives.reading import Account, EncoderReader, Passage
from narratives.tagging.taggers import MODELS, _run
from narratives.tagging.words import read_paragraphs
TEXT = "Two guards said the dam was mined, but the ministry denied it."
for model in MODELS:
    (scores,) = _run(model, read_paragraphs(TEXT, [(0, len(TEXT))]))
    print(model, scores.tolist())
passage = Passage("the ministry", "denied", "the dam was mined", "", TEXT)
reading = EncoderReader().read([passage], [Account("The dam was mined."), Account("A storm.")])
print(reading.likely.tolist(), reading.stated.tolist(), reading.states.tolist())
"""
"""Each graph once, on a sentence. Without pandas, whose import alone takes seconds there."""
DRAFT = """
import narratives as nv
case = nv.load_case("seeds/crocus-city-hall")
# Emulated, a paragraph and a statement take seconds each: a part of the article is enough.
part = [nv.Document("crocus", case.documents[0].text[:1200])]
for model in ("accurate", "fast"):
    statements = nv.extract_statements(part, case.sources, model=model)
    print(statements.to_csv())
bearings = nv.rate_bearings(statements.head(3), case.narratives, part, case.sources, unsure=True)
print(bearings.to_csv())
"""


def run_on(script: str, *machine: str) -> str:
    run = subprocess.run(
        [*machine, sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_each_graph_gives_the_same_numbers_on_two_kinds_of_processor():
    emulator = program(["qemu-x86_64"], "qemu-user")
    here, there = run_on(NUMBERS), run_on(NUMBERS, emulator, *OTHER)
    assert [line.split()[0] for line in here.splitlines()[:2]] == ["accurate", "fast"]
    assert len(here) > 10_000
    assert there == here


def test_the_seed_s_draft_is_the_same_on_two_kinds_of_processor():
    emulator = program(["qemu-x86_64"], "qemu-user")
    here, there = run_on(DRAFT), run_on(DRAFT, emulator, *OTHER)
    assert len(here.splitlines()) > 12
    assert "read as" in here
    assert there.splitlines() == here.splitlines()
