from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from opened import drive, needs_chromium
from port_case import many_accounts, port_comparison

from narratives import schema
from narratives.case import load_case
from narratives.comparison import Comparison, compare
from narratives.comparison.ranks import order_in_words
from narratives.report import render_report
from narratives.report.switches import list_effects, list_switches
from narratives.scores import count_voices, rank_narratives, voices

DATE = "2031-05-07"
SEED = Path(__file__).parents[2] / "seeds" / "crocus-city-hall"


@cache
def _seed() -> Comparison:
    return compare(load_case(SEED))


@cache
def _crowded() -> Comparison:
    """60 items of uneven weight, rated for six accounts, told by up to three of nine voices."""
    towns = many_accounts(6)
    items = [f"item:{n}" for n in range(60)]
    weights = [1.0, math.sqrt(2), 0.5, 2.0, math.sqrt(0.5)]
    numbers = [-2.0, -1.0, 0.0, 1.0, 2.0, math.nan, -1.0]
    matrix = pd.DataFrame(
        [
            [numbers[(n * n + 3 * m + n * m) % 7] if n % 9 else 0.0 for m in range(6)]
            for n in range(60)
        ],
        index=pd.Index(items, name="item_id"),
        columns=towns.matrix.columns,
    )
    weight = pd.Series([weights[n % 5] for n in range(60)], index=matrix.index, name="weight")
    told = [
        (items[n], (n * 5 + k * 3) % 12, (n + k) % 4 > 0)
        for n in range(60)
        for k in range(1 + n % 3)
    ]
    ids = list(towns.statements.index)
    unknown = {1, 4, 11}
    reports = pd.DataFrame(
        [
            (
                item,
                ids[s],
                towns.statements["source_id"].iloc[s],
                "" if s in unknown else towns.statements["origin_id"].iloc[s],
                holds,
                "",
            )
            for item, s, holds in told
        ],
        columns=list(schema.REPORTS),
    )
    return dataclasses.replace(
        towns,
        items=pd.DataFrame(
            {
                "label": [f"What could be so, number {n}" for n in range(60)],
                "basis": "conduct",
                "shown": "named",
                "credibility": math.nan,
                "relevance": "",
                "rated_by": "person",
            },
            index=matrix.index,
        ),
        reports=reports,
        matrix=matrix,
        weights=weight,
        ranking=rank_narratives(matrix, weight),
        diagnosticity=matrix.std(axis=1, ddof=0).rename("diagnosticity"),
    )


@cache
def _page(case: Callable[[], Comparison]) -> str:
    return render_report(case(), DATE)


PRESS = """
  const boxes = all(".switches input");
  const table = document.getElementById("scores");
  const state = (name) => tell({
    name, status: document.getElementById("left-out").textContent,
    rows: Array.from(table.tBodies[0].rows, (row) => Array.from(row.cells, (cell) => {
      const copy = cell.cloneNode(true);
      all("small", copy).forEach((part) => part.remove());
      return textOf(copy);
    })),
    off: all("td.off").length,
  });
  state("");
  boxes.forEach((box) => {
    box.click();
    state(textOf(box.parentNode));
    box.click();
  });
  boxes.slice(0, 3).forEach((box) => { box.click(); });
  state("first three");
  table.previousElementSibling.querySelector("button").click();
  state("again");
"""


def _shown(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}".rstrip("0").rstrip(".")


def _check(
    comparison: Comparison, told: dict[str, Any], gone: set[str], without: set[str] = frozenset()
) -> None:
    """Compare what the page shows with the package's own functions on what is left."""
    matrix = comparison.matrix.drop(index=list(gone))
    ranking: Any = rank_narratives(matrix, comparison.weights[matrix.index])
    left = dataclasses.replace(comparison, matrix=matrix, ranking=ranking)
    statements = comparison.statements
    spoken = voices(
        statements[~statements["origin_id"].isin(without)], comparison.bearings, comparison.stakes
    )
    counts = count_voices(spoken, comparison.narratives)["number"].unstack()
    titles = comparison.narratives["title"]
    order = {item: f"E{n}" for n, item in enumerate(comparison.items.index, start=1)}
    ordered = ranking["rank"].nunique() > 1
    rows = {re.sub(r"^\S+ ", "", row[0]): row[1:] for row in told["rows"]}
    for narrative in comparison.matrix.columns:
        score = ranking.loc[narrative]
        against = [order[i] for i in str(score["contradicted_by"]).split(";") if i]
        assert rows[titles[narrative]] == [
            _shown(score["rank"]) if ordered else "–",
            _shown(score["inconsistency"]),
            str(score["rated"]),
            ", ".join(against) or ("none of them" if score["rated"] else "cannot be judged"),
            str(counts.at[narrative, "origins_for"]),
            str(counts.at[narrative, "origins_against"]),
        ]
    assert order_in_words(left) in told["status"]
    assert told["off"] == len(gone) * (comparison.matrix.shape[1] + 5)


