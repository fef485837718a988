"""Notebook files, and what is wrong with them."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import nbformat

from narratives.documents import read_bytes
from narratives.schema import NarrativesError

LARGEST = 100_000_000
"""Bytes of a notebook."""


def read_notebook(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Read a notebook that has been run.

    Parameters
    ----------
    path : Path

    Returns
    -------
    notebook : dict
        In the fourth format of notebooks; empty if there is a problem.
    problems : list of str
        All that stands in the way, with the way out.
    """
    try:
        raw = read_bytes(path, LARGEST, too_long=". Clear its largest outputs.")
        text = raw.decode("utf-8")
    except NarrativesError as error:
        return {}, [str(error)]
    except UnicodeDecodeError as error:
        return {}, [f"{path}: not a notebook: byte {error.start} is not UTF-8."]
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        return {}, [
            f"{path}: {where}not a notebook: it is not JSON. Open it in JupyterLab and save it."
        ]
    try:
        with warnings.catch_warnings():
            # Old notebooks have cells without ids, which no page needs.
            warnings.simplefilter("ignore")
            notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
            nbformat.validate(notebook)
    except Exception as error:  # Each version of the format fails in ways of its own.
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else "no reason"
        return {}, [f"{path}: not a notebook: {reason}. Open it in JupyterLab and save it."]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    bare = [
        number
        for number, cell in enumerate(code, start=1)
        if cell.source.strip() and cell.execution_count is None
    ]
    if bare:
        cells = ", ".join(map(str, bare[:10])) + (" and more" if len(bare) > 10 else "")
        plural = "cell" if len(bare) == 1 else "cells"
        have = "has" if len(bare) == 1 else "have"
        return {}, [
            f"{path}: code {plural} {cells} {have} not been run. Run it from the top and save it: "
            f"jupyter nbconvert --to notebook --execute --inplace {path}"
        ]
    return dict(notebook), []
