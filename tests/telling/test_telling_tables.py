"""Tables in a notebook: words at the left, numbers at the right."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

import narratives
from narratives.telling.tables import align_table

TABLE = pd.DataFrame(
    {
        "who": ["the <td>mayor</td>", "a\nfarmer"],
        "number": [1, 250],
        "share": [0.5, float("nan")],
        "reviewed": [True, False],
        "nothing": [None, None],
    },
    index=pd.Index(["flood:4-9", "flood:20-31"], name="statement_id"),
)
LEFT = 'style="text-align: left"'


def cells(html: str) -> dict[str, bool]:
    """Return the words of each cell with whether it begins at the left."""
    found = re.findall(r"<t[dh]([^>]*)>(.*?)</t[dh]>", html)
    return {words: LEFT in more for more, words in found if words}


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> DisplayFormatter:
    formatter = DisplayFormatter()
    shell = SimpleNamespace(display_formatter=formatter)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    return formatter


def shown(formatter: DisplayFormatter, table: pd.DataFrame) -> str:
    return formatter.format(table)[0]["text/html"]


def test_words_begin_at_the_left_and_numbers_end_at_the_right(notebook: DisplayFormatter) -> None:
    narratives._align_tables()
    assert cells(shown(notebook, TABLE)) == {
        "who": True,
        "number": False,
        "share": False,
        "reviewed": True,
        "nothing": False,
        "statement_id": True,
        "flood:4-9": True,
        "flood:20-31": True,
        "the &lt;td&gt;mayor&lt;/td&gt;": True,
        "a\\nfarmer": True,
        "1": False,
        "250": False,
        "0.5": False,
        "NaN": False,
        "True": True,
        "False": True,
        "None": False,
    }


def test_a_table_is_the_same_but_for_where_its_cells_begin(notebook: DisplayFormatter) -> None:
    narratives._align_tables()
    html = shown(notebook, TABLE)
    assert html.replace(f" {LEFT}", "") == TABLE._repr_html_()
    assert align_table(html) == html


def test_rows_that_share_a_cell_of_the_index_keep_their_columns_apart() -> None:
    table = TABLE.assign(text="flood").set_index("text", append=True).swaplevel()
    assert "rowspan" in table._repr_html_()
    found = cells(align_table(table._repr_html_()))
    words = ("the &lt;td&gt;mayor&lt;/td&gt;", "a\\nfarmer", "flood")
    assert [found[name] for name in (*words, "1", "250")] == [True] * 3 + [False] * 2


def test_a_table_cut_in_the_middle_is_aligned_too() -> None:
    with pd.option_context("display.max_columns", 2, "display.max_rows", 2):
        html = pd.concat([TABLE] * 3)._repr_html_()
    found = cells(align_table(html))
    assert [found[name] for name in ("who", "nothing", "...")] == [True, False, False]


@pytest.mark.parametrize("html", ["", "<p>no table</p>", "<tbody>", "<table><tr><td>a</td></tr>"])
def test_what_is_no_table_of_pandas_comes_back_as_it_is(html: str) -> None:
    assert align_table(html) == html


def test_what_a_person_registered_for_tables_stays(notebook: DisplayFormatter) -> None:
    notebook.formatters["text/html"].for_type(pd.DataFrame, lambda _: "mine")
    narratives._align_tables()
    assert shown(notebook, TABLE) == "mine"


def test_who_switched_tables_off_gets_none(notebook: DisplayFormatter) -> None:
    narratives._align_tables()
    with pd.option_context("display.notebook_repr_html", False):
        assert "text/html" not in notebook.format(TABLE)[0]


def test_outside_of_a_notebook_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    narratives._align_tables()
    monkeypatch.delitem(sys.modules, "IPython")
    narratives._align_tables()
    assert "IPython" not in sys.modules
