"""The notebook that a new case begins with runs from the top, in the folder of the case."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

from narratives.case import create_case

ACCOUNTS = {"rust": "Rust had eaten the legs.", "bolts": "Somebody loosened the bolts."}
TEXT = "The mayor said that rust had eaten the legs. Tom Vale said that the bolts were loosened."


def test_the_notebook_of_a_new_case_runs_from_the_top(tmp_path: Path) -> None:
    (tmp_path / "silo.txt").write_text(TEXT, encoding="utf-8")
    folder = create_case(tmp_path / "case", "Why did it fall?", ACCOUNTS, [tmp_path / "silo.txt"])
    notebook = nbformat.read(folder / "analysis.ipynb", as_version=4)
    place = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    assert not [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]
    assert "two accounts: “rust” and “bolts”" in outputs[0]["text"]
    assert [one for one in outputs if "image/png" in one.get("data", {})]
    assert (folder / "report.html").is_file()
