from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from port_case import many_accounts, port_comparison

from narratives import figures
from narratives.case import create_case, load_case
from narratives.schema import SchemaError
from narratives.scores import voices
from narratives.stages import Comparison, compare

PLOTS = ("side_by_side", "voices", "firmness", "matrix")


@pytest.fixture(autouse=True)
def _no_figure_stays_open() -> Iterator[None]:
    with mpl.rc_context({"backend": "agg"}):
        yield
        plt.close("all")


@pytest.fixture(scope="module")
def port() -> Comparison:
    return port_comparison()


def _part(comparison: Comparison, row: str):  # type: ignore[no-untyped-def]
    table = figures.side_by_side_table(comparison)
    return table[table["row"] == row]


def _drawn(comparison: Comparison) -> str:
    texts = figures.plot_side_by_side(comparison).texts
    return " ".join(" ".join(text.get_text().split()) for text in texts)


def test_the_table_gives_one_voice_an_origin_with_its_statements(port: Comparison) -> None:
    voices = _part(port, "voices")

    assert voices[["narrative_id", "label", "number"]].to_numpy().tolist() == [
        ["accident", "Harbour union", 2],
        ["accident", "Institute for Harbour Safety", 1],
        ["accident", "the article itself", 1],
        ["sabotage", "Selmont state", 3],
        ["missile", "Norland state", 1],
    ]


def test_no_one_disputes_is_a_row_of_its_own(port: Comparison) -> None:
    disputed = _part(port, "disputed").set_index("narrative_id")

    assert disputed["label"].to_dict() == {
        "accident": "no one in this text",
        "sabotage": "Norland state",
        "missile": "no one in this text",
    }
    assert disputed["number"].tolist() == [0, 1, 0]


def test_the_account_is_put_in_the_texts_own_words(port: Comparison) -> None:
    words = _part(port, "account").set_index("narrative_id")["words"]

    assert words["missile"] == "A navy missile could have gone astray"
    assert (
        words["sabotage"] == 'Norland "probably" paid the crew' or "sabotage" in words["sabotage"]
    )


def test_what_bears_on_no_account_stands_outside(port: Comparison) -> None:
    assert _part(port, "outside")["words"].tolist() == ["killing nine people"]


def test_voices_count_statements_sources_and_origins(port: Comparison) -> None:
    table = figures.voices_table(port)

    assert table.loc[("sabotage", "supports")].to_dict() == {
        "statements": 3,
        "sources": 2,
        "origins": 1,
        "origins_with_stake": 1,
        "narrator": 0,
    }
    assert table.loc[("accident", "supports"), "narrator"] == 1
    assert table.loc[("missile", "disputes")].sum() == 0


def test_sources_of_one_origin_that_differ_in_their_stake_are_said_to(port: Comparison) -> None:
    stakes = port.stakes.copy()
    stakes.loc["broadcaster", "sabotage"] = -1.0
    differing = replace(port, voices=voices(port.statements, port.bearings, stakes))

    assert figures.voices_table(differing)["origins_with_stake"].sum() == 3
    assert "its sources differ in their stake" in _drawn(differing)
    nobody = replace(port, voices=voices(port.statements, port.bearings))
    assert figures.voices_table(nobody)["origins_with_stake"].sum() == 0
    assert "stake" not in _drawn(nobody)


def test_items_that_separate_best_come_first(port: Comparison) -> None:
    table = figures.matrix_table(port)

    assert table.index[0] == "item:5"
    assert table["diagnosticity"].is_monotonic_decreasing


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_is_drawn_into_the_axes_it_is_given(port: Comparison, name: str) -> None:
    _, ax = plt.subplots(figsize=(12, 9))

    assert getattr(figures, f"plot_{name}")(port, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_without_pyplot_is_drawn_as_well(port: Comparison, name: str) -> None:
    figure = Figure(figsize=(12, 9))
    getattr(figures, f"plot_{name}")(port, ax=figure.subplots())

    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("number", [1, 12])
def test_figures_hold_for_one_account_and_for_twelve(name: str, number: int) -> None:
    ax = getattr(figures, f"plot_{name}")(many_accounts(number))
    ax.figure.canvas.draw()


@pytest.mark.parametrize("name", PLOTS)
def test_figures_hold_where_nobody_speaks(name: str) -> None:
    ax = getattr(figures, f"plot_{name}")(many_accounts(2, speak=False))
    ax.figure.canvas.draw()


def test_the_same_comparison_gives_the_same_svg(port: Comparison) -> None:
    def draw() -> bytes:
        with mpl.rc_context({"svg.hashsalt": "narratives"}):
            ax = figures.plot_side_by_side(port)
            file = io.BytesIO()
            ax.figure.savefig(file, format="svg", metadata={"Date": None})
        return file.getvalue()

    assert draw() == draw()


def test_words_with_dollar_signs_are_words_and_no_formula(port: Comparison) -> None:
    narratives = port.narratives.copy()
    narratives.loc["accident", "title"] = "$\\frac{1}{ costs $5"
    costly = replace(port, narratives=narratives)
    for name in PLOTS:
        ax = getattr(figures, f"plot_{name}")(costly)
        ax.figure.canvas.draw()


def test_no_account_is_red_or_green() -> None:
    for colour in figures.colours.COLOURS:
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        assert not (red > 1.8 * green and red > 1.8 * blue), colour
        assert not (green > 1.2 * red and green > 1.2 * blue), colour


def test_a_colour_that_is_none_is_replaced(port: Comparison) -> None:
    narratives = port.narratives.copy()
    narratives.loc["accident", "colour"] = "red;}body{display:none"

    found = figures.colours.account_colours(narratives)
    assert found["accident"] == figures.colours.COLOURS[0]


def test_loading_the_figures_does_not_load_matplotlib() -> None:
    import subprocess
    import sys

    code = (
        "import sys, narratives.figures; "
        "print('matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]


def test_the_matrix_knows_two_layouts(port: Comparison) -> None:
    with pytest.raises(SchemaError, match=r'rows is "columns"\. Use "narratives" or "items"'):
        figures.plot_matrix(port, rows="columns")


def test_sources_outside_the_accounts_keep_their_names_without_a_register(
    tmp_path: Path,
) -> None:
    text = "The lamp was old, Ana Ruiz said. The pier is long, Carl Munk said."
    (tmp_path / "pier.txt").write_text(text, "utf-8")
    accounts = {"storm": "A hurricane broke the bridge."}
    folder = create_case(tmp_path / "case", "What broke it?", accounts, [tmp_path / "pier.txt"])
    table = figures.side_by_side_table(compare(load_case(folder)))
    outside = table[table["row"] == "outside"]
    assert outside[["label", "number"]].to_numpy().tolist() == [["Ana Ruiz", 1], ["Carl Munk", 1]]
