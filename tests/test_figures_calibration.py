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


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(SchemaError, match="reliability lacks the columns came_true, cases"):
        calibration_table(pd.DataFrame({"stated": [0.5]}))
