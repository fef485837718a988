"""The reliability diagram, by its numbers."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

from narratives.figures import calibration_table, plot_calibration
from narratives.schema import SchemaError

mpl.use("agg")


def test_the_points_drawn_are_those_of_the_table():
    table = pd.DataFrame(
        {"stated": [0.2, 0.9], "came_true": [0.1, 0.9], "cases": [5, 9], "of": ["a", "b"]}
    )
    ax = plot_calibration(table)
    assert [line.get_xydata().tolist() for line in ax.lines[1:]] == [[[0.2, 0.1]], [[0.9, 0.9]]]
    drawn = [points.get_offsets().tolist() for points in ax.collections]
    assert drawn == [[[0.2, 0.1]], [[0.9, 0.9]]]
    # The larger mark is that of the most cases.
    assert ax.collections[0].get_sizes() < ax.collections[1].get_sizes()
    words = [text.get_text() for text in ax.texts]
    assert sorted(words[:2]) == ["a", "b"]
    assert words[2] == "n = 14; points of 5 to 9 cases; dashed: as stated"
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
    shapes = {
        (marks.get_paths()[0].vertices.tobytes(), marks.get_facecolor().tobytes())
        for marks in ax.collections
    }
    assert len(shapes) == 7
    names = [Text.get_window_extent(text) for text in ax.texts[:7]]
    right = ax.transData.transform((1, 0))[0]
    for one, other in itertools.combinations(names, 2):
        assert min(one.y1, other.y1) - max(one.y0, other.y0) < 3
    width = ax.figure.get_window_extent().x1
    assert all(right < box.x1 <= width for box in names)
    assert min(text.get_fontsize() for text in ax.texts) >= 14
    plt.close("all")


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(SchemaError, match="reliability lacks the columns came_true, cases"):
        calibration_table(pd.DataFrame({"stated": [0.5]}))
