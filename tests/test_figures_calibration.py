"""The reliability diagram, by its numbers."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from narratives.figures import calibration_table, plot_calibration
from narratives.schema import SchemaError

mpl.use("agg")


def test_the_points_drawn_are_those_of_the_table():
    table = pd.DataFrame(
        {"stated": [0.2, 0.9], "came_true": [0.1, 0.9], "cases": [5, 9], "of": ["a", "b"]}
    )
    ax = plot_calibration(table)
    assert [line.get_xydata().tolist() for line in ax.lines[1:]] == [[[0.2, 0.1]], [[0.9, 0.9]]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]
    assert calibration_table(table)["apart"].round(2).tolist() == [-0.1, 0.0]
    plt.close("all")


def test_no_two_of_many_sets_look_alike_and_their_names_keep_clear_of_the_lines():
    stated = [0.1, 0.3, 0.5, 0.7, 0.9]
    sets = [
        pd.DataFrame({"stated": stated, "came_true": came, "cases": 9, "of": f"set {number}"})
        for number, came in enumerate([[0.5, 0.6, 0.7, 0.8, 1.0]] * 7)
    ]
    ax = plot_calibration(pd.concat(sets))
    ax.figure.draw_without_rendering()
    lines = ax.lines[1:]
    assert len({(line.get_marker(), line.get_linestyle()) for line in lines}) == 7
    box = ax.get_legend().get_window_extent()
    points = ax.transData.transform(lines[0].get_xydata())
    assert not any(box.contains(x, y) for x, y in points)
    plt.close("all")


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(SchemaError, match="reliability lacks the columns came_true, cases"):
        calibration_table(pd.DataFrame({"stated": [0.5]}))
