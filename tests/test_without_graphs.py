"""What a class needs works without the three compiled libraries that a browser does not have."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from narratives.classroom.marks import FORMAT

ROOT = Path(__file__).parents[1]
WITHOUT = "import sys\nfor name in ('onnxruntime', 'tokenizers', 'rapidfuzz'):\n"
WITHOUT += "    sys.modules[name] = None\n"
"""Makes an import of any of them fail, as in Pyodide."""


def run(code: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + code], capture_output=True, text=True, cwd=ROOT, env=env
    )


def test_a_case_with_its_key_is_read_without_them():
    done = run(
        "import narratives as nv\ncase = nv.load_case('seeds/marigold-airship')\n"
        "print(len(case.documents), len(case.review), case.truth.narrative_id)"
    )
    assert (done.stdout, done.stderr) == ("8 128 worn_cable\n", "")


def test_the_sums_and_figures_of_lessons_three_to_five_are_made_without_them():
    done = run(
        "import narratives as nv, pandas as pd\n"
        "matrix = pd.DataFrame({'neglect': [2, -1, 1, 0], 'explosives': [0, 1, 0, -2]},\n"
        "                      index=['cracks', 'bang', 'rust', 'no trace'])\n"
        "who = ['engineer', 'farmer', 'inspector', 'police']\n"
        "dam = nv.compare_tables(matrix, reports=pd.DataFrame({'item_id': matrix.index,\n"
        "    'source_id': who}), sources=pd.DataFrame({'reliability': list('BDCA')}, index=who))\n"
        "print(list(nv.rank_narratives(matrix).index))\n"
        "print(dam.support.probabilities.idxmax(), len(dam.what_would_change) > 20)\n"
        "print(nv.plot_waterfall(dam, 'neglect').figure is not None)\n"
        "print(len(nv.try_small_world('friendly', cases=2)))"
    )
    assert done.stderr == ""
    assert done.stdout == "['neglect', 'explosives']\nneglect True\nTrue\n6\n"


def test_what_reads_a_text_says_which_library_it_lacks():
    done = run("import narratives as nv\nnv.extract_statements([nv.Document('a', 'It rose.')])")
    assert done.returncode == 1
    assert "onnxruntime" in done.stderr or "tokenizers" in done.stderr


@pytest.mark.skipif(
    importlib.util.find_spec("narratives.classroom") is None, reason="there is no room classroom"
)
def test_the_room_for_classes_is_imported_without_them():
    done = run("import narratives.classroom\nprint('imported')")
    assert (done.stdout, done.stderr) == ("imported\n", "")


def test_the_files_of_a_class_are_compared_without_them(tmp_path):
    for name, firmness in (("Fox", "hint"), ("Otter", "certain")):
        marks = {"a:0-9": {"who": "", "firmness": firmness, "basis": "none", "accounts": {}}}
        mine = {"format": FORMAT, "task": "0" * 16, "nickname": name}
        mine |= {"marks": marks, "own": [], "chances": {}}
        (tmp_path / f"{name}.json").write_text(json.dumps(mine))
    done = run(
        f"import narratives as nv\nfound = nv.class_results({str(tmp_path)!r})\n"
        "print(len(found.pupils), len(found.skipped))"
    )
    assert (done.stdout, done.stderr) == ("2 0\n", "")
