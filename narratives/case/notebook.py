"""The notebook that a new case begins with: it runs from the top."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

NAME = "analysis.ipynb"
_CELLS = (
    (
        "intro",
        "# {question}\n\nThe accounts of this case, side by side, as its texts give them. "
        "What follows is a **draft** until somebody has looked through it: the software says "
        "what the texts say, not what happened.",
    ),
    (
        "load",
        '>import narratives as nv\n\ncase = nv.load_case(".")\n'
        "comparison = nv.compare(case)\nprint(comparison.summary())",
    ),
    ("read", "## What was read\n\nA text in a language that is not read says so here."),
    (
        "documents",
        '>comparison.to_tables()["documents"][["title", "publisher", "published", "language"]]',
    ),
    ("warned", '>print("\\n".join(comparison.warnings) or "Nothing odd.")'),
    ("said", "## Who says what\n\nEach row is a statement. Correct it with `nv.append_review`."),
    ("statements", '>comparison.statements[["source_name", "strength", "content_text"]]'),
    (
        "bears",
        "## For or against which account\n\nWhat is unsure counts nowhere; it is for you to "
        "decide.",
    ),
    (
        "bearings",
        '>comparison.bearings[["statement_id", "narrative_id", "stance", "how", "probability"]]',
    ),
    ("unsure", '>comparison.unsure[["statement_id", "narrative_id", "stance", "probability"]]'),
    ("beside", "## Side by side"),
    (
        "figure",
        ">nv.show(\n    nv.plot_side_by_side(comparison),\n"
        '    "The accounts of the case side by side: voices, firmness, basis, who disputes.",\n)',
    ),
    (
        "page",
        "## The page\n\nOne file, offline; every number in it leads to its words.",
    ),
    ("report", '>comparison.to_html("report.html").name'),
    (
        "not",
        "## What does not follow\n\nA count of voices is no count of witnesses, silence is no "
        "support, and nothing here looks outside these texts. `narratives check .` says what to "
        "look at next.",
    ),
)


def write_notebook(question: str) -> bytes:
    r"""Write the notebook of a case, for its own folder.

    Parameters
    ----------
    question : str
        What the case asks; the heading.

    Examples
    --------
    >>> json.loads(write_notebook("What broke the dam?"))["cells"][0]["source"][0]
    '# What broke the dam?\n'
    """
    heading = " ".join(question.split()).replace("<", "&lt;")
    cells = [_cell(name, words.replace("{question}", heading)) for name, words in _CELLS]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook: Mapping[str, Any] = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _cell(name: str, words: str) -> dict[str, Any]:
    code = words.startswith(">")
    lines = words.removeprefix(">").splitlines(keepends=True)
    cell: dict[str, Any] = {
        "cell_type": "code" if code else "markdown",
        "id": name,
        "metadata": {},
        "source": lines,
    }
    return {**cell, "execution_count": None, "outputs": []} if code else cell
