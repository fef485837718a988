from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from port_case import port_comparison

from narratives.figures import (
    plot_sensitivity,
    plot_waterfall,
    sensitivity_table,
    waterfall_table,
)
from narratives.figures.sensitivity import MARKS, MOST, SENSITIVITY
from narratives.schema import SchemaError
from narratives.stages import Comparison

mpl.use("agg")


def graded(reliability: str) -> Comparison:
    port = port_comparison()
    matrix = port.matrix.fillna(0.0)
    return replace(port, matrix=matrix, sources=port.sources.assign(reliability=reliability))


@pytest.fixture(scope="module")
def judged() -> Comparison:
    return graded("B")


@pytest.fixture(scope="module")
def unjudged() -> Comparison:
    return graded("")


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_every_change_is_counted_once(judged: Comparison) -> None:
    table = sensitivity_table(judged)
    changes = judged.what_would_change
    counted = table.groupby("kind")["number"].sum().to_dict()
    assert counted == changes["kind"].iloc[1:].value_counts().to_dict()
    assert list(table.columns) == list(SENSITIVITY)
    assert set(table["contradiction"]) | set(table["support"]) <= set(MARKS)


def test_no_kind_fills_the_figure_alone(judged: Comparison) -> None:
    assert sensitivity_table(judged).groupby("kind").size().max() <= MOST + 2


def test_what_changes_is_named_and_its_order_given_by_titles(judged: Comparison) -> None:
    table = sensitivity_table(judged)
    single = table[(table["number"] == 1) & (table["order"] != "")]
    assert not single.empty
    titles = set(judged.narratives["title"])
    for order in single["order"]:
        assert any(title in order for title in titles)
        assert "by contradiction: " in order or "by support: " in order


def test_a_withheld_ranking_is_marked_in_every_row(unjudged: Comparison) -> None:
    assert unjudged.support.withheld
    assert set(sensitivity_table(unjudged)["support"]) == {"withheld"}


def test_the_figure_has_one_line_a_row_and_a_heading_a_kind(judged: Comparison) -> None:
    table = sensitivity_table(judged)
    ax = plot_sensitivity(judged)
    words = [text.get_text() for text in ax.texts]
    headings = [text.get_text() for text in ax.texts if text.get_weight() == "bold"][1:]
    assert [heading.lower() for heading in headings] == table["kind"].drop_duplicates().tolist()
    marks = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert len(marks) == 2 * len(table) + len(MARKS)
    assert {"contradiction", "by support"} <= set(words)


def test_the_figures_draw_where_they_are_told(judged: Comparison) -> None:
    _, axes = plt.subplots(1, 2)
    assert plot_sensitivity(judged, axes[0]) is axes[0]
    assert plot_waterfall(judged, "accident", axes[1]) is axes[1]
    assert len(plt.get_fignums()) == 1


def test_the_steps_of_the_waterfall_lead_from_the_prior_to_the_result(judged: Comparison) -> None:
    for narrative in judged.support.probabilities.index:
        table = waterfall_table(judged, narrative)
        assert table.index[0] == "before any item"
        assert table.index[-1] == "after all items"
        steps = table.iloc[:-1]
        np.testing.assert_allclose(steps["end"], steps["adds"].cumsum())
        np.testing.assert_allclose(steps["start"].iloc[1:], steps["end"].iloc[:-1])
        assert table["adds"].iloc[-1] == pytest.approx(steps["adds"].sum())


def test_two_results_differ_by_their_log_odds(judged: Comparison) -> None:
    ends = {n: waterfall_table(judged, n)["end"].iloc[-1] for n in ("accident", "sabotage")}
    chances = judged.support.probabilities
    expected = np.log(chances["accident"] / chances["sabotage"])
    assert ends["accident"] - ends["sabotage"] == pytest.approx(expected)


def test_the_largest_contribution_comes_first(judged: Comparison) -> None:
    sizes = waterfall_table(judged, "accident")["adds"].iloc[1:-1].abs()
    assert not sizes.empty
    assert sizes.is_monotonic_decreasing


def test_long_labels_of_a_waterfall_are_wrapped_and_whole(judged: Comparison) -> None:
    start = "The harbour police report after a long search of the whole grain port"
    items = judged.items.assign(label=[f"{start} {n}" for n in range(len(judged.items))])
    ax = plot_waterfall(replace(judged, items=items), "accident")
    words = " ".join(text.get_text() for text in ax.texts if text.get_position()[0] == 0)
    assert items["label"].map(words.count).sum() == len(waterfall_table(judged, "accident")) - 2


def test_a_withheld_waterfall_says_why(unjudged: Comparison) -> None:
    ax = plot_waterfall(unjudged, "accident")
    words = " ".join(text.get_text() for text in ax.texts)
    assert "Ranking withheld. None of the sources of the" in words
    assert waterfall_table(unjudged, "accident").index.tolist() == [
        "before any item",
        "after all items",
    ]


def test_items_may_be_called_prior_and_result(judged: Comparison) -> None:
    names = dict(zip(judged.matrix.index[:2], ("prior", "result"), strict=True))
    called = replace(
        judged,
        items=judged.items.rename(index=names),
        matrix=judged.matrix.rename(index=names),
        reports=judged.reports.assign(item_id=judged.reports["item_id"].replace(names)),
    )
    table = waterfall_table(called, "accident")
    assert table.index.is_unique
    assert {"before any item", "prior", "after all items"} <= set(table.index)
    np.testing.assert_allclose(table["adds"], waterfall_table(judged, "accident")["adds"])


def test_an_unknown_narrative_is_refused_with_those_that_are_known(judged: Comparison) -> None:
    with pytest.raises(SchemaError, match=r'"storm" is not in the case\. Known: accident'):
        waterfall_table(judged, "storm")


def test_the_tables_are_fresh(judged: Comparison) -> None:
    first = sensitivity_table(judged)
    first["label"] = ""
    assert (sensitivity_table(judged)["label"] != "").all()
    pd.testing.assert_frame_equal(
        waterfall_table(judged, "missile"), waterfall_table(judged, "missile")
    )
