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
DRAFT = """
import sys
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


def draft_on(*machine: str) -> str:
    run = subprocess.run(
        [*machine, sys.executable, "-c", DRAFT],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_seed_s_draft_is_the_same_on_two_kinds_of_processor():
    emulator = program(["qemu-x86_64"], "qemu-user")
    here, there = draft_on(), draft_on(emulator, *OTHER)
    assert len(here.splitlines()) > 12
    assert "read as" in here
    assert there.splitlines() == here.splitlines()
