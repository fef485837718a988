"""What the script of the page does: it sorts, filters, counts again and saves one table."""

from __future__ import annotations

import dataclasses
import io
import math
import re
import tarfile
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from narratives import schema
from narratives.report.switches import list_voices, name_voice
from narratives.scores import count_voices, rank_narratives, voices
from narratives.stages import Comparison
from narratives.telling.ranks import order_in_words

from .conftest import Visit
from .pages import comparison_of, file_of, html_of

SORT = """() => {
  const told = [];
  const table = one("table.said");
  const rows = () => [...table.tBodies[0].rows].filter((row) => row.offsetParent)
    .map((row) => Number(row.id.slice(1)));
  const press = (n) => {
    const head = table.tHead.rows[0].cells[n];
    head.querySelector("button").click();
    told.push([head.ariaSort, table.parentNode.previousElementSibling.textContent, rows()]);
  };
  press(5); press(5); press(1); press(3);
  const [account, origin] = all("#filter select");
  const choose = (field, words) => {
    field.value = [...field.options].find((option) => option.text === words).value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    told.push([one("#filter [role=status]").textContent, rows()]);
  };
  choose(account, "B Sabotage"); choose(origin, "Norland state"); choose(account, "no account");
  choose(account, "all"); choose(origin, "no origin"); choose(origin, "all");
  one("#only").click();
  told.push([one("#filter [role=status]").textContent, rows()]);
  return told;
}"""

PRESS = """() => {
  const told = [];
  const boxes = [...all("#switches input"), ...all(".am input")];
  const table = one("#scores");
  const state = (name) => told.push({
    name, status: one("#left-out").textContent,
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
  one("#switches button").click();
  state("again");
  return told;
}"""


def test_statements_sort_by_the_order_of_the_scale_and_filter_in_words(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    port = comparison_of("port")
    told = visit(file_of("port", tmp_path)).eval(SORT)
    strength = list(port.statements["strength"])
    known = [n for n, s in enumerate(strength, start=1) if s]
    scale = sorted(known, key=lambda n: schema.STRENGTHS.index(strength[n - 1]))
    bearings = port.bearings[port.bearings["narrative_id"] != schema.NO_NARRATIVE]
    numbers = {s: n for n, s in enumerate(port.statements.index, start=1)}
    of = {
        account: {numbers[s] for s in rows["statement_id"]}
        for account, rows in bearings.groupby("narrative_id")
    }
    norland = {numbers[s] for s in port.statements.index[port.statements["origin_id"] == "norland"]}
    no_origin = {
        numbers[s]
        for s in port.statements.index[~port.statements["origin_id"].isin(port.origins.index)]
    }
    implied = set.union(*of.values()) - {
        numbers[s] for s in bearings.loc[bearings["how"] == "stated", "statement_id"]
    }

    assert told[0][:2] == ["ascending", "Sorted by Strength, ascending."]
    assert told[0][2][: len(known)] == scale
    assert told[1][:2] == ["descending", "Sorted by Strength, descending."]
    ranks = [schema.STRENGTHS.index(strength[n - 1]) for n in told[1][2][: len(known)]]
    assert ranks == sorted(ranks, reverse=True)
    assert set(told[1][2][len(known) :]) == set(numbers.values()) - set(known)
    assert told[2][2][0] in of["accident"]
    assert set(told[4][1]) == of["sabotage"]
    assert told[4][0] == f"{len(of['sabotage'])} of {len(numbers)} statements fit."
    assert set(told[5][1]) == of["sabotage"] & norland
    assert set(told[6][1]) == norland - set.union(*of.values())
    assert set(told[8][1]) == no_origin
    assert len(told[9][1]) == len(numbers)
    assert set(told[10][1]) == set(numbers.values()) - implied


@pytest.mark.parametrize("width", [320, 1280])
def test_a_link_leads_to_a_statement_that_is_filtered_out(
    visit: Callable[..., Visit], tmp_path: Path, width: int
) -> None:
    found = visit(file_of("port", tmp_path), width=width)
    found.page.locator("#filter select").first.select_option("none")
    row = found.page.locator("#s3")
    assert not row.is_visible()
    found.page.locator("#t3").click()

    assert row.is_visible()
    assert 0 <= row.bounding_box()["y"] < 900


def test_on_a_narrow_screen_the_heads_of_a_table_still_sort_it(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path), width=320)
    for table in ("said", "grid", "who"):
        heads = found.page.locator(f"table.{table} thead button")
        assert heads.count() > 5
        assert all(heads.nth(n).is_visible() for n in range(heads.count()))
    heads.first.click()

    rows = found.page.locator("table.who tbody th").all_inner_texts()
    assert rows == sorted(rows)


