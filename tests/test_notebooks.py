"""The notebooks: run from the top, nothing hidden in them, readable without the figures.

That their outputs are what the code gives now is checked by nbval (``make test``).
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from statistics import median

import pytest

from narratives.telling.tables import align_table

FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = [path.name for path in sorted(FOLDER.glob("*.ipynb"))]
MOST_CODE_CELLS = 20
MEDIAN_LINES = 3
"""Of code in a cell, blank lines left out."""
IMAGES = {"image/png", "image/svg+xml"}
SHOWN = {"display_data", "execute_result"}


def read_cells(name: str) -> list[dict[str, object]]:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))["cells"]


def code_cells(cells: list[dict[str, object]]) -> list[dict[str, object]]:
    return [cell for cell in cells if cell["cell_type"] == "code"]


def source_of(cell: dict[str, object]) -> str:
    return "".join(cell["source"])


def problems_of(cells: list[dict[str, object]]) -> list[str]:
    """Name everything in a notebook that breaks a rule."""
    found = []
    code = code_cells(cells)
    counts = [cell["execution_count"] for cell in code]
    if counts != list(range(1, len(code) + 1)):
        found.append(f"not run once from the top in order: {counts}")
    lengths = [sum(bool(line.strip()) for line in source_of(cell).splitlines()) for cell in code]
    if code and median(lengths) > MEDIAN_LINES:
        found.append(f"half of the cells have {median(lengths):g} lines or more")
    if not re.search(r"\A# .+\n\n\*Takes \d+ minutes\.\*\n", source_of(cells[0])):
        found.append("does not say below its heading how many minutes it takes")
    if len(code) > MOST_CODE_CELLS:
        found.append(f"{len(code)} code cells, more than {MOST_CODE_CELLS}")
    for number, cell in enumerate(code, 1):
        source = source_of(cell)
        lines = source.splitlines()
        if not source.strip():
            found.append(f"cell {number} is empty")
            continue
        if any(line.lstrip().startswith(("%", "!")) for line in lines):
            found.append(f"cell {number} holds a magic")
            continue
        if source.rstrip().endswith(";"):
            found.append(f"cell {number} ends in ';'")
        if any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in ast.walk(ast.parse(source))):
            found.append(f"cell {number} defines a function or class; it belongs to the package")
        kinds = {output["output_type"] for output in cell["outputs"]}
        if "stream" in kinds and kinds & SHOWN:
            found.append(f"cell {number} prints and displays; nbval would miss half of it")
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                found.append(f"cell {number} ended in an error")
            if output.get("name") == "stderr":
                found.append(f"cell {number} wrote to standard error")
            image = IMAGES & set(output.get("data", ()))
            if image and not _has_alternative(cell, output):
                found.append(f"cell {number} shows a figure without a text that says what it shows")
    for cell, after in zip(cells, [*cells[1:], {"cell_type": "end"}], strict=True):
        data = {kind for output in cell.get("outputs", ()) for kind in output.get("data", ())}
        told = after["cell_type"] == "markdown" and "In words" in source_of(after)
        if IMAGES & data and not told:
            found.append("after a figure no prose says in words what it shows")
    prose = "\n".join(source_of(cell) for cell in cells if cell["cell_type"] == "markdown")
    prose = re.sub(r"^```.*?^```", "", prose, flags=re.M | re.S)
    headings = re.findall(r"^# .+", prose, re.M)
    if len(headings) != 1:
        found.append(f"{len(headings)} headings of the first rank, not one")
    if not cells or cells[0]["cell_type"] != "markdown" or not source_of(cells[0]).startswith("# "):
        found.append("does not begin with its heading")
    if any(not alt.strip() for alt in re.findall(r"!\[(.*?)\]\(", prose)):
        found.append("an image in the prose has no alt text")
    return found


def _has_alternative(cell: dict[str, object], output: dict[str, object]) -> bool:
    """Tell whether a figure says in words what it shows.

    Jupyter takes the alt text of an image from the metadata of its output; a
    ``text/html`` output that holds the image carries it in its ``alt``; the cell's own
    metadata may hold it as ``alt``.
    """
    metadata = output.get("metadata", {})
    alts = [metadata.get("alt", ""), cell["metadata"].get("alt", "")]
    alts += [part.get("alt", "") for part in metadata.values() if isinstance(part, dict)]
    alts += re.findall(r'alt="([^"]+)"', "".join(output.get("data", {}).get("text/html", "")))
    return any(str(alt).strip() for alt in alts)


def test_the_notebooks_are_there_and_numbered_without_a_gap():
    # A letter behind the number goes on with its theme: 03, 03b, 03c.
    numbers = {int(name[:2]) for name in NAMES}
    assert len(numbers) >= 7
    assert numbers == set(range(len(numbers)))
    lettered = [name[:3] for name in NAMES if name[2] != "_"]
    assert lettered == ["03b", "03c"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_keeps_the_rules(name):
    assert problems_of(read_cells(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_ends_with_what_does_not_follow(name):
    last = read_cells(name)[-1]
    assert last["cell_type"] == "markdown"
    assert "not" in source_of(last)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_sets_a_task_and_hides_its_answer(name):
    prose = "\n".join(source_of(c) for c in read_cells(name) if c["cell_type"] == "markdown")
    assert "\n## A task" in prose
    assert "<details>\n<summary>Answer</summary>\n\n" in prose


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_gives_no_verdict(name):
    prose = "\n".join(source_of(c) for c in read_cells(name) if c["cell_type"] == "markdown")
    prose = re.sub(r"`[^`\n]*`", "", prose)
    verdicts = r"\b(?:true|truth|false(?! flag)|debunk\w*|fake)\b"
    assert re.findall(verdicts, prose, re.IGNORECASE) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_holds_nothing_of_the_machine_it_ran_on(name):
    notebook = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    shown = json.dumps([cell.get("outputs", []) for cell in notebook["cells"]])
    assert re.findall(r"/(?:tmp|home|root|Users|work)/|0x[0-9a-f]{6,}", shown) == []


def markdown(source: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str, count: int | None = 1, *outputs: dict[str, object]) -> dict[str, object]:
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "execution_count": count,
        "outputs": list(outputs),
    }


HEAD = "# Who says what?\n\n*Takes 45 minutes.*\n\nRead on."
PICTURE = {"output_type": "display_data", "data": {"image/png": "…"}, "metadata": {}}
TOLD = {**PICTURE, "metadata": {"image/png": {"alt": "Three accounts side by side."}}}
PRINTED = {"output_type": "stream", "name": "stdout", "text": "1"}
TABLE = {"output_type": "execute_result", "data": {"text/plain": "x"}, "metadata": {}}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ([code("x = 1", None)], "not run once from the top in order: [None]"),
        ([code("x = 1", 2), code("y = 2", 1)], "not run once from the top in order: [2, 1]"),
        ([code("%matplotlib inline")], "cell 1 holds a magic"),
        ([code("plot();")], "cell 1 ends in ';'"),
        ([code("def f():\n    return 1")], "cell 1 defines a function or class"),
        ([code("1 / 0", 1, {"output_type": "error"})], "cell 1 ended in an error"),
        (
            [code("plot()", 1, PICTURE), markdown("In words: it rose.")],
            "cell 1 shows a figure without a text",
        ),
        ([code("plot()", 1, TOLD)], "after a figure no prose says in words what it shows"),
        (
            [code("plot()", 1, TOLD), markdown("Look at it.")],
            "after a figure no prose says in words what it shows",
        ),
        ([code("print(1)\nx", 1, PRINTED, TABLE)], "cell 1 prints and displays"),
        ([markdown("# Another")], "2 headings of the first rank, not one"),
        ([markdown("![](figure.png)")], "an image in the prose has no alt text"),
        ([code(f"x = {n}", n) for n in range(1, 22)], "21 code cells, more than 20"),
        ([code("a = 1\nb = 2\nc = 3\nd = 4")], "half of the cells have 4 lines or more"),
    ],
)
def test_a_planted_fault_is_found(cells, problem):
    found = problems_of([markdown(HEAD), *cells])
    assert len(found) == 1
    assert found[0].startswith(problem)


def test_a_figure_with_alt_text_is_no_fault():
    cells = [markdown(HEAD), code("plot()", 1, TOLD), markdown("In words: three columns.")]
    assert problems_of(cells) == []


def test_a_notebook_that_does_not_tell_its_time_is_found():
    found = problems_of([markdown("# Who says what?"), code("x = 1")])
    assert found == ["does not say below its heading how many minutes it takes"]


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_its_tables_begin_at_the_left(name: str) -> None:
    tables = [
        "".join(output["data"]["text/html"])
        for cell in code_cells(read_cells(name))
        for output in cell["outputs"]
        if "text/html" in output.get("data", {})
    ]
    assert [align_table(table) for table in tables] == tables
