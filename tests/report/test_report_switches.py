from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import cache

from port_case import port_comparison
from seed_case import seed_comparison, seed_page

from narratives import schema
from narratives.report import render_report
from narratives.report.accounts import key_accounts
from narratives.report.switches import list_effects
from narratives.stages import Comparison

DATE = "2031-05-07"


@cache
def _page(case: Callable[[], Comparison]) -> str:
    return seed_page(DATE) if case is seed_comparison else render_report(case(), DATE)


def test_a_table_without_scripts_gives_every_number_that_one_thing_changes() -> None:
    port = port_comparison()
    effects = list_effects(port, {}, key_accounts(port))

    # Item 3 (Norland paid) speaks against the missile (-1), item 4 (Norland denies)
    # against sabotage (-1), item 5 (images) against both (-1, -2), item 6 against both.
    assert [(r.kind, r.item) for r in effects.rows if r.kind == "item"] == [
        ("item", 3),
        ("item", 4),
        ("item", 5),
        ("item", 6),
    ]
    by_item = {r.item: [c[1:] for c in r.cells] for r in effects.rows if r.item}
    assert by_item[3] == [(0.0, False), (3.0, False), (3.0, True)]
    assert by_item[4] == [(0.0, False), (2.0, True), (4.0, False)]
    assert by_item[5] == [(0.0, False), (2.0, True), (2.0, True)]
    assert effects.rest == len(port.drop_one) - len(effects.rows)
    html = _page(port_comparison)
    assert '<td data-l="Stray missile"><b>3</b> <small>was 4</small>' in html


def test_where_nothing_changes_a_number_the_page_says_so() -> None:
    html = _page(seed_comparison)

    assert "Leaving out any one item or origin gives none either." in html
    assert 'class="wide drops"' not in html


def test_accounts_are_the_rows_of_the_matrix_and_items_its_columns() -> None:
    port = port_comparison()
    html = _page(port_comparison)
    matrix = re.search(r"<table class=am>(.*?)</table>", html, re.DOTALL)
    assert matrix is not None
    rows = re.findall(r"<tr><th scope=row>(.*?)(?=<tr>|<tbody>|$)", matrix[1])[1:]
    heads = [int(n) for n in re.findall(r"<th data-e=(\d+)>", matrix[1])]
    letters = {number: letter for letter, number in schema.RATINGS.items()}

    assert [re.findall(r"</a> (.*?)<td", row)[0] for row in rows] == list(port.narratives["title"])
    assert sorted(heads) == list(range(1, 8))
    for row, narrative in zip(rows, port.matrix.columns, strict=True):
        assert re.findall(r">(\w+)(?=<td|$)", row) == [
            letters.get(port.matrix[narrative].iloc[n - 1], "NA") for n in heads
        ]


def test_columns_of_one_origin_stand_together_those_that_separate_best_first() -> None:
    html = _page(port_comparison)
    matrix = re.search(r"<table class=am>(.*?)</table>", html, re.DOTALL)
    assert matrix is not None
    groups = re.findall(r"scope=colgroup(?: colspan=(\d))?>(.*?)(?=<t[hr])", matrix[1])
    heads = re.findall(r"data-e=(\d)><a", matrix[1])

    # By hand, the standard deviations: E5 (2, -1, -2) 1.70; E3 1.25; E6 .94; E1, E2 .47;
    # E4 (0, -1) and E7 (0, 1) .5. E2 and E3 are told by the state, E4 and E7 by Norland.
    assert groups == [
        ("", "the article itself"),
        ("2", "Selmont state"),
        ("", "Institute for Harbour Safety"),
        ("2", "Norland state"),
        ("", "Harbour union"),
    ]
    assert heads == ["5", "3", "2", "6", "4", "7", "1"]


def test_the_numbers_in_the_page_are_data_and_no_script() -> None:
    port = port_comparison()
    titles = port.narratives.assign(title="</script><script>alert(1)</script>")
    html = render_report(dataclasses.replace(port, narratives=titles), DATE)

    assert html.count("</script>") == 2
    assert html.count("<script") == 2