def test_where_scripts_are_off_nothing_is_shown_that_would_do_nothing(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path), scripts=False)

    assert found.page.locator("button:visible, select:visible").count() == 0
    assert found.page.locator("input:visible").count() == 1  # "only", which needs no script
    found.page.locator("#only").click()
    implied = found.page.locator("tr.implied")
    assert implied.count() > 0
    assert found.page.locator("tr.implied:visible").count() == 0


def _shown(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}".rstrip("0").rstrip(".")


def _check(
    comparison: Comparison, told: dict[str, Any], gone: set[str], without: set[str] = frozenset()
) -> None:
    """Compare what the page shows with the package's own functions on what is left."""
    matrix = comparison.matrix.drop(index=list(gone))
    weights = comparison.weights[matrix.index]
    ranking: Any = rank_narratives(matrix, weights, comparison.relations)
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
    words = order_in_words(left) if ordered else "There is no order."
    # How to read the order is said once, above the switches' own words.
    assert words.split(" To read the order: ")[0] in told["status"]
    assert told["off"] == len(gone) * (comparison.matrix.shape[1] + 5)


@pytest.mark.parametrize("case", ["seed", "weighted", "related", "port"])
def test_every_switch_gives_the_numbers_of_the_package(
    visit: Callable[..., Visit], tmp_path: Path, case: str
) -> None:
    comparison = comparison_of(case)
    told = {one["name"]: one for one in visit(file_of(case, tmp_path)).eval(PRESS)}
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


def test_an_item_falls_when_all_who_report_it_are_left_out(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    comparison = comparison_of("weighted")
    press = PRESS.replace("boxes.forEach(", "[].forEach(")
    told = {one["name"]: one for one in visit(file_of("weighted", tmp_path)).eval(press)}
    first = [name_voice(comparison, voice, {}) for voice in list_voices(comparison)[:3]]
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


COUNT = """for (const name of ["querySelectorAll", "querySelector"]) {
  const search = Document.prototype[name];
  window.searches = 0;
  Document.prototype[name] = function (css) {
    window.searches += 1;
    return search.call(this, css);
  };
}"""


def test_the_page_is_not_searched_once_for_each_item_before_it_can_be_used(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    searches = [
        visit(file_of(name, tmp_path), before=COUNT).eval("window.searches")
        for name in ("port", "weighted")
    ]
    items = [len(comparison_of(name).items) for name in ("port", "weighted")]
    accounts = [len(comparison_of(name).narratives) for name in ("port", "weighted")]

    assert items == [7, 60]
    assert searches[1] - searches[0] <= accounts[1] - accounts[0]


def test_one_table_can_be_saved_where_scripts_run(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    found = visit(file_of("port", tmp_path))
    choice = found.page.locator(".download select")
    found.page.wait_for_function(
        "() => document.querySelector('.download select').options.length > 9"
    )
    names = choice.locator("option").all_inner_texts()
    packed = re.search(r'base64,([^"]+)"', html_of("port"))
    assert packed is not None
    choice.select_option(label="items.csv")
    with found.page.expect_download() as saving:
        found.page.get_by_role("button", name="Save").click()
    found.asked[:] = [address for address in found.asked if not address.startswith("blob:")]

    with tarfile.open(fileobj=io.BytesIO(b64decode(packed[1]))) as archive:
        assert names == archive.getnames()
        held = archive.extractfile("items.csv")
        assert held is not None
        assert saving.value.suggested_filename == "items.csv"
        assert Path(saving.value.path()).read_bytes() == held.read()