@needs_chromium
@pytest.mark.parametrize("case", [_seed, _crowded, port_comparison])
def test_every_switch_gives_the_numbers_of_the_package(case: Any, tmp_path: Path) -> None:
    comparison = case()
    told = {one["name"]: one for one in drive(_page(case), PRESS, tmp_path)}
    numbers = {s: n for n, s in enumerate(comparison.statements.index, start=1)}
    items = {i: n for n, i in enumerate(comparison.items.index, start=1)}
    names = {"narrator": "the article itself", **comparison.origins["name"].to_dict()}

    assert told[""]["rows"] == told["again"]["rows"]
    assert told[""]["status"].startswith(f"Everything counts: {len(items)} items. ")
    _check(comparison, told[""], set())
    for (kind, dropped), row in comparison.drop_one.iterrows():
        name = {
            "item": lambda d=dropped: f"E{items[d]} {comparison.items.at[d, 'label']}",
            "origin": lambda d=dropped: names[d],
            "report": lambda d=dropped: f"statement {numbers[d]}, origin not known",
        }[kind]()
        gone = {item for item in row["item_ids"].split(";") if item}
        _check(comparison, told[name], gone, {dropped} if kind == "origin" else set())
        for column in comparison.matrix.columns:
            value = row[f"inconsistency:{column}"]
            title = comparison.narratives.at[column, "title"]
            assert [r[2] for r in told[name]["rows"] if r[0].endswith(f" {title}")] == [
                _shown(value)
            ]
        words = "The order changes" if row["order_changes"] else "The order does not change."
        assert words in told[name]["status"]
        leads = "another account is contradicted least" in told[name]["status"]
        assert leads == bool(row["leader_changes"])


@needs_chromium
def test_an_item_falls_when_all_who_report_it_are_left_out(tmp_path: Path) -> None:
    comparison = _crowded()
    press = PRESS.replace("boxes.forEach(", "[].forEach(")
    told = {one["name"]: one for one in drive(_page(_crowded), press, tmp_path)}
    found = list_switches(comparison, {}, {n: {"title": n} for n in comparison.matrix.columns})
    first = [found["voices"][n][0] for n in range(3)]
    names = dict(zip(comparison.origins.index, comparison.origins["name"], strict=True))
    out = {origin for origin, name in names.items() if name in first}
    gone = set()
    for item, reports in comparison.reports.groupby("item_id"):
        so = reports[reports["holds"].astype(bool)]
        so = reports if so.empty else so
        if set(so["origin_id"]) <= out:
            gone.add(item)

    assert len(out) == 3
    assert len(gone) > max(
        len(row.split(";")) for row in comparison.drop_one.loc["origin"]["item_ids"]
    )
    _check(comparison, told["first three"], gone, out)


def test_a_table_without_scripts_gives_every_number_that_one_thing_changes() -> None:
    port = port_comparison()
    accounts = {
        n: {"title": t, "n": k, "letter": "ABC"[k - 1]}
        for k, (n, t) in enumerate(port.narratives["title"].items(), start=1)
    }
    effects = list_effects(port, {}, accounts)

    # Item 3 (Norland paid) speaks against the missile (-1), item 4 (Norland denies)
    # against sabotage (-1), item 5 (images) against both (-1, -2), item 6 against both.
    assert [(r["kind"], r["item"]) for r in effects["rows"] if r["kind"] == "item"] == [
        ("item", 3),
        ("item", 4),
        ("item", 5),
        ("item", 6),
    ]
    by_item = {r["item"]: [c[1:] for c in r["cells"]] for r in effects["rows"] if r["item"]}
    assert by_item[3] == [(0.0, False), (3.0, False), (3.0, True)]
    assert by_item[4] == [(0.0, False), (2.0, True), (4.0, False)]
    assert by_item[5] == [(0.0, False), (2.0, True), (2.0, True)]
    assert effects["rest"] == len(port.drop_one) - len(effects["rows"])
    html = _page(port_comparison)
    assert '<td data-l="Stray missile"><b>3</b> <small>was 4</small></td>' in html


def test_where_nothing_changes_a_number_the_page_says_so() -> None:
    html = _page(_seed)

    assert "Leaving out any one item or origin gives none either." in html
    assert 'class="wide drops"' not in html


def test_accounts_are_the_rows_of_the_matrix_and_items_its_columns() -> None:
    port = port_comparison()
    html = _page(port_comparison)
    matrix = re.search(r'<table class="am">(.*?)</table>', html, re.DOTALL)
    assert matrix is not None
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", matrix[1], re.DOTALL)[1:]
    heads = [int(n) for n in re.findall(r'<th scope="col" data-e="(\d+)">', matrix[1])]
    letters = {number: letter for letter, number in schema.RATINGS.items()}

    assert [re.findall(r"</a> (.*?)</th>", row)[0] for row in rows] == list(
        port.narratives["title"]
    )
    assert sorted(heads) == list(range(1, 8))
    for row, narrative in zip(rows, port.matrix.columns, strict=True):
        assert re.findall(r">(\w+)</td>", row) == [
            letters.get(port.matrix[narrative].iloc[n - 1], "NA") for n in heads
        ]


def test_columns_of_one_origin_stand_together_those_that_separate_best_first() -> None:
    html = _page(port_comparison)
    matrix = re.search(r'<table class="am">(.*?)</table>', html, re.DOTALL)
    assert matrix is not None
    groups = re.findall(r'scope="colgroup" colspan="(\d)">(.*?)</th>', matrix[1])
    heads = re.findall(r'data-e="(\d)"><a', matrix[1])

    # By hand, the standard deviations: E5 (2, -1, -2) 1.70; E3 1.25; E6 .94; E1, E2 .47;
    # E4 (0, -1) and E7 (0, 1) .5. E2 and E3 are told by the state, E4 and E7 by Norland.
    assert groups == [
        ("1", "the article itself"),
        ("2", "Selmont state"),
        ("1", "Institute for Harbour Safety"),
        ("2", "Norland state"),
        ("1", "Harbour union"),
    ]
    assert heads == ["5", "3", "2", "6", "4", "7", "1"]


def test_the_numbers_in_the_page_are_data_and_no_script() -> None:
    port = port_comparison()
    titles = port.narratives.assign(title="</script><script>alert(1)</script>")
    html = render_report(dataclasses.replace(port, narratives=titles), DATE)

    assert html.count("</script>") == 2
    assert html.count("<script") == 2
